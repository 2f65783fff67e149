"""Abstractive summarizers, with map and reduce for articles over their context window.

`translate.checks.faithfulness` decides which written lines are shown. Unsupported lines of a window are also excluded
from the reduction.
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
    """Input of a summary: a sentence, a piece of one, or a line that summarises several."""

    text: str
    evidence: tuple[int, ...]  # indices of its segments


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """The options of a summary: points, length and language."""

    points: int
    limit: int  # maximum length of a line: words, in Japanese characters
    language: str


@runtime_checkable
class AbstractiveSummarizer(Protocol):
    """Writes the lines of a brief, which the caller checks."""

    @property
    def name(self) -> str:
        """The kind of summarizer: "seq2seq", "llm"."""

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for signatures, with the hash of the template for this language."""

    def instructions(self, language: str) -> str:
        """Return the text of the prompt templates, which must not appear in a point."""

    def write(self, supports: Sequence[Support], request: SummaryRequest) -> list[Draft]:
        """Return at most `request.points` lines that summarise all of these sentences.

        Raises:
            ModelError: the model cannot run.
        """

    def headline(self, passages: Sequence[Passage], request: SummaryRequest) -> Draft | None:
        """Return a headline for the points of a brief; None without one.

        Raises:
            ModelError: the model cannot run.
        """


Fits = Callable[[Sequence[Passage]], bool]
Write = Callable[[Sequence[Passage]], list[Draft]]


def condense(
    supports: Sequence[Support], request: SummaryRequest, *, fits: Fits, write: Write, instructions: str
) -> list[Draft]:
    """Return at most `request.points` lines on sentences of any number of windows.

    Each window is summarised separately; if there are too many lines, the supported ones are summarised again, until
    they are few enough or get no shorter.

    Args:
        supports: the sentences.
        request: number, length and language of the lines.
        fits: whether passages together fit into the model's window.
        write: returns the model's lines on passages that fit.
        instructions: the prompt without the article.

    Raises:
        ModelError: not even a piece of a sentence fits into a window.
    """
    passages = [Passage(support.text.strip(), (support.index,)) for support in supports]
    while True:
        windows = pack(passages, fits)
        drafts = [draft for window in windows for draft in write(window)]
        if len(windows) <= 1:
            return drafts[: request.points]
        if len(drafts) <= request.points:
            return drafts
        limit, language = request.limit, request.language
        verdicts = [judge(draft, supports, language, limit=limit, instructions=instructions) for draft in drafts]
        kept = [Passage(verdict.text, verdict.evidence) for verdict in verdicts if verdict.accepted]
        if not kept or _size(kept) >= _size(passages):
            return [drafts[place * len(drafts) // request.points] for place in range(request.points)]
        passages = kept


def pack(passages: Sequence[Passage], fits: Fits) -> list[tuple[Passage, ...]]:
    """Return the passages in windows, each as full as possible; a passage larger than a window is split.

    Raises:
        ModelError: not even a piece of a passage fits into a window.
    """
    windows: list[tuple[Passage, ...]] = []
    window: tuple[Passage, ...] = ()
    for piece in (piece for passage in passages for piece in _pieces(passage, fits)):
        if window and not fits((*window, piece)):
            windows.append(window)
            window = ()
        window = (*window, piece)
    return [*windows, window] if window else windows


def _pieces(passage: Passage, fits: Fits) -> list[Passage]:
    """Return pieces of a passage that fit, halved repeatedly, at spaces if possible."""
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
