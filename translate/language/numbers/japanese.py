"""Numbers of Japanese text: digits, kanji and both together, with the myriad scale words.

`12兆5000億`, `300万`, `3百万`, `二十三`, `二〇二三`. Kanji numerals are certain only from two characters on: one
alone is part of too many words (一部, 三菱, 十分). What follows 数, 何 or 幾 is vague ("数百人": some hundreds).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from translate.document.quantities import Clock, Day, Quantity, QuantityKind
from translate.language.numbers.counting import currency_of
from translate.language.numbers.fractions import FRACTIONS
from translate.language.numbers.japanese_clocks import CLOCKS, DIGITS, SCALES, TIMES, N, digits_of, numeral
from translate.language.numbers.literals import BEFORE_DIGITS, DASH, LITERAL
from translate.language.numbers.scanner import (
    FULL_DATE,
    NAMES,
    SHARED,
    SMALL,
    QuantityScanner,
    Rule,
    date,
    day_of,
    decade,
    numeric_date,
    opaque,
    rule,
)
from translate.patterns import regex

NUMERAL = f"[{''.join(DIGITS)}{''.join(TIMES)}{''.join(SCALES)}]"
FIRST = f"[{''.join(DIGITS)}{''.join(TIMES)}]"  # 東京 ends in none
RUN = regex(rf"{BEFORE_DIGITS}(?:{LITERAL}|{FIRST})(?: ?{NUMERAL}|(?<={NUMERAL}) ?{LITERAL})*")

BEFORE = regex(r"(?P<money>Rp\.?|IDR|US\$|USD|S\$|SGD|A\$|AUD|\$|€|EUR|£|GBP|¥|JPY|RM|ルピア) ?$", re.I)
AFTER = regex(
    r" ?(?:(?P<percent>%|パーセント(?!ポイント)|割(?![りれらっ合引])|パーセント)|"
    r"(?P<money>(?:インドネシア)?ルピア|(?:米|アメリカ|シンガポール|豪|オーストラリア)?ドル|ユーロ|円|ポンド|"
    r"リンギ(?:ット)?|人民元|元(?=[でのをが、。 ]|$)|ウォン|リヤル|ルピー|バーツ|ペソ|IDR|USD))"
)
ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}  # the year before the first
ERA = rf"(?P<era>{'|'.join(ERAS)}) ?(?P<of_era>元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
YEAR = rf"(?:(?P<year>[0-9]{{4}}|[〇零一二三四五六七八九]{{4}})|{ERA})"


def _days(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    year = digits_of(groups.get("year"))
    if groups.get("era"):
        count = 1 if groups["of_era"] == "元" else int(digits_of(groups["of_era"]) or 0)
        year = str(ERAS[groups["era"]] + count)
    return date(match, day_of(year, digits_of(groups.get("month")), digits_of(groups.get("day"))))


def _day_range(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Build both ends of "2月5～6日"."""
    days = [day_of(match["year"], match["month"], match[group]) for group in ("first", "day")]
    spans = (match.start(), match.end("first")), (match.start("day"), match.end())
    if None in days:
        return None
    return tuple(Quantity(QuantityKind.DATE, day, "", *span) for day, span in zip(days, spans, strict=True) if day)


def _short_year(match: re.Match[str]) -> Quantity | None:
    """Build "24年3月28日", where the year is short for 2024 or one of an era; or is none at all."""
    year, month, day = (int(digits_of(match[group]) or 0) for group in ("year", "month", "day"))
    short = day_of(match["year"], month, str(day)) if year < 100 else Day(year, month, day)
    eras = (day_of(str(before + year), month, str(day)) for before in ERAS.values())
    return date(match, short, *eras) if year < 100 else date(match, short)


def _impossible(match: re.Match[str]) -> Quantity | None:
    """Build "12月2021日", a garbled date of a model, so that it differs from the date of the source."""
    month, day = int(match["month"]), int(match["day"])
    return date(match, Day(None, month, day)) if 1 <= month <= 12 and day > 31 else None


def _seconds(match: re.Match[str]) -> Quantity:
    """Build "10秒34", the form of race times."""
    return Quantity(QuantityKind.NUMBER, Decimal(f"{match['n']}.{match['of']}"), "", *match.span())


def _fraction(match: re.Match[str]) -> Quantity | None:
    """Build "3分の2"; a half can also be another word."""
    part, many = numeral(match["part"]), numeral(match["many"])
    if not part or not many or not part[0]:
        return None
    value = many[0] / part[0]
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=part, certain=many[0] > 1)


def _month(match: re.Match[str]) -> Quantity | None:
    return date(match, day_of(None, match["month"], None), certain=False)


def _months(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Build both ends of "1~9月"."""
    spans = (match.start(), match.end("first")), (match.start("month"), match.end())
    days = (Day(month=int(match[group])) for group in ("first", "month"))
    return tuple(
        Quantity(QuantityKind.DATE, day, "", *span, certain=False) for day, span in zip(days, spans, strict=True)
    )


def _ordinal(match: re.Match[str]) -> Quantity | None:
    values = numeral(match["n"])
    if not values:
        return None
    certain = values[0] > SMALL and match["n"].isascii()
    return Quantity(QuantityKind.ORDINAL, values[0], "", *match.span(), certain=certain)


def _age(match: re.Match[str]) -> Quantity:
    """Build the ten of "10代", which also translates "remaja"."""
    return Quantity(QuantityKind.NUMBER, Decimal(match["n"]), "", *match.span(), certain=False)


RULES: tuple[Rule, ...] = (
    *SHARED,
    *FRACTIONS,
    rule(
        numeric_date,
        r"(?<![0-9])(?P<year>[12][0-9]{3})(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<a>[0-9]{1,2})"
        r"(?![0-9])",
    ),
    rule(numeric_date, FULL_DATE),
    rule(numeric_date, r"(?:(?<=\()|(?<=曜日))(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})(?![0-9/])"),
    rule(_short_year, rf"(?<![0-9.,治正和成])(?P<year>[0-9]{{1,3}}) ?年 ?(?P<month>{N}) ?月 ?(?P<day>{N}) ?日(?!間)"),
    rule(
        _day_range,
        rf"(?:(?P<year>[12][0-9]{{3}}) ?年 ?)?(?<![0-9])(?P<month>[0-9]{{1,2}}) ?月 ?(?P<first>[0-9]{{1,2}}) ?日? ?"
        rf"(?:{DASH}|から|、|・) ?(?P<day>[0-9]{{1,2}}) ?日(?!間)",
    ),
    rule(_impossible, r"(?<![0-9.,])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{2,4})日(?!間)"),
    rule(
        _days,
        rf"(?:{YEAR} ?年 ?)?(?<![0-9])(?P<month>{N}) ?月 ?"
        rf"(?P<day>{N}) ?日(?!間)",
    ),
    rule(_days, rf"{YEAR} ?年 ?(?P<month>{N}) ?月(?!間)"),
    rule(decade, r"(?<![0-9])([0-9]{2,4}) ?年代"),
    rule(_age, r"(?<![0-9])(?P<n>[1-9]0) ?代"),
    rule(_days, rf"{ERA} ?年(?![間代ぶ])"),
    rule(_days, r"(?<![0-9.,])(?P<year>[12][0-9]{3}) ?年(?![間代ぶ]|以上|前|後)"),
    rule(_days, r"(?P<year>[一二][〇零一二三四五六七八九]{3}) ?年(?![間代ぶ])"),
    rule(_seconds, r"(?<![0-9.,])(?P<n>[0-9]{1,2}) ?秒 ?(?P<of>[0-9]{1,3})(?![0-9])"),
    rule(_fraction, rf"(?<![0-9.,])(?P<part>{N}) ?分の ?(?P<many>{N})(?! ?[分秒])"),
    *CLOCKS,
    rule(_ordinal, rf"第 ?(?P<n>{N})(?! ?[.,]?[0-9])"),
    rule(
        _ordinal, rf"(?<![0-9.,])(?P<n>{N})(?= ?(?:番目|位(?!置)|つ目|人目|度目|回目|日目|年目|か月目|周年|期生|代目))"
    ),
    rule(_months, rf"(?<![0-9.,])(?P<first>1[0-2]|[1-9]) ?月? ?{DASH} ?(?P<month>1[0-2]|[1-9]) ?月(?![0-9])"),
    rule(_month, r"(?<![0-9])(?P<month>1[0-2]|[1-9]) ?月(?![0-9])"),
    *NAMES,
)
# Words that contain a numeral but are no number: "some hundreds", "enough", "in case".
VAGUE = regex(
    rf"[数何幾][十百千万億兆]+|(?<!{NUMERAL}){NUMERAL}*十数(?=[人回年日時分名件か万億])|十分に|万一"
    r"|億万長者|(?<!午[前後])一時(?![間半]|[0-9]{{1,2}} ?分)"
    "|五十嵐|九十九(?=里|氏|さん)|八百屋|八百万の神|八百長|百貨|五百旗頭|十勝|三十三間堂|千代田|千葉|百済|万博|億劫"
)
HALF = regex("(?:歳|時間|年|[かカヵヶケ箇]月|日|週間|倍|世紀|周|メートル|キロ|トン)?半(?![分数額島導期々])")
WORDS: dict[str, Decimal | Clock] = {
    **{"半分": Decimal("0.5"), "半数": Decimal("0.5"), "半年": Decimal(6), "ゼロ": Decimal(0)},
    **{"正午": Clock(12), "真夜中": Clock(0)},
}


def _count(match: re.Match[str], floor: int) -> Quantity | None:
    """Build a number from a run, with the currency or percent sign beside it; `floor` is where the last one ended."""
    written, text = match[0], match.string
    start, end = match.span()
    values = numeral(written)
    if not values:
        return None
    before, after = BEFORE.search(text, max(floor, start - 5), start), AFTER.match(text, end)
    kind, currency, digits = QuantityKind.NUMBER, None, written[0] in "0123456789"
    if before:
        kind, start, currency = QuantityKind.MONEY, before.start(), currency_of(before["money"])
    if after and after["percent"] and not before:
        if after["percent"] == "割":
            values = tuple(value * 10 for value in values)
        kind, end = QuantityKind.PERCENT, after.end()
    elif after and after["money"]:
        kind, end = QuantityKind.MONEY, after.end()
        currency = currency or currency_of(after["money"])
    elif after is None and HALF.match(text, end):  # "2時間半" is two and a half
        values = (*(value + Decimal("0.5") for value in values), *values)
    if digits and start and text[start - 1] in "-−" and (start == 1 or text[start - 2] in " (、。"):
        start, values = start - 1, tuple(-value for value in values)
    certain = digits or kind is not QuantityKind.NUMBER or (len(written) > 1 and values[0] > SMALL)
    return Quantity(kind, values[0], "", start, end, currency, values[1:], certain)


def _word(match: re.Match[str]) -> Quantity:
    value = WORDS[match[0]]
    kind = QuantityKind.TIME if isinstance(value, Clock) else QuantityKind.NUMBER
    return Quantity(kind, value, "", *match.span(), certain=False)


def _ranges(scanner: QuantityScanner) -> None:
    """Copy the scale or unit of the second end of "10~15万人" and "10から15パーセント" to the first."""
    scanner.found = list(scanner.quantities())
    for index, (first, second) in enumerate(pairwise(scanner.quantities())):
        between = scanner.text[first.end : second.start]
        last = re.search("[万億兆千百]+", second.text)
        bare = first.kind is QuantityKind.NUMBER and first.text.replace(",", "").isdigit()
        if bare and re.fullmatch(rf" ?(?:{DASH}|から|ないし|、|-) ?", between) and second.kind is not QuantityKind.DATE:
            values = first.values
            if last:
                scale = numeral(last[0])
                values += tuple(value * scale[0] for value in values if isinstance(value, Decimal)) if scale else ()
            if second.text.endswith("割"):
                values = tuple(value * 10 for value in values if isinstance(value, Decimal))
            money = second.kind in (QuantityKind.MONEY, QuantityKind.PERCENT)
            scanner.found[index] = replace(
                first,
                kind=second.kind if money else first.kind,
                value=values[0],
                currency=second.currency,
                alternatives=values[1:],
            )


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a Japanese text."""
    scanner = QuantityScanner(text)
    scanner.take((rule(opaque, VAGUE.pattern),))
    scanner.take(RULES)
    counted: list[Quantity] = []
    for match in RUN.finditer(scanner.plain):
        quantity = _count(match, counted[-1].end if counted else 0)
        counted += [quantity] if quantity else []
    scanner.add(*counted)
    _ranges(scanner)
    scanner.take((rule(_word, "|".join(WORDS)),))
    return scanner.quantities()
