"""The blocks of a web page: every run of text that a browser would set as a paragraph, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from translate.document import Kind


def _names(listed: str) -> frozenset[str]:
    return frozenset(re.split(" +", listed))


HIDDEN = _names(
    "script style template noscript svg math iframe object embed canvas audio video button select textarea input option"
    " head title meta link dialog datalist map"
)
INLINE = _names(
    "a abbr acronym amp-link b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby s samp small"
    " span strike strong sub sup time tt u var wbr rb rt rp img picture source"
)
KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Kind.HEADING),
    **dict.fromkeys(("li", "td", "th", "dt", "dd"), Kind.LIST),
    "blockquote": Kind.QUOTE,
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}
ASIDE = _names("nav aside footer form menu")
ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:comments?|komentar|disqus|related|terkait|shar(?:e|ing)|social|sosmed|side-?bar|bread-?crumbs?|menu"
    r"|nav(?:bar|igation)?|footer|cookies?|newsletter|subscribe|popup|modal|advert\w*|ads?|iklan|banner|widget|recommend\w*"
    r"|rekomendasi|(?:ter)?populer|trending|tags?|pagination|paging)(?=$|[\s_-])",
    re.I,
)
DEEPEST = 400  # levels of nesting; what stands deeper is read as text of that level
SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*\s*$")


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of a page."""

    text: str
    tag: str
    kind: Kind
    letters: str
    linked: float  # share of its letters that are link text
    path: tuple[int, ...]  # number of each element on the way down from the root
    container: tuple[int, ...]  # path of the innermost <article> or <main> it stands in, or ()
    aside: bool  # stands in a menu, a footer, comments and the like


def page_blocks(page: str) -> list[HtmlBlock]:
    """Return every block of a page that has letters, in order."""
    from trafilatura import load_html

    tree = load_html(page)
    if tree is None:
        return []
    walk = _Walk()
    walk.element(tree, _Place("body", Kind.BODY, (), (), False), linked=False)
    walk.flush()
    return walk.blocks


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: what a text found here is part of."""

    tag: str
    kind: Kind
    path: tuple[int, ...]
    container: tuple[int, ...]
    aside: bool

    def inside(self, element: Any, number: int) -> _Place:
        """Return the place inside a block element that is child `number`."""
        tag = str(element.tag)
        path = (*self.path, number)
        # A paragraph in a quote or a table cell is a quote or a cell.
        kind = KINDS.get(tag, self.kind)
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        holds = tag in ("article", "main") or element.get("itemprop") == "articleBody"
        # A page may call its whole body "has-sidebar"; only smaller parts are judged by their names.
        named = tag not in ("html", "body", "main", "article") and ASIDE_NAME.search(name) is not None
        aside = self.aside or tag in ASIDE or named
        return _Place(tag, kind, path, path if holds else self.container, aside)


class _Walk:
    """Goes down a tree of elements and gathers text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[HtmlBlock] = []
        self._texts: list[str] = []
        self._linked = 0
        self._place: _Place | None = None

    def element(self, element: Any, place: _Place, *, linked: bool) -> None:
        """Take an element's own text and its children; its tail belongs to the parent."""
        self._text(element.text, place, linked)
        for number, child in enumerate(element):
            tag = child.tag
            if isinstance(tag, str) and tag not in HIDDEN and not _unseen(child):
                if tag == "br":
                    self._texts.append("\n")
                elif tag in INLINE or len(place.path) > DEEPEST:
                    self.element(child, place, linked=linked or tag == "a")
                else:
                    self.flush()
                    self.element(child, place.inside(child, number), linked=linked)
                    self.flush()
            self._text(child.tail, place, linked)

    def _text(self, text: str | None, place: _Place, linked: bool) -> None:
        if text:
            text = re.sub(r"\s+", " ", text)
            self._texts.append(text)
            self._linked += linked * sum(character.isalnum() for character in text)
            self._place = place

    def flush(self) -> None:
        """End the block that was gathered."""
        text, place, linked = "".join(self._texts), self._place, self._linked
        self._texts, self._place, self._linked = [], None, 0
        if place is None:
            return
        total = sum(character.isalnum() for character in text)
        for paragraph in _broken(text) if place.kind is not Kind.HEADING else [text.replace("\n", " ")]:
            said = "".join(character for character in paragraph.casefold() if character.isalnum())
            if said:
                share = linked / total
                clean = re.sub(r"\s+", " ", paragraph).strip()
                self.blocks.append(
                    HtmlBlock(clean, place.tag, place.kind, said, share, place.path, place.container, place.aside)
                )


def _unseen(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    return element.get("hidden") is not None or "display:none" in style or element.get("aria-hidden") == "true"


def _broken(text: str) -> list[str]:
    """Cut a block at its <br>: at two in a row, and at one that follows the end of a sentence."""
    paragraphs = [""]
    for i, line in enumerate(text.split("\n")):
        if i and (not line.strip() or not paragraphs[-1].strip() or SENTENCE_END.search(paragraphs[-1])):
            paragraphs.append(line)
        else:
            paragraphs[-1] += " " + line
    return paragraphs
