"""Names in one sentence, found by the words around them.

A capital alone proves nothing: an unknown name without a cue is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate.document import FactKind
from translate.facts import cues
from translate.facts.tokens import tokenise
from translate.gazetteer import Entry, Table, longest, offices, organisations, places

LONGEST_NAME = 5  # words
STATE = ("Republik", "RI")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence. `start` and `end` are offsets in the sentence and take in the office or the cue."""

    kind: FactKind
    start: int
    end: int
    name: str  # without title and office
    entry: Entry | None = None  # as a table knows it
    cue: str = ""  # of a place: what kind of place, in lower case
    office: Entry | None = None  # of a person
    office_text: str = ""  # the office with what it is of, as written
    of: Entry | None = None  # the place or organisation of the office
    weak: bool = False  # counts only when the article names the person elsewhere


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Give the names of people, places and organisations that `text` makes plain, in order, none within another.

    A place that stands in an office ("Wali Kota Balikpapan") is a mention of its own.
    """
    return tuple(_Scanner(text).run())


class _Scanner:
    """Reads a sentence from left to right; every rule gives where it ended, or None where it does not hold."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenise(text)

    def run(self) -> Iterator[Mention]:
        at = 0
        while at < len(self.tokens):
            found: tuple[list[Mention], int] | None = None
            for rule in (self._office, self._title, self._organisation, self._place, self._speaker, self._aged):
                found = rule(at)
                if found:
                    break
            yield from found[0] if found else ()
            at = max(found[1] if found else 0, at + 1)

    # What stands at a place

    def _word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _capital(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].capital

    def _joins(self, at: int) -> bool:
        return self._word(at) in (",", "dan") and self._word(at + 1) in cues.REMIT

    def _known(self, table: Table, at: int, *, lower: bool = False) -> tuple[Entry, int] | None:
        """Give the longest entry of `table` that stands at `at`, and where it ends.

        Commas in the name of an organisation are passed over; what is in a table in lower case is read so.
        """
        words: list[str] = []
        best: tuple[Entry, int] | None = None
        end = at
        while len(words) < longest(table) and end < len(self.tokens):
            word = self._word(end)
            end += 1
            if word == "," and words and table is organisations():
                continue
            words.append(word.lower() if lower else word)
            if tuple(words) in table:
                best = table[tuple(words)], end
        return best

    def _name(self, at: int) -> int:
        """Give where the personal name that begins at `at` ends; `at` itself if there is none."""
        end = at
        while end < len(self.tokens) and end - at < LONGEST_NAME:
            token = self.tokens[end]
            if token.initial and self._word(end + 1) == "." and self._capital(end + 2):
                end += 2
            elif (token.capital and self._nameable(end)) or (
                token.text in cues.PARTICLES and end > at and self._capital(end + 1)
            ):
                end += 1
            else:
                break
        return end

    def _nameable(self, at: int) -> bool:
        """Say whether the word at `at` may be part of a personal name."""
        word = self._word(at)
        if word in cues.NEVER or word in cues.BODIES | cues.LOCAL_BODIES | cues.FREE_BODIES or len(word) < 2:
            return False
        place = word.lower() in cues.PLACE_FORMS and self._capital(at + 1)
        if word.isupper() or word.lower() in cues.TITLES or place:
            return False
        return not (self._known(offices(), at, lower=True) or self._known(organisations(), at))

    def _plain(self, at: int, end: int) -> bool:
        """Say whether no word of a name is known as a place or a remit."""
        return not any(self._known(places(), i) or self._word(i) in cues.REMIT for i in range(at, end))

    def _mention(self, kind: FactKind, start: int, name: int, end: int, **more: object) -> Mention:
        last = self.tokens[end - 1].end
        return Mention(kind, self.tokens[start].start, last, self.text[self.tokens[name].start : last], **more)  # type: ignore[arg-type]

    # People

    def _office(self, at: int) -> tuple[list[Mention], int] | None:
        known = self._known(offices(), at, lower=True)
        if not known or not (self._capital(at) or self._capital(known[1])):
            return None
        office, end = known
        found, of, complement = self._complement(end)
        start = complement
        if self._word(start) == "," and complement > end:
            start += 1
        start = self._skip_titles(start)
        stop = self._name(start)
        apart = self._word(complement) == ","
        unclear = self._word(stop).lower() in cues.TITLES  # "Kapolsek Sukamaju Iptu Andi": a place stands before
        if stop == start or unclear or not self._plain(start, stop) or (apart and stop - start < 2):
            return (found, complement) if complement > end else None
        person = self._mention(
            FactKind.PERSON, at, start, stop, office=office, of=of, weak=office.note == "weak" and complement == end,
            office_text=self.text[self.tokens[at].start : self.tokens[complement - 1].end],
        )  # fmt: skip
        return [person, *found], stop

    def _complement(self, at: int) -> tuple[list[Mention], Entry | None, int]:
        """Read what an office is of: mentions in it, the one known thing it is of (None when more), where it ends."""
        found: list[Mention] = []
        entries: list[Entry | None] = []
        end = at
        while end < len(self.tokens):
            body = self._organisation(end)
            place = self._place(end, inside=True)
            step = body or place
            if step:
                found += step[0]
                entries += [mention.entry for mention in step[0]]
                end = step[1]
            elif self._word(end) in cues.REMIT or self._word(end) in ("I", "II", "III", "IV"):
                entries.append(None)
                end += 1
            elif self._word(end) in STATE or self._joins(end):
                end += 1
            else:
                break
        return found, entries[0] if len(entries) == 1 else None, end

    def _skip_titles(self, at: int) -> int:
        while True:
            word = self._word(at)
            if word.lower() in cues.TITLES and self._capital(at):
                at += 2 if self._word(at + 1) == "." else 1
            elif word in cues.TITLE_TAILS and self._word(at - 1) not in ("", ","):
                at += 1
            else:
                return at

    def _title(self, at: int) -> tuple[list[Mention], int] | None:
        word = self._word(at).lower()
        if word not in cues.TITLES or (word in cues.ABBREVIATED_TITLES and self._word(at + 1) != "."):
            return None
        if not self._capital(at) and word != "bernama":
            return None
        start = at + 1 if word == "bernama" else self._skip_titles(at)
        stop = self._name(start)
        if stop == start or not self._plain(start, stop):
            return None
        return [self._mention(FactKind.PERSON, start, start, stop)], stop

    def _speaker(self, at: int) -> tuple[list[Mention], int] | None:
        """Take `kata Budi Santoso`."""
        if self._word(at).lower() not in cues.SPEECH:
            return None
        start = self._skip_titles(at + 1)
        stop = self._name(start)
        if stop == start or not self._plain(start, stop):
            return None
        return [self._mention(FactKind.PERSON, start, start, stop)], stop

    def _aged(self, at: int) -> tuple[list[Mention], int] | None:
        """Take `Budi Santoso (47)`."""
        stop = self._name(at)
        opening, age, closing = (self._word(stop + i) for i in range(3))
        if stop == at or (opening, closing) != ("(", ")") or not (age.isdigit() and len(age) == 2):
            return None
        if self._capital(at - 1) or not self._plain(at, stop):
            return None
        return [self._mention(FactKind.PERSON, at, at, stop)], stop

    # Organisations

    def _organisation(self, at: int) -> tuple[list[Mention], int] | None:
        known = self._known(organisations(), at)
        word = self._word(at)
        end, entry = (known[1], known[0]) if known else (at, None)
        if word in cues.LOCAL_BODIES or word in cues.BODIES or known:
            end = self._body_end(max(end, at + 1), remit=word in cues.BODIES)
            if end == at + 1 and word in cues.LOCAL_BODIES and self._cued(end) and not self._capital(end + 1):
                end += 1  # of a place that no table knows: "RSUD Sukamaju"
        elif word in cues.FREE_BODIES:
            end = at + 1 + (self._word(at + 1) == ".")
            first = end
            while self._capital(end) and end - first < 4 and self._word(end) not in cues.NEVER:
                end += 1
            if self._after_office(at) and self._word(end) != ",":
                return None  # where the company ends and its director begins is not to be seen
            end = end if end > first else at + 1
        elif word == "Pemerintah" and self._word(at + 1) in ("Kota", "Kabupaten", "Provinsi"):
            end = self._body_end(at + 1, remit=False)
            end = end if end > at + 2 else at + 1
        vague = word in cues.BODIES and end == at + 2 and self._word(at + 1) in cues.VAGUE
        vague = vague or (word, self._word(at + 1)) == ("Balai", "Kota")  # a city hall
        if end == at or ((end == at + 1 or vague) and not known):
            return None
        if known and end > known[1]:
            entry = None  # "DPRD Balikpapan" is not the "DPRD" of the table
        elif known and self._capital(end) and self._word(end) not in cues.NEVER and not self._after_office(at):
            return None  # part of a longer name: "Pertamina Arena"
        return [self._mention(FactKind.ORGANISATION, at, at, end, entry=entry)], end

    def _after_office(self, at: int) -> bool:
        return any(
            (known := self._known(offices(), at - back, lower=True)) is not None and known[1] == at
            for back in range(1, longest(offices()) + 1)
            if at >= back
        )

    def _body_end(self, end: int, *, remit: bool) -> int:
        """Give where a body's name ends that has come to `end`: remit words, then the place it is of."""
        while True:
            word = self._word(end)
            place = self._known(places(), end)
            if place and word not in ("AS",):
                return place[1]
            if word in ("Kota", "Kabupaten", "Provinsi") and (place := self._known(places(), end + 1)):
                return place[1]
            if (remit and (word in cues.REMIT or self._joins(end))) or self._word(end) in STATE:
                end += 1
            else:
                return end

    # Places

    def _place(self, at: int, *, inside: bool = False) -> tuple[list[Mention], int] | None:
        """Take a place of the tables, or of a cue; in an office (`inside`) what follows may be a person's name."""
        cue = self._word(at).lower()
        first = at + 1 if cue in cues.PLACE_FORMS else at
        first += cue == "jl" and self._word(first) == "."
        dollar = self._word(first) == "AS" and self._word(at - 1).lower().startswith("dol")
        if not dollar and (known := self._known(places(), first)):
            entry, end = known
            if not inside and self._part_of_a_name(at, end):
                return None
            cue = cue if first > at else ""
            if cue in cues.BARE_FORMS and not self._capital(at):
                at = first  # "ibu kota Indonesia" names Indonesia
            return [self._mention(FactKind.PLACE, at, first, end, entry=entry, cue=cue)], end
        if first == at or inside or not self._cued(first):
            return None
        end = first + 1
        while self._cued(end) and end - first < 3:
            end += 1
        if cue == "negara" or (cue in cues.BARE_FORMS and end - first > 1):
            return None  # "Kota Layak Anak", "negara Nordik": as often a slogan or a kind as a name
        return [self._mention(FactKind.PLACE, at, first, end, cue=cue)], end

    def _cued(self, at: int) -> bool:
        word = self._word(at)
        if not (self._capital(at) and len(word) > 2) or word in cues.NEVER or word in cues.REMIT:
            return False
        return not (word.isupper() or word.lower() in cues.PLACE_FORMS or self._known(offices(), at, lower=True))

    def _part_of_a_name(self, at: int, end: int) -> bool:
        """Say whether a capital beside a known place makes another name of it: "Jawa Pos", "Bali United"."""
        after, before = self._word(end), self._word(at - 1)
        if self._capital(end) and after not in cues.NEVER and not self._known(places(), end):
            return True
        lower = before.lower() in {*cues.PLACE_FORMS, "di", "ke", "dari", "ibu"}
        return self._capital(at - 1) and at > 1 and not lower and not self._known(places(), at - 1)
