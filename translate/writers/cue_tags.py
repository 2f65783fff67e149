"""Project the tags of a subtitle onto its translation, properly nested."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from translate.util.cue_text import TAG, unescape
from translate.writers.placing import Span, place_words

NAMED = re.compile(r"<(/?)([a-z]+)", re.I)


@dataclass(frozen=True, slots=True)
class Pair:
    """An opening and a closing tag, by their indices, with their spans."""

    opens: int
    closes: int
    span: Span  # in the source
    place: Span  # in the translation

    def contains(self, other: Pair) -> bool:
        """Return whether the source span contains that of another pair."""
        return self.opens < other.opens and other.closes < self.closes


def with_tags(translation: str, raw: str, language: str, *, escaped: bool) -> str:
    """Return a translation with the tags of its source `raw`, around the corresponding words."""
    plain, marks = "", list[tuple[int, str]]()
    at = 0
    for tag in TAG.finditer(raw):
        plain += unescape(raw[at : tag.start()])
        marks.append((len(plain), tag[0]))
        at = tag.end()
    plain += unescape(raw[at:])
    pairs = nested(_paired(marks, plain, translation, language))
    places = {number: place_words(plain, (at, at), translation, language)[0] for number, (at, _) in enumerate(marks)}
    pieces, at = list[str](), 0
    for place, number in _in_order(places, pairs):
        pieces += [_escape(translation[at:place], escaped), marks[number][1]]
        at = place
    return "".join([*pieces, _escape(translation[at:], escaped)])


def nested(pairs: list[Pair]) -> list[Pair]:
    """Return pairs, given in the order in which they open, with spans in the translation that nest.

    A pair encloses all pairs that it contains in the source. Of two that would cross, the later is truncated at
    the end of the other.
    """
    grown: list[Pair] = []
    for pair in reversed(pairs):
        inner = [other.place for other in grown if pair.contains(other)]
        spans = [place for place in (pair.place, *inner) if place[0] < place[1]] or [pair.place]
        grown.append(replace(pair, place=(min(start for start, _ in spans), max(end for _, end in spans))))
    result: list[Pair] = []
    for pair in reversed(grown):
        start, end = pair.place
        for other in result:
            first, last = other.place
            if start < first < end < last:
                start, end = (first, end) if other.contains(pair) else (start, first)
            elif first < start < last < end:
                start, end = (start, last) if other.contains(pair) else (last, end)
        result.append(replace(pair, place=(start, end)))
    return result


def _paired(marks: list[tuple[int, str]], plain: str, translation: str, language: str) -> list[Pair]:
    """Return the pairs of tags in opening order, with their spans in the translation."""
    opened: list[tuple[int, str]] = []
    numbers: list[tuple[int, int]] = []
    for number, (_, tag) in enumerate(marks):
        named = NAMED.match(tag)
        if named is None:
            continue
        name = named[2].lower()
        if not named[1]:
            opened.append((number, name))
        elif found := next((opening for opening in reversed(opened) if opening[1] == name), None):
            opened.remove(found)
            numbers.append((found[0], number))
    pairs: list[Pair] = []
    for opens, closes in sorted(numbers):
        span = marks[opens][0], marks[closes][0]
        beside = [other.place for other in pairs if other.span[1] <= span[0] or span[1] <= other.span[0]]
        pairs.append(Pair(opens, closes, span, place_words(plain, span, translation, language, beside)))
    return pairs


def _in_order(places: dict[int, int], pairs: list[Pair]) -> list[tuple[int, int]]:
    """Return the offsets of all tags with their indices; at one offset closing tags come first."""
    keys = {number: (place, 1, number, 0) for number, place in places.items()}
    for pair in pairs:
        start, end = pair.place
        spans = start < end
        keys[pair.opens] = (start, 2, -end, pair.opens) if spans else (start, 1, pair.opens, 0)
        keys[pair.closes] = (end, 0, -start, -pair.opens) if spans else (end, 1, pair.closes, 0)
    return [(keys[number][0], number) for number in sorted(keys, key=lambda number: keys[number])]


def _escape(text: str, escaped: bool) -> str:
    return html.escape(text, quote=False).replace("&gt;", ">") if escaped else text
