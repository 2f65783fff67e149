"""Web pages: trafilatura says which text is the article, the page's own elements say what is a paragraph.

trafilatura (https://trafilatura.readthedocs.io) is a good judge of what is article and what is menu, but on short or
unusual pages it glues paragraphs and headings together. So its text is only used to choose among the blocks of the
page; blocks of the same part of the page that it passed over are taken too, and what is still left out is noted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from translate.document import Kind
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.html_blocks import HtmlBlock, page_blocks
from translate.reading.quiet import quiet

WORTH_A_NOTE = 60  # letters: a paragraph as long as that is missed by a reader
SHORT = 25  # letters: so little text can be in an article by chance
LINKED = 0.6  # share of link text above which a block is a menu
SUFFIX = re.compile(r"\s+[-|–—•»]\s+[^-|–—•»]{2,40}$")  # the site's name after a page's title


def read_html(page: str) -> Extract:
    """Return the article of a page. Nothing in it is run, nothing is fetched."""
    if "<html" not in page[:10_000].casefold():
        page = f"<html>{page}"  # without it trafilatura takes a page for something else and gives nothing
    with quiet():
        found = _judged(page)
        blocks = page_blocks(page)
    chosen, left = _choose(blocks, found.texts)
    notes: list[str] = []
    if not any(block.letters for block in chosen):
        chosen, left = blocks, 0
        notes += ["no article was found on the page: all its text was taken"] if blocks else []
    if left:
        notes.append(f"{left} paragraph{'s' * (left > 1)} of the page left out as no part of the article")
    text, laid = lay_out(_pieces(chosen, blocks, found.title))
    return Extract(text, laid, found.author, found.date, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What trafilatura made of a page."""

    texts: tuple[str, ...] = ()
    title: str | None = None
    author: str | None = None
    date: str | None = None


def _judged(page: str) -> _Judged:
    from trafilatura import bare_extraction

    found = bare_extraction(
        page,
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        with_metadata=True,
        # Only dates that the page states; the range is fixed, so that a page reads the same on any day.
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    if found is None or isinstance(found, dict):  # it is a dictionary only when asked for as one
        return _Judged()
    texts = [" ".join(text.split()) for text in found.body.itertext()] if found.body is not None else []
    return _Judged(tuple(texts), found.title, found.author, found.date)


def letters(text: str) -> str:
    """Return the letters and digits of `text`, by which two renderings of it compare equal."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _choose(blocks: list[HtmlBlock], texts: tuple[str, ...]) -> tuple[list[HtmlBlock], int]:
    """Return the blocks of the article, and how many paragraphs of the page were left out."""
    whole, pieces = letters("".join(texts)), {letters(text) for text in texts}
    judged = [_in_article(block, whole, pieces) for block in blocks]
    root = _root([block for block, taken in zip(blocks, judged, strict=True) if taken and len(block.letters) >= SHORT])
    chosen: list[HtmlBlock] = []
    left = 0
    for block, taken in zip(blocks, judged, strict=True):
        if taken or _rescued(block, root):
            chosen.append(block)
        elif len(block.letters) >= WORTH_A_NOTE and block.linked < LINKED and not block.aside:
            left += 1
    return chosen, left


def _in_article(block: HtmlBlock, whole: str, pieces: set[str]) -> bool:
    if len(block.letters) < SHORT:
        return block.letters in pieces and bool(block.letters) and not block.aside
    return block.letters in whole


def _root(taken: list[HtmlBlock]) -> tuple[int, ...]:
    """Return path of the innermost element that holds the article: its <article> or <main>, or all that was taken."""
    if not taken:
        return ()
    containers = Counter(block.container for block in taken if block.container)
    if containers:
        path, count = containers.most_common(1)[0]
        if 2 * count >= len(taken):
            return path
    paths = [block.path for block in taken]
    shared = 0
    while all(len(path) > shared + 1 for path in paths) and len({path[shared] for path in paths}) == 1:
        shared += 1
    return paths[0][:shared]


def _rescued(block: HtmlBlock, root: tuple[int, ...]) -> bool:
    """Return whether a block that trafilatura passed over stands in the article all the same."""
    if not root or block.aside or not block.letters or block.path[: len(root)] != root:
        return False
    return block.linked < LINKED or "baca" in block.letters[:8]


def _pieces(chosen: list[HtmlBlock], blocks: list[HtmlBlock], title: str | None) -> list[Piece]:
    """Return the chosen blocks as pieces, the title first when the page has one."""
    headings = [block for block in chosen if block.tag == "h1"]
    heading = headings[0] if headings else next((b for b in blocks if b.tag == "h1" and not b.aside), None)
    if heading is None and title:
        wanted = letters(SUFFIX.sub("", title))
        heading = next((block for block in chosen[:3] if block.letters and block.letters == wanted), None)
    named = Piece(heading.text, Kind.TITLE) if heading else Piece(SUFFIX.sub("", title or ""), Kind.TITLE)
    again = letters(named.text)  # pages like to say their title twice
    rest = [block for block in chosen if block is not heading and block.letters != again]
    return [named, *(Piece(block.text, block.kind) for block in rest)]
