"""Keeps the links, images, code and footnote marks of a Markdown article in its translation.

A translated sentence is plain text. Where the text of a link stands in it again (names do, in most languages), the
link goes there; where it does not, the link follows the sentence in brackets, so that none is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from translate.document import Translation
from translate.util.markup import inline_marks, link_references
from translate.writers.marks import CODE, escape_but_code

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_WEB = re.compile(r"(?:https?://|mailto:)", re.I)


class MarkKind(StrEnum):
    """What an inline mark is."""

    LINK = "link"
    IMAGE = "image"
    CODE = "code"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline mark of the source."""

    kind: MarkKind
    text: str  # what a reader sees of it; code without its backticks
    target: str = ""  # address
    title: str = ""


Escape = Callable[[str], str]
Wrap = Callable[[Mark], str]


def with_inline_markup(translation: Translation, escape: Escape, wrap: Wrap) -> tuple[str, ...]:
    """Return the text of every segment with the inline marks of its source, in a markup of the caller's choice.

    Args:
        translation: of an article in any format; only Markdown has inline marks.
        escape: makes plain text safe in the markup.
        wrap: writes a mark in the markup.
    """
    document = translation.document
    if document.source.format != "md":
        return tuple(escape(segment.text.strip()) for segment in translation.segments)
    # "[^1]: Word" is the text of a footnote, though CommonMark, which has no footnotes, reads a link definition.
    references = {k: v for k, v in link_references(document.text).items() if not k.startswith("^")}
    texts = list[str]()
    for paragraph, segments in translation.paragraphs:
        left = Counter(marks_of(document.text[paragraph.start : paragraph.end], references))
        for segment in segments:
            marks = marks_of(document.text[segment.source.start : segment.source.end], references)
            left -= Counter(marks)
            texts.append(restore_inline_markup(segment.text.strip(), marks, escape, wrap))
        # A link that begins in one sentence and ends in another is in neither.
        lost = [mark for mark in left.elements() if mark.target]
        texts[-1] = " ".join([texts[-1], *(f"({wrap(mark)})" for mark in lost)]).strip()
    return tuple(texts)


def marks_of(raw: str, references: dict[str, str]) -> tuple[Mark, ...]:
    """Return the marks of a piece of Markdown; a link that only shows an image is followed by that image."""
    plain, links = inline_marks(raw, references)
    marks = [Mark(MarkKind.IMAGE if s.image else MarkKind.LINK, s.text.strip(), s.target, s.title) for s in links]
    inside = {mark.text for mark in marks}
    marks += [Mark(MarkKind.CODE, code.group(2)) for code in CODE.finditer(plain) if code.group() not in inside]
    marks += [Mark(MarkKind.FOOTNOTE, found) for found in _FOOTNOTE.findall(plain)]
    return tuple(marks)


def restore_inline_markup(text: str, marks: tuple[Mark, ...], escape: Escape, wrap: Wrap) -> str:
    """Return a plain text with each mark where its text stands, else behind the whole.

    >>> link = Mark(MarkKind.LINK, "BPS", "https://bps.example")
    >>> restore_inline_markup("BPS counts.", (link,), str, plain_mark)
    '[BPS](https://bps.example) counts.'
    >>> restore_inline_markup("They count.", (link,), str, plain_mark)
    'They count. ([BPS](https://bps.example))'
    """
    placed: list[tuple[int, int, Mark]] = []
    taken = bytearray(len(text))  # a 1 for each character that a mark has
    spots: dict[tuple[MarkKind, str], Iterator[tuple[int, int]]] = {}  # a place that was taken once stays so
    behind = ""
    for mark in marks:
        further = spots.setdefault((mark.kind, mark.text), _spots(mark, text))
        spot = next((spot for spot in further if taken.find(1, *spot) < 0), None)
        if spot is not None:
            placed.append((*spot, mark))
            taken[slice(*spot)] = bytes([1]) * (spot[1] - spot[0])
        elif mark.kind is MarkKind.FOOTNOTE:
            behind += wrap(mark)
        elif mark.kind is not MarkKind.CODE:  # the backticks are a style; the words were translated
            behind += f" ({wrap(mark)})"
    pieces, at = [], 0
    for start, end, mark in sorted(placed, key=lambda found: found[0]):
        pieces += [escape(text[at:start]), wrap(mark)]
        at = end
    return ("".join(pieces) + escape(text[at:]) + behind).strip()


def plain_links(translation: Translation) -> tuple[str, ...]:
    """Return the text of every segment for a plain text: the marks as in Markdown, nothing escaped."""
    return with_inline_markup(translation, str, plain_mark)


def plain_mark(mark: Mark) -> str:
    """Return a mark as a reader knows it from Markdown, nothing escaped."""
    if mark.kind is MarkKind.CODE:
        return f"`{mark.text}`"
    if mark.kind is MarkKind.FOOTNOTE:
        return mark.text
    if mark.text == mark.target:
        return mark.target
    return f"{'!' if mark.kind is MarkKind.IMAGE else ''}[{mark.text}]({mark.target})"


def markdown_mark(mark: Mark) -> str:
    """Return a mark as Markdown that reads back as the same."""
    if mark.kind is MarkKind.CODE:
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", mark.text)), default=0))
        pad = " " if "`" in (mark.text[:1], mark.text[-1:]) else ""
        return f"{fence}{pad}{mark.text}{pad}{fence}"
    if mark.kind is MarkKind.FOOTNOTE:
        return mark.text
    if mark.text == mark.target and is_web_address(mark.target) and not re.search(r"[\s<>]", mark.target):
        return f"<{mark.target}>"
    target = re.sub(r"([\\()<>])", r"\\\1", mark.target)
    escaped = re.sub(r'(["\\])', r"\\\1", " ".join(mark.title.split()))
    title = f' "{escaped}"' if mark.title else ""
    return f"{'!' if mark.kind is MarkKind.IMAGE else ''}[{escape_but_code(mark.text)}]({target}{title})"


def is_web_address(address: str) -> bool:
    """Return whether an address may become a link in a browser: http, https and mailto; never javascript or data."""
    return _WEB.match(address) is not None


def _spots(mark: Mark, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of a mark stand, not inside a longer word; code with its backticks or without."""
    if mark.text:
        words = re.escape(mark.text)
        words = rf"(?P<ticks>`+) ?{words} ?(?P=ticks)|{words}" if mark.kind is MarkKind.CODE else words
        yield from (found.span() for found in re.finditer(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", text))
