"""Turn the numbers of a text into quantities: money, percentages, ends of ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from translate.document.quantities import Quantity, QuantityKind
from translate.language.data import word_lists
from translate.language.numbers.scanner import SMALL, TAKEN, QuantityScanner
from translate.language.numbers.words import Grammar, ParsedNumber, runs

CURRENCIES = {
    word: currency
    for currency, words in word_lists("translate.language.numbers", "data/currencies.txt").items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Patterns of a language that are matched right before and right after a number."""

    before: re.Pattern[str]  # group "money"
    after: re.Pattern[str]  # groups "percent", "money"
    to: re.Pattern[str]  # between the ends of a range
    about: re.Pattern[str] | None = None  # right after an amount that is only given roughly
    minus: re.Pattern[str] | None = None  # right before an amount below zero


def currency_of(written: str) -> str | None:
    """Return the ISO 4217 code of a currency as a text has it: "Rp.", "US dollars", "円"."""
    return CURRENCIES.get(re.sub(r"[\s.]", "", written.lower()))


def count(scanner: QuantityScanner, grammar: Grammar, around: Surroundings) -> None:
    """Take every number that no rule took."""
    numbers = runs(scanner.plain, grammar)
    found: list[Quantity] = []
    for run in numbers:
        found.append(_quantity(scanner, run, around, found[-1].end if found else 0))
    scanner.add(*_ranges(scanner, [run.scale for run in numbers], found, around))


def _quantity(scanner: QuantityScanner, run: ParsedNumber, around: Surroundings, floor: int) -> Quantity:
    """Build a quantity from a number and the text beside it; `floor` is the end of the quantity before."""
    text, start, end = scanner.plain, run.start, run.end
    values: tuple[Decimal, ...] = run.values
    before, after = around.before.search(text, max(floor, start - 24), start), around.after.match(text, end)
    kind, currency = QuantityKind.NUMBER, None
    if before and before["money"]:
        start, currency = before.start("money"), currency_of(before["money"])
        kind = QuantityKind.MONEY
        tail = re.compile(r"(?:,-|,00)(?![0-9])").match(text, end)
        end = tail.end() if tail else end
    about = around.about.match(text, end) if around.about else None
    if about:
        end = about.end()
        after = around.after.match(text, end)
    roughly = about is not None or (around.about is not None and text[run.start : run.end].lower().endswith("an"))
    if after and after["percent"] and kind is QuantityKind.NUMBER:
        kind, end = QuantityKind.PERCENT, after.end()
    elif after and after["money"]:
        kind, end = QuantityKind.MONEY, after.end()
        currency = currency or currency_of(after["money"])
    if run.digits and kind is not QuantityKind.MONEY and _negative(text, start):
        start, values = start - 1, tuple(-value for value in values)
    word = around.minus.search(text, max(floor, start - 12), start) if around.minus and values[0] > 0 else None
    if word:
        start, values = word.start(), tuple(-value for value in values)
    certain = run.digits or kind is not QuantityKind.NUMBER or values[0] > SMALL
    low, high = (None, None) if not roughly else (values[0], values[0] + _step(values[0]))
    return Quantity(kind, values[0], "", start, end, currency, values[1:], certain, low, high)


def _step(value: Decimal) -> Decimal:
    """Return how much an amount that is given roughly may be more: "1.500-an" is below 1,600, "80-an" below 90."""
    digits = value.normalize().as_tuple()
    return Decimal(10) ** int(digits.exponent)


def _negative(text: str, start: int) -> bool:
    """Return whether a hyphen before the digits is a minus: only a space, a bracket or nothing is before it."""
    return text[start - 1 : start] in ("-", "−") and start > 0 and (start == 1 or text[start - 2] in " (\n")


def _ranges(
    scanner: QuantityScanner, scales: list[Decimal], found: list[Quantity], around: Surroundings
) -> list[Quantity]:
    """Return quantities; the first end of a range gets the unit written only after the second: "10-15 persen"."""
    spread = list(found)
    for index in reversed(range(len(found) - 1)):
        first, second = found[index], spread[index + 1]
        between = scanner.plain[first.end : second.start]
        if TAKEN in between or not around.to.fullmatch(between):
            continue
        values = [value for value in first.values if isinstance(value, Decimal)]
        if scales[index] == 1 and scales[index + 1] > 1 and values[0] < 1000:
            values = [value * scales[index + 1] for value in values] + values
        kind = second.kind if first.kind is QuantityKind.NUMBER else first.kind
        spread[index] = replace(
            first,
            kind=kind,
            value=values[0],
            alternatives=tuple(values[1:]),
            currency=first.currency or second.currency,
        )
        if second.kind is QuantityKind.NUMBER and first.kind is QuantityKind.MONEY:
            spread[index + 1] = replace(second, kind=first.kind, currency=first.currency)
    return spread
