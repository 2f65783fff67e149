"""Localise the figures of a translation.

Models copy figures more often than they convert them: "1.240 houses" is 1.24 to an English reader, "(6/2/2025)" is the
second of June to an American one. A literal is rewritten only if its Indonesian reading is a value of the source, so
nothing that was right already is converted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from translate.language.calendar import ENGLISH_MONTHS, INDONESIAN_MONTHS
from translate.language.edits import with_edits
from translate.language.localise.large_numbers import write_myriads
from translate.language.localise.repeated_dates import write_dates_once
from translate.language.numbers import Clock, Day, Quantity, QuantityKind, find_quantities, format_quantity
from translate.language.numbers.literals import BEFORE_DIGITS, GROUPED, LITERAL, PLAIN, read_literal
from translate.language.numbers.scanner import DATE_RANGE, date_range, day_of
from translate.patterns import regex

SWAP = str.maketrans(".,", ",.")

# "1.240", "1.234.567,8" and "65,8": Indonesian forms that English and Japanese do not use.
INDONESIAN = regex(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+,[0-9]+")
NUMBER = regex(rf"{BEFORE_DIGITS}{LITERAL}")
# After these a comma before three digits can only be a decimal one: "2,125 million" for "2,125 juta".
SCALED = regex(r" ?(?:%|percent|per cent|million|billion|trillion|[万億兆]|パーセント)")
# "Articles 1,2 and 3" is a list.
LISTED = regex(r"(?:,| and| or| to| &|、|と|・) ?[0-9]")
OF_A_LIST = regex(r"(?:articles?|paragraphs?|numbers?|points?|nos?\.|classes|grades|chapters?|条|項|号) ?$", re.I)
NEARBY = 24  # characters of context before a figure
AREA_CODE = regex(r"\(0[0-9]{2,3}\) ?$")
# Scale words that a model left untranslated.
WORDS_AFTER_NUMBERS = {
    "ribu": "thousand",
    "juta": "million",
    "miliar": "billion",
    "milyar": "billion",
    "triliun": "trillion",
}
WORDS_AFTER_NUMBERS |= {"trilyun": "trillion", "persen": "percent"}
LEFT_AFTER = regex(rf" ?(?P<word>{'|'.join(WORDS_AFTER_NUMBERS)})(?![A-Za-z])", re.I)
CURRENCY_BEFORE = regex(r"(?:Rp\.?|IDR|US\$|USD|S\$|A\$|€|EUR|RM|\$) ?$")
# A pivot through English may leave English scale words in Japanese.
LEFT_ENGLISH = regex(r" ?(?:thousand|million|billion|trillion)(?![A-Za-z])", re.I)

RANGE = regex(DATE_RANGE)
FIGURES = regex(r"[0-9]{1,2}([/.-])[0-9]{1,2}(?:\1(?:[0-9]{4}|[0-9]{2}))?")
# Only beside a day or a year: "Mei" and "Juli" are also given names.
MONTH = regex(
    rf"(?<![0-9.,/])(?:(?P<day>[0-9]{{1,2}})[ -])?\b(?P<month>{'|'.join(INDONESIAN_MONTHS)})\b"
    r"(?:,?[ -](?P<year>[12][0-9]{3})(?![0-9]))?"
)
TIME = regex(r"(?<![0-9A-Za-z.,:/$€£¥])(?P<h>[0-9]{1,2})[.,](?P<m>[0-9]{2})(?![0-9]|[.,:/][0-9])")
ZONED = regex(r"(?: ?(?:-|–|to|until|and|から) ?[0-9]{1,2}[.,:][0-9]{2})? ?(?:WIB|WITA|WIT|GMT|UTC|Western|local time)")
NO_TIME = regex(r" ?(?:%|percent|per cent|persen|million|billion|trillion|[ap]\.?m\b|[万億兆]|パーセント|ルピア)")


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """The values of the source's numbers, dates and times."""

    literals: frozenset[str]  # amounts as they are written
    numbers: frozenset[Decimal]  # amounts, and their digits without the scale word
    days: frozenset[Day]
    clocks: frozenset[Clock]
    text: str

    @classmethod
    def of(cls, source: str, quantities: tuple[Quantity, ...]) -> SourceFigures:
        """Return the figures of an Indonesian text, given its quantities."""
        plain = source.translate(PLAIN)
        taken = _spans(quantities, QuantityKind.OPAQUE, QuantityKind.DATE, QuantityKind.TIME)
        literals = frozenset(m[0] for m in NUMBER.finditer(plain) if not _within(m.start(), taken))
        numbers = {read_literal(literal, ",")[:1] for literal in literals}
        values = {abs(q.value) for q in quantities if isinstance(q.value, Decimal)}
        return cls(
            literals,
            frozenset(values.union(*numbers)),
            frozenset(value for q in quantities for value in q.values if isinstance(value, Day)),
            frozenset(value for q in quantities for value in q.values if isinstance(value, Clock)),
            plain,
        )


def write_figures(figures: SourceFigures, hypothesis: str, target: str) -> str:
    """Return a hypothesis with the figures that are in Indonesian form localised for "en" or "ja".

    Only values that the Indonesian source has are rewritten.
    """
    if not any(map(str.isdecimal, hypothesis)):
        return hypothesis
    for rewrite in (_date_ranges, _dates, _months, _times, _numbers):
        hypothesis = rewrite(hypothesis, figures, target)
    hypothesis = write_dates_once(hypothesis, target)
    return write_myriads(hypothesis, figures.numbers) if target == "ja" else hypothesis


def _date_ranges(text: str, figures: SourceFigures, target: str) -> str:
    """Write ranges of days out: "(5-6/2)" as "(5-6 February)", （2月5～6日）."""
    edits = []
    for match in RANGE.finditer(text.translate(PLAIN)):
        ends = date_range(match)
        first, last = (quantity.value for quantity in ends) if ends else (None, None)
        if isinstance(first, Day) and isinstance(last, Day) and all(_in_source(day, figures) for day in (first, last)):
            edits.append((*match.span(), _format_days(first, last, target)))
    return with_edits(text, edits)


def _format_days(first: Day, last: Day, target: str) -> str:
    month = first.month if first.month != last.month else None
    if target == "ja":
        opening, closing = _format_day(first, target), _format_day(Day(None, month and last.month, last.day), target)
        return f"{opening if month else opening.removesuffix('日')}～{closing}"
    return f"{_format_day(Day(None, month, first.day), target)}-{_format_day(last, target)}"


def _dates(text: str, figures: SourceFigures, target: str) -> str:
    """Write numeric dates out. "5/10" is read as a date of the source; if both readings are, day first."""
    edits = []
    for quantity in find_quantities(text, target):
        written = quantity.text.translate(PLAIN)
        if quantity.kind is not QuantityKind.DATE or not FIGURES.fullmatch(written):
            continue
        readings = [v for v in quantity.values if isinstance(v, Day) and _in_source(v, figures)]
        if len(readings) == 1 or (readings and written in figures.text):
            edits.append((quantity.start, quantity.end, _format_day(readings[0], target)))
    return with_edits(text, edits)


def _in_source(day: Day, figures: SourceFigures) -> bool:
    return day in figures.days or (
        day.year is None and any((d.month, d.day) == (day.month, day.day) for d in figures.days)
    )


def _format_day(day: Day, target: str) -> str:
    return format_quantity(Quantity(QuantityKind.DATE, day, "", 0, 0), target)


def _months(text: str, figures: SourceFigures, target: str) -> str:
    """Translate an Indonesian month beside a day or a year."""
    edits = []
    for match in MONTH.finditer(text.translate(PLAIN)):
        number = INDONESIAN_MONTHS.index(match["month"])
        day = day_of(match["year"], number + 1, match["day"])
        if day is None or not (match["day"] or match["year"]) or not _in_source(day, figures):
            continue
        if target == "en":
            edits.append((match.start("month"), match.end("month"), ENGLISH_MONTHS[number]))
        elif text[match.start() - 1 : match.start()] not in ("-", "–", "~", "〜"):  # not the end of a range
            edits.append((match.start(), match.end(), _format_day(day, target)))
    return with_edits(text, edits)


def _times(text: str, figures: SourceFigures, _: str) -> str:
    """Separate hours and minutes by a colon."""
    edits, plain = [], text.translate(PLAIN)
    for match in TIME.finditer(plain):
        hour, minute = int(match["h"]), int(match["m"])
        if Clock(hour, minute) not in figures.clocks or NO_TIME.match(plain, match.end()):
            continue
        if ZONED.match(plain, match.end()) or Decimal(f"{hour}.{match['m']}") not in figures.numbers:
            edits.append((match.end("h"), match.start("m"), ":"))
    return with_edits(text, edits)


def _numbers(text: str, figures: SourceFigures, target: str) -> str:
    """Swap thousands separator and decimal mark, and translate an Indonesian scale word after a number."""
    plain, edits = text.translate(PLAIN), []
    kinds = (QuantityKind.OPAQUE, QuantityKind.DATE, QuantityKind.TIME)
    occupied = _spans(find_quantities(text, target), *kinds)
    for match in NUMBER.finditer(plain):
        if _within(match.start(), occupied) or AREA_CODE.search(plain, max(0, match.start() - NEARBY), match.start()):
            continue
        if ZONED.match(plain, match.end()):
            continue  # a time of day, if anything
        unit, language = LEFT_AFTER.match(plain, match.end()), "id"
        if target == "ja" and (english := LEFT_ENGLISH.match(plain, match.end())):
            unit, language = english, "en"
        if unit and (edit := _leftover(plain, match.start(), unit, figures, (language, target))):
            edits.append(edit)
        elif _to_swap(plain, match.span(), figures, match[0]):
            swapped = match[0].translate(SWAP)
            # If both forms are values of the source, it is undecidable which is meant.
            if not _to_swap(plain, match.span(), figures, swapped):
                edits.append((*match.span(), swapped))
    return with_edits(text, edits)


def _to_swap(plain: str, span: tuple[int, int], figures: SourceFigures, literal: str) -> bool:
    """Return whether the literal at `span` is an Indonesian form of a figure of the source."""
    if not INDONESIAN.fullmatch(literal):
        return False
    value, theirs = read_literal(literal, ",")[0], read_literal(literal, ".")
    if value not in figures.numbers:
        return False
    if "," in literal and GROUPED.fullmatch(literal) and not SCALED.match(plain, span[1]):
        return False
    if len(literal) == 3 and (
        LISTED.match(plain, span[1]) or OF_A_LIST.search(plain, max(0, span[0] - NEARBY), span[0])
    ):
        return False
    return literal in figures.literals or not theirs or theirs[0] == value or theirs[0] not in figures.numbers


def _leftover(
    plain: str, start: int, unit: re.Match[str], figures: SourceFigures, languages: tuple[str, str]
) -> tuple[int, int, str] | None:
    """Return the edit that writes "12,5 triliun" in the target language, or None if the source has no such amount."""
    literal = plain[start : unit.start()]
    written_in, target = languages
    currency = CURRENCY_BEFORE.search(plain, max(0, start - NEARBY), start) if target == "ja" else None
    start = currency.start() if currency else start
    found = find_quantities(plain[start : unit.end()], written_in)
    value = found[0].value if len(found) == 1 else None
    if not isinstance(value, Decimal) or abs(value) not in figures.numbers:
        return None
    if target == "ja":
        return start, unit.end(), format_quantity(found[0], target)
    written = literal.translate(SWAP) if INDONESIAN.fullmatch(literal) else literal
    return start, unit.end(), f"{written} {WORDS_AFTER_NUMBERS[unit['word'].lower()]}"


def _spans(quantities: tuple[Quantity, ...], *kinds: QuantityKind) -> list[tuple[int, int]]:
    return [(quantity.start, quantity.end) for quantity in quantities if quantity.kind in kinds]


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
