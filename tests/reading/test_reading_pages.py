"""The pages of tests/cases/pages, made after the markup of Indonesian news sites: whole, and nothing of others."""

from pathlib import Path

import pytest
from page_corpus import expected, pages, read_by_warta, score
from reading_checks import check_spans

from translate.reading import read

PAGES = pages()
FOREIGN = 1  # sentences of no article that one page may bring in


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_page(page: Path) -> None:
    wanted = expected(page)
    sentences, title = read_by_warta(page)
    found = score(wanted, sentences, title)
    assert found.lost == ()
    assert found.titled, title
    assert len(found.foreign) <= FOREIGN, found.foreign


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_what_is_left_out_of_a_page_is_said(page: Path) -> None:
    document = read(page, check_language=False)
    check_spans(document, layout=False)
    assert any("left out as no part of the article" in note for note in document.notes)


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 20
