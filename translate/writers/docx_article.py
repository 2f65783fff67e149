"""The article in a Word report: paragraphs, lists and tables, with a bookmark for each sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from translate.document import Kind, Paragraph
from translate.util.markup import MarkKind
from translate.writers import docx_marks as word
from translate.writers import docx_style as style
from translate.writers.base import LIST_MARK, Table, blocks, gap, list_number
from translate.writers.corrections_docx import WrittenSentence
from translate.writers.docx_sheet import Sheet, printable
from translate.writers.inline import STYLES, InlinePiece, inline_pieces, is_web_address, plain_mark
from translate.writers.notes import note_on_segment, visible

Texts = tuple[tuple[InlinePiece, ...], ...]  # of every segment
PARAGRAPHS = {
    Kind.TITLE: "Title",
    Kind.HEADING: "Heading 2",
    Kind.LIST: "List Bullet",
    Kind.QUOTE: "Quote",
    Kind.CAPTION: "Caption",
}
BELOW = PARAGRAPHS | {Kind.TITLE: "Heading 2", Kind.HEADING: "Heading 3"}  # of a brief


class ArticleWriter:
    """Writes the article into a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        """Write into `sheet`."""
        self.sheet, self.translation = sheet, sheet.translation

    def write(self) -> None:
        """Append every paragraph and table."""
        if self.sheet.output.brief is not None:
            self.sheet.paragraph("Heading 1", self.sheet.labels.translation)
        texts = inline_pieces(self.translation)
        numbering: int | None = None
        spans = self.translation.document.spans
        graded = self.sheet.output.brief is not None
        for block in blocks(self.translation.document):
            if not isinstance(block, int):
                self._table(block, spans, texts)
                continue
            paragraph = self.translation.document.paragraphs[block]
            shown = [i for i in spans[block] if texts[i] or note_on_segment(i, self.sheet.notes)]
            if not graded and paragraph.kind is not Kind.TITLE:
                self.sheet.grade()
                graded = True
            if shown:
                numbering = self._block(paragraph, shown, texts, numbering)
                if self.sheet.output.bilingual and paragraph.text.strip():
                    self._source(paragraph)
        if not graded:
            self.sheet.grade()

    def _table(self, table: Table, spans: Sequence[range], texts: Texts) -> None:
        ruled = style.ruled_table(self.sheet.document, len(table), [1.0] * len(table[0]))
        for row, cells in zip(ruled.rows, table, strict=True):
            for cell, index in zip(row.cells, cells, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = 0
                for segment in spans[index] if index is not None else ():
                    self.segment(paragraph, segment, texts[segment])
                if index is not None and self.sheet.output.bilingual:
                    self._source(self.translation.document.paragraphs[index], cell.add_paragraph())
        self.sheet.paragraph("Normal").paragraph_format.space_after = 0  # Word would merge adjacent tables

    def _source(self, source: Paragraph, paragraph: Any = None) -> None:
        """Write the source of a paragraph in grey below it."""
        from docx.shared import Pt, RGBColor

        paragraph = paragraph if paragraph is not None else self.sheet.paragraph("Normal")
        run = self.sheet.runs(paragraph, source.text.strip(), language=self.translation.document.language)
        run.font.size, run.font.color.rgb = Pt(9), RGBColor.from_string(style.SOFT)

    def _block(self, source: Paragraph, shown: list[int], texts: Texts, numbering: int | None) -> int | None:
        """Append a paragraph of the article; return the id of its numbered list, if any."""
        first = list_number(source, self.translation.document) if source.kind is Kind.LIST else None
        styles = PARAGRAPHS if self.sheet.output.brief is None else BELOW
        paragraph = self.sheet.paragraph("List Number" if first else styles.get(source.kind, "Normal"))
        if first:
            numbering = numbering or word.new_numbering(self.sheet.document, int(first))
            word.number(paragraph, numbering)
        for place, index in enumerate(shown):
            if place:
                word.add_run(paragraph, gap(self.translation, shown[place - 1]))
            pieces = texts[index]
            if source.kind is Kind.LIST and not place and pieces:
                pieces = (replace(pieces[0], text=LIST_MARK.sub("", pieces[0].text, count=1)), *pieces[1:])
            self.segment(paragraph, index, pieces)
        return numbering if first else None

    def segment(self, paragraph: Any, index: int, pieces: tuple[InlinePiece, ...]) -> None:
        """Append a translated sentence with its bookmark, highlighted and numbered if it is flagged."""
        self._note_down(index, pieces)
        note, mark = note_on_segment(index, self.sheet.notes), next(self.sheet.bookmarks)
        word.open_bookmark(paragraph, f"s{index + 1}", mark)
        for piece in pieces or (InlinePiece(self.sheet.labels.empty),):
            self._run(paragraph, piece, flagged=note is not None)
        word.close_bookmark(paragraph, mark)
        if note is not None:
            self.sheet.badge(paragraph, note)

    def _note_down(self, index: int, pieces: tuple[InlinePiece, ...]) -> None:
        """Record the text of a sentence as written, without those with links or code."""
        segment = self.translation.segments[index]
        shown = printable("".join(piece.text for piece in pieces))
        styled = all(mark.kind in STYLES for piece in pieces for mark in piece.marks)
        segment_text, source = printable(segment.text.strip()), " ".join(segment.source.text.split())
        if styled and segment.attempts and segment_text.endswith(shown) and not word.NO_XML.search(visible(source)):
            lead = segment_text.removesuffix(shown) if shown else ""
            written = WrittenSentence(index + 1, printable(source), shown or self.sheet.labels.empty, lead.strip())
            self.sheet.written.append(written)

    def _run(self, paragraph: Any, piece: InlinePiece, *, flagged: bool) -> None:
        """Append text with its marks, highlighted if it is flagged; of the marks a link and code take precedence."""
        marks = {mark.kind: mark for mark in piece.marks}
        look = word.Look(
            bold=MarkKind.STRONG in marks,
            italic=MarkKind.EMPHASIS in marks,
            struck=MarkKind.STRUCK in marks,
            highlighted=flagged,
        )
        link = marks.get(MarkKind.LINK) or marks.get(MarkKind.IMAGE)
        if MarkKind.STRUCK in marks or MarkKind.FOOTNOTE in marks:
            link = None
        leads = link is not None and is_web_address(link.target) and not re.search(r"\s", link.target)
        if link is not None and leads:
            run = word.add_link(paragraph, printable(piece.text or link.target), look, address=printable(link.target))
        else:
            run = word.add_run(paragraph, printable(plain_mark(link, piece.text) if link else piece.text), look)
        if MarkKind.CODE in marks:
            run.font.name = "Consolas"
