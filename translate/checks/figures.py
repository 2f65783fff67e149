"""Compare the numbers, dates and times of two texts as values, not as characters.

What a quantity says may be written quite otherwise in the other language ("23 Oktober" as "the 23rd", "pukul 7" as "7
a.m.", "50 persen" as "half"), and a text often repeats a figure that its translation says once. So each figure of one
side is looked for anywhere on the other, in every reading its writing allows, and counted as missing only when no
reading is there. What may be no figure at all is never asked for, yet it can answer for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from translate.document import Flag, FlagCode
from translate.numbers import Clock, Day, Quantity, QuantityKind, find_quantities, say

# A dollar is a dollar: "dolar" in the text is "US$", "S$" or "A$" in the translation as its context says.
DOLLARS = frozenset({"USD", "SGD", "AUD"})
# Figures up to here come and go with grammar, above all in Japanese: "1人の男性" is a man, "2人とも" both.
FREE_UP_TO = {"ja": Decimal(3), "en": Decimal(2)}
# More figures than these are not written out in a note.
NOTED = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """What one text says in figures and number words."""

    numbers: frozenset[Decimal]  # amounts, and every part of a date or time
    days: tuple[Day, ...]
    bare_days: frozenset[int]  # days of the month said without their month: the 25 of "23日から25日"
    clocks: frozenset[Clock]
    money: tuple[tuple[Decimal, str], ...]
    digits: str  # all digits of the text in a row


def pool_of(text: str, quantities: tuple[Quantity, ...]) -> Pool:
    """Give all that a text with these quantities can be taken to say."""
    numbers: set[Decimal] = set()
    days: list[Day] = []
    clocks: set[Clock] = set()
    for quantity in quantities:
        for value in quantity.values:
            if isinstance(value, Decimal):
                numbers.add(abs(value))
            elif isinstance(value, Day):
                days.append(value)
            elif isinstance(value, Clock):
                clocks.add(value)
            else:
                numbers |= {Decimal(digits) for digits in re.findall("[0-9]+", value)}
    bare = frozenset(int(number) for number in numbers if number <= 31)
    for day in days:
        numbers |= {Decimal(part) for part in (day.year, day.month, day.day) if part is not None}
    for clock in clocks:
        numbers |= {Decimal(clock.hour), Decimal(clock.minute), Decimal(f"{clock.hour}.{clock.minute:02d}")}
    money = tuple(
        (abs(value), quantity.currency)
        for quantity in quantities
        for value in quantity.values
        if quantity.currency and isinstance(value, Decimal)
    )
    digits = "".join(str(int(character)) for character in text if character.isdecimal())
    return Pool(frozenset(numbers), tuple(days), bare, frozenset(clocks), money, digits)


def says(pool: Pool, quantity: Quantity) -> bool:
    """Say whether a text has this quantity in any of its readings."""
    return any(_says(pool, quantity, value) for value in quantity.values)


def _says(pool: Pool, quantity: Quantity, value: object) -> bool:
    if isinstance(value, Day):
        return _says_day(pool, value)
    if isinstance(value, Clock):
        parts = {Decimal(value.hour), Decimal(value.minute)} <= pool.numbers  # "13:10" as "13 minutes 10 seconds"
        whole = value.minute == 0 and Decimal(value.hour) in pool.numbers
        apart = (whole or parts) and not pool.clocks
        return value in pool.clocks or apart or Decimal(f"{value.hour}.{value.minute:02d}") in pool.numbers
    if isinstance(value, Decimal):
        share = quantity.kind is QuantityKind.PERCENT and value / 100 in pool.numbers
        return abs(value) in pool.numbers or share
    return re.sub("[^0-9]", "", str(value)) in pool.digits


def _says_day(pool: Pool, day: Day) -> bool:
    """Look for a date whole, else by its parts; a day may stand without its month, but not with another month."""
    if day.year is not None and not _says_year(pool, day.year):
        return False
    if day.day is None:
        return day.month is None or any(other.month == day.month for other in pool.days)
    if day.month is None:
        return Decimal(day.day) in pool.numbers
    if any((other.month, other.day) == (day.month, day.day) for other in pool.days):
        return True
    months = {other.month for other in pool.days if other.month is not None}
    return (not months or day.month in months) and day.day in pool.bare_days


def _says_year(pool: Pool, year: int) -> bool:
    """Look for a year of four digits, or its last two."""
    return Decimal(year) in pool.numbers or (year >= 1000 and Decimal(year % 100) in pool.numbers and year % 100 > 31)


def other_currency(pool: Pool, quantity: Quantity) -> str | None:
    """Give the currency that an amount has on the other side, if it stands there and only with another one."""
    if quantity.currency is None:
        return None
    there = {currency for amount, currency in pool.money if amount in quantity.values}
    same = quantity.currency in there or (quantity.currency in DOLLARS and there & DOLLARS)
    return None if same or not there else min(there)


def check_figures(source: str, hypothesis: str, source_language: str, target_language: str) -> list[Flag]:
    """Give NUMBER_LOST and NUMBER_ADDED with the figures that are missing on either side."""
    asked, said = find_quantities(source, source_language), find_quantities(hypothesis, target_language)
    there, here = pool_of(hypothesis, said), pool_of(source, asked)
    lost = [quantity for quantity in asked if _is_asked(quantity, there) and not says(there, quantity)]
    free = FREE_UP_TO.get(target_language, Decimal(2))
    added = [
        quantity
        for quantity in said
        if quantity.certain and not says(here, quantity) and not (_small(quantity, free) and not lost)
    ]
    if not added and all(_small(quantity, Decimal(1)) for quantity in lost):
        lost = []  # "1 mil" is "a mile"
    flags = []
    if lost:
        flags.append(Flag(FlagCode.NUMBER_LOST, _note(lost, "not in the translation")))
    else:
        flags += _currency_slip(asked, there)
    if added:
        flags.append(Flag(FlagCode.NUMBER_ADDED, _note(added, "in the translation but not in the source")))
    return flags


def _is_asked(quantity: Quantity, there: Pool) -> bool:
    """Say whether a quantity must be on the other side: a month without a day only where that side names months."""
    alone = isinstance(quantity.value, Day) and quantity.value.year is None and quantity.value.day is None
    return quantity.certain or (alone and any(day.month for day in there.days))


def _currency_slip(asked: tuple[Quantity, ...], there: Pool) -> list[Flag]:
    for quantity in asked:
        currency = other_currency(there, quantity)
        if currency:
            note = f"{say(quantity, 'en')} has become an amount in {currency}"
            return [Flag(FlagCode.NUMBER_LOST, note)]
    return []


def _small(quantity: Quantity, free: Decimal) -> bool:
    return isinstance(quantity.value, Decimal) and quantity.kind is QuantityKind.NUMBER and quantity.value <= free


def _note(quantities: list[Quantity], what: str) -> str:
    """Give one clause: "65.8% and 43 are not in the translation"."""
    names = list(dict.fromkeys(say(quantity, "en") for quantity in quantities))
    more = len(names) - NOTED
    if more > 0:
        names = [*names[:NOTED], f"{more} more"]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{listed} {'are' if len(names) > 1 else 'is'} {what}"
