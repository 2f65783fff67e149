"""The command line: what goes where, the exit codes, and one clear line for every error."""

import json
import os
import subprocess
import sys
from ast import literal_eval
from importlib.metadata import distributions, version
from pathlib import Path

import pytest
from builders import Run

import translate
from translate.batch.memory import Memory
from translate.cli.app import COMMANDS, load_command
from translate.cli.show import remarks
from translate.document import FlagCode, ModelInfo
from translate.testing import FakeEngine

SAMPLE = Path(__file__).parent.parent / "samples" / "balikpapan-yokohama.txt"
ARTICLE = "Harga Beras Naik\n\nHarga beras naik 5 persen di Jakarta sejak Senin lalu.\n"


@pytest.fixture
def warta(warta: Run) -> Run:
    """Run `warta` with the identity engine, or with the model that is named."""

    def run(*arguments: str | Path, model: str | Path | None = "identity") -> tuple[int, str, str]:
        return warta(*arguments, *(() if model is None else ("--model", model)))

    return run


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "beras.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def one_line(err: str) -> str:
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("warta: ")
    assert "Traceback" not in err
    return lines[0]


def test_the_text_is_on_stdout_and_the_notes_on_stderr(warta: Run, article: Path) -> None:
    code, out, err = warta("translate", article)
    assert code == 0
    assert "Harga beras naik 5 persen di Jakarta sejak Senin lalu." in out
    assert "sentences to en" not in out
    assert "2 sentences to en" in err


def test_quiet_leaves_stderr_empty(warta: Run, article: Path) -> None:
    assert warta("translate", article, "--quiet")[2] == ""


def test_plain_and_quiet_write_the_text_alone(warta: Run, article: Path, tmp_path: Path) -> None:
    text = ARTICLE.replace("persen", "percent")  # a figure is written the target's way
    assert warta("translate", article, "--plain")[1] == warta("translate", article, "--quiet")[1] == text
    assert warta("translate", article, "--plain", "-o", tmp_path / "x.txt")[0] == 0
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == text
    for more in (["--brief"], ["--format", "html"]):
        code, _, err = warta("translate", article, "--plain", *more)
        assert code == 2 and "--plain is for" in one_line(err)


def test_an_ending_and_a_format_that_differ_are_refused(warta: Run, article: Path, tmp_path: Path) -> None:
    code, _, err = warta("translate", article, "-o", tmp_path / "x.html", "--format", "docx")
    assert code == 2 and "the ending of the name means html" in one_line(err)


def test_every_flag_is_explained(warta: Run) -> None:
    said = warta("explain", model=None)[1]
    assert all(f"{code}\n" in said for code in FlagCode)
    code, out, _ = warta("explain", "name-lost", "--json", model=None)
    assert code == 0 and json.loads(out)[0]["code"] == "NAME_LOST"
    code, _, err = warta("explain", "NAME", model=None)
    assert code == 2 and "expected one of REPETITION" in one_line(err)


def test_stdin(warta: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "in"
    path.write_text(ARTICLE, encoding="utf-8")
    with path.open("rb") as file:
        saved = os.dup(0)
        try:
            os.dup2(file.fileno(), 0)
            with open(0, encoding="utf-8", closefd=False) as stdin:
                monkeypatch.setattr(sys, "stdin", stdin)
                code, out, _ = warta("translate", "-")
        finally:
            os.dup2(saved, 0)
            os.close(saved)
    assert code == 0
    assert "Harga beras" in out


@pytest.mark.parametrize("ending", ["txt", "md", "json", "jsonl", "html"])
def test_the_ending_of_the_output_names_its_format(warta: Run, article: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"out.{ending}"
    code, out, _ = warta("translate", article, "--brief", "-o", output)
    assert (code, out) == (0, "")
    written = output.read_text(encoding="utf-8")
    assert "Harga beras naik 5 persen" in written
    assert warta("translate", article, "--brief", "--format", ending)[1] == written
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_without_a_date_a_rerun_is_byte_identical(warta: Run, article: Path) -> None:
    first = warta("translate", article, "--no-date", "--format", "json", "--brief")[1]
    assert first == warta("translate", article, "--no-date", "--format", "json", "--brief")[1]
    assert json.loads(first)["signature"]["date"] == ""


def test_the_brief_alone(warta: Run, article: Path) -> None:
    code, out, _ = warta("brief", article, "--points", "1")
    assert code == 0
    assert "Harga Beras Naik" in out


def test_strict_makes_doubts_an_exit_code_and_still_writes_the_output(warta: Run, article: Path) -> None:
    code, out, _ = warta("translate", article, "--strict")  # an identity engine echoes its source
    assert code == 3
    assert "Harga beras" in out


def test_a_language_no_model_of_ours_writes(warta: Run, article: Path) -> None:
    code, out, err = warta("translate", article, "--to", "xx", model=None)
    assert (code, out) == (2, "")
    assert "en or ja" in one_line(err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "doc"], "txt, md, json"),
        (["-o", "x.odt"], "odt"),
        (["--decoding", "slow"], "auto, fast, balanced, best"),
        (["--summarizer", "magic", "--brief"], "textrank"),
        (["--points", "0"], "--points"),
        (["--no-such-option"], "--no-such-option"),
        (["--model", "no-such-model"], "no-such-model"),
        (["--model", "./no-such-folder"], "no-such-folder"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(warta: Run, article: Path, arguments: list[str], said: str) -> None:
    code, out, err = warta("translate", article, *arguments, model=None if "--model" in arguments else "identity")
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_a_missing_argument_is_one_line(warta: Run) -> None:
    code, out, err = warta("translate", "--to", "en")
    assert (code, out) == (2, "")
    assert "FILE" in one_line(err)


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "spaces.txt": (b" \n\t\n ", ""),
    "marks.txt": (b"*** 123 --- 4.5 ***\n", "words"),
    "binary.txt": (bytes(range(256)) * 20, ""),
    "damaged.docx": (b"PK\x03\x04 this is no zip file at all", ""),
    "damaged.pdf": (b"%PDF-1.7\nthis is no pdf at all", ""),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + bytes(100), ""),
    "large.txt": (b"Harga beras naik. " * 3_000_000, "MB"),
    "english.txt": (b"The price of rice rose last week, and people in the town were not happy about it. " * 9, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_article_is_one_line_and_exit_code_1(warta: Run, tmp_path: Path, name: str) -> None:
    content, said = BROKEN[name]
    path, output = tmp_path / name, tmp_path / "out.txt"
    path.write_bytes(content)
    code, out, err = warta("translate", path, "-o", output)
    assert (code, out) == (1, "")
    line = one_line(err)
    assert name in line
    assert said in line
    assert not output.exists()


def test_a_file_that_is_not_there(warta: Run, tmp_path: Path) -> None:
    code, _, err = warta("translate", tmp_path / "tidak-ada.txt")
    assert code == 1
    assert "tidak-ada.txt" in one_line(err)


def test_a_folder_in_the_place_of_a_file(warta: Run, tmp_path: Path) -> None:
    code, _, err = warta("translate", tmp_path)
    assert code == 1
    assert "warta batch" in one_line(err)


def test_any_language_reads_what_does_not_look_indonesian(warta: Run, tmp_path: Path) -> None:
    path = tmp_path / "english.txt"
    path.write_bytes(BROKEN["english.txt"][0])
    assert warta("translate", path, "--any-language")[0] == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission_to_write(warta: Run, article: Path, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    code, _, err = warta("translate", article, "-o", tmp_path / "locked" / "out.txt")
    assert code == 1
    assert "permission" in one_line(err)


def test_no_permission_to_write_is_found_before_any_work(
    warta: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    code, _, err = warta("translate", article, "-o", tmp_path / "out.txt", model="no-such-model")
    assert code == 1
    assert "permission" in one_line(err)


@pytest.mark.parametrize("output", ["missing/out.txt", "folder.txt/"])
def test_an_output_that_cannot_be(warta: Run, article: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "folder.txt").touch()
    code, _, err = warta("translate", article, "-o", f"{tmp_path}/{output}", "--format", "txt")
    assert code == 1
    one_line(err)


@pytest.mark.parametrize(
    ("output", "made"),
    [
        ("out", "out/{}.{}.txt"),
        ("out/", "out/{}.{}.txt"),
        ("{name}-{to}.html", "{}-{}.html"),
    ],
)
def test_several_articles_and_languages(warta: Run, article: Path, tmp_path: Path, output: str, made: str) -> None:
    (tmp_path / "hujan.md").write_text("Hujan turun di Jakarta sejak Senin.", encoding="utf-8")
    asked = (article, tmp_path / "hujan.md", "--to", "en", "--to", "ja,en", "-o", f"{tmp_path}/{output}")
    code, out, err = warta("translate", *asked)
    assert (code, out) == (0, "")
    for name in ("beras", "hujan"):
        for target in ("en", "ja"):
            assert (tmp_path / made.format(name, target)).stat().st_size
            assert f"{name}." in err and f" to {target}, " in err
    assert warta("brief", *asked)[0] == 0


def test_one_article_goes_into_a_folder_too(warta: Run, article: Path, tmp_path: Path) -> None:
    assert warta("translate", article, "-o", f"{tmp_path}/out/", "--format", "html")[0] == 0
    assert (tmp_path / "out" / "beras.en.html").is_file()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (None, "4 outputs (2 articles, --to en,ja) cannot go to standard output"),
        ("out.html", "4 outputs (2 articles, --to en,ja) cannot go into one file"),
        ("out.{to}.html", "Put {name} into the name"),
        ("out.{name}.html", "Put {to} into the name"),
        ("out.{name}.{to}", "expected one of .txt"),
    ],
)
def test_outputs_that_would_share_a_place_are_refused(
    warta: Run, article: Path, tmp_path: Path, output: str | None, said: str
) -> None:
    chosen = [] if output is None else ["-o", f"{tmp_path}/{output}"]
    code, out, err = warta("translate", article, SAMPLE, "--to", "en,ja", *chosen)
    assert (code, out) == (2, "")
    assert said in one_line(err)


def test_an_article_that_cannot_be_read_does_not_stop_the_others(warta: Run, article: Path, tmp_path: Path) -> None:
    code, _, err = warta("translate", tmp_path / "none.txt", article, "-o", f"{tmp_path}/out/")
    assert code == 1
    assert "none.txt is not there" in err and (tmp_path / "out" / "beras.en.txt").is_file()


def test_a_memory_gives_what_an_earlier_run_and_people_said(warta: Run, article: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.sqlite"
    said = "Rice went up by 5 % on Rp 1,5 juta."  # a person's figures are not rewritten
    assert "memory:" not in warta("translate", article, "--memory", memory)[2]
    assert "memory: 0 sentences by people, 2 of earlier runs." in warta("translate", article, "--memory", memory)[2]
    with Memory(memory) as opened:
        opened.add_imported("id", "en", {"Harga beras naik 5 persen di Jakarta sejak Senin lalu.": said})
    _, out, err = warta("translate", article, "--memory", memory)
    assert said in out and "memory: 1 sentence by people, 1 of earlier runs." in err
    assert "imported:" in warta("translate", article, "--memory", memory, "--format", "json")[1]


def test_the_article_is_never_overwritten(warta: Run, article: Path) -> None:
    code, _, err = warta("translate", article, "-o", article)
    assert code == 2
    assert "the article itself" in one_line(err)
    assert article.read_text(encoding="utf-8") == ARTICLE


def test_an_output_that_was_edited_or_comes_from_elsewhere_is_kept(
    warta: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "cache"))
    out = tmp_path / "out"
    both = (article, "--to", "en,ja", "-o", out)
    for _ in range(2):  # a rerun replaces what nobody has touched
        assert warta("translate", *both)[0] == 0
    edited = out / f"{article.stem}.en.txt"
    edited.write_text("A person's words.", encoding="utf-8")
    (out / f"{article.stem}.ja.txt").unlink()
    code, _, err = warta("translate", *both)
    assert code == 1 and f"{edited} is there already and was edited since Warta wrote it: it is not replaced" in err
    assert "--overwrite" in err and edited.read_text(encoding="utf-8") == "A person's words."
    assert (out / f"{article.stem}.ja.txt").is_file(), "the other output is made"
    assert warta("translate", *both, "--overwrite")[0] == 0
    assert "A person's words." not in edited.read_text(encoding="utf-8")
    assert warta("translate", *both)[0] == 0
    foreign, empty = tmp_path / "thesis.html", tmp_path / "empty.html"
    foreign.write_text("<p>Years of work.</p>", encoding="utf-8")
    empty.touch()
    assert "thesis.html is there already and does not come from Warta" in warta("brief", article, "-o", foreign)[2]
    assert foreign.read_text(encoding="utf-8") == "<p>Years of work.</p>"
    assert warta("brief", article, "-o", empty)[0] == 0
    assert "--overwrite" in warta("translate", article, "--overwrite")[2], "without an output it has no effect"


def test_a_cache_that_cannot_be_written_keeps_no_output_from_being_written(
    warta: Run, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").touch()  # a file in the place of the folder
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "cache"))
    code, _, err = warta("translate", article, "-o", tmp_path / "a.html")
    assert code == 0 and (tmp_path / "a.html").is_file()
    assert "the next run will not replace" in err


def test_a_damaged_model_folder(warta: Run, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "marian"}', encoding="utf-8")
    code, _, err = warta("translate", article, model=folder)
    assert code == 1
    assert "model" in one_line(err)


def test_a_defect_of_ours_is_one_line_and_debug_shows_the_traceback(
    warta: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("translate.reading.read_bytes", fail)
    code, _, err = warta("translate", article)
    assert code == 1
    assert "ZeroDivisionError" in one_line(err)
    code, _, err = warta("translate", article, "--debug")
    assert code == 1 and "Traceback" in err and "ZeroDivisionError" in err


def test_debug_does_not_change_the_exit_code(warta: Run, article: Path) -> None:
    code, _, err = warta("translate", article, "--format", "doc", "--debug")
    assert code == 2 and "Traceback" in err and err.splitlines()[-1].startswith("warta: --format doc")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a file that is always full")
def test_an_output_that_is_full_is_one_line(article: Path) -> None:
    command = [sys.executable, "-m", "translate", "translate", str(article), "--model", "identity", "-q"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ended.returncode == 1
    assert "standard output is full" in one_line(ended.stderr)


def test_what_looks_like_a_path_is_no_term(warta: Run, article: Path) -> None:
    code, _, err = warta("translate", article, "--do-not-translate", "nofile.txt")
    assert code == 2 and "nofile.txt: there is no such file" in one_line(err)


def test_a_review_of_json_lines_names_the_format(warta: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n", encoding="utf-8")
    code, _, err = warta("review", tmp_path / "x.jsonl", model=None)
    assert code == 2 and "expected a .json output" in one_line(err)


def test_an_interrupt_says_so(warta: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("translate.reading.read_bytes", interrupt)
    code, _, err = warta("translate", article)
    assert code == 130
    assert "interrupted" in one_line(err)


def test_models_are_listed_with_their_licences(warta: Run) -> None:
    code, out, _ = warta("models", model=None)
    assert code == 0
    assert "student-ja" in out
    assert "CC-BY-NC-4.0 (non-commercial)" in out
    assert "MPL-2.0" in warta("models", "show", "student", model=None)[1]


def test_lists_and_comparisons_as_json(warta: Run, article: Path, tmp_path: Path) -> None:
    assert "student" in {one["model"] for one in json.loads(warta("models", "--json", model=None)[1])}
    assert warta("models", "list", "--json", model=None)[1] == warta("models", "--json", model=None)[1]
    assert {"template", "from"} <= json.loads(warta("prompts", "list", "--json", model=None)[1])[0].keys()
    warta("translate", article, "-o", tmp_path / "a.json")
    made = json.loads(warta("compare", tmp_path / "a.json", tmp_path / "a.json", "--json", model=None)[1])
    assert (made["sentences"], made["differ"], made["differences"]) == (2, 0, [])


def test_an_unknown_model_is_named_with_the_choices(warta: Run) -> None:
    code, _, err = warta("models", "show", "nothing", model=None)
    assert code == 2
    assert "student" in one_line(err)


def test_a_model_of_earlier_versions_names_what_took_its_place(warta: Run, article: Path) -> None:
    code, _, err = warta("translate", article, "--model", "starter", model=None)
    assert code == 2
    assert one_line(err).endswith(
        "starter is not part of Warta any more. Name student into English, student-ja into Japanese."
    )


def run_python(*arguments: str, folder: Path | None = None) -> str:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout


def test_the_command_line_loads_no_heavy_library() -> None:
    heavy = {"torch", "transformers", "numpy", "lxml", "docx", "pypdf", "huggingface_hub"}
    code = f"import sys, translate.cli; print(sorted({heavy} & set(sys.modules)))"
    assert run_python("-c", code).strip() == "[]"


def test_the_list_of_commands_says_what_their_own_help_does() -> None:
    for name, entry in COMMANDS.items():
        made = load_command(name)
        assert (made.help or "").splitlines()[0] == entry.help, name
        assert not {"install_completion", "show_completion"} & {one.name for one in made.params}, "they are of warta"


def test_help_loads_no_command() -> None:
    code = (
        "import sys\nfrom translate.cli import main\nmain(['--help'])\n"
        "print([m for m in sys.modules if m.startswith(('translate.', 'pydantic', 'rich.markdown'))])"
    )
    loaded = set(literal_eval(run_python("-c", code).splitlines()[-1]))
    few = ("cli", "cli.app", "cli.fields", "cli.plain_values", "cli.stderr", "errors", "language", "language.data")
    assert loaded == {f"translate.{name}" for name in few}


def test_a_run_over_files_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Harga beras naik lagi di pasar itu.", encoding="utf-8")
    needless = {"pydantic", "ssl", "numpy.ma", "lxml", "docx", "pypdf", "xml.etree.ElementTree", "torch"}
    word, batch = "translate.writers.docx_file", ["batch", "in", "-o", "out", "--format", "html"]
    commands = (
        (["translate", "in/a.txt", "--to", "en", "--brief"], {word, "translate.batch.run", "sqlite3"}),
        (batch, {word}),
        (batch, {word, "translate.writers.html", "numpy"}),  # with nothing to do
    )
    for command, more in commands:
        code = (
            f"import sys\nfrom translate.cli import main\nprint(main([*{command}, '--model', 'student', '--quiet']))\n"
            f"print(sorted({needless | more} & set(sys.modules)))"
        )
        assert run_python("-c", code, folder=tmp_path).splitlines()[-2:] == ["0", "[]"], command


def test_values_are_kept_or_refused_as_typer_has_them(warta: Run) -> None:
    made = load_command("batch")
    with made.make_context(
        "batch", ["in", "more", "-o", "out", "--to", "en", "--to", "ja", "--points", "3"]
    ) as context:
        values = context.params
    assert values["paths"] == [Path("in"), Path("more")] and values["output"] == Path("out")
    assert values["to"] == ["en", "ja"] and values["points"] == 3 and values["model"] == "auto"
    assert values["glossary"] is None and values["retry"] is True
    for wrong, line in ((["--points", "x"], "a valid integer"), (["--points", "0"], "greater than or equal to 1")):
        code, _, err = warta("batch", "in", "-o", "out", *wrong)
        assert code == 2 and line in err
    assert warta("translate")[0] == 2
    code, _, err = warta("batch", "in")
    assert code == 2 and "Missing option '-o' / '--output'" in err


def test_a_process_ends_without_a_look_at_every_object() -> None:
    code = (
        "import atexit, gc, sys\nfrom translate.cli import run\nsys.argv[1:] = ['explain', 'NO_SUCH_FLAG']\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 1000))\nrun()"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (made.returncode, made.stdout.strip()) == (2, "True") and "NO_SUCH_FLAG" in made.stderr


def test_help_names_every_command() -> None:
    said = run_python("-m", "translate", "--help")
    for command in ("translate", "brief", "batch", "models", "explain"):
        assert f" {command} " in said
    assert "--install-completion" in said and run_python("-m", "translate", "-h") == said
    assert "--plain" in run_python("-m", "translate", "translate", "-h")


def test_the_version() -> None:
    assert run_python("-m", "translate", "--version").strip() == f"warta {version('warta')}"
    assert translate.__version__ == version("warta")


def test_the_import_package_is_ours_alone() -> None:
    # `translate` and `translate-toolkit` install a package of the same name over ours.
    owners = {d.name for d in distributions() if any(str(f).startswith("translate/") for f in d.files or ())}
    assert owners <= {"warta"}


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("student", "en", "translated by the student, a small draft model"),
        ("student-ja", "en", "translated by the student-ja, a small draft model, for the gist alone"),
    ],
)
def test_what_comes_with_warta_says_its_worth_and_how_to_get_better(name: str, target: str, said: str) -> None:
    engine = FakeEngine(target=target)
    engine.models = (ModelInfo(name),)
    (line,) = remarks(engine)
    assert said in line
    assert "warta models pull" in line


def test_a_non_commercial_licence_is_named() -> None:
    engine = FakeEngine()
    engine.models = (ModelInfo("nllb-600m", licence="CC-BY-NC-4.0", non_commercial=True),)
    assert remarks(engine) == ["nllb-600m is licensed CC-BY-NC-4.0: its output is not for commercial use."]
    assert remarks(FakeEngine()) == []


def test_subtitles_are_subtitles_on_stdout(warta: Run, tmp_path: Path) -> None:
    film = tmp_path / "film.srt"
    film.write_text("1\n00:00:01,000 --> 00:00:04,000\nHarga beras di pasar naik lagi hari ini.\n", encoding="utf-8")
    code, out, _ = warta("translate", film, "--plain")
    assert code == 0 and out.startswith("1\n00:00:01,000 --> 00:00:04,000\nHarga") and out.count("-->") == 1
    code, out, _ = warta("translate", film, "--plain", "--format", "md")
    assert code == 0 and "-->" not in out
