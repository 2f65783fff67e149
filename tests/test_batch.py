"""A folder run: each text translated once, each output made of just what the journal says, every failure told."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import batch_driver
import docx
import pytest
from batch_driver import outputs

from translate.batch import Batch, Job, Outcome, Progress, Status, journal, translate_files, window
from translate.batch.discovery import discover
from translate.batch.memory import Memory
from translate.document import Hypothesis
from translate.errors import ModelError, UsageError, WartaError, WritingError
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.resolve import load_engine
from translate.reading import read
from translate.testing import FakeEngine
from translate.translation.pipeline import translate_document
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.writers import Output, to_bytes

JOB = Job(dated=False, check_language=False)


def engine(**options: Any) -> FakeEngine:
    return FakeEngine(default=batch_driver.english, **options)


def fill(inbox: Path, **articles: str) -> Path:
    for name, text in articles.items():
        path = inbox / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return fill(
        tmp_path / "inbox",
        banjir="Air sungai naik sejak pagi di kota.\n\nWarga mengungsi ke sekolah.\n",
        pasar="Harga beras naik lagi pekan ini.\n\nWarga mengungsi ke sekolah.\n",
        rapat="Kepala desa membuka rapat warga.\n",
    )


def run(inbox: Path, outbox: Path, *engines: Engine, job: Job = JOB, **options: Any) -> dict[str, Outcome]:
    outcomes = translate_files([inbox], outbox, engines=engines or (engine(),), job=job, **options)
    return {f"{Path(o.path).name} {o.target}": o for o in outcomes}


def statuses(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {name: str(outcome.status) for name, outcome in outcomes.items()}


def asked(fake: FakeEngine) -> list[str]:
    return [text for texts, _ in fake.history for text in texts]


def test_outputs_lie_like_the_input(tmp_path: Path) -> None:
    inbox = fill(tmp_path / "inbox", **{"a": "Hujan turun di kota.", "bagian/berita 日本": "Warga desa datang."})
    run(inbox, tmp_path / "out", job=replace(JOB, formats=("txt", "json"), brief=True))
    assert sorted(outputs(tmp_path / "out")) == [
        *("a.en.json", "a.en.txt", "bagian/berita 日本.en.json", "bagian/berita 日本.en.txt"),
    ]


def test_each_text_is_translated_once(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "MOST_SENTENCES", 1)  # a window for each file, so that the journal must know
    fake = engine()
    run(inbox, tmp_path / "out", fake, job=replace(JOB, policy=Policy(retry=False)))
    assert sorted(asked(fake)) == sorted(set(asked(fake)))
    assert len(asked(fake)) == 4


def test_windows_change_no_byte(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(inbox, tmp_path / "one")
    monkeypatch.setattr(window, "MOST_SENTENCES", 1)
    run(inbox, tmp_path / "many")
    assert outputs(tmp_path / "one") == outputs(tmp_path / "many") != {}


def test_an_output_is_what_the_article_alone_becomes(inbox: Path, tmp_path: Path) -> None:
    run(inbox, tmp_path / "out", job=replace(JOB, formats=("json",)))
    for path in inbox.iterdir():
        alone = translate_document(read(path, check_language=False), Setup(engine()))
        assert (tmp_path / "out" / f"{path.stem}.en.json").read_bytes() == to_bytes("json", Output(alone))


def test_a_word_file_becomes_the_same_word_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = docx.Document()
    source.add_paragraph("Hujan turun di kota.", style="Heading 2")
    source.save(str(tmp_path / "in" / "a.docx"))
    run(tmp_path / "in", tmp_path / "out", job=replace(JOB, formats=("docx",)))
    made = docx.Document(str(tmp_path / "out" / "a.en.docx"))
    assert made.paragraphs[0]._p.style == "Heading2"
    assert made.paragraphs[1].text.startswith("Machine translation by fake; not read by a person.")


def test_a_second_run_does_nothing(inbox: Path, tmp_path: Path) -> None:
    first = run(inbox, tmp_path / "out")
    fake = engine()
    second = run(inbox, tmp_path / "out", fake)
    assert set(statuses(second).values()) == {"skipped"} and not fake.history
    for name, outcome in second.items():
        assert replace(first[name], status=Status.SKIPPED, seconds=0.0) == outcome


def test_a_run_with_nothing_to_do_looks_records_up_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = fill(tmp_path / "inbox", **{f"{number // 60}/a-{number}": "Air sungai naik." for number in range(130)})
    job = replace(JOB, formats=("txt", "json"))
    run(inbox, tmp_path / "out", job=job)
    (tmp_path / "out" / "1" / "a-90.en.json").unlink()
    fill(inbox, **{"2/a-125": "Air sungai surut."})
    queries: list[str] = []

    class Traced(journal.Journal):
        def _set_up(self, durable: bool, exclusive: bool) -> None:
            super()._set_up(durable, exclusive)
            self._db.set_trace_callback(queries.append)

    monkeypatch.setattr("translate.batch.run.Journal", Traced)
    outcomes = run(inbox, tmp_path / "out", job=job)
    done = {name for name, outcome in outcomes.items() if outcome.status is not Status.SKIPPED}
    assert done == {"a-125.txt en", "a-90.txt en"}
    assert len(outcomes) == 130 and sum("FROM outputs WHERE" in query for query in queries) == 2


def test_records_are_those_of_the_actor_and_else_of_the_folder(tmp_path: Path) -> None:
    def record(name: str, words: int) -> journal.OutputRecord:
        return journal.OutputRecord(name, "a.txt", "1f", "2e", 3, words, (("TOO_LONG", 2),), written="3d")

    with journal.Journal(tmp_path) as known:
        known.record([record("a", 1), record("b", 2)])
        assert known.records(["b", "none", "a"]) == {"a": record("a", 1), "b": record("b", 2)}
        assert known.records([]) == {}
    with journal.ActorJournal(tmp_path) as own:
        own.record([record("b", 5), record("c", 6)])
        assert own.records(["a", "b", "c", "d"]) == {"a": record("a", 1), "b": record("b", 5), "c": record("c", 6)}
        assert own.recorded("b") == record("b", 5) and own.recorded("d") is None


def test_paths_of_outputs_are_those_of_the_folder(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    for folder in (Path(), Path("deeper/still"), tmp_path / "out"):
        outcomes = run(inbox, folder)
        assert outcomes["banjir.txt en"].outputs == (str(folder / "banjir.en.txt"),)


def test_a_changed_input_is_done_again_and_only_its_new_sentence_translated(inbox: Path, tmp_path: Path) -> None:
    run(inbox, tmp_path / "out")
    fill(inbox, pasar="Harga beras turun pekan ini.\n\nWarga mengungsi ke sekolah.\n")
    fake = engine()
    outcomes = run(inbox, tmp_path / "out", fake)
    assert outcomes["pasar.txt en"].status in (Status.DONE, Status.FLAGGED)
    assert outcomes["banjir.txt en"].status is outcomes["rapat.txt en"].status is Status.SKIPPED
    assert set(asked(fake)) == {"Harga beras turun pekan ini."}
    assert b"turun" in outputs(tmp_path / "out")["pasar.en.txt"]


def revised() -> FakeEngine:
    fake = engine()
    fake.models = (replace(fake.models[0], revision="1" * 12),)
    return fake


@pytest.mark.parametrize(
    ("fake", "change", "translated"),
    [
        (revised, {}, 4),
        (engine, {"policy": Policy(Decoding(beams=2))}, 4),
        (engine, {"policy": Policy(retry=False)}, 4),
        (engine, {"brief": True}, 0),
        (engine, {"dated": True}, 0),
        (engine, {"brief": True, "points": 1}, 0),
    ],
)
def test_a_changed_setting_does_again_what_it_touches(
    fake: Callable[[], FakeEngine], change: dict[str, Any], translated: int, inbox: Path, tmp_path: Path
) -> None:
    run(inbox, tmp_path / "out")
    job = replace(JOB, **change)
    batch = Batch(discover([inbox], tmp_path / "out"), tmp_path / "out", [Setup(fake())], job)
    assert not any(outcome.status is Status.SKIPPED for outcome in batch.run())
    assert batch.tally.translated == translated
    assert set(statuses(run(inbox, tmp_path / "out", fake(), job=job)).values()) == {"skipped"}


def test_a_new_format_or_a_deleted_output_is_written_alone(inbox: Path, tmp_path: Path) -> None:
    out, fake = tmp_path / "out", engine()
    run(inbox, out)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.txt")}
    run(inbox, out, fake, job=replace(JOB, formats=("txt", "md")))
    (out / "rapat.en.txt").unlink()
    run(inbox, out, fake, job=replace(JOB, formats=("txt", "md")))
    after = {path.name: path.stat().st_mtime_ns for path in out.glob("*.txt")}
    assert len(outputs(out)) == 6 and not fake.history
    assert [name for name in before if before[name] != after[name]] == ["rapat.en.txt"]


def test_a_file_that_is_not_ours_is_never_replaced(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    theirs = out / "rapat.en.txt"
    (out / ".warta" / "journal.sqlite").unlink()
    theirs.write_text("Translated by a colleague.", encoding="utf-8")
    outcomes = run(inbox, out)
    # The other two are there as we would write them, and are taken as ours.
    assert sorted(statuses(outcomes)) == ["banjir.txt en", "pasar.txt en", "rapat.txt en"]
    assert [name for name, status in statuses(outcomes).items() if status == "failed"] == ["rapat.txt en"]
    assert "`overwrite`" in outcomes["rapat.txt en"].reason
    assert theirs.read_text(encoding="utf-8") == "Translated by a colleague."
    assert run(inbox, out, job=replace(JOB, overwrite=True))["rapat.txt en"].status is not Status.FAILED
    assert theirs.read_text(encoding="utf-8") != "Translated by a colleague."


class Poisoned(FakeEngine):
    """Dies of one text, as a model may."""

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        if any("beras" in text for text in texts):
            raise RuntimeError("out of\nmemory")
        return super().translate(texts, decoding)


def test_a_file_that_kills_the_engine_fails_alone(inbox: Path, tmp_path: Path) -> None:
    outcomes = run(inbox, tmp_path / "out", Poisoned(default=batch_driver.english))
    assert [name for name, status in statuses(outcomes).items() if status == "failed"] == ["pasar.txt en"]
    assert outcomes["pasar.txt en"].reason == "RuntimeError: out of memory"
    assert set(outputs(tmp_path / "out")) == {"banjir.en.txt", "rapat.en.txt"}


def test_stopping_at_an_error_keeps_what_came_before(inbox: Path, tmp_path: Path) -> None:
    fill(inbox, kosong="")
    out, job = tmp_path / "out", replace(JOB, stop_on_error=True)
    assert list(run(inbox, out, job=job)) == ["kosong.txt en", "banjir.txt en"]
    assert set(outputs(out)) == {"banjir.en.txt"}
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["finished"] is False and report["counts"]["not reached"] == 2
    (inbox / "kosong.txt").unlink()
    assert statuses(run(inbox, out, job=job))["banjir.txt en"] == "skipped"
    assert len(outputs(out)) == 3


def test_a_file_that_vanishes_is_told(inbox: Path, tmp_path: Path) -> None:
    listing = discover([inbox], tmp_path / "out")
    (inbox / "rapat.txt").unlink()
    batch = Batch(listing, tmp_path / "out", [Setup(engine())], JOB)
    failed = [outcome for outcome in batch.run() if outcome.status is Status.FAILED]
    assert [(Path(o.path).name, "is not there" in o.reason) for o in failed] == [("rapat.txt", True)]
    assert len(outputs(tmp_path / "out")) == 2


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_full_disk_fails_one_file_and_the_next_run_makes_it(
    call: str, number: int, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(inbox, tmp_path / "undisturbed")
    real, calls = getattr(os, call), 0

    def full(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **options)

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        try:
            failed = [o for o in run(inbox, out).values() if o.status is Status.FAILED]
            assert len(failed) == 1 and "No space left" in failed[0].reason
        except WritingError as error:
            assert "report.json" in str(error)  # the last file that is written
    assert not [name for name in outputs(out) if name.endswith(".tmp")]
    assert outputs(out).items() <= outputs(tmp_path / "undisturbed").items()
    again = engine()
    run(inbox, out, again)
    assert not again.history
    assert outputs(out) == outputs(tmp_path / "undisturbed")


def test_a_full_disk_under_the_journal_ends_the_run_in_one_line(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(40):
        text = " ".join(f"Warga nomor {10 * i + k} datang ke rapat desa." for k in range(10))
        fill(inbox, **{f"lagi-{i}": text})
    out = tmp_path / "out"

    class Small(journal.Journal):
        def _set_up(self, durable: bool, exclusive: bool) -> None:
            super()._set_up(durable, exclusive)
            self._db.execute("PRAGMA max_page_count=20")  # SQLite says then that the disk is full

    with monkeypatch.context() as patch:
        patch.setattr("translate.batch.run.Journal", Small)
        with pytest.raises(WritingError, match=r"journal\.sqlite cannot be used: database or disk is full"):
            run(inbox, out)
    assert (out / "report.json").exists()
    assert "failed" not in statuses(run(inbox, out)).values()
    assert len(outputs(out)) == 43


def test_an_output_folder_that_cannot_be_is_refused(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(WritingError, match="cannot be written"):
        run(inbox, tmp_path / "out")


def test_a_damaged_journal_is_told(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".warta").mkdir(parents=True)
    (tmp_path / "out" / ".warta" / "journal.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(WritingError, match="damaged: move it away"):
        run(inbox, tmp_path / "out")


def test_a_stopped_run_goes_on(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(inbox, tmp_path / "undisturbed")
    monkeypatch.setattr("translate.translation.windows.WINDOW", 1)
    first, second = engine(), engine()
    job = replace(JOB, policy=Policy())
    run(inbox, tmp_path / "out", first, job=job, stop=lambda: len(first.history) >= 2)
    assert len(outputs(tmp_path / "out")) < 3
    run(inbox, tmp_path / "out", second, job=job)
    assert not set(asked(first)) & set(asked(second))
    assert outputs(tmp_path / "out") == outputs(tmp_path / "undisturbed")


def test_an_output_that_was_edited_is_not_replaced(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(inbox, out)
    edited = next(out.rglob("*.en.txt"))
    edited.write_text("Read and mended by hand.\n", encoding="utf-8")
    again = replace(JOB, brief=True)  # every output is to be made anew
    failed = [outcome for outcome in run(inbox, out, job=again).values() if outcome.status is Status.FAILED]
    assert len(failed) == 1 and "was edited" in failed[0].reason and edited.name in failed[0].reason
    assert edited.read_text(encoding="utf-8") == "Read and mended by hand.\n"
    assert all(o.status is not Status.FAILED for o in run(inbox, out, job=replace(again, overwrite=True)).values())
    assert "by hand" not in edited.read_text(encoding="utf-8")


def test_two_targets_in_one_run(inbox: Path, tmp_path: Path) -> None:
    outcomes = run(inbox, tmp_path / "out", engine(), FakeEngine(default=lambda text: "訳文です。", target="ja"))
    assert len(outcomes) == 6
    assert sorted(name.split(".")[1] for name in outputs(tmp_path / "out")) == ["en"] * 3 + ["ja"] * 3
    with pytest.raises(UsageError, match="each once"):
        run(inbox, tmp_path / "other", engine(), engine())


def test_a_memory_is_shared_between_folders(inbox: Path, tmp_path: Path) -> None:
    again = engine()
    with Memory(tmp_path / "memory.sqlite") as memory:
        run(inbox, tmp_path / "one", memory=memory)
        batch = Batch(discover([inbox], tmp_path / "two"), tmp_path / "two", [Setup(again)], JOB, memory=memory)
        assert all(outcome.status is not Status.FAILED for outcome in batch.run())
    assert not again.history and batch.tally.remembered == 4
    assert outputs(tmp_path / "one") == outputs(tmp_path / "two")


def test_an_imported_translation_goes_before_the_model(inbox: Path, tmp_path: Path) -> None:
    out, fake = tmp_path / "out", engine()
    run(inbox, out)
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.add_imported("id", "en", {"Kepala desa membuka rapat warga.": "The headman opened the meeting."})
        outcomes = run(inbox, out, fake, memory=memory)
        assert "skipped" not in statuses(outcomes).values()  # their signature names the imported translations now
        assert b"The headman opened the meeting." in outputs(out)["rapat.en.txt"] and not fake.history
        assert set(statuses(run(inbox, out, memory=memory)).values()) == {"skipped"}
        memory.add_imported("id", "en", {"Kepala desa membuka rapat warga.": "The village head opened it."})
        run(inbox, out, memory=memory)
        assert b"The village head opened it." in outputs(out)["rapat.en.txt"]


def test_an_imported_translation_stays_as_the_person_wrote_it(tmp_path: Path) -> None:
    inbox, said = fill(tmp_path / "inbox", harga="Harga naik 5,5 persen."), "Prices rose 5,5 per cent."
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.add_imported("id", "en", {"Harga naik 5,5 persen.": said})
        run(inbox, tmp_path / "out", FakeEngine({}, default=lambda text: said), memory=memory)
    run(inbox, tmp_path / "model", FakeEngine({}, default=lambda text: said))
    assert said.encode() in outputs(tmp_path / "out")["harga.en.txt"]
    assert b"5.5 per" in outputs(tmp_path / "model")["harga.en.txt"], "a model's figures are written anew"


def test_the_report_says_what_became_of_each_file(inbox: Path, tmp_path: Path) -> None:
    fill(inbox, kosong=" ")
    run(inbox, tmp_path / "out")
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["finished"] is True and report["counts"]["failed"] == 1
    assert report["segments"] == {"all": 5, "translated": 4, "known": 0, "from the memory": 0, "imported": 0}
    files = {Path(file["path"]).name: file for file in report["files"]}
    assert list(files) == ["banjir.txt", "kosong.txt", "pasar.txt", "rapat.txt"]
    assert "is empty" in files["kosong.txt"]["reason"]
    assert (files["banjir.txt"]["words"], files["banjir.txt"]["segments"]) == (11, 2)
    assert files["rapat.txt"]["outputs"] == [str(tmp_path / "out" / "rapat.en.txt")]


def test_progress_only_grows(inbox: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(inbox, tmp_path / "out", progress=seen.append)
    assert [p.share for p in seen] == sorted(p.share for p in seen)
    assert (seen[-1].share, seen[-1].files, seen[-1].files_total, seen[-1].segments) == (1.0, 3, 3, 4)


def test_a_name_that_is_not_utf8_is_no_obstacle(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    try:
        (inbox / os.fsdecode(b"berita-\xff.txt")).write_text("Warga desa datang ke rapat.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has only Unicode names")
    run(inbox, tmp_path / "out")
    assert set(statuses(run(inbox, tmp_path / "out")).values()) == {"skipped"}
    assert json.loads((tmp_path / "out" / "report.json").read_bytes())["counts"]["skipped"] == 1


def test_old_leftovers_are_cleared_and_nothing_else(inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in (".rapat.en.txt.123-0123abcd.tmp", ".mine.tmp", "notes.tmp"):
        (out / name).touch()
    run(inbox, out)
    assert sorted(path.name for path in out.glob("*tmp")) == [".mine.tmp", "notes.tmp"]


def test_a_real_model_stopped_and_taken_up_again_writes_the_same(
    marian_folder: Path, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_engine(str(marian_folder), target="en")
    run(inbox, tmp_path / "undisturbed", model)
    monkeypatch.setattr("translate.translation.windows.WINDOW", 1)
    asked_for = iter([False] * 5 + [True] * 100)
    run(inbox, tmp_path / "out", model, stop=lambda: next(asked_for))
    with sqlite3.connect(tmp_path / "out" / ".warta" / "journal.sqlite") as db:
        assert 0 < db.execute("SELECT count(*) FROM segments").fetchone()[0] < 4
    db.close()
    run(inbox, tmp_path / "out", model)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "undisturbed") != {}


def test_an_engine_that_never_works_fails_every_file(inbox: Path, tmp_path: Path) -> None:
    class Dead(FakeEngine):
        def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
            raise ModelError("The model cannot run.")

    outcomes = run(inbox, tmp_path / "out", Dead())
    assert {(o.status, o.reason) for o in outcomes.values()} == {(Status.FAILED, "The model cannot run.")}


@pytest.mark.parametrize("formats", [(), ("txt", "txt"), ("doc",)])
def test_formats_that_cannot_be_are_refused(formats: tuple[str, ...]) -> None:
    with pytest.raises(WartaError, match=r"[Ff]ormat"):
        Job(formats=formats)
