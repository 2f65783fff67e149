"""A Word file made of a Word file: the same document, its words in the target language.

Paragraphs, styles, lists, tables, pictures, links, headers, footers and notes stay what they are. Flags become comments
of Word. What the reader did not read (struck and hidden text) stays as it is; changes under review are accepted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from translate.document import Paragraph, Segment, Translation
from translate.errors import WritingError
from translate.util.word_package import whole
from translate.util.word_parts import Place, Story, Unit, stories, units
from translate.util.word_text import FALLBACK, TEXTBOX, WORD, Passed
from translate.writers import docx_marks as word
from translate.writers.base import Output, gap, signatures
from translate.writers.docx_runs import Token, put, said_with, tokens_of
from translate.writers.labels import labels_for
from translate.writers.notes import Note, evidence_numbers, fact_text, note_on_segment, notes_on, notices, told, visible
from translate.writers.wording import grade

GREY = "595959"  # dark enough to be read
SMALL = 16  # half points
KEPT_BY_SOURCE = ("spacing", "ind", "jc")  # of the properties of a paragraph, under which its source stands


@dataclass(slots=True)
class _Work:
    """A document on its way, with what was said of it."""

    output: Output
    document: Any
    comments: list[tuple[Note, Any]] = field(default_factory=list)  # with the run that a note is about
    told: set[int] = field(default_factory=set)  # numbers of the notes that have a comment
    segment_at: int = 0

    @property
    def translation(self) -> Translation:
        """What is written."""
        return self.output.translation


def same_document(output: Output) -> bytes:
    """Return the Word file `output.original` with the translation in the place of its words.

    Raises:
        WritingError: the file is not the one that was translated.
    """
    import docx

    data, _ = whole(output.original)
    work = _Work(output, docx.Document(io.BytesIO(data)))
    found, _ = stories(work.document)
    paired = list(_paired(output.translation, found))
    notes = () if output.plain else notes_on(output)
    for unit, paragraph, segments, first in paired:
        _rewrite(work, unit, paragraph, segments, first, notes)
    for story in found:
        _without_fallbacks(story.root)
        if not hasattr(story.part, "element"):
            from docx.opc.oxml import serialize_part_xml

            story.part._blob = serialize_part_xml(story.root)
    if not output.plain:
        for note, run in work.comments:
            _comment(work, note, run)
        _brief(work, notes)
        _foot(work, notes)
    _say_language(work)
    return word.pack(work.document)


def _paired(
    translation: Translation, found: Sequence[Story]
) -> Iterator[tuple[Unit, Paragraph, tuple[Segment, ...], int]]:
    """Yield what the file says with the paragraph that was read of it, its segments, and the index of the first."""
    read, at, first = translation.paragraphs, 0, 0
    beside: dict[str, tuple[Paragraph, tuple[Segment, ...], int]] = {}
    for story in found:
        for unit in units(story, Passed()):
            if unit.empty:
                continue
            known = beside.get(unit.text)
            if known is None:
                if at == len(read):
                    raise _other_file(translation)
                known = (*read[at], first)
                at, first = at + 1, first + len(read[at][1])
                if unit.place in (Place.HEADER, Place.FOOTER):
                    beside[unit.text] = known
            if _squeezed(unit.text) != _squeezed(known[0].text):
                raise _other_file(translation)
            yield unit, *known
    if at != len(read):
        raise _other_file(translation)


def _squeezed(text: str) -> str:
    """Return the letters and digits of a text: how it was normalised makes no difference."""
    return "".join(filter(str.isalnum, text)).casefold()


def _other_file(translation: Translation) -> WritingError:
    name = translation.document.source.name
    return WritingError(f"{name} is not the Word file that was translated; expected the same. Translate it again.")


def _rewrite(
    work: _Work, unit: Unit, paragraph: Paragraph, segments: tuple[Segment, ...], first: int, notes: tuple[Note, ...]
) -> None:
    """Put the translation of a paragraph, or of a cell with its paragraphs, in its place."""
    tokens = [(number, token) for number, p in enumerate(unit.paragraphs) for token in tokens_of(p)]
    sources = _shared_out(tokens, segments)
    made: list[list[Token]] = [[] for _ in unit.paragraphs]
    about: dict[int, Note] = {}
    for offset, (segment, own) in enumerate(zip(segments, sources, strict=True)):
        number = own[0][0] if own else 0
        said = _plain(segment.text)
        note = note_on_segment(first + offset, notes)
        if note is not None and not said:
            said = labels_for(work.translation.target).empty
        pieces = [token for token in said_with([token for _, token in own], said, work.translation.target)]
        if note is not None and (worded := next((piece for piece in pieces if not piece.carried), None)):
            about[id(worded)] = note
        if said and any(token.text and not token.carried for token in made[number]):
            made[number].append(Token(gap(work.translation, first + offset - 1), *_format_of(made[number])))
        made[number] += pieces
    sources_of = [deepcopy(p) for p in unit.paragraphs] if work.output.bilingual and unit.place is Place.BODY else []
    for number, element in enumerate(unit.paragraphs):
        for token, run in put(element, made[number], work.translation.target):
            if id(token) in about and unit.place is Place.BODY and about[id(token)].number not in work.told:
                work.told.add(about[id(token)].number)
                work.comments.append((about[id(token)], run))
    for element, source in zip(unit.paragraphs, sources_of, strict=False):
        _add_source(element, source, work.translation)


def _format_of(pieces: list[Token]) -> tuple[Any, Any]:
    last = next(token for token in reversed(pieces) if not token.carried)
    return last.format, None


def _shared_out(tokens: list[tuple[int, Token]], segments: tuple[Segment, ...]) -> list[list[tuple[int, Token]]]:
    """Return for each segment the pieces of its source, told apart by counting letters; white space does not count."""
    ends, letters = [], 0
    for segment in segments:
        letters += len("".join(segment.source.text.split()))
        ends.append(letters)
    shared: list[list[tuple[int, Token]]] = [[] for _ in segments]
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
        # What stands between two sentences, such as the mark of a note, belongs to the first.
        while now < len(ends) - 1 and at > ends[now]:
            now += 1
    return shared


def _after(text: str, count: int) -> int:
    """Return the place in `text` behind so many characters that are no white space, and the space behind them."""
    seen = 0
    for place, character in enumerate(text):
        if seen == count and not character.isspace():
            return place
        seen += not character.isspace()
    return len(text)


def _without_fallbacks(root: Any) -> None:
    """Take away what old programs show in the place of a text box: it says the same in the language of the source."""
    for fallback in [one for one in root.iter(FALLBACK) if next(one.iter(TEXTBOX), None) is not None]:
        fallback.getparent().remove(fallback)


def _add_source(element: Any, source: Any, translation: Translation) -> None:
    """Add the source of a paragraph in grey below it."""
    words = "".join(token.text for token in tokens_of(source)).strip()
    if not any(map(str.isalpha, words)):
        return
    added = element.makeelement(f"{WORD}p")
    properties = added.makeelement(f"{WORD}pPr")
    old = element.find(f"{WORD}pPr")
    if old is not None:
        properties.extend(deepcopy(one) for name in KEPT_BY_SOURCE for one in old.findall(f"{WORD}{name}"))
        if (section := old.find(f"{WORD}sectPr")) is not None:  # a section ends with its last paragraph
            properties.append(section)
    element.get_or_add_pPr().get_or_add_spacing().set(f"{WORD}after", "0")
    added.append(properties)
    added.append(_grey_run(added, " ".join(words.split()), translation.document.language))
    element.addnext(added)


def _grey_run(paragraph: Any, text: str, language: str, *, bold: bool = False) -> Any:
    run = paragraph.makeelement(f"{WORD}r")
    format = run.makeelement(f"{WORD}rPr")
    for name, value in (("b", "1"),) if bold else ():
        format.append(format.makeelement(f"{WORD}{name}", {f"{WORD}val": value}))
    format.append(format.makeelement(f"{WORD}color", {f"{WORD}val": GREY}))
    format.append(format.makeelement(f"{WORD}sz", {f"{WORD}val": str(SMALL)}))
    locale = word.LOCALES.get(language, language)
    format.append(format.makeelement(f"{WORD}lang", {f"{WORD}val": locale, f"{WORD}eastAsia": word.LOCALES["ja"]}))
    run.append(format)
    words = run.makeelement(f"{WORD}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    words.text = _plain(text)
    run.append(words)
    return run


def _comment(work: _Work, note: Note, run: Any) -> None:
    from docx.text.run import Run

    labels = labels_for(work.translation.target)
    assert note.segment is not None
    source = " ".join(work.translation.segments[note.segment].source.text.split())
    lines = [f"[!{note.number}] {flag.code}: {told(flag, labels)}" for flag in note.flags] + [f"> {source}"]
    made = work.document.add_comment(Run(run, None), _plain("\n".join(lines), lines=True), "Warta", "W")
    made._comment_elm.attrib.pop(f"{WORD}date", None)  # no clock has a part in the bytes


def _brief(work: _Work, notes: tuple[Note, ...]) -> None:
    """Put the brief on top, in paragraphs of its own."""
    brief, labels = work.output.brief, labels_for(work.translation.target)
    if brief is None:
        return
    first = work.document.element.body[0]
    lines = [(labels.brief, True), (brief.headline.text, True)]
    lines += [(f"! {line}", True) for line in notices(work.output)]
    for number, point in enumerate(brief.points, start=1):
        marks = "".join(f"[!{note.number}]" for note in notes if note.segment in point.evidence)
        lines.append((f"{number}. {point.text} {marks}".strip(), False))
    for kind in dict.fromkeys(fact.kind for fact in brief.facts):
        told_facts = (
            f"{fact_text(fact.text, fact.value)} " + "".join(f"[{n}]" for n in evidence_numbers(fact.evidence))
            for fact in brief.facts
            if fact.kind is kind
        )
        lines.append((f"{labels.fact_kinds[kind]}{labels.colon}{'; '.join(told_facts)}", False))
    for text, bold in [*lines, ("", False)]:
        first.addprevious(_own_paragraph(first, text, work.translation.target, bold=bold, small=False))


def _foot(work: _Work, notes: tuple[Note, ...]) -> None:
    """Say at the end who made it, what was read otherwise than it stands, and what is doubted beside the text."""
    translation, labels = work.translation, labels_for(work.translation.target)
    flagged = len(translation.flagged)
    counted = labels.flagged.format(flagged, len(translation.segments)) if flagged else labels.no_flags
    lines = [f"{grade(translation.signature, labels.language)} {counted}"]
    for note in notes:
        if note.number not in work.told:
            of = note.line if note.segment is None else translation.segments[note.segment].source.text
            lines.append(f"[!{note.number}] {'; '.join(told(flag, labels) for flag in note.flags)}: {of}")
    if translation.document.notes:
        lines.append(f"{labels.reading}{labels.colon}{'; '.join(translation.document.notes)}")
    lines += map(str, signatures(work.output))
    body = work.document.element.body
    last = body[-1] if len(body) and body[-1].tag == f"{WORD}sectPr" else None
    for line in lines:
        made = _own_paragraph(body, line, translation.target, bold=False, small=True)
        body.append(made) if last is None else last.addprevious(made)


def _own_paragraph(near: Any, text: str, language: str, *, bold: bool, small: bool) -> Any:
    made = near.makeelement(f"{WORD}p")
    run = _grey_run(made, text, language, bold=bold)
    if not small:
        format = run[0]
        for name in ("color", "sz"):
            format.remove(format.find(f"{WORD}{name}"))
    made.append(run)
    return made


def _say_language(work: _Work) -> None:
    """Set the language of the document, for spell checkers and voices."""
    from docx.oxml.ns import qn

    target = work.translation.target
    for lang in work.document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), word.LOCALES.get(target, target))
        if target == "ja":
            lang.set(qn("w:eastAsia"), word.LOCALES["ja"])
    work.document.core_properties.language = word.LOCALES.get(target, target)


def _plain(text: str, *, lines: bool = False) -> str:
    """Return text that XML can hold."""
    from translate.writers.base import check_characters

    check_characters(text)
    shown = "\n".join(" ".join(line.split()) for line in text.split("\n")) if lines else " ".join(text.split())
    return word.NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(shown))
