"""What values are called in words: every value, in English and Japanese."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
import strategies
from hypothesis import given, settings

from translate.checks import check
from translate.document import (
    Attempt,
    Clock,
    Day,
    Figure,
    Flag,
    FlagCode,
    FlagData,
    Notice,
    NoticeCode,
    QuantityKind,
    Refusal,
    RefusalCode,
    Step,
)
from translate.document.flags import (
    CurrencyChanged,
    Figures,
    ForeignLetters,
    IgnoredTerm,
    LengthRatio,
    Loop,
    LostName,
    LostNames,
    LowConfidence,
    OverBudget,
    Prose,
    Untranslated,
)
from translate.writers.wording import attempt_text, flag_reason, notice_text, refusal_text
from translate.writers.words import WORDS

CASES = Path(__file__).parent / "cases"
BIG = Figure(QuantityKind.MONEY, Decimal("12.5e12"), "Rp 12,5 triliun", "IDR")
SHARE = Figure(QuantityKind.PERCENT, Decimal("65.8"), "65,8 persen")
DAY = Figure(QuantityKind.DATE, Day(2025, 2, 6), "6/2/2025")
TIME = Figure(QuantityKind.TIME, Clock(13, 21, "WIB"), "pukul 13.21 WIB")


def number(value: int) -> Figure:
    return Figure(QuantityKind.NUMBER, Decimal(value), str(value))


@pytest.mark.parametrize(
    ("code", "data", "english", "japanese"),
    [
        (FlagCode.NUMBER_LOST, Figures((DAY,)), "6 February 2025 is not in the translation",
         "2025年2月6日が訳文にない"),
        (FlagCode.NUMBER_LOST, Figures((TIME,)), "13:21 WIB is not in the translation", "13:21 WIBが訳文にない"),
        (FlagCode.NUMBER_LOST, Figures((SHARE, BIG)), "65.8% and Rp 12.5 trillion are not in the translation",
         "65.8%、12兆5000億ルピアが訳文にない"),
        (FlagCode.NUMBER_LOST, Figures((SHARE, BIG, number(3), number(4), number(5), number(6))),
         "65.8%, Rp 12.5 trillion, 3, 4 and 2 more are not in the translation",
         "65.8%、12兆5000億ルピア、3、4、ほか2件が訳文にない"),
        (FlagCode.NUMBER_ADDED, Figures((Figure(QuantityKind.NUMBER, Decimal(1500), "1.500"),)),
         "1,500 is in the translation but not in the source",
         "1,500は訳文にあるが原文にない"),
        (FlagCode.NUMBER_LOST, CurrencyChanged(Figure(QuantityKind.MONEY, Decimal(3000000), "", "IDR"), "USD"),
         "Rp 3 million has become an amount in USD", "300万ルピアの通貨がUSDになっている"),
        (FlagCode.NAME_LOST, LostNames((LostName("Balikpapan", True, "Backpapan"), *[LostName("Kota", False)] * 4)),
         '"Balikpapan" (it has "Backpapan"), "Kota", "Kota", 2 more are not in the translation (sure)',
         "「Balikpapan」（訳文では「Backpapan」）、「Kota」、「Kota」、ほか2件が訳文にない（確実）"),
        (FlagCode.NAME_LOST, LostNames((LostName("Rahmad", False, "ラーマ", 0.4, 0.62),)),
         '"Rahmad" (nearest in sound: ラーマ 0.40 of 0.62) is not in the translation (likely)',
         "「Rahmad」（音の近さ：「ラーマ」0.40、基準0.62）が訳文にない（おそらく）"),
        (FlagCode.REPETITION, Loop("石油", 3, 1.9), '"石油" is repeated 3 times; compression ratio 1.9',
         "「石油」が3回、圧縮率1.9"),
        (FlagCode.TOO_SHORT, LengthRatio(0.21, 0.3), "0.21 of the source's length, where 0.30 is the least",
         "原文の0.21倍の長さ（下限は0.30倍）"),
        (FlagCode.LOW_SCORE, LowConfidence(0.21, 0.4), "the model's confidence is 0.21, below the threshold of 0.40",
         "モデルの確信度は0.21で、しきい値の0.40を下回る"),
        (FlagCode.LOW_SCORE, LowConfidence(0.4996, 0.5, estimated=True),
         "the model's estimated confidence is 0.4996, below the threshold of 0.50",
         "モデルの推定確信度は0.4996で、しきい値の0.50を下回る"),
        (FlagCode.TOO_LONG, LengthRatio(3.003, 3.0), "3.003 of the source's length, where 3.00 is the most",
         "原文の3.003倍の長さ（上限は3.00倍）"),
        (FlagCode.SOURCE_ECHO, Untranslated(("dan", "di"), 9), '2 of 9 source words are left untranslated: "dan di"',
         "原文9語中2語が未訳：「dan di」"),
        (FlagCode.SOURCE_ECHO, Untranslated(tuple("abcdefg"), 9),
         '7 of 9 source words are left untranslated: "a b c d e f ..."', "原文9語中7語が未訳：「a b c d e f ...」"),
        (FlagCode.WRONG_SCRIPT, ForeignLetters("Cyrillic", 7), "7 letters are Cyrillic", "7字がキリル文字"),
        (FlagCode.TERM_IGNORED, IgnoredTerm("DPR", "国民議会"), '"DPR" is not translated as "国民議会"',
         "「DPR」が「国民議会」と訳されていない"),
        (FlagCode.SPLIT, OverBudget(512, 400), "512 tokens, the model takes 400: translated in pieces",
         "512トークン（モデルの上限は400）のため分割して翻訳"),
        (FlagCode.UNFINISHED, None, "the length limit ended the translation", "長さの上限で訳文が終わっている"),
        (FlagCode.NUMBER_LOST, Prose("by an older version"), "by an older version", "by an older version"),
        (FlagCode.NUMBER_LOST, None, "", ""),
    ],
)  # fmt: skip
def test_a_flag(code: FlagCode, data: FlagData | None, english: str, japanese: str) -> None:
    assert flag_reason(Flag(code, data)) == flag_reason(Flag(code, data), "de") == english
    assert flag_reason(Flag(code, data), "ja") == japanese


@pytest.mark.parametrize(
    ("attempt", "english", "japanese"),
    [
        (Attempt(Step.AS_ASKED, ""), "as asked", "通常の翻訳"),
        (Attempt(Step.NO_REPEAT, "", no_repeat_ngram=3, beams=3), "no repeated 3-grams, 3 beams",
         "3トークンの繰り返しを禁止、ビーム幅3"),
        (Attempt(Step.NO_REPEAT, "", no_repeat_ngram=2, rewritten=True), "no repeated 2-grams; numbers rewritten",
         "2トークンの繰り返しを禁止；数字の表記を変更"),
        (Attempt(Step.FALLBACK, "", model="opus-id-en"), "by opus-id-en", "opus-id-enによる翻訳"),
        (Attempt(Step.POST_EDIT, "", model="qwen", refusal=Refusal(RefusalCode.SEVERAL_LINES, count=2)),
         "post-edited by qwen; refused: it has 2 lines", "qwenによる訂正；不採用：2行ある"),
        (Attempt(Step.POST_EDIT, "", model="qwen", refusal=Refusal(RefusalCode.GIVEN_UP, count=3)),
         "post-edited by qwen; no answer: it failed 3 times in a row and is not used any more",
         "qwenによる訂正；回答なし：続けて3回失敗したため、もう尋ねない"),
    ],
)  # fmt: skip
def test_an_attempt(attempt: Attempt, english: str, japanese: str) -> None:
    assert (attempt_text(attempt), attempt_text(attempt, "ja")) == (english, japanese)


def test_a_refusal_with_the_flag_that_caused_it() -> None:
    refusal = Refusal(RefusalCode.WRONG_LANGUAGE, flag=Flag(FlagCode.WRONG_SCRIPT, ForeignLetters("Thai", 7)))
    assert refusal_text(refusal) == "it is not in the language asked for: 7 letters are Thai"
    told = Notice(NoticeCode.REPLACED, count=2, refusal=refusal)
    assert (
        notice_text(told, "ja")
        == "要点2は、モデルの文の代わりに置いた記事の文です：指定の言語ではない：7字がタイ文字。"
    )


def keys(room: str) -> set[str]:
    return {key.removeprefix(f"{room}.") for key in WORDS if key.startswith(f"{room}.")}


def test_the_table_has_every_value() -> None:
    assert keys("step") == set(Step) and keys("refusal") == set(RefusalCode) and keys("notice") == set(NoticeCode)
    kinds = {key.split(".")[1] for key in keys("reason")} - {"estimated"}
    assert kinds == {kind.__name__ for kind in (*get_args(FlagData), type(None))} - {"Prose"}


@given(strategies.flags, strategies.attempts, strategies.notices)
@settings(deadline=None, max_examples=50)
def test_every_value_can_be_told(flag: Flag, attempt: Attempt, told: Notice) -> None:
    for language in ("en", "ja"):
        worded = f"{flag.code}.{type(flag.data).__name__}" in keys("reason")
        assert flag_reason(flag, language) or flag.data is None or not worded
        assert attempt_text(attempt, language) and isinstance(notice_text(told, language), str)


def test_every_flag_of_the_labelled_cases_is_said_in_japanese() -> None:
    lines = [line for path in CASES.glob("checks-*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in map(json.loads, lines) if case["target"] == "ja"]
    flags = {flag for case in cases for flag in check(case["source"], case["hypothesis"], "id", "ja")}
    assert len({flag.code for flag in flags}) > 6
    said = {flag: re.sub("「.*?」", "", flag_reason(flag, "ja")) for flag in flags}
    assert all(said.values())
    assert [flag for flag, text in said.items() if re.search("(?:is|are|the|where) ", text)] == []


def test_a_confidence_is_never_said_to_be_its_threshold() -> None:
    assert flag_reason(Flag(FlagCode.LOW_SCORE, LowConfidence(0.6996, 0.7))) == (
        "the model's confidence is 0.6996, below the threshold of 0.70"
    )
