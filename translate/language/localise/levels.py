"""Write "regency" for kabupaten in English, as facts and glossary do, where a model wrote "district".

Both words are in use, but "district" also means a kecamatan; an article should use one word for one place.
"""

from __future__ import annotations

import re

from translate.language.gazetteer import places
from translate.language.gazetteer.matching import known_at
from translate.language.tokens import Token, tokenise

REGENCIES = frozenset(("Kabupaten", "Kab"))
DISTRICTS = frozenset(("Kecamatan", "Kec", "Distrik"))
# The bodies of a district are called so: "the Bogor District Court".
BODY = r"(?! (?:[Cc]ourt|[Pp]olice|[Aa]ttorney|[Pp]rosecut|[Mm]ilitary|[Cc]ommand|[Hh]ead|[Hh]ospital))"
MOST_NAMES = 40  # a sentence with more is a list
MOST_WORDS = 3  # of the name of a place that is not in the gazetteer


def write_levels(source: str, text: str) -> str:
    """Return an English translation that calls each "Kabupaten X" of its source a regency.

    >>> write_levels("Warga Kabupaten Bogor dan Kecamatan Cisarua.", "People of Bogor district and Cisarua district.")
    'People of Bogor regency and Cisarua district.'
    """
    if "istrict" not in text:
        return text
    tokens = tokenise(source)
    named = {word: set(_named(source, tokens, word)) for word in REGENCIES | DISTRICTS}
    regencies = set().union(*(named[word] for word in REGENCIES)) - set().union(*(named[word] for word in DISTRICTS))
    for name in sorted(regencies, key=len, reverse=True)[:MOST_NAMES]:
        for before, after in ((rf"\b{re.escape(name)} ", BODY), ("", rf" of {re.escape(name)}\b")):
            text = re.sub(rf"({before})(?:(D)|d)istrict\b(?={after})", _regency, text)
    return text


def _regency(match: re.Match[str]) -> str:
    return f"{match[1]}{'Regency' if match[2] else 'regency'}"


def _named(source: str, tokens: tuple[Token, ...], level: str) -> list[str]:
    """Return the names after the word for a level, in Indonesian and in English."""
    found = []
    for at, token in enumerate(tokens[:-1]):
        if token.text != level:
            continue
        start = at + 1 + (tokens[at + 1].text == ".")
        known = known_at(places(), source, tokens, start)
        end = known[1] if known else start
        while not known and end < len(tokens) and tokens[end].capital and end - start < MOST_WORDS:
            end += 1
        if end > start:
            found.append(source[tokens[start].start : tokens[end - 1].end])
            found += [known[0].en.removeprefix("the ").removesuffix(" Regency")] if known else []
    return found
