"""Running headers, footers and page numbers: repeated lines at the edges of pages.

A figure at the edge of a page is a page number if it counts the pages or, in a file of one page, if it is written as a
page number ("Halaman 1 dari 3") or is a separate small figure.
"""

from __future__ import annotations

import re
from collections import Counter

from translate.reading.pdf_lines import PdfLine

EDGE_LINES = 3  # first and last lines of a page that may be headers or footers
REPEATED = 0.6  # minimum share of pages with the line
NAMED_NUMBER = re.compile(
    r"(?:hal(?:aman)?|page|hlm)\.?\s*[-–:]?\s*\d{1,4}(?:\s*(?:dari|of|/)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]"
    r"|\d{1,4}\s*(?:dari|of|/)\s*\d{1,4}",
    re.I,
)
SMALL = re.compile(r"\d{1,2}")
FIGURES = re.compile(r"\d{1,9}")


def without_running_lines(pages: list[list[PdfLine]]) -> tuple[list[list[PdfLine]], list[str]]:
    """Return the pages without running lines at their edges, and the omitted lines."""
    counts: Counter[str] = Counter()
    for number, page in enumerate(pages):
        counts.update({key for i in _edges(page) for key in _keys(page[i].text, number)})
    dropped: dict[str, None] = {}
    kept: list[list[PdfLine]] = []
    for number, page in enumerate(pages):
        running = {i for i in _edges(page) if _runs(page, i, number, len(pages), counts)}
        dropped.update(dict.fromkeys(page[i].text for i in sorted(running)))
        kept.append([line for i, line in enumerate(page) if i not in running])
    return kept, list(dropped)


def _edges(page: list[PdfLine]) -> set[int]:
    """Return the indices of the first and last lines with text."""
    filled = [i for i, line in enumerate(page) if line.text]
    return {*filled[:EDGE_LINES], *filled[-EDGE_LINES:]}


def _keys(text: str, page: int) -> list[str]:
    """Return the keys that a line may share with other pages: its words, or a figure's offset to the page."""
    keys = [f"={text}"] if any(map(str.isalpha, text)) else []
    for found in FIGURES.finditer(text):
        around = f"{text[: found.start()]}#{text[found.end() :]}"
        keys.append(f"{int(found.group()) - page}{around}")
    return keys


def _runs(page: list[PdfLine], at: int, number: int, pages: int, counts: Counter[str]) -> bool:
    text = page[at].text
    if pages > 1:
        most = max((counts[key] for key in _keys(text, number)), default=0)
        return (most > 1 and most >= REPEATED * pages) or NAMED_NUMBER.fullmatch(text) is not None
    filled = [i for i, line in enumerate(page) if line.text]
    outermost = at in (filled[0], filled[-1]) and len(filled) > 1
    inward = at + 1 if at == filled[0] else at - 1
    alone = outermost and not page[inward].text and SMALL.fullmatch(text) is not None
    return outermost and (alone or NAMED_NUMBER.fullmatch(text) is not None)
