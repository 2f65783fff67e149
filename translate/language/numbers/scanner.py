"""A scanner that applies rules to a text in order, and the rules that all languages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache

from translate.document.quantities import Clock, Day, Quantity, QuantityKind
from translate.language.edits import with_edits
from translate.language.numbers.literals import GROUPED, PLAIN
from translate.patterns import regex

TAKEN = "\0"
SMALL = 10  # a spelled-out number or ordinal up to here is "a", "both", "second to none" as often as a number
Found = Quantity | tuple[Quantity, ...] | None
Builder = Callable[["re.Match[str]"], Found]
Rule = tuple[str, Builder]


def rule(build: Builder, pattern: str) -> Rule:
    """Return the rule that builds quantities from the matches of a pattern; `(?i)` at its start ignores case."""
    return pattern, build


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled at its first use: a run needs the rules of two languages, or of none."""
    return re.compile(pattern)


class QuantityScanner:
    """A text with the quantities found in it. Text that one rule matched is hidden from later rules.

    `plain` is the text with ASCII digits and marks, taken places blanked; offsets are the same in both.
    """

    def __init__(self, text: str) -> None:
        """Start with nothing found."""
        self.text = text
        self.plain = text.translate(PLAIN)
        self.found: list[Quantity] = []

    def take(self, rules: Iterable[Rule]) -> None:
        """Apply rules in order; take each match for which the builder returns quantities."""
        for pattern, build in rules:
            spans: list[tuple[int, int]] = []
            for match in _compiled(pattern).finditer(self.plain):
                built = build(match)
                if built is not None:
                    spans.append(match.span())
                    self._keep(built if isinstance(built, tuple) else (built,))
            if spans:
                self._blank(spans)

    def add(self, *quantities: Quantity) -> None:
        """Add quantities found without a rule, and hide their text."""
        self._keep(quantities)
        self._blank([(quantity.start, quantity.end) for quantity in quantities])

    def _keep(self, quantities: Iterable[Quantity]) -> None:
        for quantity in quantities:
            self.found.append(replace(quantity, text=self.text[quantity.start : quantity.end]))

    def _blank(self, spans: list[tuple[int, int]]) -> None:
        self.plain = with_edits(self.plain, ((start, end, TAKEN * (end - start)) for start, end in spans))

    def quantities(self) -> tuple[Quantity, ...]:
        """Return what was found, in the order of the text."""
        return tuple(sorted(self.found, key=lambda quantity: quantity.start))


def date(match: re.Match[str], day: Day | None, *others: Day | None, certain: bool = True) -> Quantity | None:
    """Return a date at the whole match; `others` are its other readings. None when no reading is a real date."""
    days = tuple(dict.fromkeys(reading for reading in (day, *others) if reading is not None))
    if not days:
        return None
    start, end = match.span()
    return Quantity(QuantityKind.DATE, days[0], match[0], start, end, alternatives=days[1:], certain=certain)


def numeric_date(match: re.Match[str]) -> Quantity | None:
    """Return a date in digits: day first, as Indonesian writes it, or else month first, as American English does."""
    year = match.groupdict().get("year")
    return date(match, day_of(year, match["b"], match["a"]), day_of(year, match["a"], match["b"]))


def date_range(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Return both ends of a range of days in digits, day first: "(5-6/2/2024)", "(30/1-2/2)"."""
    last = day_of(match["year"], match["month"], match["day"])
    first = day_of(match["year"], match["first_month"] or match["month"], match["first"])
    if first is None or last is None:
        return None
    end = match.end("first_month") if match["first_month"] else match.end("first")
    spans = (match.start(), end), (match.start("day"), match.end())
    return tuple(Quantity(QuantityKind.DATE, day, "", *span) for day, span in zip((first, last), spans, strict=True))


def decade(match: re.Match[str]) -> Quantity:
    """Return the number of a decade in group 1: "1980s"; "80s" may be 1980."""
    value = Decimal(match[1])
    century = (value + 1900,) if 20 < value < 100 else ()
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=century, certain=value >= 100)


def day_of(year: str | None, month: int | str | None, day: str | None) -> Day | None:
    """Return a date from the digits of its parts, or None when there is no such month or day.

    A year of two digits is one of this century up to 39 and of the last one after that.
    """
    found = Day(int(year) if year else None, int(month) if month else None, int(day) if day else None)
    if year and len(year) == 2 and found.year is not None:
        found = replace(found, year=found.year + (2000 if found.year < 40 else 1900))
    real = (found.month is None or 1 <= found.month <= 12) and (found.day is None or 1 <= found.day <= 31)
    return found if real else None


def time(start: int, end: int, hour: str, minute: str | None, zone: str | None, half: str | None) -> Quantity | None:
    """Return a time of day, or None if there is no such time; `half` is "am", "pm", "night", or None if not given.

    An hour below twelve without a half of the day may be of either half, unless it has a leading zero; "pukul 7 malam"
    is 19:00, "12 malam" midnight.
    """
    h, m = int(hour), int(minute or 0)
    if h > 24 or m > 59:
        return None
    if half in ("pm", "night") and h < 12:
        h += 12
    elif half in ("am", "night") and h == 12:
        h = 0
    others = (Clock(h + 12, m, zone),) if half is None and h < 12 and hour[0] != "0" else ()
    others = (Clock(0, m, zone),) if h == 24 else others
    return Quantity(QuantityKind.TIME, Clock(h, m, zone), "", start, end, alternatives=others)


def opaque(match: re.Match[str]) -> Quantity:
    """Return a name that contains digits; a translation need not repeat it."""
    return Quantity(QuantityKind.OPAQUE, match[0], match[0], *match.span(), certain=False)


def telephone(match: re.Match[str]) -> Quantity | None:
    """Return a telephone or account number as its digits, with a 0 for +62.

    None when it is too short to be one, or a date ("01-02-2023").
    """
    if re.fullmatch(r"[0-3][0-9]-[01][0-9]-[12][0-9]{3}", match[0]):
        return None
    digits = re.sub("[^0-9]", "", re.sub(r"^\+62", "0", match[0]))
    if len(digits) < 8:
        return None
    return Quantity(QuantityKind.OPAQUE, digits, match[0], *match.span())


def years(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Return both years of "2019/2020" and "2019-20", of which the second need not be in a translation."""
    first, second = match["year"], match["last"]
    second = second if len(second) == 4 else first[:2] + second
    if int(second) != int(first) + 1:
        return None
    spans = (first, match.span("year"), True), (second, match.span("last"), False)
    return tuple(Quantity(QuantityKind.DATE, Day(int(year)), "", *span, certain=sure) for year, span, sure in spans)


def of_year(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Return the number and the year of a law: "Perda 6/2014"."""
    number = Quantity(QuantityKind.NUMBER, Decimal(match["n"]), "", *match.span("n"))
    return number, Quantity(QuantityKind.DATE, Day(int(match["year"])), "", *match.span("year"))


ISO_DATE = r"(?<![0-9])(?P<year>[12][0-9]{3})-(?P<b>[0-9]{1,2})-(?P<a>[0-9]{1,2})(?![0-9])"
# "23/10/2023", "23.10.2023"
FULL_DATE = r"(?<![0-9/.-])(?P<a>[0-9]{1,2})(?P<s>[/.-])(?P<b>[0-9]{1,2})(?P=s)(?P<year>[12][0-9]{3})(?![0-9])"
# "23/10/23"
SHORT_DATE = r"(?<![0-9/])(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<year>[0-9]{2})(?![0-9/])"
# "5-6/2", "5 - 6 / 2 / 2024", "30/1-2/2", in brackets, as behind weekdays; elsewhere as often a score or an address.
DATE_RANGE = (
    r"(?<=\()(?P<first>[0-9]{1,2})(?: ?/ ?(?P<first_month>[0-9]{1,2}))? ?(?:[-–—]|s/d) ?"
    r"(?P<day>[0-9]{1,2}) ?/ ?(?P<month>[0-9]{1,2})(?: ?/ ?(?P<year>[12][0-9]{3}))?(?=\))"
)
SHARED: tuple[Rule, ...] = (
    rule(date_range, DATE_RANGE),
    rule(opaque, r"(?i)\bcovid[ -]?19\b"),
    rule(
        years,
        r"(?<![0-9/.,-])(?P<year>(?:19|20)[0-9]{2})[/–〜～~-](?P<last>(?:(?:19|20)[0-9]{2}|[0-9]{2}))(?![0-9/-]|[.,][0-9])",
    ),
    rule(of_year, r"(?<![0-9/.,A-Z-])(?P<n>[0-9]{1,3})/(?P<year>(?:19|20)[0-9]{2})(?![0-9/-])"),
    # The name before an @ is tried from its first character alone, or a long run would be read once for each of them.
    rule(opaque, r"(?a)(?:https?://|www\.)[^\s、。]+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]+|[@#]\w+"),
    rule(
        telephone, r"(?<![0-9A-Za-z.,])(?:\+[0-9]{1,3}[ -]?|\(?0)[0-9]{1,4}\)?(?:[ -]?[0-9]{2,8}){1,5}(?![0-9.,]?[0-9])"
    ),
    rule(telephone, r"(?<![0-9.,])[0-9]{3,}(?:-[0-9]{3,}){2,}(?![0-9])"),
    rule(opaque, r"\b(?:GMT|UTC) ?[+-][0-9]{1,2}:?(?:[0-9]{2})?(?![0-9])"),
    rule(
        opaque,
        rf"(?<![0-9A-Za-z.])(?!{GROUPED.pattern}(?![0-9]|[.][0-9]))"
        r"[0-9]{1,4}(?:\.[0-9]{1,5}){3,}(?:/[0-9]+)*(?![0-9])",
    ),
)
"""Addresses, telephone numbers and file numbers, which look alike in every language."""

PLATE = regex(r"(?<![0-9A-Za-z])(?!R[TW] )[A-Z]{1,2} [0-9]{2,4} [A-Z]{2,3}(?![0-9A-Za-z])")
CURRENCY_CODE = "(?:[Rr][Pp]|IDR|USD|US|RM|SGD|AUD|EUR|GBP|JPY|RMB|CNY)[0-9]"
CODE = regex(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,])(?!{CURRENCY_CODE})(?:[A-Za-z]+[0-9][0-9A-Za-z]*|[A-Z][A-Za-z]*-[0-9]+[A-Z]?|[0-9]+[A-Z][0-9A-Z]*)"
    r"(?![0-9A-Za-z])(?!(?<=(?<![A-Za-z])M[0-9])[.,][0-9])"
)
"""A name of letters and digits; "M5,6" is the strength of an earthquake."""
ROMAN = regex(r"(?<![0-9A-Za-z])(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![0-9A-Za-z])")
WEIGHT = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman(match: re.Match[str]) -> Quantity:
    """Return the value of a Roman numeral below 90; it may be a pair of initials instead."""
    return ordinal(match, roman_value(match[0]), certain=False)


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral of I, V and X."""
    digits = [WEIGHT[letter] for letter in numeral]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)


def ordinal(match: re.Match[str], value: int, *, certain: bool | None = None) -> Quantity:
    """Return an ordinal at the whole match; one up to ten is not certain, since other words often replace it."""
    sure = value > SMALL if certain is None else certain
    return Quantity(QuantityKind.ORDINAL, Decimal(value), match[0], *match.span(), certain=sure)


NAMES = (rule(opaque, PLATE.pattern), rule(opaque, CODE.pattern), rule(roman, ROMAN.pattern))
"""Names and signs of letters and digits; they are looked for after dates and amounts."""
