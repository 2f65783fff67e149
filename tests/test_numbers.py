"""Quantities of the labelled cases are found with their values, and any value survives being said and read again."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from growing import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.language.numbers import Clock, Day, Quantity, QuantityKind, find_quantities, format_quantity

CASES = json.loads((Path(__file__).parent / "cases" / "numbers.json").read_text(encoding="utf-8"))
LANGUAGES = ("id", "en", "ja")
# Characters that numbers are written with, so that random text is full of near misses.
HARD = "0123456789.,%:/-–+() \n１二十百千万億兆年月日時分第約RpUS$€IVXkm"
WORDS = "satu puluh ratus ribu juta setengah pukul ke-3 Oktober WIB persen rupiah one hundred million and a half 1st"


def written(quantity: Quantity) -> str:
    """Return a quantity as a case names it: "money 12500 IDR", "? ordinal 3"."""
    value = quantity.value
    shown = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    sure = "" if quantity.certain else "? "
    return f"{sure}{quantity.kind} {shown}" + (f" {quantity.currency}" if quantity.currency else "")


def normalised(expected: str) -> str:
    head, _, rest = expected.removeprefix("? ").partition(" ")
    if head in ("number", "money", "percent", "ordinal"):
        value, _, currency = rest.partition(" ")
        many, _, part = value.partition("/")
        rest = f"{(Decimal(many) / Decimal(part or 1)).normalize():f}" + (f" {currency}" if currency else "")
    return ("? " if expected.startswith("? ") else "") + f"{head} {rest}"


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_cases(case: dict[str, object]) -> None:
    found = find_quantities(str(case["text"]), str(case["language"]))
    expect = case["expect"]
    assert isinstance(expect, list)
    assert [written(quantity) for quantity in found] == [normalised(one) for one in expect], case["comment"]


def test_labels_are_unique() -> None:
    assert len({case["label"] for case in CASES}) == len(CASES) >= 120


texts = st.one_of(
    st.text(),
    st.text(alphabet=HARD, max_size=60),
    st.lists(st.sampled_from([*WORDS.split(), *HARD]), max_size=30).map(" ".join),
)


@given(texts, st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=400)
def test_places_are_in_the_text_in_order_and_disjoint(text: str, language: str) -> None:
    end = 0
    for quantity in find_quantities(text, language):
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        end = quantity.end
        assert {quantity: 1}[quantity] == 1, "a quantity can be looked up"
        for to in LANGUAGES:
            assert format_quantity(quantity, to)


def made(kind: QuantityKind, value: Decimal | Day | Clock, currency: str | None = None) -> Quantity:
    return Quantity(kind, value, "", 0, 0, currency)


amounts = st.one_of(
    st.integers(0, 10**15).map(Decimal),
    st.integers(1, 999).flatmap(lambda n: st.sampled_from([3, 6, 9, 12]).map(lambda zeros: Decimal(n) * 10**zeros)),
    st.decimals(Decimal("0.01"), Decimal(10**6), places=2).filter(lambda value: value % 1 != 0),
)


@given(amounts, st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=200)
def test_amounts_survive_being_said(value: Decimal, language: str) -> None:
    for kind, currency in ((QuantityKind.NUMBER, None), (QuantityKind.PERCENT, None), (QuantityKind.MONEY, "IDR")):
        [again] = find_quantities(format_quantity(made(kind, value, currency), language), language)
        assert (again.kind, again.value, again.currency) == (kind, value, currency)


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=100)
def test_dates_survive_being_said(day: date, language: str) -> None:
    for value in (Day(day.year, day.month, day.day), Day(day.year, day.month), Day(None, day.month, day.day)):
        [again] = find_quantities(format_quantity(made(QuantityKind.DATE, value), language), language)
        assert again.value == value


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=60)
def test_times_survive_being_said(hour: int, minute: int, language: str) -> None:
    [again] = find_quantities(format_quantity(made(QuantityKind.TIME, Clock(hour, minute, "WIB")), language), language)
    assert again.value == Clock(hour, minute)


@pytest.mark.parametrize(
    ("text", "language", "english", "japanese", "indonesian"),
    [
        ("Rp 12,5 triliun", "id", "Rp 12.5 trillion", "12兆5000億ルピア", "Rp 12,5 triliun"),
        ("23/10/2023", "id", "23 October 2023", "2023年10月23日", "23 Oktober 2023"),
        ("pukul 13.21 WIB", "id", "13:21 WIB", "13:21 WIB", "13:21 WIB"),
        ("1.234.567", "id", "1,234,567", "123万4567", "1.234.567"),
        ("65,8 persen", "id", "65.8%", "65.8%", "65,8%"),
        ("US$ 2 miliar", "id", "US$2 billion", "20億ドル", "US$ 2 miliar"),
        ("1990-an", "id", "1990s", "1990年代", "1990-an"),
        ("2019", "id", "2019", "2019", "2019"),
        ("ke-22", "id", "22nd", "第22", "ke-22"),
        ("11th", "en", "11th", "第11", "ke-11"),
        ("B 1234 XYZ", "id", "B 1234 XYZ", "B 1234 XYZ", "B 1234 XYZ"),
    ],
)
def test_saying(text: str, language: str, english: str, japanese: str, indonesian: str) -> None:
    [quantity] = find_quantities(text, language)
    assert [format_quantity(quantity, to) for to in ("en", "ja", "id")] == [english, japanese, indonesian]


def test_other_readings_are_kept() -> None:
    assert find_quantities("1.500 people", "en")[0].values == (Decimal("1.500"), Decimal(1500))
    assert find_quantities("on 5/10/2023", "en")[0].values == (Day(2023, 10, 5), Day(2023, 5, 10))


@pytest.mark.parametrize(("text", "language"), [("5 rupiah 10", "en"), ("5 USD 10", "ja"), ("5 USD 10", "id")])
def test_a_currency_between_two_numbers_belongs_to_one(text: str, language: str) -> None:
    first, second = find_quantities(text, language)
    assert (first.kind, second.kind) == (QuantityKind.MONEY, QuantityKind.NUMBER)


def test_a_language_without_rules_has_no_quantities() -> None:
    assert find_quantities("2 Männer", "de") == ()


PIECES = ("1.", "1,000 ", "dua puluh ", "一千", "12:", "0812-", "1 to ", "1,", "1.,", "a", "–24/10", "a@", "XV")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", PIECES)
def test_work_grows_no_faster_than_the_text(piece: str, language: str) -> None:
    assert growth(lambda text: find_quantities(text, language), piece, 1600 // len(piece), LINEAR) < LINEAR
