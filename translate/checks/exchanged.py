"""Find two exchanged figures: "72 were killed and 365 hurt" for 365 killed and 72 hurt.

Both texts have both values, so only their context shows the exchange. The words beside a figure of the source are
searched beside the figures of the translation, by the equivalents in the lexicon: two figures are exchanged if each is
beside the words of the other. Joined figures, such as the ends of a range, share their words; for them the order
decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from translate.document import Day, Quantity, QuantityKind
from translate.language.katakana import katakana
from translate.language.lexicon import FUNCTION, equivalents
from translate.language.numbers.units import may_be_same, unit_after
from translate.language.tokens import tokenise
from translate.patterns import regex

MOST_FIGURES = 12  # shared by both texts; a sentence with more is a list
FURTHEST = 3  # figures between two compared ones, at most
REACH, REACH_JA = 7, 24  # context on either side of a figure, in words and Japanese characters
FADING, FADING_JA = 0.85, 0.95  # decay of the weight for each word or character of distance
LEAST_WEIGHT = 0.3  # smaller weights are ignored
ACROSS = 0.5  # factor after a punctuation mark or "and"
ACROSS_FIGURE = 0.4  # factor after another figure
SAME_KIND = 1.0  # weight of the same unit, currency or per cent sign
# Minimum gain of the exchanged places together; and for each of them the maximum loss if their order differs from the
# source, or the minimum gain if it is the same.
LEAST_GAIN, MOST_LOSS, LEAST_EACH = 0.5, 0.1, 0.1
PLAIN = (QuantityKind.NUMBER, QuantityKind.MONEY, QuantityKind.PERCENT)
MARK = regex(r"[,;:.()、。（）]|dan|and|serta|while|sedangkan|sementara")
JOINED = regex("[^0-9、。,;]{0,5}|、")
RANGE = regex(r"(?: \w+)? ?(?:[-–—x×]|s\.? ?/? ?d\.?|sampai(?: dengan)?|hingga)? ?")
RANGE_THERE = regex(r"[年月件人歳%]?(?:ルピア|パーセント)? ?(?:[-–—~〜～x×]|to|by|から) ?")
SIZE = regex(r" ?(?:[x×]|by) ?")
EVERYONE = frozenset(("orang", "lainnya", "lain", "warga"))  # the subject of most counts
ENDING = regex("(?:ies|es|s|ed|ing|ion|ly|er|al|ment)$")
STEM = 6  # letters of an English word for comparison
# Endings of Japanese equivalents: of the dictionary form, and of inflected forms.
DICTIONARY_JA = regex("(?:する|される|させる|られる|した|の|な)$")
INFLECTED_JA = regex("(?<=..)[ぁ-ん]$")


@dataclass(frozen=True, slots=True)
class IndexedFigure:
    """A figure that may be exchanged, an amount or a year, with its index among the figures of its text."""

    key: Decimal
    at: int
    quantity: Quantity


def exchanged(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...], target: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield a figure of the source and the one in its place, for the first exchange."""
    in_source, in_hypothesis = _items(expected), _items(actual)
    shared = [in_source[key] for key in in_source if key in in_hypothesis]
    if not 2 <= len(shared) <= MOST_FIGURES:
        return
    words = {item.key: _beside(source, expected, item.quantity) for item in shared}
    places = {item.key: _FigureContext(hypothesis, actual, in_hypothesis[item.key].quantity, target) for item in shared}

    def fit(item: IndexedFigure, place_of: IndexedFigure) -> float:
        place = places[place_of.key]
        weights = [min(weight, place.weight(word)) for word, weight in words[item.key].items()]
        kind = _same_kind(item.quantity, source, place.quantity, hypothesis, target)
        return sum(weight for weight in weights if weight >= LEAST_WEIGHT) + kind

    for at, left in enumerate(shared):
        for right in shared[at + 1 : at + 1 + FURTHEST]:
            first, second = places[left.key].quantity, places[right.key].quantity
            least = LEAST_EACH if first.start < second.start else -MOST_LOSS
            first, second = sorted((first, second), key=lambda quantity: quantity.start)
            gains = fit(left, right) - fit(left, left), fit(right, left) - fit(right, right)
            better = min(gains) >= least and sum(gains) >= LEAST_GAIN
            if better and not JOINED.fullmatch(hypothesis, first.end, second.start):
                yield left.quantity, places[right.key].quantity
                return


def reversed_ends(
    source: str, hypothesis: str, expected: tuple[Quantity, ...], actual: tuple[Quantity, ...]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the first end of a range or size, and its replacement: "1983-1907" for "1907-1983"."""
    in_source, in_hypothesis = _items(expected), _items(actual)
    for first, second in pairwise(in_source.values()):
        if second.at != first.at + 1 or first.key not in in_hypothesis or second.key not in in_hypothesis:
            continue
        end, start = in_hypothesis[first.key], in_hypothesis[second.key]
        source_between = source[first.quantity.end : second.quantity.start]
        hypothesis_between = hypothesis[start.quantity.end : end.quantity.start]
        is_range = bool(source_between.strip()) and first.key < second.key
        are_ends = RANGE.fullmatch(source_between) and RANGE_THERE.fullmatch(hypothesis_between)
        joined = end.at == start.at + 1 and are_ends
        if joined and (is_range or SIZE.fullmatch(hypothesis_between)):
            yield first.quantity, start.quantity
            return


def _items(quantities: tuple[Quantity, ...]) -> dict[Decimal, IndexedFigure]:
    """Return the certain amounts and years that occur once in a text, in order."""
    found: dict[Decimal, IndexedFigure] = {}
    times = Counter[Decimal]()
    for at, quantity in enumerate(quantities):
        value = quantity.value
        if isinstance(value, Day):
            times.update(Decimal(part) for part in (value.year, value.month, value.day) if part is not None)
            key = Decimal(value.year) if value.year is not None else None
        else:
            times.update({abs(reading) for reading in quantity.values if isinstance(reading, Decimal)})
            key = abs(value) if isinstance(value, Decimal) and quantity.kind in PLAIN else None
        if key is not None and quantity.certain:
            found[key] = IndexedFigure(key, at, quantity)
    return {key: item for key, item in found.items() if times[key] == 1}


def _beside(text: str, quantities: tuple[Quantity, ...], quantity: Quantity) -> dict[str, float]:
    """Return the words beside a figure with their weights, which fall with distance."""
    tokens = tokenise(text)
    before = [token for token in tokens if token.end <= quantity.start][-REACH:]
    after = [token for token in tokens if token.start >= quantity.end][:REACH]
    found: dict[str, float] = {}
    for side in (reversed(before), after):
        weight = 1.0
        for token in side:
            inner = next((other for other in quantities if other.start <= token.start < other.end), None)
            if inner is not None:
                weight *= ACROSS_FIGURE if token.start == inner.start else 1
            elif MARK.fullmatch(token.text):
                weight *= _across(token.text, token.end, quantity)
            elif token.text[0].isalpha() and token.text not in EVERYONE:
                found[token.text] = max(found.get(token.text, 0.0), weight)
                weight *= FADING
    return found


def _across(mark: str, end: int, quantity: Quantity) -> float:
    """Return the factor of a word after a mark; an age in brackets belongs to the name before it."""
    return 1.0 if mark in "(（" and end == quantity.start else ACROSS


class _FigureContext:
    """The context of a figure in a translation."""

    def __init__(self, text: str, quantities: tuple[Quantity, ...], quantity: Quantity, target: str) -> None:
        self.quantity, self.target = quantity, target
        self.words: dict[str, float] = {}
        self.sides: tuple[_Side, ...] = ()
        if target == "ja":
            starts = {other.start for other in quantities}
            first = max(0, quantity.start - REACH_JA)
            before = range(quantity.start - 1, first - 1, -1)
            after = range(quantity.end, min(len(text), quantity.end + REACH_JA))
            weights = [_fading(text, places, quantity, starts) for places in (before, after)]
            self.sides = (
                _Side(text[first : quantity.start], weights[0][::-1]),
                _Side(text[quantity.end : quantity.end + REACH_JA], weights[1]),
            )
        else:
            for word, weight in _beside(text, quantities, quantity).items():
                self.words[_stem(word)] = max(weight, self.words.get(_stem(word), 0.0))

    def weight(self, word: str) -> float:
        """Return the weight of the nearest equivalent of a source word; 0 without one."""
        if self.target == "ja":
            return max((side.weight(form) for form in _in_japanese(word) for side in self.sides), default=0.0)
        return max((self.words.get(form, 0.0) for form in _in_english(word)), default=0.0)


@dataclass(frozen=True, slots=True)
class _Side:
    """Japanese text on one side of a figure, with the weight of each character."""

    text: str
    weights: list[float]

    def weight(self, form: str) -> float:
        at = self.text.find(form)
        return self.weights[at + len(form) - 1] if at >= 0 else 0.0


def _fading(text: str, places: Iterable[int], quantity: Quantity, starts: set[int]) -> list[float]:
    weight, weights = 1.0, []
    for place in places:
        if MARK.fullmatch(text[place]):
            weight *= _across(text[place], place + 1, quantity)
        elif place in starts:
            weight *= ACROSS_FIGURE
        weight *= FADING_JA
        weights.append(weight)
    return weights


@lru_cache(4096)
def _in_english(word: str) -> tuple[str, ...]:
    """Return the stems of a source word's English equivalents; the word itself if it may be a name."""
    known = equivalents(word.lower())
    if known and known.word_class in FUNCTION:
        return ()
    words = [part for phrase in (known.en if known else ()) for part in re.findall("[A-Za-z]+", phrase)]
    return tuple(map(_stem, [*words, word] if word[0].isupper() or not known else words))


@lru_cache(4096)
def _in_japanese(word: str) -> tuple[str, ...]:
    """Return a source word's Japanese equivalents without inflection; of a name its katakana."""
    known = equivalents(word.lower())
    if known and known.word_class in FUNCTION:
        return ()
    bare = [DICTIONARY_JA.sub("", re.sub("[〜～]", "", word_ja)) for word_ja in (known.ja if known else ())]
    stems = [INFLECTED_JA.sub("", word_ja) for word_ja in bare]
    names = [word, katakana(word) or ""] if word[0].isupper() else []
    return tuple(filter(None, (*stems, *names)))


def _stem(word: str) -> str:
    lower = word.lower()
    return ENDING.sub("", lower)[:STEM] if len(lower) > STEM - 2 else lower


def _same_kind(figure: Quantity, source: str, counterpart: Quantity, hypothesis: str, target: str) -> float:
    """Return the evidence of units, currencies and signs that two figures are the same; negative against it."""
    kinds = {figure.kind, counterpart.kind}
    total = 0.0
    if kinds & {QuantityKind.MONEY, QuantityKind.PERCENT}:
        total += SAME_KIND if len(kinds) == 1 else -SAME_KIND
    source_unit, counterpart_unit = unit_after(source, figure, "id"), unit_after(hypothesis, counterpart, target)
    if source_unit and counterpart_unit and {source_unit, counterpart_unit} != {"person"}:
        total += SAME_KIND if may_be_same(source_unit, counterpart_unit) else -SAME_KIND
    dates = isinstance(figure.value, Day), isinstance(counterpart.value, Day)
    if (dates[0] and counterpart_unit) or (dates[1] and source_unit):
        total -= SAME_KIND  # a year has no unit
    elif dates[1] and _year(figure) == _year(counterpart):
        total += SAME_KIND
    return total


def _year(quantity: Quantity) -> int | None:
    """Return the year that a figure may be, also as a plain number."""
    value = quantity.value
    year = value.year if isinstance(value, Day) else value
    return int(year) if isinstance(year, (int, Decimal)) and 1000 <= year < 2200 else None
