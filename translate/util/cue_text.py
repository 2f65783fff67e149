"""The text of a cue: the lines of each speaker, without style tags, with the offset of each character."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from translate.patterns import regex

TAG = regex(
    r"</?(?:b|i|u|s|font|c|v|lang|ruby|rt|span)\b[^>\n]{0,200}>|<c\.[^>\n]{0,60}>|<\d{2}:[\d:.]{2,12}>|\{\\[^}\n]{0,60}\}",
    re.I,
)
OPENING = regex(rf"(?:\s|{TAG.pattern})*+", re.I)
OPENED = regex(r"<([a-z]+)", re.I)
CLOSED = regex(r"</([a-z]+)", re.I)
LONGEST_TAG = 210  # characters
ENTITY = regex(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)
SPEAKER = regex(r"[-–—][ \t]*(?=\S)")


@dataclass(frozen=True, slots=True)
class CuePiece:
    """The words of one speaker in a cue, without the tags and the dash around them."""

    start: int
    end: int
    dashed: bool = False

    def words(self, text: str) -> str:
        """Return its words without tags."""
        return unescape(TAG.sub("", text[self.start : self.end])).strip()


def pieces_of(text: str, start: int, end: int) -> list[CuePiece]:
    """Return the text between two offsets: a piece for each speaker, whose lines begin with a dash.

    A blank line separates two pieces as well: a cue without its times may follow.
    """
    cuts = [start]
    at = start
    for line in text[start:end].split("\n"):
        inside = _opening(text, at, at + len(line))
        if at > start and (not line.strip() or SPEAKER.match(text, inside, at + len(line))):
            cuts.append(at)
        at += len(line) + 1
    pieces = [_trimmed(text, begin, stop) for begin, stop in zip(cuts, [*cuts[1:], end], strict=True)]
    return [piece for piece in pieces if piece.words(text)]


def _opening(text: str, start: int, end: int) -> int:
    found = OPENING.match(text, start, end)
    return found.end() if found else start


def _trimmed(text: str, start: int, end: int) -> CuePiece:
    """Return a piece without white space, a dash, and the tags that open and close all of it."""
    first = _opening(text, start, end)
    dash = SPEAKER.match(text, first, end)
    if dash:
        first = _opening(text, dash.end(), end)
    last = first + len(text[first:end].rstrip())
    stop = _closing(text, first, last)
    opened = sorted(OPENED.findall(text[start:first]))
    if opened == sorted(CLOSED.findall(text[stop:last])):
        return CuePiece(first, stop, dash is not None)
    # Some tag closes in the middle: none of them is layout.
    begin = dash.end() if dash else start
    outer = next((found.start() for found in OPENED.finditer(text, begin, first)), first)
    return CuePiece(outer, last, dash is not None)


def _closing(text: str, first: int, last: int) -> int:
    """Return where the tags begin that a piece ends with."""
    while last > first and text[last - 1] in ">}":
        tags = TAG.finditer(text, max(first, last - LONGEST_TAG), last)
        tag = next((found for found in tags if found.end() == last), None)
        if tag is None:
            break
        last = tag.start()
        while last > first and text[last - 1].isspace():
            last -= 1
    return last


def inner_tags(text: str, piece: CuePiece) -> bool:
    """Return whether a piece has tags inside."""
    return TAG.search(text, piece.start, piece.end) is not None


def unescape(text: str) -> str:
    """Return text with the character references of WebVTT replaced: "&amp;" is "&"."""
    return ENTITY.sub(lambda found: html.unescape(found[0]).replace("\u00a0", " "), text)
