"""Abstractive summarizers, with map and reduce for articles over their context window.

An author proposes; `translate.checks.faithfulness` decides what is shown. On the way, too: what a window's lines
invent is not handed on to the reduction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from translate.checks.faithfulness import Draft, Support, judge
from translate.document import ModelInfo
from translate.errors import ModelError


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to be summarised: a sentence, a piece of one, or a line that stands for several."""

    text: str
    evidence: tuple[int, ...]  # the segments it says again


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """The options of a summary: points, length and language."""

    points: int
    limit: int  # of a line: words, in Japanese characters
    language: str


@runtime_checkable
class AbstractiveSummarizer(Protocol):
    """Writes the lines of a brief, which are checked afterwards."""

    @property
    def name(self) -> str:
        """What kind of summarizer it is: "seq2seq", "llm"."""

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for signatures, with the hash of the template for this language."""

    def instructions(self, language: str) -> str:
        """Return the text of the prompt templates, which must not appear in a point."""

    def write(self, supports: Sequence[Support], order: SummaryRequest) -> list[Draft]:
        """Return lines on these sentences, all of which are read; at most `order.points`.

        Raises:
            ModelError: the model cannot run.
        """

    def headline(self, passages: Sequence[Passage], order: SummaryRequest) -> Draft | None:
        """Return a headline for the points of a brief, None if it writes none.

        Raises:
            ModelError: the model cannot run.
        """


Fits = Callable[[Sequence[Passage]], bool]
Write = Callable[[Sequence[Passage]], list[Draft]]


def condense(
    supports: Sequence[Support], order: SummaryRequest, *, fits: Fits, write: Write, instructions: str
) -> list[Draft]:
    """Return at most `order.points` lines on sentences, however many windows they fill.

    Each window is written about by itself; where that makes more lines than were asked for, the lines that their
    evidence bears out are written about again, until they are few enough or get no shorter.

    Args:
        supports: the sentences.
        order: how many lines, how long, in which language.
        fits: says whether passages fit into the window of the model together.
        write: gives the model's lines on passages that fit.
        instructions: what the model is told beside the article.

    Raises:
        ModelError: a window holds not even a piece of a sentence.
    """
    passages = [Passage(support.text.strip(), (support.index,)) for support in supports]
    while True:
        windows = pack(passages, fits)
        drafts = [draft for window in windows for draft in write(window)]
        if len(windows) <= 1:
            return drafts[: order.points]
        if len(drafts) <= order.points:
            return drafts
        verdicts = [judge(d, supports, order.language, limit=order.limit, instructions=instructions) for d in drafts]
        kept = [Passage(verdict.text, verdict.evidence) for verdict in verdicts if verdict.accepted]
        if not kept or _size(kept) >= _size(passages):
            return [drafts[place * len(drafts) // order.points] for place in range(order.points)]
        passages = kept


def pack(passages: Sequence[Passage], fits: Fits) -> list[tuple[Passage, ...]]:
    """Return windows of passages in order, each as full as it can be; a passage over a window is cut into pieces.

    Raises:
        ModelError: a window holds not even a piece of a passage.
    """
    windows: list[tuple[Passage, ...]] = []
    window: tuple[Passage, ...] = ()
    for passage in (piece for whole in passages for piece in _pieces(whole, fits)):
        if window and not fits((*window, passage)):
            windows.append(window)
            window = ()
        window = (*window, passage)
    return [*windows, window] if window else windows


def _pieces(passage: Passage, fits: Fits) -> list[Passage]:
    """Cut a passage in half, at a space where it has one, until each piece fits."""
    if fits((passage,)):
        return [passage]
    middle = len(passage.text) // 2
    space = passage.text.find(" ", middle)
    cut = space + 1 if 0 < space < len(passage.text) - 1 else middle
    if cut < 1:
        raise ModelError("The window of the summarizer is too small for its prompt. Take a model with a larger one.")
    halves = (passage.text[:cut], passage.text[cut:])
    return [piece for half in halves for piece in _pieces(Passage(half, passage.evidence), fits)]


def _size(passages: Sequence[Passage]) -> int:
    return sum(len(passage.text) for passage in passages)
