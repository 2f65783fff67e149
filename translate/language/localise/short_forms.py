"""Write out short forms that are kept in a translation, where that does not depend on the sentences before.

"120 KK" are 120 households. A model copies that; with the long form in its source, the students wrote "family heads".
The evidence for a sense must be in the source; otherwise the short form stays. Ranks before a name are written as
English newspapers of Indonesia write them: "Kombes" is "Sr. Comr."; clipped names of regions become their English
names.

Short forms that are explained once, such as "the Constitutional Court (MK)", are in `introductions`.
"""

from __future__ import annotations

import re
from functools import cache

from translate.language.data import tsv_rows
from translate.language.gazetteer import places
from translate.patterns import regex

HOUSEHOLDS = regex(r"\d (?:orang )?KK\b")
ENGLISH_HOUSEHOLDS = regex(r"(?<![\w.,])(\d[\d.,]*) KKs?\b(?! [A-Z])")
JAPANESE_HOUSEHOLDS = regex(r"(?<=[\d万億]) ?KK(?![A-Za-z])")
RANKS = dict(tsv_rows("translate.language.localise", "data/ranks.tsv"))
RANK = regex(rf"(?<![\w.-])({'|'.join(RANKS)})(?: Pol\b\.?)?(?= (?:[A-Z]|\())")


def write_short_forms(source: str, text: str, language: str) -> str:
    """Return a translation into English or Japanese with such short forms written out.

    >>> write_short_forms("Sebanyak 120 KK mengungsi.", "As many as 120 KK fled.", "en")
    'As many as 120 households fled.'
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
