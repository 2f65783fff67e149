"""Digits: their normal form, and the values that their dots and commas allow."""

from __future__ import annotations

import re
from decimal import Decimal

# Every pattern of this package sees a text of the same length in which digits and marks are ASCII and spaces are plain.
PLAIN = str.maketrans(
    "０１２３４５６７８９．，％：／－＄￥（）\u00a0\u202f\u2009\u3000’−‐‑", "0123456789.,%:/-$¥()    '---"
)
LITERAL = r"[0-9]+(?:[.,][0-9]+)*"
# Digits begin here: not inside a word or number, but right after a currency ("Rp14.500") and the M of a magnitude.
BEFORE_DIGITS = (
    r"(?:(?<![0-9A-Za-z])(?<![0-9][.,])|(?<=(?<![A-Za-z])M)|(?<=[Rr][Pp])|(?<=RM)|(?<=IDR)|(?<=USD)|(?<=SGD)|(?<=EUR))"
)
DASH = r"[-–—~〜～]"
GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[.,])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


def read_literal(text: str, decimal_mark: str) -> tuple[Decimal, ...]:
    """Return the values digits with stops and commas can have, the likeliest first; none when they are no one number.

    "1.500" is 1500 where the decimal mark is a comma. Where it is a stop, "1.500" is 1.5 or, left as an Indonesian
    wrote it, 1500; "1,500" in an Indonesian text, in turn, is 1.5 or 1500 in the English manner. "1.2.3" is no number.
    """
    marks = [mark for mark in text if mark in ".,"]
    if not marks:
        return (Decimal(text),)
    grouped = GROUPED.fullmatch(text) is not None
    whole = Decimal(re.sub("[.,]", "", text))
    if len(marks) == 1:
        point = Decimal(text.replace(",", "."))
        if not grouped:
            return (point,)
        return (point, whole) if marks[0] == decimal_mark else (whole,)
    if grouped:
        return (whole,)
    if marks[-1] != marks[0] and marks.count(marks[-1]) == 1:
        head, tail = text.rsplit(marks[-1], 1)
        if GROUPED.fullmatch(head):
            return (Decimal(re.sub("[.,]", "", head) + "." + tail),)
    return ()
