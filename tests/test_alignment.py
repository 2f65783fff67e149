"""Words of a source are found in its translation, whoever wrote it; the cases are labelled by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from translate.language.alignment import MOST_WORDS, align

CASES = json.loads((Path(__file__).parent / "cases" / "alignment.json").read_text(encoding="utf-8"))
KNOWN = pytest.mark.xfail(strict=True)


def marked(text: str) -> tuple[str, int, int]:
    """Return a text without the two asterisks in it, and where they stood."""
    before, inside, behind = text.split("*")
    return before + inside + behind, len(before), len(before + inside)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[KNOWN] if case.get("known_failure") else [], id=case["source"]) for case in CASES],
)
def test_words_are_found(case: dict[str, Any]) -> None:
    source, start, end = marked(case["source"])
    said, first, last = marked(case["said"])
    placed = align(source, said, case["language"]).place(start, end)
    assert placed is not None
    assert said[slice(*placed)].rstrip(":") == said[first:last].rstrip(":")


@pytest.mark.parametrize("language", ["en", "ja", "xx"])
def test_what_nothing_tells_has_no_place(language: str) -> None:
    alignment = align("Zzyzx qwrt itu.", "Xxxx yyyy vvvv wwww.", language)
    assert alignment.place(0, 5) is None and alignment.behind(5) is None


def test_a_whole_sentence_is_the_whole_translation() -> None:
    said = "Rice prices rose."
    assert align("Harga beras naik.", said, "en").place(0, 16) == (0, 16)


def test_equal_words_keep_their_order() -> None:
    source, said = "Beras lokal dan beras impor naik.", "Local rice and imported rice rose."
    alignment = align(source, said, "en")
    assert [alignment.place(0, 5), alignment.place(16, 21)] == [(6, 10), (24, 28)]


def test_a_mark_stands_behind_its_word() -> None:
    said = "The price of rice rose."
    assert align("Harga beras naik.", said, "en").behind(11) == said.index(" rose")


def test_a_text_without_end_is_not_aligned() -> None:
    source = "beras " * (MOST_WORDS + 1)
    assert align(source, "rice " * MOST_WORDS, "en").place(0, 5) is None


@pytest.mark.parametrize(
    "said, language, new",
    [
        ("The city government opens a new market on the edge of the river.", "en", "new"),
        ("市政府は、河川脇で新たな市場を開く。", "ja", "新た"),
    ],
)
def test_a_stop_word_by_itself_is_found_where_it_means_something(said: str, language: str, new: str) -> None:
    source = "Pemerintah kota membuka pasar baru di tepi sungai."
    start = source.index("baru")
    place = align(source, said, language).place(start, start + 4)
    assert place is not None and said[slice(*place)] == new
    assert align(source, said, language).place(source.index(" di "), source.index(" tepi")) is None
