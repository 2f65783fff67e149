"""The samples hold what their README claims, and their references cover them sentence by sentence, number by number."""

import re
from calendar import month_name
from collections import Counter
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))

FEATURES = {
    "balikpapan-yokohama": (
        r"^Balikpapan – ",
        r"\(Adv/Diskominfo\)$",
        r"\(23/10/2023\)",
        r"65,8 persen",
        r"Mas'ud",
    ),
    "cadangan-beras": (
        r"Rp 12,5 triliun",
        r"Rp 14\.500 per kilogram",
        r"3,2 persen",
        r"US\$ 2,1 miliar",
        r"1,5 juta ton",
    ),
    "gempa-tirtasari": (
        r"pukul 13\.21 WIB",
        r"bermagnitudo 5,6",
        r"12 orang luka",
        r"1\.240 rumah",
        r"\(BMKG\)",
        r"\(BNPB\)",
        r"Drs\. H\. .*, M\.Si\., ",
    ),
    "sidang-irigasi": (
        r"Pasal 3 jo\. Pasal 18 UU No\. 31 Tahun 1999",
        r"terdakwa A\.S\. ",
        r"Budi S\. Pratama, S\.H\., M\.H\., ",
        r"\(JPU\)",
        r"Rp 1,75 miliar",
    ),
    "pesisir-elang": (r" 2-1 ", r"menit ke-87", r"peringkat ke-3", r"^Pencetak gol: "),
    "siaran-pers-plts": (
        r"^SIARAN PERS: .* Tbk\. ",
        r"(?:^- .+\n){5}",
        r"^1\. .+\n2\. .+\n3\. ",
        r"^Kontak media: ",
        r"^Penulis: ",
    ),
    "sekolah-lansia": (r"^Baca juga: ", r"^Penulis: ", r"^Editor: ", r" \(WRT/sds\)$", r" dsb\. [a-z]"),
}

SCALES = {"juta": ("million", 10**6), "miliar": ("billion", 10**9), "triliun": ("trillion", 10**12)}
WEEKDAYS = "月火水木金土日"
NUMBER = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
    r"|(?<=pukul )(?P<hour>\d\d)\.(?P<minute>\d\d)"
    rf"|(?P<plain>\d+(?:\.\d{{3}})*(?:,\d+)?)(?: (?P<scale>{'|'.join(SCALES)}))?",
    re.I,  # a title says "Triliun"
)
ENGLISH_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?: (?:million|billion|trillion))?")
JAPANESE_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[兆億万]\d*)*")


class Reference(NamedTuple):
    id: str
    en: str
    ja: str


class Numbers(NamedTuple):
    en: Counter[str]
    ja: Counter[str]


def article(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def references(name: str) -> list[Reference]:
    header, *lines = (SAMPLES / "references" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "id\ten\tja" and lines
    return [Reference(*line.split("\t")) for line in lines]


def folded(text: str) -> str:
    return " ".join(text.split())


def japanese(value: Decimal) -> str:
    """A number as a Japanese newspaper writes it: 12兆5000億, 1万4500, 65.8."""
    if value < 10_000:
        return f"{value.normalize():f}"
    whole, said = int(value), ""
    for unit, size in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        count, whole = divmod(whole, size)
        said += f"{count}{unit}" if count else ""
    return said + (str(whole) if whole else "")


def numbers(indonesian: str) -> Numbers:
    """The numbers that a translation of an Indonesian sentence has to hold."""
    en: list[str] = []
    ja: list[str] = []
    for found in NUMBER.finditer(indonesian):
        if found["day"]:
            en += [found["day"], found["year"]]
            ja += [found["year"], found["month"], found["day"]]
        elif found["hour"]:
            en.append(f"{found['hour']}:{found['minute']}")
            ja += [str(int(found["hour"]))] + [str(int(found["minute"]))] * (found["minute"] != "00")
        elif found["plain"].isdigit() and not found["scale"]:
            en.append(found["plain"])
            ja.append(found["plain"])
        else:
            plain = found["plain"].translate(str.maketrans(".,", ",."))
            word, size = SCALES.get((found["scale"] or "").lower(), ("", 1))
            en.append(f"{plain} {word}".strip())
            ja.append(japanese(Decimal(plain.replace(",", "")) * size))
    return Numbers(Counter(en), Counter(ja))


def test_there_are_at_least_six_items_each_with_a_row_of_features() -> None:
    assert len(NAMES) >= 6
    assert set(FEATURES) == set(NAMES)
    assert sorted(path.stem for path in (SAMPLES / "references").glob("*.tsv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_item_has_the_length_of_a_news_item(name: str) -> None:
    text = article(name)
    assert 180 <= len(text.split()) <= 320
    assert 8 <= len([line for line in text.splitlines() if line.strip()]) <= 20


@pytest.mark.parametrize("name", NAMES)
def test_an_item_has_the_features_it_is_there_for(name: str) -> None:
    missing = [pattern for pattern in FEATURES[name] if not re.search(pattern, article(name), re.M)]
    assert missing == []


def test_paragraphs_are_parted_with_and_without_blank_lines() -> None:
    body_gaps = {"\n\n" in article(name).strip().split("\n", 3)[-1] for name in NAMES}
    assert body_gaps == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_references_cover_the_article_in_its_order(name: str) -> None:
    assert folded(" ".join(row.id for row in references(name))) == folded(article(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_reference_crosses_a_line_of_the_article(name: str) -> None:
    lines = article(name).splitlines()
    assert [row.id for row in references(name) if not any(row.id in line for line in lines)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_blank_or_padded(name: str) -> None:
    assert [row for row in references(name) if any(not cell or cell != cell.strip() for cell in row)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_japanese_cell_is_japanese_in_newspaper_style(name: str) -> None:
    said = [row.ja for row in references(name) if row.ja != "（WRT/sds）"]
    assert [ja for ja in said if not re.search(r"[ぁ-んァ-ヶ一-龯]", ja)] == []
    assert [ja for ja in said if re.search(r"(?:です|ます|でした|ました|ません)(?:[。」]|$)", ja)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_ends_as_one_in_each_language(name: str) -> None:
    """A full stop in the article is one in both references; quotations are turned round in Japanese."""
    ended = [row for row in references(name) if re.search(r"[a-z)]\.[”\"]?$", row.id) and "Tbk." not in row.id]
    assert ended
    assert [row.en for row in ended if not re.search(r"\.[”\"]?$", row.en)] == []
    assert [row.ja for row in ended if not re.search(r"[。」]$", row.ja)] == []


@pytest.mark.parametrize(
    ("indonesian", "en", "ja"),
    [
        ("Rp 12,5 triliun", ["12.5 trillion"], ["12兆5000億"]),
        ("Rp 1,75 miliar", ["1.75 billion"], ["17億5000万"]),
        ("Rp 14.500", ["14,500"], ["1万4500"]),
        ("1,5 juta ton pada 2017", ["1.5 million", "2017"], ["150万", "2017"]),
        ("1.240 rumah, 65,8 persen", ["1,240", "65.8"], ["1240", "65.8"]),
        ("Senin (23/10/2023) pukul 13.21", ["23", "2023", "13:21"], ["2023", "10", "23", "13", "21"]),
        ("pukul 17.00", ["17:00"], ["17"]),
    ],
)
def test_numbers_are_read_as_indonesian_writes_them(indonesian: str, en: list[str], ja: list[str]) -> None:
    assert numbers(indonesian) == Numbers(Counter(en), Counter(ja))


@pytest.mark.parametrize("name", NAMES)
def test_numbers_agree_with_the_references(name: str) -> None:
    for row in references(name):
        expected = numbers(row.id)
        assert Counter(ENGLISH_NUMBER.findall(row.en.lower())) == expected.en, row.en
        # Japanese has figures where Indonesian has words ("enam tahun", 6年), so it may hold more.
        assert expected.ja - Counter(JAPANESE_NUMBER.findall(row.ja)) == Counter(), row.ja


def test_dates_name_the_right_month_and_day_of_the_week() -> None:
    rows = [row for name in NAMES for row in references(name)]
    dates = [(row, *found) for row in rows for found in re.findall(r"(\d+)/(\d+)/(\d{4})", row.id)]
    assert len(dates) >= len(NAMES)
    for row, day, month, year in dates:
        assert f"{day} {month_name[int(month)]} {year}" in row.en
        assert f"{year}年{month}月{day}日（{WEEKDAYS[date(int(year), int(month), int(day)).weekday()]}）" in row.ja


def test_some_references_have_figures_and_dates_to_be_compared() -> None:
    rows = [row for name in NAMES for row in references(name)]
    assert sum(bool(numbers(row.id).en) for row in rows) > 20
    assert sum(bool(re.search(r"\d+/\d+/\d{4}", row.id)) for row in rows) > 2


class ArticleText(HTMLParser):
    """Collects the text inside <article>."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "article"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def test_the_markdown_and_html_versions_are_the_same_article() -> None:
    markdown = (SAMPLES / "sekolah-lansia.md").read_text(encoding="utf-8")
    bare = re.sub(r"\[(.+?)\]\(.+?\)", r"\1", markdown.removeprefix("# ")).replace("*", "")
    page = ArticleText()
    page.feed((SAMPLES / "sekolah-lansia.html").read_text(encoding="utf-8"))
    assert folded(bare) == folded(page.text) == folded(article("sekolah-lansia"))
