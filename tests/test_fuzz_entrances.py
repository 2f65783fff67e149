"""Broken input at the other entrances: files written in their own format, edited outputs, settings, terms, the page."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import test_fuzz as fuzz
import writers_samples as samples
from web_server import running

from translate.batch.memory import Memory
from translate.batch.memory.learning import learn
from translate.batch.memory.tmx import export_tmx, import_tmx
from translate.cli.app import load_command
from translate.cli.settings import Options, load_settings, options_of
from translate.errors import DamagedFile, WartaError
from translate.language.glossary.files import parse_toml
from translate.reading import read_bytes
from translate.translator import Translator
from translate.writers import Output, to_bytes

QUICK, SLOW = 40, 1_000
SETTINGS = b'to = ["en", "ja"]\nmemory = "~/m.sqlite"\nbrief = true\npoints = 3\n\n[batch]\nformat = ["html", "json"]\n'
TERMS = (
    b'[[term]]\nsource = "kepala dinas"\nen = ["head of the agency"]\nja = "\xe5\xb1\x80\xe9\x95\xb7"\nexact = true\n'
)


def spoilt(data: bytes, seed: int) -> bytes:
    dice = random.Random(seed)
    for mutate in dice.choices(fuzz.MUTATORS, k=dice.randint(1, 3)):
        data = mutate(data or b" ", dice)
    return data


def one_line(error: WartaError) -> None:
    assert "\n" not in str(error) and str(error)


def written_in_its_own_format(seed: int) -> bool:
    """Read an article, and write it as a file of its own format: Word to Word, subtitles to subtitles."""
    originals = [(ending, data) for ending, data in fuzz.corpus() if ending in ("docx", "srt", "vtt")]
    ending, data = originals[seed % len(originals)]
    data = spoilt(data, seed)
    try:
        document = read_bytes(data, name=f"berita.{ending}", check_language=False)
        translation = Translator("en", engine=fuzz.engine(seed, "en"), dated=False).translate(document)
        made = to_bytes(
            document.source.format if document.source.format in ("docx", "srt", "vtt") else "txt",
            Output(translation, original=data if document.source.format == "docx" else b"", bilingual=seed % 5 == 0),
        )
    except WartaError as error:
        one_line(error)
        return False
    if document.source.format in ("docx", "srt", "vtt"):
        read_bytes(made, name=f"berita.en.{document.source.format}", check_language=False)
    return True


@cache
def edited() -> tuple[tuple[str, bytes], ...]:
    table = b"Harga beras naik.\tThe price of rice rises.\nWarga mengeluh.\tResidents complain.\n"
    return (*((ending, to_bytes(ending, samples.english())) for ending in ("json", "html", "docx")), ("tsv", table))


def learnt(seed: int, folder: Path, memory: Memory) -> bool:
    ending, data = edited()[seed % len(edited())]
    path = folder / f"laporan.{ending}"
    path.write_bytes(spoilt(data, seed))
    try:
        learn(memory, path)
    except WartaError as error:
        one_line(error)
        return False
    return True


@cache
def exported() -> bytes:
    with TemporaryDirectory() as folder, Memory(Path(folder) / "memory.sqlite") as memory:
        memory.add_imported("id", "en", {"Harga beras naik.": "The price of rice rises."})
        export_tmx(memory, Path(folder) / "memory.tmx")
        return (Path(folder) / "memory.tmx").read_bytes()


def imported(seed: int, folder: Path, memory: Memory) -> bool:
    path = folder / "memory.tmx"
    path.write_bytes(spoilt(exported(), seed))
    try:
        import_tmx(memory, path)
    except WartaError as error:
        one_line(error)
        return False
    return True


@cache
def options() -> Options:
    return options_of(load_command)


def set_up(seed: int, folder: Path, memory: Memory) -> bool:
    Path("warta.toml").write_bytes(spoilt(SETTINGS, seed))
    try:
        load_settings(options)
    except WartaError as error:
        one_line(error)
        return False
    return True


def terms(seed: int, folder: Path, memory: Memory) -> bool:
    try:
        parse_toml(spoilt(TERMS, seed).decode("utf-8", "replace"), "istilah.toml")
    except WartaError as error:
        one_line(error)
        return False
    return True


ENTRANCES = {
    "its own format": lambda seed, folder, memory: written_in_its_own_format(seed),
    "memory learn": learnt,
    "memory import": imported,
    "warta.toml": set_up,
    "terms": terms,
}


def some(entrance: str, seeds: range, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WARTA_CONFIG", str(folder / "none.toml"))
    with Memory(folder / "memory.sqlite") as memory:
        outcomes = [ENTRANCES[entrance](seed, folder, memory) for seed in seeds]
    assert {True, False} == set(outcomes)  # else nothing, or nothing else, is tested


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_nothing_but_a_line_comes_of_bad_input(entrance: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some(entrance, range(QUICK), tmp_path, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("entrance", ENTRANCES)
def test_nothing_but_a_line_comes_of_more_bad_input(
    entrance: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some(entrance, range(QUICK, SLOW), tmp_path, monkeypatch)


def test_terms_that_nest_without_end_are_one_line() -> None:
    with pytest.raises(DamagedFile, match=r"istilah\.toml nests too deep"):
        parse_toml("term = " + "[" * 50_000, "istilah.toml")


def test_the_page_answers_whatever_is_asked(tmp_path: Path) -> None:
    body = json.dumps(
        {"text": "Harga beras naik.", "to": "en", "brief": True, "terms": [{"source": "a", "translation": "b"}]}
    )
    dice = random.Random(0)
    statuses = set()
    with running(tmp_path) as web:
        for seed in range(QUICK):
            address = dice.choice(("/api/jobs", "/api/translate", "/translate", "/detect", "/api/jobs/x/terms"))
            kind = dice.choice(("application/json", "application/x-www-form-urlencoded", "text/plain", "x"))
            answer = web.http.post(address, content=spoilt(body.encode(), seed), headers={"Content-Type": kind})
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (seed, address, kind, answer.text)
            assert "Traceback" not in answer.text
        assert web.http.get("/api/about").status_code == 200
    assert statuses & {200, 202} and 400 in statuses
