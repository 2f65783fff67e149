"""String similarity of two words, and an upper bound for it that is quicker to compute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(1 << 14)  # the words of a sentence are compared with every word of another
def alike(first: str, second: str) -> float:
    """Return difflib's ratio of two words: twice the letters that match, of the letters of both; 1 for equal ones."""
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def most_alike(first: str, second: str) -> float:
    """Return an upper bound of `alike`: its value if all shared letters were in the same order.

    >>> most_alike("Kalimantan", "Klimantanan"), alike("Kalimantan", "Klimantanan")
    (0.9523809523809523, 0.8571428571428571)
    """
    first_letters, second_letters = _letters(first), _letters(second)
    shared = sum(min(times, second_letters.get(letter, 0)) for letter, times in first_letters.items())
    length = len(first) + len(second)
    return 2 * shared / length if length else 1.0


@lru_cache(1 << 14)
def _letters(word: str) -> Mapping[str, int]:
    return Counter(word)
