"""The text units of a Word file: paragraphs and cells in reading order, then notes, headers and footers.

Reader and writer both iterate over a file by this module, so that the writer finds each paragraph that was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from translate.util.normalise import normalise
from translate.util.word_text import FALLBACK, TEXTBOX, WORD, SkippedContent, text_of

CELL_LENGTH = 300  # characters; a table with longer cells is the layout of a page


class PartKind(StrEnum):
    """A part of a Word file that has text."""

    BODY = "body"
    FOOTNOTES = "footnotes"
    ENDNOTES = "endnotes"
    HEADER = "header"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part with text. `part` is python-docx's object; `root` the XML tree, also of parts that it cannot parse."""

    kind: PartKind
    root: Any
    part: Any


@dataclass(frozen=True, slots=True)
class TextUnit:
    """A paragraph, or a cell of a table of data with its paragraphs."""

    paragraphs: tuple[Any, ...]
    kind: PartKind
    text: str
    cell: bool = False
    opens_row: bool = True

    @property
    def empty(self) -> bool:
        """Whether it has no text; in a header or footer, no letters."""
        shown = normalise(self.text)
        return not (any(map(str.isalpha, shown)) if self.kind in (PartKind.HEADER, PartKind.FOOTER) else shown.strip())


def text_parts(document: Any) -> tuple[list[TextPart], list[PartKind]]:
    """Return the parts of a document that have text, and the kinds of parts that cannot be parsed."""
    import docx.oxml

    found, broken = [TextPart(PartKind.BODY, document.element.body, document.part)], list[PartKind]()
    relations = [r for r in document.part.rels.values() if not r.is_external]
    for kind in (PartKind.FOOTNOTES, PartKind.ENDNOTES, PartKind.HEADER, PartKind.FOOTER):
        parts = {r.target_part.partname: r.target_part for r in relations if r.reltype.rsplit("/", 1)[-1] == kind}
        for _, part in sorted(parts.items()):
            try:
                root = part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob)
            except Exception:  # lxml's own, ValueError
                broken.append(kind)
                continue
            found.append(TextPart(kind, root, part))
    return found, list(dict.fromkeys(broken))


def units(part: TextPart, skipped: SkippedContent) -> Iterator[TextUnit]:
    """Yield the text units of a part; skipped content is counted in `skipped`."""
    for element in _paragraphs(part.root):
        if element.tag != f"{WORD}tbl":
            yield TextUnit((element,), part.kind, text_of(element, skipped))
            continue
        for row in element.iter(f"{WORD}tr"):
            for column, cell in enumerate(row.iter(f"{WORD}tc")):
                paragraphs = tuple(cell.iter(f"{WORD}p"))
                text = " ".join(text_of(paragraph, skipped) for paragraph in paragraphs)
                yield TextUnit(paragraphs, part.kind, " ".join(text.split()), cell=True, opens_row=column == 0)


def _paragraphs(element: Any) -> Iterator[Any]:
    """Yield the paragraphs and data tables below `element` in order; a text box follows the paragraph that contains it.

    A table with long cells is page layout, and its paragraphs are yielded one by one.
    """
    for child in element:
        if child.tag == f"{WORD}p":
            yield child
            for box in child.iter(TEXTBOX):
                # A nested box belongs to its outer one; a fallback repeats its alternative.
                if _nearest(box, child, TEXTBOX, FALLBACK) is None:
                    yield from _paragraphs(box)
        elif child.tag == f"{WORD}tbl" and _holds_data(child):
            yield child
        elif child.tag not in (FALLBACK, f"{WORD}moveFrom"):
            yield from _paragraphs(child)


def _holds_data(table: Any) -> bool:
    """Return whether a table has more than one column and only short cells."""
    cells = list(table.iter(f"{WORD}tc"))
    if len(cells) <= sum(1 for _ in table.iter(f"{WORD}tr")) or next(table.iter(TEXTBOX), None) is not None:
        return False
    if next(table.iterdescendants(f"{WORD}tbl"), None) is not None:
        return False
    return all(_length(cell) <= CELL_LENGTH for cell in cells)


def _length(element: Any) -> int:
    return sum(len(text.text or "") for text in element.iter(f"{WORD}t"))


def _nearest(element: Any, top: Any, *tags: str) -> Any:
    """Return the nearest ancestor of `element` below `top` with one of the tags."""
    return next((a for a in element.iterancestors() if a.tag in tags and top in a.iterancestors()), None)
