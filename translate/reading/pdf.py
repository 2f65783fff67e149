"""PDF files: the lines of their pages joined to paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from translate.document import Kind, Role
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.hyphens import is_broken, is_hyphenated
from translate.reading.pdf_lines import PdfLine, page_lines
from translate.reading.pdf_pages import open_pages
from translate.reading.pdf_running import without_running_lines
from translate.reading.quiet import quiet
from translate.reading.txt import BULLET, CLOSED, HEADING_LENGTH, STOPPED, TITLE_LENGTH, UNTITLED

SHORT_LINE = 0.8  # of the usual width: a shorter line that ends a sentence ends its paragraph


def read_pdf(data: bytes, name: str) -> Extract:
    """Return the paragraphs of a PDF file; running headers, footers and page numbers are left out with a note.

    Raises:
        DamagedFile: it cannot be opened, or needs a password.
        TooLarge: it has too many pages, or too much content on them.
    """
    with quiet():
        opened = open_pages(data, name)
    pages = page_lines(opened.pages)
    notes = [*opened.notes]
    empty = [
        str(i + 1) for i, page in enumerate(pages) if i not in opened.omitted and not any(line.text for line in page)
    ]
    if empty:
        these = f"page{'s' * (len(empty) > 1)} {', '.join(empty)}"
        notes.append(f"{these} without text: if there are scanned pictures, run OCR over the file first")
    pages, dropped = without_running_lines(pages)
    if dropped:
        notes.append(f"left out as page headers, footers and numbers: {'; '.join(dropped)}")
    text, blocks = lay_out(_pieces(_joined(pages)))
    return Extract(text, blocks, opened.author, opened.date, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines of a paragraph; `large` is the size of a headline, `cells` are those of a table row."""

    lines: list[str]
    large: float = 0.0
    cells: tuple[str, ...] = ()


def _joined(pages: list[list[PdfLine]]) -> list[_Paragraph]:
    """Return the lines as paragraphs, which may continue on the next page."""
    widths = sorted(len(line.text) for page in pages for line in page if line.text)
    usual = widths[len(widths) * 9 // 10] if widths else 0
    found: list[_Paragraph] = []
    ended = True
    for page in pages:
        rows = _table_rows(page)
        # The end of a page ends a paragraph only if a sentence ends there.
        ended = ended or not found or STOPPED.search(found[-1].lines[-1]) is not None
        for number, line in enumerate(page):
            if not line.text:
                ended = ended or not found or _complete(found[-1].lines[-1], usual)
                continue
            row = number in rows
            headline = bool(found and line.size and found[-1].large == line.size and not ended)
            if headline or not (
                ended or row or not found or found[-1].cells or found[-1].large or BULLET.match(line.text)
            ):
                found[-1].lines.append(line.text)
            else:
                found.append(_Paragraph([line.text], line.size, line.cells if row else ()))
            # A headline ends where the type gets smaller, or at a gap.
            ended = row or (not line.size and _ends(line.text, usual))
    return found


def _table_rows(page: list[PdfLine]) -> set[int]:
    """Return the numbers of the lines that are rows of a table: at least two in columns below each other."""
    filled = [i for i, line in enumerate(page) if line.text]
    pairs = [pair for pair in pairwise(filled) if page[pair[0]].cells and page[pair[1]].cells]
    return {number for pair in pairs for number in pair}


def _complete(line: str, usual: int) -> bool:
    """Return whether a blank line after `line` separates paragraphs rather than lines."""
    return CLOSED.search(line) is not None or len(line) < SHORT_LINE * usual


def _ends(line: str, usual: int) -> bool:
    """Return whether a line is the last of its paragraph: a short one, a heading included."""
    return len(line) < (SHORT_LINE if STOPPED.search(line) else 0.6) * usual


def _as_one_line(lines: list[str]) -> str:
    """Return the lines of a paragraph as one, without hyphenation at line ends."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        if is_broken(before, line):
            parts[-1] = parts[-1][:-1]
        elif not is_hyphenated(before):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)


def _pieces(found: list[_Paragraph]) -> list[Piece]:
    """Return the paragraphs with their kinds: the first short line is the title, other short ones are headings."""
    pieces: list[Piece] = []
    paragraphs = [_as_one_line(paragraph.lines) for paragraph in found]
    for i, text in enumerate(paragraphs):
        last = i + 1 == len(paragraphs)
        bullet = BULLET.match(text)
        if found[i].cells:
            for column, cell in enumerate(found[i].cells):
                pieces.append(Piece(cell, Kind.CELL, Role.TEXT, opens_row=column == 0))
        elif bullet:
            pieces.append(Piece(text[bullet.end() :], Kind.LIST))
        elif not pieces and not last and len(text) <= TITLE_LENGTH and not UNTITLED.search(text):
            pieces.append(Piece(text, Kind.TITLE))
        elif pieces and not last and not found[i + 1].cells and _heads(text, paragraphs[i + 1]):
            pieces.append(Piece(text, Kind.HEADING))
        else:
            pieces.append(Piece(text))
    return pieces


def _heads(text: str, following: str) -> bool:
    opens = any(map(str.isalpha, text)) and text[0].isalnum() and not text[0].islower()
    return opens and len(text) <= HEADING_LENGTH and not STOPPED.search(text) and len(following) > len(text)
