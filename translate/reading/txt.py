"""Plain text: detect paragraphs, wrapped lines and the title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from translate.document import Kind, Role
from translate.language.boilerplate import is_related_label, split_parts
from translate.patterns import regex
from translate.reading.blocks import Block, Extract
from translate.reading.hyphens import LONGEST, is_broken, is_hyphenated
from translate.util.markup import Plain

TITLE_LENGTH = 150  # characters; a longer line is a paragraph
HEADING_LENGTH = 100
BULLET = regex(r"[ \t]*(?:[-•*▪●‣·–—]|\(?\d{1,2}[.)]|[a-z][.)])[ \t]+(?=\S)")
CLOSED = regex(r"[.!?…:;,][\"”’')\]]*$")  # end of a clause or sentence
STOPPED = regex(r"[.!?…:][\"”’')\]]*$")  # end of a paragraph
UNTITLED = regex(r"[.:;,…][\"”’')\]]*$")  # not the end of a title, which may be a question
SENTENCE_END = regex(r"[.!?…][\"”’')\]]*(?:\s|$)")
WRAPPED_SHARE = 0.7  # minimum share of lines too full for the next word
GOING_ON = 0.4  # minimum share of lines that begin in lower case in wrapped text
RAGGED = 5  # characters by which a wrapped line may be short
WRAPPED_WIDTH = range(30, 161)  # characters


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank, with its span without surrounding white space."""

    text: str
    start: int
    end: int
    number: int
    indented: bool


def read_txt(text: str) -> Extract:
    """Return the paragraphs of a normalised text: one per line, or wrapped lines between blank lines."""
    lines = _lines(text)
    wrapped = _wrapped(lines)
    groups = _joined(lines) if wrapped else [[line] for line in lines]
    blocks = _headings(text, _titled(text, [_block(text, group[0].start, group[-1].end) for group in groups]))
    mended = [replace(block, plain=_unbroken(text, block)) for block in _related(text, blocks)]
    return Extract(text, tuple(mended), notes=tuple(_notes(text, groups, mended)))


def _related(text: str, blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks; the title below a line "Baca juga:" is marked as another story."""
    announced = False
    for block in blocks:
        words = text[block.start : block.end]
        title = announced and len(words) <= TITLE_LENGTH and not STOPPED.search(words)
        announced = is_related_label(words) and words.casefold().startswith(("baca", "simak", "lihat"))
        yield replace(block, role=Role.RELATED) if title and not announced else block


def _notes(text: str, groups: list[list[TextLine]], blocks: list[Block]) -> Iterator[str]:
    """Yield remarks on joined lines."""
    width = max((len(line.text) for group in groups for line in group[:-1]), default=0)
    if width:
        yield f"lines wrapped at about {width} characters were joined to paragraphs"
    words = sum(text.count("\n", b.start, b.end) - b.plain.text.count("\n") for b in blocks if b.plain)
    if words:
        yield f"{words} word{'s' * (words > 1)} broken at the end of a line {'were' if words > 1 else 'was'} joined"


def _unbroken(text: str, block: Block) -> Plain | None:
    """Return the text of a block without hyphenation at line ends; None if it has none."""
    raw = text[block.start : block.end]
    parts: list[str] = []
    places: list[int] = []
    at = 0
    end = raw.find("\n")
    while end >= 0:
        before = raw[max(at, end - LONGEST) : end].rstrip()
        after = raw[end + 1 : end + LONGEST].lstrip()
        if is_hyphenated(before) and after[:1].isalpha():
            stop = end - (len(raw[max(at, end - LONGEST) : end]) - len(before)) - is_broken(before, after)
            parts.append(raw[at:stop])
            places += range(at, stop)
            at = raw.index(after[0], end)
        end = raw.find("\n", max(at, end + 1))
    if not parts:
        return None
    return Plain("".join([*parts, raw[at:]]), (*places, *range(at, len(raw))))


def _lines(text: str) -> list[TextLine]:
    lines: list[TextLine] = []
    at = 0
    for number, raw in enumerate(text.split("\n")):
        words = raw.strip()
        if words:
            start = at + len(raw) - len(raw.lstrip())
            lines.append(TextLine(words, start, start + len(words), number, raw[0].isspace()))
        at += len(raw) + 1
    return lines


def _wrapped(lines: list[TextLine]) -> bool:
    """Return whether lines are wrapped at a common width: the next word would not fit on most of them."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.number == a.number + 1 and not _begins(b)]
    if not pairs:
        return False
    width = max(len(line.text) for line, _ in pairs)
    if width not in WRAPPED_WIDTH:
        return False
    if len(pairs) < 3:  # too few for a width: only sentences that clearly continue
        return all(not CLOSED.search(a.text) and b.text[0].islower() for a, b in pairs)
    room = [width - len(a.text) - 1 - len(b.text.split(maxsplit=1)[0]) for a, b in pairs]
    full = sum(left < 0 for left in room)
    nearly = sum(left < RAGGED for left in room)
    open_ended = sum(not CLOSED.search(a.text) for a, _ in pairs)
    going_on = sum(b.text[0].islower() for _, b in pairs)
    if nearly >= WRAPPED_SHARE * len(pairs) and going_on >= GOING_ON * len(pairs):
        return True
    return full >= WRAPPED_SHARE * len(pairs) and 2 * open_ended >= len(pairs)


def _begins(line: TextLine) -> bool:
    return BULLET.match(line.text) is not None


def _joined(lines: list[TextLine]) -> list[list[TextLine]]:
    """Join wrapped lines to paragraphs."""
    width = max(len(line.text) for line in lines)
    groups: list[list[TextLine]] = []
    for line in lines:
        before = groups[-1][-1] if groups else None
        if before is None or _apart(before, line, width):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _apart(before: TextLine, line: TextLine, width: int) -> bool:
    """Return whether a new paragraph begins with `line`."""
    if line.number > before.number + 1 or _begins(line):
        return True
    indented = line.indented and not before.indented
    fits = len(before.text) + 1 + len(line.text.split()[0]) + RAGGED < width
    return STOPPED.search(before.text) is not None and (indented or fits)


def _block(text: str, start: int, end: int) -> Block:
    """Return the block without its bullet, which is layout."""
    found = BULLET.match(text, start, end)
    # "23. Oktober" at the start of a line is not a list item, nor is a dash with nothing after it.
    if found and any(character.isalnum() for character in text[found.end() : end]):
        return Block(found.end(), end, Kind.LIST)
    return Block(start, end)


def _titled(text: str, blocks: list[Block]) -> list[Block]:
    """Mark the first line of text as the title if it reads like one and something follows."""
    for i, block in enumerate(blocks):
        words = text[block.start : block.end]
        roles = {role for _, role in split_parts(words.replace("\n", " "), first=True)}
        if Role.TEXT not in roles:
            continue  # a mark or a byline above the title
        plain = roles == {Role.TEXT} and block.kind is Kind.BODY and i + 1 < len(blocks)
        if plain and len(words) <= TITLE_LENGTH and not UNTITLED.search(words) and any(c.isalpha() for c in words):
            return [*blocks[:i], replace(block, kind=Kind.TITLE), *blocks[i + 1 :]]
        break
    return blocks


def _headings(text: str, blocks: list[Block]) -> list[Block]:
    """Mark short lines without a full stop before a paragraph as headings."""
    result: list[Block] = []
    inner = False  # whether a paragraph precedes
    for i, block in enumerate(blocks):
        words = text[block.start : block.end]
        following = text[blocks[i + 1].start : blocks[i + 1].end] if i + 1 < len(blocks) else ""
        short = block.kind is Kind.BODY and len(words) <= HEADING_LENGTH and not STOPPED.search(words)
        if short and inner and words[0].isalnum() and not words[0].islower() and _runs(following, words):
            block = replace(block, kind=Kind.HEADING)
        inner = inner or block.kind is Kind.BODY
        result.append(block)
    return result


def _runs(following: str, heading: str) -> bool:
    """Return whether the text after a heading is running text: longer, and with the end of a sentence."""
    return SENTENCE_END.search(following) is not None and len(following) > len(heading)
