"""Check what accompanies a figure: its unit, time zone, sign, weekday and position.

A rule applies only if both texts have the item and differ. Omissions and paraphrases are no faults here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from translate.checks.exchanged import exchanged, reversed_ends
from translate.document import Clock, Quantity, QuantityKind
from translate.document.quantities import Value
from translate.language.calendar import weekdays_in
from translate.language.numbers.units import may_be_same, unit_after
from translate.language.numbers.vague import find_vague
from translate.patterns import regex

ZONES = (
    regex(r"\bWIB\b|Western Indonesia|西部(?:インドネシア)?(?:標準)?時間|インドネシア西部時間"),
    regex(r"\bWITA\b|Central Indonesia|中部(?:インドネシア)?(?:標準)?時間|インドネシア中部時間", re.I),
    regex(r"\bWIT\b|Eastern? Indonesia|東部(?:インドネシア)?(?:標準)?時間|インドネシア東部時間"),
)
UP = {
    "id": r"(?:naik|meningkat|bertambah|tumbuh|menguat|melonjak|melesat)",
    "en": r"(?:rose|risen|rise|up|increased?|increase of|grew|grown|growth of|gained|jumped|climbed|surged)",
    "ja": r"(?:増加|上昇|増え|上がっ|成長|値上が|伸び|増とな)",
}
DOWN = {
    "id": r"(?:turun|menurun|berkurang|merosot|melemah|anjlok|menyusut|terkontraksi|minus|kontraksi)",
    "en": r"(?:fell|fallen|fall|down|decreased?|decrease of|declined?|decline of|shrank|contract(?:ed|ion of)|dropped"
    r"|drop of|lost|weakened|slid|minus|negative)",
    "ja": r"(?:減少|下落|減っ|下がっ|低下|縮小|減とな|マイナス|値下が|落ち込)",
}
NEAR = 24  # characters between a word of rising or falling and its figure


def companions(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...], target: str
) -> tuple[list[Quantity], list[Quantity]]:
    """Return the wrongly translated quantities of the source, and the quantities of the hypothesis in their place.

    `expected` are the quantities of the source, `actual` those of the hypothesis."""
    pairs = [
        *_vague(source, hypothesis, expected, actual, target),
        *_weekdays(source, hypothesis, target),
        *_zones(source, hypothesis),
        *_units(source, hypothesis, expected, actual, target),
        *_directions(source, hypothesis, expected, actual, target),
        *_order(source, hypothesis, expected, actual),
        *_kinds(source, hypothesis, expected, actual),
        *_codes(expected, actual),
        *reversed_ends(source, hypothesis, expected, actual),
        *exchanged(source, hypothesis, expected, actual, target),
    ]
    return [first for first, _ in pairs], [second for _, second in pairs]


def _vague(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair vague amounts of different orders of magnitude."""
    in_source, in_hypothesis = find_vague(source, "id"), find_vague(hypothesis, target)
    lost = [vague for vague in in_source if not any(_overlap(vague, other) for other in (*in_hypothesis, *actual))]
    added = [other for other in in_hypothesis if not any(_overlap(vague, other) for vague in (*in_source, *expected))]
    if lost and added:
        yield lost[0], added[0]


def _overlap(vague: Quantity, other: Quantity) -> bool:
    """Return whether a vague amount may equal another amount; bounds are inclusive."""
    ends = []
    for quantity in (vague, other):
        if quantity.low is not None and quantity.high is not None:
            ends.append((quantity.low, quantity.high))
        elif isinstance(quantity.value, Decimal):
            ends.append((abs(quantity.value), abs(quantity.value) + 1))
        else:
            return False
    return ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]


def _weekdays(source: str, hypothesis: str, target: str) -> Iterator[tuple[Quantity, Quantity]]:
    in_source, in_hypothesis = weekdays_in(source, "id"), weekdays_in(hypothesis, target)
    lost = [day for day in in_source if day not in in_hypothesis]
    added = [day for day in in_hypothesis if day not in in_source]
    if lost and added:
        yield _named(in_source[lost[0]]), _named(in_hypothesis[added[0]])


def _named(match: re.Match[str]) -> Quantity:
    return Quantity(QuantityKind.OPAQUE, match[0], match[0], *match.span())


def _zones(source: str, hypothesis: str) -> Iterator[tuple[Quantity, Quantity]]:
    in_source, in_hypothesis = ([(zone, zone.search(text)) for zone in ZONES] for text in (source, hypothesis))
    lost = [match for (_, match), (_, other) in zip(in_source, in_hypothesis, strict=True) if match and not other]
    added = [match for (_, match), (_, other) in zip(in_hypothesis, in_source, strict=True) if match and not other]
    source_zones = [match for _, match in in_source if match]
    if source_zones and added and (lost or len(source_zones) == 1):
        yield _named((lost or source_zones)[0]), _named(added[0])


def _units(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a figure with the same figure in another unit, if it has no other unit there."""
    by_value: dict[
        Value, tuple[int, set[str | None]]
    ] = {}  # by value: the index of its first occurrence, and its units
    for place, other in enumerate(actual):
        for value in other.values:
            by_value.setdefault(value, (place, set()))[1].add(unit_after(hypothesis, other, target))
    for quantity in expected:
        unit = unit_after(source, quantity, "id")
        if unit is None or not isinstance(quantity.value, Decimal):
            continue
        same = [by_value[value] for value in quantity.values if value in by_value]
        if same and not any(other is None or may_be_same(unit, other) for _, units in same for other in units):
            yield quantity, actual[min(place for place, _ in same)]


def _directions(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a figure that rose with one that fell, or a negative one with one that is not."""
    source_amounts, hypothesis_amounts = _by_amount(expected), _by_amount(actual)
    for quantity in expected:
        same = _alike(quantity, hypothesis_amounts)
        if len(same) != 1 or len(_alike(same[0], source_amounts)) != 1:
            continue
        source_direction = _direction(source, quantity, "id")
        hypothesis_direction = _direction(hypothesis, same[0], target)
        hidden = (
            _is_below_zero(quantity)
            and hypothesis_direction >= 0
            and not re.search(f"{DOWN[target]}|below|below zero|零下|氷点下|赤字|deficit|loss", hypothesis, re.I)
        )
        if source_direction * hypothesis_direction < 0 or hidden:
            yield quantity, same[0]


def _is_below_zero(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Decimal) and quantity.value < 0


def _amounts(quantity: Quantity) -> set[Decimal]:
    return {abs(value) for value in quantity.values if isinstance(value, Decimal)}


def _by_amount(quantities: Iterable[Quantity]) -> dict[Decimal, list[Quantity]]:
    """Return the first two quantities of each amount; only none, one or more matters."""
    found: dict[Decimal, list[Quantity]] = {}
    for quantity in quantities:
        for amount in _amounts(quantity):
            same = found.setdefault(amount, [])
            if len(same) < 2:
                same.append(quantity)
    return found


def _alike(quantity: Quantity, others: Mapping[Decimal, list[Quantity]]) -> list[Quantity]:
    """Return the quantities that may be the same amount, in order; of more than two, two."""
    same = {other for amount in _amounts(quantity) for other in others.get(amount, ())}
    return sorted(same, key=lambda other: other.start)


def _direction(text: str, quantity: Quantity, language: str) -> int:
    """Return 1 if the words beside a figure mean a rise, -1 if they mean a fall, else 0.

    A negative figure is a fall, even after "grew".
    """
    if _is_below_zero(quantity):
        return -1
    if language == "ja":
        beside = re.match(r"[^、。0-9]{0,8}", text[quantity.end :])
        nearby = beside[0] if beside else ""
        up, down = (
            re.search(UP["ja"], nearby),
            re.search(DOWN["ja"], nearby + text[max(0, quantity.start - 4) : quantity.start]),
        )
    else:
        head = re.split(r"[,.;:0-9]", text[max(0, quantity.start - NEAR) : quantity.start])[-1]
        up, down = (re.search(rf"\b{words[language]}\b", head, re.I) for words in (UP, DOWN))
    return 0 if bool(up) == bool(down) else 1 if up else -1


WON = regex(r"[^.,]{0,24}(?:kemenangan|keunggulan|untuk )")  # "1-3 untuk kemenangan Irak" is Iraq's 3-1
FROM = regex(r"\bdari\b[^.;]{0,30}$", re.I)
FURTHEST_FROM = 40  # characters before a figure in which "dari" is searched


def _order(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair figures in exchanged positions: in "from 5 to 7", in a score, or in ages after names."""
    times = Counter(value for quantity in expected for value in set(quantity.values))
    places: dict[Value, list[int]] = {}
    for at, quantity in enumerate(actual[:-1]):
        for value in set(quantity.values):
            places.setdefault(value, []).append(at)
    for first, second in pairwise(expected):
        between = source[first.end : second.start]
        if not _is_turned(first, second, times):
            continue
        for at in sorted({at for value in second.values for at in places.get(value, ())}):
            left, right = actual[at], actual[at + 1]
            if not set(right.values) & set(first.values):
                continue
            hypothesis_between = hypothesis[left.end : right.start]
            score = (
                not WON.match(source, second.end) and between in ("-", "–") and hypothesis_between in ("-", "–", "対")
            )
            ways = re.fullmatch(r"[\w %]{0,24}\b(?:menjadi|ke|hingga|sampai)\b[\w ]{0,16}", between) is not None
            moved = ways and re.search(r"\bto\b|から", hypothesis_between) is not None
            moved = moved and FROM.search(source, max(0, first.start - FURTHEST_FROM), first.start) is not None
            if score or moved:
                yield first, left
                return


def _is_turned(first: Quantity, second: Quantity, times: Mapping[Value, int]) -> bool:
    """Return whether two figures differ and occur only once; `times` counts every value."""
    alone = all(times[value] == 1 for value in (*first.values, *second.values))
    return alone and not isinstance(first.value, (str, Clock))


PEOPLE = regex(r" ?(?:orang|warga|jiwa|siswa|penumpang|korban|people|residents|students|passengers|victims|人|名)")


def _kinds(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a percentage or an amount of money with a plain number if their kinds are exchanged."""
    in_source, in_hypothesis = _of_kinds(expected), _of_kinds(actual)
    for quantity in expected:
        by_amount = in_hypothesis.values()
        same = [first for kind in by_amount for amount in _amounts(quantity) if (first := kind.get(amount))]
        kinds = {other.kind for other in same}
        if not same or {quantity.kind, *kinds} - set(AMOUNTS) or quantity.kind in kinds:
            continue
        match = min(same, key=lambda other: other.start)
        swapped = in_hypothesis.get(quantity.kind, {}).keys() & in_source.get(match.kind, {}).keys()
        money = QuantityKind.MONEY in (quantity.kind, match.kind)
        people = PEOPLE.match(source, quantity.end) or PEOPLE.match(hypothesis, match.end)
        if swapped or (money and people):
            yield quantity, match


def _of_kinds(quantities: Iterable[Quantity]) -> dict[QuantityKind, dict[Decimal, Quantity]]:
    """Return the first quantity of each kind and amount."""
    found: dict[QuantityKind, dict[Decimal, Quantity]] = {}
    for quantity in quantities:
        for amount in _amounts(quantity):
            found.setdefault(quantity.kind, {}).setdefault(amount, quantity)
    return found


AMOUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT, QuantityKind.MONEY)
UNCODED = ("RT", "RW", "KM", "No")  # prefixes of plain numbers
CODE = regex(r"[0-9]+[A-Z]|[A-Z]{1,3}[ -]?[0-9]+(?: ?[A-Z]{1,3})?")


def _codes(expected: tuple[Quantity, ...], actual: tuple[Quantity, ...]) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair codes of letters and digits that share either the letters or the digits: "27A" and "28A"."""
    in_source, in_hypothesis = (
        [q for q in side if CODE.fullmatch(q.text) and q.text[:2] not in UNCODED] for side in (expected, actual)
    )
    known, source_forms = {_bare(q) for q in in_hypothesis}, {_bare(q) for q in in_source}
    firsts: dict[str, int] = {}  # by the letters or digits of a code that only the translation has
    for at, other in enumerate(in_hypothesis):
        for part in _shape(other) if _bare(other) not in source_forms else ():
            firsts.setdefault(part, at)
    for code in in_source:
        places = [firsts[part] for part in _shape(code) if part in firsts] if _bare(code) not in known else []
        if places:
            yield code, in_hypothesis[min(places)]
            return


def _bare(quantity: Quantity) -> str:
    return re.sub("[ -]", "", quantity.text)


def _shape(quantity: Quantity) -> set[str]:
    return {re.sub("[^A-Z]", "", quantity.text), re.sub("[^0-9]", "", quantity.text)}
