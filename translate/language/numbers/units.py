"""The unit after a number, by one name for all languages, and lengths of spans of time in seconds."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Quantity
from translate.patterns import regex

UNITS: dict[str, dict[str, str]] = {
    "id": {
        "km2": "km2|km²|(?:km|kilometer) persegi", "m2": "m2|m²|(?:m|meter) persegi",
        "km": "km|kilometer", "mile": "mil(?!i)", "m": "m|meter", "cm": "cm|sentimeter", "kg": "kg|kilogram|kilo",
        "t": "ton", "g": "gram|gr", "ha": "ha|hektare?", "l": "liter", "celsius": "derajat celsius|°c",
        "fahrenheit": "derajat fahrenheit|°f", "minute": "menit", "hour": "jam", "day": "hari", "week": "minggu|pekan",
        "month": "bulan", "year": "tahun", "second": "detik",
        "person": "orang|jiwa", "family": "keluarga|kepala keluarga|kk", "village": "desa", "school": "sekolah",
        "car": "mobil", "motorcycle": "sepeda motor",
        "shop": "toko", "cow": "sapi",
    },
    "en": {
        "km2": r"km2|km²|sq(?:uare|\.)? ?(?:km|kilomet(?:er|re)s?)",
        "m2": r"m2|m²|sq(?:uare|\.)? ?(?:m|met(?:er|re)s?)",
        "km": "km|kilomet(?:er|re)s?", "mile": "miles?", "m": "m|met(?:er|re)s?", "cm": "cm|centimet(?:er|re)s?",
        "kg": "kg|kilograms?|kilos?", "t": "tons?|tonnes?|metric tons?", "g": "grams?|g", "ha": "ha|hectares?",
        "l": "lit(?:er|re)s?", "celsius": "degrees celsius|°c", "fahrenheit": "degrees fahrenheit|°f",
        "minute": "minutes?", "hour": "hours?", "day": "days?", "week": "weeks?", "month": "months?", "year": "years?",
        "second": "seconds?",
        "person": "people|persons?|individuals", "family": "families|households",
        "village": "villages", "school": "schools", "car": "cars", "motorcycle": "motorcycles", "shop": "shops|stores",
        "cow": "cows|cattle",
    },
    "ja": {
        "km2": "平方キロ(?:メートル)?|km²|km2|㎢", "m2": "平方メートル|㎡|m²|m2",
        "km": "キロメートル|km|㎞", "mile": "マイル", "m": "メートル", "cm": "センチ", "kg": "キログラム|kg",
        "kilo": "キロ(?![ァ-ヺ])", "celsius": "℃|°C", "fahrenheit": "℉|°F",
        "t": "トン", "g": "グラム", "ha": "ヘクタール", "l": "リットル", "minute": "分間|分(?![の以割]|か(?!か))",
        "hour": "時間",
        "day": "日間", "week": "週間",
        "month": "[かカヵヶケ箇]月", "year": "年間|年(?=[0-9]{1,2}[かカヵヶケ箇]月)",
        "second": "秒", "person": "人(?!家)", "family": "世帯|家族",
    },
}  # fmt: skip
PATTERNS = {
    language: regex(
        r"(?: ?\([a-z ]+\)|\))?[ -]?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in units.items()) + ")"
        + ("" if language == "ja" else r"(?![a-zA-Z²³]|-[0-9]| persegi| kubik| square| cubic| per| old| lalu)"),
        re.I,
    )
    for language, units in UNITS.items()
}  # fmt: skip
# In Japanese the scale of a temperature precedes it.
SCALES_BEFORE = {"celsius": ("摂氏", "セ氏"), "fahrenheit": ("華氏", "カ氏")}
# Seconds of each unit, to compare "90 menit" with "1時間半".
SPANS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800, "year": 31557600}


def unit_after(text: str, quantity: Quantity, language: str) -> str | None:
    """Return the unit right after a quantity, None if there is no known one.

    >>> from translate.language.numbers import find_quantities
    >>> text = "Sabu 3 ton disita."
    >>> unit_after(text, find_quantities(text, "id")[0], "id")
    't'
    """
    pattern = PATTERNS.get(language)
    match = pattern.match(text, quantity.end) if pattern else None
    if match is None and language == "ja":
        return next((unit for unit, marks in SCALES_BEFORE.items() if text.endswith(marks, 0, quantity.start)), None)
    return match.lastgroup if match else None


def may_be_same(first: str, second: str) -> bool:
    """Return whether two units may be the same: "キロ" is a kilogram or a kilometre."""
    return first == second or ("kilo" in (first, second) and {first, second} & {"kg", "km"} != set())


def seconds(text: str, quantities: tuple[Quantity, ...], language: str) -> tuple[tuple[Quantity, ...], ...]:
    """Return the spans of time of a text, each as its quantities: "1年6か月" is one span of two."""
    spans: list[list[Quantity]] = []
    end = -1
    for quantity in quantities:
        unit = unit_after(text, quantity, language)
        if unit not in SPANS or not isinstance(quantity.value, Decimal):
            continue
        if spans and re.fullmatch(r"\D{0,12}", text[end : quantity.start]) and "、" not in text[end : quantity.start]:
            spans[-1].append(quantity)
        else:
            spans.append([quantity])
        end = quantity.end
    return tuple(map(tuple, spans))


def length_of_span(text: str, span: tuple[Quantity, ...], language: str) -> Decimal:
    """Return the length of a span of time in seconds."""
    total = Decimal(0)
    for quantity in span:
        unit = unit_after(text, quantity, language)
        value = max((value for value in quantity.values if isinstance(value, Decimal)), default=Decimal(0))
        total += value * SPANS.get(unit or "", 0)
    return total
