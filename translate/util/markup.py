"""The inline marks of Markdown: the plain text without them, and the targets of its links.

>>> found = plain("Harga **beras** [naik](https://contoh.id/a).")
>>> found.text, [(str(mark.kind), mark.text) for mark in found.marks]
('Harga beras naik.', [('strong', 'beras'), ('link', 'naik')])

markdown-it-py parses by the rules of CommonMark (https://spec.commonmark.org/0.31.2/); this module aligns its tokens
with the raw text to find the offset of each plain character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from translate.util.normalise import lowered, raised

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# The start of a continuation line: indentation, and the markers of enclosing block quotes.
CONTINUATION = re.compile(r"\n[ \t]*(?:>[ \t]*)*")
BREAK = re.compile(r"[ \t]*\\?\n[ \t]*")
# In one paragraph; the time of markdown-it grows with their square, and no real text has as many.
MOST_BRACKETS = 500
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?!\()")
HTML_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*(?<!/)>")
HTML_KINDS = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "s": "struck", "del": "struck"}
RAISING = {"sup": raised, "sub": lowered}
TAIL_REFERENCE = re.compile(r"\[[^\[\]]*\]")


class MarkKind(StrEnum):
    """What an inline mark is."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    TAG = "tag"  # another pair of HTML, such as <u>
    LINK = "link"
    IMAGE = "image"
    CODE = "code"
    FOOTNOTE = "footnote"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline mark and its span in the plain text, which is empty for footnotes and struck text."""

    kind: MarkKind
    start: int
    end: int
    text: str  # as rendered; code without its backticks
    target: str = ""  # address
    title: str = ""
    markup: str = ""  # source: "**", "<u>", "[^1]"


@dataclass(frozen=True, slots=True)
class Plain:
    """A text without its inline marks. `offsets[i]` is the offset of `text[i]` in the raw text."""

    text: str
    offsets: tuple[int, ...]
    marks: tuple[Mark, ...] = ()  # outer marks before inner ones


def plain(raw: str, references: Mapping[str, str] | None = None) -> Plain:
    """Return the plain text of `raw` with the offset of each of its characters. Ambiguous structure stays raw.

    Emphasis marks, addresses, HTML tags, marks of footnotes, struck text and backslashes are gone; the text of a link,
    the description of an image and inline code with its backticks stay; a line break is a space. `references` maps the
    labels of link definitions to addresses (`link_references` finds them), for links such as "[teks][label]".
    """
    if raw.count("[") > MOST_BRACKETS:
        return Plain(raw, tuple(range(len(raw))))
    text, places = _without_continuations(raw)
    environment: dict[str, Any] = {
        "references": {label: {"href": target, "title": ""} for label, target in (references or {}).items()}
    }
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(text, parser, environment, tokens)
    walk = _PlainTextWalk(text)
    try:
        walk.over(tokens)
    except _AlignmentError:
        return Plain(raw, tuple(range(len(raw))))
    return Plain("".join(walk.plain), tuple(places[at] for at in walk.offsets), tuple(walk.marks))


def link_references(text: str) -> dict[str, str]:
    """Return the link definitions of a Markdown text: label (as CommonMark folds it) to address."""
    environment: dict[str, Any] = {}
    _parser().parse(text, environment)
    return {label: str(entry["href"]) for label, entry in environment.get("references", {}).items()}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "footnote", _footnote)
    return parser


def _footnote(state: StateInline, silent: bool) -> bool:
    """Parse "[^1]", which is not in CommonMark."""
    found = FOOTNOTE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("footnote", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _without_continuations(raw: str) -> tuple[str, list[int]]:
    """Return `raw` without the markers of continuation lines, and the offsets of its characters."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for found in CONTINUATION.finditer(raw):
        parts.append(raw[at : found.start() + 1])
        places += range(at, found.start() + 1)
        at = found.end()
    return "".join([*parts, raw[at:]]), [*places, *range(at, len(raw))]


class _AlignmentError(Exception):
    """The tokens and the raw text cannot be aligned."""


@dataclass(frozen=True, slots=True)
class _OpenMark:
    """An open mark: its source, its offset, and the numbers of plain characters and marks before it."""

    name: str
    written: str
    at: int
    plain: int
    marks: int
    token: Token | None


KINDS = {"strong": MarkKind.STRONG, "em": MarkKind.EMPHASIS, "s": MarkKind.STRUCK}


class _PlainTextWalk:
    """Walks the raw text along the tokens and collects the plain text."""

    def __init__(self, raw: str, at: int = 0) -> None:
        self.raw = raw
        self.at = at
        self.plain: list[str] = []  # its characters
        self.offsets: list[int] = []
        self.marks: list[Mark] = []
        self._open: list[_OpenMark] = []

    def over(self, tokens: list[Token]) -> None:
        """Process the tokens in order.

        Raises:
            _Lost: a token does not match the raw text at the current offset.
        """
        for token in tokens:
            if token.type == "text":
                self._append(token.content, len(token.content), token.content)
            elif token.type == "text_special":
                self._append(token.content, len(token.markup), token.markup)
            elif token.type in ("softbreak", "hardbreak"):
                found = BREAK.match(self.raw, self.at)
                if not found:
                    raise _AlignmentError
                self._append(" ", len(found.group()), found.group())
            elif token.type == "code_inline":
                self._code(token)
            elif token.type == "image":
                self._image(token)
            elif token.type == "footnote":
                self._skip(token.content)
                at = len(self.offsets)
                self.marks.append(Mark(MarkKind.FOOTNOTE, at, at, token.content, markup=token.content))
            elif token.type == "html_inline":
                self._tag(token.content)
            elif token.nesting > 0:
                self._begin(token.type.removesuffix("_open"), "[" if token.type == "link_open" else token.markup, token)
            elif token.nesting < 0:
                self._finish(token)
            else:
                self._skip(token.markup or token.content)

    def _append(self, text: str, length: int, expected: str) -> None:
        """Append `text` to the plain text; its source is `length` characters long and begins with `expected`."""
        if not self.raw.startswith(expected, self.at):
            raise _AlignmentError
        self.plain += text
        # An entity may be longer or shorter than its character.
        self.offsets += [min(self.at + i, self.at + length - 1) for i in range(len(text))]
        self.at += length

    def _skip(self, mark: str) -> None:
        if not self.raw.startswith(mark, self.at):
            raise _AlignmentError
        self.at += len(mark)

    def _code(self, token: Token) -> None:
        ticks = token.markup
        closing = re.compile(rf"(?<!`){ticks}(?!`)").search(self.raw, self.at + len(ticks))
        if not closing or not self.raw.startswith(ticks, self.at):
            raise _AlignmentError
        raw = self.raw[self.at : closing.end()]
        start = len(self.offsets)
        self._append(raw.replace("\n", " "), len(raw), raw)
        self.marks.append(Mark(MarkKind.CODE, start, len(self.offsets), token.content))

    def _image(self, token: Token) -> None:
        self._begin("image", "![", token)
        self.over(token.children or [])
        self._last()
        self._skip("]")
        self._destination(str(token.attrs.get("src", "")))
        self._mark(MarkKind.IMAGE, target=str(token.attrs.get("src", "")), title=str(token.attrs.get("title", "")))

    def _begin(self, name: str, written: str, token: Token | None = None) -> None:
        at = self.at
        self._skip("<" if token is not None and token.markup == "autolink" else written)
        self._open.append(_OpenMark(name, written, at, len(self.offsets), len(self.marks), token))

    def _finish(self, token: Token) -> None:
        opened = self._last()
        if token.type != "link_close":
            self._skip(token.markup)
            self._mark(KINDS[token.type.removesuffix("_close")])
            return
        assert opened is not None
        target = str(opened.attrs.get("href", ""))
        if token.markup == "autolink":
            self._skip(">")
        else:
            self._skip("]")
            self._destination(target)
        self._mark(MarkKind.LINK, target=target, title=str(opened.attrs.get("title", "")))

    def _last(self) -> Token | None:
        """Return the last open mark, discarding unclosed HTML tags."""
        while self._open[-1].token is None:
            self._open.pop()
        return self._open[-1].token

    def _tag(self, written: str) -> None:
        """Process an HTML tag; unmatched tags are ignored."""
        found = HTML_TAG.fullmatch(written)
        name = found[2].lower() if found else ""
        if found and not found[1]:
            self._begin(name, written)
            return
        self._skip(written)
        if found and self._open and self._open[-1].name == name and self._open[-1].token is None:
            if name in RAISING:
                opened = self._open.pop()
                self.plain[opened.plain :] = RAISING[name]("".join(self.plain[opened.plain :]))
            else:
                self._mark(MarkKind(HTML_KINDS.get(name, "tag")))

    def _mark(self, kind: MarkKind, *, target: str = "", title: str = "") -> None:
        """Close the last open mark around the plain text since it was opened. Struck text is removed."""
        opened = self._open.pop()
        text = "".join(self.plain[opened.plain :])
        written = opened.written
        if kind is MarkKind.STRUCK:
            del self.plain[opened.plain :], self.offsets[opened.plain :], self.marks[opened.marks :]
            written = self.raw[opened.at : self.at]
        # An outer mark comes before its inner ones.
        self.marks.insert(opened.marks, Mark(kind, opened.plain, len(self.offsets), text, target, title, written))

    def _destination(self, target: str) -> None:
        """Skip "(address "title")" or "[label]" after the closing bracket; a shortcut reference has neither."""
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
