"""The inline marks of Markdown: the plain text without them, and the targets of its links.

>>> inline_marks("Harga **beras** [naik](https://contoh.id/a).")
('Harga beras naik.', (Link(text='naik', target='https://contoh.id/a', title='', image=False),))

The rules are CommonMark's (https://spec.commonmark.org/0.31.2/), applied by markdown-it-py; here its tokens are aligned
with the raw text, to find the offset of each plain character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# A line of a paragraph that goes on: indentation, and the marks of the block quotes it stands in.
CONTINUATION = re.compile(r"\n[ \t]*(?:>[ \t]*)*")
BREAK = re.compile(r"[ \t]*\\?\n[ \t]*")
# In one paragraph; the time of markdown-it grows with their square, and no text that is meant to be read has as many.
MOST_BRACKETS = 500
TAIL_REFERENCE = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image: the plain text it shows and the address it leads to."""

    text: str
    target: str
    title: str = ""
    image: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without its inline marks. `offsets[i]` is the offset of `text[i]` in the raw text."""

    text: str
    offsets: tuple[int, ...]
    links: tuple[Link, ...] = ()


def inline_marks(raw: str, references: Mapping[str, str] | None = None) -> tuple[str, tuple[Link, ...]]:
    """Return the plain text of `raw` and its links.

    Emphasis marks, addresses, HTML tags and backslashes are gone; the text of a link, the description of an image and
    inline code with its backticks stay; a line break is a space. `references` maps the labels of link definitions to
    addresses (`link_references` finds them), for links such as "[teks][label]".
    """
    found = plain(raw, references)
    return found.text, found.links


def plain(raw: str, references: Mapping[str, str] | None = None) -> Plain:
    """Return the plain text of `raw` with the place of each of its characters. Unclear structure stays raw."""
    if raw.count("[") > MOST_BRACKETS:
        return Plain(raw, tuple(range(len(raw))))
    text, places = _without_continuations(raw)
    environment: dict[str, Any] = {
        "references": {label: {"href": target, "title": ""} for label, target in (references or {}).items()}
    }
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(text, parser, environment, tokens)
    walk = _Walk(text)
    try:
        walk.over(tokens)
    except _Lost:
        return Plain(raw, tuple(range(len(raw))))
    return Plain("".join(walk.plain), tuple(places[at] for at in walk.offsets), tuple(walk.links))


def link_references(text: str) -> dict[str, str]:
    """Return the link definitions of a Markdown text: label (as CommonMark folds it) to address."""
    environment: dict[str, Any] = {}
    _parser().parse(text, environment)
    return {label: str(entry["href"]) for label, entry in environment.get("references", {}).items()}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _without_continuations(raw: str) -> tuple[str, list[int]]:
    """Return `raw` without the marks that begin its second and later lines, and where its characters stood."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in CONTINUATION.finditer(raw):
        parts.append(raw[at : found.start() + 1])
        places += range(at, found.start() + 1)
        at = found.end()
    return "".join([*parts, raw[at:]]), [*places, *range(at, len(raw))]


class _Lost(Exception):
    """The tokens and the raw text do not fit."""


class _Walk:
    """Walks the raw text along the tokens and collects the plain text."""

    def __init__(self, raw: str, at: int = 0) -> None:
        self.raw = raw
        self.at = at
        self.plain: list[str] = []
        self.offsets: list[int] = []
        self.links: list[Link] = []
        self._open: list[tuple[int, int, Token]] = []  # plain pieces and links before it

    def over(self, tokens: list[Token]) -> None:
        """Take the tokens one by one.

        Raises:
            _Lost: a token does not match the raw text at the current offset.
        """
        for token in tokens:
            if token.type == "text":
                self._say(token.content, len(token.content), token.content)
            elif token.type == "text_special":
                self._say(token.content, len(token.markup), token.markup)
            elif token.type in ("softbreak", "hardbreak"):
                found = BREAK.match(self.raw, self.at)
                if not found:
                    raise _Lost
                self._say(" ", len(found.group()), found.group())
            elif token.type == "code_inline":
                self._code(token)
            elif token.type == "image":
                self._image(token)
            elif token.type.startswith("link_"):
                self._link(token)
            else:  # emphasis, HTML tags
                self._skip(token.markup or token.content)

    def _say(self, text: str, length: int, expected: str) -> None:
        """Take `text` as plain; in the raw text it is `length` characters long and begins with `expected`."""
        if not self.raw.startswith(expected, self.at):
            raise _Lost
        self.plain.append(text)
        # An entity may be longer or shorter than what it stands for.
        self.offsets += [min(self.at + i, self.at + length - 1) for i in range(len(text))]
        self.at += length

    def _skip(self, mark: str) -> None:
        if not self.raw.startswith(mark, self.at):
            raise _Lost
        self.at += len(mark)

    def _code(self, token: Token) -> None:
        ticks = token.markup
        closing = re.compile(rf"(?<!`){ticks}(?!`)").search(self.raw, self.at + len(ticks))
        if not closing or not self.raw.startswith(ticks, self.at):
            raise _Lost
        raw = self.raw[self.at : closing.end()]
        self._say(raw.replace("\n", " "), len(raw), raw)

    def _image(self, token: Token) -> None:
        self._skip("![")
        inside = len(self.plain)
        self.over(token.children or [])
        self._skip("]")
        text = "".join(self.plain[inside:])
        self._destination(str(token.attrs.get("src", "")))
        self.links.append(Link(text, str(token.attrs.get("src", "")), str(token.attrs.get("title", "")), image=True))

    def _link(self, token: Token) -> None:
        if token.type == "link_open":
            self._skip("<" if token.markup == "autolink" else "[")
            self._open.append((len(self.plain), len(self.links), token))
            return
        begin, place, opening = self._open.pop()
        target = str(opening.attrs.get("href", ""))
        if token.markup == "autolink":
            self._skip(">")
        else:
            self._skip("]")
            self._destination(target)
        # A link stands before the images in it.
        self.links.insert(place, Link("".join(self.plain[begin:]), target, str(opening.attrs.get("title", ""))))

    def _destination(self, target: str) -> None:
        """Step over "(address "title")" or "[label]" after the closing bracket; a shortcut reference has neither."""
        end = self._inline_destination(target)
        if end is None:
            label = TAIL_REFERENCE.match(self.raw, self.at)
            end = label.end() if label else self.at
        self.at = end

    def _inline_destination(self, target: str) -> int | None:
        raw, at = self.raw, self.at
        if not raw.startswith("(", at):
            return None
        parser = _parser()
        at = _spaces(raw, at + 1)
        address = parser.helpers.parseLinkDestination(raw, at, len(raw))
        if address.ok and parser.normalizeLink(address.str) == target:
            at = address.pos
        elif target:
            return None
        at = _spaces(raw, at)
        title = parser.helpers.parseLinkTitle(raw, at, len(raw))
        if title.ok:
            at = _spaces(raw, title.pos)
        return at + 1 if raw.startswith(")", at) else None


def _spaces(raw: str, at: int) -> int:
    found = re.compile(r"[ \t\n]*").match(raw, at)
    return found.end() if found else at
