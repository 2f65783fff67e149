"""Word reports: the brief on top, linked to its evidence; flagged sentences highlighted and explained.

Styles are those of Word's template ("Title", "Heading 1", ...), so that a newsroom's style sheet applies.
"""

from __future__ import annotations

from typing import Any

from translate.document import Brief, Fact, Kind, join
from translate.writers import docx_marks as word
from translate.writers import docx_style as style
from translate.writers.base import Output, cited, signatures
from translate.writers.corrections_docx import add_record
from translate.writers.docx_article import ArticleWriter
from translate.writers.docx_sheet import Sheet, printable
from translate.writers.inline import InlinePiece
from translate.writers.notes import as_written, facts_by_kind, flag_text, notices


class WordFile:
    """Writes `.docx`."""

    extension = "docx"

    def to_bytes(self, output: Output) -> bytes:
        """Return the content of the file; the same output gives the same bytes.

        With `output.original` it is the translation of that Word file.

        Raises:
            WritingError: the original is another file, or the text has a lone surrogate.
        """
        if output.original and output.whole:
            from translate.writers.docx_same import same_document

            return same_document(output)
        return word.pack(_Report(output).document)


class _Report(Sheet):
    """The parts of the file, in order."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.article = ArticleWriter(self)
        self._set_up()
        if output.brief is not None:
            self._brief(output.brief)
        if output.whole:
            self.article.write()
        self._notes()
        if output.brief is not None and cited(output.brief):
            self._evidence(output.brief)
        self._foot()
        add_record(self.document, self.written, self.translation.target)

    def _set_up(self) -> None:
        document, target = self.translation.document, self.translation.target
        word.set_fonts(self.document, target)
        style.set_styles(self.document)
        signed = signatures(self.output)
        word.set_properties(
            self.document,
            title=printable(self._title()),
            author=printable(document.author or ""),
            language=word.LOCALES.get(target, ""),
            date=signed[-1].date,
        )

    def _title(self) -> str:
        if self.output.brief is not None:
            return self.output.brief.headline.text
        pairs = self.translation.paragraphs
        return next((join(s, self.translation.target) for p, s in pairs if p.kind is Kind.TITLE), "")

    def _brief(self, brief: Brief) -> None:
        title = self.paragraph("Title", brief.headline.text)
        self.marks(title, brief.headline)
        self.grade()
        self.paragraph("Heading 1", self.labels.brief)
        for notice in notices(self.output):
            self.paragraph("Normal", notice, bold=True)
        numbering = word.new_numbering(self.document, 1)
        for point in brief.points:
            item = self.paragraph("List Number", point.text)
            word.number(item, numbering)
            self.marks(item, point)
        if brief.facts:
            self.paragraph("Heading 2", self.labels.facts)
            self._facts(brief)

    def _facts(self, brief: Brief) -> None:
        groups = facts_by_kind(brief)
        table = style.ruled_table(self.document, len(groups), [1.3, 4])
        for row, (kind, facts) in zip(table.rows, groups.items(), strict=True):
            self.runs(row.cells[0].paragraphs[0], self.labels.fact_kinds[kind], bold=True)
            for place, fact in enumerate(facts):
                cell = row.cells[1]
                self._fact(cell.paragraphs[0] if place == 0 else cell.add_paragraph(), fact)
        for paragraph in (p for row in table.rows for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.space_after = 0

    def _fact(self, paragraph: Any, fact: Fact) -> None:
        self.runs(paragraph, fact.value or fact.text)
        if written := as_written(fact.text, fact.value):
            self.runs(paragraph, f" ({written})", language=self.translation.document.language)
        self.references(paragraph, fact.evidence)

    def _notes(self) -> None:
        if self.notes or self.translation.document.notes:
            self.paragraph("Heading 1", self.labels.notes)
        for note in self.notes:
            paragraph, mark = self.paragraph("Normal", tight=True), next(self.bookmarks)
            word.open_bookmark(paragraph, f"n{note.number}", mark)
            self.runs(paragraph, f"[!{note.number}] ", bold=True)
            word.close_bookmark(paragraph, mark)
            for place, flag in enumerate(note.flags):
                doubt = f"{flag_text(flag, self.labels)} [{flag.code}]"
                self.runs(paragraph, ("; " if place else "") + doubt)
            whole = self.translation
            self.quoted(note.subject(whole), whole.target if note.segment is None else whole.document.language)
        if self.translation.document.notes:
            self.paragraph("Normal", f"{self.labels.reading}{self.labels.colon}".rstrip())
            for remark in self.translation.document.notes:
                self.paragraph("List Bullet", remark)

    def _evidence(self, brief: Brief) -> None:
        """Write the evidence of the brief, in both languages."""
        self.paragraph("Heading 1", self.labels.evidence)
        for index in cited(brief):
            segment = self.translation.segments[index]
            paragraph = self.paragraph("Normal", tight=True)
            if self.output.whole:
                word.add_link(paragraph, f"[{index + 1}]", bookmark=f"s{index + 1}")
                self.runs(paragraph, f" {segment.text.strip() or self.labels.empty}")
            else:
                self.runs(paragraph, f"[{index + 1}] ")
                self.article.segment(paragraph, index, (InlinePiece(printable(segment.text)),))
            self.quoted(segment.source.text, self.translation.document.language)

    def _foot(self) -> None:
        from docx.shared import Pt

        self.paragraph("Heading 1", self.labels.made_with)
        if not self.notes:
            self.paragraph("Normal", self.labels.unflagged)
        for signature in signatures(self.output):
            paragraph = self.paragraph("Normal", str(signature))
            for run in paragraph.runs:
                run.font.size, run.font.name = Pt(8), "Consolas"
