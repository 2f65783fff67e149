"""Check whether a translation uses the translations that the glossary prescribes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from translate.document import Flag, FlagCode
from translate.document.flags import IgnoredTerm
from translate.language.glossary.matching import Match, find
from translate.language.glossary.table import Glossary
from translate.language.glossary.terms import Term, is_acronym
from translate.language.localise.introductions import short_forms

# American and British spelling are both accepted.
AMERICAN = {
    "defense": "defence", "center": "centre", "program": "programme", "labor": "labour", "license": "licence",
    "neighborhood": "neighbourhood", "harbor": "harbour", "organization": "organisation",
}  # fmt: skip


def check_terms(terms: Iterable[Match], hypothesis: str, language: str) -> tuple[Flag, ...]:
    """Return a TERM_IGNORED flag for each term of the source that the translation into `language` lacks."""
    once = {(match.term, match.text): match for match in terms}.values()
    flags = dict.fromkeys(
        Flag(FlagCode.TERM_IGNORED, IgnoredTerm(match.text, expected(match, language)))
        for match in once
        if not contains_term(hypothesis, match, language)
    )
    return tuple(flags)


def contains_term(hypothesis: str, match: Match, language: str) -> bool:
    """Return whether a text contains one of the translations of a term.

    English is compared without regard to capitals, the plural, the genitive, hyphens and American spelling, but an
    acronym needs its capitals; Japanese exactly, but for the width of characters. A short form of the built-in glossary
    may stay, as the article writes it out where it has it first (`translate.language.localise.introductions`).
    """
    if match.term.verbatim or _may_stay(match, language):
        kept = re.search(rf"(?<![A-Za-z]){re.escape(match.text)}(?![A-Za-z])", hypothesis) is not None
        if kept or match.term.verbatim:
            return kept
    if language == "ja":
        narrow = _narrow(hypothesis)
        return any(_narrow(text) in narrow for text in match.term.ja)
    folded, wanted = _fold(hypothesis), match.term.translations(language)
    return any(
        (_acronym(text).search(hypothesis) if is_acronym(text) else _english(text).search(folded)) for text in wanted
    )


def _may_stay(match: Match, language: str) -> bool:
    known = short_forms().get(match.text) if match.term.by_context else None
    return known is not None and bool(known.long(language))


def expected(match: Match, language: str) -> str:
    """Return the preferred translation of a term, in lower case if the article has the term in lower case."""
    if match.term.verbatim:
        return match.text
    translation = match.term.translations(language)[0]
    if language == "en" and match.text.islower() and not re.search("[A-Z]{2}|Indonesia|Nusantara|Eid", translation):
        return translation.lower()
    return translation


@cache
def _acronym(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}s?(?!\w)")


@cache
def _english(text: str) -> re.Pattern[str]:
    """Return a pattern for a translation in a folded text, each word in the singular or the plural."""
    words = [_number(word) for word in _fold(text).split()]
    return re.compile(r"\b" + r" (?:the )?".join(words) + r"\b")


def _number(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return re.escape(word[:-3]) + "(?:y|ies)"
    if word.endswith("y") and len(word) > 3:
        return re.escape(word[:-1]) + "(?:y|ys|ies)"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return re.escape(word[:-1]) + "s?"
    return re.escape(word) + "(?:e?s)?"


@lru_cache(maxsize=256)  # each term of a sentence asks for the same translation
def _fold(text: str) -> str:
    """Return English words in lower case with one space between them."""
    words = re.findall(r"\w+", re.sub("['’‘]", "", unicodedata.normalize("NFKC", text)).lower())
    return " ".join(AMERICAN.get(word, word) for word in words)


@lru_cache(maxsize=256)
def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def tally(pairs: Sequence[tuple[str, str]], language: str, glossary: Glossary) -> tuple[int, int]:
    """Return how many terms occur in the sources of (source, translation) pairs, and how many of them were kept."""
    kept: list[bool] = []
    for source, hypothesis in pairs:
        terms: dict[Term, Match] = {match.term: match for match in find(source, glossary, language)}
        kept += [contains_term(hypothesis, match, language) for match in terms.values()]
    return len(kept), sum(kept)
