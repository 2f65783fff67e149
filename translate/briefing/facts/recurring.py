"""People without a title, office or verb of speaking, found by a full name and later its last word.

"Gelandang Wesley Sneijder tiba ... Sneijder akan bermain": a last name that is repeated
alone as a subject is a person's. Clubs and places are excluded by their other contexts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from translate.briefing.facts.cues import CUES
from translate.briefing.facts.scanning import Mention, Scanning
from translate.document import FactKind
from translate.language.common_words import is_ordinary
from translate.language.gazetteer import given_names
from translate.language.lexicon import is_english
from translate.language.names import SAYS

MOST_WORDS = 4
LEAST_LETTERS = 4  # of the repeated word
LEAST_FIRST = 3  # of the first name: "De Boer" is not a full name


def find_recurring(texts: Sequence[str]) -> Iterator[tuple[int, Mention]]:
    """Yield the people named in full and elsewhere by their last name, with their sentence."""
    scanned = [_Named(text) for text in texts]
    alone = [set(named.alone()) for named in scanned]
    single = Counter(word for named in scanned for word in set(named.single()))
    things = {word for named in scanned for word in named.things()}
    times = Counter(word for words in alone for word in words)
    for number, named in enumerate(scanned):
        for words, mention in named.full_names():
            first, last = (times[word] > (word in alone[number]) for word in (words[0], words[-1]))
            last = last or (words[0] in given_names() and single[words[-1]] > 0)
            if last and things.isdisjoint(words) and not (first and len(words) > 2):
                yield number, mention


def find_full_names(texts: Sequence[str], single: Collection[str]) -> Iterator[tuple[int, Mention]]:
    """Yield the names of two words or more that begin or end with one of these words, with their sentence.

    A word that is part of two different names is ignored.
    """
    found = [(number, *named) for number, text in enumerate(texts) for named in _Named(text).named(single)]
    names: dict[str, set[str]] = {}
    for _, word, mention in found:
        names.setdefault(word, set()).add(mention.name)
    yield from ((number, mention) for number, word, mention in found if len(names[word]) == 1)


class _Named(Scanning):
    """The names of one sentence by their context."""

    def single(self) -> Iterator[str]:
        """Yield the single capitalised words before a verb: names, or first words of sentences."""
        for at, token in enumerate(self.tokens):
            single = token.capital and not self._capital(at - 1) and self._name(at) == at + 1
            if single and SAYS.fullmatch(self._word(at + 1)) and len(token.text) >= LEAST_LETTERS:
                yield token.text

    def alone(self) -> Iterator[str]:
        """Yield the words of `single` that are neither Indonesian nor English."""
        rare = {token.text for at, token in enumerate(self.tokens) if self._is_rare(at)}
        yield from (word for word in self.single() if word in rare)

    def things(self) -> Iterator[str]:
        """Yield the words in contexts of places, clubs and companies: "ke Everton", "melawan Persija Jakarta"."""
        for at, token in enumerate(self.tokens):
            if token.text.lower() in CUES["not_people"]:
                yield from (self._word(place) for place in range(at + 1, self._name(at + 1)))

    def full_names(self) -> Iterator[tuple[list[str], Mention]]:
        """Yield names of two or more words, with the words."""
        at = 0
        while at < len(self.tokens):
            stop = self._name(at) if self._capital(at) else at
            words = [self._word(place) for place in range(at, stop)]
            free = not self._capital(at - 1) and not self._capital(stop)
            is_full = 2 <= len(set(words)) == len(words) <= MOST_WORDS and len(words[0]) >= LEAST_FIRST
            known = words[:1] != [] and words[0] in given_names()  # then also "Hazard" may be a name
            rare = all(self._is_rare(place) for place in range(at + known, stop - (known and is_english(words[-1]))))
            if free and is_full and self._plain(at, stop) and rare:
                yield words, self._mention(FactKind.PERSON, at, at, stop)
            at = max(stop, at + 1)

    def named(self, single: Collection[str]) -> Iterator[tuple[str, Mention]]:
        """Yield the names of two to four words that begin or end with one of the words `single`, with that word."""
        for at in range(len(self.tokens)):
            opens = self._word(at) in single  # even behind a capital: "Bank Sinarmas Frenky Tirtowijoyo"
            if not self._capital(at) or (self._capital(at - 1) and not opens):
                continue
            stop = self._name(at)
            ends = self._word(at) if opens else self._word(stop - 1)
            hyphen = "-" in (self._word(at - 1), self._word(stop))  # "Jean - Pierre Lacroix"
            is_full = 2 <= stop - at <= MOST_WORDS and not self._capital(stop) and not hyphen
            if is_full and ends in single and self._plain(at, stop):
                yield ends, self._mention(FactKind.PERSON, at, at, stop)

    def _is_rare(self, at: int) -> bool:
        """Return whether a word is not of a club, not Indonesian, not English, and not like "MotoGP"."""
        word = self._word(at)
        inner = word[1:] != word[1:].lower()
        return not (inner or word in CUES["no_names"] or is_ordinary(word) or is_english(word))
