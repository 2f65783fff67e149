"""The share of a sentence's rarer words that a translation renders by no equivalent of the lexicon.

The lexicon does not list every translation, so this is a feature of the confidence and no check. Inflection is ignored:
in English a word counts as translated if a word has the stem of an equivalent, in Japanese if a character of it occurs.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from translate.language.lexicon import FUNCTION, equivalents, forms
from translate.patterns import regex

COMMON = 500  # the commonest forms of the lexicon have too many translations
NO_CONTENT = FUNCTION | {"abbr", "intj", "x"}  # word classes that are not searched for
WORD = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ENGLISH = regex("[a-z]{3,}")
NO_EVIDENCE = frozenset((
    "the", "and", "that", "with", "for", "from", "into", "not", "who", "which", "this", "these", "being", "get", "make",
))  # fmt: skip
JAPANESE = regex("[\u4e00-\u9fff]|[ァ-ヺー]{2,}|[ぁ-ゖ]{2}")
ENDING, STEM = 3, 4  # letters of an English word that may be another's, and those that are not


class WordForm(NamedTuple):
    """A form of the lexicon: whether it is searched for, and the beginnings of its translations."""

    sought: bool
    english: frozenset[str]  # beginnings of words
    japanese: frozenset[str]  # characters, or runs of kana


class Rarer(NamedTuple):
    """Shares of a sentence's words: rarer words of the lexicon, those left untranslated, words it lacks."""

    found: float
    unsaid: float
    unknown: float


@cache
def _common() -> frozenset[str]:
    return frozenset(islice(forms(), COMMON))


@lru_cache(maxsize=1 << 14)
def entry(word: str) -> WordForm | None:
    """Return the entry of a word form; None if the lexicon lacks it."""
    known = equivalents(word)
    if known is None:
        return None
    english = ENGLISH.findall(" ".join(known.en).lower())
    begins = frozenset(_stem(item) for item in english if item not in NO_EVIDENCE)
    sought = word not in _common() and known.word_class not in NO_CONTENT
    return WordForm(sought, begins, frozenset(JAPANESE.findall(";".join(known.ja))))


def rarer(source: str, translation: str, target: str) -> Rarer:
    """Return the shares of rarer words in an Indonesian sentence with its English or Japanese translation."""
    words = WORD.findall(source)
    lower = translation.lower()
    begins = {word[:length] for word in ENGLISH.findall(lower) for length in range(1, len(word) + 1)}
    found = untranslated = unknown = 0
    for word in words:
        known = entry(word)
        unknown += known is None and word.islower()
        if known is not None and known.sought:
            found += 1
            english = any(part in lower for part in known.japanese) if target == "ja" else known.english & begins
            untranslated += not english and bool(known.japanese if target == "ja" else known.english)
    count = len(words) or 1
    return Rarer(found / count, untranslated / count, unknown / count)


def _stem(word: str) -> str:
    return word[: max(STEM, len(word) - ENDING)]
