"""Indonesian words clipped from the names of offices, ranks, bodies and rules: "Menkumham", "Kombes", "Satreskrim".

They are capitalised like names and translated like words. New ones are coined from the same pieces all the time, so the
pieces are listed as well as the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from translate.language.data import word_lists
from translate.patterns import regex

_WORDS = word_lists("translate.language", "data/clippings.txt")
_LISTS = {name: "|".join(sorted(words)) for name, words in _WORDS.items()}
_WHOLE = "|".join(_LISTS[name] for name in ("ranks", "bodies", "addresses", "police"))
_UNITS = "|".join(_LISTS[name] for name in ("police", "forces", "ministries", "local", "territories"))
CLIPPED = regex(rf"(?:{_WHOLE}|(?:{_LISTS['heads']}){{1,2}}(?:{_UNITS}))", re.I)


@lru_cache(maxsize=1 << 14)  # words of a language recur often
def is_clipped(word: str) -> bool:
    """Return whether a word is clipped from the name of an office, rank, body or rule, or is a form of address.

    >>> is_clipped("Menkumham"), is_clipped("Kasatlantas"), is_clipped("Kuntoro")
    (True, True, False)
    """
    return CLIPPED.fullmatch(word) is not None
