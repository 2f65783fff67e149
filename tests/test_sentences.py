"""Indonesian sentences are parted as an editor would, and nothing is lost; the cases are tests/cases/sentences.json."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translate.language import sentences
from translate.language.sentences import LONGEST, split
from translate.language.sentences.rules import Stop, ends_sentence

FILE = Path(__file__).parent / "cases" / "sentences.json"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
NASTY = [
    ". ", ".", "...", "…", "?!", "! ", "\"", "“", "”", "’", "»", "(", ")", "[", "]", " ", "\n", "\n\n", "\r\n", "\t",
    "\u00a0", "\u2028", "\x85", "\x1c", "\u200b", "\ufeff", "😀", "𝒜", "é", "e\u0301", "Dr. ", "S.H. ", "PT.", "Jl. ",
    "No. 5", "Rp. 12,5", "pk. 13.21 WIB", "dll. ", "Ia pulang. ", "selesai.Ia", "kota.go.id", "1. ", "a. ", "A.",
    "Kata dia", "katanya. ", "2023.", "これ。", "؟", "•", "e-KTP", "Tbk. ", "UU. ", "Des. ", "(Purn.) ", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=6)), max_size=25).map("".join))


def parameters() -> list[Any]:
    known = pytest.mark.xfail(reason="known failure", strict=True)
    return [pytest.param(c, id=c["label"], marks=[known] if c.get("known_failure") else []) for c in CASES]


@pytest.mark.parametrize("case", parameters())
def test_case(case: dict[str, Any]) -> None:
    assert list(split(case["text"])) == case["expect"]


def test_cases_are_sound() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES) >= 240
    assert all("".join(case["expect"]) == case["text"] for case in CASES)
    held_out = sum(case.get("held_out", False) for case in CASES)
    assert 0.3 < held_out / len(CASES) < 0.36
    assert sum(case.get("known_failure", False) for case in CASES) <= 0.02 * len(CASES)


@settings(deadline=None, max_examples=400)
@given(TEXTS)
@example("  \n ")
@example("\ud800. Ia\udfff! Dia")
@example("😀. 😀 Ia pulang. 😀 Dia.")
def test_nothing_is_lost(text: str) -> None:
    found = split(text)
    assert "".join(found) == text
    assert found == split(text)
    if text.strip():
        assert all(sentence.strip() for sentence in found)
        assert not any(sentence[0].isspace() for sentence in found[1:])
    else:
        assert found == ((text,) if text else ())


@pytest.mark.parametrize("unit", ["kata ", "a", "東", "kata,  ", "kata \n\n", " " * 3000 + "a"])
def test_a_sentence_without_an_end_is_cut(unit: str) -> None:
    text = " " * 2500 + unit * (100_000 // len(unit))
    found = split(text)
    assert "".join(found) == text
    assert all(0 < len(sentence.strip()) <= LONGEST for sentence in found)
    assert not any(sentence[0].isspace() for sentence in found[1:])
    if unit[-1] == " ":
        assert all(sentence.split()[-1] == unit.strip() for sentence in found)  # no word is cut that need not be


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_a_sentence_alone_is_not_empty(text: str) -> None:
    for sentence in split(text):
        assert "".join(split(sentence)) == sentence != ""


@pytest.mark.parametrize("unit", ["Ia pulang. ", "A. ", "(a. ", '."', "これ。", "\n ", "Dr. H. ", "x."])
def test_each_stop_is_judged_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counting(stop: Stop) -> bool | None:
        asked.append(stop.end)
        assert len(stop.before) <= 60 and len(stop.after) <= 80  # no look further than a fixed reach
        return ends_sentence(stop)

    monkeypatch.setattr(sentences, "ends_sentence", counting)
    text = unit * 2000
    assert "".join(split(text)) == text
    assert len(asked) == len(set(asked)) <= unit.count(".") * 2000 + unit.count("。") * 2000


def test_sentencex_sees_windows_of_bounded_length(monkeypatch: pytest.MonkeyPatch) -> None:
    import sentencex

    plain, lengths = sentencex.get_sentence_boundaries, []

    def measuring(language: str, text: str) -> Any:
        lengths.append(len(text))
        return plain(language, text)

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", measuring)
    assert len(split("これはペンです。" * 500)) == 500
    assert len(lengths) == 499 and max(lengths) < 250
