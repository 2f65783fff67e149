"""Check what accompanies a figure: its unit, time zone, sign, weekday and position.

A rule applies only if both texts have the item and differ. Omissions and paraphrases are no faults here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from translate.checks.exchanged import exchanged, turned
from translate.document import Clock, Quantity, QuantityKind
from translate.document.quantities import Value
from translate.language.numbers.units import may_be_same, unit_after
from translate.language.numbers.vague import find_vague
from translate.language.weekdays import weekdays_in

ZONES = (
    re.compile(r"\bWIB\b|Western Indonesia|西部(?:インドネシア)?(?:標準)?時間|インドネシア西部時間"),
    re.compile(r"\bWITA\b|Central Indonesia|中部(?:インドネシア)?(?:標準)?時間|インドネシア中部時間", re.I),
    re.compile(r"\bWIT\b|Eastern? Indonesia|東部(?:インドネシア)?(?:標準)?時間|インドネシア東部時間"),
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
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...], target: str
) -> tuple[list[Quantity], list[Quantity]]:
    """Return the quantities of the source that are translated wrongly, and the quantities that replace them."""
    pairs = [
        *_vague(source, hypothesis, asked, said, target),
        *_weekdays(source, hypothesis, target),
        *_zones(source, hypothesis),
        *_units(source, hypothesis, asked, said, target),
        *_directions(source, hypothesis, asked, said, target),
        *_order(source, hypothesis, asked, said),
        *_kinds(source, hypothesis, asked, said),
        *_codes(asked, said),
        *turned(source, hypothesis, asked, said),
        *exchanged(source, hypothesis, asked, said, target),
    ]
    return [first for first, _ in pairs], [second for _, second in pairs]


def _vague(
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair vague amounts of different orders of magnitude."""
    ours, theirs = find_vague(source, "id"), find_vague(hypothesis, target)
    lost = [one for one in ours if not any(_overlap(one, other) for other in (*theirs, *said))]
    added = [other for other in theirs if not any(_overlap(one, other) for one in (*ours, *asked))]
    if lost and added:
        yield lost[0], added[0]


def _overlap(one: Quantity, other: Quantity) -> bool:
    """Return whether a vague amount may equal another amount; bounds are inclusive."""
    ends = []
    for quantity in (one, other):
        if quantity.low is not None and quantity.high is not None:
            ends.append((quantity.low, quantity.high))
        elif isinstance(quantity.value, Decimal):
            ends.append((abs(quantity.value), abs(quantity.value) + 1))
        else:
            return False
    return ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]


def _weekdays(source: str, hypothesis: str, target: str) -> Iterator[tuple[Quantity, Quantity]]:
    ours, theirs = weekdays_in(source, "id"), weekdays_in(hypothesis, target)
    lost, added = [day for day in ours if day not in theirs], [day for day in theirs if day not in ours]
    if lost and added:
        yield _named(ours[lost[0]]), _named(theirs[added[0]])


def _named(match: re.Match[str]) -> Quantity:
    return Quantity(QuantityKind.OPAQUE, match[0], match[0], *match.span())


def _zones(source: str, hypothesis: str) -> Iterator[tuple[Quantity, Quantity]]:
    ours, theirs = ([(zone, zone.search(text)) for zone in ZONES] for text in (source, hypothesis))
    lost = [match for (_, match), (_, other) in zip(ours, theirs, strict=True) if match and not other]
    added = [match for (_, match), (_, other) in zip(theirs, ours, strict=True) if match and not other]
    here = [match for _, match in ours if match]
    if here and added and (lost or len(here) == 1):
        yield _named((lost or here)[0]), _named(added[0])


def _units(
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a figure with the same figure in another unit, if it has no other unit there."""
    theirs: dict[Value, tuple[int, set[str | None]]] = {}  # of each value, where it stands first, and its units
    for place, other in enumerate(said):
        for value in other.values:
            theirs.setdefault(value, (place, set()))[1].add(unit_after(hypothesis, other, target))
    for quantity in asked:
        unit = unit_after(source, quantity, "id")
        if unit is None or not isinstance(quantity.value, Decimal):
            continue
        same = [theirs[value] for value in quantity.values if value in theirs]
        if same and not any(other is None or may_be_same(unit, other) for _, units in same for other in units):
            yield quantity, said[min(place for place, _ in same)]


def _directions(
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a figure that rose with one that fell, or a negative one with one that is not."""
    here, there = _by_amount(asked), _by_amount(said)
    for quantity in asked:
        same = _alike(quantity, there)
        if len(same) != 1 or len(_alike(same[0], here)) != 1:
            continue
        ours, theirs = _direction(source, quantity, "id"), _direction(hypothesis, same[0], target)
        hidden = (
            _is_below_zero(quantity)
            and theirs >= 0
            and not re.search(f"{DOWN[target]}|below|below zero|零下|氷点下|赤字|deficit|loss", hypothesis, re.I)
        )
        if ours * theirs < 0 or hidden:
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


WON = re.compile(r"[^.,]{0,24}(?:kemenangan|keunggulan|untuk )")  # "1-3 untuk kemenangan Irak" is Iraq's 3-1
FROM = re.compile(r"\bdari\b[^.;]{0,30}$", re.I)
FURTHEST_FROM = 40  # characters before a figure in which "dari" stands


def _order(
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair figures in exchanged positions: in "from 5 to 7", in a score, or in ages after names."""
    times = Counter(value for quantity in asked for value in set(quantity.values))
    places: dict[Value, list[int]] = {}
    for at, quantity in enumerate(said[:-1]):
        for value in set(quantity.values):
            places.setdefault(value, []).append(at)
    for first, second in pairwise(asked):
        between = source[first.end : second.start]
        if not _is_turned(first, second, times):
            continue
        for at in sorted({at for value in second.values for at in places.get(value, ())}):
            one, other = said[at], said[at + 1]
            if not set(other.values) & set(first.values):
                continue
            theirs = hypothesis[one.end : other.start]
            score = not WON.match(source, second.end) and between in ("-", "–") and theirs in ("-", "–", "対")
            ways = re.fullmatch(r"[\w %]{0,24}\b(?:menjadi|ke|hingga|sampai)\b[\w ]{0,16}", between) is not None
            moved = ways and re.search(r"\bto\b|から", theirs) is not None
            moved = moved and FROM.search(source, max(0, first.start - FURTHEST_FROM), first.start) is not None
            if score or moved:
                yield first, one
                return


def _is_turned(first: Quantity, second: Quantity, times: Mapping[Value, int]) -> bool:
    """Return whether two figures differ and occur only once; `times` counts every value."""
    alone = all(times[value] == 1 for value in (*first.values, *second.values))
    return alone and not isinstance(first.value, (str, Clock))


PEOPLE = re.compile(r" ?(?:orang|warga|jiwa|siswa|penumpang|korban|people|residents|students|passengers|victims|人|名)")


def _kinds(
    source: str, hypothesis: str, asked: tuple[Quantity, ...], said: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair a percentage or an amount of money with a plain number if their kinds are exchanged."""
    here, there = _of_kinds(asked), _of_kinds(said)
    for one in asked:
        same = [first for kind in there for amount in _amounts(one) if (first := there[kind].get(amount))]
        kinds = {other.kind for other in same}
        if not same or {one.kind, *kinds} - set(AMOUNTS) or one.kind in kinds:
            continue
        stands = min(same, key=lambda other: other.start)
        turned = there.get(one.kind, {}).keys() & here.get(stands.kind, {}).keys()
        money = QuantityKind.MONEY in (one.kind, stands.kind)
        people = PEOPLE.match(source, one.end) or PEOPLE.match(hypothesis, stands.end)
        if turned or (money and people):
            yield one, stands


def _of_kinds(quantities: Iterable[Quantity]) -> dict[QuantityKind, dict[Decimal, Quantity]]:
    """Return the first quantity of each kind and amount."""
    found: dict[QuantityKind, dict[Decimal, Quantity]] = {}
    for quantity in quantities:
        for amount in _amounts(quantity):
            found.setdefault(quantity.kind, {}).setdefault(amount, quantity)
    return found


AMOUNTS = (QuantityKind.NUMBER, QuantityKind.PERCENT, QuantityKind.MONEY)
UNCODED = ("RT", "RW", "KM", "No")  # before a plain number
CODE = re.compile(r"[0-9]+[A-Z]|[A-Z]{1,3}[ -]?[0-9]+(?: ?[A-Z]{1,3})?")


def _codes(asked: tuple[Quantity, ...], said: tuple[Quantity, ...]) -> Iterator[tuple[Quantity, Quantity]]:
    """Pair codes of letters and digits that share either the letters or the digits: "27A" and "28A"."""
    ours, theirs = ([q for q in side if CODE.fullmatch(q.text) and q.text[:2] not in UNCODED] for side in (asked, said))
    there, here = {_bare(q) for q in theirs}, {_bare(q) for q in ours}
    firsts: dict[str, int] = {}  # of the letters or the digits of a code that only the translation has
    for at, other in enumerate(theirs):
        for part in _shape(other) if _bare(other) not in here else ():
            firsts.setdefault(part, at)
    for one in ours:
        places = [firsts[part] for part in _shape(one) if part in firsts] if _bare(one) not in there else []
        if places:
            yield one, theirs[min(places)]
            return


def _bare(quantity: Quantity) -> str:
    return re.sub("[ -]", "", quantity.text)


def _shape(quantity: Quantity) -> set[str]:
    return {re.sub("[^A-Z]", "", quantity.text), re.sub("[^0-9]", "", quantity.text)}
