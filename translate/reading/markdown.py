"""Markdown: headings, paragraphs, lists, quotes and table cells are read; marks, code and HTML are layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from translate.document import Kind, Role
from translate.reading.blocks import Block, Extract
from translate.util.front_matter import FrontMatter, front_matter, quote_before, unescaped
from translate.util.markup import MarkKind, plain
from translate.util.normalise import SPACES

if TYPE_CHECKING:
    from markdown_it.token import Token

# "[^1]: " begins a footnote; to the parser it is a list item, which may continue in indented lines.
FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]\s]{1,40}\]:(?:[ \t]+|$)", re.M)
TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
# HTML constructs by their beginning, with their end.
HTML_MARKS = (
    (re.compile("<!--"), re.compile("-->")),
    (re.compile("<script", re.I), re.compile("</script[^>]*+>", re.I)),
    (re.compile("<style", re.I), re.compile("</style[^>]*+>", re.I)),
    (re.compile("<"), re.compile(">")),
)
DEEPEST = 100  # levels of quotes and lists, a list counts twice; the parser skips deeper content
HOLDING = {"list_item_open": Kind.LIST, "blockquote_open": Kind.QUOTE}
CODE_SIGNS = re.compile(r"[{}<>=;|\\$#]|\w\(|^\s*[-+*/]")


@dataclass(slots=True)
class _Lines:
    """The lines of a text, and the position from which the next table cell is searched."""

    lines: list[str]
    starts: list[int] = field(default_factory=list)
    cell: tuple[int, int] = (-1, 0)  # line, column

    def __post_init__(self) -> None:
        at = 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line) + 1


def read_markdown(text: str) -> Extract:
    """Return the blocks of a normalised Markdown text; each covers its inline source text."""
    from markdown_it import MarkdownIt

    front = front_matter(text)
    # Replaced by as many blank lines, so that line numbers stay the same.
    body = "\n" * text.count("\n", 0, front.end) + text[front.end :] if front else text
    environment: dict[str, Any] = {}
    # Blocks only; inline content is parsed by `plain`.
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").disable("inline")
    tokens = parser.parse(FOOTNOTE.sub("- ", body), environment)
    references = {label: str(entry["href"]) for label, entry in environment.get("references", {}).items()}
    lines = _Lines(text.split("\n"))
    blocks = [_title(text, front.title)] if front and front.title else []
    titled, indented = bool(blocks), 0
    around: list[Kind] = []  # the quotes and list items around a token, outermost first
    for i, token in enumerate(tokens):
        if token.type in HOLDING:
            around.append(HOLDING[token.type])
        elif token.type in ("list_item_close", "blockquote_close"):
            around.pop()
        elif token.type == "code_block" and _is_prose(token.content):
            found = list(_indented(lines, token))
            indented += len(found)
            blocks += found
        elif token.type == "inline" and token.map is not None:
            span = _span(lines, token, cell=tokens[i - 1].type in ("td_open", "th_open"))
            block = _block(text, span, _kind(tokens[i - 1], around, titled=titled), references)
            titled |= block is not None and block.kind is Kind.TITLE
            blocks += [block] if block else []
    struck = sum(mark.kind is MarkKind.STRUCK for block in blocks if block.plain for mark in block.plain.marks)
    notes = tuple(_notes(tokens, front, indented, struck))
    return Extract(text, tuple(blocks), front.author if front else None, front.date if front else None, notes)


def _title(text: str, span: tuple[int, int]) -> Block:
    """Return the block of a title in the front matter, which is a string of YAML or TOML, not Markdown."""
    raw = text[slice(*span)]
    found = unescaped(raw, quote_before(text, span[0]))
    return Block(*span, Kind.TITLE, found if found.text != raw else None)


def _block(text: str, span: tuple[int, int], kind: Kind, references: dict[str, str]) -> Block | None:
    """Return the block of a span of inline text; None if it has no text or only an address."""
    task = TASK.match(text, *span) if kind is Kind.LIST else None
    start = task.end() if task else span[0]
    found = plain(text[start : span[1]], references)
    if not found.text.strip() or ADDRESS.fullmatch(found.text.strip()):
        return None
    plain_text = replace(found, text=SPACES.sub(" ", found.text))
    return Block(start, span[1], kind, plain_text, Role.TEXT if kind is Kind.CELL else None)


def _is_prose(code: str) -> bool:
    """Return whether an indented block is prose: sentences, and no sign of code."""
    lines = [line.strip() for line in code.split("\n") if line.strip()]
    words = sum(len(line.split()) for line in lines)
    stopped = sum(line[-1] in '.!?…”"' for line in lines)
    return words >= 4 * len(lines) and stopped * 2 >= len(lines) and not any(CODE_SIGNS.search(line) for line in lines)


def _indented(lines: _Lines, token: Token) -> Iterator[Block]:
    """Yield the paragraphs of an indented block of text."""
    start = end = -1
    for number in range(*(token.map or (0, 0))):
        line = lines.lines[number]
        if line.strip():
            start = start if start >= 0 else lines.starts[number] + len(line) - len(line.lstrip())
            end = lines.starts[number] + len(line.rstrip())
        elif start >= 0:
            yield Block(start, end)
            start = -1
    if start >= 0:
        yield Block(start, end)


def _span(lines: _Lines, token: Token, *, cell: bool) -> tuple[int, int]:
    """Return the span of the inline text of a token."""
    begin = token.map[0] if token.map else 0
    if cell:
        return _cell_span(lines, token.content, begin)
    content = token.content.split("\n")
    first, last = lines.lines[begin], lines.lines[begin + len(content) - 1]
    if len(content) == 1:
        column = first.rfind(content[0])  # the last: in "1. 1" the text is the second 1
        return lines.starts[begin] + column, lines.starts[begin] + column + len(content[0])
    # The first line of a paragraph ends with the text, after any marks.
    start = lines.starts[begin] + first.rfind(content[0].rstrip())
    return start, lines.starts[begin + len(content) - 1] + len(last.rstrip())


def _cell_span(lines: _Lines, content: str, line: int) -> tuple[int, int]:
    cell = content.replace("|", "\\|")  # the parser has unescaped "|"
    after = lines.cell[1] if lines.cell[0] == line else 0
    column = lines.lines[line].find(cell, after)
    if column < 0:
        column = lines.lines[line].find(content, after)
        cell = content
    end = column + len(cell)
    lines.cell = (line, end)
    return lines.starts[line] + column, lines.starts[line] + end


def _kind(opening: Token, around: list[Kind], *, titled: bool) -> Kind:
    """Return the kind of an inline token by its context."""
    if opening.type == "heading_open":
        return Kind.TITLE if opening.tag == "h1" and not titled else Kind.HEADING
    if opening.type in ("td_open", "th_open"):
        return Kind.CELL
    return around[-1] if around else Kind.BODY


def _notes(tokens: list[Token], front: FrontMatter | None, indented: int, struck: int) -> Iterator[str]:
    """Yield remarks on untranslated parts, and on indented text that was read although it is code in Markdown."""
    omitted = sum(token.type == "html_block" and _has_words(token.content) for token in tokens)
    if omitted:
        yield f"{omitted} HTML block{'s' * (omitted > 1)} with text left as they are, not translated"
    if max((token.level for token in tokens), default=0) >= DEEPEST - 2:
        yield f"lists or quotes nest deeper than {DEEPEST // 2} levels: text further in may be left as it is"
    if front and front.untranslated:
        yield f"front matter left as it is, not translated: {', '.join(front.untranslated)}"
    if indented:
        yield f"{indented} indented paragraph{'s' * (indented > 1)} read as text, not as code"
    if struck:
        plural = struck > 1
        yield f"{struck} struck-out passage{'s' * plural} left as {'they are' if plural else 'it is'}, not translated"


def _has_words(html: str) -> bool:
    """Return whether a piece of HTML displays words; linear in its length."""
    at = 0
    while (mark := html.find("<", at)) >= 0:
        if any(map(str.isalpha, html[at:mark])):
            return True
        closing = next((end for start, end in HTML_MARKS if start.match(html, mark)), None)
        found = closing.search(html, mark) if closing else None
        if found is None:
            return False
        at = found.end()
    return any(map(str.isalpha, html[at:]))
