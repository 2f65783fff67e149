"""Compare the numbers, dates and times of two texts as values, not as characters.

The form of a quantity may differ in the other language ("23 Oktober" as "the 23rd", "pukul 7" as "7 a.m.", "50 persen"
as "half"), and a text often repeats a figure that its translation has once. So each figure of one side is searched
anywhere on the other, in every possible reading, and is missing only if no reading is found. Uncertain figures are not
required, but can match one.
"""

from __future__ import annotations

import re
from decimal import Decimal

from translate.checks.companions import companions
from translate.checks.equivalents import equivalents
from translate.checks.pools import FAMILIES, Side, ValuePool, contains, other_currency
from translate.document import TARGETS, Clock, Day, Flag, FlagCode, Quantity, QuantityKind
from translate.document.flags import CurrencyChanged, Figures
from translate.language.numbers import find_quantities
from translate.patterns import regex

# Small figures appear and disappear with grammar, above all in Japanese: "1人の男性" is a man, "2人とも" both.
FREE_UP_TO = {"ja": Decimal(3), "en": Decimal(2)}

FREE_WORDS = 2
# Before one of these a number word is a count, which a translation must keep; elsewhere it is often figurative.
COUNTED = regex(
    r" (?:jam|menit|detik|hari|malam|pekan|minggu|bulan|tahun|orang|korban|anak|siswa|warga|pelaku|tersangka|ekor|unit|"
    r"buah|rumah|desa|kota|negara|provinsi|kecamatan|kabupaten|sekolah|kali|meter|kilometer|hektare|ton|kilogram|liter|"
    r"persen|poin|gol|tiket|kapal|mobil|truk|bus|pertandingan|laga|tahap|lantai|kelas|titik|lokasi|wakil|pemain|perempuan|"
    r"wanita|pria|laki-laki|kasus|jenazah|penumpang|tahanan|saksi|pegawai|petugas|guru|dokter|perusahaan|partai|kursi|"
    r"medali|jembatan|gedung|kamar|kios|toko|keluarga|fraksi|paket|botol|bungkus|butir|karung|sapi|kambing|sepeda|pesawat|"
    r"helikopter|perahu|personel|anggota|calon|perkara|laporan|kelompok)\b"
)
COUNTED_THERE = regex(r" (?:[a-z]+ )?(?:[a-z]{3,}s|people|men|women|children)\b| ?[人名件軒戸棟台本個校村日年回]")
COUNTING = regex(r" (?!di|ke|dari|yang|dan|kali|hal)[A-Za-z][a-z]{2,}")  # a number in words before any noun
COUNTED_FROM = 3  # 1 may be an article, 2 may be "both", "a pair", "twice"


def check_figures(
    source: str, expected: tuple[Quantity, ...], source_language: str, hypothesis: str, target_language: str
) -> list[Flag]:
    """Return NUMBER_LOST and NUMBER_ADDED with the figures that are missing on either side.

    `expected` are the quantities of the source.
    """
    actual = find_quantities(hypothesis, target_language)
    source_side, hypothesis_side = Side(source, expected, actual), Side(hypothesis, actual, expected)
    free_here = equivalents(source, expected, source_language, hypothesis, actual, target_language)
    free_there = equivalents(hypothesis, actual, target_language, source, expected, source_language)
    missing = [
        quantity for quantity in expected if not contains(hypothesis_side, quantity) and quantity not in free_here
    ]
    lost = [quantity for quantity in missing if _is_asked(quantity, source, hypothesis_side)]
    free = FREE_UP_TO.get(target_language, Decimal(2))
    unknown = [quantity for quantity in actual if not contains(source_side, quantity) and quantity not in free_there]
    added = [
        quantity
        for quantity in unknown
        if (quantity.certain or _is_month(quantity, source_side)) and not (_small(quantity, free) and not lost)
    ]
    if not added and all(_small(quantity, Decimal(1)) for quantity in lost):
        lost = []  # "1 mil" is "a mile"
    first, second = _exchanged(missing, unknown, lost, added)
    if not (lost or added or first or second):
        first, second = _counts_exchanged(source, missing, hypothesis, unknown)
    if not (lost or added or first or second) and source_language == "id" and target_language in TARGETS:
        first, second = companions(source, hypothesis, expected, actual, target_language)
    lost, added = lost + first, added + second
    flags = []
    if lost:
        flags.append(Flag(FlagCode.NUMBER_LOST, _figures(lost)))
    else:
        flags += _currency_slip(expected, hypothesis_side.pool(QuantityKind.MONEY))
    if added:
        flags.append(Flag(FlagCode.NUMBER_ADDED, _figures(added)))
    return flags


def _is_asked(quantity: Quantity, source: str, side: Side) -> bool:
    """Return whether a quantity is required on the other side.

    A month without a day only if that side names months, a small number in words only if it counts something.
    """
    if quantity.certain:
        return True
    value = quantity.value
    if isinstance(value, Day):
        return _is_month(quantity, side)
    counts = quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and value >= COUNTED_FROM
    return counts and COUNTED.match(source, quantity.end) is not None


def _is_month(quantity: Quantity, side: Side) -> bool:
    """Return whether a quantity is a month alone and the other side names months too: "Mei" may be a person."""
    value = quantity.value
    alone = isinstance(value, Day) and value.year is None and value.day is None
    return alone and any(day.month for day in side.pool(quantity.kind).days)


def _exchanged(
    missing: list[Quantity], unknown: list[Quantity], lost: list[Quantity], added: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return uncertain figures that have an uncertain counterpart of the same kind on the other side.


    For example one ordinal in words for another ("ketiga", "second"), or a number in words beside an added figure.
    """
    sure, sure_there = frozenset(lost), frozenset(added)
    doubtful = [quantity for quantity in missing if quantity not in sure and quantity.kind is not QuantityKind.OPAQUE]
    others = [quantity for quantity in unknown if quantity not in sure_there]
    for is_like in (_is_rank, _is_share, _is_decade, _is_multiple, _is_clock):
        first, second = list(filter(is_like, doubtful)), list(filter(is_like, others))
        if first and second:
            break
    else:
        first, second = [], []
    if added and not lost:
        first = first or _like(doubtful, added)
    if lost and not added:
        second = second or _like([quantity for quantity in unknown if quantity not in sure_there], lost)
    return first, second


THEM = regex("ke[a-z]+", re.I)
DECADE = regex(r"[0-9](?:0-an|0'?s|0 ?年?代)$")
MULTIPLE = regex(r"kali lipat$|fold$|^(?:doubled?|tripled?|quadrupled)$", re.I)


def _is_rank(quantity: Quantity) -> bool:
    return quantity.kind is QuantityKind.ORDINAL and quantity.value != 1


def _is_share(quantity: Quantity) -> bool:
    value = quantity.value
    return quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and 0 < value < 1


def _is_decade(quantity: Quantity) -> bool:
    return DECADE.search(quantity.text) is not None


def _is_multiple(quantity: Quantity) -> bool:
    return MULTIPLE.search(quantity.text) is not None


def _is_clock(quantity: Quantity) -> bool:
    return isinstance(quantity.value, Clock)


def _counts_exchanged(
    source: str, missing: list[Quantity], hypothesis: str, unknown: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return small numbers in words that count on both sides, but differ: "dua orang", "nine"."""
    in_source = [q for q in missing if (_counts(q) or _counts_them(q)) and COUNTING.match(source, q.end)]
    in_hypothesis = [q for q in unknown if _counts(q) and COUNTED_THERE.match(hypothesis, q.end)]
    return (in_source[:1], in_hypothesis[:1]) if in_source and in_hypothesis else ([], [])


def _counts(quantity: Quantity) -> bool:
    value = quantity.value
    return quantity.kind is QuantityKind.NUMBER and isinstance(value, Decimal) and value >= FREE_WORDS


def _counts_them(quantity: Quantity) -> bool:
    """Return whether a quantity is "keenam" as in "keenam kasus", all six."""
    return quantity.kind is QuantityKind.ORDINAL and THEM.fullmatch(quantity.text) is not None


def _like(doubtful: list[Quantity], certain: list[Quantity]) -> list[Quantity]:
    """Return the uncertain numbers that may match a certain one; "two" is too frequent."""
    families = {FAMILIES[quantity.kind] for quantity in certain}
    return [
        quantity
        for quantity in doubtful
        if FAMILIES[quantity.kind] in families and isinstance(quantity.value, Decimal) and quantity.value > FREE_WORDS
    ]


def _currency_slip(expected: tuple[Quantity, ...], pool: ValuePool) -> list[Flag]:
    for quantity in expected:
        currency = other_currency(pool, quantity)
        if currency:
            return [Flag(FlagCode.NUMBER_LOST, CurrencyChanged(quantity.figure, currency))]
    return []


def _small(quantity: Quantity, free: Decimal) -> bool:
    """Return whether a number is added by grammar only: "per dolar" is "1ドル"."""
    value, kind = quantity.value, quantity.kind
    amount = kind is QuantityKind.NUMBER or (kind is QuantityKind.MONEY and value == 1)
    return isinstance(value, Decimal) and amount and value <= free


def _figures(quantities: list[Quantity]) -> Figures:
    return Figures(tuple(dict.fromkeys(quantity.figure for quantity in quantities)))
