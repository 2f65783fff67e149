"""Inline marks of a Markdown article in its translation: bold, links, images, code, footnote marks.

`placing` projects each mark onto the plain text of the translated sentence. A link that cannot be placed follows the
sentence in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from translate.document import Segment, Translation
from translate.util.markup import Mark, MarkKind, link_references, plain
from translate.util.normalise import SPACES
from translate.writers.placing import Span, find_words, place_mark, place_words

_WEB = re.compile(r"(?:https?://|mailto:)", re.I)
STYLES = (MarkKind.STRONG, MarkKind.EMPHASIS, MarkKind.TAG)  # always placed, proportionally if necessary
KEPT_AS_WRITTEN = (MarkKind.FOOTNOTE, MarkKind.STRUCK)

Escape = Callable[[str], str]
Wrap = Callable[[Mark, str], str]  # takes a mark and its content in the target markup


@dataclass(frozen=True, slots=True)
class InlinePiece:
    """Part of a translated sentence with the marks around it, the outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int
    mark: Mark


def inline_pieces(translation: Translation) -> tuple[tuple[InlinePiece, ...], ...]:
    """Return the pieces of every segment; in formats other than Markdown each segment is one piece."""
    document = translation.document
    if document.source.format != "md":
        return tuple(_unmarked(segment) for segment in translation.segments)
    # "[^1]: Word" is a footnote; CommonMark, which has no footnotes, parses it as a link definition.
    references = {k: v for k, v in link_references(document.text).items() if not k.startswith("^")}
    pieces: list[tuple[InlinePiece, ...]] = []
    for _, segments in translation.paragraphs:
        for segment, (source, marks) in zip(segments, _marked(document.text, segments, references), strict=True):
            pieces.append(laid_out(source, segment.text.strip(), marks, translation.target))
    return tuple(pieces)


def in_markup(pieces: Sequence[InlinePiece], escape: Escape, wrap: Wrap, depth: int = 0) -> str:
    """Return pieces in the markup that `escape` and `wrap` write.

    Args:
        pieces: of a sentence.
        escape: escapes plain text for the markup.
        wrap: writes a mark in the markup; its content is escaped, except for code.
        depth: the number of outer marks already written.
    """
    text = ""
    for mark, inside in groupby(pieces, key=lambda piece: piece.marks[depth] if len(piece.marks) > depth else None):
        group = list(inside)
        if mark is None:
            text += "".join(escape(piece.text) for piece in group)
        elif mark.kind is MarkKind.CODE:
            text += wrap(mark, "".join(piece.text for piece in group))
        else:
            text += wrap(mark, in_markup(group, escape, wrap, depth + 1))
    return text


def with_inline_marks(translation: Translation, escape: Escape, wrap: Wrap) -> tuple[str, ...]:
    """Return the text of every segment with the inline marks of its source, as `in_markup` writes them."""
    return tuple(in_markup(pieces, escape, wrap) for pieces in inline_pieces(translation))


def laid_out(source: str, text: str, marks: Sequence[Mark], language: str) -> tuple[InlinePiece, ...]:
    """Return a translated sentence as pieces, given the marks of its source, outer before inner ones."""
    placed: list[_Placed] = []
    appended: list[Mark] = []
    for mark in marks:
        place = _place(source, text, mark, placed, language)
        if place is not None:
            placed.append(_Placed(*place, mark))
        elif mark.kind in (MarkKind.LINK, MarkKind.IMAGE):
            appended.append(mark)
    pieces = [*_pieces(text, placed)]
    for mark in appended:
        pieces += [InlinePiece(" (" if pieces else "("), InlinePiece(mark.text, (mark,)), InlinePiece(")")]
    return tuple(pieces)


def _unmarked(segment: Segment) -> tuple[InlinePiece, ...]:
    text = segment.text.strip()
    return (InlinePiece(text),) if text else ()


def _marked(text: str, segments: Sequence[Segment], references: dict[str, str]) -> Iterator[tuple[str, Sequence[Mark]]]:
    """Yield the text of each sentence of a paragraph with its marks; a mark over two sentences is in both."""
    start, end = segments[0].source.start, segments[-1].source.end
    found = plain(text[start:end], references)
    if SPACES.sub(" ", found.text) != "".join(segment.source.text for segment in segments):
        # A document of another version, or front matter.
        raws = (text[segment.source.start : segment.source.end] for segment in segments)
        yield from ((sentence.text, sentence.marks) for sentence in (plain(raw, references) for raw in raws))
        return
    at = 0
    for segment in segments:
        last = at + len(segment.source.text)
        yield segment.source.text, [_moved(mark, at, last) for mark in found.marks if _is_within(mark, at, last)]
        at = last


def _is_within(mark: Mark, start: int, end: int) -> bool:
    """Return whether a mark overlaps a sentence; an empty mark belongs to the text before it."""
    if mark.start == mark.end:
        return start < mark.start <= end or mark.start == start == 0
    return mark.start < end and start < mark.end


def _moved(mark: Mark, start: int, end: int) -> Mark:
    first, last = max(mark.start, start), min(mark.end, end)
    text = mark.text[first - mark.start : last - mark.start] if mark.end - mark.start == len(mark.text) else mark.text
    return Mark(mark.kind, first - start, last - start, text, mark.target, mark.title, mark.markup)


def _place(source: str, text: str, mark: Mark, placed: Sequence[_Placed], language: str) -> Span | None:
    """Return the span of a mark in a translation, inside its outer marks and apart from its neighbours."""
    if mark.kind is MarkKind.FOOTNOTE and mark.text in text:  # in an edited translation
        return text.index(mark.text), text.index(mark.text) + len(mark.text)
    if mark.start == mark.end:
        at = place_mark(source, mark.start, text, language)
        return at, at
    span = _stripped(source, mark.start, mark.end)
    beside = [
        (p.start, p.end) for p in placed if p.end > p.start and (p.mark.end <= mark.start or mark.end <= p.mark.start)
    ]
    around = [p for p in placed if p.mark.start <= mark.start and mark.end <= p.mark.end]
    first, last = (max(p.start for p in around), min(p.end for p in around)) if around else (0, len(text))
    place: Span | None
    if mark.kind is MarkKind.CODE:
        place = _code(mark.text, text, beside)
    elif around and around[-1].mark.start == mark.start and around[-1].mark.end == mark.end:
        place = first, last
    elif mark.kind in STYLES:
        place = place_words(source, span, text, language, beside)
    else:
        place = find_words(source, span, text, language, beside)
    if place is None:
        return None
    place = max(place[0], first), min(place[1], last)
    return place if place[0] < place[1] else None


def _stripped(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


def _code(words: str, text: str, occupied: Sequence[Span]) -> Span | None:
    """Return the span of code, with or without its backticks."""
    if not words.strip():
        return None
    written = re.escape(words.strip())
    found = re.finditer(rf"(?<![A-Za-z0-9])(?:(?P<ticks>`+) ?{written} ?(?P=ticks)|{written})(?![A-Za-z0-9])", text)
    is_occupied = bytearray(len(text))  # 1 under a neighbour: a sentence may have hundreds of pieces of code
    for start, end in occupied:
        is_occupied[start:end] = b"\1" * (end - start)
    return next((match.span() for match in found if not any(is_occupied[slice(*match.span())])), None)


def _pieces(text: str, placed: Sequence[_Placed]) -> Iterator[InlinePiece]:
    """Yield the text between each two edges of marks, and the empty marks."""
    edges = sorted({0, len(text), *(edge for item in placed for edge in (item.start, item.end))})
    for number, at in enumerate(edges):
        for item in placed:
            if item.start == item.end == at:
                around = tuple(p.mark for p in placed if p.start < at < p.end)
                yield from _without_words(item.mark, around, text[:at], text[at:])
        end = edges[number + 1] if number + 1 < len(edges) else at
        if end > at:
            around = tuple(p.mark for p in placed if p.start <= at and end <= p.end)
            yield InlinePiece(_text(text[at:end], around), around)


def _without_words(mark: Mark, around: tuple[Mark, ...], before: str, after: str) -> Iterator[InlinePiece]:
    """Yield an empty mark; marks other than of footnotes are separated by spaces."""
    spaced = mark.kind is not MarkKind.FOOTNOTE
    if spaced and before[-1:].isalnum():
        yield InlinePiece(" ", around)
    yield InlinePiece(mark.text, (*around, mark))
    if spaced and after[:1].isalnum():
        yield InlinePiece(" ", around)


def _text(text: str, around: tuple[Mark, ...]) -> str:
    code = next((mark for mark in around if mark.kind is MarkKind.CODE), None)
    return code.text if code else text


def plain_text(translation: Translation) -> tuple[str, ...]:
    """Return the text of every segment for plain text output: with Markdown marks, unescaped."""
    return with_inline_marks(translation, str, plain_mark)


def plain_mark(mark: Mark, inside: str) -> str:
    """Return a mark in Markdown, unescaped."""
    match mark.kind:
        case MarkKind.CODE:
            return f"`{inside}`"
        case MarkKind.FOOTNOTE | MarkKind.STRUCK:
            return mark.markup
        case MarkKind.STRONG | MarkKind.EMPHASIS | MarkKind.TAG:
            return _around(mark, inside)
    if mark.text == mark.target:
        return mark.target
    return f"{'!' if mark.kind is MarkKind.IMAGE else ''}[{inside}]({mark.target})"


def markdown_mark(mark: Mark, inside: str) -> str:
    """Return a mark in Markdown that parses back to the same; `inside` is escaped, except of code."""
    if mark.kind is MarkKind.CODE:
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", inside)), default=0))
        pad = " " if "`" in (inside[:1], inside[-1:]) else ""
        return f"{fence}{pad}{inside}{pad}{fence}"
    if mark.kind in (*KEPT_AS_WRITTEN, *STYLES):
        return plain_mark(mark, inside)
    if mark.text == mark.target and is_web_address(mark.target) and not re.search(r"[\s<>]", mark.target):
        return f"<{mark.target}>"
    target = re.sub(r"([\\()<>])", r"\\\1", mark.target)
    escaped = re.sub(r'(["\\])', r"\\\1", " ".join(mark.title.split()))
    title = f' "{escaped}"' if mark.title else ""
    return f"{'!' if mark.kind is MarkKind.IMAGE else ''}[{inside}]({target}{title})"


def _around(mark: Mark, inside: str) -> str:
    """Return bold or italic text, in HTML where CommonMark would not parse the delimiters."""
    if mark.markup.startswith("<"):
        name = re.split(r"[<>\s]", mark.markup)[1]
        return f"{mark.markup}{inside}</{name}>"
    edges = (inside[:1], inside[-1:])
    if any(not edge.isalnum() and not edge.isascii() for edge in edges):
        name = "strong" if mark.kind is MarkKind.STRONG else "em"
        return f"<{name}>{inside}</{name}>"
    sign = "*" * len(mark.markup)  # "_" does not work inside words, and Japanese has no spaces
    return f"{sign}{inside}{sign}"


def is_web_address(address: str) -> bool:
    """Return whether an address may become a link in a browser: http, https and mailto; never javascript or data."""
    return _WEB.match(address) is not None
