"""The quantities of one text, in which those of the other text are searched, in every possible reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from translate.document import Clock, Day, Quantity, QuantityKind

# Currencies that "dolar" can mean.
DOLLARS = frozenset({"USD", "SGD", "AUD"})
# Kinds that may match each other even if the other side has both: "5 orang" and "5th".
FAMILIES = {
    QuantityKind.NUMBER: "amount",
    QuantityKind.PERCENT: "amount",
    QuantityKind.MONEY: "amount",
    QuantityKind.ORDINAL: "ordinal",
    QuantityKind.DATE: "date",
    QuantityKind.TIME: "time",
    QuantityKind.OPAQUE: "opaque",
}


@dataclass(frozen=True, slots=True)
class ValuePool:
    """The values of one text's quantities."""

    numbers: frozenset[Decimal]  # amounts, and every part of a date or time
    plain: frozenset[Decimal]  # amounts without percentages
    days: tuple[Day, ...]
    bare_days: frozenset[int]  # days without their month: the 25 of "23日から25日"
    clocks: frozenset[Clock]
    money: Mapping[Decimal, frozenset[str]]  # the currencies of each amount
    opaque: frozenset[str]  # the digits of telephone numbers and codes
    digits: str  # all digits of the text, concatenated


class Side:
    """The quantities of one text, to be looked for in the other."""

    def __init__(self, text: str, quantities: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> None:
        """Take a text, its quantities, and those of the other text."""
        self.text, self.quantities = text, quantities
        theirs = {(FAMILIES[other.kind], value) for other in others for value in other.values}
        self.answered = {
            quantity
            for quantity in quantities
            if any((FAMILIES[quantity.kind], value) in theirs for value in quantity.values)
        }
        self._pools: dict[str, ValuePool] = {}

    def pool(self, kind: QuantityKind) -> ValuePool:
        """Return the pool for quantities of a kind: the same kind, and kinds that the other side lacks.

        So the 3 of "pukul 15.00", which the other side has as "3 p.m.", does not match three people.
        """
        family = FAMILIES[kind]
        if family not in self._pools:
            free = tuple(q for q in self.quantities if FAMILIES[q.kind] == family or q not in self.answered)
            years = frozenset(
                Decimal(value.year)
                for q in self.quantities
                for value in q.values
                if isinstance(value, Day) and value.year is not None
            )
            self._pools[family] = pool_of(self.text, free, years)
        return self._pools[family]


def pool_of(text: str, quantities: tuple[Quantity, ...], years: frozenset[Decimal]) -> ValuePool:
    """Return all values that quantities may have; `years` are always numbers too."""
    numbers: set[Decimal] = set(years)
    plain: set[Decimal] = set()
    days: list[Day] = []
    clocks: set[Clock] = set()
    opaque: list[str] = []
    for quantity in quantities:
        for value in quantity.values:
            if isinstance(value, Decimal):
                numbers.add(abs(value))
                if quantity.kind is not QuantityKind.PERCENT:
                    plain.add(abs(value))
            elif isinstance(value, Day):
                days.append(value)
            elif isinstance(value, Clock):
                clocks.add(value)
            else:
                numbers |= {Decimal(digits) for digits in re.findall("[0-9]+", value)}
                opaque.append(re.sub("[^0-9]", "", value))
    bare = frozenset(int(number) for number in numbers - _behind_months(text, quantities) if number <= 31)
    for day in days:
        numbers |= {Decimal(part) for part in (day.year, day.month, day.day) if part is not None}
    for clock in clocks:
        numbers |= {Decimal(clock.hour), Decimal(clock.minute), Decimal(f"{clock.hour}.{clock.minute:02d}")}
    money: dict[Decimal, frozenset[str]] = {}
    for quantity in quantities:
        for value in quantity.values:
            if quantity.currency and isinstance(value, Decimal):
                money[abs(value)] = money.get(abs(value), frozenset()) | {quantity.currency}
    digits = "".join(str(int(character)) for character in re.findall(r"\d", text))
    amounts = frozenset(numbers), frozenset(plain)
    return ValuePool(*amounts, tuple(days), bare, frozenset(clocks), money, frozenset(filter(None, opaque)), digits)


BEHIND_MONTH = re.compile(", ")


def _behind_months(text: str, quantities: tuple[Quantity, ...]) -> set[Decimal]:
    """Return the numbers directly after a month with its year, which are not its days: the 30 of "Nov. 2024, 30"."""
    return {
        number.value
        for month, number in pairwise(quantities)
        if isinstance(month.value, Day) and month.value.year and month.value.month and month.value.day is None
        if isinstance(number.value, Decimal) and BEHIND_MONTH.fullmatch(text, month.end, number.start)
    }


def contains(side: Side, quantity: Quantity) -> bool:
    """Return whether a text has a quantity in any reading."""
    pool = side.pool(quantity.kind)
    return any(_contains(pool, quantity, value) for value in quantity.values)


def _contains(pool: ValuePool, quantity: Quantity, value: object) -> bool:
    if isinstance(value, Day):
        return _contains_day(pool, value)
    if isinstance(value, Clock):
        parts = {Decimal(value.hour), Decimal(value.minute)} <= pool.numbers  # "13:10" as "13 minutes 10 seconds"
        is_full_hour = value.minute == 0 and Decimal(value.hour) in pool.numbers
        apart = (is_full_hour or parts) and not pool.clocks
        decimal = Decimal(f"{value.hour}.{value.minute:02d}")
        return value in pool.clocks or apart or (decimal > 0 and decimal in pool.numbers)
    if isinstance(value, Decimal):
        if quantity.kind is QuantityKind.PERCENT:  # half is 50 per cent
            return abs(value) in pool.numbers or value / 100 in pool.plain
        return abs(value) in pool.numbers or (value < 1 and value * 100 in pool.numbers)
    return _contains_digits(pool, re.sub("[^0-9]", "", str(value)))


def _contains_digits(pool: ValuePool, digits: str) -> bool:
    """Return whether a code or telephone number is in the text, whole or within its digits."""
    alike = any(digits in other or other in digits for other in pool.opaque)
    return digits in pool.opaque or (not alike and digits in pool.digits)


def _contains_day(pool: ValuePool, day: Day) -> bool:
    """Return whether a date is in the text, whole or in parts; a day without its month, but not with another month."""
    if day.year is not None and not _contains_year(pool, day.year):
        return False
    if day.day is None:
        return day.month is None or any(other.month == day.month for other in pool.days)
    if day.month is None:
        return Decimal(day.day) in pool.numbers
    years = [other.year for other in pool.days if (other.month, other.day) == (day.month, day.day)]
    if years:
        return day.year is None or None in years or day.year in years
    months = {other.month for other in pool.days if other.month is not None}
    if day.year is not None and day.month is not None and not months:
        return False  # "2019年1日" has lost its month
    return (not months or day.month in months) and day.day in pool.bare_days


def _contains_year(pool: ValuePool, year: int) -> bool:
    """Return whether a year is in the text, with four or two digits."""
    return Decimal(year) in pool.numbers or (year >= 1000 and Decimal(year % 100) in pool.numbers and year % 100 > 31)


def other_currency(pool: ValuePool, quantity: Quantity) -> str | None:
    """Return the currency of an amount on the other side if it is there only with another currency."""
    if quantity.currency is None:
        return None
    currencies = frozenset[str]().union(*(pool.money.get(v, ()) for v in quantity.values if isinstance(v, Decimal)))
    same = quantity.currency in currencies or (quantity.currency in DOLLARS and currencies & DOLLARS)
    return None if same or not currencies else min(currencies)
