"""String similarity of two words, and an upper bound for it that is quicker to compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(1 << 14)  # the words of a sentence are compared with every word of another
def alike(one: str, other: str) -> float:
    """Return difflib's ratio of two words: twice the letters that match, of the letters of both; 1 for equal ones."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def most_alike(one: str, other: str) -> float:
    """Return an upper bound of `alike`: its value if all shared letters were in the same order.

    >>> most_alike("Kalimantan", "Klimantanan"), alike("Kalimantan", "Klimantanan")
    (0.9523809523809523, 0.8571428571428571)
    """
    ours, theirs = _letters(one), _letters(other)
    shared = sum(min(times, theirs.get(letter, 0)) for letter, times in ours.items())
    length = len(one) + len(other)
    return 2 * shared / length if length else 1.0


@lru_cache(1 << 14)
def _letters(word: str) -> Mapping[str, int]:
    return Counter(word)
