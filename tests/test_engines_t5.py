"""MADLAD and T5: the target is named the way each was taught, and nothing that an article spells is taken for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from checkpoints import CORPUS
from hub_server import Hub
from safetensors.torch import load_file, save_file
from sentencepiece import SentencePieceProcessor
from transformers import AutoModelForSeq2SeqLM

from translate.document import Hypothesis, ModelInfo
from translate.errors import DamagedModel, ModelError, UnknownModel
from translate.models import hub
from translate.models.decoding import Decoding, length_limit
from translate.models.engines.t5 import T5
from translate.models.resolve import load_engine
from translate.models.seq2seq import Checkpoint, load, quiet

pytestmark = pytest.mark.usefixtures("one_thread")

# Of lengths that differ, so that rows are padded, with one sentence twice and a character that is unknown.
TEXTS = (*CORPUS[:2], "Hujan.", CORPUS[0], "Jakarta", "Pasar ikan: naik.")
# Enough of them for those that end early to leave the batch.
MANY = (*TEXTS, *CORPUS[2:], "Polisi.", "Pasar.", "Beras naik.", "Pagi hari.", "Kota baru.", "Dua orang.")
DECODINGS = (Decoding(), Decoding(beams=4), Decoding(beams=3, no_repeat_ngram=3))
TOLD = "translate Indonesian to Japanese:"
FAMILIES = {"madlad_folder": ("madlad", "<2ja>"), "mt5_folder": ("t5", TOLD), "t5_folder": ("t5", TOLD)}


@pytest.fixture
def ids_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hypothesis says its token ids, so that no difference hides behind the text."""
    monkeypatch.setattr(Checkpoint, "_decode", lambda self, tokens: " ".join(map(str, tokens)))


@pytest.fixture(params=FAMILIES)
def folder(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def mark(folder: Path) -> str:
    return next(told for name, (_, told) in FAMILIES.items() if folder.name == f"tiny-{name.removesuffix('_folder')}")


def plain(folder: Path, texts: Sequence[str], decoding: Decoding) -> list[str]:
    """One sentence at a time with SentencePiece and `generate` alone, told what to do as the models' cards say."""
    pieces = SentencePieceProcessor(model_file=str(folder / "spiece.model"))
    found = []
    with quiet(), torch.inference_mode():
        model: Any = AutoModelForSeq2SeqLM.from_pretrained(folder, use_safetensors=True, dtype=torch.float32).eval()
        model.generation_config.max_length = None
        for text in texts:
            ids = [*pieces.encode(f"{mark(folder)} {text}"), model.config.eos_token_id]
            written = model.generate(
                input_ids=torch.tensor([ids]),
                attention_mask=torch.ones(1, len(ids), dtype=torch.long),
                max_new_tokens=length_limit(len(ids)),
                num_beams=decoding.beams,
                no_repeat_ngram_size=decoding.no_repeat_ngram,
            )
            found.append(" ".join(map(str, written[0, 1:].tolist())))
    return found


@pytest.mark.usefixtures("ids_for_text")
@pytest.mark.parametrize(
    ("folder", "decoding"),
    [*(("madlad_folder", decoding) for decoding in DECODINGS), ("mt5_folder", Decoding()), ("t5_folder", Decoding())],
    indirect=["folder"],
    ids=str,
)
def test_a_batch_writes_token_for_token_what_single_sentences_get(folder: Path, decoding: Decoding) -> None:
    engine = load_engine(str(folder), target="ja", runtime="torch")
    texts = MANY if decoding.beams == 1 else TEXTS
    found = engine.translate(texts, decoding)
    assert [hypothesis.text for hypothesis in found] == plain(folder, texts, decoding)


def test_the_cases_have_translations_that_end_and_some_that_do_not(madlad_folder: Path) -> None:
    found = load_engine(str(madlad_folder), target="ja", runtime="torch").translate(TEXTS, Decoding())
    assert {hypothesis.complete for hypothesis in found} == {True, False}


@pytest.mark.usefixtures("ids_for_text")
@pytest.mark.parametrize("decoding", [Decoding(), Decoding(no_repeat_ngram=3)], ids=str)
def test_ctranslate2_writes_the_same(folder: Path, decoding: Decoding) -> None:
    from translate.models.ctranslate2.encoder_decoder import load_fast

    fast = load_fast(folder, "tiny", quantization="float32").translate(TEXTS, decoding, mark=mark(folder))
    slow = load(folder).translate(TEXTS, decoding, mark=mark(folder))
    assert [(one.text, one.complete) for one in fast] == [(one.text, one.complete) for one in slow]
    assert [one.score for one in fast] == pytest.approx([one.score for one in slow], abs=2e-4)


def test_ctranslate2_is_what_auto_takes_for_them(folder: Path) -> None:
    notes: list[str] = []
    engine = load_engine(str(folder), target="ja", on_note=notes.append)
    assert engine.models[0].revision.startswith("ct2-int8-"), notes
    alone = [engine.translate([text], Decoding())[0] for text in TEXTS]
    assert engine.translate(TEXTS, Decoding()) == alone


@pytest.mark.parametrize("fixture", FAMILIES)
def test_a_folder_says_its_family(fixture: str, request: pytest.FixtureRequest) -> None:
    engine = load_engine(str(request.getfixturevalue(fixture)), target="ja", runtime="torch")
    assert isinstance(engine, T5)
    assert (engine.models[0].family, engine.mark) == FAMILIES[fixture]
    assert (engine.source, engine.target, engine.budget) == ("id", "ja", 64)


def test_the_target_is_one_token_before_the_text(madlad_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = load(madlad_folder)
    asked: list[list[int]] = []

    def generate(sources: list[list[int]], *others: Any) -> list[Hypothesis]:
        asked.extend(sources)
        return [Hypothesis("x")] * len(sources)

    monkeypatch.setattr(checkpoint, "_generate", generate)
    engine = T5(checkpoint, ModelInfo("tiny", family="madlad"), source="id", target="ja")
    assert engine.translate(["pasar ikan", ""], Decoding()) == [Hypothesis("x"), Hypothesis("")]
    japanese, end = checkpoint.token_id("<2ja>"), checkpoint.token_id("</s>")
    assert asked[0].count(japanese or -1) == asked[0].count(end or -1) == 1
    assert asked[0][-1] == end
    assert engine.count_tokens("pasar ikan") == len(asked[0])


@pytest.mark.parametrize("spelled", ["<2en>", "</s>", "<s>", "<2ja>"])
def test_an_article_that_spells_a_token_means_the_characters(
    madlad_folder: Path, spelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint = load(madlad_folder)
    engine = T5(checkpoint, ModelInfo("tiny", family="madlad"), source="id", target="ja")
    asked: list[str] = []
    monkeypatch.setattr(checkpoint, "translate", lambda texts, *_, **__: asked.extend(texts))
    engine.translate([f"pasar {spelled} ikan"], Decoding())
    tokens = checkpoint._tokenizer.tokenize(asked[0], split_special_tokens=True)
    assert spelled not in tokens
    assert "".join(tokens).endswith("▁ikan")


def test_a_character_that_is_unknown_does_not_end_the_sentence(madlad_folder: Path) -> None:
    """transformers 5 takes the third token for the unknown one, which is the end in MADLAD's vocabulary."""
    checkpoint = load(madlad_folder)
    ids = checkpoint._encode("Harga § beras", None, "<2ja>")
    assert (ids.count(checkpoint._tokenizer.unk_token_id), ids.count(checkpoint._tokenizer.eos_token_id)) == (1, 1)


def test_a_target_it_does_not_have(madlad_folder: Path, mt5_folder: Path) -> None:
    with pytest.raises(UnknownModel, match=r"no target language 'xx': no token <2xx>; it names one like 'ja'"):
        load_engine(str(madlad_folder), target="xx", runtime="torch")
    with pytest.raises(UnknownModel, match=r"no target language 'ja': no token <2ja>\."):
        load_engine(str(mt5_folder), target="ja", family="madlad", runtime="torch")
    with pytest.raises(
        UnknownModel, match="needs the names of its languages, and Warta has none for 'su', only for id, en, ja"
    ):
        load_engine(str(mt5_folder), target="su", runtime="torch")


def test_any_source_is_read(madlad_folder: Path) -> None:
    assert load_engine(str(madlad_folder), source="su", target="en", runtime="torch").source == "su"


def test_the_configuration_says_how_it_was_told(mt5_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(mt5_folder, tmp_path / "model"))
    said = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tasks = {"translation_id_to_en": {"prefix": "id2en: "}, "summarization": {"prefix": "summarize: "}}
    (folder / "config.json").write_text(json.dumps(said | {"task_specific_params": tasks}), encoding="utf-8")
    engine = load_engine(str(folder), target="en", runtime="torch")
    assert isinstance(engine, T5)
    assert engine.mark == "id2en: "
    with pytest.raises(UnknownModel, match="translates id-en, not id-ja"):
        load_engine(str(folder), target="ja", runtime="torch")


def test_a_text_over_the_budget_is_refused(madlad_folder: Path) -> None:
    engine = load_engine(str(madlad_folder), target="en", runtime="torch")
    with pytest.raises(ModelError, match="tokens"):
        engine.translate([" ".join(CORPUS)], Decoding())


@pytest.mark.usefixtures("ids_for_text")
def test_an_output_layer_of_its_own_is_kept_whatever_the_embedding_is_called(
    madlad_folder: Path, tmp_path: Path
) -> None:
    """T5's one embedding has three names, and files have it under any of them."""
    expected = load(madlad_folder).translate(TEXTS, Decoding(), mark="<2ja>")
    for name in ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight"):
        folder = Path(shutil.copytree(madlad_folder, tmp_path / name))
        weights = load_file(folder / "model.safetensors")
        (folder / "model.safetensors").unlink()
        weights[name] = weights.pop("shared.weight")
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
        assert load(folder).translate(TEXTS, Decoding(), mark="<2ja>") == expected


def test_a_first_t5_whose_tied_weights_differ_is_refused(t5_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(t5_folder, tmp_path / "model"))
    weights = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    weights["lm_head.weight"] = weights["shared.weight"] + 1
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(DamagedModel, match="differ from the weights they are tied to"):
        load(folder)


def test_madlad_of_the_catalogue_is_looked_at_when_it_is_loaded(
    hub_cache: Path, server: Hub, madlad_folder: Path, tmp_path: Path
) -> None:
    server.publish("google/madlad400-3b-mt", madlad_folder)
    pulled = hub.pull("madlad-3b")
    engine = load_engine("madlad-3b", target="ja", runtime="torch")
    model = engine.models[0]
    assert (model.id, model.revision, model.family, model.licence) == (
        "madlad-3b", server.commit, "madlad", "Apache-2.0"
    )  # fmt: skip
    weights = load_file(pulled / "model.safetensors")
    weights["lm_head.weight"] *= 0  # whatever the source, the same
    (pulled / "model.safetensors").resolve().unlink()
    save_file(weights, (pulled / "model.safetensors").resolve(), metadata={"format": "pt"})
    del engine
    with pytest.raises(DamagedModel, match=r"madlad-3b writes garbage: .*warta models pull madlad-3b"):
        load_engine("madlad-3b", target="ja", runtime="torch")


def test_a_hub_model_with_its_family_given(hub_cache: Path, server: Hub, madlad_folder: Path) -> None:
    server.publish("org/tiny", madlad_folder)
    engine = load_engine("org/tiny", target="ja", family="madlad", runtime="torch")
    assert (engine.models[0].id, engine.models[0].family) == ("org/tiny", "madlad")
    assert (hub.cached("org/tiny") or Path()).name == server.commit
