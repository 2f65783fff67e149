"""Word files: paragraphs, tables, text boxes and content controls in the order of the document.

Elements are those of WordprocessingML (ECMA-376, part 1, chapter 17). python-docx's own `paragraph.text` omits
tracked insertions and content controls, so the text is read from the elements here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from translate.document import Kind, Role
from translate.errors import DamagedFile, TooLarge
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.limits import MAX_PARTS, at_most
from translate.reading.quiet import quiet
from translate.util.word_package import without_missing_parts
from translate.util.word_parts import PartKind, TextUnit, text_parts, units
from translate.util.word_text import WORD, SkippedContent

MAX_UNPACKED = 100_000_000  # bytes of all members; python-docx holds them in memory
MAX_XML = 30_000_000  # bytes of the members that are parsed, each into a tree many times as large
PASSED_KINDS = {
    "hidden": "passage{s} of hidden text not read",
    "struck": "struck-out passage{s} not read",
    "symbol": "symbol{s} that only a font of the Word file can show, read as \ufffd",
}


def read_docx(data: bytes, name: str) -> Extract:
    """Return the paragraphs of a Word file.

    Raises:
        DamagedFile: it is not a Word file, or a damaged one.
        TooLarge: its unpacked content is too large for an article.
    """
    _check_size(data, name)
    skipped = SkippedContent()
    with quiet():
        document, notes = _open(data, name)
        try:
            pieces = list(_pieces(document, skipped, name))
        except TooLarge:
            raise
        # A part of the wrong kind raises AttributeError, KeyError, ValueError.
        except Exception as error:
            raise _damaged(name, error) from error
        author, date, unread = _properties(document)
        notes += (*unread, *_beside_notes(document), *_skipped_notes(skipped))
    text, blocks = lay_out(pieces)
    return Extract(text, blocks, author, date, notes)


def _properties(document: Any) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the author and date of the file, and a note if one of them cannot be read."""
    author: str | None = None
    date: str | None = None
    unreadable: list[str] = []
    try:
        # "python-docx" is written by that library and is no author.
        found = (document.core_properties.author or "").strip()
        author = found if found and found != "python-docx" else None
    except Exception:  # the part is missing or is invalid XML
        unreadable.append("author")
    try:
        created = document.core_properties.created
        date = created.date().isoformat() if created else None
    except Exception:  # the same, or an invalid date
        unreadable.append("date")
    return author, date, (f"the {' and '.join(unreadable)} of the Word file could not be read",) if unreadable else ()


def _check_size(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _damaged(name, error) from error
    total = sum(member.file_size for member in members)
    xml = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if total > MAX_UNPACKED or xml > MAX_XML:
        raise TooLarge(
            f"{name} unpacks to {total / 1e6:.0f} MB; expected at most {MAX_UNPACKED / 1e6:.0f} MB, of which "
            f"{MAX_XML / 1e6:.0f} MB text. Save its text as .txt and try again."
        )


def _open(data: bytes, name: str) -> tuple[Any, tuple[str, ...]]:
    """Return the document, and a note if parts beside its text are missing."""
    import docx

    try:
        data, missing = without_missing_parts(data)
        document = docx.Document(io.BytesIO(data))
    # Damage inside (missing members, truncated XML, another kind of Office file) surfaces as any of many
    # errors of zipfile, lxml and python-docx.
    except Exception as error:
        raise _damaged(name, error) from error
    note = f"the Word file lacks parts that it names: {', '.join(missing)}"
    return document, (note,) if missing else ()


def _damaged(name: str, error: Exception) -> DamagedFile:
    reason = " ".join(str(error).split())[:100]
    return DamagedFile(
        f"{name} is damaged or no Word file ({reason}); expected a .docx. Save it again from Word, or save it as .txt."
    )


def _pieces(document: Any, skipped: SkippedContent, name: str) -> Iterator[Piece]:
    styles = {style.style_id: style.name or "" for style in document.styles}
    found, _ = text_parts(document)
    at_most(MAX_PARTS, sum(1 for part in found for _ in part.root.iter(f"{WORD}p")), "paragraphs", name)
    repeated: set[str] = set()  # headers and footers: a file has up to three of each, often the same
    for part in found:
        for unit in units(part, skipped):
            beside = unit.kind in (PartKind.HEADER, PartKind.FOOTER)
            if unit.empty and not (unit.cell and not beside):
                continue
            if beside and unit.text in repeated:
                continue
            repeated |= {unit.text} if beside else set()
            yield _piece(unit, styles)


def _piece(unit: TextUnit, styles: dict[str, str]) -> Piece:
    """Return the piece of a unit. Headers and footers are translated, but are boilerplate."""
    if unit.kind in (PartKind.HEADER, PartKind.FOOTER):
        return Piece(unit.text, Kind.BOILERPLATE, Role.TEXT)
    if unit.cell:
        return Piece(unit.text, Kind.CELL, Role.TEXT, opens_row=unit.opens_row)
    return Piece(unit.text, _kind(unit.paragraphs[0], styles))


def _kind(paragraph: Any, styles: dict[str, str]) -> Kind:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    named = styles.get(style.get(f"{WORD}val"), "").casefold() if style is not None else ""
    kinds = {"title": Kind.TITLE, "heading": Kind.HEADING, "subtitle": Kind.HEADING, "caption": Kind.CAPTION}
    kinds |= {"list": Kind.LIST, "quote": Kind.QUOTE, "intense quote": Kind.QUOTE}
    for start, kind in kinds.items():
        if named.startswith(start) and named != "list":
            return kind
    numbered = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None
    return Kind.LIST if numbered else Kind.BODY


def _skipped_notes(skipped: SkippedContent) -> Iterator[str]:
    """Yield a note for each kind of text in the file that was not read."""
    for kind, description in PASSED_KINDS.items():
        if count := skipped.counts[kind]:
            yield f"{count} {description.format(s='s' * (count > 1))}"


def _beside_notes(document: Any) -> Iterator[str]:
    """Yield notes on text outside the body, read or not."""
    found, broken = text_parts(document)
    read = [
        s.kind for s in found if s.kind is not PartKind.BODY and any(not u.empty for u in units(s, SkippedContent()))
    ]
    if read:
        yield f"{_listed(read)} of the Word file read, behind the text"
    if broken:
        yield f"{_listed(broken)} of the Word file could not be read"
    relations = [r for r in document.part.rels.values() if not r.is_external]
    if any(r.reltype.endswith("/comments") and r.target_part.blob.count(b"<w:t") for r in relations):
        yield "comments of the Word file not read"


def _listed(places: Sequence[PartKind]) -> str:
    names = [f"{place.removesuffix('s')}s" for place in dict.fromkeys(places)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
