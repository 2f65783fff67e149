"""PDF files: the lines of their pages put together again as paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from translate.document import Kind
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.hyphens import is_broken, is_hyphenated
from translate.reading.normalise import normalise
from translate.reading.pdf_pages import Chunks, Drawn, open_pages
from translate.reading.quiet import quiet
from translate.reading.txt import BULLET, CLOSED, HEADING_LENGTH, STOPPED, TITLE_LENGTH, UNTITLED

EDGE_LINES = 3  # a running header or footer is among the first or last so many lines of a page
REPEATED = 0.6  # of the pages must have a line for it to be a running one
COMMON_GAP = 0.15  # share of all gaps between lines
WIDE_GAP = 1.35  # times the usual line spacing
SHORT_LINE = 0.8  # of the usual width: a line as short that ends a sentence ends its paragraph
PAGE_NUMBER = re.compile(
    r"(?:hal(?:aman)?\.?|page|hlm\.?)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:dari|of|/)\s*\d{1,4})?", re.I
)
SOFT = "\u00ad"


def read_pdf(data: bytes, name: str) -> Extract:
    """Give the paragraphs of a PDF file; running headers, footers and page numbers are left out with a note.

    Raises:
        DamagedFile: it cannot be opened, or only with a password.
        TooLarge: it has more pages, or more on them, than an article can have.
    """
    with quiet():
        opened = open_pages(data, name)
    usual = _usual_gap(opened.pages)
    pages = [_lines(*page, usual) for page in opened.pages]
    notes = [*opened.notes]
    empty = [
        str(i + 1) for i, page in enumerate(pages) if i not in opened.left and not any(line.strip() for line in page)
    ]
    if empty:
        these = f"page{'s' * (len(empty) > 1)} {', '.join(empty)}"
        notes.append(f"{these} without text: if there are scanned pictures, run OCR over the file first")
    pages, dropped = _without_running_lines(pages)
    if dropped:
        notes.append(f"left out as page headers, footers and numbers: {'; '.join(dropped)}")
    text, blocks = lay_out(_pieces(_joined(pages)))
    return Extract(text, blocks, opened.author, opened.date, tuple(notes))


def _lines(text: str, chunks: Chunks, usual: float) -> list[str]:
    """Give the lines of a page, an empty one where the page leaves a wider gap than the usual one."""
    rows = _rows(chunks)
    if " ".join(line for line, _ in rows).split() == text.split():
        gaps = [*_gaps(rows), 0.0][: len(rows)]
        ends = ["\n" if gap > WIDE_GAP * usual else "" for gap in gaps]
        text = "\n".join(line + end for (line, _), end in zip(rows, ends, strict=True))
    # A soft hyphen at a line's end is invisible elsewhere, but here it says that the word goes on.
    return normalise(text.replace(SOFT + "\n", "-\n")).split("\n")


def _rows(chunks: Chunks) -> list[tuple[str, float]]:
    """Give the lines that say something, each with the height its first chunk was drawn at."""
    rows: list[tuple[str, float | None]] = [("", None)]
    for chunk, height in chunks:
        for i, piece in enumerate(chunk.split("\n")):
            if i:
                rows.append(("", None))
            line, at = rows[-1]
            rows[-1] = (line + piece, height if at is None and piece.strip() else at)
    return [(line, height) for line, height in rows if height is not None]


def _gaps(rows: list[tuple[str, float]]) -> list[float]:
    return [above - below for (_, above), (_, below) in pairwise(rows)]


def _usual_gap(pages: tuple[Drawn, ...]) -> float:
    """Give the line spacing of a file: the smallest gap that is common, since most gaps may be between paragraphs."""
    counts = Counter(round(gap, 1) for _, chunks in pages for gap in _gaps(_rows(chunks)) if gap > 0)
    return min((gap for gap in counts if counts[gap] >= COMMON_GAP * counts.total()), default=0.0)


def _without_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Give the pages without the lines that most of them share at their edges, and what was left out."""
    pages = [[line.strip() for line in page] for page in pages]
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(page[i]) for i in _edges(page)})
    dropped: dict[str, None] = {}
    kept: list[list[str]] = []
    for page in pages:
        running = {i for i in _edges(page) if _runs(page[i], counts[_shape(page[i])], len(pages))}
        dropped.update(dict.fromkeys(page[i] for i in sorted(running)))
        kept.append([line for i, line in enumerate(page) if i not in running])
    return kept, list(dropped)


def _edges(page: list[str]) -> set[int]:
    """Give the numbers of the first and last lines of a page that say something."""
    said = [i for i, line in enumerate(page) if line]
    return {*said[:EDGE_LINES], *said[-EDGE_LINES:]}


def _shape(line: str) -> str:
    """Give a line as it is on every page: page numbers differ."""
    return re.sub(r"\d+", "#", line)


def _runs(line: str, count: int, pages: int) -> bool:
    if PAGE_NUMBER.fullmatch(line):
        return True
    return pages > 1 and count > 1 and count >= REPEATED * pages


def _joined(pages: list[list[str]]) -> list[str]:
    """Join lines to paragraphs; a paragraph may go on over a page."""
    widths = sorted(len(line) for page in pages for line in page if line)
    usual = widths[len(widths) * 9 // 10] if widths else 0
    paragraphs: list[list[str]] = []
    ended = True
    for page in pages:
        # A page's end ends a paragraph only where a sentence ends as well.
        ended = ended or not paragraphs or STOPPED.search(paragraphs[-1][-1]) is not None
        for line in page:
            if not line:
                ended = ended or not paragraphs or _complete(paragraphs[-1][-1], usual)
            elif ended or BULLET.match(line):
                paragraphs.append([line])
                ended = _ends(line, usual)
            else:
                paragraphs[-1].append(line)
                ended = _ends(line, usual)
    return [_sewn(lines) for lines in paragraphs]


def _complete(line: str, usual: int) -> bool:
    """Say whether a blank line after `line` is a gap between paragraphs, not mere line spacing."""
    return CLOSED.search(line) is not None or len(line) < SHORT_LINE * usual


def _ends(line: str, usual: int) -> bool:
    """Say whether a line is the last of its paragraph: a short one, a heading included."""
    return len(line) < (SHORT_LINE if STOPPED.search(line) else 0.6) * usual


def _sewn(lines: list[str]) -> str:
    """Return the lines of a paragraph as one, with the words whole that were broken at a line's end."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if is_broken(before, line):
            parts[-1] = parts[-1][:-1]
        elif not is_hyphenated(before):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _pieces(paragraphs: list[str]) -> list[Piece]:
    """Give the paragraphs with their kinds: the first short line is the title, other short ones are headings."""
    pieces: list[Piece] = []
    for i, text in enumerate(paragraphs):
        last = i + 1 == len(paragraphs)
        bullet = BULLET.match(text)
        if bullet:
            pieces.append(Piece(text[bullet.end() :], Kind.LIST))
        elif not pieces and not last and len(text) <= TITLE_LENGTH and not UNTITLED.search(text):
            pieces.append(Piece(text, Kind.TITLE))
        elif pieces and not last and _heads(text, paragraphs[i + 1]):
            pieces.append(Piece(text, Kind.HEADING))
        else:
            pieces.append(Piece(text))
    return pieces


def _heads(text: str, following: str) -> bool:
    opens = text[0].isalnum() and not text[0].islower()
    return opens and len(text) <= HEADING_LENGTH and not STOPPED.search(text) and len(following) > len(text)
