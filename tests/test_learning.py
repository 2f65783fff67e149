"""A person's corrections of an output come back into the memory, and nothing that a machine wrote comes with them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from translate.batch.memory import Memory, MemoryUnit, learn
from translate.batch.memory.tmx import TmxCounts, export_tmx, import_tmx
from translate.batch.remembering import translate_with_memory
from translate.cli import main
from translate.document import Attempt, Brief, Step, Translation
from translate.errors import DamagedFile, MissingFile, UsageError
from translate.reading import read_bytes, read_text
from translate.testing import FakeEngine
from translate.translation.setup import Setup
from translate.translator import Translator
from translate.writers import Output, to_bytes
from translate.writers.corrections_table import table_to_correct

REPLIES = {
    "Harga Beras Naik": "Rice Price Rise",
    "Harga beras naik 5 persen di Jakarta sejak Senin.": "Rice is up 5 per cent in Jakarta since Monday.",
    "Warga mengeluh.": "People complain.",
    "Pemerintah diam.": "The government is silent.",
    "Data ada di BPS.": "Data are at BPS.",
    "Beras": "Rice",
    "Jagung": "Corn",
}
ARTICLE = """# Harga Beras Naik

Harga beras naik 5 persen di Jakarta sejak Senin. Warga mengeluh. Pemerintah diam.

Data ada di [BPS](https://bps.example).

1. Beras
2. Jagung

(ANTARA/xyz)
"""
WRONG, RIGHT = "People complain.", "Residents <are> complaining & angry."
SOURCE = "Warga mengeluh."
FORMATS = ("json", "html", "docx", "tsv")


@pytest.fixture
def made() -> tuple[Translation, Brief]:
    translator = Translator(engine=FakeEngine(REPLIES))
    translation = translator.translate(read_text(ARTICLE, format="md"))
    return translation, translator.brief(translation, points=2)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory.sqlite")


def write(folder: Path, format: str, made: tuple[Translation, Brief], *, brief: bool = True) -> Path:
    translation, brief_made = made
    path = folder / f"edited.{format}"
    if format == "tsv":
        path.write_text(table_to_correct(translation, range(len(translation.segments))), encoding="utf-8")
    else:
        path.write_bytes(to_bytes(format, Output(translation, brief_made if brief else None)))
    return path


def change(path: Path, old: str, new: str) -> None:
    """Edit the sentence in the translation as a person does: not in the brief, nor where Warta quotes it."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        paragraphs = [p for p in document.paragraphs if old in p.text and "List" not in str(p.style and p.style.name)]
        (run,) = (run for run in paragraphs[0].runs if run.text == old)
        run.text = new
        document.save(str(path))
    elif path.suffix == ".html":
        page = path.read_text(encoding="utf-8")
        escaped = new.replace("&", "&amp;").replace("<", "&lt;")
        page, times = re.subn(rf'(<span id="s\d+"[^>]*>){re.escape(old)}', rf"\g<1>{escaped}", page)
        assert times == 1
        path.write_text(page, encoding="utf-8")
    elif path.suffix == ".json":
        data = json.loads(path.read_text(encoding="utf-8"))
        (segment,) = (one for one in data["segments"] if one["target"] == old)
        segment["target"] = new
        path.write_text(json.dumps(data), encoding="utf-8")
    else:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), dialect="excel-tab"))
        changed = [[*row[:-1], new if row[-1] == old else row[-1]] for row in rows]
        out = io.StringIO()
        csv.writer(out, dialect="excel-tab").writerows(changed)
        path.write_text("\ufeff" + out.getvalue(), encoding="utf-8")  # as spreadsheets save it


@pytest.mark.parametrize("format", FORMATS)
def test_what_nobody_changed_is_not_a_persons(
    format: str, made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    learned = learn(memory, write(tmp_path, format, made))
    assert (learned.learned, learned.deleted, learned.unchanged >= 6) == ((), (), True)
    assert list(memory.pairs()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_correction_is_taken_and_the_next_run_says_it(
    format: str, made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    path = write(tmp_path, format, made)
    change(path, WRONG, RIGHT)
    assert learn(memory, path).learned == (3,)
    assert learn(memory, path).known == (3,)
    assert [(pair.source, pair.text) for pair in memory.pairs()] == [(SOURCE, RIGHT)]
    again = translate_with_memory(made[0].document, Setup(FakeEngine(REPLIES)), memory=memory)
    assert again.imported == 1 and RIGHT in again.translation.text
    assert again.translation.segments[2].attempts[0].step is Step.IMPORTED
    # What comes out of that run is nobody's new correction.
    assert learn(memory, write(tmp_path, format, (again.translation, made[1]))).learned == ()


@pytest.mark.parametrize("format", ["json", "html", "docx"])
def test_a_sentence_put_together_with_a_deleted_one_is_not_taken(
    format: str, made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    path = write(tmp_path, format, made)
    change(path, WRONG, "People complain, and the government is silent.")
    change(path, "The government is silent.", "")
    learned = learn(memory, path)
    assert (learned.learned, learned.deleted, learned.beside_deleted) == ((), (4,), (3,))


def test_what_is_typed_behind_a_sentence_in_word_belongs_to_it(
    made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    path = write(tmp_path, "docx", made, brief=False)
    document = docx.Document(str(path))
    (paragraph,) = (p for p in document.paragraphs if WRONG in p.text)
    at = next(i for i, run in enumerate(paragraph.runs) if run.text == WRONG)
    paragraph.runs[at + 1].text = " Loudly. "  # the space between two sentences, behind the bookmark
    document.save(str(path))
    assert learn(memory, path).learned == (3,)
    assert memory.imported("id", "en", [SOURCE]) == {SOURCE: f"{WRONG} Loudly."}


def test_an_item_of_a_list_keeps_its_number(memory: Memory, tmp_path: Path) -> None:
    translator = Translator(engine=FakeEngine(REPLIES | {"Jagung": "2. Corn"}))  # Word draws the number itself
    translation = translator.translate("Harga Beras Naik\n\n1. Beras\n2. Jagung\n")
    path = write(tmp_path, "docx", (translation, translator.brief(translation)), brief=False)
    document = docx.Document(str(path))
    (run,) = (run for p in document.paragraphs for run in p.runs if run.text == "Corn")
    run.text = "Maize"
    document.save(str(path))
    learn(memory, path)
    assert [(pair.source, pair.text) for pair in memory.pairs()] == [("Jagung", "2. Maize")]


def test_sentences_with_links_are_counted_and_not_compared(
    made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    for format in ("html", "docx"):
        assert learn(memory, write(tmp_path, format, made)).learned == ()
    assert learn(memory, write(tmp_path, "html", made)).not_compared == 2  # the one with a link, and the credit


def test_a_table_of_ones_own_is_a_persons_but_not_what_a_model_said(memory: Memory, tmp_path: Path) -> None:
    maker = Translator(engine=FakeEngine(REPLIES)).translate(SOURCE).signature
    memory.put(maker, [MemoryUnit(SOURCE, WRONG, (Attempt(Step.AS_ASKED, WRONG),))])
    path = tmp_path / "own.tsv"
    path.write_text(f"id\ten\tja\n{SOURCE}\t{WRONG}\t住民は不満だ。\nHujan.\t'=Rain.\t\n", encoding="utf-8")
    learned = learn(memory, path)
    assert (learned.learned, learned.unchanged) == ((2, 3), 1)
    assert memory.imported("id", "en", [SOURCE, "Hujan."]) == {"Hujan.": "=Rain."}
    assert memory.imported("id", "ja", [SOURCE]) == {SOURCE: "住民は不満だ。"}


def test_a_formula_is_guarded_in_a_table_and_comes_back_as_it_was() -> None:
    replies = {"=CMD() naik.": "=CMD() rises."}
    translation = Translator(engine=FakeEngine(replies)).translate("=CMD() naik.")
    assert "\t'=CMD() rises.\t'=CMD() rises." in table_to_correct(translation, [0])


def test_a_tmx_of_machine_output_is_not_a_persons(memory: Memory, tmp_path: Path) -> None:
    maker = Translator(engine=FakeEngine(REPLIES)).translate(SOURCE).signature
    memory.put(maker, [MemoryUnit(SOURCE, WRONG, (Attempt(Step.AS_ASKED, WRONG),))])
    path = tmp_path / "m.tmx"
    export_tmx(memory, path)
    with Memory(tmp_path / "other.sqlite") as other:
        assert import_tmx(other, path) == TmxCounts(0, 0, 1)
        path.write_text(path.read_text(encoding="utf-8").replace(WRONG, "Residents complain."), encoding="utf-8")
        assert import_tmx(other, path) == TmxCounts(1, 0, 0)
    # Another program keeps neither the signature nor the mark; this memory knows its own words.
    bare = re.sub(r"<prop.*?</prop>", "", path.read_text(encoding="utf-8"))
    path.write_text(bare.replace("Residents complain.", WRONG), encoding="utf-8")
    assert import_tmx(memory, path) == TmxCounts(0, 0, 1)


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        ("none.html", None, MissingFile, "cannot be read"),
        ("x.txt", b"Rain.", UsageError, "expected an edited output"),
        ("x.html", b"<p>Rain.", DamagedFile, "no marks of Warta"),
        ("x.html", b"", DamagedFile, "no HTML"),
        ("x.html", b"\xff\xfe", DamagedFile, "not UTF-8"),
        ("x.json", b"{}", DamagedFile, "x.json: This JSON has no"),
        ("x.docx", b"PK", DamagedFile, "no whole Word file"),
        ("x.tsv", b"Hujan.\tRain.\n", DamagedFile, "names no columns"),
        ("x.tsv", b"", DamagedFile, "names no columns"),
    ],
)
def test_a_file_without_corrections_is_refused(
    name: str, content: bytes | None, error: type[Exception], said: str, memory: Memory, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=said):
        learn(memory, tmp_path / name)


def test_a_word_file_of_another_program_has_no_marks(memory: Memory, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Rain.")
    document.save(str(tmp_path / "x.docx"))
    with pytest.raises(DamagedFile, match="no marks of Warta"):
        learn(memory, tmp_path / "x.docx")


def test_a_word_file_made_of_a_report_is_not_taken_for_that_report_edited(
    made: tuple[Translation, Brief], memory: Memory, tmp_path: Path
) -> None:
    report = write(tmp_path, "docx", made).read_bytes()
    read = read_bytes(report, name="edited.docx", check_language=False)
    translation = Translator(engine=FakeEngine(default=lambda text: f"Yes, {text}")).translate(read)
    (tmp_path / "again.docx").write_bytes(to_bytes("docx", Output(translation, original=report)))
    with pytest.raises(DamagedFile, match="no marks of Warta"):
        learn(memory, tmp_path / "again.docx")


def test_by_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article, memory = tmp_path / "a.txt", str(tmp_path / "m.sqlite")
    article.write_text(f"{SOURCE} Pemerintah diam.", encoding="utf-8")
    run: Callable[..., int] = lambda *more: main(["translate", str(article), "--model", "identity", *more])  # noqa: E731
    assert run("-o", str(tmp_path / "a.json"), "--memory", memory) == 0
    assert main(["review", str(tmp_path / "a.json"), "--tsv"]) == 0
    table = tmp_path / "a.tsv"
    table.write_text(capsys.readouterr().out.replace(f"\t{SOURCE}\n", "\tResidents complain.\n"), encoding="utf-8")
    assert main(["memory", "learn", str(table), "--memory", memory]) == 0
    assert "1 correction taken into" in capsys.readouterr().err
    assert run("--memory", memory) == 0
    said = capsys.readouterr()
    assert "Residents complain. Pemerintah diam." in said.out
    assert "memory: 1 sentence by people, 1 of earlier runs." in said.err
