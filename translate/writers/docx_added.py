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
    added, properties = word.element("p"), word.element("pPr")
    old = element.find(f"{WORD}pPr")
    if old is not None:
        properties.extend(deepcopy(property) for name in KEPT_BY_SOURCE for property in old.findall(f"{WORD}{name}"))
        if (section := old.find(f"{WORD}sectPr")) is not None:  # section properties belong to its last paragraph
            properties.append(section)
    element.get_or_add_pPr().get_or_add_spacing().set(f"{WORD}after", "0")
    added.append(properties)
    added.append(own_run(" ".join(words.split()), translation.document.language))
    element.addnext(added)


def own_run(text: str, language: str, *, bold: bool = False, small: bool = True) -> Any:
    """Return a run: small and grey, or in the document style."""
    locale = word.LOCALES.get(language, language)
    properties = word.element("rPr")
    properties.extend([word.element("b", val="1")] if bold else ())
    properties.extend([word.element("color", val=GREY), word.element("sz", val=str(SMALL))] if small else ())
    properties.append(word.element("lang", val=locale, eastAsia=word.LOCALES["ja"]))
    return word.run_of(plain(text), properties)


def own_paragraph(text: str, language: str, *, bold: bool, small: bool) -> Any:
    """Return a paragraph of one run: small and grey, or in the document style."""
    paragraph = word.element("p")
    paragraph.append(own_run(text, language, bold=bold, small=small))
    return paragraph


def plain(text: str, *, lines: bool = False) -> str:
    """Return text without characters forbidden in XML."""
    check_characters(text)
    shown = "\n".join(" ".join(line.split()) for line in text.split("\n")) if lines else " ".join(text.split())
    return word.NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(shown))


def mark_place(run: Any, index: int) -> None:
    """Add a segment's bookmark, the target of `add_references`, at a run."""
    number = str(FIRST_BOOKMARK + index)
    run.addprevious(word.element("bookmarkStart", id=number, name=_bookmark(index)))
    run.addnext(word.element("bookmarkEnd", id=number))


def add_references(paragraph: Any, evidence: Iterable[int], language: str) -> None:
    """Add a link to the bookmark of each segment."""
    for index in evidence:
        link = word.element("hyperlink", anchor=_bookmark(index))
        run = own_run(f"[{index + 1}]", language)
        run[-1].text = f" {run[-1].text}"
        link.append(run)
        paragraph.append(link)


def _bookmark(index: int) -> str:
    return f"warta_s{index + 1}"
