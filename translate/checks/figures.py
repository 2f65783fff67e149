"""Compare the numbers, dates and times of two texts as values, not as characters.

What a quantity says may be written quite otherwise in the other language ("23 Oktober" as "the 23rd", "pukul 7" as "7
a.m.", "50 persen" as "half"), and a text often repeats a figure that its translation says once. So each figure of one
side is looked for anywhere on the other, in every reading its writing allows, and counted as missing only when no
reading is there. What may be no figure at all is never asked for, yet it can answer for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from translate.checks.companions import companions
from translate.checks.counted import COUNTED, COUNTED_THERE, COUNTING
from translate.checks.equivalents import said_otherwise
from translate.document import Clock, Day, Flag, FlagCode, Quantity, QuantityKind
from translate.document.flags import CurrencyChanged, Figures
from translate.language.numbers import find_quantities

# A dollar is a dollar: "dolar" in the text is "US$", "S$" or "A$" in the translation as its context says.
DOLLARS = frozenset({"USD", "SGD", "AUD"})
# Figures up to here come and go with grammar, above all in Japanese: "1人の男性" is a man, "2人とも" both.
FREE_UP_TO = {"ja": Decimal(3), "en": Decimal(2)}

# What may answer for what although the other side has it as something else too: "5 orang" for "5th" of another place.
FAMILIES = {
    QuantityKind.NUMBER: "amount",
    QuantityKind.PERCENT: "amount",
    QuantityKind.MONEY: "amount",
    QuantityKind.ORDINAL: "ordinal",
    QuantityKind.DATE: "date",
    QuantityKind.TIME: "time",
    QuantityKind.OPAQUE: "opaque",
}
FREE_WORDS = 2
COUNTED_FROM = 3  # one is an article, and two are also both, a pair, twice


@dataclass(frozen=True, slots=True)
class Pool:
    """What one text says in figures and number words."""

    numbers: frozenset[Decimal]  # amounts, and every part of a date or time
    plain: frozenset[Decimal]  # amounts that are no shares
    days: tuple[Day, ...]
    bare_days: frozenset[int]  # days of the month said without their month: the 25 of "23日から25日"
    clocks: frozenset[Clock]
    money: Mapping[Decimal, frozenset[str]]  # the currencies that an amount has
    opaque: frozenset[str]  # the digits of telephone numbers and codes
    digits: str  # all digits of the text in a row


class Side:
    """The quantities of one text, to be looked for in the other."""

    def __init__(self, text: str, quantities: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> None:
        """Part what the other text says as the same kind of thing from what is free to answer for anything."""
        self.text, self.quantities = text, quantities
        theirs = {(FAMILIES[other.kind], value) for other in others for value in other.values}
        self.answered = {
            quantity
            for quantity in quantities
            if any((FAMILIES[quantity.kind], value) in theirs for value in quantity.values)
        }
        self._pools: dict[str, Pool] = {}

    def pool(self, kind: QuantityKind) -> Pool:
        """Return what can answer for a quantity of a kind: its like, and what has no like of its own on the other side.

        So the 3 of "pukul 15.00", which the other side has as "3 p.m.", cannot stand for three people.
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


def pool_of(text: str, quantities: tuple[Quantity, ...], years: frozenset[Decimal]) -> Pool:
    """Return all that a text with these quantities can be taken to say; `years` are always numbers too."""
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
    digits = "".join(str(int(character)) for character in text if character.isdecimal())
    amounts = frozenset(numbers), frozenset(plain)
    return Pool(*amounts, tuple(days), bare, frozenset(clocks), money, frozenset(filter(None, opaque)), digits)


BEHIND_MONTH = re.compile(", ")


def _behind_months(text: str, quantities: tuple[Quantity, ...]) -> set[Decimal]:
    """Return the numbers right behind a month with its year, which are no days of it: the 30 of "Nov. 2024, 30"."""
    return {
        number.value
        for month, number in pairwise(quantities)
        if isinstance(month.value, Day) and month.value.year and month.value.month and month.value.day is None
        if isinstance(number.value, Decimal) and BEHIND_MONTH.fullmatch(text, month.end, number.start)
    }


def says(side: Side, quantity: Quantity) -> bool:
    """Return whether a text has this quantity in any of its readings."""
    pool = side.pool(quantity.kind)
    return any(_says(pool, quantity, value) for value in quantity.values)


def _says(pool: Pool, quantity: Quantity, value: object) -> bool:
    if isinstance(value, Day):
        return _says_day(pool, value)
    if isinstance(value, Clock):
        parts = {Decimal(value.hour), Decimal(value.minute)} <= pool.numbers  # "13:10" as "13 minutes 10 seconds"
        whole = value.minute == 0 and Decimal(value.hour) in pool.numbers
        apart = (whole or parts) and not pool.clocks
        decimal = Decimal(f"{value.hour}.{value.minute:02d}")
        return value in pool.clocks or apart or (decimal > 0 and decimal in pool.numbers)
    if isinstance(value, Decimal):
        if quantity.kind is QuantityKind.PERCENT:  # half is 50 per cent
            return abs(value) in pool.numbers or value / 100 in pool.plain
        return abs(value) in pool.numbers or (value < 1 and value * 100 in pool.numbers)
    return _says_digits(pool, re.sub("[^0-9]", "", str(value)))


def _says_digits(pool: Pool, digits: str) -> bool:
    """Look for a telephone number or the like whole, and where none is alike, somewhere in the row of digits."""
    alike = any(digits in other or other in digits for other in pool.opaque)
    return digits in pool.opaque or (not alike and digits in pool.digits)


def _says_day(pool: Pool, day: Day) -> bool:
    """Look for a date whole, else by its parts; a day may stand without its month, but not with another month."""
    if day.year is not None and not _says_year(pool, day.year):
        return False
    if day.day is None:
        return day.month is None or any(other.month == day.month for other in pool.days)
    if day.month is None:
        return Decimal(day.day) in pool.numbers
    same = [other.year for other in pool.days if (other.month, other.day) == (day.month, day.day)]
    if same:
        return day.year is None or None in same or day.year in same
    months = {other.month for other in pool.days if other.month is not None}
    if day.year is not None and day.month is not None and not months:
        return False  # "2019年1日" has lost its month
    return (not months or day.month in months) and day.day in pool.bare_days


def _says_year(pool: Pool, year: int) -> bool:
    """Look for a year of four digits, or its last two."""
    return Decimal(year) in pool.numbers or (year >= 1000 and Decimal(year % 100) in pool.numbers and year % 100 > 31)


def other_currency(pool: Pool, quantity: Quantity) -> str | None:
    """Return the currency that an amount has on the other side, if it stands there and only with another one."""
    if quantity.currency is None:
        return None
    there = frozenset[str]().union(*(pool.money.get(v, ()) for v in quantity.values if isinstance(v, Decimal)))
    same = quantity.currency in there or (quantity.currency in DOLLARS and there & DOLLARS)
    return None if same or not there else min(there)


def check_figures(
    source: str, asked: tuple[Quantity, ...], source_language: str, hypothesis: str, target_language: str
) -> list[Flag]:
    """Return NUMBER_LOST and NUMBER_ADDED with the figures that are missing on either side, of the source's `asked`."""
    said = find_quantities(hypothesis, target_language)
    here, there = Side(source, asked, said), Side(hypothesis, said, asked)
    free_here = said_otherwise(source, asked, source_language, hypothesis, said, target_language)
    free_there = said_otherwise(hypothesis, said, target_language, source, asked, source_language)
    missing = [quantity for quantity in asked if not says(there, quantity) and quantity not in free_here]
    lost = [quantity for quantity in missing if _is_asked(quantity, source, there)]
    free = FREE_UP_TO.get(target_language, Decimal(2))
    unknown = [quantity for quantity in said if not says(here, quantity) and quantity not in free_there]
    added = [
        quantity
        for quantity in unknown
        if (quantity.certain or _is_month(quantity, here)) and not (_small(quantity, free) and not lost)
    ]
    if not added and all(_small(quantity, Decimal(1)) for quantity in lost):
        lost = []  # "1 mil" is "a mile"
    first, second = _exchanged(missing, unknown, lost, added)
    if not (lost or added or first or second):
        first, second = _counts_exchanged(source, missing, hypothesis, unknown)
    if not (lost or added or first or second) and source_language == "id" and target_language in ("en", "ja"):
        first, second = companions(source, hypothesis, asked, said, target_language)
    lost, added = lost + first, added + second
    flags = []
    if lost:
        flags.append(Flag(FlagCode.NUMBER_LOST, _figures(lost)))
    else:
        flags += _currency_slip(asked, there.pool(QuantityKind.MONEY))
    if added:
        flags.append(Flag(FlagCode.NUMBER_ADDED, _figures(added)))
    return flags


def _is_asked(quantity: Quantity, source: str, there: Side) -> bool:
    """Return whether a quantity must be on the other side.

    A month without a day only where that side names months, a small number in words only where it counts something.
    """
    if quantity.certain:
        return True
    value = quantity.value
    if isinstance(value, Day):
        return _is_month(quantity, there)
    counts = quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and value >= COUNTED_FROM
    return counts and COUNTED.match(source, quantity.end) is not None


def _is_month(quantity: Quantity, there: Side) -> bool:
    """Return whether a quantity is a month alone and the other side names months too: "Mei" may be a person."""
    value = quantity.value
    alone = isinstance(value, Day) and value.year is None and value.day is None
    return alone and any(day.month for day in there.pool(quantity.kind).days)


def _exchanged(
    missing: list[Quantity], unknown: list[Quantity], lost: list[Quantity], added: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return what is only in doubt by itself, yet has one of its like in doubt on the other side: one stands for it.

    So an ordinal in words for another ("ketiga", "second"), and a number in words where a figure has come in.
    """
    sure, sure_there = frozenset(lost), frozenset(added)
    doubtful = [quantity for quantity in missing if quantity not in sure and quantity.kind is not QuantityKind.OPAQUE]
    others = [quantity for quantity in unknown if quantity not in sure_there]
    for is_like in (_is_rank, _is_share, _is_decade, _is_multiple, _is_clock):
        first, second = list(filter(is_like, doubtful)), list(filter(is_like, others))
        if first and second:
            break
    else:
        first, second = [], []
    if added and not lost:
        first = first or _like(doubtful, added)
    if lost and not added:
        second = second or _like([quantity for quantity in unknown if quantity not in sure_there], lost)
    return first, second


THEM = re.compile("ke[a-z]+", re.I)
DECADE = re.compile(r"[0-9](?:0-an|0'?s|0 ?年?代)$")
MULTIPLE = re.compile(r"kali lipat$|fold$|^(?:doubled?|tripled?|quadrupled)$", re.I)


def _is_rank(quantity: Quantity) -> bool:
    return quantity.kind is QuantityKind.ORDINAL and quantity.value != 1


def _is_share(quantity: Quantity) -> bool:
    value = quantity.value
    return quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and 0 < value < 1


def _is_decade(quantity: Quantity) -> bool:
    return DECADE.search(quantity.text) is not None


def _is_multiple(quantity: Quantity) -> bool:
    return MULTIPLE.search(quantity.text) is not None


def _is_clock(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Clock)


def _counts_exchanged(
    source: str, missing: list[Quantity], hypothesis: str, unknown: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return small numbers in words that count something on both sides, and count otherwise: "dua orang", "nine"."""
    ours = [q for q in missing if (_counts(q) or _counts_them(q)) and COUNTING.match(source, q.end)]
    theirs = [q for q in unknown if _counts(q) and COUNTED_THERE.match(hypothesis, q.end)]
    return (ours[:1], theirs[:1]) if ours and theirs else ([], [])


def _counts(quantity: Quantity) -> bool:
    value = quantity.value
    return quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and value >= FREE_WORDS


def _counts_them(quantity: Quantity) -> bool:
    """Return whether a quantity is "keenam" as in "keenam kasus", all six."""
    return quantity.kind is QuantityKind.ORDINAL and THEM.fullmatch(quantity.text) is not None


def _like(doubtful: list[Quantity], certain: list[Quantity]) -> list[Quantity]:
    """Return the numbers in doubt that could stand for one of those that are certain; "two" is said too freely."""
    families = {FAMILIES[quantity.kind] for quantity in certain}
    return [
        quantity
        for quantity in doubtful
        if FAMILIES[quantity.kind] in families and isinstance(quantity.value, Decimal) and quantity.value > FREE_WORDS
    ]


def _currency_slip(asked: tuple[Quantity, ...], there: Pool) -> list[Flag]:
    for quantity in asked:
        currency = other_currency(there, quantity)
        if currency:
            return [Flag(FlagCode.NUMBER_LOST, CurrencyChanged(quantity.figure, currency))]
    return []


def _small(quantity: Quantity, free: Decimal) -> bool:
    """Return whether a number is one that grammar brings along; "per dolar" is "1ドル"."""
    value, kind = quantity.value, quantity.kind
    amount = kind is QuantityKind.NUMBER or (kind is QuantityKind.MONEY and value == 1)
    return isinstance(value, Decimal) and amount and value <= free


def _figures(quantities: list[Quantity]) -> Figures:
    return Figures(tuple(dict.fromkeys(quantity.figure for quantity in quantities)))
