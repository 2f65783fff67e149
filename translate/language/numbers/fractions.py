"""Fractions in signs and figures, which look alike in every language: "½", "2½", "1/2 kg", "2 1/2 ton"."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Quantity, QuantityKind
from translate.language.numbers.scanner import Rule, rule

SIGNS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8)}
# What is measured in fractions; "1/2" is a date before anything else.
MEASURED = (
    r" ?(?:kg|kilo|gram|ton|ons|liter|cc|meter|km|cm|jam|menit|hari|abad|tahun|juta|miliar|cangkir|gelas|sendok|sdm|"
    r"mangkuk|porsi|siung|potong|bagian|butir|buah|lembar|inci|dari|"
    r"sdt|jeruk|lemon|apel|bawang|wortel|telur|lebih|panci|piring|kaleng|botol|bungkus|ekor|"
    r"hektare|hektar|ha|lusin|final|tons?|tonnes?|cups?|teaspoons?|tablespoons?|tsp|tbsp|spoons?|kilos?|kilograms?|"
    r"grams?|kilomet(?:er|re)s?|met(?:er|re)s?|lit(?:er|re)s?|hours?|pounds?|ounces?|of|million|mile|inch|カップ|杯|キロ|"
    r"グラム|トン|時間|さじ|本|個|リットル|メートル)"
)


def _fraction(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    if groups.get("sign"):
        many, part = SIGNS[groups["sign"]]
    else:
        many, part = int(match["many"]), int(match["part"])
        if not 0 < many < part:
            return None
    value = Decimal(match["whole"].strip() if match["whole"] else 0) + Decimal(many) / Decimal(part)
    return Quantity(QuantityKind.NUMBER, value, "", *match.span())


FRACTIONS: tuple[Rule, ...] = (
    rule(_fraction, rf"(?:(?<![0-9.,/])(?P<whole>[0-9]{{1,3}}) ?)?(?P<sign>[{''.join(SIGNS)}])(?![0-9])"),
    rule(
        _fraction,
        rf"(?<![0-9/.,-])(?:(?P<whole>[0-9]{{1,3}}) )?(?P<many>[1-7])/(?P<part>[2-9])"
        rf"(?![0-9/.,-])(?={MEASURED}(?![a-z]))",
    ),
)
