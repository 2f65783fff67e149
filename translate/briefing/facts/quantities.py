"""The dates, times and amounts of an article, as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from translate.document import TARGETS, Fact, FactKind, Quantity, QuantityKind
from translate.language.data import tsv_rows
from translate.language.numbers import find_quantities, format_quantity

KINDS = {
    QuantityKind.DATE: FactKind.DATE,
    QuantityKind.TIME: FactKind.TIME,
    QuantityKind.MONEY: FactKind.AMOUNT,
    QuantityKind.PERCENT: FactKind.AMOUNT,
}
# Nouns whose counts are facts, in English and Japanese; {} is the number. Other numbers could be "40 times" or a house
# number.
COUNTED = {noun: (en, ja) for noun, en, ja in tsv_rows("translate.briefing.facts", "data/counted.tsv")}
NOUN = re.compile(r"\s+(" + "|".join(sorted(map(re.escape, COUNTED), key=len, reverse=True)) + r")\b", re.I)
# Compound units: "40 km per jam" is a speed, "10 km/jam" too; "5 meter persegi" an area.
COMPOUND = re.compile(r"\s*(?:/|\bper\b|persegi\b|kubik\b)")

# Between the ends of a range, and between the sides of a size.
TO = re.compile(r" ?(?:[-–—x×]|s\.? ?/? ?d\.?|sampai(?: dengan)?|hingga) ?")
SIZE = re.compile("[x×]")
TO_JA = "～"

# "UU No. 31 Tahun 1999": the year is part of the law's number.
OF_A_LAW = re.compile(
    r"(?:\b(?:Instruksi|Peraturan|Keputusan|Undang-Undang)(?: [A-Z]\w+){0,3} [0-9]+ [Tt]ahun |"
    r"(?:\bNo(?:mor|\.)?|\bNo\.|\b(?:SNI|UU|PP|Perpres|Perda))\s*[0-9]+\S*\s+(?:[Tt]ahun\s+)?)$"
)
FURTHEST_LAW = 60  # characters before a year that may have the number of its law


def find_figures(texts: Sequence[str], target: str) -> list[Fact]:
    """Return the dates, times, amounts of money, shares and counted things of the sentences `texts`.

    Equal values are one fact; evidence is indices of `texts`.
    """
    found: dict[tuple[FactKind, str], tuple[Fact, list[int]]] = {}
    for index, text in enumerate(texts):
        for fact in _figures(text, target):
            evidence = found.setdefault((fact.kind, fact.value), (fact, []))[1]
            if evidence[-1:] != [index]:
                evidence.append(index)
    return [replace(fact, evidence=tuple(evidence)) for fact, evidence in found.values()]


def _figures(text: str, target: str) -> Iterator[Fact]:
    quantities = find_quantities(text, "id")
    for before, quantity in zip((None, *quantities), quantities, strict=False):
        if not quantity.certain or OF_A_LAW.search(text, max(0, quantity.start - FURTHEST_LAW), quantity.start):
            continue
        if quantity.kind in KINDS:
            written, unit = quantity.text.strip(" .,"), "%" if quantity.kind is QuantityKind.PERCENT else ""
            value = _value_of(quantity, target)
            yield Fact(KINDS[quantity.kind], written, value, (), replace(quantity.figure, text=written), unit)
        elif quantity.kind is QuantityKind.NUMBER:
            yield from _counted(text, quantity, _first_end(text, before, quantity), target)


def _value_of(quantity: Quantity, target: str) -> str:
    """Return the value of a quantity: "about Rp 5,000" for "Rp 5.000-an"; as written without a rule."""
    if target not in TARGETS:
        return quantity.text.strip(" .,")
    value = format_quantity(quantity, target)
    if not quantity.approximate:
        return value
    return f"約{value}" if target == "ja" else f"about {value}"


def _first_end(text: str, before: Quantity | None, quantity: Quantity) -> Quantity | None:
    """Return the first end of a range or size that a figure ends: 40 of "40-50 rumah"."""
    joined = before is not None and before.kind is quantity.kind and TO.fullmatch(text, before.end, quantity.start)
    return before if joined else None


def _counted(text: str, quantity: Quantity, first: Quantity | None, target: str) -> Iterator[Fact]:
    """Yield the count of a noun of the table as a fact; a range with both ends."""
    noun = NOUN.match(text, quantity.end)
    if noun is None or COMPOUND.match(text, noun.end()):
        return
    english, japanese = COUNTED[noun[1].lower()]
    form = japanese if target == "ja" else english
    if target != "ja" and quantity.value == 1:
        return  # "1 people": a single thing is not a fact
    amount = _value_of(quantity, target)
    if first is not None:
        to = TO_JA if target == "ja" else "-"
        size = SIZE.search(text, first.end, quantity.start)
        amount = f"{_value_of(first, target)}{'×' if size and target == 'ja' else ' x ' if size else to}{amount}"
    written = text[first.start if first else quantity.start : noun.end()]
    value = form.format(amount) if target in TARGETS else written
    yield Fact(FactKind.AMOUNT, written, value, (), replace(quantity.figure, text=written), noun[1].lower())
