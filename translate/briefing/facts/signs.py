"""Signs of a person beside offices and speech: degrees, roles, initials; and the office that follows a name."""

from __future__ import annotations

from translate.briefing.facts.cues import ALL_BODIES, CUES
from translate.briefing.facts.institutions import Found, Institutions
from translate.briefing.facts.scanning import Mention
from translate.document import FactKind
from translate.language.common_words import is_ordinary
from translate.language.gazetteer import offices, places

MOST_INITIALS = 3  # of a person
OPENING = frozenset(("", ".", "?", "!", ":", '"', "“"))  # a word after these is always capitalised
QUOTES = frozenset("\"'“”‘’")
MOST_BEHIND = 4  # words of a place or body before a name


class Signs(Institutions):
    """Rules that return a person and their end, or None."""

    def _degree(self, at: int) -> Found | None:
        """Take `Budi S. Pratama, S.H.`: a degree marks a person."""
        stop = self._name(at)
        if stop - at < 2 or self._capital(at - 1) or not self._plain(at, stop) or not self._is_degree(stop):
            return None
        return [self._mention(FactKind.PERSON, at, at, stop)], stop

    def _is_degree(self, at: int) -> bool:
        comma, first, stop, second = (self._word(at + i) for i in range(4))
        return (comma, stop) == (",", ".") and first in CUES["degrees"] and second[:1].isupper() and len(second) < 5

    def _role(self, at: int) -> Found | None:
        """Take `pelatih Pesisir FC, Hendra Kusnadi,` and `nelayan Rahmat Hidayat`.

        A name directly after a sports role may be the team's ("pelatih Elang Rimba"): valid for other roles only.
        """
        role = self._word(at).lower()
        if role not in CUES["roles"] and role not in CUES["team_roles"]:
            return None
        start = at + 1 + (self._word(at + 1) in CUES["role_tails"])
        of = start
        while self._capital(of) and of - start < 4:
            of += 1
        if self._word(of) == ",":
            first = self._skip_titles(of + 1)
            stop = self._name(first)
            ended = self._word(stop) in (",", ".", "(") or stop == len(self.tokens)
            if stop - first >= 2 and ended and self._plain(first, stop) and self._word(of - 1) not in CUES["never"]:
                body = self._organisation(start)
                of_whom = body[0] if body and body[1] == of else []
                return [*of_whom, self._mention(FactKind.PERSON, first, first, stop)], stop
        first = self._skip_titles(start)
        stop = self._name(first)
        alone = not self._capital(stop) and self._plain(first, stop)
        if role not in CUES["roles"] or stop - first < 2 or not alone:
            return None
        return [self._mention(FactKind.PERSON, first, first, stop)], stop

    def _given(self, at: int) -> Found | None:
        """Take `Setya Novanto` anywhere: a known first name, and further words that are not Indonesian."""
        if self._word(at - 1).lower() in CUES["things"] or (self._capital(at - 1) and not self._is_apart(at)):
            return None
        stop = self._given_end(at)
        if not stop or (self._word(at - 1) in QUOTES and self._word(stop) in QUOTES):
            return None  # "Rudy Habibie" in quotes is a film
        if "-" in (self._word(at - 1), self._word(stop)):
            return None  # part of "Jean - Pierre Lacroix"
        return [self._mention(FactKind.PERSON, at, at, stop, **self._office_after(stop))], stop

    def _is_apart(self, at: int) -> bool:
        """Return whether the capitalised word before a name is not part of it: "Bersama Budi Santoso".

        So for the first word of a sentence, a job, and a place or body: "asal Belanda Frank de Boer".
        """
        before, opens = self._word(at - 1), self._word(at - 2) in OPENING
        if before in CUES["jobs"] or (opens and is_ordinary(before)):
            return True
        return any(
            (known := self._known(table, at - back)) is not None and known[1] == at
            for back in range(1, min(at, MOST_BEHIND) + 1)
            for table in (places(), self._bodies)
        )

    def _initials(self, at: int) -> Found | None:
        """Take `terdakwa A.S.`, and `A.S.` alone if the article has used these initials."""
        end = at
        while end - at <= MOST_INITIALS * 2 and self._initial(end) and self._word(end + 1) == ".":
            end += 2
        if end - at not in (4, MOST_INITIALS * 2) or self._capital(end) or self._word(at - 1) in (",", "."):
            return None  # "A.S. Pratama", "S.H."
        cue = self._word(at - 1).lower() in CUES["before_initials"]
        return [self._mention(FactKind.PERSON, at, at, end, weak=not cue)], end

    def _initial(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].initial

    def _skip_titles(self, at: int) -> int:
        while True:
            word = self._word(at)
            lower = word in CUES["lower_titles"] and self._word(at + 1) == "."
            if word.lower() in CUES["titles"] and (self._capital(at) or lower):
                at += 2 if self._word(at + 1) == "." else 1
            elif word in CUES["title_tails"] and self._word(at - 1) not in ("", ","):
                at += 1
            else:
                return at

    def _office_after(self, stop: int) -> dict[str, object]:
        """Return the office after a name and a comma: `Dimas Wiraguna, ekonom Lembaga Kajian Arunika,`."""
        known = self._known(offices(), stop + 1, lower=True) if self._word(stop) == "," else None
        if known is None:
            return {}
        office, end = known
        _, of, complement = self._complement(end)
        if office.id in CUES["several"] and of is None:
            return {}  # "Jeffrey Feltman, kepala bidang politik PBB"
        body = self._word(complement) in ALL_BODIES
        if self._capital(complement) and not body:
            return {}  # "kata Budi, Bupati Sukamaju Andi Wibowo": an unknown place, or another name
        text = self.text[self.tokens[stop + 1].start : self.tokens[complement - 1].end]
        return {"office": office, "of": of, "office_text": text}

    def _complement(self, at: int) -> tuple[list[Mention], Mention | None, int]:
        raise NotImplementedError
