"""Defaults out of files and variables: what holds, in which order, and one clear line for what cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import Run

from translate.util.files import with_home

ARTICLE = "Harga beras naik 5 persen di Jakarta sejak Senin lalu.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article; the user's own file is `user/warta.toml` beside it."""
    (tmp_path / "user").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("WARTA_CONFIG", str(tmp_path / "user" / "warta.toml"))
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def held(warta: Run) -> dict[str, tuple[str, str]]:
    rows = json.loads(warta("config", "--json")[1])["settings"]
    return {row["key"]: (row["value"], row["from"]) for row in rows if "translate" in row["commands"]}


def test_nothing_set_is_said(folder: Path, warta: Run) -> None:
    code, out, _ = warta("config")
    assert code == 0 and "nothing is set" in out and "warta.toml (not there)" in out
    assert "points  " in warta("config", "--all")[1]


def test_a_flag_goes_before_a_variable_the_project_and_the_user(
    folder: Path, warta: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, project = folder / "user" / "warta.toml", Path("warta.toml")
    user.write_text(
        'model = "identity"\nformat = "md"\nquiet = true\n[translate]\ndecoding = "best"\n', encoding="utf-8"
    )
    assert held(warta) == {
        "model": ("identity", str(user)),
        "format": ("md", str(user)),
        "quiet": ("true", str(user)),
        "decoding": ("best", str(user)),
    }
    project.write_text('format = "html"\ndecoding = "fast"\n', encoding="utf-8")
    monkeypatch.setenv("WARTA_DECODING", "balanced")
    found = held(warta)
    assert (found["format"], found["decoding"]) == (("html", "warta.toml"), ("balanced", "WARTA_DECODING"))
    assert warta("translate", "a.txt")[1].startswith("<!doctype html>")
    monkeypatch.setenv("WARTA_FORMAT", "json")
    assert json.loads(warta("translate", "a.txt")[1])["format"] == "warta"
    assert warta("translate", "a.txt", "--format", "txt")[1:] == (ARTICLE.replace("persen", "percent"), "")


def test_a_table_of_a_command_goes_before_the_rest_of_its_file(folder: Path, warta: Run) -> None:
    Path("warta.toml").write_text('to = ["en", "ja"]\nmodel = "identity"\n[translate]\nto = "en"\n', encoding="utf-8")
    assert warta("translate", "a.txt")[0] == 0
    assert warta("batch", "a.txt", "-o", "out")[0] == 0
    assert sorted(path.name for path in Path("out").glob("*.txt")) == ["a.en.txt", "a.ja.txt"]


def test_paths_count_from_the_folder_of_their_file(folder: Path, warta: Run) -> None:
    (folder / "user" / "terms.tsv").write_text("Jakarta\tJAKARTA\n", encoding="utf-8")
    user = folder / "user" / "warta.toml"
    user.write_text('glossary = "terms.tsv"\nmemory = "m.sqlite"\nmodel = "identity"\n', encoding="utf-8")
    assert warta("translate", "a.txt")[0] == 0
    assert (folder / "user" / "m.sqlite").is_file() and not Path("m.sqlite").exists()
    # The commands of a memory take it from there, too.
    assert "1 translation written" in warta("memory", "export", "m.tmx")[2]


def test_what_is_set_and_has_no_effect_is_no_error(folder: Path, warta: Run) -> None:
    Path("warta.toml").write_text('points = 3\nmodel = "identity"\nmemory = "off"\n', encoding="utf-8")
    assert warta("translate", "a.txt")[0] == 0
    code, _, err = warta("translate", "a.txt", "--points", "2")
    assert code == 2 and "--points is for a brief" in err


def test_a_flag_takes_back_what_is_set(folder: Path, warta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("warta.toml").write_text('brief = true\nstrict = true\nmodel = "identity"\n', encoding="utf-8")
    assert warta("translate", "a.txt")[0] == 3
    code, out, _ = warta("translate", "a.txt", "--no-brief", "--no-strict", "--plain")
    assert (code, out) == (0, ARTICLE.replace("persen", "percent"))
    monkeypatch.setenv("WARTA_STRICT", "no")
    assert warta("translate", "a.txt")[0] == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("modle = 'x'", "warta.toml: unknown key 'modle'. Did you mean model?"),
        ("[batch]\nplain = true", "warta.toml: unknown key 'plain'"),
        ("xyzzy = 1", "`warta config --all` lists the keys"),
        ("points = 'three'", "warta.toml: points = 'three': "),
        ("points = 0", "warta.toml: points = 0: "),
        ("brief = 'yes'", "warta.toml: brief = 'yes': expected true or false"),
        ("model = true", "warta.toml: model = true: expected a text"),
        ("to = []", "it is empty"),
        ("allow-pickle = true", "allow-pickle cannot be set there"),
        ("to = ", "warta.toml is not TOML"),
        ("to = " + "[" * 50_000, "warta.toml is not TOML: it nests too deep"),
        (
            "format = 'doc'",
            "expected one of txt, md, json, jsonl, html, docx, srt, vtt. --format comes from warta.toml.",
        ),
        ("model = 'nope'", "'nope' is no model Warta knows"),
        ("model = 'nope'", "--model comes from warta.toml."),
    ],
)
def test_a_bad_file_is_one_line(folder: Path, warta: Run, content: str, said: str) -> None:
    Path("warta.toml").write_text(content, encoding="utf-8")
    code, out, err = warta("translate", "a.txt")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("WARTA_MODLE", "x", "The variable WARTA_MODLE is no setting of Warta. Did you mean WARTA_MODEL?"),
        ("WARTA_POINTS", "x", "WARTA_POINTS = 'x': "),
        ("WARTA_BRIEF", "perhaps", "WARTA_BRIEF = 'perhaps': expected true or false"),
        ("WARTA_TO", "xx", "--to xx: expected en or ja."),
    ],
)
def test_a_bad_variable_is_one_line(
    folder: Path, warta: Run, variable: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    code, out, err = warta("translate", "a.txt")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert said in err


def test_a_variable_of_another_program_is_left_alone(folder: Path, warta: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARTA_DEPLOYED_BY", "somebody")
    assert warta("config")[0] == 0


def test_help_says_nothing_of_a_bad_file(folder: Path, warta: Run) -> None:
    Path("warta.toml").write_text("xyzzy = 1", encoding="utf-8")
    assert warta("--help")[0] == 0


def test_the_home_of_a_user_that_does_not_exist_is_a_path_like_any_other() -> None:
    assert with_home("~nobody-is-called-so/terms.tsv") == Path("~nobody-is-called-so/terms.tsv")
    assert with_home("~/terms.tsv") == Path.home() / "terms.tsv"
