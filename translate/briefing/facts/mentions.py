"""Names in one sentence, found by the words around them.

A capital alone is no evidence: an unknown name without a cue is omitted rather than guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from translate.briefing.facts.cues import CUES, NOT_NOW, PLACE_FORMS, STATE
from translate.briefing.facts.institutions import Found
from translate.briefing.facts.scanning import Mention
from translate.briefing.facts.signs import Signs
from translate.document import FactKind
from translate.language.gazetteer import offices, places
from translate.language.lexicon import is_english
from translate.language.name_words import BRANDS

MOST_WORDS = 3  # of a name directly after an office


def find_mentions(text: str, *, sport: bool = False) -> tuple[Mention, ...]:
    """Return the certain names of people, places and organisations in `text`, in order, without overlaps.

    A place in an office ("Wali Kota Balikpapan") is a separate mention. In an article about `sport`
    "Liverpool" is a club.
    """
    return tuple(_Scanner(text, sport=sport).run())


class _Scanner(Signs):
    """Scans a sentence from left to right; each rule returns its mentions and their end, or None."""

    @property
    def _rules(self) -> tuple[Callable[[int], Found | None], ...]:
        """The rules in the order of trial."""
        named = (self._office, self._title, self._organisation, self._place, self._speaker)
        return (*named, self._role, self._aged, self._degree, self._given, self._initials)

    def run(self) -> Iterator[Mention]:
        at, rules = 0, self._rules
        while at < len(self.tokens):
            found: Found | None = None
            for rule in rules:
                found = rule(at)
                if found:
                    break
            alias = self._word(at - 1).lower() in CUES["aliases"]  # "Budi Raharjo alias Ce Ming" is one
            yield from (m for m in (found[0] if found else ()) if not (alias and m.kind is FactKind.PERSON))
            at = max(found[1] if found else 0, at + 1)

    # People

    def _office(self, at: int) -> tuple[list[Mention], int] | None:
        known = self._known(offices(), at, lower=True)
        if not known or not (self._capital(at) or self._capital(known[1])):
            return None
        office, end = known
        found, of, complement = self._complement(end)
        if office.id in CUES["of_companies"] and not found and self._is_company_before_name(end):
            complement, of = end + 1, self._mention(FactKind.ORGANISATION, end, end, end + 1)
        start = complement
        if self._word(start) == "," and complement > end:
            start += 1
        start = self._skip_titles(start)
        stop = self._name(start)
        after_comma = self._word(complement) == ","
        # "ajudan Gubernur Budi": the name may be of either.
        unclear = self._word(at - 1).lower() in CUES["under"]
        unclear = unclear or self._word(stop).lower() in CUES["titles"]  # "Kapolsek Sukamaju Iptu Andi"
        # A club or a company may stand before the name: "Wakil Presiden Boca Juniors Horacio Paolini".
        most = MOST_WORDS - (office.id in CUES["of_teams"] or office.id in CUES["of_companies"])
        unclear = unclear or (stop - start > most and start == complement and not self._given_end(start))
        unclear = unclear or self._word(complement - 1) in CUES["parts"]  # "Staf Khusus Presiden Bidang Intelijen"
        unclear = unclear or (stop - start == 1 and self._is_acronym(stop))  # "Waketum DPP Ormas MKGR Toni Pontoh"
        if stop == start or unclear or not self._plain(start, stop) or (after_comma and stop - start < 2):
            return (found, complement) if complement > end else None
        person = self._mention(
            FactKind.PERSON, at, start, stop, office=office, tense=self._tense(at), of=of,
            weak=office.note == "weak" and complement == end and not self._given_end(start),
            office_text=self.text[self.tokens[at].start : self.tokens[complement - 1].end],
        )  # fmt: skip
        return [person, *found], stop

    def _is_company_before_name(self, at: int) -> bool:
        """Return whether one word stands before a name that is whole without it: "CEO Kartuku Thomas Husted"."""
        return self._capital(at) and not self._word(at).isupper() and self._given_end(at + 1) > 0

    def _tense(self, at: int) -> str:
        """Return the word before an office for former, future or acting; empty without one."""
        if (self._word(at - 3), self._word(at - 1)) == ("(", ")"):
            at -= 1  # "Pelaksana Tugas (Plt) Gubernur"
        before = self._word(at - 1).lower()
        if before in ("tugas", "harian") and self._word(at - 2).lower() == "pelaksana":
            return "plt"
        return before if before in NOT_NOW else ""

    def _complement(self, at: int) -> tuple[list[Mention], Mention | None, int]:
        """Return the mentions in the complement of an office, its body or place (None if unclear), and its end."""
        found: list[Mention] = []
        parts: list[Mention | None] = []
        end = at
        while end < len(self.tokens):
            step = self._organisation(end) or self._place(end, inside=True)
            if step:
                found += step[0]
                parts += step[0]
                end = step[1]
            elif company := self._company(end):
                parts.append(self._mention(FactKind.ORGANISATION, end, end, company))
                end = company
            elif end == at and (office := self._known(offices(), end, lower=True)) and self._capital(end):
                parts.append(None)  # "Staf Ahli Menteri Keuangan": of an official
                end = office[1]
            elif self._is_acronym(end):
                parts.append(self._mention(FactKind.ORGANISATION, end, end, end + 1))
                end += 1
            elif self._is_remit(end):
                parts.append(None)
                end += 1
            elif self._word(end) in STATE or self._joins(end):
                end += 1
            elif parts and (behind := self._bracketed(end)):
                end = behind
            else:
                break
        return found, _single_thing(parts), end

    def _bracketed(self, at: int) -> int:
        """Return the end of a short form in brackets: "(Disbudpar)"; 0 if there is none."""
        marks = self._word(at), self._word(at + 2)
        return at + 3 if marks == ("(", ")") and self._capital(at + 1) else 0

    def _is_remit(self, at: int) -> bool:
        word = self._word(at)
        return (
            self._is_acronym(at)
            or word in CUES["remit"]
            or word in CUES["parts"]
            or (self._capital(at) and self._generic(at))
        )

    def _is_acronym(self, at: int) -> bool:
        """Return whether an unknown acronym of a body is there: "Direktur Utama CLEN"."""
        word = self._word(at)
        return word.isupper() and 2 < len(word) < 7 and word.isalpha() and word.lower() not in CUES["titles"]

    def _title(self, at: int) -> tuple[list[Mention], int] | None:
        word = self._word(at).lower()
        if word not in CUES["titles"]:
            return None
        if word in CUES["abbreviated_titles"] and self._word(at + 1) != "." and not self._is_before_two(at):
            return None
        if not self._capital(at) and word != "bernama" and self._word(at) not in CUES["lower_titles"]:
            return None
        start = at + 1 if word == "bernama" else self._skip_titles(at)
        stop = self._name(start)
        if stop == start or not self._plain(start, stop) or (word == "bernama" and self._is_a_thing(start, stop)):
            return None  # "bernama Predator 21 X"
        return [self._mention(FactKind.PERSON, start, start, stop, **self._office_after(stop))], stop

    def _is_before_two(self, at: int) -> bool:
        """Return whether a name of two words follows a title: "Dr Husaini Ibrahim"."""
        return len(self._word(at)) > 1 and self._capital(at) and self._name(at + 1) - at > 2

    def _is_a_thing(self, start: int, stop: int) -> bool:
        """Return whether a name is not a person's: followed by a number, or beginning with an English word."""
        word = self._word(start)
        return self._word(stop)[:1].isdigit() or is_english(word) or word in BRANDS

    def _speaker(self, at: int) -> tuple[list[Mention], int] | None:
        """Take `kata Budi Santoso`."""
        if self._word(at).lower() not in CUES["speech"]:
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

    # Places

    def _place(self, at: int, *, inside: bool = False) -> tuple[list[Mention], int] | None:
        """Take a place of the tables, or of a cue; in an office (`inside`) a person's name may follow."""
        cue = self._word(at).lower()
        first = at + 1 if cue in PLACE_FORMS else at
        first += cue in CUES["clipped_places"] and self._word(first) == "."
        dollar = self._word(first) == "AS" and self._word(at - 1).lower().startswith("dol")
        if not dollar and (known := self._known(places(), first)):
            entry, end = known
            longer = self._part_of_a_name(at, end)
            if longer and first > at and not inside and self._cued(end):
                return self._unknown_place(at, first, cue)  # "Kabupaten Aceh Tamiang" is not Aceh
            if not inside and longer:
                return None
            cue = cue if first > at else ""
            if cue in CUES["bare_forms"] and not self._capital(at):
                at = first  # "ibu kota Indonesia" names Indonesia
            return [self._mention(FactKind.PLACE, at, first, end, entry=entry, cue=cue)], end
        if first == at or inside or not self._cued(first + self._titled(first, cue)):
            return None
        return self._unknown_place(at, first, cue)

    def _unknown_place(self, at: int, first: int, cue: str) -> tuple[list[Mention], int] | None:
        end = first + 1 + self._titled(first, cue)
        while self._cued(end) and end - first < 3:
            end += 1
        end += self._word(end) in CUES["place_tails"] or (cue in CUES["streets"] and self._word(end) in CUES["roman"])
        if cue == "negara" or (cue in CUES["bare_forms"] and end - first > 1):
            return None  # "Kota Layak Anak", "negara Nordik": often slogans or kinds
        return [self._mention(FactKind.PLACE, at, first, end, cue=cue)], end

    def _titled(self, at: int, cue: str) -> bool:
        """Return whether a street is named after a person with a title: "Jalan Kapten Tendean"."""
        return cue in CUES["streets"] and self._word(at).lower() in CUES["titles"]

    def _part_of_a_name(self, at: int, end: int) -> bool:
        """Return whether a capitalised word beside a known place makes another name: "Jawa Pos", "Bali United"."""
        after, before = self._word(end), self._word(at - 1)
        if before in CUES["not_of_here"]:
            return True
        if self._capital(end) and after not in CUES["never"] and not self._known(places(), end):
            return not self._given_end(end)
        lower = before.lower() in {*PLACE_FORMS, "di", "ke", "dari", "ibu"}
        return self._capital(at - 1) and at > 1 and not lower and not self._known(places(), at - 1)


def _single_thing(parts: list[Mention | None]) -> Mention | None:
    """Return the single thing that parts name: a body, a place, or a body with its place; None if unclear."""
    known = [part for part in parts if part]
    if not known:
        return None
    first, second = known[0], known[1] if len(known) > 1 else None
    if second and second.kind is FactKind.PLACE and not second.cue and first.kind is FactKind.ORGANISATION:
        first = replace(first, name=f"{first.name} {second.name}", entry=None)
    elif second and first.kind is FactKind.ORGANISATION and second.cue in CUES["levels"]:
        first = replace(first, name=f"{first.name} {second.cue.capitalize()} {second.name}", entry=None)
    elif second and first.kind is not FactKind.PLACE:
        return None
    # "Wali Kota Surabaya, Jawa Timur" belongs to the first.
    return replace(first, within=len(known) < len(parts))
