"""Plain text output, readable in a terminal: the brief, the translation, the notes, the signature."""

from __future__ import annotations

from dataclasses import replace

from translate.document import Brief, Point, Segment, Translation
from translate.writers.base import Output, TextWriter, cited, signatures
from translate.writers.inline import plain_text
from translate.writers.labels import Labels, labels_for
from translate.writers.notes import (
    Note,
    evidence_numbers,
    fact_text,
    facts_by_kind,
    flag_text,
    note_on_segment,
    notes_of_point,
    notes_on,
    notices,
    visible,
)
from translate.writers.wording import grade

RULE = "-" * 72


class PlainText(TextWriter):
    """Writes `.txt`: without brief and flags it is the translation, a rule, the grade and the signature."""

    extension = "txt"

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        if output.plain:
            return text_alone(output.translation)
        labels, notes = labels_for(output.translation.target), notes_on(output)
        blocks = []
        if output.brief is not None:
            blocks.append(_brief(output, output.brief, notes, labels))
        if output.whole:
            text = with_markers(output.translation, notes)
            blocks.append(text if output.brief is None else f"{RULE}\n\n{text.strip()}")
        if explained := _notes(output, notes, labels):
            blocks.append(f"{RULE}\n{labels.notes}\n\n{explained}")
        if output.brief is not None and cited(output.brief):
            blocks.append(f"{RULE}\n{labels.evidence}\n\n{_evidence(output.translation, output.brief)}")
        label = grade(output.translation.signature, labels.language)
        blocks.append("\n".join([RULE, label, *map(str, signatures(output))]))
        return visible("\n\n".join(block.strip("\n") for block in blocks)) + "\n"


def text_alone(translation: Translation) -> str:
    """Return the translation in the layout of its source, without marks, notes or signature."""
    texts = zip(translation.segments, plain_text(translation), strict=True)
    plain = replace(translation, segments=tuple(replace(segment, text=text) for segment, text in texts))
    return visible(plain.text).strip("\n") + "\n"


def with_markers(translation: Translation, notes: tuple[Note, ...]) -> str:
    """Return the translation in the layout of its source, with a marker such as `[!1]` after each flagged segment."""
    segments = []
    for index, text in enumerate(plain_text(translation)):
        note = note_on_segment(index, notes)
        segments.append(replace(translation.segments[index], text=f"{text} {marker(note)}".strip() if note else text))
    return replace(translation, segments=tuple(segments)).text


def marker(note: Note) -> str:
    """Return the marker of a flagged segment."""
    return f"[!{note.number}]"


def _brief(output: Output, brief: Brief, notes: tuple[Note, ...], labels: Labels) -> str:
    lines = [_point(brief.headline, notes)]
    if lines_on_top := notices(output):
        lines += ["", *(f"! {notice}" for notice in lines_on_top)]
    lines += ["", *(f"{number}. {_point(point, notes)}" for number, point in enumerate(brief.points, start=1))]
    if brief.facts:
        lines += ["", f"{labels.facts}", *_facts(brief, labels)]
    return "\n".join(lines)


def _point(point: Point, notes: tuple[Note, ...]) -> str:
    marks = [*map(marker, notes_of_point(point, notes)), *(f"[{n}]" for n in evidence_numbers(point.evidence))]
    return " ".join([_one_line(point.text), "".join(marks)]).strip()


def _facts(brief: Brief, labels: Labels) -> list[str]:
    """Return the facts, each on a line, grouped by kind in the order of the article."""
    lines = []
    for kind, facts in facts_by_kind(brief).items():
        lines.append(f"  {labels.fact_kinds[kind]}")
        for fact in facts:
            marks = "".join(f"[{n}]" for n in evidence_numbers(fact.evidence))
            lines.append(f"    {_one_line(fact_text(fact.text, fact.value))} {marks}".rstrip())
    return lines


def _notes(output: Output, notes: tuple[Note, ...], labels: Labels) -> str:
    """Return the explanation of each marker with the source sentence, then the remarks on reading the file."""
    entries = []
    for note in notes:
        reasons = [f"{flag.code} - {flag_text(flag, labels)}" for flag in note.flags]
        of = note.subject(output.translation)
        entries.append("\n".join([f"{marker(note)} {reasons[0]}", *(f"    {r}" for r in reasons[1:]), _quoted(of)]))
    if output.translation.document.notes:
        remarks = (f"    {_one_line(note)}" for note in output.translation.document.notes)
        entries.append("\n".join([f"{labels.reading}{labels.colon}".rstrip(), *remarks]))
    return "\n\n".join(entries)


def _evidence(translation: Translation, brief: Brief) -> str:
    """Return the evidence of the brief, in both languages."""
    return "\n\n".join(_pair(index, translation.segments[index]) for index in cited(brief))


def _pair(index: int, segment: Segment) -> str:
    number = f"[{index + 1}]"
    lines = dict.fromkeys(line for line in (_one_line(segment.text), _one_line(segment.source.text)) if line)
    return f"{number} " + f"\n{' ' * (len(number) + 1)}".join(lines)


def _quoted(text: str) -> str:
    return f"    > {_one_line(text)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
