"""Amounts given only by their order of magnitude: "ratusan juta", "tens of thousands", "数百億".

>>> [amount] = find_vague("Kerugian mencapai ratusan juta rupiah.", "id")
>>> amount.low, amount.high
(Decimal('1E+8'), Decimal('1E+9'))
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from translate.document.quantities import Quantity, QuantityKind
from translate.patterns import regex

# Words by their power of ten; the amount is between it and ten times as much.
ALONE = {
    "id": {"belasan": 1, "puluhan": 1, "ratusan": 2, "ribuan": 3, "jutaan": 6, "miliaran": 9, "milyaran": 9},
    "en": {"dozens": 1, "tens": 1, "scores": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9},
    "ja": {"十": 1, "百": 2, "千": 3, "万": 4, "億": 8, "兆": 12},
}
ALONE["id"] |= {"triliunan": 12}
ALONE["en"] |= {"trillions": 12}
SCALES = {
    "id": {"ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12},
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
}
PATTERNS = {
    "id": regex(
        r"(?<![\w.,])(?<![0-9] )(?P<alone>belasan|puluhan|ratusan|ribuan|jutaan|mil[iy]aran|triliunan)"
        r"(?: (?P<scale>ribu|juta|mil[iy]ar|triliun))?\b",
        re.I,
    ),
    "en": regex(
        r"\b(?P<alone>dozens|tens|scores|hundreds|thousands|millions|billions|trillions)"
        r"(?: of (?P<scale>thousand|million|billion|trillion)s?)?\b"
        r"|\b(?:several|some|a few|few) (?P<one>hundred|thousand|million|billion|trillion)\b",
        re.I,
    ),
    "ja": regex(
        "(?<![十百千])[数何幾](?P<alone>[十百千]?)(?P<scale>[万億兆]?)(?=[^十百千万億兆])(?<=[十百千万億兆])|(?P<teen>十数)"
    ),
}
# Thousands and millions reach up to the next scale word: "ribuan" may be 9,000 and "thousands" 40,000.
OPEN = {3: 3, 6: 3, 9: 3, 12: 3}


@lru_cache(maxsize=1024)
def find_vague(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the amounts of a text that have only an order of magnitude, with their lower and upper bounds."""
    pattern = PATTERNS.get(language)
    return tuple(_amount(match, language) for match in pattern.finditer(text)) if pattern else ()


def _amount(match: re.Match[str], language: str) -> Quantity:
    if language == "ja":
        power = 1 if match["teen"] else ALONE["ja"].get(match["alone"], 0) + ALONE["ja"].get(match["scale"], 0)
        width = 2 if match["alone"] == "千" or (match["scale"] and not match["alone"]) else 1
    else:
        groups, scales = match.groupdict(), SCALES[language]
        word = (groups.get("one") or "").lower()
        alone = 2 if word == "hundred" else scales[word] if word else ALONE[language][match["alone"].lower()]
        scale = scales[match["scale"].lower()] if match["scale"] else 0
        power, width = alone + scale, OPEN.get(alone, 1)
    low, high = Decimal(10) ** power, Decimal(10) ** (power + width)
    low, high = low.normalize(), high.normalize()
    return Quantity(QuantityKind.NUMBER, low, match[0], *match.span(), certain=False, low=low, high=high)
