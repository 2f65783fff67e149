"""Synthetic translation errors: each breaker returns a good translation with one error, or None.

Breakers find figures and names by simple patterns of their own, independently of the checks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

FIGURE = re.compile(r"(?<![\w.,:/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,:/-])\d+(?:\.\d+)?(?![\w/:-]|[.,]\d)")
FIGURE_JA = re.compile(r"(?<![\dA-Za-z.,:/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\dA-Za-z/:-]|[.,]\d)")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{2,})*\b")
NAME_JA = re.compile(r"[ァ-ヺー・]{3,}(?=氏|さん|県|州|市|郡|村|町|容疑者|被告|警視|大臣|知事|大統領|監督|選手)")
OTHERS = ("Wirawan", "Hartini", "Kusumadewa", "Lampegan", "Sriwedari", "Tanjungsari", "Mulyadi")
OTHERS_JA = ("ウィラワン", "ハルティニ", "クスマデワ", "ランプガン", "スリウェダリ", "ムルヤディ")
PAIRS = {
    "weekday": (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    ),
    "unit": (
        "kilometers:miles kilometres:miles km:miles meters:kilometers metres:kilometres tons:kilograms tonnes:kilograms"
        " kilograms:tonnes kg:tonnes hectares:meters Celsius:Fahrenheit hours:days days:weeks minutes:hours"
        " years:months months:years liters:tons litres:tons",
        "キロメートル:マイル キロ:トン メートル:キロメートル トン:キログラム ヘクタール:平方メートル 時間:日間 "
        "年間:か月間 日間:週間",
    ),
    "currency": (
        "rupiah:dollars US$:Rp dollars:rupiah euros:dollars yen:rupiah ringgit:rupiah",
        "ルピア:ドル ドル:ルピア ユーロ:ドル",
    ),
    "time zone": (
        "WIB:WITA WITA:WIB WIT:WIB Western\u00a0Indonesia:Central\u00a0Indonesia",
        "西部インドネシア:中部インドネシア WIB:WITA WITA:WIB",
    ),
    "direction": (
        "rose:fell fell:rose increased:decreased decreased:increased grew:shrank up:down down:up minus:plus "
        "increase:decrease decrease:increase rise:fall decline:growth growth:decline",
        "増加:減少 減少:増加 上昇:下落 増えた:減った 減った:増えた マイナス:プラス",
    ),
    "fraction": (
        "half:quarter third:quarter quarter:half thirds:quarters two-thirds:three-quarters",
        "半分:3分の1 半数:4分の1 3分の1:半数",
    ),
    "small number word": (
        "two:nine three:eight four:nine five:two six:nine seven:four eight:three nine:four",
        "",
    ),
    "ordinal": (
        "second:fifth third:eighth fourth:ninth fifth:second sixth:second seventh:third eighth:third",
        "",
    ),
}


def _replaced(text: str, span: tuple[int, int], replacement: str) -> str:
    return text[: span[0]] + replacement + text[span[1] :]


def _one(text: str, pattern: re.Pattern[str], rng: random.Random) -> re.Match[str] | None:
    found = [match for match in pattern.finditer(text) if int(re.sub(r"\D", "", match[0]) or "11") > 3]
    return rng.choice(found) if found else None


def figure_changed(text: str, language: str, rng: random.Random) -> str | None:
    """Return the text with one digit of a figure changed."""
    match = _one(text, FIGURE if language == "en" else FIGURE_JA, rng)
    if match is None:
        return None
    at = match.start()
    digit = str((int(match[0][0]) + rng.randrange(2, 7)) % 9 + 1)
    digit = digit if digit != match[0][0] else str(int(digit) % 9 + 1)
    return _replaced(text, (at, at + 1), digit)


def figure_dropped(text: str, language: str, rng: random.Random) -> str | None:
    """Return the text without a figure and what scales it."""
    match = _one(text, FIGURE if language == "en" else FIGURE_JA, rng)
    if match is None:
        return None
    if language == "ja":
        tail = re.compile(r"[\d万億兆,.]*(?:%|パーセント|ルピア|ドル|人|件|月|日|年|時|分)?").match(text, match.end())
        return _replaced(text, (match.start(), tail.end() if tail else match.end()), "")
    head = re.search(r"(?:Rp|US\$|\$)? ?$", text[: match.start()])
    scaled = re.compile(r" (?:thousand|million|billion|trillion|percent)\b|%").match(text, match.end())
    span = (head.start() if head else match.start(), scaled.end() if scaled else match.end())
    return re.sub(" {2,}", " ", _replaced(text, span, " "))


def figure_scaled(text: str, language: str, rng: random.Random) -> str | None:
    """Return the text with an amount multiplied by a thousand (in Japanese by ten thousand)."""
    if language == "ja":
        scales = {"兆": "億", "億": "万", "万": "億"}
        matches = list(re.finditer(r"(?<=\d)[兆億万]", text))
        match = rng.choice(matches) if matches else None
        return _replaced(text, match.span(), scales[match[0]]) if match else None
    words = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}
    matches = list(re.finditer(rf"(?<=\d )(?:{'|'.join(words)})\b|(?<=\d),\d{{3}}(?![\d,.])", text))
    match = rng.choice(matches) if matches else None
    return _replaced(text, match.span(), words.get(match[0], match[0] + ",000")) if match else None


def values_swapped(text: str, language: str, rng: random.Random) -> str | None:
    """Return the text with two different figures exchanged."""
    found = list((FIGURE if language == "en" else FIGURE_JA).finditer(text))
    pairs = [
        (a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a[0] != b[0] and min(len(a[0]), len(b[0])) > 1
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return _replaced(_replaced(text, second.span(), first[0]), first.span(), second[0])


def _name(text: str, source: str, language: str, rng: random.Random) -> str | None:
    if language == "ja":
        found = [match[0] for match in NAME_JA.finditer(text)]
    else:
        found = [match[0] for match in NAME.finditer(text) if all(word in source for word in match[0].split())]
    return rng.choice(found) if found else None


def name_dropped(text: str, source: str, language: str, rng: random.Random) -> str | None:
    """Return the text without a name."""
    name = _name(text, source, language, rng)
    if name is None:
        return None
    for word in (name, *(name.split() if language == "en" else name.split("・"))):
        text = text.replace(word, "")
    return re.sub(" {2,}", " ", text)


def name_swapped(text: str, source: str, language: str, rng: random.Random) -> str | None:
    """Return the text with a name replaced by another."""
    name = _name(text, source, language, rng)
    other = rng.choice(OTHERS if language == "en" else OTHERS_JA)
    return text.replace(name, other) if name else None


def name_respelled(text: str, source: str, language: str, rng: random.Random) -> str | None:
    """Return the text with a name garbled in the middle, as "Balikpapan" becomes "Bapan"."""
    name = _name(text, source, language, rng)
    if name is None:
        return None
    word = max(re.split("[ ・]", name), key=len)
    if language == "ja":
        wrong = word[0] + ("ルト" if "ル" not in word else "サム") + word[2 + len(word) // 2 :]
    else:
        wrong = word[0] + ("e" if word[1] != "e" else "u") + ("rt" if "r" not in word else "lk") + word[-2:]
    return text.replace(word, wrong) if len(word) > 4 and wrong != word else None


def clause_dropped(text: str, source: str, language: str, rng: random.Random) -> str | None:
    """Return the text without its longest clause, if that is a large part of it."""
    clauses = re.split(r"(?<=、)" if language == "ja" else r"(?<=,) ", text)
    longest = max(clauses[:-1], key=len, default="")
    if not 0.35 * len(text) < len(longest) < 0.85 * len(text):
        return None
    clauses.remove(longest)
    return ("" if language == "ja" else " ").join(clauses)


def other_word(kind: str, text: str, language: str, rng: random.Random) -> str | None:
    """Return the text with a word replaced by another of its kind."""
    listed = [pair for pair in PAIRS[kind][language == "ja"].split(" ") if pair]
    swaps = dict(pair.replace("\u00a0", " ").split(":") for pair in listed if ":" in pair)
    swaps |= {word: listed[(i + 2) % len(listed)] for i, word in enumerate(listed) if ":" not in word}
    if not swaps:
        return None
    start, stop = ("", "") if language == "ja" else (r"(?<![\w-])", r"(?![\w-])")
    counted = r"(?<=[\d年月半ヵか])" if kind == "unit" and language == "ja" else ""
    counted = r"(?<=\d )" if kind == "unit" and language == "en" else counted
    words = "|".join(map(re.escape, sorted(swaps, key=len, reverse=True)))
    if kind == "small number word":
        stop += r"(?= [a-z]{3,}s\b| people| men| women| children)"
    if kind == "direction":
        stop += r"(?= (?:by |to |of |around |about )*(?:Rp )?[0-9])" if language == "en" else ""
        start += r"(?<=[%０-９0-9人件円ア])" if language == "ja" else ""
    if kind == "fraction" and language == "en":
        stop += r"(?= of| the| a | an )"
        start += "(?<!second )(?<!first )(?<!fourth )"
    found = list(re.finditer(f"{start}{counted}(?:{words}){stop if 'Rp' not in words else ''}", text, re.I))
    match = rng.choice(found) if found else None
    if match is None:
        return None
    replacement = next((other for word, other in swaps.items() if word.lower() == match[0].lower()), "")
    return _replaced(
        text, match.span(), replacement.capitalize() if match[0][0].isupper() and replacement.islower() else replacement
    )


Breaker = Callable[[str, str, str, random.Random], str | None]


def breakers() -> dict[str, tuple[Breaker, Sequence[str]]]:
    """Return the kinds of error: the breaker, and the flags of which one must be raised."""
    figures, names = ("NUMBER_LOST", "NUMBER_ADDED"), ("NAME_LOST",)
    result: dict[str, tuple[Breaker, Sequence[str]]] = {
        "figure changed": (lambda text, _, language, rng: figure_changed(text, language, rng), figures),
        "figure dropped": (lambda text, _, language, rng: figure_dropped(text, language, rng), figures),
        "figure scaled": (lambda text, _, language, rng: figure_scaled(text, language, rng), figures),
        "two values swapped": (lambda text, _, language, rng: values_swapped(text, language, rng), figures),
        "name dropped": (name_dropped, names),
        "name swapped": (name_swapped, names),
        "name respelled": (name_respelled, names),
        "clause dropped": (clause_dropped, (*figures, *names, "TOO_SHORT")),
    }
    for kind in PAIRS:
        result[kind] = (lambda text, _, language, rng, kind=kind: other_word(kind, text, language, rng), figures)  # type: ignore[misc]
    return result
