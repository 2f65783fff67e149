"""Distinguish common Indonesian words from names.

Indonesian capitalises bodies, halls and feasts ("Gedung Serbaguna", "Rumah Potong Hewan"), which are translated, so a
capital alone does not make a name. A word is common if it is in a list of roots or derived from one by affixes:
`penyeberangan` is `pe- seberang -an`. The shape of a derived word alone is not enough: `Pemalang` and `Mentaya` are
places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from translate.language.clippings import is_clipped
from translate.language.gazetteer import common_words, forms
from translate.language.name_words import TRANSLATED

PARTICLES = ("nya", "lah", "kah", "pun", "ku", "mu")
SUFFIXES = ("kan", "an", "i")
BORROWED = re.compile("[a-z]{3,}(?:isme|isasi|itas|ologi|fikasi)")  # international words
VOWELS = "aiueo"
# A prefix as it is written, and the first letters of the root that it replaces ("menulis": "me-", "tulis").
PREFIXES = (
    *(("memper", ("",)), ("diper", ("",)), ("menge", ("",)), ("penge", ("",)), ("pember", ("",)), ("pemer", ("",))),
    *(("keber", ("",)), ("keter", ("",)), ("berke", ("",)), ("seper", ("",)), ("pasca", ("",)), ("antar", ("",))),
    *(("meng", ("", "k")), ("peng", ("", "k")), ("meny", ("s",)), ("peny", ("s",)), ("mem", ("", "p"))),
    *(("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")), ("me", ("",)), ("pe", ("",)), ("ber", ("",))),
    *(("ter", ("",)), ("per", ("",)), ("di", ("",)), ("kepe", ("",)), ("kepem", ("p",)), ("kepen", ("t",))),
    *(("ke", ("",)), ("se", ("",)), ("serba", ("",)), ("multi", ("",)), ("anti", ("",)), ("tuna", ("",))),
    *(("swa", ("",)), ("pra", ("",)), ("maha", ("",)), ("nir", ("",)), ("sub", ("",)), ("non", ("",)), ("adi", ("",))),
)
CLITIC = re.compile("(?<=[A-Za-z]{2})-?(?:nya|lah|kah|pun)$")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MISSPELLED = 8  # letters a word needs for a misspelling of it to be recognised
LONGEST = 40  # letters of a word with its affixes, or of two words without the space between
LEAST = 3  # letters of a root
KEPT = 16384  # words in each cache


def is_common(word: str) -> bool:
    """Return whether a word is a common Indonesian word in any form: "Serbaguna", "kapal-kapal", "Penyeberangan"."""
    return all(_known(part) for part in word.lower().split("-")) if word else False


@lru_cache(KEPT)
def is_derived(word: str) -> bool:
    """Return whether a word is a root of the language with an affix: "membuka" and "tikungan", but not "buka".

    A derived word is neither a name nor a term that stays untranslated. Words that are roots in the list themselves
    (`pesisir`, `wisata`) are not derived.
    """
    lower = word.lower()
    return lower not in _roots_known() and any(root in _roots_known() for root in _roots(lower))


@lru_cache(KEPT)
def is_ordinary(word: str) -> bool:
    """Return whether a capitalised word in a title or in the name of a body is translated, not copied.

    That is any common word, any word form of news prose that is mostly written in small letters, and any clipped word.

    >>> is_ordinary("Paripurna"), is_ordinary("Waketum"), is_ordinary("Sutarno")
    (True, True, False)
    """
    lower = word.lower().replace("’", "'")
    bare = CLITIC.sub("", lower)
    if CLITIC.sub("", word).isupper():  # "THR-nya"
        return True
    return any(form in forms() or is_clipped(form) or is_common(form) for form in (lower, bare)) or (
        "-" in lower and all(is_ordinary(part) for part in lower.split("-") if part)
    )


def is_bare_root_with_i(word: str) -> bool:
    """Return whether a word is common only as a root with "-i", a verb in headlines: "Amali" is also a name."""
    lower = word.lower()
    known = _roots_known()
    return lower.endswith("i") and lower[:-1] in known and lower not in known and lower not in forms()


@lru_cache(KEPT)
def is_misspelled(word: str) -> bool:
    """Return whether a long word is an ordinary word with one wrong letter: "Kontruksi", "Pristiwa", "Gubenur"."""
    lower = word.lower()
    if not MISSPELLED <= len(lower) <= LONGEST or not lower.isalpha():
        return False
    halves = [(lower[:at], lower[at:]) for at in range(1, len(lower))]  # the first letter is seldom the wrong one
    changed = (head + letter + rest[skip:] for head, rest in halves for letter in ("", *LETTERS) for skip in (0, 1))
    turned = (head + rest[1] + rest[0] + rest[2:] for head, rest in halves if len(rest) > 1)
    derived = len(lower) > MISSPELLED
    return any(
        form in forms() or form in _roots_known() or (derived and is_derived(form)) for form in (*changed, *turned)
    )


def name_before(word: str) -> str:
    """Return a name without the ordinary word glued to its end: "Inggris" of "Inggrisyang"; empty if there is none."""
    lower = word.lower()
    cuts = range(LEAST + 1, len(word) - LEAST + 1) if len(word) <= LONGEST else ()
    return next((word[:at] for at in cuts if lower[at:] in forms() or _known(lower[at:])), "")


def _known(word: str) -> bool:
    return word in _roots_known() or is_derived(word) or BORROWED.fullmatch(word) is not None


@cache
def _roots_known() -> frozenset[str]:
    return common_words() | TRANSLATED


def _roots(word: str) -> Iterator[str]:
    """Return the possible roots of a word: without particles, suffix and prefix in every combination."""
    for whole in (word, *(word.removesuffix(p) for p in PARTICLES if word.endswith(p))):
        for stem in (whole, *(whole.removesuffix(s) for s in SUFFIXES if whole.endswith(s))):
            if len(stem) >= LEAST:
                yield stem
            for prefix, swallowed in PREFIXES:
                rest = stem.removeprefix(prefix)
                if rest == stem:
                    continue
                for first in swallowed:
                    root = first + rest
                    if len(root) >= LEAST + (not first) and (not first or rest[:1] in tuple(VOWELS)):
                        yield root
