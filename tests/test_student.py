"""The student, the model for Indonesian into English that comes with Warta, with its real weights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from translate.cli import main
from translate.cli.idle import idle_settings
from translate.cli.show import remarks
from translate.document import Hypothesis, ModelInfo
from translate.errors import DamagedModel, ModelError, ModelNotInstalled, UnknownModel, UsageError
from translate.models import catalogue, hub
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine, interrupt, is_beside, prepare
from translate.models.engines.pivot import Pivot
from translate.models.engines.student import Firefox
from translate.models.fallback import find_fallback
from translate.models.naming import auto_model
from translate.models.resolve import ModelSpec, load_engine
from translate.models.student import confidence, store
from translate.models.student.model import StudentModel, examine
from translate.models.student.store import BUNDLED_FOLDERS, bundled
from translate.models.student.workers import MOST_IN_PROCESS, DecodeRequest, Workers
from translate.testing import FakeEngine
from translate.translation.retry import Policy

ROOT = Path(__file__).parent.parent
GREEDY = Decoding()
RICE = "Harga beras naik 5 persen di Jakarta sejak Senin lalu."
RAIN = "Hujan deras membanjiri tiga sekolah di kota itu kemarin."
LOST = "Villagers received rice from the city government."
ARTICLE = "Sebanyak 45 warga desa menerima beras dari pemerintah kota."
KEPT = "A total of 45 villagers received rice from the city government."


def test_it_translates(student: Engine) -> None:
    rice, blank, rain = student.translate([RICE, "  ", RAIN], GREEDY)
    assert "rice" in rice.text and "5" in rice.text and "Jakarta" in rice.text
    assert "rain" in rain.text.lower() and "three" in rain.text and rice.complete and rice.score is None
    assert blank == Hypothesis("")
    assert [student.translate([text], GREEDY)[0] for text in (RICE, RAIN)] == [rice, rain]


def test_it_says_what_it_is(student: Engine) -> None:
    (info,) = student.models
    assert (info.id, info.family, info.licence) == ("student", "firefox", "MPL-2.0")
    assert len(info.revision) == 64 and info.copies_names
    assert not info.non_commercial and student.budget == 96
    assert remarks(student) == [
        "translated by the student, a small draft model: check names and idioms. "
        "A better model: warta models pull firefox-id-en"
    ]


@pytest.mark.parametrize(("name", "pair"), [("student", "iden"), ("student-ja", "idja")])
def test_the_size_in_the_catalogue_is_that_of_its_files(name: str, pair: str) -> None:
    folder = BUNDLED_FOLDERS[name]
    assert hub.installed(catalogue.get(name)) == bundled(name) == folder
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    files = {f"model.{pair}.intgemm.alphas.bin", f"srcvocab.{pair}.spm", f"trgvocab.{pair}.spm"}
    assert files <= sizes.keys() <= files | {f"lex.{pair}.s2t.bin", confidence.FILE}
    size = sum(sizes.values()) / 1e6
    assert round(size) == catalogue.get(name).size_mb


def test_what_it_cannot_do_leads_on(student: Engine) -> None:
    with pytest.raises(UnknownModel, match=r"student translates id-en only, not id-ja\. .*, such as student-ja\."):
        load_engine("student", target="ja")
    with pytest.raises(UnknownModel, match=r"student translates id-en only, not id-fr\. .* that pair\."):
        load_engine("student", target="fr")


def test_neither_torch_nor_transformers_is_loaded(hub_cache: Path) -> None:
    code = f"""
import sys
from translate import Translator
translator = Translator("en", model="student")
print(translator.engine.models[0].id, bool(translator.translate({RICE!r}).text))
print(sorted({{"torch", "transformers", "ctranslate2", "py3langid", "fxtranslate"}} & set(sys.modules)))
"""
    environment = {**os.environ, "HF_HUB_CACHE": str(hub_cache)}  # in which nothing better was pulled
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert made.stdout.splitlines() == ["student True", "[]"]


def test_a_short_article_is_translated_in_this_process_and_a_long_one_in_others() -> None:
    code = f"""
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
from translate.models.student.workers import MOST_IN_PROCESS
engine = load_engine("student", target="en")
engine.set_estimator(lambda features: sum(features.values()))
workers = engine._model.workers
here = engine.translate([{RICE!r}, {RAIN!r}], Decoding(beams=4))
print(workers.running, None not in [one.confidence for one in here])
engine.translate([f"Ada {{number}} orang." for number in range(MOST_IN_PROCESS // 4)], Decoding(beams=4))
print(workers.running > 0)
print(engine.translate([{RICE!r}, {RAIN!r}], Decoding(beams=4)) == here)
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.splitlines() == ["0 True", "True", "True"]


def test_processes_are_started_ahead_for_many_sentences(student: Engine) -> None:
    model = StudentModel(examine(BUNDLED_FOLDERS["student"]), processes=2, begin_here=True)
    engine = Firefox(model, student.models[0], source="id", target="en")
    prepare(engine, MOST_IN_PROCESS)
    assert model.workers.running == 0 and not is_beside(engine)
    prepare(engine, MOST_IN_PROCESS + 1)
    prepare(engine, MOST_IN_PROCESS + 1)  # once is enough
    assert model.workers.running == 2 and is_beside(engine)
    assert engine.translate([RICE], Decoding(beams=4)) == student.translate([RICE], Decoding(beams=4))
    interrupt(engine)
    assert model.workers.running == 0
    prepare(FakeEngine(), 10_000)  # has nothing to start
    prepare(Pivot(engine, FakeEngine(source="en", target="ja")), MOST_IN_PROCESS + 1)
    assert model.workers.running == 2
    interrupt(engine)


def test_processes_that_cannot_be_started_ahead_are_reported_when_they_are_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr("translate.models.student.workers.subprocess.Popen", refuse)
    workers = Workers([], search=lambda: _Failing())  # type: ignore[arg-type,return-value]
    workers.prepare(MOST_IN_PROCESS + 1)
    assert workers.running == 0
    with pytest.raises(ModelError, match=r"No process could be started to translate in \(no memory\)"):
        workers.translate([DecodeRequest("text", 9, Decoding(beams=4))] * MOST_IN_PROCESS)


@pytest.mark.parametrize("part", ["model.iden.intgemm.alphas.bin", "lex.iden.s2t.bin"])
def test_a_file_that_is_cut_off_is_told(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in BUNDLED_FOLDERS["student"].iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / part).unlink()
    (tmp_path / part).write_bytes((BUNDLED_FOLDERS["student"] / part).read_bytes()[:1000])
    monkeypatch.setitem(BUNDLED_FOLDERS, "student", tmp_path)
    with pytest.raises(DamagedModel, match=f"{part} cannot be loaded|cannot be loaded: .*{part}"):
        load_engine("student", target="en")


def test_a_text_that_fails_in_this_process_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = Workers([], search=lambda: _Failing())  # type: ignore[arg-type,return-value]
    with pytest.raises(ModelError, match=r'failed as it translated "bad": no such thing\.'):
        workers.translate([DecodeRequest(text, 9, Decoding(beams=2)) for text in ("good", "bad")])


class _Failing:
    def __call__(self, requests: list[tuple[str, int, int, int, list[object], None]]) -> list[list[object]]:
        if any(text == "bad" for text, *_ in requests):
            raise ValueError("no such thing")
        return [["text", text, -1.0, True] for text, *_ in requests]


def test_auto_takes_the_students_from_indonesian(hub_cache: Path) -> None:
    assert {pair: auto_model(*pair) for pair in catalogue.PREFERENCE if pair[0] == "id"} == catalogue.BUNDLED
    for (source, target), name in catalogue.BUNDLED.items():
        assert not catalogue.get(name).id and (source, target) in catalogue.get(name).pairs


def test_nothing_that_comes_with_warta_stands_in_unasked(student: Engine, hub_cache: Path) -> None:
    said: list[str] = []
    assert find_fallback(student, ModelSpec("auto"), on_note=said.append) is None
    assert len(said) == 1 and "no other model for id-en" in said[0]
    with pytest.raises(UnknownModel, match="student translates already"):
        find_fallback(student, ModelSpec("student"))


def test_it_stands_in_for_another(student: Engine) -> None:
    fallback = find_fallback(FakeEngine(), ModelSpec("student"))
    assert fallback is not None and fallback.models == student.models
    assert fallback.engine().models == student.models


def test_a_least_confidence_that_does_nothing_is_told(
    student: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert idle_settings(student, Policy(min_confidence=0.4)) == []
    assert idle_settings(FakeEngine(), Policy(min_confidence=0.4)) == []
    assert idle_settings(student, Policy(Decoding(beams=5))) == [] == idle_settings(student, Policy(Decoding()))
    told = "--min-confidence flags nothing that student translates: greedily it gives no scores. --decoding best does."
    assert idle_settings(student, Policy(Decoding(), min_confidence=0.4)) == [told]
    silent = FakeEngine()
    silent.models = (ModelInfo("none", family="identity"),)
    (scoreless,) = idle_settings(silent, Policy(min_confidence=0.4))
    assert scoreless == "--min-confidence flags nothing that none translates: it gives no scores."
    (greedy,) = idle_settings(silent, Policy(Decoding(beams=5)))
    assert greedy.startswith("--decoding sets beams, which none does not have")
    (tmp_path / "beras.txt").write_text(RICE, encoding="utf-8")
    article = str(tmp_path / "beras.txt")
    asked = ["--model", "student", "--decoding", "fast", "--min-confidence", "0.4"]
    for command in (["translate", article], ["batch", article, "-o", str(tmp_path / "out"), "--to", "en"]):
        assert main([*command, *asked, "--any-language"]) == 0
        assert f"warta: {told}\n" in capsys.readouterr().err


def test_files_that_are_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BUNDLED_FOLDERS, "student", tmp_path)
    entry = catalogue.get("student")
    assert hub.installed(entry) is None and not hub.is_installed(entry)
    with pytest.raises(ModelNotInstalled, match=r"comes with Warta\. Type: pip install --force-reinstall"):
        load_engine("student", target="en")


def test_weights_that_are_garbage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in BUNDLED_FOLDERS["student"].iterdir():
        (tmp_path / path.name).symlink_to(path)
    monkeypatch.setitem(BUNDLED_FOLDERS, "student", tmp_path)
    garbage = [Hypothesis("")] * 2
    monkeypatch.setattr("translate.models.engines.student.Firefox.translate", lambda self, texts, how: garbage)
    assert load_engine("student", target="en").models  # the files are those that its confidence was fitted to
    known = json.loads((tmp_path / confidence.FILE).read_text(encoding="utf-8"))
    (tmp_path / confidence.FILE).unlink()
    for fitted_to in (None, {**known, "weights_sha256": "0" * 64}):
        if fitted_to is not None:
            (tmp_path / confidence.FILE).write_text(json.dumps(fitted_to), encoding="utf-8")
        with pytest.raises(
            DamagedModel, match=r"student writes garbage: nothing\. .*Type: pip install --force-reinstall"
        ):
            load_engine("student", target="en")


@pytest.mark.parametrize("command", [hub.verify, hub.remove, hub.pull])
def test_it_is_not_pulled_nor_taken_away(command: Callable[[str], object], hub_cache: Path) -> None:
    assert not store.folder_of("id", "en").exists()
    with pytest.raises(UsageError, match="student comes with Warta"):
        command("student")
    assert bundled() == BUNDLED_FOLDERS["student"]
