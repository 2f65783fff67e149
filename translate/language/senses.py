"""Short forms that mean several things, and by what in the sentence one can tell that the usual sense is not meant.

"120 KK" are households, "tarif PBB" is a tax, "AS Roma" a club, "MK (25)" the initials of a person. Where the context
does not speak for a term's sense against the others, nothing is asked for and nothing is put in.
"""

from __future__ import annotations

import re

# The sense of the tables holds only where this stands somewhere in the sentence.
NEEDS = {
    "KK": re.compile(r"\b(?:kartu|KTP|NIK|dokumen|fotokopi|fotocopy|salinan|nomor|Dukcapil|Disdukcapil|akta)\b", re.I),
    "UKM": re.compile(
        r"\b(?:usaha|pelaku|produk|koperasi|ekonomi|kredit|pembiayaan|modal|pasar|Menteri|industri)\b", re.I
    ),
}
# And it does not hold where this does.
EXCLUDED = {
    "PBB": re.compile(r"\b(?:pajak|tarif|tunggakan|NJOP|objek|wajib|bayar|membayar|denda|partai|DPP|caleg)\b", re.I),
    "PKB": re.compile(r"\b(?:pajak|denda|kendaraan|samsat|tunggakan|perjanjian kerja|penyuluh)\b", re.I),
    "PMI": re.compile(
        r"\b(?:manufaktur|indeks|pekerja|migran|dipulangkan|deportasi|dideportasi|Malaysia|ilegal|majikan|penempatan|"
        r"BP2MI|TPPO)\b", re.I
    ),
    "PKS": re.compile(r"\b(?:limbah|sawit|pabrik|CPO|TBS|perjanjian|kerja sama|RUU)\b", re.I),
    "UMK": re.compile(r"\b(?:pelaku|usaha mikro|produk)\b", re.I),
    "DPD": re.compile(r"\b(?:DPP|DPW|DPC|Partai|Golkar|Demokrat|PDIP|PDI|Gerindra|PKS|PAN|NasDem|Hanura|KNPI|HKTI)\b"),
}  # fmt: skip
CLUBS = re.compile(r" (?:Roma|Monaco|Cannes|Trencin|Saint|Nancy)\b")
INITIALS = re.compile(r" ?\((?:[0-9]{1,2}|inisial)")
BEFORE_INITIALS = re.compile(
    r"\b(?:berinisial|inisial|tersangka|terdakwa|korban|pelaku)(?: (?:berinisial|inisial))? $", re.I
)
PLATE = re.compile(r" [0-9]{1,4}(?: [A-Z]{1,3})?\b")
BEFORE_PLATE = re.compile(r"\b(?:polisi|nopol|pelat|plat|bernomor|nomor|TNKB)\W*$", re.I)


def holds(text: str, start: int, end: int) -> bool:
    """Return whether a table's sense of a word fits at this place of a text.

    >>> holds("Sebanyak 120 KK mengungsi.", 13, 15), holds("Ia membawa KTP dan KK.", 19, 21)
    (False, True)
    """
    written = text[start:end]
    if not written.isupper() or len(written) > 4:
        return True
    rest, before = text[end:], text[:start]
    if len(written) == 2 and (INITIALS.match(rest) or BEFORE_INITIALS.search(before)):
        return False
    if PLATE.match(rest) and BEFORE_PLATE.search(before):
        return False
    if written == "AS" and CLUBS.match(rest):
        return False
    needed, excluded = NEEDS.get(written), EXCLUDED.get(written)
    around = before + " " + rest
    if not around.strip():
        return True
    return (needed is None or needed.search(around) is not None) and not (excluded and excluded.search(around))
