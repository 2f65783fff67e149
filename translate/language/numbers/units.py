"""The unit after a number, by one name for all languages, and lengths of spans of time in seconds."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Quantity
from translate.language.data import tsv_rows
from translate.patterns import regex

_ROWS = [*tsv_rows("translate.language.numbers", "data/units.tsv")]
PATTERNS = {
    language: regex(
        r"(?: ?\([a-z ]+\)|\))?[ -]?(?:"
        + "|".join(f"(?P<{row[0]}>{row[column]})" for row in _ROWS if row[column] != "-")
        + ")"
        + ("" if language == "ja" else r"(?![a-zA-Z²³]|-[0-9]| persegi| kubik| square| cubic| per| old| lalu)"),
        re.I,
    )
    for column, language in enumerate(("id", "en", "ja"), 1)
}
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
