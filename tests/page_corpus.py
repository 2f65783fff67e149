"""How much of the article of a web page is read, and how much of what is no article; the pages of cases/pages.

Each page there is a pair of files: the page, and the title and paragraphs that a careful reader would take from it.
Sentences are compared by their letters. Captions, bylines, links to other stories and other marks count on neither
side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from translate.document import Kind, Paragraph, Role
from translate.reading import read
from translate.reading.blocks import Extract, Piece, lay_out, paragraphs
from translate.reading.html_blocks import letters

PAGES = Path(__file__).parent / "cases" / "pages"
BESIDE = (Kind.TITLE, Kind.CAPTION, Kind.BOILERPLATE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be read from a page."""

    name: str
    structure: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How a reading compares with what was expected."""

    right: int
    lost: tuple[str, ...]
    foreign: tuple[str, ...]
    titled: bool


def pages() -> list[Path]:
    return sorted(PAGES.glob("*.html"))


def expected(page: Path) -> Expected:
    made = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return Expected(page.stem, made["structure"], made["title"], tuple(_sentences(_laid(made["paragraphs"]))))


def score(wanted: Expected, found: Iterable[str], title: str | None) -> Score:
    found = {letters(sentence): sentence for sentence in found}
    asked = {letters(sentence): sentence for sentence in wanted.sentences}
    return Score(
        sum(said in found for said in asked),
        tuple(sentence for said, sentence in asked.items() if said not in found),
        tuple(sentence for said, sentence in found.items() if said not in asked),
        letters(title or "") == letters(wanted.title),
    )


def read_by_warta(page: Path) -> tuple[list[str], str | None]:
    document = read(page, check_language=False)
    return _sentences(document.paragraphs), document.title


def read_by_trafilatura(page: Path) -> tuple[list[str], str | None]:
    import trafilatura

    found = trafilatura.bare_extraction(page.read_text(encoding="utf-8"), include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):  # it is a dictionary only when asked for as one
        return [], None
    title = found.title or ""
    lines = [line for line in (found.text or "").split("\n") if letters(line) != letters(title)]
    return _sentences(_laid(line.lstrip("- ") for line in lines)), title


def _laid(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    return paragraphs(Extract(*lay_out(Piece(text) for text in texts)))


def _sentences(found: Iterable[Paragraph]) -> list[str]:
    return [
        sentence.text
        for paragraph in found
        if paragraph.kind not in BESIDE
        for sentence in paragraph.sentences
        if sentence.role is Role.TEXT and letters(sentence.text)
    ]
