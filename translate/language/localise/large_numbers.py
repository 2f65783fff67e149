"""Write large amounts of Japanese text with 万, 億 and 兆, as newspapers do: 1,250,000人 as 125万人.

Japanese counts in ten thousands, so digits grouped by three are hard to read. Whole numbers only, and only where a
counter, a unit or a currency shows that something is counted: a postcode or a serial number is no amount.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from translate.language.edits import with_edits
from translate.language.numbers import Quantity, QuantityKind, find_quantities, format_quantity
from translate.language.numbers.literals import PLAIN
from translate.patterns import regex

LEAST = 10_000
# Digits in groups, or at least five in a row; no decimals, no part of a longer number.
START = r"(?:(?<![0-9A-Za-z.,:/+#-])|(?<=Rp)|(?<=Rp\.)|(?<=IDR)|(?<=USD)|(?<=RM))"
DIGITS = regex(START + r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{4,15})(?![0-9]|[.,:/][0-9])")
COUNTER = (
    "人|名|円|ルピア|ドル|ユーロ|リンギ|票|件|社|校|店|本|枚|台|隻|頭|羽|匹|個|戸|軒|棟|世帯|家族|家屋|住民|食|冊|着|足|"
    "トン|キロ|グラム|メートル|センチ|ヘクタール|平方|立方|リットル|バレル|メガ|キロワット|カ所|か所|ヵ所|ヶ所|箇所|"
    "カ月|年間|時間|分の|回|歩|点の|村|都市|袋|箱|株|口座|区画|部隊|万|km|kg|ha|MW|kWh"
)
COUNTED = regex(rf" ?(?:もの|余りの?|以上の|近くの)?(?:{COUNTER})")
GROUPED_BEFORE = regex(r"[一-龯ぁ-んァ-ヶー]")  # "1,250,000の" with separators is an amount, "12500の" may be none
RANGE = regex(r" ?[-–—~〜～] ?")
MONEY = regex(r"(?:Rp\.?|IDR|US\$|USD|S\$|A\$|€|EUR|£|¥|RM|\$) ?$")


def write_myriads(text: str, values: Collection[Decimal]) -> str:
    """Return Japanese text with amounts from ten thousand on in 万, 億 and 兆, if they are among `values`.

    >>> write_myriads("1,250,000人が郵便番号76114の家に着いた。", {Decimal(1250000), Decimal(76114)})
    '125万人が郵便番号76114の家に着いた。'
    """
    edits: list[tuple[int, int, str]] = []
    quantities = {quantity.start: quantity for quantity in find_quantities(text, "ja")}
    plain = text.translate(PLAIN)
    for match in DIGITS.finditer(plain):
        start, end = match.span()
        sign = MONEY.search(plain, 0, start)
        quantity = quantities.get(sign.start() if sign else start)
        if quantity is None or not _is_amount(plain, match, quantity, values):
            continue
        edits.append((quantity.start, max(quantity.end, end), format_quantity(quantity, "ja")))
    return with_edits(text, edits)


def _is_amount(plain: str, match: re.Match[str], quantity: Quantity, values: Collection[Decimal]) -> bool:
    value, after = quantity.value, match.end()
    if quantity.kind not in (QuantityKind.NUMBER, QuantityKind.MONEY) or not isinstance(value, Decimal):
        return False
    if value < LEAST or value != value.to_integral_value() or value not in values:
        return False
    if Decimal(match.group().replace(",", "")) != value:
        return False
    if quantity.kind is QuantityKind.NUMBER and quantity.end > after:
        return False  # a scale word follows
    if quantity.kind is QuantityKind.MONEY:
        return True
    if other := RANGE.match(plain, after):
        further = DIGITS.match(plain, other.end())
        return further is not None and COUNTED.match(plain, further.end()) is not None
    grouped = "," in match.group() and GROUPED_BEFORE.match(plain, after) is not None
    return grouped or COUNTED.match(plain, after) is not None
