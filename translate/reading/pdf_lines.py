"""The lines of the pages of a PDF file: their gaps, their size, and whether they are rows of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from translate.reading.pdf_pages import Chunk, Drawn, begins_cell, begins_row
from translate.util.normalise import normalise

COMMON_GAP = 0.15  # share of all gaps between lines
WIDE_GAP = 1.35  # times the usual line spacing
LARGE = 1.15  # times the usual size: a headline
LARGE_GAP = 1.6  # times its own size: two lines of a headline are not further apart
SOFT = "\u00ad"


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page; one without text is a gap between paragraphs."""

    text: str
    size: float = 0.0  # of the type, where it is larger than usual
    cells: tuple[str, ...] = ()  # its columns, if it is in columns; one, if they cannot be separated


@dataclass(slots=True)
class _Row:
    """A line in progress."""

    cells: list[str] = field(default_factory=lambda: [""])
    first: Chunk | None = None  # its first piece with text

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(self.cells)


def page_lines(pages: tuple[Drawn, ...]) -> list[list[PdfLine]]:
    """Return the lines of each page, with an empty one for each wider gap."""
    rows = [_rows(page) for page in pages]
    spacing, size = _usual_spacing(rows), _usual_size(pages)
    return [_lines(page, found, spacing, size) for page, found in zip(pages, rows, strict=True)]


def _lines(page: Drawn, rows: list[_Row], spacing: float, usual: float) -> list[PdfLine]:
    if " ".join(row.text for row in rows).split() != page.text.split():
        # If the drawn text differs from pypdf's result, the latter is more reliable.
        return [PdfLine(text.strip()) for text in _clean(page.text).split("\n")]
    lines: list[PdfLine] = []
    for row, following in zip_longest(rows, rows[1:]):
        first = row.first
        if first is None:
            continue
        size = first.size if first.size > LARGE * usual else 0.0
        text = _clean(row.text + "\n" if following else row.text).rstrip("\n").strip()
        cells = tuple(_clean(cell).strip() for cell in row.cells) if begins_row(first, page) else ()
        lines.append(PdfLine(text, size, cells))
        if following and following.first and _apart(first, following.first, spacing, size):
            lines.append(PdfLine(""))
    return lines


def _apart(first: Chunk, second: Chunk, spacing: float, size: float) -> bool:
    """Return whether there is a gap between two lines; headline lines may be further apart."""
    gap = first.y - second.y
    if size and abs(second.size - first.size) < 0.5:
        return gap > LARGE_GAP * size
    return gap > WIDE_GAP * spacing


def _clean(text: str) -> str:
    # A soft hyphen at a line end means that the word continues.
    return normalise(text.replace(SOFT + "\n", "-\n"))


def _rows(page: Drawn) -> list[_Row]:
    """Return the lines with text."""
    rows = [_Row()]
    for chunk in page.chunks:
        for i, piece in enumerate(chunk.text.split("\n")):
            if i:
                rows.append(_Row())
            row = rows[-1]
            if piece.strip() and row.first is None:
                row.first = chunk
            elif piece.strip() and not i and begins_cell(chunk, page):
                row.cells.append("")
            row.cells[-1] += piece
    return [row for row in rows if row.first is not None]


def _usual_spacing(pages: list[list[_Row]]) -> float:
    """Return the usual line spacing: the smallest common gap, since most gaps may be between paragraphs."""
    counts = Counter(
        round(above.first.y - below.first.y, 1)
        for rows in pages
        for above, below in pairwise(rows)
        if above.first and below.first and above.first.y > below.first.y
    )
    return min((gap for gap in counts if counts[gap] >= COMMON_GAP * counts.total()), default=0.0)


def _usual_size(pages: tuple[Drawn, ...]) -> float:
    """Return the most frequent type size, by letters."""
    counts: Counter[float] = Counter()
    for page in pages:
        for chunk in page.chunks:
            counts[round(chunk.size, 1)] += len(chunk.text.strip())
    return counts.most_common(1)[0][0] if counts else 0.0
