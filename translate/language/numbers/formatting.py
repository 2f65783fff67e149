"""Format a quantity the way newspapers write it in Indonesian, English or Japanese."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Clock, Day, Figure, Quantity, QuantityKind
from translate.language.calendar import ENGLISH_MONTHS, INDONESIAN_MONTHS

MONTHS = {"en": ENGLISH_MONTHS, "id": INDONESIAN_MONTHS}
SCALES = {
    "en": ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")),
    "id": ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")),
}
MYRIADS = ((10**16, "京"), (10**12, "兆"), (10**8, "億"), (10**4, "万"))
SIGNS = {"IDR": "Rp ", "USD": "US$", "SGD": "S$", "AUD": "A$", "EUR": "€", "GBP": "£", "JPY": "¥", "MYR": "RM"}
YEAR = re.compile("(?P<year>[12][0-9]{3})(?P<decade>-an|'?s|年代)?")  # a plain number written as a year is
DECADE = {"en": "s", "id": "-an", "ja": "年代"}
KANA = {
    **{"IDR": "ルピア", "USD": "ドル", "SGD": "シンガポールドル", "AUD": "豪ドル", "EUR": "ユーロ", "GBP": "ポンド"},
    **{"JPY": "円", "MYR": "リンギット", "CNY": "人民元", "KRW": "ウォン", "SAR": "リヤル", "INR": "ルピー"},
    **{"THB": "バーツ", "PHP": "ペソ"},
}


def format_quantity(quantity: Quantity | Figure, language: str) -> str:
    """Return a quantity written in a language: "Rp 12.5 trillion", "12兆5000億ルピア", "23 October 2023".

    An opaque quantity is returned as the text has it. A plain number in the form of a year gets no separator.
    """
    value = quantity.value
    if isinstance(value, Day):
        return _day(value, language)
    if isinstance(value, Clock):
        return f"{value} {value.zone}" if value.zone else str(value)
    if isinstance(value, str):
        return quantity.text
    year = YEAR.fullmatch(quantity.text) if quantity.kind is QuantityKind.NUMBER else None
    if year:
        return year["year"] + (DECADE[language] if year["decade"] else "")
    number = _number(value, language)
    if quantity.kind is QuantityKind.PERCENT:
        return f"{number}%"
    if quantity.kind is QuantityKind.ORDINAL:
        return _ordinal(number, value, language)
    return _money(number, quantity.currency, language) if quantity.kind is QuantityKind.MONEY else number


def _day(day: Day, language: str) -> str:
    if language == "ja":
        parts = [(day.year, "年"), (day.month, "月"), (day.day, "日")]
        return "".join(f"{part}{unit}" for part, unit in parts if part is not None)
    month = MONTHS[language][day.month - 1] if day.month is not None else None
    return " ".join(str(part) for part in (day.day, month, day.year) if part is not None)


def _number(value: Decimal, language: str) -> str:
    if language == "ja":
        return _myriads(value)
    for scale, word in SCALES[language]:
        short = (value / scale).normalize()
        exponent = short.as_tuple().exponent
        if abs(value) >= scale and isinstance(exponent, int) and exponent >= -3:
            return f"{_digits(short, language)} {word}"
    return _digits(value, language)


def _digits(value: Decimal, language: str) -> str:
    written = f"{value:,f}"
    if "." in written and value == value.to_integral_value():
        written = written.partition(".")[0]
    return written.translate(str.maketrans(",.", ".,")) if language == "id" else written


def _myriads(value: Decimal) -> str:
    """Return a number with 万, 億 and 兆; a part below ten thousand has a separator only on its own."""
    if value != value.to_integral_value() or abs(value) < 10**4:
        return _digits(value, "ja")
    rest, parts = abs(int(value)), []
    for scale, word in MYRIADS:
        group, rest = divmod(rest, scale)
        if group:
            parts.append(f"{group}{word}")
    return ("-" if value < 0 else "") + "".join(parts) + (str(rest) if rest else "")


def _money(number: str, currency: str | None, language: str) -> str:
    if currency is None:
        return number
    if language == "ja":
        return number + KANA.get(currency, f" {currency}")
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{sign}{' ' if language == 'id' and not sign.endswith(' ') else ''}{number}"


def _ordinal(number: str, value: Decimal, language: str) -> str:
    if language == "ja":
        return f"第{number}"
    if language == "id":
        return f"ke-{number}"
    last = int(value) % 100
    return number + ("th" if 10 <= last <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th"))
