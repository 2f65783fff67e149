"""Function words that identify the language of a sentence: of English, Malay, Javanese and Indonesian.

A listed word distinguishes its language from Indonesian. It counts in lower case or at
the beginning: "Karo" and "Ana" may be names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate.language.common_words import is_common
from translate.language.data import word_lists

_LISTS = word_lists("translate.reading", "data/words.txt")
INDONESIAN, NOT_MALAY, ENGLISH = _LISTS["indonesian"], _LISTS["not_malay"], _LISTS["english"]
MALAY, RATHER_MALAY, JAVANESE = _LISTS["malay"], _LISTS["rather_malay"], _LISTS["javanese"]
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Minimums for certainly Indonesian text: the share of listed words (0.34 at the median in news), and the number of
# different words that Malay lacks.
SURE_SHARE, SURE_WORDS = 0.25, 3


def language_by_words(text: str) -> str:
    """Return "en", "ms" or "jv" if the function words of a text are of that language rather than Indonesian, else "".

    >>> [language_by_words(text) for text in ("Rice rose by the end.", "Polis menahan lelaki itu.", "Polisi datang.")]
    ['en', 'ms', '']
    """
    words = _words_of(text)
    own = _count(words, INDONESIAN)
    english, javanese = _count(words, ENGLISH), _count(words, JAVANESE)
    if javanese >= 2 and javanese > max(own, english):
        return "jv"
    others = set(words) - ENGLISH
    if english > 2 * own and (english >= 2 or 3 * sum(map(is_common, others)) < len(others)):
        return "en"
    named = [word.lower() for word in WORD.findall(text)]  # "Jumaat" and "Parti" count capitalised too
    malay = 3 * _count(named, MALAY) + _count(words, RATHER_MALAY)
    return "ms" if malay >= 3 and malay > 3 * _count(named, NOT_MALAY) else ""


def is_surely_indonesian(text: str) -> bool:
    """Return whether the function words of a text show that it is certainly Indonesian; False for short texts.

    >>> is_surely_indonesian("Polisi mengatakan bahwa mobil itu tidak ada di kantor karena sudah dibawa warga.")
    True
    >>> is_surely_indonesian("Harga beras naik.")
    False
    """
    words = _words_of(text)
    telling = NOT_MALAY.intersection(words)
    listed = _count(words, INDONESIAN | NOT_MALAY)
    return len(telling) >= SURE_WORDS and listed >= SURE_SHARE * len(words) and MALAY.isdisjoint(words)


def _words_of(text: str) -> list[str]:
    found = WORD.findall(text)
    return [word for word in found if word.islower()] + [word.lower() for word in found[:1] if not word.islower()]


def _count(words: Sequence[str], listed: frozenset[str]) -> int:
    return sum(word in listed for word in words)
