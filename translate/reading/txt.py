"""Plain text: which lines are paragraphs, which are wrapped, which is the title."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from translate.document import Kind, Role
from translate.language.boilerplate import split_parts
from translate.reading.blocks import Block, Extract

TITLE_LENGTH = 150  # characters; a longer line is a paragraph
HEADING_LENGTH = 100
BULLET = re.compile(r"[ \t]*(?:[-•*▪●‣·–—]|\(?\d{1,2}[.)]|[a-z][.)])[ \t]+(?=\S)")
CLOSED = re.compile(r"[.!?…:;,][\"”’')\]]*$")  # how a line of running text ends
STOPPED = re.compile(r"[.!?…:][\"”’')\]]*$")  # how a paragraph ends
UNTITLED = re.compile(r"[.:;,…][\"”’')\]]*$")  # how a title does not end; it may be a question
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?:\s|$)")
WRAPPED_SHARE = 0.7  # of the lines must be too full for the next word
RAGGED = 5  # characters that a wrapped line may be shorter than it need be
WRAPPED_WIDTH = range(30, 161)  # characters; nothing is wrapped at less or more


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its place without the white space around it."""

    text: str
    start: int
    end: int
    number: int
    indented: bool


def read_txt(text: str) -> Extract:
    """Return the paragraphs of a normalised text: one a line, or of wrapped lines between blank ones."""
    lines = _lines(text)
    groups = _joined(lines) if _wrapped(lines) else [[line] for line in lines]
    blocks = [_block(text, group[0].start, group[-1].end) for group in groups]
    return Extract(text, tuple(_headings(text, _titled(text, blocks))))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for number, raw in enumerate(text.split("\n")):
        said = raw.strip()
        if said:
            start = at + len(raw) - len(raw.lstrip())
            lines.append(Line(said, start, start + len(said), number, raw[0].isspace()))
        at += len(raw) + 1
    return lines


def _wrapped(lines: list[Line]) -> bool:
    """Return whether lines were broken at a common width: the next word would not have fitted on most of them."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.number == a.number + 1 and not _begins(b)]
    if not pairs:
        return False
    width = max(len(line.text) for line, _ in pairs)
    if width not in WRAPPED_WIDTH:
        return False
    full = sum(len(a.text) + 1 + len(b.text.split()[0]) > width for a, b in pairs)
    open_ended = sum(not CLOSED.search(a.text) for a, _ in pairs)
    if len(pairs) < 3:  # too few to tell a width by: only a sentence that plainly goes on
        return all(not CLOSED.search(a.text) and b.text[0].islower() for a, b in pairs)
    return full >= WRAPPED_SHARE * len(pairs) and 2 * open_ended >= len(pairs)


def _begins(line: Line) -> bool:
    return BULLET.match(line.text) is not None


def _joined(lines: list[Line]) -> list[list[Line]]:
    """Join wrapped lines to paragraphs."""
    width = max(len(line.text) for line in lines)
    groups: list[list[Line]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if before is None or _apart(before, line, width):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _apart(before: Line, line: Line, width: int) -> bool:
    """Return whether a new paragraph begins with `line`."""
    if line.number > before.number + 1 or _begins(line):
        return True
    indented = line.indented and not before.indented
    fits = len(before.text) + 1 + len(line.text.split()[0]) + RAGGED < width
    return STOPPED.search(before.text) is not None and (indented or fits)


def _block(text: str, start: int, end: int) -> Block:
    """Return the block without its bullet, which is layout."""
    found = BULLET.match(text, start, end)
    # "23. Oktober" at a line's start is no list, nor is a dash that opens a line of dialogue with nothing after it.
    if found and any(character.isalnum() for character in text[found.end() : end]):
        return Block(found.end(), end, Kind.LIST)
    return Block(start, end)


def _titled(text: str, blocks: list[Block]) -> list[Block]:
    """Mark the first line of text as the title if it reads like one and something follows."""
    for i, block in enumerate(blocks):
        said = text[block.start : block.end]
        roles = {role for _, role in split_parts(said.replace("\n", " "), first=True)}
        if Role.TEXT not in roles:
            continue  # a mark or a byline above the title
        plain = roles == {Role.TEXT} and block.kind is Kind.BODY and i + 1 < len(blocks)
        if plain and len(said) <= TITLE_LENGTH and not UNTITLED.search(said) and any(c.isalpha() for c in said):
            return [*blocks[:i], replace(block, kind=Kind.TITLE), *blocks[i + 1 :]]
        break
    return blocks


def _headings(text: str, blocks: list[Block]) -> list[Block]:
    """Mark short lines without a stop that stand before a paragraph of sentences."""
    settled: list[Block] = []
    for i, block in enumerate(blocks):
        said = text[block.start : block.end]
        following = text[blocks[i + 1].start : blocks[i + 1].end] if i + 1 < len(blocks) else ""
        short = block.kind is Kind.BODY and len(said) <= HEADING_LENGTH and not STOPPED.search(said)
        inner = any(done.kind is Kind.BODY for done in settled)
        if short and inner and said[0].isalnum() and not said[0].islower() and _runs(following, said):
            block = replace(block, kind=Kind.HEADING)
        settled.append(block)
    return settled


def _runs(following: str, heading: str) -> bool:
    """Return whether what follows a heading is running text: longer, and with the end of a sentence."""
    return SENTENCE_END.search(following) is not None and len(following) > len(heading)
