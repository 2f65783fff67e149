"""Word files: paragraphs, tables, text boxes and content controls in the order of the document.

Elements are those of WordprocessingML (ECMA-376, part 1, chapter 17). python-docx's own `paragraph.text` passes over
insertions under review and content controls, so the text is gathered from the elements here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from translate.document import Kind
from translate.errors import DamagedFile, TooLarge
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.quiet import quiet

MAX_UNPACKED = 100_000_000  # bytes of all members; python-docx holds them in memory
MAX_XML = 30_000_000  # bytes of the members that are parsed, each into a tree many times as large
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXTBOX = f"{WORD}txbxContent"
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
# What the paragraphs of these parts say is not read; a note says so.
UNREAD = {"header": "headers", "footer": "footers", "footnotes": "footnotes", "endnotes": "endnotes"}


def read_docx(data: bytes, name: str) -> Extract:
    """Return the paragraphs of a Word file.

    Raises:
        DamagedFile: it is no Word file, or a broken one.
        TooLarge: unpacked it is larger than an article can be.
    """
    _check_size(data, name)
    with quiet():
        document = _open(data, name)
        pieces = list(_pieces(document))
        notes = tuple(_notes(document))
        properties = document.core_properties
        author, created = properties.author, properties.created
    text, blocks = lay_out(pieces)
    # "python-docx" is what that library writes into files it makes, and no author.
    author = author.strip() if author and author.strip() != "python-docx" else None
    return Extract(text, blocks, author or None, created.date().isoformat() if created else None, notes)


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


def _open(data: bytes, name: str) -> Any:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    # Whatever is wrong inside (members missing, XML cut off, another kind of Office file) surfaces as any of many
    # errors of zipfile, lxml and python-docx.
    except Exception as error:
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> DamagedFile:
    reason = " ".join(str(error).split())[:100]
    return DamagedFile(
        f"{name} is damaged or no Word file ({reason}); expected a .docx. Save it again from Word, or save it as .txt."
    )


def _pieces(document: Any) -> Iterator[Piece]:
    styles = {style.style_id: style.name or "" for style in document.styles}
    for paragraph in _paragraphs(document.element.body):
        yield Piece(_said(paragraph), _kind(paragraph, styles))


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraph elements below `element` in order, those of a text box after the one that holds it."""
    for child in element:
        if child.tag == f"{WORD}p":
            yield child
            for box in child.iter(TEXTBOX):
                # A box in a box comes with its outer one; a fallback says what its alternative has said.
                if _nearest(box, child, TEXTBOX, FALLBACK) is None:
                    yield from _paragraphs(box)
        elif child.tag != FALLBACK:
            yield from _paragraphs(child)


def _nearest(element: Any, top: Any, *tags: str) -> Any:
    """Return the nearest ancestor of `element` below `top` with one of the tags."""
    return next((a for a in element.iterancestors() if a.tag in tags and top in a.iterancestors()), None)


def _said(paragraph: Any) -> str:
    """Return the text of a paragraph: insertions under review count, deletions do not, text boxes come on their own."""
    texts: list[str] = []

    def gather(element: Any) -> None:
        for child in element:
            if child.tag == f"{WORD}t":
                texts.append(child.text or "")
            elif child.tag in BREAKS:
                texts.append(BREAKS[child.tag])
            elif child.tag not in (TEXTBOX, FALLBACK, f"{WORD}pPr", f"{WORD}rPr"):
                gather(child)

    gather(paragraph)
    return "".join(texts)


def _kind(paragraph: Any, styles: dict[str, str]) -> Kind:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    named = styles.get(style.get(f"{WORD}val"), "").casefold() if style is not None else ""
    kinds = {"title": Kind.TITLE, "heading": Kind.HEADING, "subtitle": Kind.HEADING, "caption": Kind.CAPTION}
    kinds |= {"list": Kind.LIST, "quote": Kind.QUOTE, "intense quote": Kind.QUOTE}
    for start, kind in kinds.items():
        if named.startswith(start) and named != "list":
            return kind
    numbered = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None
    in_cell = next(paragraph.iterancestors(f"{WORD}tc"), None) is not None
    return Kind.LIST if numbered or in_cell else Kind.BODY


def _notes(document: Any) -> Iterator[str]:
    """Say which parts beside the body have words and were not read."""
    found = set()
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in UNREAD and not relation.is_external and _worded(relation.target_part):
            found.add(UNREAD[kind])
    if found:
        yield f"{' and '.join(sorted(found))} of the Word file left out"


def _worded(part: Any) -> bool:
    import docx.oxml

    root = part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob)
    return any(any(map(str.isalpha, text.text or "")) for text in root.iter(f"{WORD}t"))
