"""Figures are written the way of the target, nothing else is touched, and the value stays what the source says."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks import check, severity
from translate.language.localise import localise, set_japanese

CASES = json.loads((Path(__file__).parent / "cases" / "localise.json").read_text(encoding="utf-8"))
PIECES = ["1.240", "1,240", "65,8", "65.8", "1.234,5", "(6/2/2025)", "(6/2)", "14.08", "14,08 WIB", "5"]
PIECES += ["Rp 12,5 triliun", "5 juta", "1,240 million", "65,8 persen", "2,125 juta", "12,5億", "6 Februari 2025"]
PIECES += [
    "0812-3456-7890",
    "１，５",
    "No. 31",
    "2-1",
    "5/10/23",
    "(5-6/2)",
    "Feb. (5/2)",
    "www.a.id/1.240",
    "2025-02-06",
    "Pasal 1,2 dan 3",
]
sentences = st.lists(st.sampled_from(PIECES), max_size=12).map(" rumah ".join)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_cases(case: dict[str, str]) -> None:
    assert localise(case["source"], case["hypothesis"], "id", case["target"]) == case["expect"], case["comment"]


DATES = [
    ("en", "Senin (5/2/2024)", "Monday (Feb. (5/2/2024)", "Monday (5 February 2024)"),
    ("en", "Senin (5/2)", "Monday (Feb. (5/2)", "Monday (5 February)"),
    ("en", "Senin (05/02)", "Monday (05/02)", "Monday (5 February)"),
    ("en", "Senin (5/2/2024)", "Monday, Feb. 5 (5/2/2024)", "Monday (5 February 2024)"),
    ("en", "Senin (5/2/2024)", "Monday (February 5, 2024) (5/2/2024)", "Monday (5 February 2024)"),
    ("en", "Senin (5/2/2024)", "Monday ((5/2/2024)).", "Monday (5 February 2024)."),
    ("en", "(Senin, 5/2/2024)", "on (Monday, Feb (5/2/2024)", "on (Monday, 5 February 2024)"),
    ("en", "Senin (5/2)", "on Feb. 5 (5/2)", "on 5 February"),
    ("en", "Sabtu (5-6/2)", "Saturday (Feb (5-6/2)", "Saturday (5-6 February)"),
    ("en", "Sabtu (5 - 6 / 2 / 2024)", "Saturday (5-6/2/2024)", "Saturday (5-6 February 2024)"),
    ("en", "(30/1-2/2)", "it runs (30/1-2/2)", "it runs (30 January-2 February)"),
    ("en", "Senin (5/2)", "Monday (March (5/2)", "Monday (March (5 February)"),
    ("en", "6 korban, Senin (5/2)", "6 victims (5/2)", "6 victims (5 February)"),
    ("en", "Senin (5/2)", "(he came on Monday (5/2))", "(he came on Monday (5 February))"),
    ("en", "Persib menang (5-6)", "Persib won (5-6)", "Persib won (5-6)"),
    ("ja", "Senin (5/2/2024)", "月曜日（2月（5/2/2024）", "月曜日（2024年2月5日）"),
    ("ja", "Senin (5/2)", "月曜日（2月5日（5/2））", "月曜日（2月5日）"),
    ("ja", "Senin (5/2/2024)", "2月5日（月）（5/2/2024）", "2024年2月5日（月）"),
    ("ja", "Senin (5/2/2024)", "5日（5/2/2024）", "2024年2月5日"),
    ("ja", "Senin (05/02)", "月曜(05/02)", "月曜（2月5日）"),
    ("ja", "Sabtu (5-6/2/2024)", "土曜（5-6/2/2024）", "土曜（2024年2月5～6日）"),
    ("ja", "(30/1-2/2)", "会期（30/1-2/2）", "会期（1月30日～2月2日）"),
    ("ja", "Senin (5/2)", "3月（5/2）", "3月（2月5日）"),
]


@pytest.mark.parametrize(("target", "source", "hypothesis", "expected"), DATES)
def test_dates_in_brackets_are_written_out_and_once(target: str, source: str, hypothesis: str, expected: str) -> None:
    assert localise(source, hypothesis, "id", target) == expected == localise(source, expected, "id", target)
    if "March" not in expected and "3月" not in expected:
        assert not [flag for flag in check(source, expected, "id", target) if "NUMBER" in flag.code]


def test_labels_are_unique_and_half_are_negatives() -> None:
    kept = sum(case["hypothesis"] == case["expect"] for case in CASES)
    assert len({case["label"] for case in CASES}) == len(CASES) >= 60
    assert abs(2 * kept - len(CASES)) <= 4


def test_other_languages_are_left_alone() -> None:
    assert localise("1.240 rumah", "1.240 Häuser", "id", "de") == "1.240 Häuser"
    assert localise("1.240 houses", "1.240 houses", "en", "ja") == "1.240 houses"


@given(sentences, sentences, st.sampled_from(["en", "ja"]), st.booleans())
@settings(deadline=None, max_examples=200)
def test_twice_is_once_and_the_source_is_met_no_worse(source: str, said: str, target: str, copied: bool) -> None:
    hypothesis = source if copied else said
    once = localise(source, hypothesis, "id", target)
    assert localise(source, once, "id", target) == once
    codes = {"NUMBER_LOST", "NUMBER_ADDED"}
    before, after = (
        tuple(flag for flag in check(source, text, "id", target) if flag.code in codes) for text in (hypothesis, once)
    )
    assert severity(after) <= severity(before), (hypothesis, once)


@given(st.text(), st.text(), st.sampled_from(["en", "ja"]))
@settings(deadline=None, max_examples=100)
def test_nothing_raises_and_letters_alone_stay(source: str, hypothesis: str, target: str) -> None:
    localise(source, hypothesis, "id", target)
    letters = "".join(character for character in hypothesis if not character.isdecimal())
    assert localise(source, letters, "id", target) == (set_japanese(letters) if target == "ja" else letters)


@pytest.mark.parametrize(
    ("source", "said", "expected"),
    [
        ("Rahmad ke Yokohama.", "RahmadはYokohamaへ行った。", "ラフマドは横浜へ行った。"),
        (
            "Rahmad Masud bertemu wakil Jawa Barat.",
            "Rahmad Masudは Jawa Barat州の代表と会った。",
            "ラフマド・マスッドは西ジャワ州の代表と会った。",
        ),
        (
            "Kata Ahmad bin Ali, hujan reda.",
            "雨がやんだとAhmad bin Aliは語った。",
            "雨がやんだとアフマド・ビン・アリは語った。",
        ),
        ("Warga Jawa Timur mengungsi.", "East Java州の住民が避難した。", "東ジャワ州の住民が避難した。"),
        # Brands, acronyms, companies, lists of them, short forms in brackets, and what is not spelled as Indonesian.
        ("Gojek dan KPK hadir.", "GojekとKPKが出席した。", None),
        ("PT Sukses Makmur untung.", "PT Sukses Makmurは黒字だった。", None),
        ("Toko Lazada, Berrybenka dan Elevenia.", "Lazada、Berrybenka、Eleveniaの店。", None),
        ("Ikatan itu (Ispikani) rapat.", "その学士会（Ispikani）が会合を開いた。", None),
        ("Scott Thompson hadir.", "Scott Thompsonが出席した。", None),
        ("Kota itu punya Museum.", "その市にMuseumがある。", None),
        ("Hujan turun.", "Rahmadが来た。", None),
    ],
)
def test_names_in_latin_letters_are_written_in_japanese(source: str, said: str, expected: str | None) -> None:
    written = localise(source, said, "id", "ja")
    assert written == (expected or said)
    assert localise(source, written, "id", "ja") == written


def test_a_place_that_japanese_writes_with_characters_is_written_so() -> None:
    source = "Yokohama menjadi tuan rumah, kata Rahmad."
    assert (
        localise(source, "ヨコハマは開催地だとラフマド氏は述べた。", "id", "ja")
        == "横浜は開催地だとラフマド氏は述べた。"
    )
    assert localise(source, "横浜（ヨコハマ）は開催地だ。", "id", "ja") == "横浜（ヨコハマ）は開催地だ。"


@pytest.mark.parametrize(
    ("source", "hypothesis", "expected"),
    [
        ("Warga Kabupaten Bogor datang.", "Residents of Bogor District came.", "Residents of Bogor Regency came."),
        ("Warga Kabupaten Lampung Barat.", "People of West Lampung district.", "People of West Lampung regency."),
        ("Warga Kab. Sukamaju datang.", "People of the district of Sukamaju.", "People of the regency of Sukamaju."),
        (
            "Warga Kecamatan Bogor, Kabupaten Bogor.",
            "Bogor District, Bogor District.",
            "Bogor District, Bogor District.",
        ),
        ("Kabupaten Bogor menang.", "The Bogor District Court of Bogor.", "The Bogor District Court of Bogor."),
        ("Warga Kecamatan Sukau.", "Residents of Sukau District.", "Residents of Sukau District."),
    ],
)
def test_a_kabupaten_is_a_regency_in_text_as_in_the_facts(source: str, hypothesis: str, expected: str) -> None:
    assert localise(source, hypothesis, "id", "en") == expected
    assert localise(source, expected, "id", "en") == expected
