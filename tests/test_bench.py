"""`python -m bench` makes every table that it has the data for, and names the others."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

bench = import_module("bench.__main__")  # by its name: for mypy a file is one module only


def test_a_table_is_written_and_what_lacks_data_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["checks-unseen", "facts", "--into", str(tmp_path)]) == 0
    assert "| NUMBER_LOST |" in (tmp_path / "checks-unseen.md").read_text(encoding="utf-8")
    assert "facts: left out, as --data has no summaries/indosum-dev.jsonl\n" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == ["checks-unseen.md"]


def test_a_script_that_fails_fails_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "checks.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setattr(bench, "HERE", tmp_path)
    assert bench.main(["checks-test", "--into", str(tmp_path / "out")]) == 1
    assert "checks-test: checks.py failed with code 3\n" in capsys.readouterr().out


def test_every_bench_has_a_script_and_a_name_of_its_own() -> None:
    assert all((bench.HERE / one.command[0]).is_file() for one in bench.BENCHES)
    assert len({one.name for one in bench.BENCHES}) == len(bench.BENCHES)


def test_the_page_of_figures_is_two_screens() -> None:
    assert len((bench.HERE / "README.md").read_text(encoding="utf-8").splitlines()) <= 110
