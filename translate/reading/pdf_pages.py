"""The pages of a PDF file as pypdf (https://pypdf.readthedocs.io) draws their text, within bounds.

A file of a few kB can unpack to many MB, and each operator takes time; so pages, bytes, operators and characters are
limited. A page beyond a limit is left out with a note, a file beyond its limits is refused.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from translate.errors import DamagedFile, ReadingError, TooLarge

MAX_PAGES = 300  # more than most books
MAX_PAGE_BYTES = 1_500_000  # of a content stream; a page of text needs 10 kB, a map a hundred times that
MAX_BYTES = 6_000_000  # of all content streams
MAX_PAGE_OPERATORS = 60_000  # each takes 20 microseconds, and nested forms multiply them
MAX_OPERATORS = 300_000
MAX_PAGE_CHARACTERS = 60_000  # ten times a newspaper page

ROW_GAP = 2.0  # times the type size: minimum distance of two columns
LETTER_WIDTH = 0.5  # of the size of the type, on average


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of text with its position and size."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """The text of a page, its pieces, and the start of lines in columns, such as table rows."""

    text: str = ""
    chunks: tuple[Chunk, ...] = ()
    rows: frozenset[tuple[float, float]] = frozenset()
    cells: frozenset[tuple[float, float]] = frozenset()  # start of the second and later columns of those lines


@dataclass(frozen=True, slots=True)
class Opened:
    """The pages and metadata of a PDF file."""

    pages: tuple[Drawn, ...]
    author: str | None
    date: str | None
    omitted: tuple[int, ...]  # indices of the omitted pages
    notes: tuple[str, ...]


class _LimitExceeded(Exception):
    """A page exceeds its limits."""


def open_pages(data: bytes, name: str) -> Opened:
    """Return the pages of a PDF file.

    Raises:
        DamagedFile: it cannot be opened, or only with a password.
        TooLarge: it has more pages, or more on them, than an article can have.
    """
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DamagedFile(f"{name} is encrypted with a password; expected an open PDF. Save a copy without one.")
        if len(reader.pages) > MAX_PAGES:
            raise _too_large(name, f"has {len(reader.pages)} pages", f"{MAX_PAGES} pages")
        pages, omitted = _draw(reader, name)
    except ReadingError:
        raise
    # A broken PDF surfaces as nearly any error: pypdf's own, ValueError, KeyError, RecursionError, zlib.error.
    except Exception as error:
        reason = " ".join(str(error).split())[:100]
        raise DamagedFile(
            f"{name} is damaged or no PDF file ({type(error).__name__}: {reason}). Print it to PDF again, or save its "
            "text as .txt."
        ) from error
    author, date, notes = _information(reader)
    if omitted:
        these = f"page{'s' * (len(omitted) > 1)} {', '.join(str(number + 1) for number in omitted)}"
        notes += (f"{these} left out: more is drawn there than on a page of text",)
    return Opened(pages, author, date, omitted, notes)


def _draw(reader: Any, name: str) -> tuple[tuple[Drawn, ...], tuple[int, ...]]:
    """Return the pages, empty if beyond a limit, and the indices of those."""
    pages: list[Drawn] = []
    omitted: list[int] = []
    unpacked = operators = 0
    for number, page in enumerate(reader.pages):
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        unpacked += min(size, MAX_PAGE_BYTES)
        budget = _Budget(MAX_PAGE_OPERATORS)
        try:
            pages.append(_page(page, size, budget))
        except _LimitExceeded:
            pages.append(Drawn())
            omitted.append(number)
        operators += budget.used
        if unpacked > MAX_BYTES or operators > MAX_OPERATORS:
            raise _too_large(name, f"draws more than {unpacked / 1e6:.0f} MB", f"{MAX_BYTES / 1e6:.0f} MB")
    return tuple(pages), tuple(omitted)


@dataclass(slots=True)
class _Budget:
    """The operator limit of a page, and the number used."""

    limit: int
    used: int = 0

    def spend(self) -> None:
        """Count one operator.

        Raises:
            _Beyond: there were more than the limit.
        """
        self.used += 1
        if self.used > self.limit:
            raise _LimitExceeded


class _TextRecorder:
    """Records the positions of text as a page is drawn."""

    def __init__(self, budget: _Budget) -> None:
        self.budget = budget
        self.chunks: list[Chunk] = []
        self.rows: set[tuple[float, float]] = set()
        self.cells: set[tuple[float, float]] = set()
        self._size = 0.0
        self._line = (0.0, 0.0)  # start of the current line
        self._end = 0.0  # approximate end of its last piece

    def operator(self, operator: bytes, operands: Any, matrix: list[float], text_matrix: list[float]) -> None:
        """Process an operator: a piece far after the previous one on a line makes the line a row."""
        self.budget.spend()
        if operator == b"Tf" and len(operands) > 1:
            self._size = float(operands[1])
        elif operator in (b"Tj", b"TJ"):
            x, y, scale = _place(matrix, text_matrix)
            size = self._size * scale
            if _key(x, y)[1] != _key(*self._line)[1]:
                self._line = (x, y)
            elif x > self._end + ROW_GAP * size:
                self.rows.add(_key(*self._line))
                self.cells.add(_key(x, y))
            self._end = x + LETTER_WIDTH * size * _length(operands)

    def text(self, text: str, matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        """Process a piece of text."""
        x, y, scale = _place(matrix, text_matrix)
        self.chunks.append(Chunk(text, x, y, size * scale))


def _place(matrix: list[float], text_matrix: list[float]) -> tuple[float, float, float]:
    """Return the position of text and the scale of its size."""
    x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
    y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
    return x, y, abs(text_matrix[3] * matrix[3]) or 1.0


def _key(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)


def begins_row(chunk: Chunk, page: Drawn) -> bool:
    """Return whether the line that begins with a piece is in columns."""
    return _key(chunk.x, chunk.y) in page.rows


def begins_cell(chunk: Chunk, page: Drawn) -> bool:
    """Return whether a piece begins the second or a later column of its line."""
    return _key(chunk.x, chunk.y) in page.cells


def _length(operands: Any) -> int:
    parts = operands[0] if operands and isinstance(operands[0], list) else operands
    return sum(len(part) for part in parts if isinstance(part, str | bytes))


def _page(page: Any, size: int, budget: _Budget) -> Drawn:
    if size > MAX_PAGE_BYTES:
        raise _LimitExceeded
    eye = _TextRecorder(budget)
    text = str(page.extract_text(visitor_operand_before=eye.operator, visitor_text=eye.text))
    if len(text) > MAX_PAGE_CHARACTERS:
        raise _LimitExceeded
    return Drawn(text, tuple(eye.chunks), frozenset(eye.rows), frozenset(eye.cells))


def _information(reader: Any) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the author and the date that the file states, and a note if they cannot be read."""
    try:
        information = reader.metadata
        author = str(information.author).strip() if information and information.author else None
        created = str(information.creation_date_raw).strip() if information and information.creation_date_raw else ""
        return author or None, _date(created) if created else None, ()
    except Exception as error:  # a malformed date (ValueError) or object (KeyError, TypeError)
        return None, None, (f"the author and date of the PDF file could not be read ({type(error).__name__})",)


def _date(stated: str) -> str:
    """Return the day of "D:20240503080000+08'00'"; the time is not read, as programs write it in many ways.

    Raises:
        ValueError: it states no day.
    """
    return datetime.strptime(stated.removeprefix("D:")[:8], "%Y%m%d").date().isoformat()


def _too_large(name: str, found: str, most: str) -> TooLarge:
    return TooLarge(f"{name} {found}; expected an article of at most {most}. Cut it into several files.")
