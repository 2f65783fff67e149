"""Subtitles (.srt, .vtt): the text is read, a sentence over several cues as one; numbers, times and tags are layout.

Slightly malformed times ("00:00:04", "00:00:01, 000", "->") are accepted; a line of unreadable times still ends a
cue, with a note. The text of a `Document` is the whole file, so that a writer finds each cue by `cues` again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate.document import Kind
from translate.errors import DamagedFile
from translate.reading.blocks import Block, Extract
from translate.util.cue_text import ENTITY, TAG, CuePiece, inner_tags, pieces_of, unescape
from translate.util.cues import Cue, cues
from translate.util.markup import Plain

MARKS = re.compile(f"{TAG.pattern}|{ENTITY.pattern}", re.I)
STOPPED = re.compile(r"[.!?…][\"”’')\]]*$")
STOPPED_SHARE = 0.2  # minimum share of cues that end a sentence in subtitles with full stops
PAUSE = 5.0  # seconds between two cues; no sentence continues after a longer pause
MOST_CUES = 6  # of one sentence
LONGEST = 500  # characters of one sentence over several cues


def read_subtitles(text: str, name: str) -> Extract:
    """Return the blocks of the cues of a normalised text.

    Raises:
        DamagedFile: no cue has a line of times.
    """
    found = cues(text)
    if not any(cue.begins is not None for cue in found):
        raise DamagedFile(
            f"{name} has no subtitle times such as 00:00:01,000 --> 00:00:04,000; expected a .srt or .vtt file. "
            "Save it as .txt if it is plain text."
        )
    lines = [(cue, piece) for cue in found for piece in pieces_of(text, cue.start, cue.end)]
    groups = list(_groups(text, lines))
    blocks = tuple(_block_of(text, [piece for _, piece in group], Kind.BODY) for group in groups)
    return Extract(text, blocks, notes=tuple(_notes(text, found, groups)))


def _groups(text: str, lines: list[tuple[Cue, CuePiece]]) -> Iterator[list[tuple[Cue, CuePiece]]]:
    """Yield groups of lines, each with whole sentences."""
    stopped = sum(STOPPED.search(piece.words(text)) is not None for _, piece in lines)
    stops = stopped >= STOPPED_SHARE * len(lines)
    group: list[tuple[Cue, CuePiece]] = []
    for cue, piece in lines:
        if group and not (stops and _goes_on(text, group, cue, piece)):
            yield group
            group = []
        group.append((cue, piece))
    if group:
        yield group


def _goes_on(text: str, group: list[tuple[Cue, CuePiece]], cue: Cue, piece: CuePiece) -> bool:
    """Return whether a sentence continues from the last piece of the group."""
    before, last = group[-1]
    text_before, words = last.words(text), piece.words(text)
    open_ended = not STOPPED.search(text_before) and (text_before[-1].isalnum() or text_before[-1] in ",;:-–")
    if cue is before or piece.dashed or not open_ended or not words[0].isalnum():
        return False
    if before.ends is None or cue.begins is None or cue.begins - before.ends > PAUSE:
        return False
    return len(group) < MOST_CUES and piece.end - group[0][1].start <= LONGEST


def _notes(text: str, found: list[Cue], groups: list[list[tuple[Cue, CuePiece]]]) -> Iterator[str]:
    """Yield remarks on malformed cues, and on text that was changed."""
    malformed = [cue.line for cue in found if cue.begins is not None and not cue.valid]
    if malformed:
        number = f"{len(malformed)} cue{'s' * (len(malformed) > 1)}"
        yield f"times of {number} are not written as they should be, first in line {malformed[0]}"
    for cue in found:
        if cue.begins is None:
            yield (
                f"line {cue.line} looks like the times of a cue, but they cannot be read; subtitles made of this "
                "file show it between its neighbours"
            )
    before = "" if text.startswith("WEBVTT") else "".join(text.split("\n")[: found[0].line - 1])
    if any(map(str.isalpha, before)):
        yield "text before the first cue left as it is, not translated"
    joined = sum(len({cue.line for cue, _ in group}) > 1 for group in groups)
    if joined:
        phrase = "sentences go over several cues and are" if joined > 1 else "sentence goes over several cues and is"
        yield f"{joined} {phrase} read as one"
    if any(inner_tags(text, piece) for group in groups for _, piece in group):
        yield "style tags inside the subtitles, such as <i>, are not read as text"


def _block_of(text: str, pieces: list[CuePiece], kind: Kind) -> Block:
    """Return the block of one or more pieces: their text without tags, joined by spaces."""
    parts: list[str] = []
    places: list[int] = []
    for piece in pieces:
        if parts:
            parts.append(" ")
            places.append(places[-1] + 1)
        for at, shown in _shown(text, piece):
            parts.append(shown)
            # An entity such as "&amp;" is one character at its start.
            places += range(at, at + len(shown))
    joined = "".join(parts)
    first = pieces[0].start
    plain = (
        Plain(joined, tuple(place - first for place in places))
        if len(joined) < pieces[-1].end - pieces[0].start
        else None
    )
    return Block(pieces[0].start, pieces[-1].end, kind, plain)


def _shown(text: str, piece: CuePiece) -> Iterator[tuple[int, str]]:
    """Yield the visible text of a piece, between its tags, with its positions."""
    at = piece.start
    for mark in [*MARKS.finditer(text, piece.start, piece.end), None]:
        stop = mark.start() if mark else piece.end
        yield at, text[at:stop]
        if mark and mark[0].startswith("&"):
            yield stop, unescape(mark[0])
        at = mark.end() if mark else stop
