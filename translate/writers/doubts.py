"""What a check found, in the words of a report's readers.

The checks speak English, and JSON keeps what they said. A Japanese report says it in Japanese, values included.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from translate.document import Flag
from translate.language.numbers import find_quantities, format_quantity
from translate.writers.labels import Labels

SCRIPTS = {
    "Hangul": "ハングル",
    "Cyrillic": "キリル文字",
    "Arabic": "アラビア文字",
    "Thai": "タイ文字",
    "Devanagari": "デーヴァナーガリー文字",
    "Greek": "ギリシャ文字",
    "Hebrew": "ヘブライ文字",
    "Tamil": "タミル文字",
    "kana": "仮名",
    "Chinese characters": "漢字",
}
SURE = {"sure": "確実", "likely": "おそらく"}


def told(flag: Flag, labels: Labels) -> str:
    """Return what kind of doubt a flag is and what it found: "A number is missing: 65.8 is not in the translation"."""
    return f"{labels.flags[flag.code]}{labels.colon}{reason(flag, labels)}"


def reason(flag: Flag, labels: Labels) -> str:
    """Return what a flag found for the readers of a report; a note of a kind unknown here stays as it is."""
    if labels.language != "ja":
        return flag.note
    for pattern, tell in JAPANESE:
        if match := pattern.fullmatch(flag.note):
            return tell(match)
    return flag.note


def _listed(said: str) -> str:
    """Return "65.8%, 43 and 2 more" as "65.8%、43、ほか2件"."""
    return "、".join(map(_value, re.split(", | and ", said)))


def _value(said: str) -> str:
    if more := re.fullmatch("([0-9]+) more", said):
        return f"ほか{more[1]}件"
    quantities = find_quantities(said, "en")
    return format_quantity(quantities[0], "ja") if [q.text for q in quantities] == [said] else said


def _names(said: str) -> str:
    """Return '"Backpapan" (it has "Balikpapan"), 2 more' in Japanese."""
    said = re.sub(r' \(it has "([^"]*)"\)', r"（訳文では「\1」）", said)
    said = re.sub(r" \(nearest in sound: (\S+) ([0-9.]+) of ([0-9.]+)\)", r"（音の近さ：「\1」\2、基準\3）", said)
    said = re.sub(r"([0-9]+) more$", r"ほか\1件", said)
    return re.sub(r'"([^"]*)"', r"「\1」", said).replace(", ", "、")


def _quoted(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: template.format(*match.groups())


JAPANESE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.S), tell)
    for pattern, tell in (
        ("the translation is empty", _quoted("訳文がない")),
        ("the length limit ended the translation", _quoted("長さの上限で訳文が終わっている")),
        (r"([0-9.]+) of the source's length, where ([0-9.]+) is the least", _quoted("原文の{}倍の長さ（下限は{}倍）")),
        (r"([0-9.]+) of the source's length, where ([0-9.]+) is the most", _quoted("原文の{}倍の長さ（上限は{}倍）")),
        (r"confidence ([0-9.]+), where ([0-9.]+) is the least", _quoted("確信度{}（下限は{}）")),
        (r'"(.*)" is said ([0-9]+) times; compression ratio ([0-9.]+)', _quoted("「{}」が{}回、圧縮率{}")),
        (r"compression ratio ([0-9.]+) is over ([0-9.]+)", _quoted("圧縮率{}（上限は{}）")),
        (
            r'([0-9]+) of ([0-9]+) source words are left untranslated: "(.*)"',
            _quoted("原文{1}語中{0}語が未訳：「{2}」"),
        ),
        (r"([0-9]+) letters are (.+)", lambda m: f"{m[1]}字が{SCRIPTS.get(m[2], m[2])}"),
        (r"([0-9]+%) of the letters are Japanese", _quoted("日本語の文字は{}のみ")),
        (r"(.+) are Chinese, not Japanese characters", _quoted("日本語にない簡体字：{}")),
        (r"([0-9]+) Chinese characters and no kana", _quoted("漢字{}字、仮名なし")),
        (
            r"([0-9]+) tokens, the model takes ([0-9]+): translated in pieces",
            _quoted("{}トークン（モデルの上限は{}）のため分割して翻訳"),
        ),
        (r'"(.*)" is not translated as "(.*)"', _quoted("「{}」が「{}」と訳されていない")),
        (r'the place of "(.*)" was lost', _quoted("「{}」の位置が失われた")),
        (r"(.+) has become an amount in ([A-Z]+)", lambda m: f"{_value(m[1])}の通貨が{m[2]}になっている"),
        (
            r"(.+) (?:is|are) in the translation but not in the source",
            lambda m: f"{_listed(m[1])}は訳文にあるが原文にない",
        ),
        (
            r'(".+) (?:is|are) not in the translation \((sure|likely)\)',
            lambda m: f"{_names(m[1])}が訳文にない（{SURE[m[2]]}）",
        ),
        (r"(.+) (?:is|are) not in the translation", lambda m: f"{_listed(m[1])}が訳文にない"),
    )
)
