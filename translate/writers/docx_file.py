"""Word files: the brief on top, linked to the sentences it rests on; doubted sentences marked and explained.

Styles are those of Word's own template ("Title", "Heading 1", "List Bullet", ...), so that a newsroom's style sheet
takes hold of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, count
from typing import Any

from translate.document import Brief, Fact, Kind, Paragraph, Point, join
from translate.writers import docx_marks as word
from translate.writers import docx_style as style
from translate.writers.base import (
    LIST_MARK,
    Output,
    Table,
    blocks,
    check_characters,
    cited,
    gap,
    list_number,
    signatures,
)
from translate.writers.corrections_docx import Written, add_record
from translate.writers.labels import Labels, labels_for
from translate.writers.links import Mark, MarkKind, is_web_address, plain_mark, with_inline_markup
from translate.writers.notes import (
    Note,
    as_written,
    evidence_numbers,
    note_on_segment,
    notes_of_point,
    notes_on,
    notices,
    told,
    visible,
)
from translate.writers.wording import grade

STYLES = {
    Kind.TITLE: "Title",
    Kind.HEADING: "Heading 2",
    Kind.LIST: "List Bullet",
    Kind.QUOTE: "Quote",
    Kind.CAPTION: "Caption",
}
STYLES_BELOW = STYLES | {Kind.TITLE: "Heading 2", Kind.HEADING: "Heading 3"}  # a brief
# Stands for an inline mark of the source until the runs are made; no text that has passed `_plain` holds it.
MARKED = re.compile("\x00([0-9]+)\x00")


class WordFile:
    """Writes `.docx`."""

    extension = "docx"

    def to_bytes(self, output: Output) -> bytes:
        """Return the content of the file; the same output gives the same bytes.

        With `output.original` it is that Word file, translated.

        Raises:
            WritingError: the original is another file, or the text holds half a surrogate pair, which UTF-8 lacks.
        """
        if output.original and output.whole:
            from translate.writers.docx_same import same_document

            return same_document(output)
        return word.pack(_Pages(output).document)


class _Pages:
    """The document as it grows, with what every part of it needs."""

    def __init__(self, output: Output) -> None:
        import docx

        self.output, self.translation = output, output.translation
        self.labels: Labels = labels_for(self.translation.target)
        self.notes = notes_on(output)
        self.document: Any = docx.Document()
        self.bookmarks = count(1)
        self.styles: dict[str, str | None] = {}  # by name, as a paragraph says them
        self.written: list[Written] = []
        self._set_up()
        if output.brief is not None:
            self._brief(output.brief)
        if output.whole:
            self._article()
        self._notes()
        if output.brief is not None and cited(output.brief):
            self._evidence(output.brief)
        self._foot()
        add_record(self.document, self.written, self.translation.target)

    def _set_up(self) -> None:
        document, target = self.translation.document, self.translation.target
        word.set_fonts(self.document, target)
        style.dress(self.document)
        made = signatures(self.output)
        word.set_properties(
            self.document,
            title=_plain(self._title()),
            author=_plain(document.author or ""),
            language=word.LOCALES.get(target, ""),
            date=made[-1].date,
        )

    def _title(self) -> str:
        if self.output.brief is not None:
            return self.output.brief.headline.text
        pairs = self.translation.paragraphs
        return next((join(s, self.translation.target) for p, s in pairs if p.kind is Kind.TITLE), "")

    # Parts of the file

    def _brief(self, brief: Brief) -> None:
        title = self._paragraph("Title", brief.headline.text)
        self._marks(title, brief.headline)
        self._grade()
        self._paragraph("Heading 1", self.labels.brief)
        for notice in notices(self.output):
            self._paragraph("Normal", notice, bold=True)
        numbering = word.new_numbering(self.document, 1)
        for point in brief.points:
            item = self._paragraph("List Number", point.text)
            word.number(item, numbering)
            self._marks(item, point)
        if brief.facts:
            self._paragraph("Heading 2", self.labels.facts)
            self._facts(brief)

    def _facts(self, brief: Brief) -> None:
        kinds = tuple(dict.fromkeys(fact.kind for fact in brief.facts))
        table = style.ruled_table(self.document, len(kinds), [1.3, 4])
        for row, kind in zip(table.rows, kinds, strict=True):
            self._runs(row.cells[0].paragraphs[0], self.labels.fact_kinds[kind], bold=True)
            for place, fact in enumerate(fact for fact in brief.facts if fact.kind is kind):
                cell = row.cells[1]
                self._fact(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), fact)
        for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.space_after = 0

    def _grade(self) -> None:
        """Say who made the translation, and that nobody has read it."""
        paragraph = self._paragraph("Normal", grade(self.translation.signature, self.labels.language), bold=True)
        style.shade(paragraph)

    def _fact(self, paragraph: Any, fact: Fact) -> None:
        self._runs(paragraph, fact.value or fact.text)
        if written := as_written(fact.text, fact.value):
            self._runs(paragraph, f" ({written})", language=self.translation.document.language)
        self._references(paragraph, fact.evidence)

    def _article(self) -> None:
        if self.output.brief is not None:
            self._paragraph("Heading 1", self.labels.translation)
        marks: list[Mark] = []

        def keep(mark: Mark) -> str:
            marks.append(mark)
            return f"\x00{len(marks) - 1}\x00"

        texts = with_inline_markup(self.translation, _plain, keep)
        numbering: int | None = None
        ends = [0, *accumulate(len(paragraph.sentences) for paragraph in self.translation.document.paragraphs)]
        graded = self.output.brief is not None
        for block in blocks(self.translation.document):
            if not isinstance(block, int):
                self._table(block, ends, texts, marks)
                continue
            paragraph = self.translation.document.paragraphs[block]
            shown = [i for i in range(ends[block], ends[block + 1]) if texts[i] or note_on_segment(i, self.notes)]
            if not graded and paragraph.kind is not Kind.TITLE:
                self._grade()
                graded = True
            if shown:
                numbering = self._block(paragraph, shown, texts, marks, numbering)
                if self.output.bilingual and paragraph.text.strip():
                    self._source(paragraph)
        if not graded:
            self._grade()

    def _table(self, table: Table, ends: list[int], texts: tuple[str, ...], marks: list[Mark]) -> None:
        made = style.ruled_table(self.document, len(table), [1.0] * len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, index in zip(row.cells, cells, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = 0
                for segment in range(ends[index], ends[index + 1]) if index is not None else ():
                    self._segment(paragraph, segment, texts[segment], marks)
                if index is not None and self.output.bilingual:
                    self._source(self.translation.document.paragraphs[index], cell.add_paragraph())
        self._paragraph("Normal").paragraph_format.space_after = 0  # two tables without one between are one to Word

    def _source(self, source: Paragraph, paragraph: Any = None) -> None:
        """Write the source of a paragraph in grey below it."""
        from docx.shared import Pt, RGBColor

        paragraph = paragraph if paragraph is not None else self._paragraph("Normal")
        run = self._runs(paragraph, source.text.strip(), language=self.translation.document.language)
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(style.SOFT)

    def _block(
        self, source: Paragraph, shown: list[int], texts: tuple[str, ...], marks: list[Mark], numbering: int | None
    ) -> int | None:
        """Add a paragraph of the article; give the numbered list that it goes on with, if it is of one."""
        first = list_number(source, self.translation.document) if source.kind is Kind.LIST else None
        styles = STYLES if self.output.brief is None else STYLES_BELOW
        paragraph = self._paragraph("List Number" if first else styles.get(source.kind, "Normal"))
        if first:
            numbering = numbering or word.new_numbering(self.document, int(first))
            word.number(paragraph, numbering)
        for place, index in enumerate(shown):
            if place:
                paragraph.add_run(gap(self.translation, shown[place - 1]))
            said = LIST_MARK.sub("", texts[index], count=1) if source.kind is Kind.LIST and not place else texts[index]
            self._segment(paragraph, index, said, marks)
        return numbering if first else None

    def _segment(self, paragraph: Any, index: int, said: str, marks: list[Mark]) -> None:
        """Add a translated sentence: a place to link to, lit up and with its number where it is doubted."""
        from docx.enum.text import WD_COLOR_INDEX

        self._note_down(index, said)
        note, mark = note_on_segment(index, self.notes), next(self.bookmarks)
        word.open_bookmark(paragraph, f"s{index + 1}", mark)
        runs = []
        for place, piece in enumerate(MARKED.split(said or self.labels.empty)):
            if place % 2:
                runs.append(self._inline(paragraph, marks[int(piece)]))
            elif piece:
                runs.append(paragraph.add_run(piece))
        word.close_bookmark(paragraph, mark)
        if note is not None:
            for run in runs:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            self._badge(paragraph, note)

    def _note_down(self, index: int, said: str) -> None:
        """Keep for the record how a sentence is written; one with links or code shows more than its text."""
        segment = self.translation.segments[index]
        whole, source = _plain(segment.text.strip()), " ".join(segment.source.text.split())
        if segment.attempts and whole.endswith(said) and not word.NO_XML.search(visible(source)):
            lead = whole.removesuffix(said) if said else ""
            self.written.append(Written(index + 1, _plain(source), said or self.labels.empty, lead.strip()))

    def _inline(self, paragraph: Any, mark: Mark) -> Any:
        if mark.kind is MarkKind.CODE:
            run = paragraph.add_run(_plain(mark.text))
            run.font.name = "Consolas"
            return run
        if mark.kind is not MarkKind.FOOTNOTE and is_web_address(mark.target) and not re.search(r"\s", mark.target):
            return word.add_link(paragraph, _plain(mark.text or mark.target), address=_plain(mark.target))
        return paragraph.add_run(_plain(plain_mark(mark)))

    def _notes(self) -> None:
        if self.notes or self.translation.document.notes:
            self._paragraph("Heading 1", self.labels.notes)
        for note in self.notes:
            paragraph, mark = self._paragraph("Normal"), next(self.bookmarks)
            word.open_bookmark(paragraph, f"n{note.number}", mark)
            self._runs(paragraph, f"[!{note.number}] ", bold=True)
            word.close_bookmark(paragraph, mark)
            for place, flag in enumerate(note.flags):
                doubt = f"{told(flag, self.labels)} [{flag.code}]"
                self._runs(paragraph, ("; " if place else "") + doubt)
            paragraph.paragraph_format.space_after = 0
            whole = self.translation
            of = note.line if note.segment is None else whole.segments[note.segment].source.text
            self._quoted(of, whole.target if note.segment is None else whole.document.language)
        if self.translation.document.notes:
            self._paragraph("Normal", f"{self.labels.reading}{self.labels.colon}".rstrip())
            for said in self.translation.document.notes:
                self._paragraph("List Bullet", said)

    def _evidence(self, brief: Brief) -> None:
        """Write each sentence that the brief names, in both languages."""
        self._paragraph("Heading 1", self.labels.evidence)
        for index in cited(brief):
            segment = self.translation.segments[index]
            paragraph = self._paragraph("Normal")
            if self.output.whole:
                word.add_link(paragraph, f"[{index + 1}]", bookmark=f"s{index + 1}")
                self._runs(paragraph, f" {segment.text.strip() or self.labels.empty}")
            else:
                self._runs(paragraph, f"[{index + 1}] ")
                self._segment(paragraph, index, _plain(segment.text), [])
            paragraph.paragraph_format.space_after = 0
            self._quoted(segment.source.text, self.translation.document.language)

    def _foot(self) -> None:
        from docx.shared import Pt

        self._paragraph("Heading 1", self.labels.made_with)
        if not self.notes:
            self._paragraph("Normal", self.labels.unflagged)
        for signature in signatures(self.output):
            paragraph = self._paragraph("Normal", str(signature))
            for run in paragraph.runs:
                run.font.size, run.font.name = Pt(8), "Consolas"

    # Runs and paragraphs

    def _paragraph(self, named: str, text: str = "", *, bold: bool = False) -> Any:
        if named not in self.styles:
            self.styles[named] = word.style_id(self.document, named)
        paragraph = word.add_paragraph(self.document, self.styles[named])
        if text:
            self._runs(paragraph, text, bold=bold)
        return paragraph

    def _runs(self, paragraph: Any, text: str, *, bold: bool = False, language: str = "") -> Any:
        run = paragraph.add_run(_plain(text))
        run.bold = bold or None
        if language:
            word.set_language(run, language)
        return run

    def _quoted(self, text: str, language: str) -> None:
        from docx.shared import Cm

        paragraph = self._paragraph("Normal")
        paragraph.paragraph_format.left_indent = Cm(0.8)
        self._runs(paragraph, text.strip(), language=language).italic = True

    def _marks(self, paragraph: Any, point: Point) -> None:
        for note in notes_of_point(point, self.notes):
            self._badge(paragraph, note)
        self._references(paragraph, point.evidence)

    def _badge(self, paragraph: Any, note: Note) -> None:
        word.add_link(paragraph, f"[!{note.number}]", bookmark=f"n{note.number}").font.superscript = True

    def _references(self, paragraph: Any, evidence: Iterable[int]) -> None:
        for place, number in enumerate(evidence_numbers(tuple(evidence))):
            if not place:
                paragraph.add_run(" ")
            word.add_link(paragraph, f"[{number}]", bookmark=f"s{number}")


def _plain(text: str) -> str:
    """Return text that XML can hold, its line breaks as spaces; what it cannot hold becomes U+FFFD, which is seen."""
    check_characters(text)
    return word.NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(re.sub(r"[\t\n\r ]+", " ", text)))
