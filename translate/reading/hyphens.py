"""Words hyphenated at line ends, and hyphens that are part of a word: "kota-kota" is a plural."""

from __future__ import annotations

import re

from translate.language.data import word_lists

LONGEST = 60  # letters; longer words are not checked
LEFT = re.compile(r"[^\W\d_]+(?=-\Z)")
RIGHT = re.compile(r"[^\W\d_]{1,60}")
PAIRED = word_lists("translate.reading", "data/words.txt")["paired"]


def is_broken(line: str, following: str) -> bool:
    """Return whether the hyphen at the end of `line` is only hyphenation of a word that continues in `following`.

    >>> is_broken("Pemerintah memper-", "baiki jalan."), is_broken("Sejumlah kota-", "kota besar")
    (True, False)
    """
    left, right = LEFT.search(line[-LONGEST:]), RIGHT.match(following)
    if left is None or right is None or not right[0][0].islower():
        return False
    return not _reduplicated(left[0], right[0])


def is_hyphenated(line: str) -> bool:
    """Return whether a word at the end of `line` continues in the next, with or without the hyphen."""
    return LEFT.search(line[-LONGEST:]) is not None


def _reduplicated(left: str, right: str) -> bool:
    """Return whether a hyphen between two halves is part of the word: "berlari-lari", "sayur-mayur"."""
    left, right = left.casefold(), right.casefold()
    if f"{left}-{right}" in PAIRED or left in right or right in left:
        return True
    # "gerak-gerik", "tolong-menolong": halves that share their end or their consonants.
    consonants = [re.sub("[aiueo]", "", half) for half in (left, right)]
    return len(left) >= 4 and (left[1:] in right or right[1:] in left or consonants[0] == consonants[1])
