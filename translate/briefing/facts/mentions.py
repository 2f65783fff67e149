"""Names in one sentence, found by the words around them.

A capital alone proves nothing: an unknown name without a cue is left out rather than guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from translate.briefing.facts import cues
from translate.briefing.facts.scanning import Mention
from translate.briefing.facts.signs import Found, Signs
from translate.document import FactKind
from translate.language.gazetteer import GazetteerEntry, offices, organisations, places

STATE = ("Republik", "RI")


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return the names of people, places and organisations that `text` makes plain, in order, none within another.

    A place that stands in an office ("Wali Kota Balikpapan") is a mention of its own.
    """
    return tuple(_Scanner(text).run())


class _Scanner(Signs):
    """Reads a sentence from left to right; every rule gives where it ended, or None where it does not hold."""

    @property
    def _rules(self) -> tuple[Callable[[int], Found | None], ...]:
        """The rules in the order in which they are tried at a place."""
        named = (self._office, self._title, self._organisation, self._place, self._speaker)
        return (*named, self._role, self._aged, self._degree, self._initials)

    def run(self) -> Iterator[Mention]:
        at = 0
        while at < len(self.tokens):
            found: Found | None = None
            for rule in self._rules:
                found = rule(at)
                if found:
                    break
            yield from found[0] if found else ()
            at = max(found[1] if found else 0, at + 1)

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

    def _complement(self, at: int) -> tuple[list[Mention], GazetteerEntry | None, int]:
        """Read what an office is of: mentions in it, the one known thing it is of (None when more), where it ends."""
        found: list[Mention] = []
        entries: list[GazetteerEntry | None] = []
        end = at
        while end < len(self.tokens):
            body = self._organisation(end)
            place = self._place(end, inside=True)
            step = body or place
            if step:
                found += step[0]
                entries += [mention.entry for mention in step[0]]
                end = step[1]
            elif self._is_acronym(end) or self._word(end) in {*cues.REMIT, "I", "II", "III", "IV"}:
                entries.append(None)
                end += 1
            elif self._word(end) in STATE or self._joins(end):
                end += 1
            else:
                break
        return found, entries[0] if len(entries) == 1 else None, end

    def _is_acronym(self, at: int) -> bool:
        """Return whether a body that no table knows stands there by its letters: "Direktur Utama CLEN"."""
        word = self._word(at)
        return word.isupper() and 2 < len(word) < 7 and word.isalpha() and word.lower() not in cues.TITLES

    def _title(self, at: int) -> tuple[list[Mention], int] | None:
        word = self._word(at).lower()
        if word not in cues.TITLES or (word in cues.ABBREVIATED_TITLES and self._word(at + 1) != "."):
            return None
        if not self._capital(at) and word != "bernama" and self._word(at) not in cues.LOWER_TITLES:
            return None
        start = at + 1 if word == "bernama" else self._skip_titles(at)
        stop = self._name(start)
        if stop == start or not self._plain(start, stop):
            return None
        return [self._mention(FactKind.PERSON, start, start, stop, **self._office_after(stop))], stop

    def _speaker(self, at: int) -> tuple[list[Mention], int] | None:
        """Take `kata Budi Santoso`."""
        if self._word(at).lower() not in cues.SPEECH:
            return None
        start = self._skip_titles(at + 1)
        stop = self._name(start)
        if stop == start or not self._plain(start, stop):
            return None
        return [self._mention(FactKind.PERSON, start, start, stop, **self._office_after(stop))], stop

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
        if (word in cues.LOCAL_BODIES or word in cues.BODIES or known) and not self._is_institute(at):
            end = self._body_end(max(end, at + 1), remit=word in cues.BODIES)
            if end == at + 1 and word in cues.LOCAL_BODIES and self._cued(end) and not self._capital(end + 1):
                end += 1  # of a place that no table knows: "RSUD Sukamaju"
        elif word in cues.FREE_BODIES or self._is_institute(at):
            end = at + 1 + (self._word(at + 1) == ".")
            first = end
            while self._capital(end) and end - first < 4 and self._word(end) not in cues.NEVER:
                end += 1
            if self._after_office(at) and self._word(end) != ",":
                return None  # where the company ends and its director begins is not to be seen
            end = end if end > first else at + 1
        elif club := self._club(at):
            end = club
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

    def _is_institute(self, at: int) -> bool:
        """Return whether a body names itself freely: "Lembaga Kajian Arunika"."""
        return self._word(at) == "Lembaga" and self._word(at + 1) in cues.INSTITUTES

    def _club(self, at: int) -> int:
        """Return where a sports club ends that begins here: "Pesisir FC", "Banua United"; 0 if there is none."""
        end = at
        while self._capital(end) and end - at < 3 and self._word(end) not in cues.NEVER:
            end += 1
            if self._word(end) in cues.CLUBS:
                return end + 1
        return 0

    def _after_office(self, at: int) -> bool:
        return any(
            (known := self._known(offices(), at - back, lower=True)) is not None and known[1] == at
            for back in range(1, offices().longest + 1)
            if at >= back
        )

    def _body_end(self, end: int, *, remit: bool) -> int:
        """Return where a body's name ends that has come to `end`: remit words, then the place it is of."""
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
        """Return whether a capital beside a known place makes another name of it: "Jawa Pos", "Bali United"."""
        after, before = self._word(end), self._word(at - 1)
        if self._capital(end) and after not in cues.NEVER and not self._known(places(), end):
            return True
        lower = before.lower() in {*cues.PLACE_FORMS, "di", "ke", "dari", "ibu"}
        return self._capital(at - 1) and at > 1 and not lower and not self._known(places(), at - 1)
