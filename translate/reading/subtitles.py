"""Subtitles (.srt, .vtt): what is said is read, sentences over several cues as one; numbers, times and tags are layout.

Times a little off ("00:00:04", "00:00:01, 000", "->") are read as they were meant; a line that looks like times and
cannot be read ends a cue all the same, and is named. The text of a `Document` is the file as it was, so that a writer
finds each cue by `cues` again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from translate.document import Kind
from translate.errors import DamagedFile
from translate.reading.blocks import Extract
from translate.reading.cue_text import Piece, block_of, inner_tags, pieces_of

CLOCK = r"(?:\d{1,3}[ \t]*:[ \t]*)?\d{1,2}[ \t]*:[ \t]*\d{1,2}(?:[ \t]?[,.:][ \t]?\d{1,3})?"
ARROW = r"[ \t]*(?:-{1,3}[ \t]?>|[–—]{1,2}>?|→)[ \t]*"
TIMES = re.compile(rf"[ \t]*(?P<start>{CLOCK}){ARROW}(?P<end>{CLOCK})(?P<settings>[ \t][^\n]*)?")
RIGHT = re.compile(r"\s*(?:\d{2,3}:)?\d{2}:\d{2}[,.]\d{3} --> (?:\d{2,3}:)?\d{2}:\d{2}[,.]\d{3}(?:[ \t].*)?")
NEARLY = re.compile(r"[^A-Za-z]{0,40}(?:-->|->)[^A-Za-z]{0,40}")
NUMBER = re.compile(r"[ \t]*\d{1,6}[ \t]*")
NOT_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")  # first words of the blocks of WebVTT that are no cues
STOPPED = re.compile(r"[.!?…][\"”’')\]]*$")
STOPPED_SHARE = 0.2  # of the cues end a sentence, in subtitles that have stops at all
PAUSE = 5.0  # seconds between two cues beyond which no sentence goes on
MOST_CUES = 6  # of one sentence
LONGEST = 500  # characters of one sentence over several cues


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its times in seconds (None where they cannot be read), and where its text stands."""

    begins: float | None
    ends: float | None
    start: int
    end: int
    line: int  # number of the line of times, from 1
    right: bool = True  # the times are written as the format asks


def read_subtitles(text: str, name: str) -> Extract:
    """Return what the cues of a normalised text say.

    Raises:
        DamagedFile: no cue has a line of times.
    """
    found = cues(text)
    if not any(cue.begins is not None for cue in found):
        raise DamagedFile(
            f"{name} has no subtitle times such as 00:00:01,000 --> 00:00:04,000; expected a .srt or .vtt file. "
            "Save it as .txt if it is plain text."
        )
    said = [(cue, piece) for cue in found for piece in pieces_of(text, cue.start, cue.end)]
    groups = list(_groups(text, said))
    blocks = tuple(block_of(text, [piece for _, piece in group], Kind.BODY) for group in groups)
    return Extract(text, blocks, notes=tuple(_notes(text, found, groups)))


def cues(text: str) -> list[Cue]:
    """Return the cues of a file in order."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    timed = [i for i, line in enumerate(lines) if TIMES.fullmatch(line) or NEARLY.fullmatch(line)]
    found: list[Cue] = []
    for i, following in pairwise([*timed, len(lines)]):
        end = _end(lines, i + 1, following)
        times = TIMES.fullmatch(lines[i])
        begins, ends = (_seconds(times["start"]), _seconds(times["end"])) if times else (None, None)
        place = starts[i + 1] if i + 1 < len(lines) else len(text)
        right = RIGHT.fullmatch(lines[i]) is not None
        found.append(Cue(begins, ends, place, max(place, starts[end] - 1), i + 1, right))
    return found


def _end(lines: list[str], first: int, following: int) -> int:
    """Return the number of the line before which the text of a cue ends: the number or the name of the next is none."""
    end = following
    if following < len(lines):
        named = (
            lines[0].startswith("WEBVTT") and end - 1 > first and not lines[end - 2].strip() and lines[end - 1].strip()
        )
        if end > first and (NUMBER.fullmatch(lines[end - 1]) or named):
            end -= 1
    for i in range(first, end):
        if i > first and not lines[i - 1].strip() and lines[i].split(maxsplit=1)[:1] in [[word] for word in NOT_CUES]:
            end = i
            break
    while end > first and not lines[end - 1].strip():
        end -= 1
    return end


def _seconds(clock: str) -> float:
    """Return a time of day in seconds: hours and milliseconds may be missing."""
    whole, _, part = re.sub(r"[ \t]", "", clock).replace(",", ".").partition(".")
    seconds = 0.0
    for number in whole.split(":"):
        seconds = seconds * 60 + int(number)
    return seconds + (int(part) / 10 ** len(part) if part else 0.0)


def _groups(text: str, said: list[tuple[Cue, Piece]]) -> Iterator[list[tuple[Cue, Piece]]]:
    """Yield what is said, pieces that one sentence goes over together."""
    stopped = sum(STOPPED.search(piece.said(text)) is not None for _, piece in said)
    stops = stopped >= STOPPED_SHARE * len(said)
    group: list[tuple[Cue, Piece]] = []
    for cue, piece in said:
        if group and not (stops and _goes_on(text, group, cue, piece)):
            yield group
            group = []
        group.append((cue, piece))
    if group:
        yield group


def _goes_on(text: str, group: list[tuple[Cue, Piece]], cue: Cue, piece: Piece) -> bool:
    """Return whether a sentence goes on from the last piece of the group."""
    before, last = group[-1]
    said, words = last.said(text), piece.said(text)
    open_ended = not STOPPED.search(said) and (said[-1].isalnum() or said[-1] in ",;:-–")
    if cue is before or piece.dashed or not open_ended or not words[0].isalnum():
        return False
    if before.ends is None or cue.begins is None or cue.begins - before.ends > PAUSE:
        return False
    return len(group) < MOST_CUES and piece.end - group[0][1].start <= LONGEST


def _notes(text: str, found: list[Cue], groups: list[list[tuple[Cue, Piece]]]) -> Iterator[str]:
    """Yield what was not as it should be, and what was read otherwise than it stands."""
    off = [cue.line for cue in found if cue.begins is not None and not cue.right]
    if off:
        yield f"times of {len(off)} cue{'s' * (len(off) > 1)} are not written as they should be, first in line {off[0]}"
    for cue in found:
        if cue.begins is None:
            yield f"line {cue.line} looks like the times of a cue, but they cannot be read"
    before = "" if text.startswith("WEBVTT") else "".join(text.split("\n")[: found[0].line - 1])
    if any(map(str.isalpha, before)):
        yield "text before the first cue left as it is, not translated"
    joined = sum(len({cue.line for cue, _ in group}) > 1 for group in groups)
    if joined:
        what = "sentences go over several cues and are" if joined > 1 else "sentence goes over several cues and is"
        yield f"{joined} {what} read as one"
    if any(inner_tags(text, piece) for group in groups for _, piece in group):
        yield "style tags inside the subtitles, such as <i>, are not read as text"
