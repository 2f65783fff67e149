"""Pivot translation by two engines: Indonesian to English, English to Japanese."""

from __future__ import annotations

from collections.abc import Sequence

from translate.document import Hypothesis, ModelInfo
from translate.errors import UnknownModel
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine, interrupt, is_beside, prepare
from translate.models.splitting import fit


class Pivot:
    """An engine that translates with `first`, and its output with `second`.

    The score of a translation is the lower score of its legs, which keeps the scale of one model. It is complete if
    both legs are. Output of the first leg over the budget of the second is split, and the translated pieces are joined.
    """

    def __init__(self, first: Engine, second: Engine) -> None:
        """Take two engines; the target language of the first must be the source language of the second.

        Raises:
            UnknownModel: it is not.
        """
        if first.target != second.source:
            raise UnknownModel(
                f"A pivot's models need a common language: one writes {first.target}, the other reads {second.source}."
            )
        self._first, self._second = first, second
        self.source, self.target = first.source, second.target
        self.models: tuple[ModelInfo, ...] = (*first.models, *second.models)
        self.budget = first.budget

    def prepare(self, sentences: int) -> None:
        """Prepare both legs."""
        prepare(self._first, sentences)
        prepare(self._second, sentences)

    @property
    def is_beside(self) -> bool:
        """Whether both legs translate in other processes now."""
        return is_beside(self._first) and is_beside(self._second)

    def interrupt(self) -> None:
        """End the calls of both legs."""
        interrupt(self._first)
        interrupt(self._second)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text` for the first leg."""
        return self._first.count_tokens(text)

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary of one of the legs lacks a character."""
        return self._first.lacks(character) or self._second.lacks(character)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text.

        Raises:
            ModelError: a text is over the budget, or a leg failed.
        """
        between = self._first.translate(texts, decoding, headlines=False)  # another model reads on
        pieces = [fit(leg.text, self._second.count_tokens, self._second.budget) for leg in between]
        queries = [piece.strip() for several in pieces for piece in several]
        written = iter(self._second.translate(queries, decoding, headlines=headlines))
        return [
            self._joined(leg, [next(written) for _ in several]) for leg, several in zip(between, pieces, strict=True)
        ]

    def _joined(self, first_hypothesis: Hypothesis, pieces: list[Hypothesis]) -> Hypothesis:
        glue = "" if self.target == "ja" else " "
        scores = [hypothesis.score for hypothesis in (first_hypothesis, *pieces) if hypothesis.score is not None]
        return Hypothesis(
            glue.join(hypothesis.text for hypothesis in pieces),
            min(scores, default=None),
            all(hypothesis.complete for hypothesis in (first_hypothesis, *pieces)),
        )
