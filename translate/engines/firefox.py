"""Firefox models: Mozilla's small Marian students, the best open quality for their size."""

from __future__ import annotations

from collections.abc import Sequence

from translate.catalogue import BUNDLED
from translate.decoding import Decoding
from translate.document import Hypothesis, ModelInfo
from translate.errors import ModelError, UnknownModel, UsageError
from translate.firefox.model import BUDGET, Model


class Firefox:
    """An engine of a Firefox model; texts are shared out to processes, one a core.

    It always decodes greedily: that is all fxtranslate does, and what these models were trained for. A second try that
    forbids repetitions gives what the first gave (kept, not made again); only a try in parts can give another text.
    """

    budget = BUDGET
    draft = False

    def __init__(self, model: Model, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded model for one pair of languages, and what to call it in a signature.

        Raises:
            UnknownModel: the model was not made for this pair.
        """
        if model.pair not in (None, (source, target)):
            made_for = "-".join(model.pair or ())
            other = BUNDLED.get((source, target))
            raise UnknownModel(
                f"{info.id} translates {made_for} only, not {source}-{target}. Choose a model for that pair"
                f"{f', such as {other}' if other else ''}."
            )
        self._model, self.source, self.target = model, source, target
        self.models: tuple[ModelInfo, ...] = (info,)
        self._latest: dict[str, Hypothesis] = {}  # of the latest call

    def count_tokens(self, text: str) -> int:
        """Give the tokens of `text`, its end's included."""
        return self._model.count_tokens(text)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Give a hypothesis for each text; equal texts are translated once, and blank ones stay blank.

        A hypothesis has no score, as fxtranslate gives none; whether it is complete is told from its length.

        Raises:
            UsageError: a beam is asked for.
            ModelError: a text is over the budget, or fxtranslate failed.
        """
        if decoding.beams > 1:
            raise UsageError(
                f"{self.models[0].id} decodes greedily, it has no beams. Ask for fast decoding, or use a model that "
                "has beams (--model starter)."
            )
        known = self._latest
        wanted = [text for text in dict.fromkeys(texts) if text.strip() and text not in known]
        for text in wanted:
            if (count := self.count_tokens(text)) > self.budget:
                raise ModelError(
                    f'"{text[:40]} ..." has {count} tokens; the model takes {self.budget} at once. Split the text.'
                )
        found = known | dict(zip(wanted, self._model.translate(wanted), strict=True))
        self._latest = {text: found.get(text, Hypothesis("")) for text in texts}
        return [self._latest[text] for text in texts]
