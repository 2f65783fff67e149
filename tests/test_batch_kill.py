"""Killed at any moment, a folder run loses nothing: the next one does what is missing, to the same bytes.

WARTA_KILLS sets how many kills at random moments there are in the slow tests (6), WARTA_KILL_FILES over how many
files (40).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import batch_driver
import pytest
from batch_driver import outputs

KILLS = int(os.environ.get("WARTA_KILLS", "6"))
FILES = int(os.environ.get("WARTA_KILL_FILES", "40"))
DRIVER = Path(batch_driver.__file__)


def start(inbox: Path, outbox: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(DRIVER), str(inbox), str(outbox), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def wait_until_at_work(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "at work\n"]


def finish(inbox: Path, outbox: Path) -> dict[str, int]:
    """Run to the end, in this process, and give the sums."""
    return batch_driver.main(inbox, outbox)


def segments(outbox: Path) -> int:
    """How many segments the journal holds; 0 where there is no journal yet.

    A copy is asked: to open what a killed process left would repair it, and that is for the next run to do.
    """
    path = outbox / ".warta" / "journal.sqlite"
    if not path.exists():
        return 0
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / path.name)) as db:
        for part in path.parent.glob(path.name + "*"):
            copyfile(part, Path(folder) / part.name)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'segments'").fetchone():
            return 0
        count: int = db.execute("SELECT count(*) FROM segments").fetchone()[0]
        return count


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill") / "inbox"
    batch_driver.fill(folder, FILES)
    return folder


@pytest.fixture(scope="module")
def undisturbed(inbox: Path) -> dict[str, bytes]:
    outbox = inbox.parent / "undisturbed"
    assert finish(inbox, outbox)["not reached"] == 0
    made = outputs(outbox)
    assert len(made) == 3 * FILES
    return made


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize(
    "point",
    [
        *("fsync:2", "replace:30", "renamed:1"),
        *(pytest.param(point, marks=pytest.mark.slow) for point in ("fsync:25", "replace:1", "renamed:31")),
    ],
)
def test_a_kill_at_a_known_point_loses_nothing(
    point: str, inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    with start(inbox, tmp_path, "0", point) as process:
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL
    left = {name for name in outputs(tmp_path) if not name.endswith(".tmp")}
    assert left < undisturbed.keys()
    before = segments(tmp_path)
    sums = finish(inbox, tmp_path)
    assert sums["translated"] == segments(tmp_path) - before == 0  # all were translated before the first was written
    assert outputs(tmp_path) == undisturbed


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("point", ["fsync:1", "renamed:1", "renamed:2"])
@pytest.mark.parametrize(
    "last", ["Hujan turun di desa.", pytest.param("Warga datang ke rapat.", marks=pytest.mark.slow)]
)
def test_an_output_that_was_being_replaced_never_counts(point: str, last: str, tmp_path: Path) -> None:
    inbox, outbox = tmp_path / "inbox", tmp_path / "outbox"
    inbox.mkdir()
    article = inbox / "berita.txt"
    article.write_text("Hujan turun di desa.", encoding="utf-8")
    finish(inbox, outbox)
    article.write_text("Warga datang ke rapat.", encoding="utf-8")
    with start(inbox, outbox, "0", point) as process:
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL
    article.write_text(last, encoding="utf-8")
    finish(inbox, outbox)
    finish(inbox, tmp_path / "fresh")
    assert outputs(outbox) == outputs(tmp_path / "fresh")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("point", ["replace:1", pytest.param("renamed:9", marks=pytest.mark.slow)])
def test_what_the_journal_kept_is_said_as_it_was(point: str, tmp_path: Path) -> None:
    """The figures of a doubt go through the journal: the "1,70" of an article must not come back as 1.7."""
    inbox, outbox, fresh = (tmp_path / name for name in ("inbox", "outbox", "fresh"))
    batch_driver.fill(inbox, 4)
    for number, path in enumerate(inbox.rglob("*.txt")):
        text = f"Harga beras di kota {number} naik 1,70 persen dan turun 12,0 persen pada 7 Mei."
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    batch_driver.main(inbox, fresh, both=True)
    with start(inbox, outbox, "0", point, "both") as process:
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGKILL
    batch_driver.main(inbox, outbox, both=True)
    assert len(outputs(fresh)) == 24
    assert outputs(outbox) == outputs(fresh)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("most", [2, pytest.param(KILLS, marks=pytest.mark.slow)], ids=["few", "more"])
def test_kills_at_random_moments_lose_nothing(
    most: int, inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    moments = random.Random(1)
    kills, round, before = 0, 0, 0
    longest = 0.15 + FILES * 0.005
    while kills < most:
        outbox = tmp_path / str(round)
        with start(inbox, outbox, "0.02") as process:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            time.sleep(moments.random() * longest)
            process.kill()
        kills += process.returncode == -signal.SIGKILL
        now = segments(outbox)
        assert now >= before
        seen = {name: data for name, data in outputs(outbox).items() if not name.endswith(".tmp")}
        assert seen.items() <= undisturbed.items()  # what is there is whole
        before = now
        if process.returncode == 0:
            assert outputs(outbox) == undisturbed
            round, before = round + 1, 0
    sums = finish(inbox, outbox)
    assert sums["not reached"] == sums["failed"] == 0
    assert sums["translated"] == segments(outbox) - before
    assert outputs(outbox) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_run_between_two_batches(
    number: signal.Signals, inbox: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    with start(inbox, tmp_path, "0.3") as process:
        wait_until_at_work(process)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    first = json.loads(out.splitlines()[-1])
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert first["not reached"] == report["counts"]["not reached"] > 0
    assert report["finished"] is False
    second = finish(inbox, tmp_path)
    assert first["translated"] + second["translated"] == segments(tmp_path)
    assert outputs(tmp_path) == undisturbed


def test_a_second_signal_ends_at_once(inbox: Path, tmp_path: Path) -> None:
    with start(inbox, tmp_path, "60") as process:  # seconds of a batch
        wait_until_at_work(process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130


def test_a_second_process_is_refused(inbox: Path, tmp_path: Path) -> None:
    with start(inbox, tmp_path, "1") as first:
        wait_until_at_work(first)
        command = [sys.executable, str(DRIVER), str(inbox), str(tmp_path)]
        second = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        first.kill()
    assert second.returncode == 1
    assert "another `warta batch` is working in this folder" in second.stderr
