"""`warta batch` and `warta memory` as a user types them, with the model that gives back what it gets."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import batch_driver
import pytest

from translate.cli import main


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "rapat.txt").write_text("Rapat.\n", encoding="utf-8")
    (folder / "hujan.txt").write_text("Hujan!\n", encoding="utf-8")
    return folder


def batch(*arguments: object) -> int:
    return main(["batch", *map(str, arguments), "--model", "identity", "--any-language"])


def test_a_folder_in_two_languages_and_formats(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets, formats = ("--to", "en", "--to", "ja"), ("--format", "txt", "--format", "html")
    asked = (inbox, "-o", tmp_path / "out", *targets, *formats, "--brief")
    assert batch(*asked) == 0
    assert len(list((tmp_path / "out").glob("*.*.*"))) == 8
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "warta: 2 files to en and ja: " in captured.err and "4 sentences translated" in captured.err
    assert batch(*asked) == 0
    assert "4 skipped" in capsys.readouterr().err


def test_the_last_line_counts_terms(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "walikota.txt").write_text("Wali Kota membuka pasar pagi ini. DPR bersidang.\n", encoding="utf-8")
    (tmp_path / "terms.tsv").write_text("Wali Kota\tMayor\nDPR\tDPR\n", encoding="utf-8")
    asked = (inbox, "-o", tmp_path / "out", "--no-glossary", "--glossary", tmp_path / "terms.tsv", "--no-retry")
    for _ in range(2):  # the second run does nothing, and says the same
        assert batch(*asked) == 0
        assert "; 2 terms found, 1 kept, 1 ignored;" in capsys.readouterr().err


def test_a_fallback_that_is_not_here_is_told_before_the_work(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(inbox, "-o", tmp_path / "out", "--fallback", "opus-id-en") == 1
    assert "opus-id-en is not on this machine" in capsys.readouterr().err and not (tmp_path / "out").exists()
    assert batch(inbox, "-o", tmp_path / "out", "--fallback", "auto") == 0
    assert "no other model for id-en is installed" in capsys.readouterr().err


def test_what_is_left_out_is_said_in_a_line(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (".a.txt", "b.jpg", "c.md"):
        (inbox / name).write_text("Hujan.", encoding="utf-8")
    assert batch(inbox, "-o", tmp_path / "out", "--include", "*.txt", "--exclude", "hu*") == 0
    said = capsys.readouterr().err
    assert "1 hidden" in said and "2 left out by --include or --exclude" in said and ".jpg 1" in said


def test_nothing_found_is_a_failure(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(inbox, "-o", tmp_path / "out", "--include", "*.xyz") == 1
    assert "no articles were found" in capsys.readouterr().err


def test_languages_may_be_given_with_a_comma(inbox: Path, tmp_path: Path) -> None:
    assert batch(inbox, "-o", tmp_path / "out", "--to", "en,ja") == 0
    assert len(list((tmp_path / "out").glob("*.txt"))) == 4


def test_failures_are_told_once_and_counted(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inbox / "kosong.txt").touch()
    assert batch(inbox, "-o", tmp_path / "out", "--to", "en", "--to", "ja", "--quiet") == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and "kosong.txt is empty" in lines[0] and lines[1].startswith("warta: 2 failed")
    assert len(list((tmp_path / "out").glob("*.txt"))) == 4
    (inbox / "a.txt").touch()
    assert batch(inbox, "-o", tmp_path / "out2", "--on-error", "stop") == 1
    assert "3 not reached (--on-error stop)" in capsys.readouterr().err


def test_strict_counts_flags_of_earlier_runs_too(inbox: Path, tmp_path: Path) -> None:
    (inbox / "lama.txt").write_text("Harga beras naik lagi pekan ini di kota.\n", encoding="utf-8")
    assert batch(inbox, "-o", tmp_path / "out") == 0
    assert batch(inbox, "-o", tmp_path / "out", "--strict") == 3
    assert batch(inbox, "-o", tmp_path / "out", "--strict", "--exclude", "lama*") == 0


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--on-error", "wait"), 2, "--on-error wait: expected skip or stop"),
        (("--format", "doc"), 2, "expected one of txt"),
        (("--to", "fr"), 2, "not translate"),
        (("--memory", "inbox/rapat.txt"), 1, "is no memory of Warta"),
    ],
)
def test_requests_that_cannot_be(
    options: tuple[str, ...],
    code: int,
    said: str,
    inbox: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (inbox / "rapat.txt").write_text("Rapat. " * 100, encoding="utf-8")
    if options == ("--to", "fr"):
        assert main(["batch", "inbox", "-o", "out", "--to", "fr"]) == code
        said = "--to fr: expected en or ja"
    else:
        assert batch("inbox", "-o", "out", *options) == code
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out" / "report.json").exists()


def test_a_memory_goes_out_and_in_as_tmx(inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory, tmx = tmp_path / "m.sqlite", tmp_path / "m.tmx"
    assert batch(inbox, "-o", tmp_path / "out", "--memory", memory) == 0
    assert main(["memory", "export", str(tmx), "--memory", str(memory)]) == 0
    journal = tmp_path / "out" / ".warta" / "journal.sqlite"
    assert main(["memory", "export", str(tmp_path / "j.tmx"), "--memory", str(journal)]) == 0
    assert (tmp_path / "j.tmx").read_bytes() == tmx.read_bytes()
    tmx.write_text(tmx.read_text(encoding="utf-8").replace('en"><seg>Hujan', 'en"><seg>Rain'), encoding="utf-8")
    assert main(["memory", "import", str(tmx), "--memory", str(memory)]) == 0
    assert batch(inbox, "-o", tmp_path / "out", "--memory", memory) == 0
    assert (tmp_path / "out" / "hujan.en.txt").read_text(encoding="utf-8").startswith("Rain!")
    said = capsys.readouterr().err
    assert "2 translations written" in said and "1 translation taken" in said
    assert "1 left out, which a machine wrote and nobody changed" in said
    assert main(["memory", "export", str(tmx), "--memory", str(tmp_path / "none")]) == 1


def test_progress_is_lines_where_there_is_no_terminal_and_a_bar_where_there_is(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("translate.cli.progress.LINE_EVERY", 0.0)
    batch(inbox, "-o", tmp_path / "one")
    lines = [line for line in capsys.readouterr().err.splitlines() if "sentences/s" in line]
    assert lines[-1].startswith("warta: 2 of 2 files, ") and "100%" in lines[-1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    batch(inbox, "-o", tmp_path / "two")
    assert "2 of 2 files" in capsys.readouterr().err
    batch(inbox, "-o", tmp_path / "three", "--quiet")
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
def test_sigterm_ends_with_130_and_the_same_command_goes_on(tmp_path: Path) -> None:
    batch_driver.fill(tmp_path / "inbox", 200)
    request = ("batch", "inbox", "-o", "out", "--model", "identity", "--any-language")
    command = [sys.executable, "-m", "translate", *request]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "out" / ".warta" / "journal.sqlite").exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "once more ends at once" in said and "The same command resumes here." in said
    assert "nothing to do" not in said
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["finished"] is False
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert again.returncode == 0
    assert len(list((tmp_path / "out").rglob("*.en.txt"))) == 200
