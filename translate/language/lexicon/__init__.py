"""The lexicon: word forms of Indonesian news with their class, their English and their Japanese, commonest first.

`lexicon.tsv` was written for this project: 12,500 forms that are mostly written in small letters, 2,000 expressions.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

WORD = re.compile("[A-Za-z]{3,}")
ENDINGS = ("", "s", "es", "ed", "ing", "er", "ion", "ive", "ly", "al", "ical", "ment", "ation")


@cache
def english_words() -> frozenset[str]:
    """Return the words of the lexicon's English in small letters."""
    text = (resources.files("translate.language.lexicon") / "lexicon.tsv").read_text(encoding="utf-8")
    return frozenset(
        word.lower().replace("iz", "is") for line in text.splitlines() for word in WORD.findall(line.split("\t")[2])
    )


def is_english(word: str) -> bool:
    """Return whether a word is an ordinary one of English in some form: "Testing", "Policy", but not "Trump"."""
    lower, known = word.lower().replace("iz", "is"), english_words()
    stems = [lower.removesuffix(ending) for ending in ENDINGS if lower.endswith(ending)]
    return any(stem in known or stem + "e" in known or stem + "ic" in known for stem in stems if len(stem) > 2)
