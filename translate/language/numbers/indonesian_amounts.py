"""Compound amounts of Indonesian text: fractions, spelled decimals, short forms, spans of time."""

from __future__ import annotations

import re
from decimal import Decimal

from translate.document.quantities import Clock, Quantity, QuantityKind
from translate.language.numbers.literals import DASH, LITERAL, read_literal
from translate.language.numbers.scanner import Rule, decade, opaque, roman_value, rule
from translate.language.numbers.words import Part, Word

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
DIGIT = "(?:" + "|".join(DIGITS) + ")"
PERTH = "|".join(DIGITS[2:])


def _per(match: re.Match[str]) -> Quantity:
    """Build a fraction in words: "dua pertiga" is "two thirds", "3分の2" or "2/3"; "sepertiga" may be freer."""
    part = Decimal(DIGITS.index(match["part"].lower()) + 1)
    many = (match["many"] or "").lower()
    value = Decimal(many) if many.isdigit() else LEXICON[many].value if many else Decimal(1)
    if match["many"] or match["se"]:
        return Quantity(QuantityKind.NUMBER, value / part, "", *match.span(), alternatives=(part,), certain=bool(many))
    return Quantity(QuantityKind.NUMBER, part, "", *match.span(), certain=False)  # "perempat final"


def _short_year(match: re.Match[str]) -> Quantity:
    """Build "krisis 98", the year 1998; "tahun 70" may be no year."""
    value = Decimal(match["n"])
    return Quantity(QuantityKind.NUMBER, value, "", *match.span("n"), alternatives=(value + 1900,))


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
    """Build "dua koma lima persen"; the digits after the comma are spelled one by one or as one number."""
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
    """Build "tiga kali lipat" and its variants."""
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


def _english_money(match: re.Match[str]) -> Quantity:
    """Build "Rp 9,000": no amount of rupiah has three decimals, so the comma is an English separator."""
    value = Decimal(match["amount"].replace(",", ""))
    return Quantity(QuantityKind.MONEY, value, "", *match.span(), "IDR", read_literal(match["amount"], ","))


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


def _spaced_decimal(match: re.Match[str]) -> Quantity:
    """Build "- 30, 5 persen", where spaces have come between the sign, the whole and the decimals."""
    return Quantity(QuantityKind.PERCENT, -Decimal(f"{match['whole']}.{match['rest']}"), "", *match.span())


AMOUNTS: tuple[Rule, ...] = (
    rule(_spaced_decimal, r"(?i)(?<![^ (])- ?(?P<whole>[0-9]{1,3}), (?P<rest>[0-9]{1,2}) ?(?:persen|%)"),
    rule(
        _spelled_decimal,
        rf"(?i)\b(?P<whole>nol|{DIGIT}|sepuluh|sebelas|[0-9]{{1,3}}) koma "
        rf"(?P<rest>(?:nol|{DIGIT})(?: (?:nol|{DIGIT})\b)*)\b(?P<percent> persen\b)?",
    ),
    rule(
        _and_a_half,
        rf"(?i)(?<![0-9.,])\b(?P<whole>{DIGIT}|[1-9][0-9]?) setengah\b(?: (?P<scale>{'|'.join(SCALES)})\b)?",
    ),
    rule(_short_year, r"(?i)\b(?:krisis|reformasi|angkatan|tahun|tragedi) ['’]?(?P<n>[4-9][0-9])(?![0-9.,/-]|-an)"),
    rule(_times, rf"(?i)(?<![0-9.,])\b(?P<many>{DIGIT}|[1-9][0-9]?) kali lipat\b"),
    rule(opaque, r"(?:Lima ?[Pp]uluh Kota|(?:Kepulauan|Pulau) Seribu|Empat Lawang|Tiga Raksa|Nol Kilometer)\b"),
    rule(_best, rf"(?i)\b(?P<n>[0-9]{{1,2}}|{DIGIT}|enam belas) besar\b"),
    rule(_basis_points, r"(?i)(?<![0-9.,])(?P<n>[0-9]{1,4})(?= (?:basis poin|bps)\b)"),
    rule(
        _grade,
        r"\b(?:[Kk]elas|KELAS|[Bb]ab|BAB|[Kk]uartal|[Tt]riwulan|[Ss]emester|[Tt]ingkat) "
        r"(?:(?P<first>[0-9]{1,2}|[IVX]{1,4}) ?(?:-|–|dan|hingga|sampai|atau) ?)?(?P<n>[IVX]{1,4})(?![0-9A-Za-z])",
    ),
    rule(
        _english_money,
        r"(?i)(?<![A-Za-z])Rp\.? ?(?P<amount>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?![0-9]|[.,][0-9]|-an\b| ?-? ?[0-9]| ?"
        r"(?:ribu|rb|juta|jt|mili?[ay]r|milyar|tril[iy]un|[MT])\b)",
    ),
    rule(
        _short_money,
        rf"(?<![A-Za-z])Rp\.? ?(?:(?P<from>{LITERAL}) ?{DASH} ?)?(?P<amount>{LITERAL}) ?(?P<scale>[MT])"
        r"(?![0-9A-Za-z])",
    ),
    rule(_short_number, rf"(?<![A-Za-z0-9.,])(?P<amount>{LITERAL}) (?P<scale>[MT])(?=[.,;)]? |[.,;)]?$)"),
)
"""Rules that are applied before dates and times."""

PARTS: tuple[Rule, ...] = (
    rule(_span_of_time, r"(?i)\b(?P<many>setengah |seperempat )(?P<unit>jam)\b"),
    rule(_per, rf"(?i)\b(?:(?P<many>[1-9]|{'|'.join(DIGITS)}) |(?P<se>se))?per(?P<part>{PERTH})(?:nya|an)?\b"),
    rule(decade, r"(?i)(?<![0-9.,])(?<!Rp)(?<!Rp )([1-9]0|[12][0-9]{2}0)-an\b"),
    rule(_span_of_time, rf"(?i)\b(?P<many>se|(?:{'|'.join(DIGITS)}|[1-9][0-9]?) )(?P<unit>dekade|abad)\b"),
)
"""Rules that are applied after them."""


def _free(written: str, value: str, kind: QuantityKind = QuantityKind.NUMBER) -> Rule:
    """Return the rule for a word that a translation may, but need not, write as a figure."""
    return rule(
        lambda match: Quantity(kind, Decimal(value), "", *match.span(), certain=False), rf"(?i)\b(?:{written})\b"
    )


def _clock_word(written: str, hour: int) -> Rule:
    """Return the rule for a word that is a time of day as well as a part of it."""
    return rule(
        lambda match: Quantity(QuantityKind.TIME, Clock(hour), "", *match.span(), certain=False), rf"(?i)\b{written}\b"
    )


HALVES_AND_WHOLES: tuple[Rule, ...] = (
    _clock_word("tengah hari", 12),
    _clock_word("tengah malam", 0),
    _free("dekade", "10"),
    _free("kesebelasan", "11"),
    _free("balita", "5"),
    _free("se(?:penuh|luruh)nya", "100", QuantityKind.PERCENT),
    _free("(?:separuh|separo|setengah)(?:nya)?", "0.5"),
)
"""Rules that are applied last."""
