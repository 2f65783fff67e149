"""Rules for bodies: state and local offices, companies, clubs, and freely named bodies."""

from __future__ import annotations

from translate.briefing.facts.cues import CUES, NO_BODIES, PLACE_FORMS, STATE
from translate.briefing.facts.scanning import Mention, Scanning
from translate.document import FactKind
from translate.language.common_words import is_ordinary
from translate.language.gazetteer import GazetteerEntry, named_bodies, offices, places

Found = tuple[list[Mention], int]  # mentions, and the position after them
MOST_FREE = 6  # words of a body after its head, such as "Yayasan"
MOST_SPELT = 9  # words of a body with its short form in brackets
MOST_UNKNOWN = 2  # words of an unknown place


class Institutions(Scanning):
    """Rules that return a body and its end, or None."""

    def _organisation(self, at: int) -> Found | None:
        word = self._word(at)
        if self._word(at - 1) in CUES["cups"] or (word, self._word(at + 1)) in NO_BODIES:
            return None
        known = self._known(self._bodies, at) or (self._known(self._bodies, at + 1) if word == "PT" else None)
        end, entry = (known[1], known[0]) if known else (at, None)
        if named := self._spelt_out(at) or self._police(at) or self._government(at):
            end = max(end, named)
        elif (word in CUES["local_bodies"] or word in CUES["bodies"] or known) and not self._is_institute(at):
            if word == "Dinas" and self._word(at - 1) == "Suku":
                return None  # a part of an office
            if word not in CUES["only_one"] and not (entry and _keeps_name_with_place(entry)):
                end = self._body_end(max(end, at + 1), remit=word in CUES["bodies"])
            if end == at + 1 and word in CUES["local_bodies"] and self._cued(end) and not self._capital(end + 1):
                end += 1  # of a place that no table knows: "RSUD Sukamaju"
        elif first := self._free_head(at):
            end = self._free_end(first)
            if self._after_office(at) and self._word(end) != ",":
                return None  # the border of company and director is unclear
            end = end if end > first else at + 1
        else:
            end = self._ending(at, CUES["clubs"], 3) or self._english(at) or at
        vague = word in CUES["bodies"] and end == at + 2 and self._word(at + 1) in CUES["vague"]
        vague = vague or (word in CUES["kinds"] and all(is_ordinary(self._word(place)) for place in range(at + 1, end)))
        if end == at or ((end == at + 1 or vague) and not known):
            return None
        if known and any(self._word(place) not in STATE for place in range(known[1], end)):
            entry = None  # "DPRD Balikpapan" is not the "DPRD" of the table, but "KPU RI" is the "KPU"
        elif known and self._goes_on(at, end):
            return None  # part of a longer name: "Pertamina Arena"
        return [self._mention(FactKind.ORGANISATION, at, at, end, entry=entry)], end

    def _goes_on(self, at: int, end: int) -> bool:
        """Return whether a body of the tables may be only part of a longer name."""
        if (
            not self._capital(end)
            or self._word(end) in CUES["never"]
            or self._word(at) in CUES["only_one"] | CUES["bodies"]
        ):
            return False
        if self._after_office(at) or self._word(end).lower() in CUES["titles"]:
            return False
        if self._given_end(end):
            return False  # "Facebook Mark Zuckerberg"
        # "PSSI Edy Rahmayadi", but "BNI Syariah".
        stop = self._name(end)
        person = stop - end >= 2 and self._plain(end, stop) and not self._capital(stop)
        return not (self._word(at).isupper() and end == at + 1 and person and not is_ordinary(self._word(end)))

    def _is_institute(self, at: int) -> bool:
        """Return whether a freely chosen name of a body begins: "Lembaga Kajian Arunika"."""
        return self._word(at) == "Lembaga" and self._word(at + 1) in CUES["institutes"]

    def _free_head(self, at: int) -> int:
        """Return where the proper name of a body begins; 0 without one."""
        if (self._word(at), self._word(at + 1)) == ("Rumah", "Sakit"):
            return at + 2
        if self._word(at) in CUES["free_bodies"] or self._is_institute(at):
            return at + 1 + (self._word(at + 1) == ".")
        return 0

    def _free_end(self, first: int) -> int:
        end = first
        while self._capital(end) and end - first < MOST_FREE and self._word(end) not in CUES["never"]:
            place = self._known(places(), end) if end > first else None
            end = place[1] if place else end + 1
            if place and self._capital(end) and not is_ordinary(self._word(end)):
                break  # "Lembaga Survei Indonesia Djayadi Hanan"
        return end

    def _spelt_out(self, at: int) -> int:
        """Return the end of a body followed by its short form: "Persatuan Artis Film (PARFI)"; 0 without one."""
        if self._word(at) not in CUES["bodies"] | CUES["free_bodies"] | CUES["unions"]:
            return 0
        end = at
        while end - at < MOST_SPELT and (
            self._capital(end) or (self._word(end) in (",", "dan") and self._capital(end + 1))
        ):
            end += 1
        short = self._word(end + 1).lower()
        bracketed = self._word(end) == "(" and self._word(end + 2) == ")" and self._capital(end + 1)
        initials = "".join(self._word(place)[0] for place in range(at, end) if self._capital(place)).lower()
        return end if bracketed and len(initials) > 1 and short[:1] == initials[0] and short[-1] in initials else 0

    def _ending(self, at: int, tails: frozenset[str], most: int) -> int:
        """Return the end of a name by its last word: "Pesisir FC", "Banua United"; 0 without one."""
        end = at
        while self._capital(end) and end - at < most and self._word(end) not in CUES["never"]:
            end += 1
            if self._word(end) in tails:
                return end + 1
        return 0

    def _company(self, at: int) -> int:
        """Return the end of a company by a word such as "Ventures"; 0 without one."""
        return self._ending(at, CUES["company_tails"], 4)

    def _english(self, at: int) -> int:
        """Return the end of a body with an English name: "Human Rights Watch"; 0 if there is none."""
        end = 0 if self._capital(at - 1) else self._ending(at, CUES["body_tails"], 5)
        while end and self._word(end) in ("of", "for", "and", "on") and self._capital(end + 1):
            end += 2  # "School of Arts"
        return end

    def _after_office(self, at: int) -> bool:
        return any(
            (known := self._known(offices(), at - back, lower=True)) is not None and known[1] == at
            for back in range(1, offices().longest + 1)
            if at >= back
        )

    def _government(self, at: int) -> int:
        """Return the end of the government of a place: "Pemerintah Kota (Pemkot) Bandung"; 0 if there is none."""
        if self._word(at) != "Pemerintah" or self._word(at + 1) not in ("Kota", "Kabupaten", "Provinsi"):
            return 0
        behind = at + 2
        if (self._word(behind), self._word(behind + 2)) == ("(", ")"):
            behind += 3
        place = self._known(places(), behind)
        return place[1] if place else 0

    def _police(self, at: int) -> int:
        """Return the end of the police of a place: "Polda Metro Jaya", "Polsek Sukamaju Barat"; 0 if there are none."""
        end = at + 1
        if self._word(at) == "Kepolisian" and self._word(end) in CUES["police_levels"]:
            end += 1 + (self._word(end + 1) == "Kota")
        elif self._word(at) not in CUES["police"]:
            return 0
        if (self._word(end), self._word(end + 1)) == ("Metro", "Jaya"):
            return end + 2
        metro = self._word(end) == "Metro"
        end += metro
        if place := self._known(places(), end):
            return place[1] + ((metro or self._word(at) == "Polrestro") and self._word(place[1]) == "Kota")
        stop = end
        while self._cued(stop) and stop - end < MOST_UNKNOWN:
            stop += 1
        ended = not self._capital(stop) or self._word(stop).lower() in CUES["titles"]
        return stop if stop > end and ended else 0

    def _body_end(self, end: int, *, remit: bool) -> int:
        """Return the end of a body after `end`: remit words, then its place."""
        while True:
            word = self._word(end)
            place = self._known(places(), end)
            if place and word not in ("AS",):
                return place[1]
            if word in ("Kota", "Kabupaten", "Provinsi") and (place := self._known(places(), end + 1)):
                return place[1]
            if remit and word == "Kelas" and self._word(end + 1) in CUES["classes"]:
                end += 2  # "Kantor Imigrasi Kelas I Jakarta Pusat"
            elif (remit and (word in CUES["remit"] or self._joins(end))) or word in STATE:
                end += 1
            else:
                return end

    def _cued(self, at: int) -> bool:
        """Return whether the word may be an unknown place."""
        word = self._word(at)
        if not (self._capital(at) and len(word) > 2) or word in CUES["never"] or word in CUES["remit"]:
            return False
        if word.isupper() or word.lower() in PLACE_FORMS or word.lower() in CUES["titles"]:
            return False
        return not self._known(offices(), at, lower=True)


def _keeps_name_with_place(entry: GazetteerEntry) -> bool:
    """Return whether a body stays the same with a place after it: "FPI DKI Jakarta" is the FPI."""
    return "Party" in entry.en or entry in named_bodies().values()
