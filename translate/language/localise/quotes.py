"""Quotation marks and brackets of Japanese text: 「」 with 『』 inside, （）."""

from __future__ import annotations

import re

JAPANESE = re.compile("[ぁ-ゖァ-ヺー々〆〇㐀-䶿一-龯\uf900-\ufaff、。「」『』（）！？：・…]")
FAMILIES = {"“": "”", "„": "”", "«": "»", "「": "」", "『": "』", "〝": "〟"}
CLOSERS = frozenset(FAMILIES.values())
STRAIGHT = ('"', "＂")
LONE = frozenset({"“", "„", "”", *STRAIGHT})  # marks that may be half of a quotation
# Single marks are apostrophes as well ("Mas'ud"), so both must stand outside words and hold Japanese.
SINGLE = re.compile("(?<![A-Za-z0-9])['‘]([^'‘’\"“”「」]*[ぁ-ゖァ-ヺ一-龯][^'‘’\"“”「」]*)['’](?![A-Za-z0-9])")
CLOSES = re.compile(r"[ぁ-ゖァ-ヺー々一-龯、。！？!?.,] ?$")
SPEAKS = re.compile(r" ?(?:$|[とはがをの、。])")

Pair = tuple[int, int]


def set_quotes(text: str) -> str:
    """Return a text with quotation marks around or beside Japanese as 「」, those inside others as 『』.

    >>> set_quotes('彼は"今日は“祭り”だ"と言い、Agus "Bejo" Santosoも来た。')
    '彼は「今日は『祭り』だ」と言い、Agus "Bejo" Santosoも来た。'
    """
    text = SINGLE.sub("“\\1”", text)
    characters = list(text)
    pairs = _pairs(text)
    forms: dict[Pair, str] = {}
    for start, end in sorted(pairs):
        around = [pair for pair in forms if pair[0] < start and end < pair[1]]
        outer = forms[max(around)] if around else ""
        if text[start] == "『" and outer != "『":
            forms[start, end] = "『"
        elif text[start] in "「『" or _beside_japanese(text, start, end):
            forms[start, end] = "『" if outer == "「" else "「"
    for (start, end), form in forms.items():
        characters[start], characters[end] = form, FAMILIES[form]
    matched = {at for pair in pairs for at in pair}
    for at, character in enumerate(text):
        if at not in matched and character in LONE:
            characters[at] = _alone(text, at, character)
    return "".join(characters)


def _pairs(text: str) -> list[Pair]:
    """Return the offsets of matching quotation marks."""
    pairs, open_at = [], list[int]()
    for at, character in enumerate(text):
        closes = character in STRAIGHT or character in CLOSERS
        if closes and (start := _opener(text, open_at, character)) is not None:
            pairs.append((start, at))
            del open_at[open_at.index(start) :]
        elif character in FAMILIES or character in STRAIGHT:
            open_at.append(at)
    return pairs


def _opener(text: str, open_at: list[int], closer: str) -> int | None:
    """Return the last open mark that `closer` can close."""
    for at in reversed(open_at):
        if text[at] == closer if closer in STRAIGHT else FAMILIES.get(text[at]) == closer:
            return at
    return None


def _beside_japanese(text: str, start: int, end: int) -> bool:
    """Return whether the text between two quotation marks, or right beside them, is Japanese."""
    beside = text[:start].rstrip()[-1:] + text[end + 1 :].lstrip()[:1]
    return bool(JAPANESE.search(text[start + 1 : end]) or JAPANESE.search(beside))


def _alone(text: str, at: int, character: str) -> str:
    """Return the form of an unmatched mark: a quotation often spans sentences."""
    before, after = text[:at], text[at + 1 :]
    if character in ("“", "„") or (character in STRAIGHT and not before.strip()):
        return "「" if JAPANESE.match(after.lstrip()) else character
    closing = CLOSES.search(before) and (character == "”" or SPEAKS.match(after))
    return "」" if (character == "”" or character in STRAIGHT) and closing else character


def set_brackets(text: str) -> str:
    """Return a text with round brackets around or beside Japanese in full width.

    >>> set_brackets("国家開発企画庁(Bappenas)と CLEN (kode saham)")
    '国家開発企画庁（Bappenas）と CLEN (kode saham)'
    """
    characters, open_at = list(text), list[int]()
    for at, character in enumerate(text):
        if character in "(（":
            open_at.append(at)
        elif character in ")）" and open_at:
            start = open_at.pop()
            if _beside_japanese(text, start, at):
                characters[start], characters[at] = "（", "）"
    return "".join(characters)
