"""Briefs by an encoder-decoder model that was trained to summarise: mT5 on XL-Sum, BART on CNN/DailyMail and others.

The model reads the translation and writes in its language. It cites no evidence: for each of its sentences, the
sentences of the article with most common terms are taken. A model of the XL-Sum kind writes one sentence a window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from translate.briefing.summarizers.abstractive import Passage, SummaryRequest, condense
from translate.checks.faithfulness import Draft, Support
from translate.document import ModelInfo
from translate.models.chat.server import Answer

JAPANESE_END = re.compile("(?<=[。!?！？])(?![」』）)])")


class SummaryModel(Protocol):
    """A model that summarises a text."""

    @property
    def window(self) -> int:
        """The maximum number of tokens of a text."""

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text."""

    def summarise(self, text: str) -> Answer:
        """Return the summary of a text within the window; raises ModelError if there is none."""


class Seq2SeqSummary:
    """Writes the lines of a brief with a model for summaries."""

    name = "seq2seq"

    def __init__(self, model: SummaryModel, info: ModelInfo) -> None:
        """Take a model and its entry for signatures."""
        self.model, self._info = model, info

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for signatures."""
        return self._info

    def instructions(self, language: str) -> str:
        """Return an empty string: the model has no prompt."""
        return ""

    def write(self, supports: Sequence[Support], request: SummaryRequest) -> list[Draft]:
        """Return lines on these sentences, all of which are read; at most `request.points`.

        Raises:
            ModelError: the model cannot run.
        """
        glue = "" if request.language == "ja" else " "

        def whole(passages: Sequence[Passage]) -> str:
            return glue.join(passage.text for passage in passages)

        def fits(passages: Sequence[Passage]) -> bool:
            return self.model.count_tokens(whole(passages)) <= self.model.window

        def write(passages: Sequence[Passage]) -> list[Draft]:
            return split(self.model.summarise(whole(passages)), request.language)[: request.points]

        return condense(supports, request, fits=fits, write=write, instructions="") if supports else []

    def headline(self, passages: Sequence[Passage], request: SummaryRequest) -> Draft | None:
        """Return None: such a model writes no headlines."""
        return None


def split(summary: Answer, language: str) -> list[Draft]:
    """Return a line for each sentence of a summary, the last incomplete if the length limit ended it."""
    import sentencex

    text = " ".join(summary.text.split())
    parts = JAPANESE_END.split(text) if language == "ja" else sentencex.segment(language, text)
    sentences = [part.strip() for part in parts if part.strip()]
    last = len(sentences) - 1
    return [Draft(part, complete=summary.complete or place < last) for place, part in enumerate(sentences)]
