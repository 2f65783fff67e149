"""What a human should read first, and how sure a model must be."""

import json
from pathlib import Path

import pytest
from builders import build_document

from translate.checks.scores import check_score, confidence
from translate.cli import main
from translate.cli.review import rank
from translate.document import Attempt, Flag, FlagCode, Hypothesis, Segment, Step, Translation
from translate.document.flags import LowConfidence
from translate.testing import FakeEngine
from translate.translation.attempts import put_together
from translate.translation.pipeline import translate_document
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.writers import Output, render, translation_from_json
from translate.writers.wording import attempt_text, flag_reason

RICE, WATER, LOOP, MAYOR = "Harga beras naik.", "Air naik 15 meter.", "Hujan turun lagi.", "Wali kota datang."
REPLIES = {
    RICE: Hypothesis("The price of rice rose.", -0.1),
    WATER: Hypothesis("The water rose.", -0.1),
    LOOP: Hypothesis("rain rain rain rain rain rain", -0.2),
    MAYOR: Hypothesis("The mayor came.", -2.0),
}


ONCE = Policy(retry=False)


def made(policy: Policy = ONCE) -> Translation:
    return translate_document(build_document(RICE, WATER, "***", LOOP, MAYOR), Setup(FakeEngine(REPLIES)), policy)


def test_confidence_is_a_probability() -> None:
    assert confidence(Attempt(Step.AS_ASKED, "", 0.0)) == 1.0
    assert confidence(Attempt(Step.AS_ASKED, "", -0.6931471805599453)) == pytest.approx(0.5)
    assert confidence(Attempt(Step.AS_ASKED, "", -0.1, confidence=0.3)) == 0.3  # an estimate goes before the score
    assert confidence(Attempt(Step.AS_ASKED, "")) is None


def test_a_low_confidence_is_flagged() -> None:
    def flags(score: float | None, least: float, sure: float | None = None) -> tuple[Flag, ...]:
        return check_score(Attempt(Step.AS_ASKED, "", score, confidence=sure), least)

    assert flags(None, 0.9) == flags(-0.1, 0.9) == flags(-9.0, 0.0) == flags(-2.0, 0.5, 0.5) == ()
    (flag,) = flags(-2.0, 0.5)
    assert flag.code is FlagCode.LOW_SCORE
    assert flag_reason(flag) == "the model's confidence is 0.14, below the threshold of 0.50"
    (flag,) = flags(-0.1, 0.7, 0.6971)
    assert flag_reason(flag) == ("the model's estimated confidence is 0.697, below the threshold of 0.70")


def test_an_estimate_below_one_half_is_marked_and_changes_nothing_else() -> None:
    replies = REPLIES | {MAYOR: Hypothesis("The mayor came.", -0.1, confidence=0.4), RICE: REPLIES[RICE]}

    def segment_with(policy: Policy) -> Segment:
        engine = FakeEngine(replies)
        return translate_document(build_document(MAYOR), Setup(engine), policy).segments[0]

    marked = segment_with(Policy())
    assert [(flag.code, flag.data) for flag in marked.flags] == [
        (FlagCode.LOW_SCORE, LowConfidence(0.4, 0.5, estimated=True))
    ]
    assert marked.confidence == 0.4 and [attempt.flags for attempt in marked.attempts] == [()]
    assert segment_with(Policy(min_confidence=0.3)).flags == ()
    assert len(segment_with(Policy(min_confidence=0.45)).attempts) > 1
    assert not Policy().is_fault(FlagCode.LOW_SCORE) and Policy(min_confidence=0.0).is_fault(FlagCode.LOW_SCORE)


def test_an_estimate_comes_through_the_parts_of_a_sentence_and_json() -> None:
    parts = [Hypothesis("abc", -1.0, confidence=0.2), Hypothesis("abc", -2.0, confidence=0.6), Hypothesis("-")]
    whole = put_together(parts, "en")
    assert whole.score == -1.5 and whole.confidence == pytest.approx(0.4)
    engine = FakeEngine({MAYOR: Hypothesis("The mayor came.", -0.1, confidence=0.4)})
    translation = translate_document(build_document(MAYOR), Setup(engine), ONCE)
    assert translation_from_json(render("json", Output(translation)))[0] == translation
    page = render("html", Output(translation))
    assert "<mark" in page and "quiet" in page.partition("<body")[2] and "?1" in page and "!1" not in page


def test_a_least_confidence_flags_retries_and_is_signed() -> None:
    assert made().segments[4].flags == ()
    sure = made(Policy(min_confidence=0.5))
    assert [flag.code for flag in sure.segments[4].flags] == [FlagCode.LOW_SCORE]
    assert [attempt_text(attempt) for attempt in sure.segments[4].attempts] == [
        "as asked",
        "no repeated 3-grams, 3 beams",
    ]
    assert "retry:norepeat-3,beam-3,split,confidence-0.5" in str(sure.signature)


def test_the_worst_comes_first_then_the_least_sure_and_what_passed_through_never() -> None:
    assert rank(made()) == [3, 1, 4, 0]


def test_review_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.json"
    path.write_text(render("json", Output(made())), encoding="utf-8")
    assert main(["review", str(path), "--top", "2"]) == 0
    shown, notes = capsys.readouterr()
    assert shown.splitlines()[0] == "[3] confidence 0.82"
    assert "REPETITION" in shown.splitlines()[1]
    assert "  NUMBER_LOST: 15 is not in the translation\n  id: Air naik 15 meter.\n  en: The water rose.\n" in shown
    assert "2 of 5 segments flagged; 2 of 4 translated ones shown." in notes
    assert main(["review", str(path), "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["segment"] for record in records] == [3, 1, 4, 0]
    assert records[2] == {
        "segment": 4, "source": MAYOR, "target": "The mayor came.", "confidence": 0.135, "flags": [], "attempts": 1,
        "kept": "as asked",
    }  # fmt: skip


def test_review_says_how_a_text_came_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.json"
    replies = {LOOP: lambda decoding: "It rains." if decoding.no_repeat_ngram else "rain rain rain rain rain rain"}
    text = translate_document(build_document(LOOP), Setup(FakeEngine(replies)), Policy())
    path.write_text(render("json", Output(text)), encoding="utf-8")
    assert main(["review", str(path)]) == 0
    assert "  tried 2 times; kept: no repeated 3-grams, 3 beams\n" in capsys.readouterr().out


def test_a_folder_is_told_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(tmp_path)]) == 1
    assert "this is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"), [(None, "no such file"), ("no", "This is no JSON"), (b"\xff", "is not UTF-8 at byte 0")]
)
def test_what_is_no_output_is_refused(
    content: str | bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.json"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    assert main(["review", str(path)]) == 1
    assert said in capsys.readouterr().err
