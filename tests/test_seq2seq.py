"""Batching changes no translation, limits are each sentence's own, and a damaged checkpoint is refused in one line."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import torch
from checkpoints import CORPUS
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, GPT2Config

from translate.document import Hypothesis
from translate.errors import DamagedModel, ModelError, UnknownModel
from translate.models.decoding import Decoding, length_limit
from translate.models.seq2seq import TOKENS_A_BATCH, Checkpoint, batches, load, quiet
from translate.util.threads import threads, use_physical_cores

pytestmark = pytest.mark.usefixtures("one_thread")

# Of 5 to 60 tokens, so that rows are padded and their limits differ, with one sentence twice.
TEXTS = (*CORPUS, "Hujan.", "Polisi membuka pasar.", CORPUS[0], "Jakarta", "Pasar ikan: naik.")
DECODINGS = (Decoding(), Decoding(beams=4), Decoding(beams=3, no_repeat_ngram=3))
FAMILIES: dict[str, tuple[str | None, str | None]] = {
    "marian_folder": (None, None),
    "m2m100_folder": ("id", "__ja__"),
    "nllb_folder": ("ind_Latn", "jpn_Jpan"),
}


class Plain:
    """One sentence at a time with `generate` alone: what batching is compared with."""

    def __init__(self, folder: Path, language: str | None, token: str | None) -> None:
        with quiet():
            self.model = AutoModelForSeq2SeqLM.from_pretrained(folder, use_safetensors=True, dtype=torch.float32).eval()
            self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model.generation_config.max_length = None
        if language:
            self.tokenizer.src_lang = language
        self.options = {"forced_bos_token_id": self.tokenizer.convert_tokens_to_ids(token)} if token else {}

    def tokens(self, text: str, decoding: Decoding, **options: Any) -> list[int]:
        inputs = self.tokenizer(text, return_tensors="pt")
        limit = min(length_limit(inputs.input_ids.shape[1]), self.model.config.max_position_embeddings - 1)
        with quiet(), torch.inference_mode():
            written = self.model.generate(
                **inputs,
                max_new_tokens=limit,
                num_beams=decoding.beams,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
                **self.options,
                **options,
            )
        ids: list[int] = written[0, 1:].tolist()
        return ids[1:] if self.options else ids

    def score(self, text: str, tokens: list[int]) -> float:
        """Mean log-probability of `tokens`, all of them given to the decoder at once."""
        start = [self.model.config.decoder_start_token_id, *self.options.values()]
        with torch.inference_mode():
            logits = self.model(
                **self.tokenizer(text, return_tensors="pt"), decoder_input_ids=torch.tensor([[*start, *tokens[:-1]]])
            ).logits[0, len(start) - 1 :]
        return float(logits.log_softmax(-1).gather(1, torch.tensor(tokens)[:, None]).mean())


@pytest.fixture
def ids_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hypothesis says its token ids, so that no difference hides behind the text."""
    monkeypatch.setattr(Checkpoint, "_decode", lambda self, tokens: " ".join(map(str, tokens)))


# NLLB is of M2M100's architecture.
@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.slow if "m2m" in name else ()) for name in FAMILIES])
def family(request: pytest.FixtureRequest) -> tuple[Checkpoint, Plain, dict[str, Any]]:
    folder = request.getfixturevalue(request.param)
    language, token = FAMILIES[request.param]
    checkpoint = load(folder)
    first = None if token is None else checkpoint.token_id(token)
    return checkpoint, Plain(folder, language, token), {"language": language, "first_token": first}


@pytest.mark.usefixtures("ids_for_text")
@pytest.mark.parametrize("decoding", DECODINGS, ids=str)
def test_a_batch_writes_token_for_token_what_single_sentences_get(
    family: tuple[Checkpoint, Plain, dict[str, Any]], decoding: Decoding
) -> None:
    checkpoint, plain, languages = family
    found = checkpoint.translate(TEXTS, decoding, **languages)
    expected = [plain.tokens(text, decoding, forced_eos_token_id=None) for text in TEXTS]
    assert [hypothesis.text for hypothesis in found] == [" ".join(map(str, tokens)) for tokens in expected]
    end = plain.model.config.eos_token_id
    assert [hypothesis.complete for hypothesis in found] == [tokens[-1] == end for tokens in expected]


@pytest.mark.usefixtures("ids_for_text")
def test_what_is_complete_is_what_the_checkpoint_s_own_settings_give(marian_folder: Path) -> None:
    """The forced end of sentence, which is put aside, touches only what the limit cut."""
    plain = Plain(marian_folder, None, None)
    for text, hypothesis in zip(TEXTS, load(marian_folder).translate(TEXTS, Decoding()), strict=True):
        own = " ".join(map(str, plain.tokens(text, Decoding())))
        assert (hypothesis.text == own) == hypothesis.complete


@pytest.mark.parametrize("decoding", DECODINGS[:2], ids=str)
def test_the_cases_have_padding_ended_rows_and_cut_ones(
    family: tuple[Checkpoint, Plain, dict[str, Any]], decoding: Decoding
) -> None:
    checkpoint, _, languages = family
    masks: list[torch.Tensor] = []  # of the sources, one for each step
    model = checkpoint._model
    hook = model.register_forward_pre_hook(lambda *call: masks.append(call[2]["attention_mask"]), with_kwargs=True)
    found = checkpoint.translate(TEXTS, decoding, **languages)
    hook.remove()
    assert {hypothesis.complete for hypothesis in found} == {True, False}
    assert len(masks[0]) == len(set(TEXTS))
    assert (masks[0] == 0).any()
    assert len({int(row.sum()) for row in masks[0]}) > 5
    sizes = [len(mask) for mask in masks[1:]]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 3, "rows leave before the last one ends"


@pytest.mark.parametrize("decoding", DECODINGS[:2], ids=str)
def test_the_score_is_the_mean_log_probability_of_what_was_written(
    family: tuple[Checkpoint, Plain, dict[str, Any]], decoding: Decoding
) -> None:
    checkpoint, plain, languages = family
    for text, hypothesis in zip(TEXTS, checkpoint.translate(TEXTS, decoding, **languages), strict=True):
        expected = plain.score(text, plain.tokens(text, decoding, forced_eos_token_id=None))
        assert hypothesis.score == pytest.approx(expected, abs=1e-4)


@pytest.mark.usefixtures("ids_for_text")
def test_small_batches_write_the_same(marian_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = load(marian_folder)
    together = checkpoint.translate(TEXTS[2:], Decoding(beams=2))
    monkeypatch.setattr("translate.models.seq2seq.checkpoint.TOKENS_A_BATCH", 1)
    alone = checkpoint.translate(TEXTS[2:], Decoding(beams=2))
    assert [(h.text, h.complete) for h in alone] == [(h.text, h.complete) for h in together]


@pytest.mark.usefixtures("ids_for_text")
@pytest.mark.parametrize(
    ("settings", "batches"),
    [({"early_stopping": "never", "repetition_penalty": 1.5}, [4]), ({"encoder_no_repeat_ngram_size": 1}, [1] * 4)],
    ids=str,
)
def test_a_checkpoint_s_own_settings_hold_for_each_row(
    settings: dict[str, Any], batches: list[int], marian_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that transformers applies by the row of the batch gets batches of one row."""
    checkpoint, plain, decoding = load(marian_folder), Plain(marian_folder, None, None), Decoding(beams=2)
    rows: list[int] = []
    generate = checkpoint._generate

    def counted(sources: list[list[int]], decoding: Decoding, first_token: int | None) -> list[Hypothesis]:
        rows.append(len(sources))
        return generate(sources, decoding, first_token)

    monkeypatch.setattr(checkpoint, "_generate", counted)
    checkpoint._model.generation_config.update(**settings)
    found = checkpoint.translate(TEXTS[3:7], decoding)
    assert rows == batches
    expected = [plain.tokens(text, decoding, forced_eos_token_id=None, **settings) for text in TEXTS[3:7]]
    assert [hypothesis.text for hypothesis in found] == [" ".join(map(str, tokens)) for tokens in expected]
    assert expected != [plain.tokens(text, decoding, forced_eos_token_id=None) for text in TEXTS[3:7]]


def test_nothing_is_lost_of_no_text_and_of_blank_text(marian_folder: Path) -> None:
    checkpoint = load(marian_folder)
    assert checkpoint.translate([], Decoding()) == []
    blank, text = checkpoint.translate([" \n", CORPUS[0]], Decoding())
    assert (blank.text, blank.score, blank.complete) == ("", None, True)
    assert text.text


def test_a_text_over_the_positions_is_refused_not_cut(marian_folder: Path) -> None:
    checkpoint = load(marian_folder)
    text = "pasar ikan " * 40
    assert checkpoint.count_tokens(text) > checkpoint.positions == 64
    with pytest.raises(ModelError, match=r"tokens, the model tiny-id-en reads at most 64: split the text"):
        checkpoint.translate(["Hujan.", text], Decoding())


def test_marks_of_the_tokenizer_in_an_article_are_characters(
    family: tuple[Checkpoint, Plain, dict[str, Any]],
) -> None:
    checkpoint, plain, languages = family
    ids = checkpoint._encode("pasar </s> ikan <pad> __ja__ jpn_Jpan", languages["language"])
    special = {plain.tokenizer.pad_token_id, plain.tokenizer.eos_token_id, checkpoint.token_id("jpn_Jpan")} - {None}
    assert special.isdisjoint(ids[:-1])
    assert ids[-1] == plain.tokenizer.eos_token_id


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(0, 600))
def test_batches_hold_every_row_once_within_the_budget(lengths: list[int], budget: int) -> None:
    rows = list(batches(lengths, budget))
    assert sorted(row for batch in rows for row in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or len(batch) * max(lengths[row] for row in batch) <= budget for batch in rows)


def test_a_hundred_short_sentences_are_one_batch() -> None:
    assert len(list(batches([20] * 100, TOKENS_A_BATCH))) == 1


def test_loading_says_nothing_and_leaves_the_logging_as_it_was(marian_folder: Path) -> None:
    from transformers.utils import logging

    log: Any = logging
    before = log.get_verbosity(), log.is_progress_bar_enabled()
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        load(marian_folder).translate(TEXTS, Decoding())
    assert said.getvalue() == ""
    assert (log.get_verbosity(), log.is_progress_bar_enabled()) == before


def test_the_user_s_threads_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(torch, "set_num_threads", asked.append)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    use_physical_cores()
    assert asked == []
    assert threads() == 1


def without(*names: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return damage


def rewritten(name: str, **values: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / name
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")

    return damage


def cut_short(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def no_json(folder: Path) -> None:
    (folder / "config.json").write_text("{", encoding="utf-8")


def with_weights(change: Callable[[dict[str, torch.Tensor]], None]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        from safetensors.torch import load_file, save_file

        weights = load_file(folder / "model.safetensors")
        change(weights)
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})

    return damage


def drop_one(weights: dict[str, torch.Tensor]) -> None:
    del weights["model.encoder.layers.0.fc1.weight"]


def drop_embedding(weights: dict[str, torch.Tensor]) -> None:
    del weights["model.shared.weight"]


def add_layer(weights: dict[str, torch.Tensor]) -> None:
    weights["model.encoder.layers.1.fc1.weight"] = torch.zeros(2, 2)


def untie(weights: dict[str, torch.Tensor]) -> None:
    weights["lm_head.weight"] = weights["model.shared.weight"] + 1


def reshape(weights: dict[str, torch.Tensor]) -> None:
    weights["model.encoder.layers.0.fc1.weight"] = torch.zeros(3, 3)


def pickled(folder: Path) -> None:
    from safetensors.torch import load_file

    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def gpt2(folder: Path) -> None:
    GPT2Config().save_pretrained(folder)


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (without("config.json"), DamagedModel, "config.json"),
        (no_json, DamagedModel, "config.json"),
        (without("model.safetensors"), DamagedModel, r"no weights \(\*\.safetensors\)"),
        (without("source.spm"), DamagedModel, "source.spm of the tokenizer is missing"),
        (without("target.spm"), DamagedModel, "target.spm of the tokenizer is missing"),
        (without("vocab.json"), DamagedModel, "vocab.json of the tokenizer is missing"),
        (cut_short, DamagedModel, "cannot be loaded"),
        (with_weights(drop_one), DamagedModel, r"1 weights are missing \(model.encoder.layers.0.fc1.weight\)"),
        (with_weights(drop_embedding), DamagedModel, "weights are missing"),
        (with_weights(add_layer), DamagedModel, "1 weights are unknown"),
        (with_weights(untie), DamagedModel, r"1 weights differ .* tied to \(lm_head.weight\)"),
        (with_weights(reshape), DamagedModel, "cannot be loaded|do not fit"),
        (pickled, DamagedModel, "a format that can carry a program.*`allow_pickle`"),
        (gpt2, UnknownModel, "a 'gpt2' model is no Marian, M2M100, NLLB or T5 model"),
        (rewritten("config.json", model_type="bert"), UnknownModel, "a 'bert' model is no"),
    ],
)
def test_a_damaged_checkpoint_is_refused_in_one_line(
    damage: Callable[[Path], None], error: type[ModelError], message: str, marian_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "copy"))
    damage(folder)
    with pytest.raises(error, match=message) as caught:
        load(folder)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_an_nllb_without_its_tokenizer_is_refused_not_given_an_empty_one(nllb_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(nllb_folder, tmp_path / "copy"))
    (folder / "tokenizer.json").unlink()
    with pytest.raises(DamagedModel, match=r"tokenizer.json or .* of the tokenizer is missing"):
        load(folder)


def test_a_tokenizer_of_another_model_is_refused(marian_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "copy"))
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    (folder / "vocab.json").write_text(json.dumps(vocabulary | {"asing": len(vocabulary)}), encoding="utf-8")
    with pytest.raises(DamagedModel, match="they do not belong together"):
        load(folder)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_a_pickle_loads_when_it_is_allowed(marian_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(marian_folder, tmp_path / "copy"))
    pickled(folder)
    assert load(folder, allow_pickle=True).translate(TEXTS, Decoding()) == load(marian_folder).translate(
        TEXTS, Decoding()
    )
