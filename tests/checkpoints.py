"""Tiny checkpoints with random weights, built with the real classes; they have the files of the published ones.

The weights are large enough that what is written depends on the source, and the end of a sentence is likely enough that
some translations end and others run into the limit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CORPUS = (
    "Presiden meresmikan jembatan baru di Jakarta.",
    "Hujan deras mengguyur Bandung sejak pagi hari.",
    "Polisi menangkap dua orang tersangka di pelabuhan.",
    "Harga beras naik menjelang Lebaran, kata pedagang.",
    "Pemerintah kota membuka pasar ikan yang baru.",
)
TAGS = (">>eng<<", ">>jpn<<")
TARGETS = ("<2en>", "<2ja>")
POSITIONS = 64


def marian(
    folder: Path,
    *,
    source: str | None = "id",
    target: str | None = "en",
    tags: tuple[str, ...] = (),
    seed: int = 0,
) -> Path:
    """A Marian checkpoint; with `tags` it has several targets, as OPUS-MT's have."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    pieces = _sentencepiece(folder, "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    vocabulary = ["</s>", "<unk>", *tags, *pieces, "<pad>"]
    _write(folder / "vocab.json", {piece: index for index, piece in enumerate(vocabulary)})
    tokenizer = MarianTokenizer(
        source_spm=str(folder / "source.spm"),
        target_spm=str(folder / "target.spm"),
        vocab=str(folder / "vocab.json"),
        source_lang=source,
        target_lang=target,
        model_max_length=POSITIONS,
    )
    pad = len(vocabulary) - 1
    torch.manual_seed(seed)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=len(vocabulary),
            decoder_vocab_size=len(vocabulary),
            max_position_embeddings=POSITIONS,
            pad_token_id=pad,
            eos_token_id=0,
            decoder_start_token_id=pad,
            forced_eos_token_id=0,
            **_SMALL,
        )
    )
    model.final_logits_bias[0, 0] = 6.0  # of the end of a sentence
    model.final_logits_bias[0, pad] = -100.0
    # As the published ones carry them; the large beam and the short limit must not be what decides.
    _save(
        folder,
        model,
        tokenizer,
        num_beams=6,
        max_length=7,
        bad_words_ids=[[pad]],
        forced_eos_token_id=0,
        renormalize_logits=True,
    )
    return folder


def m2m100(folder: Path, *, seed: int = 0) -> Path:
    """An M2M100 checkpoint."""
    from transformers import M2M100Tokenizer

    pieces = _sentencepiece(folder, "sentencepiece.bpe.model")
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces]
    _write(folder / "vocab.json", {piece: index for index, piece in enumerate(vocabulary)})
    tokenizer = M2M100Tokenizer(
        vocab_file=str(folder / "vocab.json"),
        spm_file=str(folder / "sentencepiece.bpe.model"),
        model_max_length=POSITIONS,
    )
    size = len(vocabulary) + len(tokenizer.lang_code_to_id) + tokenizer.num_madeup_words
    _save(folder, _m2m100_model(size, len(vocabulary), seed), tokenizer, num_beams=5, max_length=6)
    return folder


def nllb(folder: Path, *, seed: int = 0) -> Path:
    """An NLLB checkpoint."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import NllbTokenizer

    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    bpe = Tokenizer(models.BPE(unk_token="<unk>"))
    bpe.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    trainer = trainers.BpeTrainer(vocab_size=90, special_tokens=specials, show_progress=False)
    bpe.train_from_iterator(CORPUS, trainer)
    merges: Any = [tuple(merge) for merge in json.loads(bpe.to_str())["model"]["merges"]]
    tokenizer = NllbTokenizer(vocab=bpe.get_vocab(), merges=merges, model_max_length=POSITIONS)
    _save(folder, _m2m100_model(len(tokenizer), len(bpe.get_vocab()), seed), tokenizer, num_beams=5, max_length=6)
    return folder


def madlad(folder: Path, *, seed: int = 0) -> Path:
    """A MADLAD checkpoint: T5 1.1, its unknown token the first, each target language a token."""
    _sentencepiece(folder, "spiece.model", unk_id=0, bos_id=1, eos_id=2, user_defined_symbols=list(TARGETS))
    return _t5(folder, "t5", seed, pad="<s>", start=0, tied=False)


def t5(folder: Path, *, kind: str = "mt5", seed: int = 0) -> Path:
    """A checkpoint of mT5, or of "t5" as it was first: its output layer is its embedding."""
    _sentencepiece(folder, "spiece.model", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    return _t5(folder, kind, seed, pad="<pad>", start=0, tied=kind == "t5")


def _t5(folder: Path, kind: str, seed: int, *, pad: str, start: int, tied: bool) -> Path:
    import torch
    from transformers import AutoConfig, AutoModelForSeq2SeqLM, T5Tokenizer

    said = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "pad_token": pad, "model_max_length": POSITIONS}
    (folder / "tokenizer_config.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"model_type": kind}), encoding="utf-8")
    tokenizer = T5Tokenizer.from_pretrained(folder)
    end = tokenizer.eos_token_id
    torch.manual_seed(seed)
    config = AutoConfig.for_model(
        kind,
        vocab_size=len(tokenizer) + 8,  # the published ones are padded, too
        **{"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 2, "num_heads": 2, "initializer_factor": 1.5},
        **{"pad_token_id": tokenizer.pad_token_id, "eos_token_id": end, "decoder_start_token_id": start},
        feed_forward_proj="relu" if tied else "gated-gelu",
        tie_word_embeddings=tied,
    )
    model: Any = AutoModelForSeq2SeqLM.from_config(config)  # type: ignore[no-untyped-call]
    with torch.no_grad():
        if not tied:
            model.lm_head.weight = torch.nn.Parameter(torch.randn(config.vocab_size, config.d_model))
        model.lm_head.weight[end] *= 3  # likely enough
        # No trained model writes these, or begins with what it starts from.
        model.lm_head.weight[[start, tokenizer.pad_token_id, *range(len(tokenizer), config.vocab_size)]] = 0
    _save(folder, model, None, num_beams=4, max_length=6)
    if not tied:  # what transformers 5 does not write any more
        said = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        (folder / "config.json").write_text(json.dumps(said | {"tie_word_embeddings": False}), encoding="utf-8")
    return folder


_SMALL: dict[str, Any] = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "init_std": 0.6,
}


def _save(folder: Path, model: Any, tokenizer: Any, **generation: Any) -> None:
    from translate.models.seq2seq import quiet

    model.generation_config.update(**generation)
    with quiet():
        model.save_pretrained(folder)
        if tokenizer is not None:
            tokenizer.save_pretrained(folder)


def _m2m100_model(size: int, words: int, seed: int) -> Any:
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    torch.manual_seed(seed)
    model = M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=size,
            max_position_embeddings=POSITIONS,
            pad_token_id=1,
            bos_token_id=0,
            eos_token_id=2,
            decoder_start_token_id=2,
            **_SMALL,
        )
    )
    with torch.no_grad():
        embedding = model.model.shared.weight
        embedding[words:] *= 0.3  # or it writes mostly language codes
        # M2M100 has no bias on its logits: a bias before the tied output layer that points at the end of a sentence.
        model.model.decoder.layer_norm.bias += embedding[2]
    return model


def _sentencepiece(folder: Path, name: str, **options: Any) -> list[str]:
    """Train a tokenizer on the corpus and write it; its pieces without the special ones."""
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    prefix = folder / "trained"
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS * 5),
        model_prefix=str(prefix),
        vocab_size=80,
        hard_vocab_limit=False,
        model_type="unigram",
        minloglevel=2,
        **options,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    prefix.with_suffix(".model").rename(folder / name)
    prefix.with_suffix(".vocab").unlink()
    return [piece for piece in pieces if piece not in ("<s>", "</s>", "<unk>")]


def _write(path: Path, vocabulary: dict[str, int]) -> None:
    path.write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
