"""Short sentences made for this recipe, which teach what articles need and corpora have little of: amounts and dates.

Each template is a sentence in three languages with the same slots; the slots are filled with the same value written
the way each language writes it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)
_PLACES = (
    ("Surabaya", "Surabaya", "スラバヤ"),
    ("Bandung", "Bandung", "バンドン"),
    ("Makassar", "Makassar", "マカッサル"),
    ("Semarang", "Semarang", "スマラン"),
    ("Balikpapan", "Balikpapan", "バリクパパン"),
    ("Jakarta", "Jakarta", "ジャカルタ"),
    ("Kalimantan Timur", "East Kalimantan", "東カリマンタン州"),
    ("Jawa Barat", "West Java", "西ジャワ州"),
    ("Sumatra Utara", "North Sumatra", "北スマトラ州"),
    ("Palembang", "Palembang", "パレンバン"),
    ("Pontianak", "Pontianak", "ポンティアナック"),
    ("Yogyakarta", "Yogyakarta", "ジョグジャカルタ"),
)
_PEOPLE = (
    ("Budi Santoso", "ブディ・サントソ"),
    ("Sri Wahyuni", "スリ・ワユニ"),
    ("Agus Setiawan", "アグス・スティアワン"),
    ("Rina Kartika", "リナ・カルティカ"),
    ("Hendra Gunawan", "ヘンドラ・グナワン"),
    ("Dewi Lestari", "デウィ・レスタリ"),
    ("Joko Prasetyo", "ジョコ・プラセティヨ"),
    ("Ahmad Fauzi", "アフマド・ファウジ"),
)
_TEMPLATES = (
    (
        "Pemerintah menyiapkan anggaran sebesar {money} untuk {place}.",
        "The government has prepared a budget of {money} for {place}.",
        "政府は{place}に{money}の予算を用意した。",
    ),
    (
        "Harga beras di {place} naik {percent} menjadi {price} per kilogram.",
        "The price of rice in {place} rose {percent} to {price} per kilogram.",
        "{place}のコメ価格は{percent}上昇し、1キロ当たり{price}となった。",
    ),
    (
        '"Nilainya mencapai {money}," kata {person} di {place}, {date}.',
        '"The value has reached {money}," {person} said in {place} on {date}.',
        "「その額は{money}に達した」と{person}氏は{date}、{place}で述べた。",
    ),
    (
        "Sebanyak {people} orang hadir dalam acara yang digelar pada {date}.",
        "As many as {people} people attended the event held on {date}.",
        "{date}に開かれた行事には{people}人が出席した。",
    ),
    (
        "Ekspor daerah itu tumbuh {percent} dibandingkan tahun {year}.",
        "The region's exports grew {percent} compared with {year}.",
        "同地域の輸出は{year}年と比べて{percent}増加した。",
    ),
    (
        "{person} mengatakan pembangunan jembatan menelan biaya {money}.",
        "{person} said the construction of the bridge cost {money}.",
        "{person}氏は、橋の建設に{money}がかかったと述べた。",
    ),
    (
        "{place} -- Gempa terjadi pada {date} pukul {clock} WIB.",
        "{place} -- The earthquake occurred on {date} at {clock} Western Indonesia Time.",
        "{place}――地震は{date}、西部インドネシア時間{clock}に発生した。",
    ),
    (
        "Jumlah penduduk {place} tercatat {people} jiwa pada {year}.",
        "The population of {place} was recorded at {people} in {year}.",
        "{place}の人口は{year}年に{people}人を記録した。",
    ),
    (
        "Menurut {person}, {percent} warga sudah menerima bantuan {price}.",
        "According to {person}, {percent} of residents have received aid of {price}.",
        "{person}氏によると、住民の{percent}がすでに{price}の支援を受け取った。",
    ),
    (
        "Perusahaan itu membukukan laba {money} pada tahun {year}, turun {percent}.",
        "The company booked a profit of {money} in {year}, down {percent}.",
        "同社は{year}年に{money}の利益を計上したが、{percent}減少した。",
    ),
)


def sentences(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Return `count` sentences as (Indonesian, English, Japanese)."""
    chance = random.Random(seed)
    for _ in range(count):
        template = chance.choice(_TEMPLATES)
        slots = _slots(chance)
        indonesian, english, japanese = (
            text.format(**{name: values[n] for name, values in slots.items()}) for n, text in enumerate(template)
        )
        yield indonesian, english, japanese


def _slots(chance: random.Random) -> dict[str, tuple[str, str, str]]:
    year, month, day = chance.randint(1998, 2026), chance.randint(1, 12), chance.randint(1, 28)
    spelled = chance.random() < 0.6
    percent = chance.randint(1, 990)
    person = chance.choice(_PEOPLE)
    hour, minute = chance.randint(0, 23), chance.randint(0, 59)
    people, price = chance.randint(11, 99_999), chance.randint(20, 1900) * 50
    whole, tenth = divmod(percent, 10)
    tail = f"{tenth}" if tenth else ""
    return {
        "money": _money(chance),
        "place": chance.choice(_PLACES),
        "person": (person[0], person[0], person[1]),
        "year": (str(year),) * 3,
        "date": (
            f"{day} {_MONTHS[month - 1][0]} {year}" if spelled else f"({day}/{month}/{year})",
            f"{_MONTHS[month - 1][1]} {day}, {year}",
            f"{year}年{month}月{day}日",
        ),
        "clock": (f"{hour:02}.{minute:02}", f"{hour:02}:{minute:02}", f"{hour}時{minute}分"),
        "percent": (
            f"{whole}{',' * bool(tail)}{tail} persen",
            f"{whole}{'.' * bool(tail)}{tail} percent",
            f"{whole}{'.' * bool(tail)}{tail}%",
        ),
        "people": (f"{people:,}".replace(",", "."), f"{people:,}", _japanese(people)),
        "price": (f"Rp {price:,}".replace(",", "."), f"Rp {price:,}", f"{_japanese(price)}ルピア"),
    }


def _money(chance: random.Random) -> tuple[str, str, str]:
    word_id, word_en, unit = chance.choice(
        (("juta", "million", 10**6), ("miliar", "billion", 10**9), ("triliun", "trillion", 10**12))
    )
    tenths = chance.randint(11, 9999)
    whole, tenth = divmod(tenths, 10)
    number = f"{whole}.{tenth}" if tenth else f"{whole}"
    return (
        f"Rp{' ' * chance.randint(0, 1)}{number.replace('.', ',')} {word_id}",
        f"Rp {number} {word_en}",
        f"{_japanese(tenths * unit // 10)}ルピア",
    )


def _japanese(value: int) -> str:
    """Write an amount the way Japanese news does: 12兆5000億, 3500万, 8400."""
    parts = []
    for unit, sign in ((10**12, "兆"), (10**8, "億"), (10**4, "万")):
        count, value = divmod(value, unit)
        if count:
            parts.append(f"{count}{sign}")
    if value or not parts:
        parts.append(str(value))
    return "".join(parts)
