"""A tokenised sentence for the rules for names: look-ups by position, and the extent of personal names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate.briefing.facts.bodies import known_bodies
from translate.briefing.facts.cues import ALL_BODIES, CUES, NO_GIVEN, PLACE_FORMS
from translate.document import FactKind
from translate.language.common_words import is_bare_root_with_i, is_common, is_derived, is_ordinary
from translate.language.gazetteer import GazetteerEntry, NameTable, given_names, offices, places
from translate.language.gazetteer.matching import known_at
from translate.language.lexicon import is_english
from translate.language.name_words import GIVEN
from translate.language.tokens import tokenise

LONGEST_NAME = 5  # words
LEAST_DERIVED = 7  # letters, from which a derived word is not a name: "Pemberantasan", but "Amali"
JOINED = re.compile("(?:al|el|as|ar)-[A-Z]")
BORROWED = ("asi", "isme", "itas", "ologi", "ika")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence. `start` and `end` are offsets in the sentence, including the office or cue."""

    kind: FactKind
    start: int
    end: int
    name: str  # without title and office
    entry: GazetteerEntry | None = None  # in the gazetteer
    cue: str = ""  # the kind of a place, in lower case
    office: GazetteerEntry | None = None  # of a person
    office_text: str = ""  # the office with its complement, as written
    of: Mention | None = None  # the place or organisation of the office
    within: bool = False  # whether the office belongs to a part of `of` that has no translation
    tense: str = ""  # the word for former, acting or future: "mantan"
    weak: bool = False  # valid only if the article names the person elsewhere


class Scanning:
    """The words of one sentence, with look-ups by position."""

    def __init__(self, text: str, *, sport: bool = False) -> None:
        """Take a sentence, of an article about `sport` or not."""
        self.text = text
        self._bodies = known_bodies(sport=sport)
        self.tokens = tokenise(text)
        # Dozens of rules look at every word.
        self._words = {at: token.text for at, token in enumerate(self.tokens)}
        self._capitals = {at for at, token in enumerate(self.tokens) if token.capital}
        self._names: dict[int, int] = {}  # where the name ends that begins at a place

    def _word(self, at: int) -> str:
        return self._words.get(at, "")

    def _capital(self, at: int) -> bool:
        return at in self._capitals

    def _joins(self, at: int) -> bool:
        return self._word(at) in (",", "dan") and self._word(at + 1) in CUES["remit"]

    def _known(self, table: NameTable, at: int, *, lower: bool = False) -> tuple[GazetteerEntry, int] | None:
        """Return the longest entry of `table` that stands at `at`, and where it ends."""
        first = self._word(at)
        if (first.lower() if lower else first) not in table.firsts:
            return None
        return known_at(table, self.text, self.tokens, at, lower=lower)

    def _name(self, at: int) -> int:
        """Return where the personal name that begins at `at` ends; `at` itself if there is none."""
        if at not in self._names:
            self._names[at] = self._name_end(at)
        return self._names[at]

    def _name_end(self, at: int) -> int:
        end = at
        while end < len(self.tokens) and end - at < LONGEST_NAME:
            token = self.tokens[end]
            if token.initial and self._word(end + 1) == "." and self._capital(end + 2):
                end += 2
            elif token.initial and self._capital(end + 1) and self._nameable(end + 1):
                end += 1  # "Tato J Hidayat"
            elif (token.capital and self._nameable(end)) or (
                token.text in CUES["particles"] and end > at and self._capital(end + 1)
            ):
                end += 1
            elif end > at and token.text in CUES["names_too"] and not is_ordinary(self._word(end - 1)):
                end += 1  # "Lucky Hakim"
            elif end > at and token.text == "-" and self._word(end + 1).islower() and len(self._word(end + 1)) < 6:
                end += 2  # "Tsai Ing - wen"
            elif end > at and JOINED.match(token.text):
                end += 1  # "Abu Bakr al-Baghdadi"
            else:
                break
        return end

    def _given_end(self, at: int) -> int:
        """Return the end of a name that begins with a known first name, without ordinary words; 0 without one."""
        stop = self._name(at) if self._word(at) in given_names() else at
        if not 2 <= stop - at <= LONGEST_NAME or self._capital(stop) or self._word(stop)[:1].isdigit():
            return 0
        rest = [self._word(place) for place in range(at + 1, stop)]
        foreign = any(is_english(word) and word not in given_names() for word in rest)
        ordinary = any(is_ordinary(w) and w.lower() not in GIVEN and not is_bare_root_with_i(w) for w in rest)
        particles = all(word in CUES["particles"] for word in rest)
        if foreign or ordinary or particles or not NO_GIVEN.isdisjoint(rest) or not self._plain(at, stop):
            return 0
        return stop

    def _nameable(self, at: int) -> bool:
        """Return whether the word at `at` may be part of a personal name."""
        word = self._word(at)
        if word in CUES["never"] or word in ALL_BODIES or len(word) < 2:
            return False
        place = word.lower() in PLACE_FORMS and self._capital(at + 1)
        if self._generic(at):
            return False
        if word.isupper() or word.lower() in CUES["titles"] or place:
            return False
        return not (self._known(offices(), at, lower=True) or self._known(self._bodies, at))

    def _generic(self, at: int) -> bool:
        """Return whether a word is derived by affixes, unlike names of people."""
        word = self._word(at)
        derived = is_derived(word) and not is_bare_root_with_i(word)
        return len(word) >= LEAST_DERIVED and (derived or (word.endswith(BORROWED) and is_common(word)))

    def _plain(self, at: int, end: int) -> bool:
        """Return whether no word of a name is a place or remit, and at most two are ordinary words."""
        words = [self._word(i) for i in range(at, end)]
        if sum(is_ordinary(word) and word.lower() not in GIVEN for word in words) > 2:
            return False  # "Bakal Sulit Tidur"
        return not any(self._known(places(), i) or self._word(i) in CUES["remit"] for i in range(at, end))

    def _mention(self, kind: FactKind, start: int, name: int, end: int, **more: object) -> Mention:
        last = self.tokens[end - 1].end
        return Mention(kind, self.tokens[start].start, last, self.text[self.tokens[name].start : last], **more)  # type: ignore[arg-type]
