"""PDF files: the lines of their pages put together again as paragraphs."""

from __future__ import annotations

import io
import re
from collections import Counter
from itertools import pairwise
from typing import Any

from translate.document import Kind
from translate.errors import DamagedFile
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.normalise import normalise
from translate.reading.quiet import quiet
from translate.reading.txt import BULLET, CLOSED, HEADING_LENGTH, STOPPED, TITLE_LENGTH, UNTITLED

Chunks = list[tuple[str, float]]  # a piece of text and the height it is drawn at
EDGE_LINES = 3  # a running header or footer is among the first or last so many lines of a page
REPEATED = 0.6  # of the pages must have a line for it to be a running one
COMMON_GAP = 0.15  # share of all gaps between lines
WIDE_GAP = 1.35  # times the usual line spacing
SHORT_LINE = 0.8  # of the usual width: a line as short that ends a sentence ends its paragraph
PAGE_NUMBER = re.compile(
    r"(?:hal(?:aman)?\.?|page|hlm\.?)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:dari|of|/)\s*\d{1,4})?", re.I
)
HYPHENATED = re.compile(r"(?P<left>[^\W\d_]+)-$")
SOFT = "\u00ad"
# Pairs that Indonesian writes with a hyphen though the halves differ; see also `_reduplicated`.
PAIRED = frozenset(
    tuple(pair.split("-"))
    for pair in ("bolak-balik", "lauk-pauk", "lalu-lalang", "carut-marut", "porak-poranda", "hiruk-pikuk")
)


def read_pdf(data: bytes, name: str) -> Extract:
    """Return the paragraphs of a PDF file; running headers, footers and page numbers are left out with a note.

    Raises:
        DamagedFile: it cannot be opened, or only with a password.
    """
    with quiet():
        pages, author, date = _pages(data, name)
    notes = []
    empty = [str(i + 1) for i, page in enumerate(pages) if not any(line.strip() for line in page)]
    if empty:
        these = f"page{'s' * (len(empty) > 1)} {', '.join(empty)}"
        notes.append(f"{these} without text: if there are scanned pictures, run OCR over the file first")
    pages, dropped = _without_running_lines(pages)
    if dropped:
        notes.append(f"left out as page headers, footers and numbers: {'; '.join(dropped)}")
    text, blocks = lay_out(_pieces(_joined(pages)))
    return Extract(text, blocks, author, date, tuple(notes))


def _pages(data: bytes, name: str) -> tuple[list[list[str]], str | None, str | None]:
    """Return the lines of each page, the author and the date."""
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DamagedFile(f"{name} is encrypted with a password; expected an open PDF. Save a copy without one.")
        drawn = [_drawn(page) for page in reader.pages]
        information = reader.metadata
        author = str(information.author).strip() if information and information.author else None
        made = information.creation_date if information else None
    except DamagedFile:
        raise
    # A broken PDF surfaces as nearly any error: pypdf's own, ValueError, KeyError, RecursionError, zlib.error.
    except Exception as error:
        reason = " ".join(str(error).split())[:100]
        raise DamagedFile(
            f"{name} is damaged or no PDF file ({type(error).__name__}: {reason}). Print it to PDF again, or save its "
            "text as .txt."
        ) from error
    usual = _usual_gap(drawn)
    return [_lines(*page, usual) for page in drawn], author or None, made.date().isoformat() if made else None


def _drawn(page: Any) -> tuple[str, Chunks]:
    """Return the text of a page, and its chunks with the height each is drawn at."""
    chunks: Chunks = []

    def visit(text: str, matrix: list[float], text_matrix: list[float], font: object, size: float) -> None:
        chunks.append((text, text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]))

    return str(page.extract_text(visitor_text=visit)), chunks


def _lines(text: str, chunks: Chunks, usual: float) -> list[str]:
    """Return the lines of a page, an empty one where the page leaves a wider gap than the usual one."""
    rows = _rows(chunks)
    if " ".join(line for line, _ in rows).split() == text.split():
        gaps = [*_gaps(rows), 0.0][: len(rows)]
        ends = ["\n" if gap > WIDE_GAP * usual else "" for gap in gaps]
        text = "\n".join(line + end for (line, _), end in zip(rows, ends, strict=True))
    # A soft hyphen at a line's end is invisible elsewhere, but here it says that the word goes on.
    return normalise(text.replace(SOFT + "\n", "-\n")).split("\n")


def _rows(chunks: Chunks) -> list[tuple[str, float]]:
    """Return the lines that say something, each with the height its first chunk was drawn at."""
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


def _usual_gap(pages: list[tuple[str, Chunks]]) -> float:
    """Return the line spacing of a file: the smallest gap that is common, since most gaps may be between paragraphs."""
    counts = Counter(round(gap, 1) for _, chunks in pages for gap in _gaps(_rows(chunks)) if gap > 0)
    return min((gap for gap in counts if counts[gap] >= COMMON_GAP * counts.total()), default=0.0)


def _without_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Return the pages without the lines that most of them share at their edges, and what was left out."""
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
    """Return the numbers of the first and last lines of a page that say something."""
    said = [i for i, line in enumerate(page) if line]
    return {*said[:EDGE_LINES], *said[-EDGE_LINES:]}


def _shape(line: str) -> str:
    """Return a line as it is on every page: page numbers differ."""
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
    """Return whether a blank line after `line` is a gap between paragraphs, not mere line spacing."""
    return CLOSED.search(line) is not None or len(line) < SHORT_LINE * usual


def _ends(line: str, usual: int) -> bool:
    """Return whether a line is the last of its paragraph: a short one, a heading included."""
    return len(line) < (SHORT_LINE if STOPPED.search(line) else 0.6) * usual


def _sewn(lines: list[str]) -> str:
    """Join the lines of a paragraph, and words that were broken at a line's end."""
    text = lines[0]
    for line in lines[1:]:
        broken = HYPHENATED.search(text)
        follows = re.match(r"[^\W\d_]+", line)
        if not broken:
            text += " " + line
        elif follows and follows[0][0].islower() and not _reduplicated(broken["left"], follows[0]):
            text = text[:-1] + line
        else:
            text += line
    return text


def _reduplicated(left: str, right: str) -> bool:
    """Return whether a hyphen between two halves is part of the word: "kota-kota", "berlari-lari", "sayur-mayur"."""
    left, right = left.casefold(), right.casefold()
    if (left, right) in PAIRED or left in right or right in left:
        return True
    # "sayur-mayur", "gerak-gerik", "tolong-menolong": halves that share their end or their consonants.
    consonants = [re.sub("[aiueo]", "", half) for half in (left, right)]
    return len(left) >= 4 and (left[1:] in right or right[1:] in left or consonants[0] == consonants[1])


def _pieces(paragraphs: list[str]) -> list[Piece]:
    """Return the paragraphs with their kinds: the first short line is the title, other short ones are headings."""
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
