"""Named entities of an Indonesian sentence that its translation must preserve.

A capital is no proof of a name in Indonesian, which writes bodies, laws and feasts with capitals and has them
translated. So a name is a place of the gazetteer, an acronym, or a capitalised word within a sentence that is no word
of the language; and of a headline, where every word has a capital, only the first two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.language.clippings import is_clipped
from translate.language.common_words import is_bare_root_with_i, is_common, is_misspelled, is_ordinary, name_before
from translate.language.gazetteer import GazetteerEntry, organisations, places
from translate.language.gazetteer.matching import known_at
from translate.language.name_words import GIVEN, SAID_OTHERWISE
from translate.language.senses import has_table_sense
from translate.language.tokens import Token, tokenise
from translate.language.words import ADDRESS
from translate.patterns import regex

LEAST = 4  # letters; shorter words are too often no names
NEARBY = 60  # characters before a word that are looked at
MOST = 40  # names of a sentence that are required; a sentence with more is a list
HEADLINE_SHARE = 0.7  # of the words with a capital
# After these an ordinary word is a name: "Gunung Sumbing".
NAMING = regex(
    r"(?<!\w)(?:Gunung|Desa|Dusun|Kampung|Kelurahan|Kecamatan|Kabupaten|Kota|Sungai|Bukit|Teluk|Selat|"
    r"Danau|Pak|Bu|[Bb]ernama)$"
)
OPENS = ".!?:;\"“”‘'(–—-/"  # any word behind these has a capital
SAYS = regex(
    "(?:me|ber|di|ter)[a-z]{3,}|yang|dan|juga|sendiri|pun|adalah|sudah|telah|akan|kini|sebagai|lantas|"
    "langsung|tidak|tak|belum|pernah|bersama|turut|ikut|mulai|tetap|masih|sempat"
)
CUPS = frozenset(("piala", "liga", "kejuaraan"))
CONTINENTS = frozenset(("Asia", "Afrika", "Amerika", "Eropa"))
VERBS = frozenset(("Serang", "Buru", "Malang", "Batu", "Batang", "Bau"))  # places that are words, too
LOCATING = frozenset((
    "di", "ke", "dari", "kota", "kabupaten", "kab", "asal", "warga", "wali", "walikota", "bupati", "wilayah", "pemkot",
    "pemkab", "polres", "polresta", "dprd", "bpbd",
))  # fmt: skip
GLUED = regex("[a-z.][A-Z]|[A-Z]{3}[a-z]")  # two words without the space between, "FPIIa", or more than a name
ROMAN = regex("[IVXLC]+")  # "kelas XII"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence, with its entry in the gazetteer if it has one."""

    text: str
    entry: GazetteerEntry | None = None
    sure: bool = False  # of the gazetteer or an acronym; else only likely


def is_word(token: Token) -> bool:
    """Return whether a token has only letters, apostrophes and hyphens: no mark, number or "Rp100"."""
    return token.text.isalpha() or re.sub("['’‘`-]", "", token.text).isalpha()


def find_names(source: str) -> list[Name]:
    """Return the names of an Indonesian sentence that its translation must preserve, each once."""
    text = ADDRESS.sub(lambda match: " " * len(match[0]), source)
    tokens = tokenise(text)
    words = [token.text for token in tokens if is_word(token)]
    shouted = sum(word.isupper() for word in words) * 2 > len(words)
    capitals = sum(word[0].isupper() for word in words)
    headline = capitals >= HEADLINE_SHARE * len(words) and not text.rstrip(" \"”’'").endswith(".")
    names: dict[str, Name] = {}
    at = 0
    while at < len(tokens) and len(names) < MOST:
        known = None if shouted else known_at(places(), text, tokens, at)
        if known and _is_no_place(tokens, at, known[1], headline=headline):
            known = None
        if known and tokens[known[1] - 1].end - tokens[at].start >= LEAST:
            entry, end = known
            name = Name(" ".join(token.text for token in tokens[at:end]), entry, sure=True)
            names.setdefault(name.text, name)
            at = end
            continue
        word = tokens[at].text
        if not shouted and _is_acronym(word):
            if has_table_sense(text, tokens[at].start, tokens[at].end):
                names.setdefault(word, Name(word, organisations().get((word,)), sure=True))
        elif not headline and not shouted and _is_name(text, tokens, at):
            names.setdefault(word, Name(word))
        at += 1
    return list(names.values())


def _is_no_place(tokens: Sequence[Token], at: int, end: int, *, headline: bool) -> bool:
    """Return whether a place of the tables is none here: "Piala Asia" has names of its own in other languages.

    Nor need a word of the language be one in a headline, where all words have a capital: "Polisi Serang Imam".
    """
    before = tokens[at - 1].text.lower() if at else ""
    if before in CUPS and tokens[at].text in CONTINENTS:
        return True
    return headline and end == at + 1 and tokens[at].text in VERBS and before not in LOCATING


def _is_acronym(word: str) -> bool:
    letters = word.isupper() and word.isalpha() and 3 <= len(word) <= 6
    shouted = len(word) >= LEAST and is_common(word)  # "TIDAK"
    return letters and not shouted and word not in SAID_OTHERWISE and not ROMAN.fullmatch(word)


def _is_name(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word is likely a name: a capital within the sentence, and no word of the language."""
    word = tokens[at].text
    if not is_word(tokens[at]) or GLUED.search(word):
        return False
    before = text[max(0, tokens[at].start - NEARBY) : tokens[at].start].rstrip()
    first = not before or before[-1] in OPENS
    if (first and not _opens(tokens, at)) or not word[0].isupper() or word.isupper() or len(word) < LEAST:
        return False
    if first and (is_misspelled(word) or name_before(word) or is_common(word.lower()[2:])):
        return False  # "Dikesempatan"
    named = NAMING.search(before) is not None and not is_common(word) and not is_clipped(word)
    return named or not is_ordinary(word) or is_bare_root_with_i(word)


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the first word of a sentence is used like a name: before a verb, a comma or another name."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or (at and tokens[at - 1].text != "."):
        return False
    return (
        after.text == ","
        or SAYS.fullmatch(after.text) is not None
        or (
            after.capital
            and is_word(after)
            and not after.text.isupper()
            and (not is_ordinary(after.text) or after.text.lower() in GIVEN)
        )
    )
