"""Japanese is set as a newspaper sets it, and what it says stays what it was."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks import check
from translate.language.localise import localise, set_japanese
from translate.language.localise.large_numbers import write_myriads
from translate.language.numbers import find_quantities

CASES = json.loads((Path(__file__).parent / "cases" / "typesetting.json").read_text(encoding="utf-8"))
WORDS = ["港", "は", "ジャカルタ", "です", "市長", "人", "円", "ルピア", "年", "月", "日", "万", "第"]
WORDS += ["Rp", "No.", "A.S.", "S.H.", "Budi Santoso", "Mas'ud", "PT Maju Tbk.", "WIB"]
WORDS += ["12", "1,240", "65.8%", "13:21", "2025", "１，５", "3-1", "1,250,000"]
WORDS += ["https://a.id/x_(y)", "humas@a.example", "@warta", "#Jakarta", "`x (1)`"]
WORDS += ["『", "』", "「", "」", "“", "”", '"', "'", " ", "  ", "\u00a0", "\u3000"]
WORDS += [",", ".", "...", "!", "?", ":", ";", "(", ")", "（", "）", "、", "。", "，", "．", "-", "–", "~"]
words = st.lists(st.sampled_from(WORDS), max_size=14)
texts = words.map("".join)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_cases(case: dict[str, str]) -> None:
    assert set_japanese(case["text"]) == case["expect"], case["comment"]
    assert localise("", case["text"], "id", "en") == case["text"]


def test_labels_are_unique_and_half_are_negatives() -> None:
    kept = sum(case["text"] == case["expect"] for case in CASES)
    assert len({case["label"] for case in CASES}) == len(CASES) >= 80
    assert abs(2 * kept - len(CASES)) <= 4


def values(text: str) -> Counter[tuple[object, ...]]:
    return Counter((q.kind, q.currency, q.value) for q in find_quantities(text, "ja") if not isinstance(q.value, str))


def letters(text: str) -> str:
    """Return the letters and digits of a text, in one width."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


@given(texts)
@settings(deadline=None, max_examples=400)
def test_twice_is_once_and_no_letter_digit_or_value_changes(text: str) -> None:
    once = set_japanese(text)
    assert set_japanese(once) == once
    assert letters(once) == letters(text)
    assert values(once) == values(text)


@given(texts, texts)
@settings(deadline=None, max_examples=200)
def test_the_checks_of_figures_say_the_same(source: str, text: str) -> None:
    codes = {"NUMBER_LOST", "NUMBER_ADDED"}
    both = (check(source, said, "id", "ja") for said in (text, set_japanese(text)))
    before, after = ([flag.code for flag in flags if flag.code in codes] for flags in both)
    assert before == after


@given(words.map("港".join))
@settings(deadline=None, max_examples=200)
def test_names_and_addresses_stand_as_they_stood(text: str) -> None:
    verbatim = re.compile(r"https://a\.id/x_\(y\)|humas@a\.example|Budi Santoso|Mas'ud|S\.H\.|A\.S\.")
    assert verbatim.findall(set_japanese(text)) == verbatim.findall(text)


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_nothing_raises(text: str) -> None:
    assert set_japanese(set_japanese(text)) == set_japanese(text)


@pytest.mark.parametrize("text", ["", " ", "\ue000は", "The port, he said."])
def test_what_is_not_japanese_or_cannot_be_kept_apart_stays(text: str) -> None:
    assert set_japanese(text) == text


AMOUNTS = [
    ("1,250,000人が来た。", "125万人が来た。"),
    ("1250000人が来た。", "125万人が来た。"),
    ("12,345人が来た。", "1万2345人が来た。"),
    ("予算はRp 12,500,000だ。", "予算は1250万ルピアだ。"),
    ("価格はRp16,000まで上がった。", "価格は1万6000ルピアまで上がった。"),
    ("予算は12,500,000,000ルピアだ。", "予算は125億ルピアだ。"),
    ("予算は1,250,000ドルだ。", "予算は125万ドルだ。"),
    ("10,000〜20,000人が来た。", "1万〜2万人が来た。"),
    ("21,450もの家", "2万1450もの家"),
    ("1,240人が来た。", "1,240人が来た。"),
    ("12.5兆ルピアだ。", "12.5兆ルピアだ。"),
    ("郵便番号は76114だ。", "郵便番号は76114だ。"),
    ("No. 21450号", "No. 21450号"),
    ("電話は021-5550142人", "電話は021-5550142人"),
    ("1,250,000.5ヘクタール", "1,250,000.5ヘクタール"),
    ("31415人分のデータ", "3万1415人分のデータ"),
    ("X12500型", "X12500型"),
    ("番号は12500です。", "番号は12500です。"),
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS)
def test_amounts_are_counted_in_ten_thousands(text: str, expected: str) -> None:
    said = {q.value for q in find_quantities(text, "ja") if not isinstance(q.value, str)}
    made = write_myriads(text, said)  # type: ignore[arg-type]
    assert made == expected
    assert write_myriads(made, said) == made  # type: ignore[arg-type]
    assert values(made) == values(text)


def test_an_amount_that_the_source_does_not_say_is_not_dressed_up() -> None:
    assert localise("Sebanyak 1.250.000 orang.", "1,520,000人が来た。", "id", "ja") == "1,520,000人が来た。"
    assert localise("Sebanyak 1.250.000 orang.", "1.250.000 人が来た.", "id", "ja") == "125万人が来た。"


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("Ekspor US$ 2,1 miliar.", "輸出は2.1 billionドルだ。", "輸出は21億ドルだ。"),
        ("Ekspor US$ 2,1 miliar.", "輸出はUS$2.1 billionだ。", "輸出は21億ドルだ。"),
        ("Ekspor US$ 2,1 miliar.", "輸出は2.2 billionドルだ。", "輸出は2.2 billionドルだ。"),
        ("Anggaran Rp 12,5 triliun.", "予算はRp 12.5 trillionだ。", "予算は12兆5000億ルピアだ。"),
        ("Penduduknya 3 juta jiwa.", "人口は3 million人だ。", "人口は300万人だ。"),
    ],
)
def test_english_scale_words_are_said_in_japanese(source: str, text: str, expected: str) -> None:
    assert localise(source, text, "id", "ja") == expected
    assert localise(source, expected, "id", "ja") == expected
