"""Numbers of Indonesian text.

Own rules: date and number-word libraries either do not know Indonesian or give a value without its place, and none
tells "satu" the number from "satu" the article. Usage after PUEBI and the house styles of the Indonesian press: stop
between thousands, decimal comma, day before month, 24-hour clock with a stop ("13.21 WIB").
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from translate.language.numbers.counting import count
from translate.language.numbers.fractions import FRACTIONS
from translate.language.numbers.literals import DASH, LITERAL, read_literal
from translate.language.numbers.money import INDONESIAN
from translate.language.numbers.months import INDONESIAN_MONTHS
from translate.language.numbers.scanner import (
    CODE,
    PLATE,
    ROMAN,
    SHARED,
    QuantityScanner,
    Rule,
    date,
    day_of,
    opaque,
    ordinal,
    roman,
    roman_value,
    time,
)
from translate.language.numbers.values import Quantity, QuantityKind
from translate.language.numbers.words import Part, Word, grammar

DIGITS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
SCALES = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}
SCALES |= {"trilyun": 10**12, "triliyun": 10**12}
LEXICON = {word: Word(Part.ADD, Decimal(value)) for value, word in enumerate(DIGITS, 1)}
LEXICON |= {word: Word(Part.SCALE, Decimal(value)) for word, value in SCALES.items()}
LEXICON |= {
    "nol": Word(Part.ADD, Decimal(0)),
    "setengah": Word(Part.ADD, Decimal("0.5")),
    "sepuluh": Word(Part.ADD, Decimal(10)),
    "sebelas": Word(Part.ADD, Decimal(11)),
    "belas": Word(Part.TEEN, Decimal(10)),
    "puluh": Word(Part.TIMES, Decimal(10), 10),
    "ratus": Word(Part.TIMES, Decimal(100), 100),
    "seratus": Word(Part.ADD, Decimal(100), 100),
    "lusin": Word(Part.SCALE, Decimal(12)),
    "selusin": Word(Part.ONE, Decimal(12)),
    "seribu": Word(Part.ONE, Decimal(1000)),
    "sejuta": Word(Part.ONE, Decimal(10**6)),
    "semiliar": Word(Part.ONE, Decimal(10**9)),
}
LEXICON |= {f"{word}an": LEXICON[word] for word in ("ribu", "juta", "miliar", "milyar", "triliun", "ratus", "seratus")}
LEXICON |= {f"{word}belas": Word(Part.ADD, Decimal(value + 10)) for value, word in enumerate(DIGITS, 1)}
LEXICON |= {f"{word}puluh": Word(Part.ADD, Decimal(value * 10), 10) for value, word in enumerate(DIGITS, 1)}
GRAMMAR = grammar(LEXICON, ",", r" {0,2}|\n")

DIGIT = "(?:" + "|".join(DIGITS) + ")"
MONTH_OF = {name.lower(): number for number, name in enumerate(INDONESIAN_MONTHS, 1)}
MONTH_OF |= {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "agu": 8, "agt": 8, "agst": 8, "ags": 8}
MONTH_OF |= {"sep": 9, "sept": 9, "okt": 10, "nov": 11, "nopember": 11, "des": 12, "pebruari": 2}
MONTH = "(?P<month>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")\b\.?"
TO_DAY = rf"(?P<first>[0-9]{{1,2}}) ?(?:{DASH}|sampai(?: dengan)?|hingga|dan|s\.? ?/? ?d\.?|&) ?"
HALVES = {"pagi": "am", "dini hari": "am", "subuh": "am", "siang": "pm", "sore": "pm", "petang": "pm", "malam": "night"}
ZONE = r"(?P<zone>WIB|WITA|WIT|GMT|UTC|BST)\b"
HOUR = r"(?P<h>[0-9]{1,2})(?:[.:](?P<m>[0-9]{2})(?::[0-9]{2})?)?(?![0-9])(?![.,:][0-9])"
PERTH = "|".join(DIGITS[2:])
HOURS = {word: value for value, word in enumerate((*DIGITS, "sepuluh", "sebelas", "dua belas"), 1)}
SPOKEN_HOUR = "|".join(sorted(HOURS, key=len, reverse=True))


def _month(match: re.Match[str]) -> int | None:
    return MONTH_OF.get((match["month"] or "").lower())


def _days(match: re.Match[str]) -> Quantity | tuple[Quantity, ...] | None:
    """Build one date, or two from "23-25 Oktober 2023"."""
    last = date(match, day_of(match["year"], _month(match), match["day"]))
    if last is None or not match["first"]:
        return last
    first = day_of(match["year"], _month(match), match["first"])
    if first is None:
        return None
    start, end = match.span("first")
    opening = Quantity(QuantityKind.DATE, first, "", start, end)
    return opening, Quantity(last.kind, last.value, "", match.start("day"), match.end())


def _figures(match: re.Match[str]) -> Quantity | None:
    """Build a date of figures; "10/23/2023", which no Indonesian writes, can only be the other way round."""
    year = match.groupdict().get("year")
    american = day_of(year, match["a"], match["b"]) if year else None
    return date(match, day_of(year, match["b"], match["a"]) or american)


def _clock(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    half = HALVES.get((groups.get("half") or "").lower())
    return time(*match.span(), match["h"], match["m"], groups.get("zone"), half)


def _clocks(match: re.Match[str]) -> tuple[Quantity, ...] | None:
    """Build both ends of "09.00-15.00 WIB"."""
    first = time(match.start("h1"), match.end("m1"), match["h1"], match["m1"], match["zone"], None)
    second = time(match.start("h"), match.end(), match["h"], match["m"], match["zone"], None)
    return (first, second) if first and second else None


def _spelled(match: re.Match[str]) -> Quantity:
    word = match[1].lower()
    value = {"pertama": 1, "sepuluh": 10}.get(word) or DIGITS.index(word) + 1
    return ordinal(match, value, certain=False)


def _decade(match: re.Match[str]) -> Quantity:
    value = Decimal(match[1].replace(".", ""))
    century = (value + 1900,) if 20 < value < 100 else ()
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=century, certain=not 0 < value < 100)


def _year(match: re.Match[str]) -> tuple[Quantity, ...]:
    spans = [match.span(group) for group in ("year", "last") if match[group]]
    return tuple(
        Quantity(QuantityKind.DATE, day_of(match.string[start:end], None, None) or Decimal(0), "", start, end)
        for start, end in spans
    )


def _per(match: re.Match[str]) -> Quantity:
    """Build a fraction in words: "dua pertiga" is "two thirds", "3分の2" or "2/3"; "sepertiga" may be freer."""
    part = Decimal(DIGITS.index(match["part"].lower()) + 1)
    many = (match["many"] or "").lower()
    value = Decimal(many) if many.isdigit() else LEXICON[many].value if many else Decimal(1)
    if match["many"] or match["se"]:
        return Quantity(QuantityKind.NUMBER, value / part, "", *match.span(), alternatives=(part,), certain=bool(many))
    return Quantity(QuantityKind.NUMBER, part, "", *match.span(), certain=False)  # "perempat final"


def _spoken_clock(match: re.Match[str]) -> Quantity | None:
    """Build "pukul tujuh malam" and "jam setengah sembilan", which is 8.30."""
    written = match["hour"].lower()
    hour = int(written) if written.isdigit() else int(HOURS[written])
    if match["past"]:
        hour = hour - 1 or 12
    half = HALVES.get((match["half"] or "").lower())
    found = time(*match.span(), str(hour), "30" if match["past"] else None, match["zone"], half)
    sure = bool(match["past"] or half or match["zone"])
    return replace(found, certain=sure) if found else None


def _best(match: re.Match[str]) -> Quantity:
    """Build "8 besar", which is the quarterfinals."""
    word = match["n"].lower()
    value = Decimal(word) if word.isdigit() else LEXICON[word].value if word in LEXICON else Decimal(16)
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), certain=False)


def _basis_points(match: re.Match[str]) -> Quantity:
    """Build "25 basis poin", which is a quarter of a per cent."""
    value = Decimal(match["n"])
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=(value / 100,))


def _short_number(match: re.Match[str]) -> Quantity | None:
    """Build "35 M", which may be an amount of money in miliar."""
    values = read_literal(match["amount"], ",")
    scale = Decimal(10**9 if match["scale"] == "M" else 10**12)
    others = (*values[1:], *(value * scale for value in values))
    return Quantity(QuantityKind.NUMBER, values[0], "", *match.span(), alternatives=others) if values else None


def _grade(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Build the "X" of "Kelas X" and both ends of "Kelas X hingga XII"."""
    groups = [group for group in ("first", "n") if match[group]]
    values = [int(match[group]) if match[group].isdigit() else roman_value(match[group]) for group in groups]
    return tuple(
        Quantity(QuantityKind.ORDINAL, Decimal(value), "", *match.span(group), certain=False)
        for group, value in zip(groups, values, strict=True)
    )


def _spelled_decimal(match: re.Match[str]) -> Quantity:
    """Build "dua koma lima persen"; the digits after the comma are said one by one or as one number."""
    whole = LEXICON[match["whole"].lower()].value if match["whole"].isalpha() else Decimal(match["whole"])
    rest = "".join(str(int(LEXICON[word].value)) for word in match["rest"].lower().split())
    kind = QuantityKind.PERCENT if match["percent"] else QuantityKind.NUMBER
    return Quantity(kind, Decimal(f"{whole}.{rest}"), "", *match.span())


def _and_a_half(match: re.Match[str]) -> Quantity:
    """Build "1 setengah juta", "dua setengah jam"."""
    written = match["whole"].lower()
    value = (Decimal(written) if written.isdigit() else LEXICON[written].value) + Decimal("0.5")
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    return Quantity(QuantityKind.NUMBER, value * scale, "", *match.span(), certain=written.isdigit())


def _times(match: re.Match[str]) -> Quantity:
    """Build "tiga kali lipat", which is said in many ways."""
    word = match["many"].lower()
    value = Decimal(word) if word.isdigit() else LEXICON[word].value
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=(value * 100,), certain=False)


def _short_money(match: re.Match[str]) -> Quantity | tuple[Quantity, ...] | None:
    """Build "Rp 5 M" (miliar), "Rp 12,5 T" (triliun), and both ends of "Rp1-2 M"."""
    scale = Decimal(10**9 if match["scale"] == "M" else 10**12)
    found: list[Quantity] = []
    for group in ("from", "amount"):
        values = tuple(value * scale for value in read_literal(match[group] or "", ",")) if match[group] else ()
        start = match.start() if group == "from" or not match["from"] else match.start(group)
        end = match.end(group) if group == "from" else match.end()
        if values:
            money = Quantity(QuantityKind.MONEY, values[0], "", start, end, "IDR", values[1:])
            found.append(money)
    return tuple(found) or None


def _span_of_time(match: re.Match[str]) -> Quantity:
    """Build "dua dekade", which is 2 or 20, and "seperempat jam", which is 1/4 or 15."""
    many, unit = match["many"].lower(), match["unit"].lower()
    if unit == "jam":
        value, other = (Decimal("0.5"), Decimal(30)) if many == "setengah " else (Decimal(4), Decimal(15))
    else:
        number = many.strip()
        value = Decimal(number) if number.isdigit() else LEXICON.get(number, LEXICON["satu"]).value
        other = value * (10 if unit == "dekade" else 100)
    certain = many[0].isdigit()
    return Quantity(QuantityKind.NUMBER, value, "", *match.span(), alternatives=(other,), certain=certain)


RULES: tuple[Rule, ...] = (
    *SHARED,
    *FRACTIONS,
    (
        re.compile(
            rf"\b(?:pukul|pkl\.?|jam) (?P<past>setengah )?(?P<hour>(?<=setengah )[0-9]{{1,2}}|{SPOKEN_HOUR})\b"
            rf"(?! (?:puluh|ratus|ribu|belas))(?: (?P<half>{'|'.join(HALVES)})\b)?(?: ?{ZONE})?",
            re.I,
        ),
        _spoken_clock,
    ),
    (
        re.compile(
            rf"\b(?P<whole>nol|{DIGIT}|sepuluh|sebelas|[0-9]{{1,3}}) koma (?P<rest>(?:nol|{DIGIT})(?: (?:nol|{DIGIT})\b)*)\b"
            r"(?P<percent> persen\b)?",
            re.I,
        ),
        _spelled_decimal,
    ),
    (
        re.compile(
            rf"(?<![0-9.,])\b(?P<whole>{DIGIT}|[1-9][0-9]?) setengah\b(?: (?P<scale>{'|'.join(SCALES)})\b)?", re.I
        ),
        _and_a_half,
    ),
    (re.compile(rf"(?<![0-9.,])\b(?P<many>{DIGIT}|[1-9][0-9]?) kali lipat\b", re.I), _times),
    (re.compile(r"(?:Lima Puluh Kota|(?:Kepulauan|Pulau) Seribu|Empat Lawang|Tiga Raksa|Nol Kilometer)\b"), opaque),
    (re.compile(rf"\b(?P<n>[0-9]{{1,2}}|{DIGIT}|enam belas) besar\b", re.I), _best),
    (re.compile(r"(?<![0-9.,])(?P<n>[0-9]{1,4})(?= (?:basis poin|bps)\b)", re.I), _basis_points),
    (
        re.compile(
            r"\b(?:[Kk]elas|KELAS|[Bb]ab|BAB|[Kk]uartal|[Tt]riwulan|[Ss]emester|[Tt]ingkat) (?:(?P<first>[0-9]{1,2}|[IVX]{1,4}) ?(?:-|–|dan|"
            r"hingga|sampai|atau) ?)?(?P<n>[IVX]{1,4})(?![0-9A-Za-z])"
        ),
        _grade,
    ),
    (
        re.compile(
            rf"(?<![A-Za-z])Rp\.? ?(?:(?P<from>{LITERAL}) ?{DASH} ?)?(?P<amount>{LITERAL}) ?(?P<scale>[MT])(?![0-9A-Za-z])"
        ),
        _short_money,
    ),
    (re.compile(rf"(?<![A-Za-z0-9.,])(?P<amount>{LITERAL}) (?P<scale>[MT])(?=[.,;)]? |[.,;)]?$)"), _short_number),
    (re.compile(r"(?<![0-9])(?P<year>[12][0-9]{3})-(?P<b>[0-9]{1,2})-(?P<a>[0-9]{1,2})(?![0-9])"), _figures),
    (
        re.compile(
            r"(?<![0-9/.-])(?P<a>[0-9]{1,2})(?P<s>[/.-])(?P<b>[0-9]{1,2})(?P=s)(?P<year>[12][0-9]{3})"
            r"(?![0-9])",
        ),
        _figures,
    ),
    (re.compile(r"(?<![0-9/])(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<year>[0-9]{2})(?![0-9/])"), _figures),
    (
        re.compile(
            r"(?:(?<=\()|(?:(?<=senin )|(?<=selasa )|(?<=rabu )|(?<=kamis )|(?<=jumat )|(?<=sabtu )|"
            r"(?<=minggu )|(?<=tanggal )|(?<=, )))(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})(?![0-9/])",
            re.I,
        ),
        _figures,
    ),
    (
        re.compile(
            rf"(?<![0-9.,])(?<![0-9]/)(?:{TO_DAY})?(?P<day>[0-9]{{1,2}})[ -]{MONTH}(?:,?[ -]"
            rf"(?P<year>[12][0-9]{{3}})(?![0-9]))?",
            re.I,
        ),
        _days,
    ),
    (re.compile(rf"\b(?P<first>)(?P<day>){MONTH},? (?:tahun )?(?P<year>[12][0-9]{{3}})(?![0-9])", re.I), _days),
    (
        re.compile(
            rf"\b(?:tahun|thn\.?|th\.) (?P<year>[12][0-9]{{3}})(?: ?(?:{DASH}|/|sampai|hingga|dan) ?"
            rf"(?P<last>[12][0-9]{{3}}))?(?![0-9]|[.,][0-9]|-an)",
            re.I,
        ),
        _year,
    ),
    (
        re.compile(
            rf"(?<![0-9.,/])(?P<lead>(?:pukul|pkl\.?|jam) )?(?P<h1>[0-9]{{1,2}})[.:](?P<m1>[0-9]{{2}}) ?(?:{DASH}|"
            rf"sampai(?: dengan)?|hingga|s\.? ?/? ?d\.?) ?(?:pukul )?{HOUR}(?: ?{ZONE}|(?(lead)|(?!)))",
            re.I,
        ),
        _clocks,
    ),
    (
        re.compile(
            rf"\b(?P<lead>pukul|pkl\.?|pk\.?|jam) ?{HOUR}(?: ?{ZONE}|(?: (?P<half>pagi|siang|sore"
            r"|petang|malam|dini hari|subuh)\b))*",
            re.I,
        ),
        _clock,
    ),
    (re.compile(rf"(?<![0-9.,/]){HOUR} {ZONE}"), _clock),
    (re.compile(r"(?<![0-9.,:/])(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::[0-9]{2})?(?![0-9:])"), _clock),
    (
        re.compile(
            r"\bke-? ?([0-9]{1,4})\b(?![.,:][0-9])",
            re.I,
        ),
        lambda match: ordinal(match, int(match[1])) if match[0][2] != " " else None,
    ),
    (
        re.compile(
            rf"\b(?:ke(?={'|'.join(DIGITS)}|sepuluh))?((?<=ke)(?:{'|'.join(DIGITS)}|sepuluh)|pertama)\b",
            re.I,
        ),
        _spelled,
    ),
    (re.compile(r"\b(?P<many>setengah |seperempat )(?P<unit>jam)\b", re.I), _span_of_time),
    (
        re.compile(rf"\b(?:(?P<many>[1-9]|{'|'.join(DIGITS)}) |(?P<se>se))?per(?P<part>{PERTH})(?:nya|an)?\b", re.I),
        _per,
    ),
    (re.compile(r"(?<![0-9.,])(?<!Rp)(?<!Rp )([1-9]0|[12][0-9]{2}0)-an\b", re.I), _decade),
    (
        re.compile(rf"\b(?P<many>se|(?:{'|'.join(DIGITS)}|[1-9][0-9]?) )(?P<unit>dekade|abad)\b", re.I),
        _span_of_time,
    ),
    (PLATE, opaque),
    (CODE, opaque),
    (ROMAN, roman),
)


def _month_alone(match: re.Match[str]) -> Quantity | None:
    """Build a date of a month's name; "mar" and "des" alone are no names."""
    named = len(match[0]) > 3 or match[0] == "Mei"
    return date(match, day_of(None, _month(match), None), certain=False) if named else None


HALF = re.compile(r"\b(?:separuh|separo|setengah)(?:nya)?\b", re.I)
# "seorang", "sebuah", "setahun": a one that a translation may say.
ONE = re.compile(
    r"\bse(?:orang|buah|ekor|tahun|bulan|minggu|pekan|hari|jam|menit|kali|unit|lembar|pasang"
    r"|abad|dekade|saat)(?:nya)?\b",
    re.I,
)
ALONE = re.compile(rf"\b{MONTH}", re.I)


def find(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of an Indonesian text."""
    page = QuantityScanner(text)
    page.take(RULES)
    count(page, GRAMMAR, INDONESIAN)
    page.take(
        (
            (ALONE, _month_alone),
            (
                re.compile(r"\bdekade\b", re.I),
                lambda match: Quantity(QuantityKind.NUMBER, Decimal(10), "", *match.span(), certain=False),
            ),
            (
                re.compile(r"\bse(?:penuh|luruh)nya\b", re.I),
                lambda match: Quantity(QuantityKind.PERCENT, Decimal(100), "", *match.span(), certain=False),
            ),
            (HALF, lambda match: Quantity(QuantityKind.NUMBER, Decimal("0.5"), "", *match.span(), certain=False)),
            (ONE, lambda match: Quantity(QuantityKind.NUMBER, Decimal(1), "", *match.span(), certain=False)),
        )
    )
    return page.quantities()
