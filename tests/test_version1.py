"""Files of before are read: outputs of version 1 of the JSON, and journals whose tables have version 2.

Both in tests/cases were written by the code of then: an article with every kind of retry and a brief that was written.
"""

import json
import sqlite3
from pathlib import Path

import pytest

from translate.batch import Job, translate_files
from translate.batch.cached_translator import CachedTranslator
from translate.batch.journal import FOLDER, Journal
from translate.batch.memory import Memory
from translate.batch.memory.rows import key_of
from translate.checks import severity
from translate.document import FactKind, FlagCode, NoticeCode, RefusalCode, Step
from translate.document.flags import Empty, Prose
from translate.testing import FakeEngine
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.writers import Output, render, translation_from_json
from translate.writers.json_version1 import attempt_of
from translate.writers.wording import attempt_text, flag_reason, notice_text

CASES = Path(__file__).parent / "cases"
OUTPUT = (CASES / "version-1.json").read_text(encoding="utf-8")
RICE = "Sebanyak 45 warga desa menerima beras dari pemerintah kota."
SCHOOL = "Warga mengungsi ke sekolah."


def test_how_an_attempt_was_made_is_read_into_fields() -> None:
    translation, _ = translation_from_json(OUTPUT)
    rice, school = translation.segments[3].attempts, translation.segments[4].attempts
    assert [attempt.step for attempt in rice] == [
        Step.AS_ASKED,
        Step.NO_REPEAT,
        Step.IN_PARTS,
        Step.FALLBACK,
        Step.POST_EDIT,
    ]
    assert (rice[1].no_repeat_ngram, rice[1].beams, rice[3].model, rice[4].model) == (3, 3, "other", "tiny")
    assert rice[4].unanswered and not school[-1].unanswered
    assert school[-1].refusal is not None and school[-1].refusal.code is RefusalCode.PROSE
    assert translation.segments[2].attempts[0].rewritten


def test_what_was_doubted_stays_the_clause_it_was_but_an_empty_translation_weighs_as_one() -> None:
    translation, _ = translation_from_json(OUTPUT)
    assert translation.segments[3].flags[0].data == Prose("45 is not in the translation")
    assert translation.segments[4].flags[0].data == Empty()
    assert severity(translation.segments[4].flags) > severity(translation.segments[3].flags)


def test_the_words_are_those_of_the_file() -> None:
    translation, brief = translation_from_json(OUTPUT)
    made = json.loads(OUTPUT)
    assert brief is not None
    assert [notice_text(one) for one in brief.notices] == made["brief"]["notices"]
    assert brief.notices[0].code is NoticeCode.ADVERTORIAL
    for segment, was in zip(translation.segments, made["segments"], strict=True):
        assert [flag_reason(flag) for flag in segment.flags] == [flag["note"] for flag in was["flags"]]
        assert [attempt_text(attempt) for attempt in segment.attempts] == [
            attempt["how"] for attempt in was["attempts"]
        ]


def test_facts_and_points_come_over_whole_and_are_written_as_version_2() -> None:
    translation, brief = translation_from_json(OUTPUT)
    assert brief is not None
    day = next(fact for fact in brief.facts if fact.kind is FactKind.DATE)
    assert day.iso == "2023-10-23"
    assert [point.refusal.text for point in brief.points if point.refusal] == ["Rp 15 billion is not in its evidence"]
    again = render("json", Output(translation, brief))
    assert json.loads(again)["version"] == 2
    assert translation_from_json(again) == (translation, brief)
    for format in ("txt", "md", "html", "jsonl"):
        assert "45 is not in the translation" in render(format, Output(translation, brief))


@pytest.mark.parametrize(
    "words",
    ["as asked", "with the glossary", "no repeated 3-grams", "no repeated 2-grams, 5 beams; numbers rewritten",
     "in two parts; numbers rewritten", "by opus-id-en+elan-en-ja", "from an imported memory", "post-edited by a; b",
     "post-edited by x; refused: it has 2 lines; and more", "post-edited by x; no answer: gone"],
)  # fmt: skip
def test_every_way_is_told_again_as_it_was(words: str) -> None:
    assert attempt_text(attempt_of(words, "", None, ())) == words
    assert attempt_of("in a dream", "", None, ()).step is Step.UNKNOWN


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """A folder with the journal of before, whose maker is the fake engine under the libraries of here."""
    engine = FakeEngine()
    with Journal(tmp_path / "other") as journal:
        maker = CachedTranslator(Setup(engine), Policy(), journal).maker
    path = tmp_path / "outbox" / FOLDER / "journal.sqlite"
    path.parent.mkdir(parents=True)
    db = sqlite3.connect(path)
    db.executescript((CASES / "journal-2.sql").read_text(encoding="utf-8"))
    db.execute("UPDATE makers SET key = ?", (key_of(maker),))
    db.commit()
    db.close()
    return tmp_path / "outbox"


def test_a_journal_of_before_counts_on_where_it_can_be_read(outbox: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    with Journal(outbox, on_note=notes.append) as journal:
        maker = CachedTranslator(Setup(FakeEngine()), Policy(), journal).maker
        assert len(journal.get(maker, ["Banjir di kota", RICE])) == 1
        pairs = {pair.source: pair for pair in journal.pairs()}
        assert len(pairs) == 6 and pairs[RICE].flags == (FlagCode.NUMBER_LOST,)
        assert journal.recorded("banjir.en.json") is not None
    [note] = notes
    assert "4 of its sentences stay valid, 2 with flags in an old form are translated again" in note
    with Memory(outbox / FOLDER / "journal.sqlite", on_note=notes.append):
        assert len(notes) == 1  # it is told once


def test_a_run_on_a_journal_of_before_translates_only_what_cannot_be_read(outbox: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    article = json.loads(OUTPUT)["document"]["text"]
    (inbox / "banjir.txt").write_text(article, encoding="utf-8")
    engine = FakeEngine(default=lambda text: "Forty-five residents of 45 villages received rice from the city.")
    job = Job(dated=False, check_language=False, formats=("json",), overwrite=True)
    [outcome] = translate_files([inbox], outbox, engines=[engine], job=job)
    assert outcome.reason == ""
    assert {text for texts, _ in engine.history for text in texts if text in (RICE, SCHOOL)} == {RICE, SCHOOL}
    assert engine.history[0][0] == (SCHOOL, RICE)
    made = json.loads((outbox / "banjir.en.json").read_text(encoding="utf-8"))
    assert (
        made["version"] == 2 and made["segments"][1]["target"] == "The river in the city has risen since the morning."
    )
