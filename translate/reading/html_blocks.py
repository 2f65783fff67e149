"""The blocks of a web page: each run of text that a browser displays as a paragraph, in order.

The regions are the block elements of the page as a tree; they decide which blocks are the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from translate.document import Kind
from translate.reading.html_lines import HtmlLine, TextRun, line_of, lines_of
from translate.util.normalise import lowered, raised


def _names(listed: str) -> frozenset[str]:
    return frozenset(re.split(" +", listed))


UNREAD = _names(
    "script style template noscript svg math iframe object embed canvas audio video button select textarea input option"
    " head title meta link datalist map"
)
INLINE = _names(
    "a abbr acronym amp-link b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp small"
    " span strike strong sub sup time tt u var wbr rb rt rp img picture source"
)
STRUCK = _names("del s strike")
CONTROLS = _names("button input select textarea")
KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Kind.LIST),
    "blockquote": Kind.QUOTE,
    "figure": Kind.CAPTION,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}
CAPTION_NAME = re.compile(r"(?:^|[\s_-])(?:fig)?caption(?:$|[\s_-])|(?:^|\s)(?:foto|photo|image)-?text(?:$|\s)", re.I)
CELL_LENGTH = 300  # characters; tables with longer cells are page layout
HIDDEN_TEXT = 60  # characters; longer hidden lines are text, shorter ones labels
DEEPEST = 400  # levels of nesting; deeper text is read as text of that level


@dataclass(frozen=True, slots=True)
class Region:
    """A block element: its position and its tag."""

    parent: int  # index of the region around it, -1 for the page
    tag: str
    names: tuple[str, ...]  # its classes, id and role in small letters
    body: bool  # marked as the article body
    hidden: bool  # it or an ancestor is initially hidden


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of a page."""

    text: str
    tag: str
    kind: Kind
    letters: str  # its letters and digits, for comparison
    linked: float  # share of its letters that are link text
    region: int
    mark: str = ""  # the number of a list item
    opens_row: bool = False  # whether it is the first cell of a row


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """All blocks and regions of a page; a region comes after its parent."""

    blocks: tuple[HtmlBlock, ...]
    regions: tuple[Region, ...]
    controls: frozenset[int]  # regions with buttons or fields as direct content
    struck: int  # number of struck-out passages


def letters(text: str) -> str:
    """Return the letters and digits of `text`, for comparison of renderings."""
    return "".join(character for character in text.casefold() if character.isalnum())


def page_blocks(tree: Any) -> PageBlocks:
    """Return every block with text of a parsed page, in order."""
    walk = _BlockCollector()
    if tree is not None:
        walk.page(tree)
    return PageBlocks(tuple(walk.blocks), tuple(walk.regions), frozenset(walk.controls), walk.struck)


@dataclass(slots=True)
class _Context:
    """The context of the current element."""

    tag: str
    kind: Kind
    region: int
    mark: str = ""  # of a list item, until its first block takes it
    cell: bool = False  # in a cell, whose text is one block
    opens_row: bool = False


class _BlockCollector:
    """Walks an element tree and collects text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[HtmlBlock] = []
        self.regions: list[Region] = []
        self.controls: set[int] = set()
        self.struck = 0
        self._depths: list[int] = []  # of each region
        self._next: dict[int, int] = {}  # the number of the next item of each numbered list
        self._tables: set[Any] = set()  # data tables
        self._runs: list[TextRun] = []
        self._place: _Context | None = None

    def page(self, tree: Any) -> None:
        """Process a whole page."""
        self._content(tree, self._inside(tree, _Context("body", Kind.BODY, -1)), linked=False)
        self._flush()

    def _inside(self, element: Any, place: _Context) -> _Context:
        """Return the context inside a block element, which becomes a region."""
        tag = str(element.tag)
        if tag == "table" and _holds_data(element):
            self._tables.add(element)
        hidden = (place.region >= 0 and self.regions[place.region].hidden) or _unseen(element)
        names = " ".join(element.get(name) or "" for name in ("class", "id", "role"))
        body = tag in ("article", "main") or element.get("itemprop") == "articleBody"
        self.regions.append(Region(place.region, tag, tuple(names.casefold().split()), body, hidden))
        region = len(self.regions) - 1
        if (start := _start(element)) is not None:
            self._next[region] = start
        self._depths.append(self._depths[place.region] + 1 if place.region >= 0 else 0)
        if tag in ("td", "th") and next(element.iterancestors("table"), None) in self._tables:
            return _Context(tag, Kind.CELL, region, cell=True, opens_row=_first_cell(element))
        # A paragraph in a quote is a quote.
        kind = KINDS.get(tag, place.kind)
        if kind is Kind.BODY and CAPTION_NAME.search(element.get("class") or ""):
            kind = Kind.CAPTION
        return _Context(tag, kind, region, mark=self._number(place.region) if tag == "li" else place.mark)

    def _number(self, region: int) -> str:
        """Return the mark of the next list item; empty if the list is not numbered."""
        number = self._next.get(region)
        if number is None:
            return ""
        self._next[region] = number + 1
        return f"{number}. "

    def _content(self, element: Any, place: _Context, *, linked: bool) -> None:
        """Process an element's text and children; the tail of a child belongs to the element."""
        self._text(element.text, place, linked)
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                if tag in CONTROLS:
                    self.controls.add(place.region)
                if tag == "br":
                    self._runs.append(TextRun(" " if place.cell else "\n", linked))
                elif tag in STRUCK:
                    self.struck += any(character.isalnum() for text in child.itertext() for character in text)
                elif tag not in UNREAD:
                    self._child(child, place, linked)
            self._text(child.tail, place, linked)

    def _child(self, child: Any, place: _Context, linked: bool) -> None:
        tag = child.tag
        hidden = tag in INLINE and _unseen(child)
        if hidden and _length(child) < HIDDEN_TEXT:
            return  # a label for screen readers, a counter
        if tag in INLINE and not hidden:
            self._inline(child, place, linked=linked or tag == "a")
        elif place.cell or self._depths[place.region] >= DEEPEST:
            self._runs.append(TextRun(" ", False))
            self._content(child, place, linked=linked)
            self._runs.append(TextRun(" ", False))
        else:
            self._flush()
            inside = self._inside(child, place)
            self._content(child, inside, linked=linked)
            if inside.cell:
                self._place = inside  # an empty cell keeps its column
            self._flush()

    def _inline(self, child: Any, place: _Context, *, linked: bool) -> None:
        before = len(self._runs)
        self._content(child, place, linked=linked)
        if child.tag in ("sup", "sub"):
            turned = raised if child.tag == "sup" else lowered
            self._runs[before:] = [TextRun(turned(run.text), run.linked) for run in self._runs[before:]]

    def _text(self, text: str | None, place: _Context, linked: bool) -> None:
        if text:
            self._runs.append(TextRun(re.sub(r"\s+", " ", text), linked))
            self._place = place

    def _flush(self) -> None:
        """End the current block."""
        runs, place = self._runs, self._place
        self._runs, self._place = [], None
        if place is None:
            return
        lines = [line_of(runs)] if place.kind in (Kind.HEADING, Kind.CELL) else lines_of(runs)
        for line in lines:
            self._block(line, place)

    def _block(self, line: HtmlLine, place: _Context) -> None:
        characters = letters(line.text)
        if not characters and not place.cell:
            return
        kind = Kind.LIST if line.mark and place.kind is Kind.BODY else place.kind
        mark, place.mark = line.mark or place.mark, ""
        block = HtmlBlock(line.text, place.tag, kind, characters, line.linked, place.region, mark, place.opens_row)
        self.blocks.append(block)


def _unseen(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return element.get("hidden") is not None or "display:none" in style or element.get("aria-hidden") == "true"


def _length(element: Any) -> int:
    return sum(len(text) for text in element.itertext())


def _holds_data(table: Any) -> bool:
    """Return whether a table has data, a line of text in each cell, rather than page columns."""
    rows = list(table.iter("tr"))
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if len(cells) <= len(rows) or next(table.iterdescendants("table"), None) is not None:
        return False
    return all(len("".join(cell.itertext()).strip()) <= CELL_LENGTH for cell in cells)


def _first_cell(element: Any) -> bool:
    return next(element.itersiblings("td", "th", preceding=True), None) is None


def _start(element: Any) -> int | None:
    """Return the number of the first item of a numbered list; None for any other element."""
    if element.tag != "ol":
        return None
    start = element.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 7 else None
