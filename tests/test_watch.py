"""A folder that is watched: what arrives is translated, what fails is told once, and it ends when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from translate.batch import Job, Outcome, Status
from translate.batch.journal import FOLDER, RUN_LOCK
from translate.batch.memory import Memory
from translate.batch.watching import WATCH_LOCK, Watch
from translate.cli import main
from translate.errors import MissingFile, UsageError, WritingError
from translate.testing import FakeEngine
from translate.translation.setup import Setup
from translate.util.files import locked

EVERY = 0.01  # seconds; nothing here waits for a time, only for what is seen


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    write(folder / "hujan.txt", "Hujan turun.")
    return folder


def write(path: Path, text: str, *, old: bool = True) -> None:
    path.write_text(text, encoding="utf-8")
    if old:  # nobody is writing to it any more
        os.utime(path, ns=(0, path.stat().st_mtime_ns - 10**12))


class Looks:
    """Counts the looks: it stands in the place of the wait between two, and ends the watch after the last."""

    def __init__(self, watch: Watch, *between: Callable[[], object]) -> None:
        self.between, self.at = between, 0
        watch.stop = lambda: self.at > len(self.between)
        watch._wait = self.wait  # type: ignore[method-assign]

    def wait(self) -> None:
        if self.at < len(self.between):
            self.between[self.at]()
        self.at += 1


class Watched(Watch):
    """A watch whose wait can be replaced: `Watch` has slots."""


def watched(inbox: Path, *between: Callable[[], object], job: Job | None = None) -> tuple[list[Outcome], list[str]]:
    notes: list[str] = []
    setup = Setup(FakeEngine(default=lambda text: text.replace("Hujan", "Rain")))
    watch = Watched(
        [inbox], inbox.parent / "out", [setup], job or Job(dated=False), interval=EVERY, on_note=notes.append
    )
    Looks(watch, *between)
    return list(watch.run()), notes


def nothing() -> None:
    pass


def test_what_is_there_what_arrives_and_what_changes_is_translated_once(inbox: Path) -> None:
    outcomes, notes = watched(
        inbox,
        nothing,
        lambda: write(inbox / "angin.txt", "Angin."),
        nothing,
        lambda: write(inbox / "hujan.txt", "Hujan deras."),
        nothing,
    )
    assert [Path(outcome.path).name for outcome in outcomes] == ["hujan.txt", "angin.txt", "hujan.txt"]
    out = inbox.parent / "out"
    assert (out / "hujan.en.txt").read_text(encoding="utf-8").startswith("Rain deras.") and notes == []
    assert watched(inbox, nothing)[0] == []  # a later watch goes on here


def test_a_file_that_grows_is_left_until_it_is_whole(inbox: Path) -> None:
    seen: list[bool] = []
    later = time.time_ns() + 10**12

    def grow(text: str) -> None:
        (inbox / "banjir.txt").write_text(text, encoding="utf-8")
        os.utime(inbox / "banjir.txt", ns=(later, later + len(text)))
        seen.append((inbox.parent / "out" / "banjir.en.txt").exists())

    outcomes, _ = watched(inbox, lambda: grow("Banjir"), lambda: grow("Banjir besar."), nothing, nothing)
    assert [Path(outcome.path).name for outcome in outcomes] == ["hujan.txt", "banjir.txt"] and seen == [False, False]
    assert (inbox.parent / "out" / "banjir.en.txt").read_text(encoding="utf-8").startswith("Banjir besar.")


def test_a_file_that_fails_is_told_once_and_the_others_go_on(inbox: Path) -> None:
    write(inbox / "kosong.txt", "")
    outcomes, _ = watched(
        inbox,
        lambda: write(inbox / "angin.txt", "Angin."),
        lambda: write(inbox / "kosong.txt", "Tidak kosong lagi."),
        nothing,
    )
    told = [(Path(outcome.path).name, outcome.status is Status.FAILED) for outcome in outcomes]
    assert told == [("kosong.txt", True), ("hujan.txt", False), ("angin.txt", False), ("kosong.txt", False)]


def test_a_folder_that_goes_and_comes_back_is_told_once(inbox: Path) -> None:
    away = inbox.with_name("away")
    outcomes, notes = watched(
        inbox,
        lambda: inbox.rename(away),
        nothing,
        lambda: away.rename(inbox),
        lambda: write(inbox / "angin.txt", "Angin."),
        nothing,
    )
    assert [Path(outcome.path).name for outcome in outcomes] == ["hujan.txt", "angin.txt"]
    assert len(notes) == 1 and "No such file" in notes[0]


def test_a_run_that_cannot_be_is_done_at_the_next_look(inbox: Path) -> None:
    out = inbox.parent / "out"
    out.mkdir()
    (out / "report.json").mkdir()  # stands in the way of the report

    outcomes, notes = watched(inbox, lambda: (out / "report.json").rmdir(), nothing)
    assert [outcome.status for outcome in outcomes if outcome.status is Status.FAILED] == []
    assert len(notes) == 1 and (out / "report.json").is_file()


def test_a_second_watch_of_a_folder_is_refused(inbox: Path) -> None:
    def second() -> None:
        with pytest.raises(WritingError, match="another `warta watch` writes to this folder"):
            watched(inbox, nothing)

    assert len(watched(inbox, second)[0]) == 1


@pytest.mark.parametrize(("command", "lock"), [("watch", WATCH_LOCK.name), ("batch", RUN_LOCK.name)])
def test_a_second_command_is_refused_before_its_model_is_loaded(
    inbox: Path, capsys: pytest.CaptureFixture[str], command: str, lock: str
) -> None:
    out = inbox.parent / "out"
    asked = [command, str(inbox), "-o", str(out), "--model", "opus-id-en"]  # which is not here
    assert main(asked) == 1
    assert "opus-id-en is not on this machine" in capsys.readouterr().err and not out.exists()
    with locked(out / FOLDER / lock):
        assert main(asked) == 1
    assert f"{out}: another `warta {command}` " in capsys.readouterr().err


@pytest.mark.parametrize(("paths", "error"), [(["none"], MissingFile), (["."], UsageError)])
def test_what_cannot_be_watched_is_said_at_once(inbox: Path, paths: list[str], error: type[Exception]) -> None:
    watch = Watch([inbox.parent / path for path in paths], inbox.parent, [Setup(FakeEngine())], Job())
    with pytest.raises(error):
        next(watch.run())


@pytest.fixture
def started(inbox: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "translate", "watch", str(inbox), "-o", str(inbox.parent / "out")]
    asked = [*command, "--model", "identity", "--every", "0.1", "--memory", str(inbox.parent / "m.sqlite")]
    process = subprocess.Popen(asked, stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_by_command_line_until_it_is_ended(started: subprocess.Popen[str], inbox: Path, number: signal.Signals) -> None:
    assert started.stderr is not None
    said = []
    for line in started.stderr:
        said.append(line)
        if "hujan.txt: 1 sentence to en" in line:
            write(inbox / "kosong.txt", "")
            write(inbox / "angin.txt", "Angin.")
        if "angin.txt: 1 sentence to en" in line:
            break
    started.send_signal(number)
    rest = started.stderr.read()
    assert started.wait() == 0
    assert any("watching" in line for line in said) and "Traceback" not in rest
    assert "stopped: 2 translations made" in rest and "The same command resumes here." in rest
    with Memory(inbox.parent / "m.sqlite") as memory:
        assert len(list(memory.pairs())) == 2
