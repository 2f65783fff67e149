"""CTranslate2 writes what torch writes, cuts nothing, and rounds a row alike whatever is batched with it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from checkpoints import CORPUS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_seq2seq import Plain

from translate.document import Document, Hypothesis
from translate.errors import ModelError, UsageError
from translate.models import ctranslate2 as ct2
from translate.models.ctranslate2.conversion import converted
from translate.models.ctranslate2.encoder_decoder import FastCheckpoint, load_fast
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
from translate.models.seq2seq import Checkpoint, load
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.signing import sign
from translate.util.files import cache_folder

pytestmark = pytest.mark.usefixtures("one_thread")

TEXTS = (*CORPUS, "Hujan.", "Polisi membuka pasar.", CORPUS[0], "", "Jakarta", "Pasar ikan: naik.")
WORDS, CHANCE = " ".join(CORPUS).split(), random.Random(1)
# Of many lengths: what a batch is as wide as is what its rounding could depend on.
MANY = (*TEXTS, *(" ".join(CHANCE.choices(WORDS, k=CHANCE.randint(1, 8))) for _ in range(40)))
PROMPTS = tuple(f"I: {word}\nE:" for word in ("saya", "ikan di pasar", "a, b. c", "hujan deras dari", "x" * 16))
GREEDY = (Decoding(), Decoding(no_repeat_ngram=3))
FAMILIES: dict[str, tuple[str | None, str | None]] = {
    "marian_folder": (None, None),
    "m2m100_folder": ("id", "__ja__"),
    "nllb_folder": ("ind_Latn", "jpn_Jpan"),
}


CACHE_OF_THE_RUN = os.environ["WARTA_CACHE"]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WARTA_CACHE", str(tmp_path_factory.mktemp("converted")))
        yield


# NLLB is of M2M100's architecture.
@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.slow if "m2m" in name else ()) for name in FAMILIES])
def family(request: pytest.FixtureRequest) -> tuple[Path, dict[str, Any]]:
    folder: Path = request.getfixturevalue(request.param)
    language, token = FAMILIES[request.param]
    first = None if token is None else load(folder).token_id(token)
    return folder, {"language": language, "first_token": first}


@pytest.fixture
def ids_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hypothesis says its token ids, so that no difference hides behind the text."""
    monkeypatch.setattr(Checkpoint, "_decode", lambda self, tokens: " ".join(map(str, tokens)))


def same(found: Sequence[Hypothesis], expected: Sequence[Hypothesis], *, scores: bool = True) -> None:
    assert [(one.text, one.complete) for one in found] == [(one.text, one.complete) for one in expected]
    if scores:
        assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=2e-4)


@pytest.mark.usefixtures("ids_for_text")
@pytest.mark.parametrize("decoding", GREEDY, ids=str)
def test_float32_is_torch_token_for_token(family: tuple[Path, dict[str, Any]], decoding: Decoding) -> None:
    folder, languages = family
    expected = load(folder).translate(TEXTS, decoding, **languages)
    if decoding == Decoding():
        assert {one.complete for one in expected if one.text} == {True, False}, "some rows end and some are cut"
    same(load_fast(folder, str(folder), quantization="float32").translate(TEXTS, decoding, **languages), expected)


@pytest.mark.usefixtures("ids_for_text")
def test_beams_end_at_each_row_s_own_limit(family: tuple[Path, dict[str, Any]]) -> None:
    folder, languages = family
    fast = load_fast(folder, str(folder), quantization="float32")
    decoding = Decoding(beams=3)
    together = fast.translate(TEXTS, decoding, **languages)
    same(together, [fast.translate([text], decoding, **languages)[0] for text in TEXTS], scores=False)
    plain = Plain(folder, languages["language"], None)
    first = languages["first_token"]
    plain.options = {} if first is None else {"forced_bos_token_id": first}
    alike = 0
    for text, made in zip(TEXTS, together, strict=True):
        if not text:
            assert made == Hypothesis("")
            continue
        tokens = list(map(int, made.text.split()))
        assert made.score == pytest.approx(plain.score(text, tokens), abs=2e-4), "it is that of what was written"
        alike += tokens == plain.tokens(text, decoding, forced_eos_token_id=None, early_stopping=True)
    # The search of transformers, told to end as early, may still end a token sooner or later where ends are likely.
    assert alike == len(TEXTS) - 1 if folder.name != "tiny-nllb" else alike >= 3


def test_int8_does_not_depend_on_neighbours_in_any_bit(family: tuple[Path, dict[str, Any]]) -> None:
    folder, languages = family
    fast = load_fast(folder, str(folder))
    alone = {text: fast.translate([text], Decoding(), **languages)[0] for text in MANY}

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(MANY), min_size=1, max_size=8))
    def check(texts: list[str]) -> None:
        assert fast.translate(texts, Decoding(), **languages) == [alone[text] for text in texts]

    check()


def test_a_long_sentence_is_neither_cut_nor_taken_over_the_budget(marian_folder: Path) -> None:
    fast = load_fast(marian_folder, str(marian_folder))
    with pytest.raises(ModelError, match="reads at most 64: split the text"):
        fast.translate(["Hujan deras. " * 40], Decoding())


def test_a_conversion_is_made_once_and_again_when_damaged(
    marian_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path))
    notes: list[str] = []

    def fast() -> FastCheckpoint:
        return load_fast(marian_folder, "once", on_note=notes.append)

    before = fast().translate(TEXTS, Decoding())
    assert notes == [f"Converting {marian_folder.name} for CTranslate2 (once)."]
    assert fast().translate(TEXTS, Decoding()) == before
    assert len(notes) == 1
    for weights in cache_folder().glob("ctranslate2-*/model.bin"):
        weights.write_bytes(weights.read_bytes()[:-7])
    assert fast().translate(TEXTS, Decoding()) == before
    assert "damaged (its files have changed); it is made again." in notes[1]
    assert len(notes) == 3


def test_nothing_is_kept_of_a_conversion_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path))

    def make() -> Any:
        raise ModelError("no weights")

    with pytest.raises(ModelError, match="no weights"), converted("m", "k", "int8", make):
        pytest.fail("there is nothing to load")
    assert [path.suffix for path in tmp_path.iterdir()] == [".lock"]


def test_where_nothing_can_be_kept_it_runs_all_the_same(
    marian_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("WARTA_CACHE", str(tmp_path / "file"))
    notes: list[str] = []
    found = load_fast(marian_folder, "unkept", on_note=notes.append).translate(["Hujan."], Decoding())
    assert found[0].text
    assert "cannot be kept for CTranslate2 and will be converted again next time" in notes[-1]


@pytest.mark.slow
def test_two_processes_make_one_conversion(marian_folder: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from translate.models.ctranslate2.encoder_decoder import load_fast\n"
        "from translate.models.decoding import Decoding\n"
        f"fast = load_fast(Path({str(marian_folder)!r}), 'two', on_note=lambda line: print(line, file=sys.stderr))\n"
        f"print(fast.translate({CORPUS!r}, Decoding()))"
    )
    environment = {"WARTA_CACHE": str(tmp_path), "OMP_NUM_THREADS": "1", "PATH": ""}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert said[0][0] == said[1][0] != ""
    assert sum("Converting" in notes for _, notes in said) == 1


def test_the_runtime_is_chosen_and_named(marian_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    revisions = {
        runtime: load_engine(str(marian_folder), target="en", runtime=runtime).models[0].revision
        for runtime in ct2.RUNTIMES
    }
    assert revisions["auto"] == revisions["ctranslate2"] == f"ct2-int8-{revisions['torch']}"
    for runtime, named in (("auto", True), ("torch", False)):
        engine = load_engine(str(marian_folder), target="en", runtime=runtime)
        signature = sign(Document("", ()), Setup(engine), Policy(), "")
        assert ("ctranslate2" in dict(signature.libraries)) == named
    with pytest.raises(UsageError, match="'tpu' is no runtime"):
        load_engine(str(marian_folder), target="en", runtime="tpu")
    monkeypatch.setattr(ct2, "installed", lambda: False)
    assert load_engine(str(marian_folder), target="en").models[0].revision == revisions["torch"]
    with pytest.raises(ModelError, match=r"pip install 'warta\[fast\]'$"):
        load_engine(str(marian_folder), target="en", runtime="ctranslate2")


def test_what_cannot_be_converted_runs_on_torch_unless_asked_for(
    marian_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **options: Any) -> None:
        raise ModelError("CTranslate2 cannot convert it.")

    monkeypatch.setattr("translate.models.ctranslate2.encoder_decoder.load_fast", refuse)
    monkeypatch.setattr("translate.models.engines.load._fast_loaded", {})
    notes: list[str] = []
    engine = load_engine(str(marian_folder), target="en", on_note=notes.append)
    assert not engine.models[0].revision.startswith("ct2")
    assert notes == [f"{marian_folder} runs on torch. CTranslate2 cannot convert it."]
    with pytest.raises(ModelError, match="cannot convert"):
        load_engine(str(marian_folder), target="en", runtime="ctranslate2")
