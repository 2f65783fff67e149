"""Additions to a translated Word file: the source of a paragraph, lines of the brief, the grade."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from translate.document import Translation
from translate.util.word_text import WORD
from translate.writers import docx_marks as word
from translate.writers.base import check_characters
from translate.writers.docx_runs import tokens_of
from translate.writers.notes import visible

GREY = "595959"  # dark enough to be read
SMALL = 16  # half points
KEPT_BY_SOURCE = ("spacing", "ind", "jc")  # paragraph properties that the source paragraph shares
FIRST_BOOKMARK = 1_000_000  # above the numbers of existing bookmarks


def add_source(element: Any, source: Any, translation: Translation) -> None:
    """Add the source of a paragraph in grey below it."""
    words = "".join(token.text for token in tokens_of(source)).strip()
    if not any(map(str.isalpha, words)):
        return
    added = element.makeelement(f"{WORD}p")
    properties = added.makeelement(f"{WORD}pPr")
    old = element.find(f"{WORD}pPr")
    if old is not None:
        properties.extend(deepcopy(property) for name in KEPT_BY_SOURCE for property in old.findall(f"{WORD}{name}"))
        if (section := old.find(f"{WORD}sectPr")) is not None:  # section properties belong to its last paragraph
            properties.append(section)
    element.get_or_add_pPr().get_or_add_spacing().set(f"{WORD}after", "0")
    added.append(properties)
    added.append(grey_run(added, " ".join(words.split()), translation.document.language))
    element.addnext(added)


def grey_run(paragraph: Any, text: str, language: str, *, bold: bool = False) -> Any:
    """Return a run in small grey type."""
    run = paragraph.makeelement(f"{WORD}r")
    format = run.makeelement(f"{WORD}rPr")
    for name, value in (("b", "1"),) if bold else ():
        format.append(format.makeelement(f"{WORD}{name}", {f"{WORD}val": value}))
    format.append(format.makeelement(f"{WORD}color", {f"{WORD}val": GREY}))
    format.append(format.makeelement(f"{WORD}sz", {f"{WORD}val": str(SMALL)}))
    locale = word.LOCALES.get(language, language)
    format.append(format.makeelement(f"{WORD}lang", {f"{WORD}val": locale, f"{WORD}eastAsia": word.LOCALES["ja"]}))
    run.append(format)
    words = run.makeelement(f"{WORD}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    words.text = plain(text)
    run.append(words)
    return run


def own_paragraph(near: Any, text: str, language: str, *, bold: bool, small: bool) -> Any:
    """Return a paragraph of one run: small and grey, or in the document style."""
    paragraph = near.makeelement(f"{WORD}p")
    run = grey_run(paragraph, text, language, bold=bold)
    if not small:
        format = run[0]
        for name in ("color", "sz"):
            format.remove(format.find(f"{WORD}{name}"))
    paragraph.append(run)
    return paragraph


def plain(text: str, *, lines: bool = False) -> str:
    """Return text without characters forbidden in XML."""
    check_characters(text)
    shown = "\n".join(" ".join(line.split()) for line in text.split("\n")) if lines else " ".join(text.split())
    return word.NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(shown))


def mark_place(run: Any, index: int) -> None:
    """Add a segment's bookmark, the target of `add_references`, at a run."""
    number = str(FIRST_BOOKMARK + index)
    opening = run.makeelement(f"{WORD}bookmarkStart", {f"{WORD}id": number, f"{WORD}name": _bookmark(index)})
    run.addprevious(opening)
    run.addnext(run.makeelement(f"{WORD}bookmarkEnd", {f"{WORD}id": number}))


def add_references(paragraph: Any, evidence: Iterable[int], language: str) -> None:
    """Add a link to the bookmark of each segment."""
    for index in evidence:
        link = paragraph.makeelement(f"{WORD}hyperlink", {f"{WORD}anchor": _bookmark(index)})
        run = grey_run(paragraph, f"[{index + 1}]", language)
        run[-1].text = f" {run[-1].text}"
        link.append(run)
        paragraph.append(link)


def _bookmark(index: int) -> str:
    return f"warta_s{index + 1}"
