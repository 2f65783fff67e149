"""The lexicon: word forms of Indonesian news with their class, their English and their Japanese, commonest first.

`lexicon.tsv` was written for this project: 12,500 forms that are mostly written in small letters, 2,000 expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

WORD = re.compile("[A-Za-z]{3,}")
ENDINGS = ("", "s", "es", "ed", "ing", "er", "ion", "ive", "ly", "al", "ical", "ment", "ation")
COLUMNS = {"en": 2, "ja": 3}
# What a Japanese entry has around the word itself: "〜する際", "〜である", "準備する".
AROUND = re.compile(r"^〜(?:する|の|に|を|が|は|で|と)?|(?:する|される|した|の|な|に)$|[〜()（）]")


@cache
def english_words() -> frozenset[str]:
    """Return the words of the lexicon's English in small letters."""
    return frozenset(word.lower().replace("iz", "is") for row in _rows() for word in WORD.findall(row[2]))


@cache
def translations(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return what each form and expression may be called in "en" or "ja", the commonest first; no others are known.

    >>> translations("en")["beras"], translations("ja")["beras"]
    (('rice',), ('米',))
    """
    column = COLUMNS.get(language)
    if column is None:
        return {}
    said = ((row[0], (one.strip() for one in row[column].split(";"))) for row in _rows())
    if language == "ja":
        return {form: tuple(filter(None, (AROUND.sub("", one) or one for one in ones))) for form, ones in said}
    return {form: tuple(filter(None, ones)) for form, ones in said}


def is_english(word: str) -> bool:
    """Return whether a word is an ordinary one of English in some form: "Testing", "Policy", but not "Trump"."""
    lower, known = word.lower().replace("iz", "is"), english_words()
    stems = [lower.removesuffix(ending) for ending in ENDINGS if lower.endswith(ending)]
    return any(stem in known or stem + "e" in known or stem + "ic" in known for stem in stems if len(stem) > 2)


def _rows() -> Iterator[list[str]]:
    text = (resources.files("translate.language.lexicon") / "lexicon.tsv").read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines())
