"""Word sense disambiguation for ambiguous acronyms, by words of the sentence.

"120 KK" are households, "tarif PBB" is a tax, "AS Roma" a club, "MK (25)" the initials of a person. Where the context
does not support the sense of a table, the term is neither required of a translation nor put into it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from translate.patterns import regex

# The sense of the tables applies only if the sentence contains this.
NEEDS = {
    "KK": regex(r"\b(?:kartu|KTP|NIK|dokumen|fotokopi|fotocopy|salinan|nomor|Dukcapil|Disdukcapil|akta)\b", re.I),
    "UKM": regex(r"\b(?:usaha|pelaku|produk|koperasi|ekonomi|kredit|pembiayaan|modal|pasar|Menteri|industri)\b", re.I),
}
# Words beside an acronym of a tax, and words beside a party or body of the same name.
TAX = {
    "PBB": "pajak|tarif|tunggakan|NJOP|objek|pembayaran|membayar|denda|SPPT",
    "PKB": "pajak|tunggakan|pembayaran|membayar|denda|samsat|kendaraan",
}
NO_TAX = regex(r"\b(?:partai|DPP|caleg|fraksi|kader|politikus|Sekjen|Dewan Keamanan|resolusi|pasukan)\b", re.I)
# It does not apply if the sentence contains this.
EXCLUDED = {
    "PBB": regex(rf"\b(?:{TAX['PBB']}|wajib|bayar|partai|DPP|caleg)\b", re.I),
    "PKB": regex(rf"\b(?:{TAX['PKB']}|perjanjian kerja|serikat pekerja|serikat buruh|penyuluh)\b", re.I),
    "PMI": regex(
        r"\b(?:manufaktur|indeks|pekerja|migran|dipulangkan|deportasi|dideportasi|Malaysia|ilegal|majikan|penempatan|"
        r"BP2MI|TPPO)\b", re.I
    ),
    "PKS": regex(r"\b(?:limbah|sawit|pabrik|CPO|TBS|perjanjian|kerja sama|RUU)\b", re.I),
    "UMK": regex(r"\b(?:pelaku|usaha mikro|produk)\b", re.I),
    "DPD": regex(r"\b(?:DPP|DPW|DPC|Partai|Golkar|Demokrat|PDIP|PDI|Gerindra|PKS|PAN|NasDem|Hanura|KNPI|HKTI)\b"),
}  # fmt: skip
BEFORE_CLUB = regex(r"(?<![A-Za-z])(?:AS|AC|FC|SS) $")  # "AS Roma" is no place
CLUBS = regex(r" (?:Roma|Monaco|Cannes|Trencin|Saint|Nancy)\b")
INITIALS = regex(r" ?\((?:[0-9]{1,2}|inisial)")
BEFORE_INITIALS = regex(
    r"\b(?:berinisial|inisial|tersangka|terdakwa|korban|pelaku)(?: (?:berinisial|inisial))? $", re.I
)
PLATE = regex(r" [0-9]{1,4}(?: [A-Z]{1,3})?\b")
BEFORE_PLATE = regex(r"\b(?:polisi|nopol|pelat|plat|bernomor|nomor|TNKB)\W*$", re.I)
NEARBY = 60  # characters before an acronym that are searched for context


def has_table_sense(text: str, start: int, end: int) -> bool:
    """Return whether the sense that a table has for `text[start:end]` is the one meant there.

    >>> has_table_sense("Sebanyak 120 KK mengungsi.", 13, 15), has_table_sense("Ia membawa KTP dan KK.", 19, 21)
    (False, True)
    """
    written = text[start:end]
    if BEFORE_CLUB.search(text, max(0, start - 3), start):
        return False
    if not written.isupper() or len(written) > 4:
        return True
    nearby = max(0, start - NEARBY)
    if len(written) == 2 and (INITIALS.match(text, end) or BEFORE_INITIALS.search(text, nearby, start)):
        return False
    if PLATE.match(text, end) and BEFORE_PLATE.search(text, nearby, start):
        return False
    if written == "AS" and CLUBS.match(text, end):
        return False
    return _is_usual(written, text)


def is_tax(written: str, text: str) -> bool:
    """Return whether an acronym stands for a tax in a sentence: "PBB" in "Tarif PBB naik.".

    >>> is_tax("PBB", "Tarif PBB naik."), is_tax("PBB", "Pasukan PBB tiba.")
    (True, False)
    """
    return written in TAX and bool(re.search(rf"\b(?:{TAX[written]})\b", text, re.I)) and not NO_TAX.search(text)


@lru_cache(maxsize=256)  # a sentence may have a short form many times
def _is_usual(written: str, text: str) -> bool:
    """Return whether the words of a sentence support the usual sense of an acronym in it."""
    if text.strip() == written:
        return True
    needed, excluded = NEEDS.get(written), EXCLUDED.get(written)
    return (needed is None or needed.search(text) is not None) and not (excluded and excluded.search(text))
