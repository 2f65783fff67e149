"""Numbers of English text, also where it kept Indonesian habits: "65,8 percent", "23/10/2023", "at 13.21 WIB"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from translate.document.quantities import Clock, Quantity, QuantityKind
from translate.language.calendar import ENGLISH_MONTHS, INDONESIAN_MONTHS
from translate.language.numbers.counting import count
from translate.language.numbers.fractions import FRACTIONS
from translate.language.numbers.literals import DASH, LITERAL
from translate.language.numbers.money import ENGLISH
from translate.language.numbers.scanner import (
    CODE,
    FULL_DATE,
    ISO_DATE,
    PLATE,
    ROMAN,
    SHARED,
    SHORT_DATE,
    TAKEN,
    QuantityScanner,
    Rule,
    date,
    day_of,
    decade,
    numeric_date,
    opaque,
    ordinal,
    roman,
    rule,
    time,
)
from translate.language.numbers.words import Part, Word, grammar

UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = {"thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6, "billion": 10**9}
SCALES |= {"bn": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12, "trn": 10**12, "dozen": 12}
SCALES |= {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}  # words a model left untranslated
LEXICON = {word: Word(Part.ADD, Decimal(value)) for value, word in enumerate([*UNITS, *TEENS], 1)}
LEXICON |= {word: Word(Part.ADD, Decimal(value * 10), 10) for value, word in enumerate(TENS, 2)}
LEXICON |= {word: Word(Part.SCALE, Decimal(value)) for word, value in SCALES.items()}
LEXICON |= {f"a {word}": Word(Part.ONE, Decimal(value)) for word, value in SCALES.items() if len(word) > 3}
LEXICON |= {
    "zero": Word(Part.ADD, Decimal(0)),
    "half a": Word(Part.ADD, Decimal("0.5")),
    "half": Word(Part.ADD, Decimal("0.5")),
    "hundred": Word(Part.TIMES, Decimal(100), 100),
    "a hundred": Word(Part.ADD, Decimal(100), 100),
}
GRAMMAR = grammar(LEXICON, ".", r" {0,2}|-|,? and |\n")

MONTH_OF = {name: number for number, name in enumerate(ENGLISH_MONTHS, 1)}
MONTH_OF |= {name[:3]: number for number, name in enumerate(ENGLISH_MONTHS, 1)} | {"Sept": 9}
MONTH_OF |= {name.upper(): number for number, name in enumerate(ENGLISH_MONTHS, 1)}
MONTH_OF |= {name: number for number, name in enumerate(INDONESIAN_MONTHS, 1)}  # left untranslated by a model
MONTH = "(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
NTH = r"(?:st|nd|rd|th)?"
TO = rf" ?(?:{DASH}|to|and|through|until|&) ?(?:the )?"
ZONE = r"(?P<zone>WIB|WITA|WIT|GMT|UTC|BST|Western Indonesia(?:n)? Time|local time)"
IN_ZONE = f"(?: {ZONE})?"
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    "twentieth",
)
PARTS_OF_DAY = {"in the morning": "am", "in the afternoon": "pm", "in the evening": "pm", "at night": "night"}
PARTS = {word: Decimal(part) for part, word in enumerate(ORDINALS[2:10], 3)} | {"quarter": Decimal(4)}


def _days(match: re.Match[str]) -> Quantity | tuple[Quantity, ...] | None:
    """Build one date, or two from "October 23 to 25"."""
    groups = match.groupdict()
    month, first = MONTH_OF[match["month"]], groups.get("first")
    if first is None:
        return date(match, day_of(groups.get("year"), month, groups.get("day")))
    opening, last = day_of(groups.get("year"), month, first), day_of(groups.get("year"), month, match["day"])
    if opening is None or last is None:
        return None
    spans = sorted([(match.start(), match.end("first")), (match.start("day"), match.end())])
    return tuple(Quantity(QuantityKind.DATE, day, "", *span) for day, span in zip((opening, last), spans, strict=True))


def _clock(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    half = _half(groups.get("half"))
    zone = groups.get("zone")
    return time(*match.span(), match["h"], groups.get("m"), zone if zone and zone.isupper() else None, half)


def _half(written: str | None) -> str | None:
    plain = (written or "").lower().replace(".", "").replace(" ", "")
    return {"noon": "pm", "midnight": "night"}.get(plain, plain) or None


def _clocks(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Build both ends of "from 5 to 7 p.m."."""
    half, first_half = _half(match["half"]), _half(match["half1"])
    if first_half is None:  # "11 to 2 p.m." began in the morning
        later = int(match["h1"]) % 12 > int(match["h"]) % 12
        first_half = half if not later else {"pm": "am", "am": "pm"}.get(half or "")
    zone = match["zone"] if match["zone"] and match["zone"].isupper() else None
    end = match.end("m1") if match["m1"] else match.end("h1")
    first = time(match.start(), end, match["h1"], match["m1"], zone, first_half)
    second = time(match.start("h"), match.end(), match["h"], match["m"], zone, half)
    return (first, second) if first and second else None


def _ordinal_word(match: re.Match[str]) -> Quantity | None:
    tens, unit = match["tens"], match["unit"].lower()
    value = (TENS.index(tens.lower()) + 2) * 10 if tens else 0
    return ordinal(match, value + ORDINALS.index(unit) + 1, certain=False)


def _year(match: re.Match[str]) -> Quantity | None:
    start, end = match.span("year")
    return Quantity(QuantityKind.DATE, day_of(match["year"], None, None) or Decimal(0), "", start, end)


def _past(match: re.Match[str]) -> Quantity | None:
    """Build "half past one", "a quarter to six in the evening"."""
    hour = int(match["h"]) if match["h"].isdigit() else int(LEXICON[match["h"].lower()].value)
    quarter, to = "quarter" in match["much"].lower(), match["to"].lower() == "to"
    if to:
        hour = hour - 1 or 12
    minute = ("45" if to else "15") if quarter else "30"
    return time(*match.span(), str(hour), minute, None, PARTS_OF_DAY.get((match["part"] or "").lower()))


def _fraction(match: re.Match[str]) -> Quantity:
    """Build "two thirds" and "a quarter"; the latter may be three months or one side of a town."""
    many = match["many"].lower()
    value = Decimal(many) if many.isdigit() else LEXICON[many].value if many in LEXICON else Decimal(1)
    part = PARTS[match["part"].lower()]
    certain = value > 1
    return Quantity(QuantityKind.NUMBER, value / part, "", *match.span(), alternatives=(part,), certain=certain)


def _and_a_half(match: re.Match[str]) -> Quantity | None:
    """Build "one and a half million"."""
    word = LEXICON.get(match["whole"].lower())
    value = (word.value if word else Decimal(match["whole"])) + Decimal("0.5")
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    return Quantity(QuantityKind.NUMBER, value * scale, "", *match.span(), certain=False)


def _spelled_decimal(match: re.Match[str]) -> Quantity:
    """Build "two point five"."""
    rest = "".join(str(int(LEXICON[word].value)) for word in match["rest"].lower().split())
    value = Decimal(f"{LEXICON[match['whole'].lower()].value}.{rest}")
    return Quantity(QuantityKind.NUMBER, value, "", match.start(), match.start() + len(match[0].rstrip()))


RULES: tuple[Rule, ...] = (
    *SHARED,
    *FRACTIONS,
    rule(
        _past,
        rf"(?i)\b(?P<much>half|(?:a )?quarter) (?P<to>past|to) (?P<h>[0-9]{{1,2}}|{'|'.join([*UNITS, *TEENS[:3]])})\b"
        rf"(?: (?P<part>{'|'.join(PARTS_OF_DAY)}))?",
    ),
    rule(
        _fraction,
        rf"(?i)\b(?P<many>[2-9]|an?|{'|'.join(UNITS)})[ -](?P<part>{'|'.join(PARTS)})(?:(?<=[hdr])s\b|\b(?= of\b))",
    ),
    rule(
        _and_a_half,
        rf"(?i)\b(?P<whole>[0-9]+|{'|'.join([*UNITS, *TEENS])})[ -]and[ -]a[ -]half(?:[ -]"
        rf"(?P<scale>{'|'.join(SCALES)})\b)?",
    ),
    rule(
        _spelled_decimal,
        rf"(?i)\b(?P<whole>zero|{'|'.join([*UNITS, *TEENS])}) point (?P<rest>(?:(?:zero|{'|'.join(UNITS)})\b ?)+)",
    ),
    rule(numeric_date, ISO_DATE),
    rule(numeric_date, FULL_DATE),
    rule(numeric_date, SHORT_DATE),
    rule(numeric_date, r"(?:(?<=\()|(?<=day )|(?<=day, )|(?<=on ))(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})(?![0-9/])"),
    rule(
        _days,
        rf"\b{MONTH} (?:the )?(?P<first>[0-9]{{1,2}}){NTH}{TO}(?P<day>[0-9]{{1,2}}){NTH}(?![0-9]"
        rf"|[.,:][0-9]|%)(?:,? (?P<year>[12][0-9]{{3}})(?![0-9]))?",
    ),
    rule(
        _days,
        rf"\b{MONTH} (?:the )?(?P<day>[0-9]{{1,2}}){NTH}(?![0-9]|[.:][0-9]|%| ?[ap]\.?m)(?:,? "
        rf"(?P<year>[12][0-9]{{3}})(?![0-9]))?",
    ),
    rule(
        _days,
        rf"(?<![0-9.,/])(?P<first>[0-9]{{1,2}}){NTH}{TO}(?P<day>[0-9]{{1,2}}){NTH}"
        rf"(?: of)?[ -]{MONTH}(?:,?[ -](?P<year>[12][0-9]{{3}})(?![0-9]))?",
    ),
    rule(
        _days,
        rf"(?<![0-9.,/])(?P<day>[0-9]{{1,2}}){NTH}(?: of)?[ -]{MONTH}(?:,?[ -]"
        rf"(?P<year>[12][0-9]{{3}})(?![0-9]))?",
    ),
    rule(_days, rf"\b{MONTH},? (?:of )?(?P<year>[12][0-9]{{3}})(?![0-9])"),
    rule(
        _year,
        r"\b(?:[Yy]ear|[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring) (?P<year>(?:1[89]|20)[0-9]{2})(?![0-9]"
        r"|[.,][0-9]|s\b| [a-z]+s\b)",
    ),
    rule(
        _clocks,
        r"(?i)(?<![0-9.,:])(?P<h1>[0-9]{1,2})(?:[:.](?P<m1>[0-9]{2}))?(?: ?(?P<half1>[ap]\.? ?m\b\.?))?"
        r" ?(?:-|–|—|to|until|and) ?(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))? ?(?P<half>[ap]\.? ?m\b\.?|noon\b)"
        + IN_ZONE,
    ),
    rule(_clock, r"(?i)(?<![0-9.,:])(?P<h>12) ?(?P<half>noon|midnight)" + IN_ZONE),
    rule(_clock, r"(?i)(?<![0-9.,:])(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))? ?(?P<half>[ap]\.? ?m\b\.?)" + IN_ZONE),
    rule(_clock, r"(?i)(?<![0-9.,:/])(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::[0-9]{2})?(?![0-9:])" + IN_ZONE),
    rule(_clock, r"(?<![0-9.,:/])(?P<h>[0-9]{1,2})(?:\.(?P<m>[0-9]{2}))? " + ZONE),
    rule(_clock, r"(?<![0-9.,:/])(?P<h>[0-9]{1,2}) ?o'clock"),
    rule(lambda match: ordinal(match, int(match[1])), r"(?i)(?<![0-9.,])([0-9]{1,4})(?:st|nd|rd|th)\b"),
    rule(_ordinal_word, rf"(?i)\b(?:(?P<tens>{'|'.join(TENS)})[- ])?(?P<unit>{'|'.join(ORDINALS)})\b"),
    rule(decade, r"(?<![0-9])([0-9]{2,4})'?s\b"),
    rule(opaque, PLATE.pattern),
    # "3m" and "2bn" are amounts.
    rule(
        opaque, rf"(?<![0-9A-Za-z])(?<![0-9][.,])(?!{LITERAL}(?:[KMB]|M[Nn]|B[Nn]|T[Nn])(?![0-9A-Za-z]))" + CODE.pattern
    ),
    rule(roman, ROMAN.pattern),
)
ALONE = r"\b(?P<month>" + "|".join(ENGLISH_MONTHS) + r")\b"
WORDS = {"noon": Clock(12), "midday": Clock(12), "midnight": Clock(0)}
ONCE = {"once": 1, "twice": 2, "double": 2, "doubled": 2, "pair": 2, "both": 2, "couple": 2, "triple": 3, "tripled": 3}
ONCE |= {"quarter": 4, "quadrupled": 4, "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10}
ONCE |= {"sixfold": 6, "twins": 2, "triplets": 3, "quadruplets": 4, "quintuplets": 5, "trio": 3, "quartet": 4}


def _word(match: re.Match[str]) -> Quantity:
    word = match[0].lower()
    if word in WORDS:
        return Quantity(QuantityKind.TIME, WORDS[word], "", *match.span(), certain=False)
    return Quantity(QuantityKind.NUMBER, Decimal(ONCE[word]), "", *match.span(), certain=False)


LAST: tuple[Rule, ...] = (
    rule(lambda match: date(match, day_of(None, MONTH_OF[match["month"]], None), certain=False), ALONE),
    rule(_word, rf"(?i)(?<!{TAKEN} )\b(?:{'|'.join([*WORDS, *ONCE])})\b"),
)


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of an English text."""
    scanner = QuantityScanner(text)
    scanner.take(RULES)
    count(scanner, GRAMMAR, ENGLISH)
    scanner.found = [replace(q, certain=False) if q.text.lower() in ("a dozen", "dozen") else q for q in scanner.found]
    scanner.take(LAST)
    return scanner.quantities()
