"""The evidence of a line, prepared for the checks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from translate.language.data import word_lists
from translate.language.gazetteer import GazetteerEntry, offices, organisations, places
from translate.language.gazetteer.matching import find_known
from translate.language.tokens import tokenise
from translate.language.words import terms

WORDS = word_lists("translate.checks.faithfulness", "data/words.txt")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
STEM = 5  # letters; English words with this common beginning are forms of one word: "building", "builds"
MOST_FOUND = 3  # maximum number of sentences found for a line that cites none
WORTH_ADDING = 0.2  # minimum share of the words of a line that a further sentence must add


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence of the article that may be evidence."""

    index: int  # of its segment
    text: str  # in the target language
    source: str  # in Indonesian


class Evidence:
    """Sentences, with the settled names of the places and bodies in them."""

    def __init__(self, supports: Sequence[Support]) -> None:
        """Take the sentences."""
        self.supports = tuple(supports)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The sentences in both languages, and the settled names of places and bodies in them."""
        sentences = [text for support in self.supports for text in (support.text, support.source)]
        return tuple(plain(text) for text in (*sentences, *self._settled))

    @cached_property
    def translations(self) -> tuple[str, ...]:
        """The sentences in the target language alone."""
        return tuple(plain(support.text) for support in self.supports)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The sentences in Indonesian alone."""
        return tuple(plain(support.source) for support in self.supports)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each of `texts`, without possessive endings."""
        return tuple(words_of(text) for text in self.texts)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All its words in lower case."""
        return frozenset(word.lower() for words in self.words for word in words)

    @property
    def _settled(self) -> list[str]:
        return [name for support in self.supports for e in named_in(support.source) for name in (e.en, e.ja) if name]


def plain(text: str) -> str:
    """Return a text with composed characters, and full-width Latin as usual ones."""
    return unicodedata.normalize("NFKC", text)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, each without its possessive ending.

    >>> words_of("Jakarta's mayor-elect said.")
    ('Jakarta', 'mayor', 'elect', 'said')
    """
    return tuple(POSSESSIVE.sub("", match[0]) for match in WORD.finditer(text))


def named_in(source: str) -> list[GazetteerEntry]:
    """Return the places, bodies and offices of Warta's tables that an Indonesian sentence names."""
    text = plain(source)
    tokens = tokenise(text)
    tables = ((places(), False), (organisations(), False), (offices(), True))
    return [entry for table, lower in tables for entry, *_ in find_known(table, text, tokens, lower=lower)]


def shared(text: str, supports: Sequence[Support], language: str) -> float:
    """Return the share of the terms of a line, 0 to 1, that sentences have, also as Indonesian names."""
    stems = _stems(text, language)
    known = {stem for support in supports for stem in _stems_of(support, language)}
    return len(stems & known) / len(stems) if stems else 0.0


def find_support(text: str, supports: Sequence[Support], language: str) -> tuple[int, ...]:
    """Return the indices of the sentences with most terms of a line, the best first, at most `MOST_FOUND`.

    Each further sentence must add terms that the previous ones lack.
    """
    wanted = _stems(text, language)
    missing = set(wanted)
    stems = {support.index: wanted & _stems_of(support, language) for support in supports}
    chosen: list[int] = []
    while missing and stems and len(chosen) < MOST_FOUND:
        best = max(stems, key=lambda index: (len(stems[index] & missing), -index))
        found = stems.pop(best) & missing
        if not found or (chosen and len(found) < WORTH_ADDING * len(wanted)):
            break
        chosen.append(best)
        missing -= found
    return tuple(sorted(chosen))


def _stems(text: str, language: str) -> set[str]:
    words = terms(plain(text), language)
    return set(words) if language == "ja" else {word[:STEM] for word in words}


def _stems_of(support: Support, language: str) -> set[str]:
    return _stems(support.text, language) | _stems(support.source, language)
