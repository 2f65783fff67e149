"""The dateline at the start of a news paragraph: "JAKARTA, KOMPAS.com - ", "Samarinda (ANTARA) – ".

A dateline is a few parts (a place, a medium, a date) and a dash. Each part is classified; a part of another kind means
that there is no dateline: "Presiden - yang baru tiba - ..." stays a sentence.
"""

from __future__ import annotations

import re

from translate.language.calendar import INDONESIAN_DAY
from translate.language.data import word_lists
from translate.language.gazetteer import dateline_places
from translate.patterns import regex

_LISTS = word_lists("translate.language.boilerplate", "data/datelines.txt")
MEDIA, NO_PLACE = _LISTS["media"], _LISTS["no_place"]
MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|juni?|juli?|agu(?:stus)?|agt|sep(?:t|tember)?|okt(?:ober)?"
    r"|nov(?:ember)?|des(?:ember)?)\.?"
)
DAY_MONTH = rf"\d{{1,2}}\s*[/.-]\s*\d{{1,2}}(?:\s*[/.-]\s*\d{{2,4}})?|\d{{1,2}}\s+{MONTH}(?:\s+\d{{4}})?"
IS_DATE = regex(rf"(?:{INDONESIAN_DAY}\s*)?[(]?(?:{DAY_MONTH})[)]?|{INDONESIAN_DAY}|\d{{4}}", re.I)
DOMAIN = regex(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|(?:co|or|go|web|my)\.id|id|co|net|news|org|tv|info|online)", re.I
)
NEWSY = regex(r"(?:tribun|suara|detik|antara|kabar|berita|radar|harian|warta|koran|media)\s?[\w ]{2,25}", re.I)
CAPS = regex(r"[A-Z]{4,}(?:[ -][A-Z]{3,}){0,2}")
PLACE_LIKE = regex(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2}")
DASH = regex(r"\s+[-–—]{1,2}(?:\s*[-–—]){0,2}\s*|[-–—]{1,2}\s+|[–—]")
# What may follow a dateline: the capital, figure or quote that opens a sentence.
OPENING = regex(r"[\"“”‘'(\[]*[A-Z0-9À-Þ]")
ADMINISTRATIVE = regex(r"(?:kota|kabupaten|kab\.?|kec\.?|kecamatan|provinsi|prov\.?)\s+", re.I)
LONGEST = 90  # characters


def dateline_end(text: str, *, first: bool) -> int:
    """Return where the dateline that `text` begins with ends, its dash and white space included; 0 if there is none.

    `first` says that the paragraph opens an article: a place alone is then enough.
    """
    for dash in DASH.finditer(text[: LONGEST + 10]):
        head, rest = text[: dash.start()], text[dash.end() :]
        if len(head) > LONGEST or not head.strip():
            return 0
        if not OPENING.match(rest) or head.count("(") != head.count(")"):
            continue
        if _is_route(head.strip(), rest):
            return 0
        if _is_dateline(head.strip(), first=first, long_dash=any(mark in dash.group() for mark in "–—")):
            return dash.end() + _place_after(head, rest)
    return 0


def _is_route(head: str, rest: str) -> bool:
    """Return whether a place is on both sides of the dash, as in "Jakarta – Surabaya kini tiga jam dengan kereta"."""
    if not _is_place(head) or head.isupper():
        return False
    words = re.match(r"[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?", rest)
    if words is None:
        return False
    found = words.group()
    return any(_is_place(place) for place in (found, found.split()[0]))


def _place_after(head: str, rest: str) -> int:
    """Return the length of the place in "KONTAN.CO.ID - JAKARTA. Harga ..."; 0 if none follows the medium."""
    found = re.match(r"([A-Z][A-Za-z ]{2,25}?)(?:\.\s+|\s*[-–—]+\s+)(?=[\"“A-Z0-9])", rest)
    if found and _is_medium(head.strip()) and _is_place(found[1]):
        return found.end()
    return 0


def _is_dateline(head: str, *, first: bool, long_dash: bool) -> bool:
    pieces = [piece.strip() for piece in re.split(r"[,|()]|\s/\s", head) if piece.strip()]
    kinds = [_kind(piece) for piece in pieces]
    if not kinds or len(kinds) > 5 or "other" in kinds:
        return False
    if "medium" in kinds:
        # A second medium or a second unknown name beside it is a list of names.
        return kinds.count("name") <= 1 and (first or "place" in kinds or DOMAIN.fullmatch(pieces[0]) is not None)
    if "place" in kinds:
        return first or "date" in kinds or (CAPS.fullmatch(pieces[0]) is not None and kinds == ["place"])
    if "name" in kinds and first:
        if any(piece.split()[0].casefold() in NO_PLACE for piece in pieces):
            return False
        return "date" in kinds or (len(kinds) == 1 and (long_dash or CAPS.fullmatch(pieces[0]) is not None))
    return False


def _kind(piece: str) -> str:
    """Return "medium", "place", "date", "name" (capitalised, may be a place) or "other"."""
    if IS_DATE.fullmatch(piece):
        return "date"
    if _is_place(piece):
        return "place"
    if _is_medium(piece):
        return "medium"
    return "name" if PLACE_LIKE.fullmatch(piece) else "other"


def _is_place(piece: str) -> bool:
    bare = ADMINISTRATIVE.sub("", piece, count=1)
    return piece[:1].isupper() and bare.casefold() in dateline_places() - NO_PLACE


def _is_medium(piece: str) -> bool:
    named = piece.casefold() in MEDIA or NEWSY.fullmatch(piece) is not None
    return DOMAIN.fullmatch(piece) is not None or (named and (piece[:1].isupper() or piece.startswith("detik")))
