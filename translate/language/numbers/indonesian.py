"""Numbers of Indonesian text.

Own rules: date and number-word libraries either do not know Indonesian or give a value without its place, and none
tells "satu" the number from "satu" the article. Usage after PUEBI and the house styles of the Indonesian press: stop
between thousands, decimal comma, day before month, 24-hour clock with a stop ("13.21 WIB").
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from translate.document.quantities import Quantity, QuantityKind
from translate.language.calendar import INDONESIAN_MONTHS
from translate.language.numbers.counting import count
from translate.language.numbers.fractions import FRACTIONS
from translate.language.numbers.indonesian_amounts import AMOUNTS, DIGITS, HALVES_AND_WHOLES, LEXICON, PARTS
from translate.language.numbers.literals import DASH
from translate.language.numbers.money import INDONESIAN
from translate.language.numbers.scanner import (
    FULL_DATE,
    ISO_DATE,
    NAMES,
    SHARED,
    SHORT_DATE,
    QuantityScanner,
    Rule,
    date,
    day_of,
    ordinal,
    rule,
    time,
)
from translate.language.numbers.words import grammar

GRAMMAR = grammar(LEXICON, ",", r" {0,2}|\n")

MONTH_OF = {name.lower(): number for number, name in enumerate(INDONESIAN_MONTHS, 1)}
MONTH_OF |= {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "agu": 8, "agt": 8, "agst": 8, "ags": 8}
MONTH_OF |= {"sep": 9, "sept": 9, "okt": 10, "nov": 11, "nopember": 11, "des": 12, "pebruari": 2}
MONTH = "(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
TO_DAY = rf"(?P<first>[0-9]{{1,2}}) ?(?:{DASH}|sampai(?: dengan)?|hingga|dan|s\.? ?/? ?d\.?|&) ?"
HALVES = {"pagi": "am", "dini hari": "am", "subuh": "am", "siang": "pm", "sore": "pm", "petang": "pm", "malam": "night"}
ZONE = r"(?P<zone>WIB|WITA|WIT|GMT|UTC|BST)\b"
HOUR = r"(?P<h>[0-9]{1,2})(?:[.:](?P<m>[0-9]{2})(?::[0-9]{2})?)?(?![0-9])(?![.,:][0-9])"
HOURS = {word: value for value, word in enumerate((*DIGITS, "sepuluh", "sebelas", "dua belas"), 1)}
SPOKEN_HOUR = "|".join(sorted(HOURS, key=len, reverse=True))


def _month(match: re.Match[str]) -> int | None:
    return MONTH_OF.get((match["month"] or "").lower())


def _days(match: re.Match[str]) -> Quantity | tuple[Quantity, ...] | None:
    """Build one date, or two from "23-25 Oktober 2023"."""
    last = date(match, day_of(match["year"], _month(match), match["day"]))
    if last is None or not match["first"]:
        return last
    first = day_of(match["year"], _month(match), match["first"])
    if first is None:
        return None
    start, end = match.span("first")
    opening = Quantity(QuantityKind.DATE, first, "", start, end)
    return opening, Quantity(last.kind, last.value, "", match.start("day"), match.end())


def _figures(match: re.Match[str]) -> Quantity | None:
    """Build a date of figures; "10/23/2023", which no Indonesian writes, can only be the other way round."""
    year = match.groupdict().get("year")
    american = day_of(year, match["a"], match["b"]) if year else None
    return date(match, day_of(year, match["b"], match["a"]) or american)


def _clock(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    half = HALVES.get((groups.get("half") or "").lower())
    return time(*match.span(), match["h"], match["m"], groups.get("zone"), half)


def _clocks(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Build both ends of "09.00-15.00 WIB"."""
    first = time(match.start("h1"), match.end("m1"), match["h1"], match["m1"], match["zone"], None)
    second = time(match.start("h"), match.end(), match["h"], match["m"], match["zone"], None)
    return (first, second) if first and second else None


def _spelled(match: re.Match[str]) -> Quantity:
    word = match[1].lower()
    value = {"pertama": 1, "sepuluh": 10}.get(word) or DIGITS.index(word) + 1
    return ordinal(match, value, certain=False)


def _spelled_tens(match: re.Match[str]) -> Quantity:
    """Build "ketiga belas" and "kedua puluh"."""
    unit = DIGITS.index(match["n"].lower()) + 1
    return ordinal(match, unit + 10 if match["ten"].lower() == "belas" else unit * 10, certain=False)


def _year(match: re.Match[str]) -> tuple[Quantity, ...]:
    spans = [match.span(group) for group in ("year", "last") if match[group]]
    return tuple(
        Quantity(QuantityKind.DATE, day_of(match.string[start:end], None, None) or Decimal(0), "", start, end)
        for start, end in spans
    )


def _spoken_clock(match: re.Match[str]) -> Quantity | None:
    """Build "pukul tujuh malam" and "jam setengah sembilan", which is 8.30."""
    written = match["hour"].lower()
    hour = int(written) if written.isdigit() else int(HOURS[written])
    if match["past"]:
        hour = hour - 1 or 12
    half = HALVES.get((match["half"] or "").lower())
    found = time(*match.span(), str(hour), "30" if match["past"] else None, match["zone"], half)
    sure = bool(match["past"] or half or match["zone"])
    return replace(found, certain=sure) if found else None


RULES: tuple[Rule, ...] = (
    *SHARED,
    *FRACTIONS,
    rule(
        _spoken_clock,
        rf"(?i)\b(?:pukul|pkl\.?|jam) (?P<past>setengah )?(?P<hour>(?<=setengah )[0-9]{{1,2}}|{SPOKEN_HOUR})\b"
        rf"(?! (?:puluh|ratus|ribu|belas))(?: (?P<half>{'|'.join(HALVES)})\b)?(?: ?{ZONE})?",
    ),
    *AMOUNTS,
    rule(_figures, ISO_DATE),
    rule(_figures, FULL_DATE),
    # With spaces about the strokes, as in brackets behind a weekday.
    rule(_figures, r"(?<=\()(?P<a>[0-9]{1,2}) / (?P<b>[0-9]{1,2})(?: / (?P<year>[12][0-9]{3}))?(?=\))"),
    rule(_figures, SHORT_DATE),
    rule(
        _figures,
        r"(?i)(?:(?<=\()|(?:(?<=senin )|(?<=selasa )|(?<=rabu )|(?<=kamis )|(?<=jumat )|(?<=sabtu )|"
        r"(?<=minggu )|(?<=tanggal )|(?<=, )))(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})(?![0-9/])",
    ),
    rule(
        _days,
        rf"(?i)(?<![0-9.,])(?<![0-9]/)(?:{TO_DAY})?(?P<day>[0-9]{{1,2}})[ -]{MONTH}(?:,?[ -]"
        rf"(?P<year>[12][0-9]{{3}})(?![0-9]))?",
    ),
    rule(_days, rf"(?i)\b(?P<first>)(?P<day>){MONTH},? (?:tahun )?(?P<year>[12][0-9]{{3}})(?![0-9])"),
    rule(
        _year,
        rf"(?i)\b(?:tahun|thn\.?|th\.) (?P<year>[12][0-9]{{3}})(?: ?(?:{DASH}|/|sampai|hingga|dan) ?"
        rf"(?P<last>[12][0-9]{{3}}))?(?![0-9]|[.,][0-9]|-an)",
    ),
    rule(
        _clocks,
        rf"(?i)(?<![0-9.,/])(?P<lead>(?:pukul|pkl\.?|jam) )?(?P<h1>[0-9]{{1,2}})[.:](?P<m1>[0-9]{{2}}) ?(?:{DASH}|"
        rf"sampai(?: dengan)?|hingga|s\.? ?/? ?d\.?) ?(?:pukul )?{HOUR}(?: ?{ZONE}|(?(lead)|(?!)))",
    ),
    rule(
        _clock,
        rf"(?i)\b(?P<lead>pukul|pkl\.?|pk\.?|jam) ?{HOUR}(?: ?{ZONE}|(?: (?P<half>pagi|siang|sore"
        r"|petang|malam|dini hari|subuh)\b))*",
    ),
    rule(_clock, rf"(?<![0-9.,/]){HOUR} {ZONE}"),
    rule(_clock, r"(?<![0-9.,:/])(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::[0-9]{2})?(?![0-9:])"),
    rule(
        lambda match: ordinal(match, int(match[1])) if match[0][2] != " " or "-" in match[0] else None,
        r"(?i)\bke(?:-? ?| -)([0-9]{1,4})\b(?![.,:][0-9])",
    ),
    rule(_spelled_tens, rf"(?i)\bke(?P<n>{'|'.join(DIGITS)}) (?P<ten>belas|puluh)\b"),
    rule(_spelled, rf"(?i)\b(?:ke(?={'|'.join(DIGITS)}|sepuluh))?((?<=ke)(?:{'|'.join(DIGITS)}|sepuluh)|pertama)\b"),
    *PARTS,
    *NAMES,
)


def _month_alone(match: re.Match[str]) -> Quantity | None:
    """Build a date of a month's name; "mar" and "des" alone are no names."""
    named = len(match[0]) > 3 or match[0] == "Mei"
    return date(match, day_of(None, _month(match), None), certain=False) if named else None


# "seorang", "sebuah", "setahun": a translation may have "one" for it.
ONE = (
    r"(?i)\bse(?:orang|buah|ekor|tahun|bulan|minggu|pekan|hari|jam|menit|kali|unit|lembar|pasang"
    r"|abad|dekade|saat)(?:nya)?\b"
)
LAST = (
    rule(_month_alone, rf"(?i)\b{MONTH}"),
    *HALVES_AND_WHOLES,
    rule(lambda match: Quantity(QuantityKind.NUMBER, Decimal(1), "", *match.span(), certain=False), ONE),
)


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of an Indonesian text."""
    scanner = QuantityScanner(text)
    scanner.take(RULES)
    count(scanner, GRAMMAR, INDONESIAN)
    scanner.take(LAST)
    return scanner.quantities()
