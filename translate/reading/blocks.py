"""Blocks, the output of the format modules, and their division into paragraphs and sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from translate.document import Kind, Paragraph, Role, Sentence
from translate.language.boilerplate import is_caption, split_parts
from translate.language.sentences import split
from translate.util.markup import Plain
from translate.util.normalise import normalise

CELL_GAP = " | "  # between two cells of a row
OPENING_PARAGRAPHS = 3  # body paragraphs in which a bare dateline is likely: an editor's line may precede it


@dataclass(frozen=True, slots=True)
class Block:
    """A future paragraph: its span in the text, and its kind.

    `plain` is its text without markup, if that differs from the source text.
    """

    start: int
    end: int
    kind: Kind = Kind.BODY
    plain: Plain | None = None
    role: Role | None = None  # of the whole block, if the format marks it


@dataclass(frozen=True, slots=True)
class Extract:
    """The content that a format module extracted from a file: normalised text, and blocks in its order."""

    text: str
    blocks: tuple[Block, ...]
    author: str | None = None
    date: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one paragraph in a format whose layout is not kept (HTML, Word, PDF)."""

    text: str
    kind: Kind = Kind.BODY
    role: Role | None = None  # of the whole block, if the format marks it
    mark: str = ""  # layout before it: "1. "
    opens_row: bool = True  # False: a cell in the row of the cell before it


def lay_out(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Return the pieces as one text and their blocks: a blank line between two, a row of cells on one line.

    Empty pieces are dropped, but an empty cell keeps its column.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    gap, cells = "", False  # the layout before the next piece, and whether the last was a cell
    for piece in pieces:
        text = "\n".join(line for raw in normalise(piece.text).split("\n") if (line := raw.strip()))
        cell = piece.kind is Kind.CELL
        if cell and cells:
            gap = f"{gap}\n" if piece.opens_row else f"{gap}{CELL_GAP}"
        elif cell or text:
            gap = "\n\n" if blocks else ""
        cells = cell or (cells and not text)
        if not text:
            continue
        before, gap = gap + piece.mark, ""
        blocks.append(Block(at + len(before), at + len(before) + len(text), piece.kind, role=piece.role))
        parts += [before, text]
        at += len(before) + len(text)
    return "".join(parts) + ("\n" if parts else ""), tuple(blocks)


def paragraphs(extract: Extract) -> tuple[Paragraph, ...]:
    """Return the blocks as paragraphs: split into sentences and recognised parts, with their kinds."""
    result: list[Paragraph] = []
    bodies = 0
    for block in extract.blocks:
        first = block.kind is Kind.BODY and bodies < OPENING_PARAGRAPHS
        paragraph = _paragraph(extract.text, block, first=first)
        bodies += paragraph.kind is Kind.BODY
        result.append(paragraph)
    return tuple(result)


def _paragraph(text: str, block: Block, *, first: bool) -> Paragraph:
    raw = text[block.start : block.end]
    plain = block.plain or Plain(raw, tuple(range(len(raw))))
    # A line end inside a paragraph is a space to the rules of sentences; both are one character, so offsets hold.
    flat = plain.text.replace("\n", " ")
    cuts: list[tuple[int, Role]] = []
    parts = ((flat, block.role),) if block.role is not None else split_parts(flat, first=first)
    for part, role in parts:
        for piece in split(part) if role is Role.TEXT else (part,):
            cuts.append((len(piece), role))
    kind = _kind(block.kind, flat, {role for _, role in cuts})
    return Paragraph(_sentences(plain, block, cuts), kind)


def _sentences(plain: Plain, block: Block, cuts: list[tuple[int, Role]]) -> tuple[Sentence, ...]:
    """Return the sentences with spans in the raw text; the first and last include the marks at the ends."""
    sentences: list[Sentence] = []
    at, start = 0, block.start
    for i, (length, role) in enumerate(cuts):
        after = at + length
        end = block.end if i == len(cuts) - 1 else block.start + _raw_end(plain, after)
        sentences.append(Sentence(plain.text[at:after], start, end, role))
        at, start = after, end
    return tuple(sentences)


def _raw_end(plain: Plain, after: int) -> int:
    """Return where in the raw text the first `after` plain characters end.

    Marks after white space belong to the following text, others to the preceding text.
    """
    if plain.text[after - 1].isspace():
        return plain.offsets[after - 1] + 1
    return plain.offsets[after]


def _kind(kind: Kind, text: str, roles: set[Role]) -> Kind:
    if Role.TEXT not in roles:
        return Kind.BOILERPLATE
    return Kind.CAPTION if kind is Kind.BODY and is_caption(text) else kind
