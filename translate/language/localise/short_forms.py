"""Write out short forms that are kept in a translation, where that does not depend on the sentences before.

"120 KK" are 120 households and "PBB" beside a tax is the land and building tax, not the United Nations. A model copies
both; told in its source what they mean, the students wrote "family heads" and "the earth's taxes". What speaks for a
sense has to stand in the source; elsewhere the short form is left alone. Ranks before a name are written as English
newspapers of Indonesia write them: "Kombes" is "Sr. Comr."; clipped names of regions become their English names.

What a reader has to be told once, such as "the Constitutional Court (MK)", is in `introductions`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from translate.language.gazetteer import places
from translate.language.senses import is_tax
from translate.patterns import regex

HOUSEHOLDS = regex(r"\d (?:orang )?KK\b")
ENGLISH_HOUSEHOLDS = regex(r"(?<![\w.,])(\d[\d.,]*) KKs?\b(?! [A-Z])")
JAPANESE_HOUSEHOLDS = regex(r"(?<=[\d万億]) ?KK(?![A-Za-z])")


class TaxName(NamedTuple):
    """The name of a tax."""

    en: str
    ja: str


TAXES = {"PBB": TaxName("land and building tax", "土地建物税"), "PKB": TaxName("motor vehicle tax", "自動車税")}

# Of the police, then of the army, the navy and the air force.
RANKS = {
    "Komjen": "Comr. Gen.",
    "Irjen": "Insp. Gen.",
    "Brigjen": "Brig. Gen.",
    "Kombes": "Sr. Comr.",
    "AKBP": "Adj. Sr. Comr.",
    "Kompol": "Comr.",
    "AKP": "Adj. Comr.",
    "Iptu": "First Insp.",
    "Ipda": "Second Insp.",
    "Aiptu": "First Adj. Insp.",
    "Aipda": "Second Adj. Insp.",
    "Bripka": "Chief Brig.",
    "Briptu": "First Brig.",
    "Bripda": "Second Brig.",
    "Letjen": "Lt. Gen.",
    "Mayjen": "Maj. Gen.",
    "Letkol": "Lt. Col.",
    "Lettu": "First Lt.",
    "Letda": "Second Lt.",
    "Serma": "Master Sgt.",
    "Serka": "Chief Sgt.",
    "Sertu": "First Sgt.",
    "Serda": "Second Sgt.",
    "Kopda": "Second Cpl.",
    "Praka": "Chief Pvt.",
    "Pratu": "Pvt. First Class",
    "Prada": "Pvt.",
    "Laksdya": "Vice Adm.",
    "Laksda": "Rear Adm.",
    "Laksma": "First Adm.",
    "Marsdya": "Air Marshal",
    "Marsda": "Air Vice Marshal",
    "Marsma": "Air Commodore",
}
RANK = regex(rf"(?<![\w.-])({'|'.join(RANKS)})(?: Pol\b\.?)?(?= (?:[A-Z]|\())")


def write_short_forms(source: str, text: str, language: str) -> str:
    """Return a translation into English or Japanese with such short forms written out.

    >>> write_short_forms("Sebanyak 120 KK mengungsi.", "As many as 120 KK fled.", "en")
    'As many as 120 households fled.'
    >>> write_short_forms("Tarif PBB naik.", "PBB tariffs rose.", "en")
    'Land and building tax (PBB) tariffs rose.'
    >>> write_short_forms("Warga Jatim dan nasabah Bank Jatim.", "Jatim residents and Bank Jatim customers.", "en")
    'East Java residents and Bank Jatim customers.'
    >>> write_short_forms("Kata Kombes Pol Ade.", "It was said by Kombes Pol Ade.", "en")
    'It was said by Sr. Comr. Ade.'
    """
    if HOUSEHOLDS.search(source):
        text = JAPANESE_HOUSEHOLDS.sub("世帯", text) if language == "ja" else ENGLISH_HOUSEHOLDS.sub(_households, text)
    if language == "en":
        text = RANK.sub(lambda rank: RANKS[rank[1]] if rank[1] in source else rank[0], text)
        text = _clipped().sub(lambda region: _region(region, source), text)
    for short, tax in TAXES.items():
        if short in text and is_tax(short, source):
            text = _with_tax(text, short, tax, language)
    return text


@cache
def _regions() -> dict[str, str]:
    """Return the English name of each region by its clipped one: "Jatim" is East Java."""
    return {
        words[0]: entry.en
        for words, entry in places().items()
        if len(words) == 1 and " " in entry.en and not words[0].isupper() and words[0] not in (entry.en, entry.id)
    }


@cache
def _clipped() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./-])((?:[A-Z]\w* )?)({'|'.join(_regions())})(?![\w/-]|\.\w)")


def _region(match: re.Match[str], source: str) -> str:
    """Return the English name of a region, unless it is in a name of the source ("Bank Jatim") or not in the source."""
    before, clipped = match.groups()
    kept = clipped not in source or (before and match[0] in source)
    return match[0] if kept else f"{before}{_regions()[clipped]}"


def _households(match: re.Match[str]) -> str:
    return f"{match[1]} household{'' if match[1] == '1' else 's'}"


def _with_tax(text: str, short: str, tax: TaxName, language: str) -> str:
    """Return a text with the first of a tax's short forms written out, unless the name is there already."""
    if language == "ja":
        written = re.compile(rf"(?<![A-Za-z（(]){short}(?:税)?(?![A-Za-z-])")
        return text if tax.ja in text else written.sub(f"{tax.ja}（{short}）", text, count=1)
    if f"({short}" in text or tax.en in text.lower():
        return text
    written = re.compile(rf"(?<![\w(-]){short}(?:'s)?(?: [Tt]ax(?:es)?)?(?![\w-])")
    found = written.search(text)
    if found is None:
        return text
    name = tax.en if found.start() else tax.en.capitalize()
    return f"{text[: found.start()]}{name} ({short}){text[found.end() :]}"
