"""`warta setup` and `--pull`: nothing is got without a person who asks for it and sees what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from records_server import Records
from terminal import on_a_terminal

from translate.cli import main
from translate.models.naming import best_installed


@pytest.fixture
def records(records: Records, firefox_files: dict[str, bytes]) -> Records:
    """A server with a model of real weights, and an empty cache."""
    records.publish("id-en", firefox_files)
    return records


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Harga beras naik 5 persen di Jakarta sejak Senin lalu.", encoding="utf-8")
    return path


def test_setup_shows_what_it_would_get_and_gets_it_when_told(records: Records) -> None:
    code, shown = on_a_terminal("setup", "--to", "en", answer="n\n")
    assert code == 0 and records.fetched == []
    for said in (
        "student comes with Warta: chrF",
        "firefox-id-en: about 17 MB, licence MPL-2.0; BLEU 38.6",
        "nothing was",
    ):
        assert said in " ".join(shown.split())
    code, shown = on_a_terminal("setup", "--to", "en", answer="y\n")
    assert code == 0 and "`auto` takes it" in " ".join(shown.split())
    assert best_installed("id", "en") == "firefox-id-en"
    assert "firefox-id-en is installed" in " ".join(on_a_terminal("setup", "--to", "en")[1].split())


def test_pull_gets_the_recommended_model_and_translates_with_it(records: Records, article: Path) -> None:
    code, shown = on_a_terminal("translate", str(article), "--pull")
    said = " ".join(shown.split())
    assert code == 0 and "downloading firefox-id-en: about 17 MB, licence MPL-2.0; BLEU 38.6" in said
    assert "model:firefox-id-en@" in said
    records.requests.clear()
    code, shown = on_a_terminal("translate", str(article), "--pull")
    assert code == 0 and records.requests == [] and "downloading" not in shown


def test_nothing_is_got_in_a_pipe(records: Records, article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["translate", str(article), "--pull"], ["setup"], ["setup", "--to", "ja"]):
        assert main(command) == 2
        said = capsys.readouterr().err
        assert "terminal" in said and "Type: warta models pull firefox-" in said and len(said.splitlines()) == 1
    assert records.requests == []


def test_pull_and_offline_do_not_go_together(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", str(article), "--pull", "--offline"]) == 2
    assert "--offline forbids that" in capsys.readouterr().err


def test_a_setting_never_gets_a_model(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WARTA_CONFIG", str(tmp_path / "warta.toml"))
    (tmp_path / "warta.toml").write_text("pull = true", encoding="utf-8")
    assert main(["translate", str(article)]) == 2
    assert "pull cannot be set there" in capsys.readouterr().err
