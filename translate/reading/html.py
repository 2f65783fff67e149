"""Web pages: the article text is found by the elements of the page, its date and author by trafilatura.

trafilatura (https://trafilatura.readthedocs.io) parses the page and reads its metadata. Its choice of text is not
used: it drops text inside wrappers with names such as "share" and joins short paragraphs
(bench/pages.py compares the two).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from translate.document import Kind
from translate.reading.blocks import Extract, Piece, lay_out
from translate.reading.html_article import ArticleBlocks, choose
from translate.reading.html_blocks import HtmlBlock, PageBlocks, letters, page_blocks
from translate.reading.html_data import article_body
from translate.reading.html_title import bare_title, headline, page_titles
from translate.reading.quiet import quiet

DEEPEST = 250  # levels of elements; libxml2 drops content deeper than about 255, and everything after it
SHOWN = 0.6  # minimum share of the JSON-LD text that the visible page has; below it the JSON-LD text is read


def read_html(page: str) -> Extract:
    """Return the article of a page. No script is run, nothing is fetched."""
    with quiet():
        tree = _tree(page)
        author, date, notes = _metadata(tree)
        notes += _depth_notes(tree)
        found = page_blocks(tree)
    titles = page_titles(tree)
    title = headline(titles, list(found.blocks))
    article = choose(found, title, author)
    data = article_body(tree)
    if _length(article) < SHOWN * sum(len(letters(line)) for line in data):
        text, laid = lay_out([_title(title, titles), *(Piece(line) for line in data)])
        note = "the page shows only part of the article: its text was taken from the data in the page"
        return Extract(text, laid, author, date, (*notes, note))
    if not any(block.letters for block, _ in article.blocks):
        article = ArticleBlocks(tuple((block, None) for block in found.blocks if block is not title))
        notes += ("no article was found on the page: all its text was taken",) if found.blocks else ()
    text, laid = lay_out(_pieces(article, title, titles))
    return Extract(text, laid, author, date, (*notes, *_notes(article, found)))


def _length(article: ArticleBlocks) -> int:
    return sum(len(block.letters) for block, _ in article.blocks)


def _tree(page: str) -> Any:
    """Return the element tree of a page; None if it is empty."""
    from trafilatura import load_html

    if "<html" not in page[:10_000].casefold():
        page = f"<html>{page}"  # otherwise trafilatura does not recognise the page and returns nothing
    return load_html(page)


def _depth_notes(tree: Any) -> tuple[str, ...]:
    """Return a note if elements nest so deep that the parser may have dropped the rest of the page."""
    from lxml.etree import iterwalk

    depth = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end")) if tree is not None else ():
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    note = "the elements of the page nest too deep: text further in, and all text behind it, may not have been read"
    return (note,) if deepest >= DEEPEST else ()


def _metadata(tree: Any) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return the author and the date that the page states, and a note if they could not be read."""
    from trafilatura.metadata import extract_metadata

    # Only dates that the page states; a fixed range, so that the result does not depend on today's date.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    if tree is None:
        return None, None, ()
    try:
        found = extract_metadata(tree, date_config=dates, extensive=False)
    # Damaged pages raise nearly any error here (AssertionError of htmldate, ValueError, AttributeError).
    except Exception as error:
        return None, None, (f"the date and author of the page could not be read ({type(error).__name__})",)
    return found.author, found.date, ()


def _title(title: HtmlBlock | None, titles: list[str]) -> Piece:
    return Piece(title.text if title else bare_title(titles), Kind.TITLE)


def _pieces(article: ArticleBlocks, title: HtmlBlock | None, titles: list[str]) -> Iterator[Piece]:
    """Yield the pieces of the article, the title first when the page has one."""
    named = _title(title, titles)
    yield named
    again = letters(named.text)  # many pages repeat their title
    for block, role in article.blocks:
        if block.letters != again or block.kind is Kind.CELL:
            yield Piece(block.text, block.kind, role, block.mark, block.opens_row)


def _notes(article: ArticleBlocks, page: PageBlocks) -> Iterator[str]:
    """Yield remarks on text that was left out or is uncertain."""
    omitted = [_counted(article.paragraphs, "paragraph"), _counted(article.labels, "link or short line")]
    if any(omitted):
        yield f"{' and '.join(part for part in omitted if part)} of the page left out as no part of the article"
    if article.revealed:
        yield f"{_counted(article.revealed, 'paragraph')} read that the page shows only after a click"
    elif article.more:
        yield f"the page has a link to more of the article (“{article.more}”), which is not in the file"
    if page.struck:
        yield f"{_counted(page.struck, 'struck-out passage')} of the page not read"


def _counted(count: int, noun: str) -> str:
    if count < 2:
        return f"{count} {noun}" if count else ""
    return f"{count} {noun.replace('link or short line', 'links or short lines') if ' or ' in noun else noun + 's'}"
