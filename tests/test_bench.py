"""`python -m bench` makes every table that it has the data for, and names the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import BENCHES, HERE, main


def test_a_table_is_written_and_what_lacks_data_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks-unseen", "facts", "--into", str(tmp_path)]) == 0
    assert "| NUMBER_LOST |" in (tmp_path / "checks-unseen.md").read_text(encoding="utf-8")
    assert "facts: left out, as --data has no summaries/indosum-dev.jsonl\n" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["checks-unseen.md"]


def test_a_script_that_fails_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "checks.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setattr("bench.__main__.HERE", tmp_path)
    assert main(["checks-test", "--into", str(tmp_path / "out")]) == 1
    assert "checks-test: checks.py failed with code 3\n" in capsys.readouterr().out


def test_every_bench_has_a_script_and_a_name_of_its_own() -> None:
    assert all((HERE / bench.command[0]).is_file() for bench in BENCHES)
    assert len({bench.name for bench in BENCHES}) == len(BENCHES)


def test_the_page_of_figures_is_two_screens() -> None:
    assert len((HERE / "README.md").read_text(encoding="utf-8").splitlines()) <= 110
