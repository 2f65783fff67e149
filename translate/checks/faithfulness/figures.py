"""Check that every number, date, time and amount of a line is in its evidence.

Stricter than the check of translations, since a refused line is merely replaced by an extracted sentence: small numbers
in words are required, money must agree in amount and currency, and the day of a date does not support a count.
"""

from __future__ import annotations

import re
from decimal import Decimal

from translate.checks.faithfulness.evidence import Evidence, plain
from translate.document import Clock, Day, Quantity, QuantityKind, Refusal, RefusalCode
from translate.language.numbers import find_quantities

COUNTS = (QuantityKind.NUMBER, QuantityKind.ORDINAL)
DOLLARS = frozenset(("USD", "SGD", "AUD"))
DIGITS = re.compile(r"[0-9](?:[0-9.,:/-]*[0-9])?")
# Vague amounts that must be in the evidence, in either language.
VAGUE = {
    "en": (
        (r"\bdozens?\b", r"\bdozens?\b|\bpuluhan\b|\blusinan\b"),
        (r"\bhundreds\b", r"\bhundreds\b|\bratusan\b"),
        (r"\bthousands\b", r"\bthousands\b|\bribuan\b"),
        (r"\bmillions\b", r"\bmillions\b|\bjutaan\b"),
        (r"\bbillions\b", r"\bbillions\b|\bmiliaran\b"),
        (r"\btrillions\b", r"\btrillions\b|\btriliunan\b"),
        (r"\b(?:twice|doubl\w+)\b", r"\b(?:twice|doubl\w+)\b|\bdua kali\b|\blipat\b"),
        (r"\b(?:thrice|tripl\w+)\b", r"\b(?:thrice|tripl\w+)\b|\btiga kali\b"),
        (r"\bquarters?\b", r"\bquarters?\b|\bseperempat\b|\bperempat\w*\b|\b(?:tri|k)wulan\w*\b"),
        (r"\bmajority\b", r"\bmajority\b|\bmost\b|\bmayoritas\b|\bsebagian besar\b"),
    ),
    "ja": (
        ("数十", "数十|puluhan"),
        ("数百", "数百|ratusan"),
        ("数千", "数千|ribuan"),
        ("数[万百]万", "数[万百]万|jutaan"),
        ("半数|半分", "半数|半分|setengah|separuh"),
        ("過半数|大多数", "過半数|大多数|mayoritas|sebagian besar"),
        ("倍", "倍|lipat|kali"),
    ),
}

COUNTED = {
    "en": re.compile(r" (?:people|men|women|children|kg|km|[a-z]{3,}s)\b"),
    "ja": re.compile(
        " ?(?:人|名|円|件|棟|軒|戸|台|本|頭|匹|枚|個|社|校|村|票|回|世帯|トン|キロ|メートル|ルピア|ドル|[かカヵヶ箇]所)"
    ),
}
# Before a year followed by a plural: "the 2023 elections", "in 2023 floods hit the town".
OF_A_YEAR = re.compile(r"\b(?:the|its|his|her|their|our|this|that|in|since|until|by|during|from|to|and) $", re.I)


def figures_fault(text: str, evidence: Evidence, language: str) -> Refusal | None:
    """Return the refusal for a figure that the evidence lacks; None without one."""
    text = plain(text)
    quantities = find_quantities(text, language)
    known_quantities = [q for support in evidence.supports for q in _all_of(support.text, support.source, language)]
    digits = {_bare(match[0]) for evidence_text in evidence.texts for match in DIGITS.finditer(evidence_text)}
    for quantity in quantities:
        counts = _counts(text, quantity, language)
        borne_out = any(_supports(known, quantity, counts=counts) for known in known_quantities)
        if not (borne_out or _opaque(quantity, evidence) or _parts_known(quantity, known_quantities)):
            return Refusal(RefusalCode.FIGURE, figure=quantity.figure)
    for match in DIGITS.finditer(text):
        inside = any(quantity.start < match.end() and match.start() < quantity.end for quantity in quantities)
        if not inside and _bare(match[0]) not in digits:
            return Refusal(RefusalCode.DIGITS, match[0])
    for pattern, needed in VAGUE[language]:
        found = re.search(pattern, text, re.I)
        if found and not any(re.search(needed, evidence_text, re.I) for evidence_text in evidence.texts):
            return Refusal(RefusalCode.AMOUNT, found[0])
    return None


def _all_of(text: str, source: str, language: str) -> tuple[Quantity, ...]:
    return find_quantities(text, language) + find_quantities(source, "id")


def _counts(text: str, quantity: Quantity, language: str) -> bool:
    """Return whether a number counts what follows it: "2023 people", not "the 2023 elections"."""
    if COUNTED[language].match(text, quantity.end) is None:
        return False
    return language == "ja" or OF_A_YEAR.search(text, 0, quantity.start) is None


def _supports(known: Quantity, wanted: Quantity, *, counts: bool) -> bool:
    """Return whether a quantity of the evidence equals the wanted one, in any reading of both.

    A count (`counts`) is not a year.
    """
    return any(
        _same(known, value, wanted, wanted_value)
        for value in known.values
        for wanted_value in wanted.values
        if not (counts and isinstance(value, Day) and isinstance(wanted_value, Decimal))
    )


def _same(known: Quantity, value: object, quantity: Quantity, wanted: object) -> bool:
    if isinstance(wanted, Day):
        return isinstance(value, Day) and _covers(value, wanted)
    if isinstance(wanted, Clock):
        return value == wanted
    if isinstance(wanted, Decimal):
        if isinstance(value, Day):
            return quantity.kind in COUNTS and _part_of(wanted, value, quantity)
        return isinstance(value, Decimal) and value == wanted and _same_kind(known, quantity)
    return False


def _covers(known: Day, wanted_day: Day) -> bool:
    """Return whether every given part of the wanted date is known."""
    pairs = ((known.year, wanted_day.year), (known.month, wanted_day.month), (known.day, wanted_day.day))
    return all(wanted_part is None or part == wanted_part for part, wanted_part in pairs)


def _part_of(wanted: Decimal, day: Day, quantity: Quantity) -> bool:
    """Return whether a plain number is the year of a date, or an ordinal its day."""
    return wanted == day.year or (quantity.kind is QuantityKind.ORDINAL and wanted == day.day)


def _same_kind(known: Quantity, wanted: Quantity) -> bool:
    if QuantityKind.MONEY in (known.kind, wanted.kind):
        both = {known.currency, wanted.currency}
        return known.kind is wanted.kind and (len(both) == 1 or both <= DOLLARS)
    return known.kind is wanted.kind or (known.kind in COUNTS and wanted.kind in COUNTS)


def _parts_known(quantity: Quantity, known_quantities: list[Quantity]) -> bool:
    """Return whether the evidence has the day and month of a date in one place and its year in another."""
    day = quantity.value
    if not isinstance(day, Day):
        return False
    days = [value for known in known_quantities for value in known.values if isinstance(value, Day)]
    numbers = {value for known in known_quantities if known.kind in COUNTS for value in known.values}
    years = {known.year for known in days} | {int(n) for n in numbers if isinstance(n, Decimal) and n == int(n)}
    dated = any(_covers(known, Day(None, day.month, day.day)) for known in days)
    return (day.year is None or day.year in years) and (dated or (day.month is None and day.day is None))


def _opaque(quantity: Quantity, evidence: Evidence) -> bool:
    """Return whether the evidence has the characters of a code or telephone number."""
    if not isinstance(quantity.value, str):
        return False
    wanted = _squeezed(quantity.text)
    return any(wanted in _squeezed(text) for text in evidence.texts)


def _squeezed(text: str) -> str:
    return "".join(character for character in plain(text).lower() if character.isalnum())


def _bare(digits: str) -> str:
    return re.sub("[^0-9]", "", digits)
