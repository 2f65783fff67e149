"""A changed glossary, or another model behind the first, does again exactly the sentences that it touches."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from translate.batch import Batch, Job, Status, window
from translate.batch.discovery import discover
from translate.batch.journal import Journal
from translate.batch.memory import Memory
from translate.batch.memory.store import MIGRATIONS
from translate.document import ModelInfo
from translate.language.glossary import NO_TERMS, Glossary, Term, terms_fingerprint
from translate.models.engines.base import Engine
from translate.models.fallback import Fallback
from translate.testing import FakeEngine
from translate.translation.retry import Policy
from translate.translation.setup import Setup

ARTICLES = {
    "pasar.txt": "Pasar Senja ramai pada pagi hari.\n\nWarga desa membeli beras di sana.\n",
    "rapat.txt": "Rukun Tani membuka rapat warga desa.\n\nWarga desa membeli beras di sana.\n",
    "banjir.txt": "Air sungai naik sejak pagi di kota.\n",
}
REPLIES = {
    "Pasar Senja ramai pada pagi hari.": "The Dusk Market is busy in the morning.",
    "Warga desa membeli beras di sana.": "The people of the village buy rice there.",
    "Rukun Tani membuka rapat warga desa.": "The Farmers' Union opened a meeting of villagers.",
    "Air sungai naik sejak pagi di kota.": "The river in the city has risen since the morning.",
}
MARKET = Term(("Pasar Senja",), ("Dusk Market",), ("黄昏市場",))
UNION = Term(("Rukun Tani",), ("Farmers' Union",), ("農民組合",))
BOTH = Glossary((MARKET, UNION))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        (tmp_path / "inbox").mkdir(exist_ok=True)
        (tmp_path / "inbox" / name).write_text(text, encoding="utf-8")
    return tmp_path / "inbox"


def job_with(glossary: Glossary, **changes: bool) -> Job:
    policy = Policy(glossary=glossary, **changes)  # type: ignore[arg-type]
    return Job(formats=("txt", "json"), dated=False, check_language=False, policy=policy)


class Run:
    """A run into the folder beside the inbox."""

    def __init__(self, inbox: Path, glossary: Glossary, setup: Setup | None = None, target: str = "en") -> None:
        self.fake = FakeEngine(REPLIES, target=target)
        self.out = inbox.parent / "out"
        self.before = self.files()
        batch = Batch(discover([inbox], self.out), self.out, [setup or Setup(self.fake)], job_with(glossary))
        self.statuses = {Path(outcome.path).stem: str(outcome.status) for outcome in batch.run()}
        self.tally = batch.tally
        self.report = json.loads((self.out / "report.json").read_text(encoding="utf-8"))

    def files(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns for path in self.out.glob("*.*.*")}

    @property
    def asked(self) -> list[str]:
        """The sentences the engine got as they are, each once: what is doubted is asked again."""
        return sorted({text for texts, _ in self.fake.history for text in texts if text in REPLIES})

    @property
    def rewritten(self) -> set[str]:
        """The articles with an output that was written now."""
        return {name.split(".")[0] for name, time in self.files().items() if self.before.get(name) != time}


def test_a_changed_term_does_again_the_sentences_it_is_in(inbox: Path) -> None:
    assert Run(inbox, BOTH).asked == sorted(REPLIES)
    changed = Glossary((MARKET, replace(UNION, en=("Peasants' League",))))
    run = Run(inbox, changed)
    assert run.asked == ["Rukun Tani membuka rapat warga desa."] and run.tally.translated == 1
    assert run.rewritten == {"rapat"}
    assert run.statuses == {"banjir": "skipped", "pasar": "skipped", "rapat": "flagged"}
    again = Run(inbox, changed)
    assert not again.fake.history and not again.rewritten and set(again.statuses.values()) == {"skipped"}


@pytest.mark.parametrize(
    "other",
    [
        BOTH + Glossary((Term(("Kampung Bahari",), ("Sea Village",)),)),  # of no sentence
        Glossary((UNION, MARKET)),  # another order
        Glossary((replace(MARKET, ja=("夕市",), mark="official", note="as on the sign"), UNION)),  # nothing English
        Glossary((replace(MARKET, forms=("Pasar Senja", "Ps. Senja")), UNION)),  # another spelling of it
    ],
)
def test_what_touches_no_sentence_does_nothing_again(other: Glossary, inbox: Path) -> None:
    Run(inbox, BOTH)
    run = Run(inbox, other)
    assert not run.fake.history and not run.rewritten and set(run.statuses.values()) == {"skipped"}


def test_what_is_known_to_be_untouched_is_not_read_again(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = BOTH + Glossary((Term(("Kampung Bahari",), ("Sea Village",)),))
    Run(inbox, BOTH)
    Run(inbox, other)
    monkeypatch.setattr(window, "read", None)
    assert set(Run(inbox, other).statuses.values()) == {"skipped"}


def test_no_glossary_and_back_again(inbox: Path) -> None:
    Run(inbox, BOTH)
    without = Run(inbox, NO_TERMS)
    assert without.asked == ["Pasar Senja ramai pada pagi hari.", "Rukun Tani membuka rapat warga desa."]
    assert without.rewritten == {"pasar", "rapat"}
    back = Run(inbox, BOTH)  # the journal has both
    assert not back.fake.history and back.rewritten == {"pasar", "rapat"}


def test_a_memory_follows_the_same_rule(inbox: Path, tmp_path: Path) -> None:
    changed = Glossary((MARKET, replace(UNION, en=("Peasants' League",))))
    with Memory(tmp_path / "memory.sqlite") as memory:
        for glossary, folder, remembered in ((BOTH, "one", 0), (changed, "two", 3), (BOTH, "three", 4)):
            listing = discover([inbox], tmp_path / folder)
            batch = Batch(listing, tmp_path / folder, [Setup(FakeEngine(REPLIES))], job_with(glossary), memory=memory)
            assert all(outcome.status is not Status.FAILED for outcome in batch.run())
            assert batch.tally.remembered == remembered


def test_outputs_are_those_of_a_new_folder_but_for_the_name_of_the_glossary(inbox: Path, tmp_path: Path) -> None:
    changed = Glossary((MARKET, replace(UNION, en=("Peasants' League",))))
    Run(inbox, BOTH)
    Run(inbox, changed)
    listing = discover([inbox], tmp_path / "new")
    list(Batch(listing, tmp_path / "new", [Setup(FakeEngine(REPLIES))], job_with(changed)).run())
    paths = list((tmp_path / "new").glob("*.txt"))
    assert len(paths) == len(list(inbox.iterdir()))
    for path in paths:
        old = (tmp_path / "out" / path.name).read_bytes()
        assert path.read_bytes().partition(b"|glossary:")[0] == old.partition(b"|glossary:")[0]
    assert (tmp_path / "new" / "rapat.en.json").read_bytes() == (tmp_path / "out" / "rapat.en.json").read_bytes()


def test_the_report_counts_terms(inbox: Path) -> None:
    changed = Glossary((MARKET, replace(UNION, en=("Peasants' League",))))
    first = Run(inbox, changed).report
    assert first["terms"] == {"found": 2, "kept": 1, "ignored": 1}
    assert {Path(file["path"]).stem: file["terms"] for file in first["files"]} == {
        "banjir": {"found": 0, "kept": 0, "ignored": 0},
        "pasar": {"found": 1, "kept": 1, "ignored": 0},
        "rapat": {"found": 1, "kept": 0, "ignored": 1},
    }
    second = Run(inbox, changed).report  # nothing was done, and the sums are the same
    assert set(second["counts"]) >= {"skipped"} and second["terms"] == first["terms"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_bearing_tells_what_touches_a_sentence(language: str) -> None:
    text = "Rukun Tani membuka Pasar Senja."
    assert terms_fingerprint("Air sungai naik.", BOTH, language) == terms_fingerprint(text, NO_TERMS, language) == ""
    changed = Glossary((MARKET, replace(UNION, ja=("農協",))))
    assert (terms_fingerprint(text, BOTH, language) == terms_fingerprint(text, changed, language)) is (language == "en")
    kept = Glossary((Term(("Pasar Senja", "Lain"), verbatim=True),))
    assert terms_fingerprint(text, kept, language) == terms_fingerprint(
        text, Glossary((Term(("Pasar Senja",), verbatim=True),)), language
    )


class Behind:
    """Fallback engines that count their loading."""

    def __init__(self, replies: dict[str, str], id: str = "other") -> None:
        self.second, self.loaded = FakeEngine(replies), 0
        self.first = FakeEngine(REPLIES)
        self.fallback = Fallback((ModelInfo(id, "1" * 40, "marian", "MIT"),), self.load)
        self.setup = Setup(self.first, self.fallback)

    def load(self) -> Engine:
        self.loaded += 1
        return self.second

    @property
    def asked(self) -> set[str]:
        return {text for texts, _ in self.first.history for text in texts if text in REPLIES}


def test_another_model_behind_the_first_touches_only_what_is_stuck(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    river = "Air sungai naik sejak pagi di kota."
    monkeypatch.setitem(REPLIES, river, "")
    Run(inbox, BOTH)
    for id, said in (("other", "The river rose."), ("third", "The river in the city rose in the morning.")):
        behind = Behind({river: said}, id)
        run = Run(inbox, BOTH, behind.setup)
        assert behind.asked == {river} and behind.loaded == 1 and run.rewritten == {"banjir"}
        assert said in (run.out / "banjir.en.txt").read_text(encoding="utf-8")
        idle = Behind({})
        idle.fallback.models = behind.fallback.models
        assert not Run(inbox, BOTH, idle.setup).rewritten and not idle.first.history and not idle.loaded
    alone = Run(inbox, BOTH)  # what it said alone is in the journal still
    assert not alone.fake.history and alone.rewritten == {"banjir"}


def test_a_good_folder_never_loads_the_other_model(inbox: Path) -> None:
    behind = Behind({})
    Run(inbox, BOTH)
    run = Run(inbox, BOTH, behind.setup)
    assert not behind.loaded and not behind.first.history and not run.rewritten


VERSION_1 = """
CREATE TABLE makers (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, line TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE segments (
    maker INTEGER NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL, attempts TEXT NOT NULL,
    PRIMARY KEY (maker, source)) WITHOUT ROWID;
CREATE TABLE imported (
    source_language TEXT NOT NULL, target_language TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source_language, target_language, source)) WITHOUT ROWID;
CREATE TABLE outputs (
    output BLOB PRIMARY KEY, input BLOB NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL,
    segments INTEGER NOT NULL, words INTEGER NOT NULL, flags TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO makers VALUES (1, 'an old key', 'warta:old', 'id', 'en');
INSERT INTO segments VALUES (1, 'Air sungai naik sejak pagi di kota.', 'Old.', '[["as asked","Old.",-0.5,[]]]');
INSERT INTO imported VALUES ('id', 'en', 'Hujan turun.', 'Rain fell.');
INSERT INTO outputs VALUES (CAST('banjir.en.txt' AS BLOB), CAST('banjir.txt' AS BLOB), 'ab', 'cd', 1, 7, '[]');
PRAGMA user_version=1;
"""


@pytest.fixture
def old_journal(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "out" / ".warta"
    folder.mkdir(parents=True)
    db = sqlite3.connect(folder / "journal.sqlite")
    db.executescript(VERSION_1)
    db.close()
    yield folder / "journal.sqlite"


@pytest.mark.parametrize("opened_as_a_memory_before", [False, True])
def test_an_old_journal_keeps_its_outputs_and_is_translated_anew(
    opened_as_a_memory_before: bool, inbox: Path, old_journal: Path
) -> None:
    (old_journal.parent.parent / "banjir.en.txt").write_text("Old.", encoding="utf-8")
    if opened_as_a_memory_before:
        with Memory(old_journal) as memory:
            assert memory.imported("id", "en", ["Hujan turun."]) == {"Hujan turun.": "Rain fell."}
    run = Run(inbox, BOTH)
    assert run.asked == sorted(REPLIES)  # nothing it says is given for new
    assert "failed" not in run.statuses.values()  # the file there is known to be ours, and replaced
    with Journal(old_journal.parent.parent) as journal:
        said = {pair.text for pair in journal.pairs()}
    assert {"Old.", "Rain fell.", "The people of the village buy rice there."} <= said  # an export has all
    assert set(Run(inbox, BOTH).statuses.values()) == {"skipped"}


def test_tables_that_another_process_brings_up_to_date_meanwhile_are_left_as_they_are(old_journal: Path) -> None:
    db = sqlite3.connect(old_journal, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor() as threads:
        opening = threads.submit(lambda: Memory(old_journal).close())
        time.sleep(0.3)  # it waits for the lock
        for statement in MIGRATIONS[1].split(";"):
            db.execute(statement)
        db.execute("INSERT INTO segments VALUES (1, 'Baru.', 'a term', 'New.', '[]')")
        db.execute("PRAGMA user_version=2")
        db.execute("COMMIT")
        opening.result(timeout=60)
    assert dict(db.execute("SELECT source, touch FROM segments"))["Baru."] == "a term"
    db.close()
