"""Notes for readers, on flags and notices, with the same numbers in all formats."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass

from translate.document import Brief, Fact, FactKind, Flag, FlagCode, NoticeCode, Point, Translation
from translate.writers.base import Output, cited
from translate.writers.labels import Labels, labels_for
from translate.writers.wording import flag_reason, notice_text

# Control characters except tab and newline: some control a terminal (ESC, CSI), and HTML forbids them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

_WORD = re.compile(r"[^\s,()（）]+")


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note. `segment` is None for a note on a line of the brief."""

    number: int  # from 1, in the order of the article
    segment: int | None
    flags: tuple[Flag, ...]
    line: str = ""  # of the brief, if `segment` is None

    @property
    def quiet(self) -> bool:
        """Whether its only flag is a low confidence."""
        return all(flag.code is FlagCode.LOW_SCORE for flag in self.flags)

    @property
    def sign(self) -> str:
        """The marker at the sentence and at the explanation: "!3", or "?3" of a quiet note."""
        return f"{'?' if self.quiet else '!'}{self.number}"

    def subject(self, translation: Translation) -> str:
        """Return what the note is about: the line of the brief, or the source of the segment."""
        return self.line if self.segment is None else translation.segments[self.segment].source.text


def notes_on(output: Output) -> tuple[Note, ...]:
    """Return a note for each flagged segment that is shown, in order, then for each line of the brief with its own."""
    translation = output.translation
    shown = range(len(translation.segments)) if output.whole or output.brief is None else cited(output.brief)
    notes = [
        Note(number, index, translation.segments[index].flags)
        for number, index in enumerate((i for i in shown if translation.segments[i].flags), start=1)
    ]
    if output.brief is not None:
        for point in (output.brief.headline, *output.brief.points):
            inherited = [flag for index in point.evidence for flag in translation.segments[index].flags]
            if own := tuple(flag for flag in point.flags if flag not in inherited):
                notes.append(Note(len(notes) + 1, None, own, point.text))
    return tuple(notes)


def notes_of_point(point: Point, notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return the notes on a line of a brief and on its evidence."""
    return tuple(n for n in notes if (n.line == point.text if n.segment is None else n.segment in point.evidence))


def note_on_segment(index: int, notes: tuple[Note, ...]) -> Note | None:
    """Return the note on a segment, if it has one; `notes` are those of `notes_on`, whose segments ascend."""
    at = bisect_left(notes, index, key=lambda note: sys.maxsize if note.segment is None else note.segment)
    return notes[at] if at < len(notes) and notes[at].segment == index else None


def notices(output: Output) -> tuple[str, ...]:
    """Return the notices at the top; the advertorial notice even without a brief."""
    brief, mark = output.brief, output.translation.document.advertorial
    known = brief.notices if brief is not None else ()
    texts = tuple(notice_text(value, output.translation.target) for value in known)
    if mark and not any(value.code is NoticeCode.ADVERTORIAL for value in known):
        return (labels_for(output.translation.target).advertorial.format(mark), *texts)
    return texts


def flag_text(flag: Flag, labels: Labels) -> str:
    """Return the label and the reason of a flag: "A number is missing: 65.8 is not in the translation"."""
    found = flag_reason(flag, labels.language)
    return labels.flags[flag.code] + (f"{labels.colon}{found}" if found else "")


def tally(translation: Translation, labels: Labels) -> str:
    """Return the number of flagged sentences: "Flags on 2 of 21 sentences."."""
    flagged = len(translation.flagged)
    return labels.flagged.format(flagged, len(translation.segments)) if flagged else labels.no_flags


def facts_by_kind(brief: Brief) -> dict[FactKind, list[Fact]]:
    """Return the facts of a brief by their kinds, in the order of the article."""
    groups: dict[FactKind, list[Fact]] = {}
    for fact in brief.facts:
        groups.setdefault(fact.kind, []).append(fact)
    return groups


def evidence_numbers(evidence: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers of segments for readers, from 1."""
    return tuple(index + 1 for index in evidence)


def as_written(text: str, value: str) -> str:
    """Return the article's words for a fact if they differ in substance from its value, else "".

    >>> as_written("Rp 12,5 miliar", "Rp 12.5 billion"), as_written("Kota Yokohama", "Yokohama")
    ('Rp 12,5 miliar', '')
    """
    return text if value and set(_WORD.findall(value)) - set(_WORD.findall(text)) else ""


def fact_text(text: str, value: str) -> str:
    """Return the value of a fact, with the article's words if they differ."""
    written = as_written(text, value)
    return f"{value} ({written})" if written else value or text


def visible(text: str) -> str:
    """Return text in which control characters are replaced by U+FFFD."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
