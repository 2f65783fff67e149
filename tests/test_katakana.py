"""Indonesian names in katakana: by their spelling, and those whose spelling does not tell."""

from __future__ import annotations

import re

import pytest

from translate.language.gazetteer import katakana_names
from translate.language.katakana import by_rule, in_katakana, katakana

BY_RULE = {
    "Palembang": "パレンバン",
    "Widodo": "ウィドド",
    "Mulyani": "ムルヤニ",
    "Semarang": "スマラン",  # a first e of three syllables or more is hardly heard
    "Kendari": "クンダリ",
    "Tembalang": "テンバラン",
    "Pontianak": "ポンティアナック",
    "Mempawah": "メンパワ",
    "Ahmadi": "アフマディ",
    "Soeharto": "スハルト",
    "Djoko": "ジョコ",
    "Tangerang": "タンゲラン",
    "Banyuwangi": "バニュワンギ",
    "Syahrul": "シャフルル",
    "Yokohama": "ヨコハマ",
}


@pytest.mark.parametrize(("name", "written"), BY_RULE.items())
def test_a_name_spelled_as_indonesian_spells_is_written_by_its_sound(name: str, written: str) -> None:
    assert by_rule(name) == written


@pytest.mark.parametrize("name", ["Schwarzenegger", "McDonald", "BPBD", "Müller", "Al-Hafiz", "K2", "Xiaomi", ""])
def test_a_name_whose_spelling_does_not_tell_its_sound_is_not_written_by_rule(name: str) -> None:
    assert by_rule(name) is None


def test_known_names_go_before_the_rule() -> None:
    assert (by_rule("Bogor"), katakana("Bogor")) == ("ボゴル", "ボゴール")
    assert (by_rule("Guterres"), katakana("Guterres")) == (None, "グテーレス")


def test_the_table_is_katakana_that_the_rule_would_not_write() -> None:
    names = katakana_names()
    assert len(names) > 3000
    assert not [name for name, written in names.items() if not re.fullmatch("[ァ-ヺー]{2,}", written)]
    assert not [name for name, written in names.items() if by_rule(name) == written]


def test_one_rule_for_what_is_copied_and_what_is_written_anew() -> None:
    names = ("Cilincing", "Netty", "Novanto", "Mu'ti", "Pancoran")
    assert [katakana(name) for name in names] == ["チリンチン", "ネティ", "ノファント", "ムティ", "パンチョラン"]
    assert [katakana(name) for name in ("Building", "Agency", "David", "Capitol", "Surabaya-Mojokerto")] == [None] * 5
    assert in_katakana("Surabaya-Mojokerto") == "スラバヤ・モジョケルト"
