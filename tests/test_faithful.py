"""The gate: what a model wrote is shown only if its evidence bears it out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks.faithfulness import Draft, Support, Verdict, find_support, judge
from translate.document import RefusalCode
from translate.writers.wording import refusal_text

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "cases" / "faithful.json").read_text(encoding="utf-8"))
LIMIT = {"en": 25, "ja": 60}
TOLD = "Write each point as one sentence of your own. Use only what the sentences say."


def supports(language: str) -> list[Support]:
    return [Support(index, text, source) for index, (text, source) in enumerate(CASES[language]["article"])]


def judged(line: str, language: str = "en", evidence: tuple[int, ...] = (), **more: Any) -> Verdict:
    draft = Draft(line, evidence)
    return judge(draft, supports(language), language, limit=LIMIT[language], instructions=TOLD, **more)


def said(verdict: Verdict) -> str:
    return refusal_text(verdict.refusal) if verdict.refusal else ""


@pytest.mark.parametrize(
    ("language", "case"),
    [pytest.param(name, case, id=f"{name}: {case['label']}") for name in ("en", "ja") for case in CASES[name]["lines"]],
)
def test_a_line_is_shown_or_refused_for_its_reason(language: str, case: dict[str, Any]) -> None:
    verdict = judged(case["line"], language, tuple(case["evidence"]))
    assert verdict.accepted == (not case["reason"]), said(verdict)
    assert case["reason"] in said(verdict)
    if verdict.accepted:
        assert verdict.evidence


def test_the_evidence_of_a_line_is_what_it_names_or_what_is_found() -> None:
    line = "The price of rice rose 3.2 percent in Central Java."
    assert judged(line, evidence=(3,)).evidence == (3,)
    assert judged(line, evidence=(1,)).evidence == (3,)
    both = "Bandung is building a Rp 12 billion dyke, and traders hope the work ends before the rainy season."
    assert judged(both).evidence == (0, 1)


def test_a_line_that_breaks_off_is_refused() -> None:
    draft = Draft("The price of rice rose 3.2 percent in", (3,), complete=False)
    assert said(judge(draft, supports("en"), "en", limit=25)) == "it breaks off at the length limit"


def test_a_line_is_said_once() -> None:
    line = "The price of rice rose 3.2 percent in Central Java."
    first = "In Central Java, the price of rice rose 3.2 percent."
    assert said(judged(line, before=[first])) == "another line says the same"
    assert judged(line, before=["Two schools were damaged."]).accepted


def test_without_sentences_nothing_is_borne_out() -> None:
    verdict = judge(Draft("The price of rice rose."), [], "en", limit=25)
    assert said(verdict) == "no sentence of the article supports it"


def test_no_evidence_is_found_where_no_word_is_shared() -> None:
    assert find_support("Quantum computers hum.", supports("en"), "en") == ()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_sentence_of_the_article_bears_itself_out(language: str) -> None:
    honest = [support for support in supports(language) if "Ignore" not in support.text]
    assert len(honest) > 3
    for support in honest:
        verdict = judge(Draft(support.text, (support.index,)), supports(language), language, limit=100)
        assert verdict == Verdict(support.text, (support.index,))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.lists(st.integers(-1, 9), max_size=8).map(tuple), st.sampled_from(["en", "ja"]))
def test_any_text_gets_a_verdict(text: str, evidence: tuple[int, ...], language: str) -> None:
    verdict = judge(Draft(text, evidence), supports(language), language, limit=25)
    assert verdict.accepted == bool(not said(verdict))
    assert set(verdict.evidence) <= set(range(7))


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 10**7) | st.just(2023),
    st.sampled_from(["{} people attended the meeting.", "The dyke is worth Rp {} billion."]),
)
def test_a_number_that_is_not_there_never_passes(number: int, line: str) -> None:
    true = {"{} people attended the meeting.": 43, "The dyke is worth Rp {} billion.": 12}
    verdict = judged(line.format(number))
    assert verdict.accepted == (number == true[line])


def test_a_mark_ends_a_name_of_the_tables() -> None:
    apart = [Support(0, "The ship went from Java on to the Middle East.", "Kapal itu berlayar ke Jawa, Timur Tengah.")]
    verdict = judge(Draft("The ship went on from East Java.", (0,)), apart, "en", limit=25)
    assert verdict.refusal and verdict.refusal.code is RefusalCode.NAME
