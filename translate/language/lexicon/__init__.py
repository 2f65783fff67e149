"""The lexicon: word forms of Indonesian news with their class, their English and their Japanese, commonest first.

`lexicon.tsv` was written for this project: 12,500 forms that are mostly written in small letters, 2,000 expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from translate.language.data import tsv_rows

WORD = re.compile("[A-Za-z]{3,}")
ENDINGS = ("", "s", "es", "ed", "ing", "er", "ion", "ive", "ly", "al", "ical", "ment", "ation")
# Grammar around the word itself in a Japanese entry: "〜する際", "〜である", "準備する".
AROUND = re.compile(r"^〜(?:する|の|に|を|が|は|で|と)?|(?:する|される|した|の|な|に)$|[〜()（）]")


# Function words.
FUNCTION = frozenset(("prep", "conj", "pron", "det", "part"))


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The word class of a form ("n", "v", "prep") and its translations, the commonest first."""

    word_class: str
    en: tuple[str, ...]
    ja: tuple[str, ...]


def _rows() -> Iterator[list[str]]:
    return tsv_rows("translate.language.lexicon", "lexicon.tsv")


@cache
def english_words() -> frozenset[str]:
    """Return the words of the lexicon's English in small letters."""
    return frozenset(word.lower().replace("iz", "is") for row in _rows() for word in WORD.findall(row[2]))


@cache
def _known() -> dict[str, Equivalents]:
    return {row[0]: Equivalents(row[1], tuple(row[2].split("; ")), tuple(row[3].split("; "))) for row in _rows()}


def equivalents(word: str) -> Equivalents | None:
    """Return the entry of a word form in lower case; None if the lexicon lacks it.

    >>> equivalents("melukai")
    Equivalents(word_class='v', en=('injure', 'hurt', 'wound'), ja=('傷つける', 'けがをさせる'))
    """
    return _known().get(word)


@cache
def translations(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return the translations of each form and expression into "en" or "ja", the commonest first; else nothing.

    >>> translations("en")["beras"], translations("ja")["beras"]
    (('rice',), ('米',))
    """
    if language == "en":
        return {form: item.en for form, item in _known().items()}
    if language == "ja":
        return {form: tuple(AROUND.sub("", word) or word for word in item.ja) for form, item in _known().items()}
    return {}


def is_english(word: str) -> bool:
    """Return whether a word is a form of a common English word: "Testing", "Policy", but not "Trump"."""
    lower, known = word.lower().replace("iz", "is"), english_words()
    stems = [lower.removesuffix(ending) for ending in ENDINGS if lower.endswith(ending)]
    return any(stem in known or stem + "e" in known or stem + "ic" in known for stem in stems if len(stem) > 2)
