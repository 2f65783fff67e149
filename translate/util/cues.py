"""The cues of subtitles (.srt, .vtt): the offsets of their text in the file, and their times.

Slightly malformed times ("00:00:04", "00:00:01, 000", "->") are read; a line that looks like times but cannot be read
ends a cue, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from translate.patterns import regex

CLOCK = r"(?:\d{1,3}[ \t]*:[ \t]*)?\d{1,2}[ \t]*:[ \t]*\d{1,2}(?:[ \t]?[,.:][ \t]?\d{1,3})?"
ARROW = r"[ \t]*(?:-{1,3}[ \t]?>|[–—]{1,2}>?|→)[ \t]*"
TIMES = regex(rf"[ \t]*(?P<start>{CLOCK}){ARROW}(?P<end>{CLOCK})(?P<settings>[ \t][^\n]*)?")
VALID = regex(r"\s*(?:\d{2,3}:)?\d{2}:\d{2}[,.]\d{3} --> (?:\d{2,3}:)?\d{2}:\d{2}[,.]\d{3}(?:[ \t].*)?")
NEARLY = regex(r"[^A-Za-z]{0,40}(?:-->|->)[^A-Za-z]{0,40}")
NUMBER = regex(r"[ \t]*\d{1,6}[ \t]*")
NOT_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")  # first words of the blocks of WebVTT that are no cues


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: its times in seconds (None if unreadable), and the offsets of its text."""

    begins: float | None
    ends: float | None
    start: int
    end: int
    line: int  # number of the line of times, from 1
    valid: bool = True  # whether the times are in the form of the format
    settings: str = ""  # of WebVTT, after the times: "line:0 align:start"


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
        valid = VALID.fullmatch(lines[i]) is not None
        settings = (times["settings"] or "").strip() if times else ""
        found.append(Cue(begins, ends, place, max(place, starts[end] - 1), i + 1, valid, settings))
    return found


def _end(lines: list[str], first: int, following: int) -> int:
    """Return the line before which the text of a cue ends; the number or name of the next cue is not text."""
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
    before_point, _, part = re.sub(r"[ \t]", "", clock).replace(",", ".").partition(".")
    seconds = 0.0
    for number in before_point.split(":"):
        seconds = seconds * 60 + int(number)
    return seconds + (int(part) / 10 ** len(part) if part else 0.0)
