"""The lexicon: word forms of Indonesian news with their class, their English and their Japanese, commonest first.

`lexicon.tsv` was written for this project: 12,500 forms that are mostly written in small letters, 2,000 expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

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


@cache
def _lines() -> dict[str, str]:
    """Return the line of each form, without it, commonest first; an article needs few, which are split when asked for.

    That takes a tenth of the time.
    """
    text = (resources.files("translate.language.lexicon") / "lexicon.tsv").read_text(encoding="utf-8")
    return {form: line for form, _, line in (line.partition("\t") for line in text.splitlines())}


@cache
def english_words() -> frozenset[str]:
    """Return the words of the lexicon's English in small letters."""
    english = "\n".join([line.split("\t", 2)[1] for line in _lines().values()])
    return frozenset(WORD.findall(english.lower().replace("iz", "is")))


def forms() -> Iterable[str]:
    """Return the forms and expressions, the commonest first."""
    return _lines()


def equivalents(word: str) -> Equivalents | None:
    """Return the entry of a word form in lower case; None if the lexicon lacks it.

    >>> equivalents("melukai")
    Equivalents(word_class='v', en=('injure', 'hurt', 'wound'), ja=('傷つける', 'けがをさせる'))
    """
    line = _lines().get(word)
    return None if line is None else _parsed(line)


@lru_cache(maxsize=1 << 14)
def _parsed(line: str) -> Equivalents:
    word_class, english, japanese = line.split("\t")[:3]
    return Equivalents(word_class, tuple(english.split("; ")), tuple(japanese.split("; ")))


def translations(form: str, language: str) -> tuple[str, ...]:
    """Return the translations of a form or expression into "en" or "ja", the commonest first; empty if there are none.

    >>> translations("beras", "en"), translations("beras", "ja"), translations("beras", "fr")
    (('rice',), ('米',), ())
    """
    known = equivalents(form)
    if known is None or language not in ("en", "ja"):
        return ()
    return known.en if language == "en" else tuple(AROUND.sub("", word) or word for word in known.ja)


def is_english(word: str) -> bool:
    """Return whether a word is a form of a common English word: "Testing", "Policy", but not "Trump"."""
    lower, known = word.lower().replace("iz", "is"), english_words()
    stems = [lower.removesuffix(ending) for ending in ENDINGS if lower.endswith(ending)]
    return any(stem in known or stem + "e" in known or stem + "ic" in known for stem in stems if len(stem) > 2)
