"""Word files: paragraphs, tables, text boxes and content controls in the order of the document.

Elements are those of WordprocessingML (ECMA-376, part 1, chapter 17). python-docx's own `paragraph.text` passes over
insertions under review and content controls, so the text is gathered from the elements here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from translate.document import Kind, Role
from translate.errors import DamagedFile, TooLarge
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.docx_package import whole
from translate.reading.docx_text import FALLBACK, TEXTBOX, WORD, Passed, said
from translate.reading.quiet import quiet

MAX_UNPACKED = 100_000_000  # bytes of all members; python-docx holds them in memory
MAX_XML = 30_000_000  # bytes of the members that are parsed, each into a tree many times as large
CELL_LENGTH = 300  # characters; a table with longer cells is the layout of a page
PASSED_KINDS = {
    "hidden": "passage{s} of hidden text not read",
    "struck": "struck-out passage{s} not read",
    "symbol": "symbol{s} that only a font of the Word file can show, read as \ufffd",
}
# What the paragraphs of these parts say is not read; a note says so.
UNREAD = {"header": "headers", "footer": "footers", "footnotes": "footnotes", "endnotes": "endnotes"}


def read_docx(data: bytes, name: str) -> Extract:
    """Return the paragraphs of a Word file.

    Raises:
        DamagedFile: it is no Word file, or a broken one.
        TooLarge: unpacked it is larger than an article can be.
    """
    _check_size(data, name)
    passed = Passed()
    with quiet():
        document, notes = _open(data, name)
        try:
            pieces = list(_pieces(document, passed))
        # A part of another kind than its name says surfaces as AttributeError, KeyError, ValueError.
        except Exception as error:
            raise _damaged(name, error) from error
        author, date, unread = _properties(document)
        notes += (*unread, *_unread_parts(document), *_passed_notes(passed))
    text, blocks = lay_out(pieces)
    return Extract(text, blocks, author, date, notes)


def _properties(document: Any) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the author and the date of the file, and a note where one of them cannot be read."""
    author: str | None = None
    date: str | None = None
    lost: list[str] = []
    try:
        # "python-docx" is what that library writes into files it makes, and no author.
        found = (document.core_properties.author or "").strip()
        author = found if found and found != "python-docx" else None
    except Exception:  # the part is missing, or no XML of its kind
        lost.append("author")
    try:
        created = document.core_properties.created
        date = created.date().isoformat() if created else None
    except Exception:  # the same, or a date that no calendar has
        lost.append("date")
    return author, date, (f"the {' and '.join(lost)} of the Word file could not be read",) if lost else ()


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
        data, missing = whole(data)
        document = docx.Document(io.BytesIO(data))
    # Whatever is wrong inside (members missing, XML cut off, another kind of Office file) surfaces as any of many
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


def _pieces(document: Any, passed: Passed) -> Iterator[Piece]:
    styles = {style.style_id: style.name or "" for style in document.styles}
    for paragraph in _paragraphs(document.element.body):
        if paragraph.tag == f"{WORD}tbl":
            yield from _cells(paragraph, passed)
        else:
            yield Piece(said(paragraph, passed), _kind(paragraph, styles))


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs below `element` in order, those of a text box after the one that holds it, and tables.

    A table whose cells hold more than a line is the layout of a page, and its paragraphs come one by one.
    """
    for child in element:
        if child.tag == f"{WORD}p":
            yield child
            for box in child.iter(TEXTBOX):
                # A box in a box comes with its outer one; a fallback says what its alternative has said.
                if _nearest(box, child, TEXTBOX, FALLBACK) is None:
                    yield from _paragraphs(box)
        elif child.tag == f"{WORD}tbl" and _holds_data(child):
            yield child
        elif child.tag not in (FALLBACK, f"{WORD}moveFrom"):
            yield from _paragraphs(child)


def _holds_data(table: Any) -> bool:
    """Return whether every cell of a table holds a short line, and there is more than one column."""
    cells = list(table.iter(f"{WORD}tc"))
    if len(cells) <= sum(1 for _ in table.iter(f"{WORD}tr")) or next(table.iter(TEXTBOX), None) is not None:
        return False
    if next(table.iterdescendants(f"{WORD}tbl"), None) is not None:
        return False
    return all(_length(cell) <= CELL_LENGTH for cell in cells)


def _length(element: Any) -> int:
    return sum(len(text.text or "") for text in element.iter(f"{WORD}t"))


def _cells(table: Any, passed: Passed) -> Iterator[Piece]:
    for row in table.iter(f"{WORD}tr"):
        for column, cell in enumerate(row.iter(f"{WORD}tc")):
            text = " ".join(said(paragraph, passed) for paragraph in cell.iter(f"{WORD}p"))
            yield Piece(" ".join(text.split()), Kind.CELL, Role.TEXT, opens_row=column == 0)


def _nearest(element: Any, top: Any, *tags: str) -> Any:
    """Return the nearest ancestor of `element` below `top` with one of the tags."""
    return next((a for a in element.iterancestors() if a.tag in tags and top in a.iterancestors()), None)


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


def _passed_notes(passed: Passed) -> Iterator[str]:
    """Yield a line for each kind of text that is in the file and was not read."""
    for kind, what in PASSED_KINDS.items():
        if count := passed.counts[kind]:
            yield f"{count} {what.format(s='s' * (count > 1))}"


def _unread_parts(document: Any) -> Iterator[str]:
    """Yield which parts beside the body have words and were not read."""
    found = set()
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in UNREAD and not relation.is_external and _worded(relation.target_part):
            found.add(UNREAD[kind])
    if found:
        yield f"{' and '.join(sorted(found))} of the Word file left out"


def _worded(part: Any) -> bool:
    """Return whether a part has words; one that is no XML may have."""
    import docx.oxml

    try:
        root = part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob)
    except Exception:  # lxml's own, ValueError
        return True
    return any(any(map(str.isalpha, text.text or "")) for text in root.iter(f"{WORD}t"))
