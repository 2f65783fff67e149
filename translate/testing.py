"""A fake engine for tests, Warta's own and those of its users.

>>> from translate.models.decoding import Decoding
>>> engine = FakeEngine(replies={"Halo.": "Hello."})
>>> [h.text for h in engine.translate(["Halo.", "Apa kabar?"], Decoding())]
['Hello.', 'Apa kabar?']
>>> engine.history
[(('Halo.', 'Apa kabar?'), Decoding(beams=1, no_repeat_ngram=0))]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from translate.document import Hypothesis, ModelInfo
from translate.models.decoding import Decoding

Reply = str | Hypothesis | Callable[[Decoding], "str | Hypothesis"]


class FakeEngine:
    """An engine without a model: answers from `replies`, else with `default(text)`, else with the text itself.

    A reply may be a callable that takes the decoding, to answer a retry differently from the first attempt. `history`
    has the texts and the decoding of every call. A token is a word.
    """

    def __init__(
        self,
        replies: Mapping[str, Reply] | None = None,
        default: Callable[[str], str] = lambda text: text,
        *,
        source: str = "id",
        target: str = "en",
        budget: int = 400,
    ) -> None:
        """Take the replies by source text."""
        self.replies = dict(replies or {})
        self.default = default
        self.source, self.target, self.budget = source, target, budget
        self.models = (ModelInfo("fake", revision="0" * 12, family="fake", licence="none needed"),)
        self.history: list[tuple[tuple[str, ...], Decoding]] = []

    def count_tokens(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def lacks(self, character: str) -> bool:
        """Return False: it has no vocabulary."""
        return False

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return the replies, in order."""
        self.history.append((tuple(texts), decoding))
        return [self._answer(text, decoding) for text in texts]

    def _answer(self, text: str, decoding: Decoding) -> Hypothesis:
        reply = self.replies.get(text, self.default(text))
        if callable(reply):
            reply = reply(decoding)
        return reply if isinstance(reply, Hypothesis) else Hypothesis(reply, score=-0.5)
