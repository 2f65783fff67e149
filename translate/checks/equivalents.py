"""Recognise the same amount in other units, other words or another position, so that it does not count as missing."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from translate.document import Day, Quantity, QuantityKind
from translate.language.numbers import find_quantities
from translate.language.numbers.units import length_of_span, seconds
from translate.language.numbers.vague import find_vague

LARGE = 100  # larger figures are hardly equal by chance
RANK = 11  # the same for ordinals: the school "SMP Negeri 71" is the 71st
NEARLY = Decimal("0.02")  # relative tolerance of durations: 18 months are a year and a half
ENGLISH = re.compile(r"\b[A-Za-z]+[- ](?:hundred|thousand|million|billion)\b", re.I)
LETTERS = re.compile(r"[A-Za-z][A-Za-z -]*[A-Za-z]")


def equivalents(
    text: str,
    quantities: tuple[Quantity, ...],
    language: str,
    other_text: str,
    others: tuple[Quantity, ...],
    other: str,
) -> frozenset[Quantity]:
    """Return the quantities of one text that the other has with a different value or form."""
    other_values = frozenset(value for figure in others for value in _numbers(figure))
    if other == "id":  # a name in English may have a number in words: "Five-hundred-meter"
        other_values |= {value for word in ENGLISH.findall(other_text) for value in _spelled(word)}
    rough = (*find_vague(other_text, other), *(figure for figure in others if figure.approximate))
    lower_ends = frozenset(figure.low for figure in rough if figure.low is not None)
    return frozenset(
        quantity
        for quantity in quantities
        if _as_it_is(quantity, other_text) or _anywhere(quantity, other_values) or _within(quantity, lower_ends)
    ) | frozenset(_spans(text, quantities, language, other_text, others, other))


def _spelled(words: str) -> set[Decimal]:
    return {value for quantity in find_quantities(words, "en") for value in _numbers(quantity)}


def _as_it_is(quantity: Quantity, other_text: str) -> bool:
    """Return whether the other text has the same number words: "Lima Puluh Kota", "Seventeen"."""
    return LETTERS.fullmatch(quantity.text) is not None and quantity.text in other_text


def _anywhere(quantity: Quantity, theirs: Collection[Decimal]) -> bool:
    """Return whether the other side has a large number as a quantity of another kind."""
    least = RANK if quantity.kind is QuantityKind.ORDINAL else LARGE
    return any(value >= least and value in theirs for value in _numbers(quantity))


def _numbers(quantity: Quantity) -> set[Decimal]:
    found = set()
    for value in quantity.values:
        if isinstance(value, Decimal):
            found.add(abs(value))
        elif isinstance(value, Day) and value.year is not None and value.month is None:
            found.add(Decimal(value.year))
        elif isinstance(value, str) and value.isdigit():
            found.add(Decimal(value))
    return found


def _within(quantity: Quantity, lower_ends: Collection[Decimal]) -> bool:
    """Return whether an amount is the lower bound of a vague one: 10軒以上 for "belasan"."""
    return quantity.kind in (QuantityKind.NUMBER, QuantityKind.MONEY) and quantity.value in lower_ends


def _spans(
    text: str,
    quantities: tuple[Quantity, ...],
    language: str,
    other_text: str,
    others: tuple[Quantity, ...],
    other: str,
) -> list[Quantity]:
    other_lengths = [length_of_span(other_text, span, other) for span in seconds(other_text, others, other)]
    found: list[Quantity] = []
    for span in seconds(text, quantities, language):
        length_here = length_of_span(text, span, language)
        if any(abs(length_here - length) <= NEARLY * length for length in other_lengths if length):
            found += span
    return found
