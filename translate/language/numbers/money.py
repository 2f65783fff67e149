"""Patterns of Indonesian and English for currencies, percentages and ranges beside a number."""

from __future__ import annotations

import re

from translate.language.numbers.counting import Surroundings
from translate.language.numbers.literals import DASH
from translate.patterns import regex

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
    to=regex(rf" ?(?:{DASH}|sampai(?: dengan)?|hingga|s\.? ?[/.]? ?d\.?|ke|atau) ?", re.I),
    about=regex(r"-an\b", re.I),
    minus=regex(r"(?<![a-z])minus (?:sebesar )?$", re.I),
)

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
    to=regex(rf" ?(?:{DASH}|to|or|until) ?", re.I),
    minus=regex(r"(?<![a-z])(?:minus|negative) $", re.I),
)
