"""The headline of a page: the heading that matches its metadata."""

from __future__ import annotations

import re
from typing import Any

from translate.document import Kind
from translate.reading.html_blocks import HtmlBlock, letters

SUFFIX = re.compile(r"\s+[-|–—•»:]{1,2}\s+[^-|–—•»]{2,60}$")  # the name of the site or its section after a page's title
PREFIX = re.compile(r"^[^-|–—•»:]{2,40}\s*[-|–—•»:]\s+")  # or before it
NAMES = ("og:title", "twitter:title", "dc.title", "title")
ENOUGH = 12  # letters; a shorter heading is a section ("Regional") before it is a headline
WORDS = 3
PARAGRAPH = 60  # letters of a block that is text


def page_titles(tree: Any) -> list[str]:
    """Return the titles in the metadata of the page, og:title and the like first, then <title>, unchanged."""
    found: dict[str, str] = {}
    titles: list[str] = []
    for element in tree.iter("meta", "title") if tree is not None else ():
        if element.tag == "title":
            titles.append(" ".join("".join(element.itertext()).split()))
        else:
            name = (element.get("property") or element.get("name") or "").casefold()
            if name in NAMES:
                found.setdefault(name, " ".join((element.get("content") or "").split()))
    # An <svg> has its own <title>, but later in the page.
    return [title for title in (*(found.get(name, "") for name in NAMES), *titles[:1]) if title]


def headline(titles: list[str], blocks: list[HtmlBlock]) -> HtmlBlock | None:
    """Return the block of the headline: one that matches a title of the page, else its first long <h1>."""
    forms = {letters(form) for title in titles for form in _forms(title)} - {""}
    named = [block for block in blocks if block.letters in forms]
    for headings in (True, False):
        for block in named:
            if (block.kind is Kind.HEADING) is headings and (headings or len(block.letters) >= ENOUGH):
                return block
    close = [block for block in blocks if block.kind is Kind.HEADING and _close(block, forms)]
    if close:
        return close[0]
    firsts = [block for block in blocks if block.tag == "h1" and block.linked < 1]
    long = [block for block in firsts if len(block.letters) >= ENOUGH and len(block.text.split()) >= WORDS]
    if long:
        return long[0]
    if firsts and not titles:
        return firsts[0]
    return _above_text(blocks) if len(bare_title(titles).split()) <= WORDS else None


def _above_text(blocks: list[HtmlBlock]) -> HtmlBlock | None:
    """Return the heading above the first paragraph, for pages whose title is only the name of the site."""
    heading = None
    for block in blocks:
        if block.kind is Kind.HEADING and len(block.letters) >= ENOUGH and len(block.text.split()) > WORDS:
            heading = block
        elif heading is not None and block.kind is Kind.BODY and len(block.letters) >= PARAGRAPH and not block.linked:
            return heading
    return None


def bare_title(titles: list[str]) -> str:
    """Return the title without the name of the site."""
    return SUFFIX.sub("", titles[0]) if titles else ""


def _forms(title: str) -> list[str]:
    forms = [title]
    while len(forms) < 4 and (shorter := SUFFIX.sub("", forms[-1])) != forms[-1]:
        forms.append(shorter)
    return [*forms, *(PREFIX.sub("", form) for form in forms)]


def _close(block: HtmlBlock, forms: set[str]) -> bool:
    """Return whether a heading and a title are nearly the same: one begins with the other."""
    heading = block.letters
    if (
        block.tag == "h1"
        and block.linked < 1
        and len(block.text.split()) > 1
        and any(form.startswith(heading) for form in forms)
    ):
        return True
    if len(heading) < 2 * ENOUGH:
        return False
    return any(form.startswith(heading) or (len(form) >= 2 * ENOUGH and heading.startswith(form)) for form in forms)
