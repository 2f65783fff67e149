"""Japanese text set as a newspaper sets it: 「」 for quotes, full-width punctuation, no space between its characters.

Follows the character rules of the "Requirements for Japanese Text Layout" (W3C, 3.1): punctuation beside Japanese is
full-width, Latin letters and digits are half-width, spaces stand only between Latin words. Text without a Japanese
character stays unchanged, and so does any Latin run inside Japanese: names, "S.H., M.H.", 65.8%, addresses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from translate.language.localise.quotes import set_brackets, set_quotes
from translate.language.numbers import find_quantities
from translate.language.numbers.literals import PLAIN

LETTER = "ぁ-ゖァ-ヺー々〆〇㐀-䶿一-龯\uf900-\ufaff"
MARK = "、。，．！？：；「」『』（）・…％"
JAPANESE = re.compile(f"[{LETTER}]")
# Full-width letters and digits, half-width punctuation.
WIDTHS = str.maketrans({0xFF21 + i: 0x41 + i for i in range(26)})
WIDTHS |= str.maketrans({0xFF41 + i: 0x61 + i for i in range(26)})
WIDTHS |= str.maketrans({0xFF10 + i: 0x30 + i for i in range(10)})
WIDTHS |= str.maketrans("｡､｢｣･", "。、「」・")
WIDE_IN_NUMBER = re.compile("(?<=[0-9])[，．](?=[0-9])")
# Code, addresses and handles stay unchanged.
VERBATIM = re.compile(
    r"(?P<ticks>`+).+?(?P=ticks)|(?:https?://|www\.)(?:[!-'*-~]|\([!-'*-~]*\))*(?<=[/A-Za-z0-9)])|"
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|(?<![A-Za-z0-9])[@#][A-Za-z0-9_]+|<[^<>]*>"
)
STAND_IN = 0xE000  # private use: the place of the first verbatim run
PRIVATE = re.compile("[\ue000-\uf8ff]")
LIST_MARK = re.compile(r"\s*(?:[-*•·–—]|[0-9]{1,3}[.)])\s+")
J = f"[{LETTER}{MARK}]"
ELLIPSIS = re.compile(rf"(?<={J}) ?(?:\.{{3,}}|。{{3,}}|・{{3,}})")
COMMA = re.compile(
    rf"(?<=[{LETTER}）」』％]) ?[,，](?![0-9])|(?<=[{LETTER}）」』％]) ?[,，](?= [0-9])|"
    rf"[,，](?= ?[{LETTER}「『（])"
)
STOP = re.compile(rf"(?<=[{LETTER}）」』％])[.．](?=$|[ 「『」』）\"”]|[{LETTER}])")
LOUD = re.compile(rf"(?<=[{LETTER}）」』！？])[!?]|[!?](?=[」』）])")
COLON = re.compile(rf"(?<=[{LETTER}）」』]) ?[:;]|[:;](?= ?[{LETTER}「『（])(?! ?[0-9])")
FULL = str.maketrans("!?:;", "！？：；")
BEFORE_CLOSING = re.compile(rf"(?<=[{LETTER}])[、,] ?(?=[」』])")
# A space goes where either side is Japanese and the other is Japanese, Latin or a digit.
SPACE = re.compile(rf"(?<={J}) +(?={J}|[A-Za-z0-9])|(?<=[A-Za-z0-9.%'’!?]) +(?={J})")
SPACE_OF_LETTERS = re.compile(rf"(?<={J}) +(?={J}|[A-Za-z])|(?<=[A-Za-z]) +(?={J})")
PASSES = 5


def set_japanese(text: str) -> str:
    """Return a Japanese sentence or line with newspaper typography; numbers, dates and times keep their values.

    Idempotent.

    >>> set_japanese('Bappenas (国家開発企画庁) は "計画は 2045 年まで" と述べた. 詳細: https://a.id/x')
    'Bappenas（国家開発企画庁）は「計画は2045年まで」と述べた。詳細： https://a.id/x'
    """
    if not JAPANESE.search(text) or PRIVATE.search(text):
        return text
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return chr(STAND_IN + len(kept) - 1)

    mark = LIST_MARK.match(text)
    start = mark.end() if mark else 0
    hidden = VERBATIM.sub(keep, text[start:])
    if len(kept) > 6000 or not JAPANESE.search(hidden):
        return text
    known = _values(text)
    for space in (SPACE, SPACE_OF_LETTERS, None):
        done = _settle(hidden, space)
        if done is not None:
            result = text[:start] + PRIVATE.sub(lambda found: kept[ord(found.group()) - STAND_IN], done)
            if _values(result) == known:
                return result
    return text


def _settle(text: str, space: re.Pattern[str] | None) -> str | None:
    """Apply the rules until nothing changes and return the text; None if that does not end."""
    for _ in range(PASSES):
        typeset = _set(text, space)
        if typeset == text:
            return text
        text = typeset
    return None


def _set(text: str, space: re.Pattern[str] | None) -> str:
    steps: tuple[Callable[[str], str], ...] = (set_quotes, set_brackets, _set_marks)
    text = text.translate(WIDTHS).replace("\u00a0", " ")
    text = WIDE_IN_NUMBER.sub(lambda found: found.group().translate(PLAIN), text)
    for step in steps:
        text = step(text)
    return space.sub("", text) if space else text


def _set_marks(text: str) -> str:
    text = ELLIPSIS.sub("……", text)
    text = COMMA.sub("、", text)
    text = STOP.sub("。", text)
    for loud in (LOUD, COLON):
        text = loud.sub(lambda found: found.group().strip().translate(FULL), text)
    return BEFORE_CLOSING.sub("", text)


def _values(text: str) -> Counter[tuple[object, ...]]:
    """Return the values of the numbers in a text, whatever their form."""
    found = find_quantities(text, "ja")
    # The punctuation of an opaque quantity (a telephone number, an address) does not count.
    known = ("".join(filter(str.isalnum, v.translate(PLAIN))) if isinstance(v := q.value, str) else v for q in found)
    return Counter((q.kind, value, q.currency) for q, value in zip(found, known, strict=True))
