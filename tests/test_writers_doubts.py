"""Reasons of doubts in the words of Japanese readers."""

import json
import re
from pathlib import Path

import pytest
from translate.writers.doubts import reason

from translate.checks import check
from translate.document import Flag, FlagCode
from translate.writers.labels import ENGLISH, JAPANESE

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("6 February 2025 is not in the translation", "2025年2月6日が訳文にない"),
        ("65.8%, Rp 12.5 trillion and 2 more are not in the translation",
         "65.8%、12兆5000億ルピア、ほか2件が訳文にない"),
        ("1,500 is in the translation but not in the source", "1,500は訳文にあるが原文にない"),
        ("Rp 3 million has become an amount in USD", "300万ルピアの通貨がUSDになっている"),
        ('"Balikpapan" (it has "Backpapan"), 2 more are not in the translation (sure)',
         "「Balikpapan」（訳文では「Backpapan」）、ほか2件が訳文にない（確実）"),
        ('"Rahmad" (nearest in sound: ラーマ 0.40 of 0.62) is not in the translation (likely)',
         "「Rahmad」（音の近さ：「ラーマ」0.40、基準0.62）が訳文にない（おそらく）"),
        ('"石油" is said 3 times; compression ratio 1.9', "「石油」が3回、圧縮率1.9"),
        ("0.21 of the source's length, where 0.30 is the least", "原文の0.21倍の長さ（下限は0.30倍）"),
        ("confidence 0.21, where 0.40 is the least", "確信度0.21（下限は0.40）"),
        ('2 of 9 source words are left untranslated: "dan di"', "原文9語中2語が未訳：「dan di」"),
        ("7 letters are Cyrillic", "7字がキリル文字"),
        ('"DPR" is not translated as "国民議会"', "「DPR」が「国民議会」と訳されていない"),
        ("512 tokens, the model takes 400: translated in pieces", "512トークン（モデルの上限は400）のため分割して翻訳"),
    ],
)  # fmt: skip
def test_a_note_is_said_in_japanese(note: str, said: str) -> None:
    assert reason(Flag(FlagCode.NUMBER_LOST, note), JAPANESE) == said
    assert reason(Flag(FlagCode.NUMBER_LOST, note), ENGLISH) == note


def test_a_note_of_another_kind_stays_as_it_is() -> None:
    assert reason(Flag(FlagCode.NUMBER_LOST, "by a later version"), JAPANESE) == "by a later version"


def test_every_note_of_the_labelled_cases_is_said_in_japanese() -> None:
    lines = [line for path in CASES.glob("checks-*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in map(json.loads, lines) if case["target"] == "ja"]
    notes = {flag for case in cases for flag in check(case["source"], case["hypothesis"], "id", "ja")}
    assert len({flag.code for flag in notes}) > 6
    said = {flag.note: re.sub("「.*?」", "", reason(flag, JAPANESE)) for flag in notes}
    assert [note for note, text in said.items() if re.search("(?:is|are|the|where) ", text)] == []
