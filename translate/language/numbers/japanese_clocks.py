"""Numerals of Japanese text, and the times of day that are written with them."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Clock, Quantity, QuantityKind
from translate.language.numbers.literals import DASH, LITERAL, read_literal
from translate.language.numbers.scanner import Rule, rule, time
from translate.patterns import regex

DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}
TIMES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10**4, "億": 10**8, "兆": 10**12, "京": 10**16}
PIECE = regex(rf"{LITERAL}|.")
N = rf"(?:[0-9]{{1,4}}|[{''.join(DIGITS)}十百]{{1,4}})"
HALVES = {"午前": "am", "朝": "am", "未明": "am", "午後": "pm", "夕方": "pm", "夜": "night", "深夜": "night"}
ZONE = r"(?: ?(?P<zone>WIB|WITA|WIT|GMT|UTC))?"


def numeral(text: str) -> tuple[Decimal, ...]:
    """Return the values of a run of digits and numerals, the likeliest first; none when it is no one number."""
    if all(character in DIGITS for character in text):
        return (Decimal("".join(str(DIGITS[character]) for character in text)),)
    totals: tuple[Decimal, ...] = (Decimal(0),)
    group, digit, limit = Decimal(0), None, None
    digits: tuple[Decimal, ...] | None = None  # of a literal not yet multiplied
    for piece in PIECE.findall(text.replace(" ", "")):
        if piece in SCALES:
            if limit is not None and SCALES[piece] >= limit:
                return ()
            limit = Decimal(SCALES[piece])
            last = digits if digits is not None else (Decimal(digit if digit is not None else 0),)
            groups = [group + value for value in last]
            groups = [value or Decimal(1) for value in groups] if digits is None else groups
            totals = tuple(total + value * limit for total in totals for value in groups)
            group, digit, digits = Decimal(0), None, None
        elif piece in TIMES:
            group += (digits[0] if digits else Decimal(1 if digit is None else digit)) * TIMES[piece]
            digit, digits = None, None
        elif piece in DIGITS:
            if digits is not None:
                return ()
            digit = DIGITS[piece] if digit is None else digit * 10 + DIGITS[piece]
        else:
            if digit is not None:
                return ()
            digits = read_literal(piece, ".")
            if not digits:
                return ()
    last = digits if digits is not None else (Decimal(digit or 0),)
    return tuple(dict.fromkeys(total + group + value for total in totals for value in last))


def digits_of(text: str | None) -> str | None:
    """Return the digits of a numeral that may be written in kanji."""
    if not text:
        return None
    values = numeral(text)
    return str(values[0]) if values else None


def _clock(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    hour = digits_of(match["h"])
    minute = "30" if groups.get("halfpast") else digits_of(groups.get("m"))
    half = HALVES.get(groups.get("half") or "")
    found = time(*match.span(), hour, minute, groups.get("zone"), half) if hour else None
    if found is None and hour and groups.get("m"):  # "40時13分": garbled, but compared with the source
        return Quantity(QuantityKind.TIME, Clock(int(hour), int(minute or 0)), "", *match.span())
    return found


def _clocks(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Build both ends of "午後5~7時"; a half of the day that is given once counts for both."""
    first_half, half = HALVES.get(match["half1"] or ""), HALVES.get(match["half"] or "")
    first, second = digits_of(match["h1"]), digits_of(match["h"])
    if not first or not second:
        return None
    minutes = [digits_of(match[one]) or match[other] for one, other in (("n1", "m1"), ("n", "m"))]
    end = max(match.end(group) for group in ("h1", "m1", "n1"))
    start = match.start("half") if match["half"] else match.start("h")
    opening = time(match.start(), end, first, minutes[0], match["zone"], first_half)
    closing = time(start, match.end(), second, minutes[1], match["zone"], half or first_half)
    return (opening, closing) if opening and closing else None


CLOCKS: tuple[Rule, ...] = (
    rule(
        _clocks,
        rf"(?P<half1>{'|'.join(HALVES)})?(?:の)? ?(?<![0-9.,:])(?P<h1>{N})(?:時|:(?P<m1>[0-9]{{2}}))?"
        rf"(?:(?P<n1>{N})分)? ?(?:{DASH}|から|[〜～~]) ?(?P<half>{'|'.join(HALVES)})?"
        rf"(?P<h>{N})(?:時(?![間代])|:(?P<m>[0-9]{{2}}))"
        rf"(?:(?P<n>{N})分)?{ZONE}",
    ),
    rule(
        _clock,
        rf"(?P<half>{'|'.join(HALVES)})?(?:の)? ?(?<![0-9.,])(?P<h>{N}) ?時(?![間代々期点])(?: ?"
        rf"(?P<m>{N}) ?分|(?P<halfpast>半))?{ZONE}",
    ),
    rule(
        _clock,
        rf"(?P<half>午前|午後)? ?(?<![0-9.,:/])(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})(?::[0-9]{{2}})?"
        rf"(?![0-9:]){ZONE}",
    ),
    rule(_clock, r"(?<![0-9.,:/])(?P<h>[0-9]{1,2})\.(?P<m>[0-9]{2}) ?(?P<zone>WIB|WITA|WIT)"),
)
