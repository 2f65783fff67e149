"""Translate a Word file into a Word file: the same document with its text in the target language.

Paragraphs, styles, lists, tables, pictures, links, headers, footers and notes are kept. Flags become comments of Word.
Text that is not read (struck or hidden) stays unchanged; tracked changes are accepted.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from translate.document import Paragraph, Segment, Translation
from translate.errors import WritingError
from translate.util.word_package import without_missing_parts
from translate.util.word_parts import PartKind, TextPart, TextUnit, text_parts, units
from translate.util.word_text import FALLBACK, TEXTBOX, WORD, SkippedContent
from translate.writers import docx_marks as word
from translate.writers.base import Output, cited, gap, signatures
from translate.writers.corrections_docx import drop_record
from translate.writers.docx_added import add_references, add_source, mark_place, own_paragraph, plain
from translate.writers.docx_runs import DocxToken, replace_content, tokens_of, translated_pieces
from translate.writers.labels import labels_for
from translate.writers.notes import Note, fact_text, flag_text, note_on_segment, notes_on, notices, tally
from translate.writers.wording import grade


@dataclass(slots=True)
class _TranslatedFile:
    """A document in progress, with its notes."""

    output: Output
    document: Any
    comments: list[tuple[Note, Any]] = field(default_factory=list)  # notes with their runs
    commented: set[int] = field(default_factory=set)  # numbers of the notes with a comment
    places: dict[int, Any] = field(default_factory=dict)  # the first run of each segment in the body

    @property
    def translation(self) -> Translation:
        """The translation of the output."""
        return self.output.translation


def same_document(output: Output) -> bytes:
    """Return the Word file `output.original` with its text replaced by the translation.

    Raises:
        WritingError: the file is not the translated one.
    """
    import docx

    data, _ = without_missing_parts(output.original)
    work = _TranslatedFile(output, docx.Document(io.BytesIO(data)))
    found, _ = text_parts(work.document)
    paired = list(_paired(output.translation, found))
    notes = () if output.plain else notes_on(output)
    for unit, segments, first in paired:
        _rewrite(work, unit, segments, first, notes)
    for part in found:
        _without_fallbacks(part.root)
        if not hasattr(part.part, "element"):
            from docx.opc.oxml import serialize_part_xml

            part.part._blob = serialize_part_xml(part.root)
    if not output.plain:
        for note, run in work.comments:
            _comment(work, note, run)
        _brief(work, notes)
        _foot(work, notes)
    _set_language(work)
    drop_record(work.document)
    return word.pack(work.document)


def _paired(translation: Translation, found: Sequence[TextPart]) -> Iterator[tuple[TextUnit, tuple[Segment, ...], int]]:
    """Yield the units of the file with their segments, and the index of the first segment."""
    read, at, first = translation.paragraphs, 0, 0
    beside: dict[str, tuple[Paragraph, tuple[Segment, ...], int]] = {}
    for part in found:
        for unit in units(part, SkippedContent()):
            if unit.empty:
                continue
            known = beside.get(unit.text)
            if known is None:
                if at == len(read):
                    raise _other_file(translation)
                known = (*read[at], first)
                at, first = at + 1, first + len(read[at][1])
                if unit.kind in (PartKind.HEADER, PartKind.FOOTER):
                    beside[unit.text] = known
            if _squeezed(unit.text) != _squeezed(known[0].text):
                raise _other_file(translation)
            yield unit, *known[1:]
    if at != len(read):
        raise _other_file(translation)


def _squeezed(text: str) -> str:
    """Return the letters and digits of a text, for comparison."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def _other_file(translation: Translation) -> WritingError:
    name = translation.document.source.name
    return WritingError(f"{name} is not the Word file that was translated; expected the same. Translate it again.")


def _rewrite(
    work: _TranslatedFile,
    unit: TextUnit,
    segments: tuple[Segment, ...],
    first: int,
    notes: tuple[Note, ...],
) -> None:
    """Replace a paragraph, or a cell of several, by its translation."""
    tokens = [(number, token) for number, p in enumerate(unit.paragraphs) for token in tokens_of(p)]
    sources = _shared_out(tokens, segments)
    pieces_of: list[list[DocxToken]] = [[] for _ in unit.paragraphs]
    about: dict[int, int] = {}  # segment index, by the piece that begins it
    for offset, (segment, own) in enumerate(zip(segments, sources, strict=True)):
        number = own[0][0] if own else 0
        text = plain(segment.text)
        note = note_on_segment(first + offset, notes)
        if note is not None and not text:
            text = labels_for(work.translation.target).empty
        pieces = [token for token in translated_pieces([token for _, token in own], text, work.translation.target)]
        if first_text := next((piece for piece in pieces if not piece.carried), None):
            about[id(first_text)] = first + offset
        if text and any(token.text and not token.carried for token in pieces_of[number]):
            pieces_of[number].append(
                DocxToken(gap(work.translation, first + offset - 1), *_format_of(pieces_of[number]))
            )
        pieces_of[number] += pieces
    sources_of = [deepcopy(p) for p in unit.paragraphs] if work.output.bilingual and unit.kind is PartKind.BODY else []
    for number, element in enumerate(unit.paragraphs):
        for token, run in replace_content(element, pieces_of[number], work.translation.target):
            index = about.get(id(token))
            if index is None or unit.kind is not PartKind.BODY:
                continue
            work.places.setdefault(index, run)
            note = note_on_segment(index, notes)
            if note is not None and note.number not in work.commented:
                work.commented.add(note.number)
                work.comments.append((note, run))
    for element, source in zip(unit.paragraphs, sources_of, strict=False):
        add_source(element, source, work.translation)


def _format_of(pieces: list[DocxToken]) -> tuple[Any, Any]:
    last = next(token for token in reversed(pieces) if not token.carried)
    return last.format, None


def _shared_out(
    tokens: list[tuple[int, DocxToken]], segments: tuple[Segment, ...]
) -> list[list[tuple[int, DocxToken]]]:
    """Return the source pieces of each segment, split by counting non-space characters."""
    ends, letters = [], 0
    for segment in segments:
        letters += len("".join(segment.source.text.split()))
        ends.append(letters)
    shared: list[list[tuple[int, DocxToken]]] = [[] for _ in segments]
    at, now = 0, 0
    for number, token in tokens:
        rest = token
        while not rest.carried and now < len(ends) - 1 and at + len("".join(rest.text.split())) > ends[now]:
            cut = _after(rest.text, ends[now] - at)
            shared[now].append((number, replace(rest, text=rest.text[:cut])))
            rest = replace(rest, text=rest.text[cut:])
            at, now = ends[now], now + 1
        at += len("".join(rest.text.split()))
        shared[min(now, len(segments) - 1)].append((number, rest))
        # Content between sentences, such as note marks, belongs to the first.
        while now < len(ends) - 1 and at > ends[now]:
            now += 1
    return shared


def _after(text: str, count: int) -> int:
    """Return the offset in `text` after `count` non-space characters and the following space."""
    seen = 0
    for place, character in enumerate(text):
        if seen == count and not character.isspace():
            return place
        seen += not character.isspace()
    return len(text)


def _without_fallbacks(root: Any) -> None:
    """Remove the fallback content of text boxes, which repeats the source text."""
    for fallback in [element for element in root.iter(FALLBACK) if next(element.iter(TEXTBOX), None) is not None]:
        fallback.getparent().remove(fallback)


def _comment(work: _TranslatedFile, note: Note, run: Any) -> None:
    from docx.text.run import Run

    labels = labels_for(work.translation.target)
    assert note.segment is not None
    source = " ".join(work.translation.segments[note.segment].source.text.split())
    lines = [f"[!{note.number}] {flag.code}: {flag_text(flag, labels)}" for flag in note.flags] + [f"> {source}"]
    comment = work.document.add_comment(Run(run, work.document.part), plain("\n".join(lines), lines=True), "Warta", "W")
    comment._comment_elm.attrib.pop(f"{WORD}date", None)  # for reproducible bytes


def _brief(work: _TranslatedFile, notes: tuple[Note, ...]) -> None:
    """Insert the brief at the top, in separate paragraphs."""
    brief, labels = work.output.brief, labels_for(work.translation.target)
    if brief is None:
        return
    first, target = work.document.element.body[0], work.translation.target
    for index in cited(brief):
        if index in work.places:
            mark_place(work.places[index], index)

    def add(text: str, evidence: Iterable[int] = (), *, bold: bool = False) -> None:
        paragraph = own_paragraph(text, target, bold=bold, small=False)
        add_references(paragraph, (index for index in evidence if index in work.places), target)
        first.addprevious(paragraph)

    add(labels.brief, bold=True)
    add(f"{brief.headline.text}", brief.headline.evidence, bold=True)
    for line in notices(work.output):
        add(f"! {line}", bold=True)
    for number, point in enumerate(brief.points, start=1):
        marks = "".join(f" [!{note.number}]" for note in notes if note.segment in point.evidence)
        add(f"{number}. {point.text}{marks}", point.evidence)
    for fact in brief.facts:
        add(f"{labels.fact_kinds[fact.kind]}{labels.colon}{fact_text(fact.text, fact.value)}", fact.evidence)
    add("")


def _foot(work: _TranslatedFile, notes: tuple[Note, ...]) -> None:
    """Add at the end the grade, remarks on reading, and notes on lines without comments."""
    translation, labels = work.translation, labels_for(work.translation.target)
    lines = [f"{grade(translation.signature, labels.language)} {tally(translation, labels)}"]
    for note in notes:
        if note.number not in work.commented:
            reasons = "; ".join(flag_text(flag, labels) for flag in note.flags)
            lines.append(f"[!{note.number}] {reasons}: {note.subject(translation)}")
    if translation.document.notes:
        lines.append(f"{labels.reading}{labels.colon}{'; '.join(translation.document.notes)}")
    lines += map(str, signatures(work.output))
    body = work.document.element.body
    last = body[-1] if len(body) and body[-1].tag == f"{WORD}sectPr" else None
    for line in lines:
        paragraph = own_paragraph(line, translation.target, bold=False, small=True)
        body.append(paragraph) if last is None else last.addprevious(paragraph)


def _set_language(work: _TranslatedFile) -> None:
    """Set the language of the document, for spell checkers and voices."""
    from docx.oxml.ns import qn

    target = work.translation.target
    for lang in work.document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), word.LOCALES.get(target, target))
        if target == "ja":
            lang.set(qn("w:eastAsia"), word.LOCALES["ja"])
    work.document.core_properties.language = word.LOCALES.get(target, target)
