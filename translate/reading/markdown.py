"""Markdown: headings, paragraphs, lists, quotes and table cells are read; marks, code and HTML are layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from translate.document import Kind
from translate.reading.blocks import Block, Extract
from translate.reading.normalise import SPACES
from translate.util.markup import plain

if TYPE_CHECKING:
    from markdown_it.token import Token

FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
FIELD = re.compile(r"^(?P<key>author|authors|date|penulis|tanggal)[ \t]*:[ \t]*(?P<value>[^\n]+)$", re.M | re.I)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
HTML_TEXT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.S | re.I)


@dataclass(slots=True)
class _Lines:
    """The lines of a text, and where a search for the next cell of a table row goes on."""

    lines: list[str]
    starts: list[int] = field(default_factory=list)
    cell: tuple[int, int] = (-1, 0)  # line, column

    def __post_init__(self) -> None:
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line) + 1


def read_markdown(text: str) -> Extract:
    """Return the blocks of a normalised Markdown text; each covers its inline text as it stands there."""
    from markdown_it import MarkdownIt

    front = FRONT_MATTER.match(text)
    # The same number of lines, all blank, so that every line of the rest keeps its number.
    body = "\n" * front.group().count("\n") + text[front.end() :] if front else text
    environment: dict[str, Any] = {}
    tokens = MarkdownIt("commonmark").enable("table").parse(body, environment)
    references = {label: str(entry["href"]) for label, entry in environment.get("references", {}).items()}
    lines = _Lines(text.split("\n"))
    blocks: list[Block] = []
    titled = False
    for i, token in enumerate(tokens):
        if token.type != "inline" or token.map is None:
            continue
        span = _span(lines, token, cell=tokens[i - 1].type in ("td_open", "th_open"))
        found = plain(text[span[0] : span[1]], references)
        if found.text.strip():
            kind = _kind(tokens, i, titled=titled)
            titled |= kind is Kind.TITLE
            said = type(found)(SPACES.sub(" ", found.text), found.offsets, found.links)
            blocks.append(Block(*span, kind, said))
    fields = {entry["key"].casefold(): entry["value"] for entry in FIELD.finditer(front["fields"])} if front else {}
    return Extract(text, tuple(blocks), _author(fields), _date(fields), _notes(tokens))


def _span(lines: _Lines, token: Token, *, cell: bool) -> tuple[int, int]:
    """Return where the inline text of a token stands."""
    begin = token.map[0] if token.map else 0
    if cell:
        return _cell_span(lines, token.content, begin)
    said = token.content.split("\n")
    first, last = lines.lines[begin], lines.lines[begin + len(said) - 1]
    if len(said) == 1:
        column = first.rfind(said[0])  # the last: "1. 1" says 1 once
        return lines.starts[begin] + column, lines.starts[begin] + column + len(said[0])
    # A paragraph's first line ends with the text, whatever marks stand before it.
    start = lines.starts[begin] + first.rfind(said[0].rstrip())
    return start, lines.starts[begin + len(said) - 1] + len(last.rstrip())


def _cell_span(lines: _Lines, content: str, line: int) -> tuple[int, int]:
    said = content.replace("|", "\\|")  # the parser unescapes what would else end a cell
    after = lines.cell[1] if lines.cell[0] == line else 0
    column = lines.lines[line].find(said, after)
    if column < 0:
        column = lines.lines[line].find(content, after)
        said = content
    end = column + len(said)
    lines.cell = (line, end)
    return lines.starts[line] + column, lines.starts[line] + end


def _kind(tokens: list[Token], at: int, *, titled: bool) -> Kind:
    """Return the kind by what the inline token stands in; a cell of a table is a short item, as in a list."""
    opening = tokens[at - 1]
    if opening.type == "heading_open":
        return Kind.TITLE if opening.tag == "h1" and not titled else Kind.HEADING
    if opening.type in ("td_open", "th_open"):
        return Kind.LIST
    depth = 0
    for token in (tokens[i] for i in range(at - 2, -1, -1)):
        if token.type in ("list_item_open", "blockquote_open", "list_item_close", "blockquote_close"):
            depth += token.nesting
            if depth > 0:
                return Kind.LIST if token.type == "list_item_open" else Kind.QUOTE
        if token.level == 0 and depth == 0 and token.nesting <= 0:
            break
    return Kind.BODY


def _author(fields: dict[str, str]) -> str | None:
    found = next((fields[key] for key in ("author", "authors", "penulis") if key in fields), "")
    return found.strip().strip("[]\"'").strip() or None


def _date(fields: dict[str, str]) -> str | None:
    found = ISO_DATE.search(fields.get("date", fields.get("tanggal", "")))
    return found.group() if found else None


def _notes(tokens: list[Token]) -> tuple[str, ...]:
    """Say how many HTML blocks with words in them were left as they are."""
    left = sum(
        token.type == "html_block" and any(c.isalpha() for c in HTML_TEXT.sub("", token.content)) for token in tokens
    )
    return (f"{left} HTML block{'s' * (left > 1)} with text left as they are, not translated",) if left else ()
