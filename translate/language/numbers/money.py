"""Patterns of Indonesian and English for currencies, percentages and ranges beside a number."""

from __future__ import annotations

import re

from translate.language.numbers.counting import Surroundings
from translate.language.numbers.literals import DASH
from translate.patterns import regex

INDONESIAN_CURRENCIES = {
    **{"rp": "IDR", "idr": "IDR", "rupiah": "IDR"},
    **{"us$": "USD", "usd": "USD", "$": "USD", "$as": "USD", "dolaras": "USD", "dolaramerikaserikat": "USD"},
    **{"dolaramerika": "USD", "dolar": "USD", "s$": "SGD", "sgd": "SGD", "dolarsingapura": "SGD"},
    **{"dollaras": "USD", "dollaramerikaserikat": "USD", "dollaramerika": "USD", "dollar": "USD"},
    **{"dollarsingapura": "SGD", "dollaraustralia": "AUD"},
    **{"a$": "AUD", "aud": "AUD", "dolaraustralia": "AUD", "€": "EUR", "eur": "EUR", "euro": "EUR"},
    **{"£": "GBP", "gbp": "GBP", "poundsterling": "GBP", "pound": "GBP", "paun": "GBP", "poundinggris": "GBP"},
    **{"¥": "JPY", "jpy": "JPY", "yen": "JPY", "rm": "MYR", "ringgit": "MYR", "yuan": "CNY", "rmb": "CNY"},
    **{"cny": "CNY"},
    **{"won": "KRW", "krw": "KRW", "riyal": "SAR", "sar": "SAR", "rupee": "INR", "baht": "THB", "peso": "PHP"},
}
INDONESIAN = Surroundings(
    before=regex(
        r"(?<![a-z0-9])(?P<money>rp\.?|idr|us ?\$|usd|s\$|sgd|a\$|aud|\$ ?as|\$|€|eur|£|gbp|¥|jpy"
        r"|rm|rmb|cny) ?$",
        re.I,
    ),
    after=regex(
        r"(?P<percent> ?(?:%|persen\b|per sen\b|prosen\b))|(?P<money> ?(?:rupiah|doll?ar(?: as| amerika serikat"
        r"| amerika| singapura| australia)?|euro|yen|pound(?: ?sterling)?|ringgit|yuan|won|riyal"
        r"|rupee|baht|peso|usd|idr)\b)",
        re.I,
    ),
    currencies=INDONESIAN_CURRENCIES,
    to=regex(rf" ?(?:{DASH}|sampai(?: dengan)?|hingga|s\.? ?[/.]? ?d\.?|ke|atau) ?", re.I),
    about=regex(r"-an\b", re.I),
    minus=regex(r"(?<![a-z])minus (?:sebesar )?$", re.I),
)

ENGLISH_CURRENCIES = {
    **{"rp": "IDR", "idr": "IDR", "rupiah": "IDR", "rupiahs": "IDR", "indonesianrupiah": "IDR"},
    **{"us$": "USD", "usd": "USD", "$": "USD", "dollar": "USD", "dollars": "USD", "usdollars": "USD"},
    **{"usdollar": "USD"},
    **{"s$": "SGD", "sgd": "SGD", "singaporedollars": "SGD", "a$": "AUD", "aud": "AUD", "australiandollars": "AUD"},
    **{"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP"},
    **{"pounds": "GBP", "¥": "JPY", "jpy": "JPY", "yen": "JPY", "rm": "MYR", "ringgit": "MYR", "yuan": "CNY"},
    **{"rmb": "CNY", "cny": "CNY", "won": "KRW", "krw": "KRW", "riyal": "SAR", "riyals": "SAR", "sar": "SAR"},
    **{"rupee": "INR", "rupees": "INR", "baht": "THB", "peso": "PHP", "pesos": "PHP"},
}
ENGLISH = Surroundings(
    before=regex(
        r"(?<![a-z0-9])(?P<money>rp\.?|idr|us ?\$|usd|s\$|sgd|a\$|aud|\$|€|eur|£|gbp|¥|jpy|rm|rmb"
        r"|cny|rupiah) ?$",
        re.I,
    ),
    after=regex(
        r"(?P<percent> ?(?:%|percent\b|per cent\b|pct\b|persen\b)|-percent\b)|"
        r"(?P<money>[ -]?(?:(?:indonesian )?rupiahs?|(?:u\.?s\.? |singapore |australian )?dollars?|euros?|yen|pounds?|"
        r"ringgit|yuan|won(?= (?:to|in|per|a)\b)|riyals?|rupees?|baht|pesos?|usd|idr)\b)",
        re.I,
    ),
    currencies=ENGLISH_CURRENCIES,
    to=regex(rf" ?(?:{DASH}|to|or|until) ?", re.I),
    minus=regex(r"(?<![a-z])(?:minus|negative) $", re.I),
)
