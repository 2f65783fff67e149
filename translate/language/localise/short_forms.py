"""Write out short forms that are kept in a translation and mean something else than a reader takes them for.

"120 KK" are 120 households and "PBB" beside a tax is the land and building tax, not the United Nations. A model copies
both; told in its source what they mean, the students wrote "family heads" and "the earth's taxes". What speaks for a
sense has to stand in the source; elsewhere the short form is left alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from translate.language.senses import is_tax

HOUSEHOLDS = re.compile(r"\d (?:orang )?KK\b")
ENGLISH_HOUSEHOLDS = re.compile(r"(?<![\w.,])(\d[\d.,]*) KKs?\b(?! [A-Z])")
JAPANESE_HOUSEHOLDS = re.compile(r"(?<=[\d万億]) ?KK(?![A-Za-z])")


class TaxName(NamedTuple):
    """The name of a tax."""

    en: str
    ja: str


TAXES = {"PBB": TaxName("land and building tax", "土地建物税"), "PKB": TaxName("motor vehicle tax", "自動車税")}


def write_short_forms(source: str, text: str, language: str) -> str:
    """Return a translation into English or Japanese with such short forms written out.

    >>> write_short_forms("Sebanyak 120 KK mengungsi.", "As many as 120 KK fled.", "en")
    'As many as 120 households fled.'
    >>> write_short_forms("Tarif PBB naik.", "PBB tariffs rose.", "en")
    'Land and building tax (PBB) tariffs rose.'
    """
    if HOUSEHOLDS.search(source):
        text = JAPANESE_HOUSEHOLDS.sub("世帯", text) if language == "ja" else ENGLISH_HOUSEHOLDS.sub(_households, text)
    for short, tax in TAXES.items():
        if short in text and is_tax(short, source):
            text = _with_tax(text, short, tax, language)
    return text


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
