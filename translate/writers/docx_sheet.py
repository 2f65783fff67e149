"""Building blocks of a Word report: paragraphs, runs, badges of flags, links to sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from translate.document import Point
from translate.writers import docx_marks as word
from translate.writers import docx_style as style
from translate.writers.base import Output, check_characters
from translate.writers.corrections_docx import WrittenSentence
from translate.writers.labels import Labels, labels_for
from translate.writers.notes import Note, evidence_numbers, notes_of_point, notes_on, visible
from translate.writers.wording import grade

QUOTED = 454  # twentieths of a point, 8 mm


class Sheet:
    """A Word report in progress."""

    def __init__(self, output: Output) -> None:
        """Begin an empty file for `output`."""
        import docx

        self.output, self.translation = output, output.translation
        self.labels: Labels = labels_for(self.translation.target)
        self.notes = notes_on(output)
        self.document: Any = docx.Document()
        self.bookmarks = count(1)
        self.styles: dict[str, str | None] = {}  # style ids by name
        self.written: list[WrittenSentence] = []

    def paragraph(self, named: str, text: str = "", *, bold: bool = False, tight: bool = False, indent: int = 0) -> Any:
        """Return a new paragraph in one of the styles of Word, with some text; for the rest see `add_paragraph`."""
        if named not in self.styles:
            self.styles[named] = word.style_id(self.document, named)
        paragraph = word.add_paragraph(self.document, self.styles[named], tight=tight, indent=indent)
        if text:
            self.runs(paragraph, text, bold=bold)
        return paragraph

    def runs(self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, language: str = "") -> Any:
        """Return a run with some text, added to a paragraph."""
        return word.add_run(paragraph, printable(text), word.Look(bold=bold, italic=italic, language=language))

    def quoted(self, text: str, language: str) -> None:
        """Append an indented quotation."""
        self.runs(self.paragraph("Normal", indent=QUOTED), text.strip(), italic=True, language=language)

    def marks(self, paragraph: Any, point: Point) -> None:
        """Append the badges of a line of the brief, and links to its evidence."""
        for note in notes_of_point(point, self.notes):
            self.badge(paragraph, note)
        self.references(paragraph, point.evidence)

    def badge(self, paragraph: Any, note: Note) -> None:
        """Append the badge of a note, which links to its explanation."""
        word.add_link(paragraph, f"[!{note.number}]", word.Look(superscript=True), bookmark=f"n{note.number}")

    def references(self, paragraph: Any, evidence: Iterable[int]) -> None:
        """Append links to the sentences of the evidence."""
        for place, number in enumerate(evidence_numbers(tuple(evidence))):
            if not place:
                word.add_run(paragraph, " ")
            word.add_link(paragraph, f"[{number}]", bookmark=f"s{number}")

    def grade(self) -> None:
        """Append the grade: the model, and that no person has read the translation."""
        paragraph = self.paragraph("Normal", grade(self.translation.signature, self.labels.language), bold=True)
        style.shade(paragraph)


def printable(text: str) -> str:
    """Return text with line breaks as spaces and U+FFFD for characters forbidden in XML."""
    check_characters(text)
    return word.NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(re.sub(r"[\t\n\r ]+", " ", text)))
