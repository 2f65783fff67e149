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
import torch
from checkpoints import CORPUS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starter_fixtures import TINY, tiny_tokenizer, tiny_weights
from test_seq2seq import Plain

from translate.document import Document, Hypothesis
from translate.errors import ModelError, UsageError
from translate.models import ctranslate2 as ct2
from translate.models.ctranslate2.conversion import converted
from translate.models.ctranslate2.decoder_only import FastCausalModel, _batches, load_fast_causal
from translate.models.ctranslate2.encoder_decoder import FastCheckpoint, load_fast
from translate.models.ctranslate2.smoothing import smooth
from translate.models.decoding import Decoding
from translate.models.engines import prompted
from translate.models.engines.prompted import Prompted
from translate.models.gemma import Row
from translate.models.gemma.model import CausalModel
from translate.models.gemma.network import Gemma, as_transformers
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


@pytest.fixture
def converted_starter(monkeypatch: pytest.MonkeyPatch) -> Prompted:
    """The starter for English, converted once for all processes of this run."""
    monkeypatch.setenv("WARTA_CACHE", CACHE_OF_THE_RUN)
    return Prompted.starter("en", runtime="ctranslate2")


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


def fast_tiny(quantization: str, seed: int = 1) -> FastCausalModel:
    texts = ("I: saya makan ikan\nE: xyz abc\n", "I: hujan\nE: qrs\n")
    return load_fast_causal(
        "tiny", f"tiny-{seed}", TINY, tiny_tokenizer(), lambda: tiny_weights(seed), texts, quantization=quantization
    )


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


@pytest.mark.parametrize("decoding", GREEDY, ids=str)
def test_prompts_are_continued_as_by_torch(decoding: Decoding) -> None:
    tiny = CausalModel(TINY, tiny_weights(), tiny_tokenizer())
    limits = [30, 20, 25, 7, 40]  # beyond the sliding window of 24
    expected = tiny.generate(PROMPTS, limits, decoding)
    # torch's score is of the model's own distribution, CTranslate2's without what may not be repeated
    same(fast_tiny("float32").generate(PROMPTS, limits, decoding), expected, scores=not decoding.no_repeat_ngram)


def test_a_prompt_over_the_sliding_window_is_refused() -> None:
    with pytest.raises(ModelError, match="A prompt of 26 tokens is over CTranslate2's 24"):
        fast_tiny("int8").generate(["a" * 25], [5], Decoding())


def test_prompts_do_not_depend_on_neighbours_in_any_bit() -> None:
    fast = fast_tiny("int8")
    limits = [12] * len(PROMPTS)
    for decoding in GREEDY:
        together = fast.generate(PROMPTS, limits, decoding)
        assert together == [fast.generate([prompt], [12], decoding)[0] for prompt in PROMPTS]


def test_workers_share_many_batches_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    prompts = [f"I: {'ikan pasar hujan '[: 1 + at % 16]}\nE:" for at in range(40)]
    limits = [4 + at % 9 for at in range(40)]
    alone = fast_tiny("int8")
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    shared = fast_tiny("int8")
    monkeypatch.setattr("translate.models.ctranslate2.decoder_only._ROWS", 2)  # more than fit its queue
    for decoding in (Decoding(), Decoding(beams=2, no_repeat_ngram=3)):
        assert shared.generate(prompts, limits, decoding) == [
            alone.generate([prompt], [limit], decoding)[0] for prompt, limit in zip(prompts, limits, strict=True)
        ]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=40), st.integers(1, 4), st.integers(1, 5), st.booleans())
def test_batches_of_prompts_hold_each_once_with_its_like(
    sizes: list[int], beams: int, workers: int, exact: bool
) -> None:
    rows = [Row(at, [7] * size, 2 * size) for at, size in enumerate(sizes)]
    made = list(_batches(rows, beams, workers, exact=exact))
    assert sorted(row.at for batch in made for row in batch) == list(range(len(rows)))
    for batch in made:
        assert len(batch) <= -(-len(rows) // workers)
        assert len({len(row.prompt) if exact else len(row.prompt).bit_length() for row in batch}) == 1


def test_smoothing_changes_ranges_and_not_the_function() -> None:
    made = CausalModel(TINY, tiny_weights(), tiny_tokenizer())
    texts = [made._encode(prompt) for prompt in PROMPTS]
    plain, smoothed = as_transformers(made.network), as_transformers(Gemma(made.network.config, tiny_weights()))
    smooth(smoothed, texts)
    first = plain.model.layers[0], smoothed.model.layers[0]
    for name in ("self_attn.q_proj", "self_attn.o_proj", "mlp.up_proj", "mlp.down_proj"):
        before, after = (layer.get_submodule(name).weight for layer in first)
        assert not torch.allclose(before, after), name
    with torch.inference_mode():
        for ids in texts:
            logits = [one(input_ids=torch.tensor([ids])).logits for one in (plain, smoothed)]
            torch.testing.assert_close(*logits, rtol=1e-3, atol=1e-4)


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


def test_the_starter_translates_alike_alone_and_among_others(converted_starter: Prompted) -> None:
    english, japanese = converted_starter, Prompted.starter("ja", runtime="ctranslate2")
    assert english.model is japanese.model
    assert english.models[0].revision.startswith("ct2-int8-")
    texts = ["Presiden tiba di Jakarta pada hari Senin.", "", "Harga beras naik 8 persen.", "Gempa mengguyang pesisir."]
    found = english.translate(texts, Decoding())
    assert "Jakarta" in found[0].text and "Monday" in found[0].text and found[0].complete
    assert found == [english.translate([text], Decoding())[0] for text in texts]


def test_what_was_converted_runs_without_torch(converted_starter: Prompted) -> None:
    code = """
import sys
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
from translate.translation.setup import Setup
assert load_engine("starter", target="en", runtime="ctranslate2").translate(["Ikan."], Decoding())[0].text
print({"torch", "transformers"} & set(sys.modules) or "without")
"""
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert made.stdout.strip() == "without"


@pytest.mark.parametrize(("dtype", "expected"), [(torch.bfloat16, "torch"), (torch.float32, "fast")])
def test_auto_takes_for_the_starter_what_is_faster_here(
    dtype: torch.dtype, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Named:
        def __init__(self, precision: str) -> None:
            self.precision = precision

    monkeypatch.setattr("translate.models.gemma.network.native_dtype", lambda: dtype)
    monkeypatch.setattr(prompted, "_fast", lambda note: Named("fast"))
    monkeypatch.setattr("translate.models.gemma.starter.load", lambda note: Named("torch"))
    assert Prompted.starter("en").models[0].revision.startswith(f"{expected}-")
