"""The interface of writers, and helpers that all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from translate.document import Brief, Document, Kind, Paragraph, Role, Signature, Translation
from translate.errors import WritingError

# The marker of a list item, if its text contains it: "- ", "2) ".
LIST_MARK = re.compile(r"(?:[-*•·–]|(\d{1,9})[.)])\s+")


@dataclass(frozen=True, slots=True)
class Output:
    """The content of an output: a translation, its brief, or both."""

    translation: Translation
    brief: Brief | None = None
    whole: bool = True  # False for the brief with its evidence only
    plain: bool = False  # translation without flags, grade and signature
    bilingual: bool = False  # source below each paragraph, in formats that do not always show it
    original: bytes = field(default=b"", repr=False)  # source as a Word file, for a translated Word file

    def __post_init__(self) -> None:
        """Refuse an empty output."""
        if self.brief is None and not self.whole:
            raise WritingError("An output without its translation needs a brief, and there is none.")


class Writer(Protocol):
    """Writes one format. A text format derives from `TextWriter` and defines only `render`."""

    extension: str  # without the dot; the format has the same name

    def to_bytes(self, output: Output) -> bytes:
        """Return the content of the file."""


class TextWriter:
    """A writer whose files are UTF-8 text with `\\n` line ends."""

    extension: str

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        raise NotImplementedError

    def to_bytes(self, output: Output) -> bytes:
        """Return the content of the file.

        Raises:
            WritingError: the text has a lone surrogate, which UTF-8 cannot encode.
        """
        return check_characters(self.render(output))


def check_characters(text: str) -> bytes:
    """Return text in UTF-8.

    Raises:
        WritingError: the text has a lone surrogate, which UTF-8 cannot encode.
    """
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        found = f"U+{ord(text[error.start]):04X}"
        raise WritingError(
            f"The text holds {found}, half of a surrogate pair, which UTF-8 cannot hold; expected Unicode "
            "characters. Give the article again as a UTF-8 file."
        ) from error


def gap(translation: Translation, index: int) -> str:
    """Return the separator between a segment and the next in its paragraph, as in `join`."""
    dateline = translation.segments[index].source.role is Role.DATELINE
    return " " if translation.target != "ja" or dateline else ""


def list_number(paragraph: Paragraph, document: Document) -> str | None:
    """Return the number of a list item, from its text or the layout before it; None if not numbered."""
    text = document.text
    line = text[text.rfind("\n", 0, paragraph.start) + 1 : paragraph.end]
    found = LIST_MARK.match(line.lstrip())
    return found.group(1) if found else None


Table = tuple[tuple[int | None, ...], ...]  # rows of cells: indices of paragraphs, None for an empty cell


def blocks(document: Document) -> Iterator[int | Table]:
    """Yield the paragraphs of a document by index, and tables as wholes.

    Cells of a row are on one line of the text, separated by "|"; tables of one column are paragraphs.
    """
    rows: list[list[int | None]] = []
    before: Paragraph | None = None
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.kind is not Kind.CELL:
            yield from _table(rows)
            rows, before = [], None
            yield index
            continue
        gap = document.text[before.end : paragraph.start] if before else "\n\n"
        if "\n\n" in gap:
            yield from _table(rows)
            rows = []
        if "\n" in gap:
            opening = gap.rpartition("\n")[2] if before else _line_before(document.text, paragraph.start)
            empty = opening.count("|") - (document.source.format == "md" and opening.lstrip().startswith("|"))
            rows.append([None] * empty)
        else:
            rows[-1] += [None] * (gap.count("|") - 1)
        rows[-1].append(index)
        before = paragraph
    yield from _table(rows)


def _line_before(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _table(rows: list[list[int | None]]) -> Iterator[int | Table]:
    columns = max((len(row) for row in rows), default=0)
    if columns > 1:
        yield tuple((*row, *[None] * (columns - len(row))) for row in rows)
    else:
        yield from (index for row in rows for index in row if index is not None)


def cited(brief: Brief) -> tuple[int, ...]:
    """Return the indices of all evidence of a brief, in article order."""
    lines = [brief.headline.evidence, *(p.evidence for p in brief.points), *(f.evidence for f in brief.facts)]
    return tuple(sorted({index for evidence in lines for index in evidence}))


def signatures(output: Output) -> tuple[Signature, ...]:
    """Return the signatures of the content, without those included in another."""
    translated = output.translation.signature
    if output.brief is None:
        return (translated,)
    briefed = output.brief.signature
    return (briefed,) if not output.whole or _includes(briefed, translated) else (translated, briefed)


def _includes(signature: Signature, other: Signature) -> bool:
    """Return whether a signature includes another: that of a brief extends that of its translation."""
    extended = replace(signature, models=other.models, settings=other.settings)
    return extended == other and {*other.models, *other.settings} <= {*signature.models, *signature.settings}
