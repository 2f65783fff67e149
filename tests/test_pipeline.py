"""The policy: every sentence has one segment, and a doubtful one is tried again and never made worse."""

import sys
from collections import Counter
from typing import Any

import pytest
from builders import build_document
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.checks import check_sentence
from translate.document import Flag, FlagCode, Hypothesis, ModelInfo, Role, Step
from translate.document.flags import OverBudget
from translate.errors import ModelError
from translate.language.glossary import find
from translate.language.names import find_names
from translate.language.numbers import find_quantities
from translate.models.decoding import Decoding
from translate.testing import FakeEngine
from translate.translation.pipeline import translate_document, translate_sentences
from translate.translation.retry import Policy, decoding_of, retry_steps
from translate.translation.setup import Setup
from translate.translation.windows import translate_windows
from translate.writers.wording import attempt_text

GOOD = "The mayor opened the new bridge in the city on Monday."
SOURCE = "Wali kota meresmikan jembatan baru di kota itu pada Senin."
LOOP = "The mayor the mayor the mayor the mayor the mayor the mayor the mayor the mayor"
LONG_SOURCE = "Harga beras naik di semua pasar sejak pekan lalu, sedangkan harga cabai turun karena panen raya."


SENTENCES = st.sampled_from(["Halo dunia.", "***", "Apa kabar?", "1.", "Ia pulang."])


@settings(deadline=None)  # the first one loads the glossary
@given(st.lists(st.lists(SENTENCES, min_size=1), max_size=5))
def test_every_sentence_has_exactly_one_segment_in_order(paragraphs: list[list[str]]) -> None:
    document = build_document(*(tuple(p) for p in paragraphs))
    translation = translate_document(document, Setup(FakeEngine(default=str.upper)))
    assert tuple(segment.source for segment in translation.segments) == document.sentences
    assert all(s.text == s.source.text.strip().upper() for s in translation.segments)


def test_equal_sentences_are_translated_once() -> None:
    engine = FakeEngine(default=lambda text: GOOD)
    document = build_document(SOURCE, SOURCE, SOURCE + "  ")
    assert len(translate_document(document, Setup(engine)).segments) == 3
    assert [text for texts, _ in engine.history for text in texts] == [SOURCE]


def test_a_good_translation_is_not_tried_again() -> None:
    engine = FakeEngine({SOURCE: GOOD})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine)).segments
    assert (segment.text, segment.flags, len(segment.attempts), segment.score) == (GOOD, (), 1, -0.5)


def test_a_loop_is_tried_again_without_repetition() -> None:
    engine = FakeEngine({SOURCE: lambda decoding: GOOD if decoding.no_repeat_ngram else LOOP})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine)).segments
    assert (segment.text, segment.flags) == (GOOD, ())
    assert [attempt_text(attempt) for attempt in segment.attempts] == ["as asked", "no repeated 3-grams, 3 beams"]
    assert FlagCode.REPETITION in {flag.code for flag in segment.attempts[0].flags}


def test_what_still_loops_is_tried_in_two_parts() -> None:
    halves = {
        "Harga beras naik di semua pasar sejak pekan lalu,": "The price of rice has risen in every market,",
        "sedangkan harga cabai turun karena panen raya.": "while the price of chillies fell with the harvest.",
    }
    engine = FakeEngine({LONG_SOURCE: LOOP, **halves})
    (segment,) = translate_document(build_document(LONG_SOURCE), Setup(engine)).segments
    assert segment.text == " ".join(halves.values())
    assert [attempt_text(attempt) for attempt in segment.attempts] == [
        "as asked",
        "no repeated 3-grams, 3 beams",
        "in two parts",
    ]


def test_when_nothing_helps_the_best_attempt_stays_with_its_flags() -> None:
    engine = FakeEngine({SOURCE: lambda decoding: "" if decoding.no_repeat_ngram else LOOP}, default=lambda text: "")
    (segment,) = translate_document(build_document(SOURCE), Setup(engine)).segments
    assert segment.text == LOOP
    assert segment.flags == segment.attempts[0].flags != ()


def test_figures_are_written_the_way_of_the_target_and_the_attempt_says_so() -> None:
    source, copied = "Banjir merendam 1.240 rumah di kota itu.", "The flood submerged 1.240 houses in the city."
    (segment,) = translate_document(build_document(source), Setup(FakeEngine({source: copied}))).segments
    assert (segment.text, segment.flags) == ("The flood submerged 1,240 houses in the city.", ())
    assert [(attempt_text(attempt), attempt.text) for attempt in segment.attempts] == [
        ("as asked; numbers rewritten", segment.text)
    ]


def test_without_retry_the_first_attempt_stays() -> None:
    engine = FakeEngine({SOURCE: LOOP})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine), Policy(retry=False)).segments
    assert len(segment.attempts) == 1
    assert segment.flags


def test_a_sentence_over_the_budget_is_translated_in_pieces_and_says_so() -> None:
    engine = FakeEngine(default=str.upper, budget=8)
    (segment,) = translate_document(build_document(LONG_SOURCE), Setup(engine), Policy(retry=False)).segments
    assert segment.text == LONG_SOURCE.upper()
    assert Flag(FlagCode.SPLIT, OverBudget(16, 8)) in segment.flags
    assert all(len(text.split()) <= 8 for texts, _ in engine.history for text in texts)


def test_an_unfinished_hypothesis_is_flagged() -> None:
    engine = FakeEngine({SOURCE: Hypothesis(GOOD, -0.1, complete=False)})
    (segment,) = translate_document(build_document(SOURCE), Setup(engine)).segments
    assert FlagCode.UNFINISHED in {flag.code for flag in segment.flags}


def test_datelines_and_marks_pass_through_and_japanese_has_no_spaces_between_sentences() -> None:
    document = build_document((("Balikpapan –", Role.DATELINE), "Satu.", "Dua.", ("(Adv/Contoh)", Role.ADVERTORIAL)))
    engine = FakeEngine({"Satu.": "一。", "Dua.": "二。"}, target="ja")
    translation = translate_document(document, Setup(engine))
    assert translation.text == "Balikpapan – 一。二。(Adv/Contoh)\n"
    assert [len(segment.attempts) == 0 for segment in translation.segments] == [True, False, False, True]


def test_line_breaks_inside_a_sentence_are_layout() -> None:
    engine = FakeEngine()
    translate_document(build_document("Harga\nberas   naik."), Setup(engine))
    assert engine.history[0][0] == ("Harga beras naik.",)


def test_progress_ends_with_everything_done() -> None:
    seen: list[tuple[int, int]] = []
    document = build_document(("Satu.", "***", "Satu.", "Dua."))
    translate_sentences(
        document.sentences, Setup(FakeEngine()), progress=lambda done, total: seen.append((done, total))
    )
    assert seen == [(2, 4), (4, 4)]


def test_the_signature_names_what_made_it() -> None:
    document = build_document(SOURCE)
    policy = Policy(Decoding(beams=4))
    line = str(translate_document(document, Setup(FakeEngine()), policy, date="2026-01-02").signature)
    expected = {"model:fake@000000000000", "decoding:beam-4", "pair:id-en", "date:2026-01-02"}
    expected |= {"retry:norepeat-3,beam-3,split"}
    assert expected <= set(line.split("|"))
    assert "date" not in str(translate_document(document, Setup(FakeEngine()), policy).signature)


def test_an_engine_that_cannot_run_is_not_hidden() -> None:
    class Broken(FakeEngine):
        def translate(self, texts: object, decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
            raise ModelError("broken")

    with pytest.raises(ModelError, match="broken"):
        translate_document(build_document(SOURCE), Setup(Broken()))


def test_a_model_that_takes_no_settings_is_not_asked_the_same_again() -> None:
    engine = FakeEngine({LONG_SOURCE: LOOP})
    engine.models = (ModelInfo("tiny", family="identity"),)
    translation = translate_document(build_document(LONG_SOURCE), Setup(engine))
    assert [attempt_text(attempt) for attempt in translation.segments[0].attempts] == ["as asked", "in two parts"]
    assert {decoding for _, decoding in engine.history} == {Decoding()}
    assert dict(translation.signature.settings)["retry"] == "split"


def test_what_runs_a_model_of_firefox_is_told() -> None:
    engine = FakeEngine()
    engine.models = (ModelInfo("tiny", family="firefox"),)
    assert {"fxtranslate", "numpy"} <= set(
        dict(translate_document(build_document(SOURCE), Setup(engine)).signature.libraries)
    )


def test_beams_are_asked_only_of_models_that_all_have_them() -> None:
    engine: Any = FakeEngine({LONG_SOURCE: LOOP})
    engine.models = (ModelInfo("tiny", family="identity"), ModelInfo("other", family="marian"))
    translation = translate_document(build_document(LONG_SOURCE), Setup(engine))
    assert {decoding for _, decoding in engine.history} == {Decoding(), Decoding(no_repeat_ngram=3)}
    assert dict(translation.signature.settings)["retry"] == "norepeat-3,split"


def test_more_beams_than_a_retry_has_stay() -> None:
    engine = FakeEngine({SOURCE: LOOP})
    translate_document(build_document(SOURCE), Setup(engine), Policy(Decoding(beams=5)))
    assert Decoding(beams=5, no_repeat_ngram=3) in [decoding for _, decoding in engine.history]


def test_a_family_decodes_as_it_does_best_unless_it_is_said_how() -> None:
    student = ModelInfo("student", family="firefox")
    opus, firefox = (ModelInfo(name, family=name) for name in ("marian", "firefox"))
    assert decoding_of(Policy(), [student]) == Decoding(beams=4)
    assert decoding_of(Policy(), [opus]) == decoding_of(Policy(), [firefox]) == Decoding()
    assert decoding_of(Policy(), [student, firefox]) == Decoding(), "what suits one of a pivot need not suit both"
    assert decoding_of(Policy(Decoding()), [student]) == Decoding()
    assert decoding_of(Policy(Decoding(beams=5)), [opus]) == Decoding(beams=5)
    assert decoding_of(Policy(Decoding(beams=5)), [firefox]) == Decoding(beams=5)


def test_what_is_decoded_without_repetitions_already_is_not_so_again() -> None:
    model = ModelInfo("student-ja", family="firefox")
    assert decoding_of(Policy(), [model]) == Decoding(beams=4, no_repeat_ngram=3)
    assert Step.NO_REPEAT not in [step.step for step in retry_steps(Policy(), [model])]
    assert Step.NO_REPEAT in [step.step for step in retry_steps(Policy(norepeat=2), [model])]


def test_a_fallback_decodes_as_it_does_best_itself() -> None:
    student, marian = ModelInfo("student", family="firefox"), ModelInfo("opus", family="marian")
    steps = {(step.step, step.model): step.decoding for step in retry_steps(Policy(), [student], [marian])}
    assert steps[Step.AS_ASKED, "student"] == Decoding(beams=4) and steps[Step.FALLBACK, "opus"] == Decoding()
    assert steps[Step.NO_REPEAT, "student"] == Decoding(beams=4, no_repeat_ngram=3)


def test_the_signature_names_the_decoding_that_was_taken() -> None:
    engine = FakeEngine({SOURCE: GOOD})
    engine.models = (ModelInfo("student", family="firefox"),)
    assert translate_document(build_document(SOURCE), Setup(engine)).signature.decoding == "beam-4"
    assert [decoding for _, decoding in engine.history] == [Decoding(beams=4)]


@pytest.mark.parametrize("target", ["en", "ja"])
def test_a_sentence_is_searched_once_for_all_its_attempts(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "Menurut Wali Kota, 1.240 rumah warga di Balikpapan rusak dan KPK akan datang bersama Fatimah."
    said = {"en": "They say that 99 of the houses there were hit.", "ja": "そこの家の99軒が被害を受けたという。"}[
        target
    ]
    engine = FakeEngine(default=lambda text: said, target=target)
    searched: Counter[str] = Counter()

    def count(finder: Any) -> Any:
        def counted(text: str, *more: Any) -> Any:
            searched[finder.__name__] += text == source
            return finder(text, *more)

        return counted

    modules = [module for name, module in sys.modules.items() if name.startswith("translate.")]
    for finder in (find, find_names, find_quantities):
        counted = count(finder)
        for module in modules:
            if getattr(module, finder.__name__, None) is finder:
                monkeypatch.setattr(module, finder.__name__, counted)
    (segment,) = translate_sentences(build_document(source).sentences, Setup(engine))
    assert len(segment.attempts) == 4
    assert searched == {"find": 1, "find_names": 1, "find_quantities": 1}


def test_a_hypothesis_that_comes_again_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "Menurut Wali Kota, 1.240 rumah warga di Balikpapan rusak dan KPK akan datang bersama Fatimah."
    checked: list[str] = []

    def check(sentence: Any, hypothesis: str, *, complete: bool = True) -> Any:
        checked.append(hypothesis)
        return check_sentence(sentence, hypothesis, complete=complete)

    monkeypatch.setattr("translate.translation.attempts.check_sentence", check)
    engine = FakeEngine({source: "They say that 99 were hit."}, default=lambda part: "They say it.")
    (segment,) = translate_sentences(build_document(source).sentences, Setup(engine))
    texts = [attempt.text for attempt in segment.attempts]
    assert len(texts) > len(set(texts)) and sorted(checked) == sorted(set(texts))
    flags = {attempt.text: attempt.flags for attempt in segment.attempts}
    assert all(attempt.flags == flags[attempt.text] for attempt in segment.attempts)


def test_few_texts_are_not_left_for_a_last_window() -> None:
    texts = [f"Harga beras naik {'lagi ' * number}pekan ini." for number in range(30)]
    sizes = {
        count: [len(window) for window in translate_windows(texts[:count], Setup(FakeEngine()), Policy(retry=False))]
        for count in (0, 3, 5, 6, 21, 25)
    }
    assert sizes == {0: [], 3: [3], 5: [5], 6: [4, 2], 21: [4, 17], 25: [4, 16, 5]}
