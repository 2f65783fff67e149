"""The runs of digits that a translation may contain: the numbers of its source in every form newspapers use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from translate.document.quantities import Clock, Quantity, Value
from translate.language.numbers import find_quantities, format_quantity
from translate.language.numbers.literals import PLAIN
from translate.language.numbers.scanner import roman_value
from translate.patterns import regex

# Digits with the marks between them, in Japanese with what scales them or makes a month: "1,220", "13:21", "5億".
DIGITS = regex(r"[0-9]+(?:[.,:][0-9]+)*[万億兆月]?")
ROMAN = regex(r"\b[IVXL]+(?=[A-Z]?\b)")  # also with a letter behind: "XIIA"
CENTURY = regex(r"(?:19|20)([0-9]{2})")
SCALES = {
    "en": ((10**6, ""), (10**9, ""), (10**12, "")),  # what follows is a word
    "ja": ((10**4, "万"), (10**8, "億"), (10**12, "兆")),
}
# Small figures that stand for words ("keduanya", "salah satunya", "tiga perempat"): news in English spells them out.
ALWAYS = {"en": frozenset("12"), "ja": frozenset("12345")}
SCALED = regex(r"[0-9]\s*(?:ribu|juta|mil[iy]ar|triliun|rb|jt)")
SWAPPED = str.maketrans(".,", ",.")
PLACES = 4  # decimal places of a scaled number, at most: "12.345 million"


def digits_of(text: str) -> list[str]:
    """Return the runs of digits in a text, with the marks between them, in order."""
    return DIGITS.findall(text.translate(PLAIN))


def digits_for(text: str, target: str) -> frozenset[str]:
    """Return every run of digits, as `DIGITS` cuts them, that a translation of an Indonesian text may write.

    Of the runs in the translations of 6,000 sentences of news, which these rules were made on, 99.5 % are among them in
    Japanese and 99.9 % in English.

    >>> {"12兆", "5000億", "12.5兆"} <= digits_for("Anggaran itu Rp 12,5 triliun.", "ja")
    True
    >>> "12" in digits_for("Anggaran itu Rp 12,5 triliun.", "ja")
    False
    """
    plain, found = text.translate(PLAIN), set(ALWAYS[target])
    for quantity in find_quantities(text, "id"):
        found |= forms_of(quantity, target)
        if target == "ja" and SCALED.search(quantity.text):  # "2 miliar" is 20億, never 2
            plain = plain[: quantity.start] + "_" * len(quantity.text) + plain[quantity.end :]
    for run in re.findall("[0-9]+", plain):
        found |= {run, run.lstrip("0") or run, *CENTURY.findall(run)}
    for run in digits_of(plain):
        found |= {run, run.translate(SWAPPED), re.sub("[.,]", "", run), run.replace(".", ":")}
    found |= {str(roman_value(run)) for run in ROMAN.findall(plain)}
    return frozenset(found)


def forms_of(quantity: Quantity, target: str) -> frozenset[str]:
    """Return the runs of digits that a quantity may be written with."""
    values = quantity.values
    written = [format_quantity(replace(quantity, value=value), target) for value in values]
    return frozenset(run for text in written for run in digits_of(text)).union(
        *(_forms(digit, target) for digit in values)
    )


def _forms(value: Value, target: str) -> Iterator[str]:
    if isinstance(value, Clock):
        for hour in (value.hour, value.hour % 12 or 12):
            yield from (str(hour), f"{hour}:{value.minute:02d}")
        yield from (str(value.minute), f"{value.minute:02d}")
    elif isinstance(value, Decimal):
        written = [f"{value:,f}", f"{value:f}"]
        for scale, unit in SCALES[target]:
            short = (value / scale).normalize()
            exponent = short.as_tuple().exponent
            if abs(value) >= scale and isinstance(exponent, int) and exponent >= -PLACES:
                written.append(f"{short:f}{unit}")
        yield from (run for text in written for run in digits_of(text))
