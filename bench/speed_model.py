"""A checkpoint of the shape of an OPUS-MT model with random weights, for bench/speed.py."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from translate.seq2seq import quiet

VOCABULARY = 54_796


def opus_shape(folder: Path, lines: Iterable[str]) -> Path:
    """Write it, if it is not there: 6 + 6 layers of 512, 8 heads; it never ends a sentence by itself."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    if (folder / "config.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=str(folder / "trained"), vocab_size=2000, hard_vocab_limit=False,
        model_type="bpe", minloglevel=2,
    )  # fmt: skip
    (folder / "trained.vocab").unlink()
    source = (folder / "trained.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes(source.read_bytes())
    processor = sentencepiece.SentencePieceProcessor(model_file=str(source))
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    words = ["</s>", "<unk>", *(piece for piece in pieces if piece not in ("<s>", "</s>", "<unk>"))]
    words += [f"filler{index}" for index in range(VOCABULARY - 1 - len(words))] + ["<pad>"]
    vocabulary = {word: index for index, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    pad = VOCABULARY - 1
    torch.manual_seed(0)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=VOCABULARY, decoder_vocab_size=VOCABULARY, max_position_embeddings=512, d_model=512,
            encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8,
            encoder_ffn_dim=2048, decoder_ffn_dim=2048, activation_function="swish", scale_embedding=True,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, forced_eos_token_id=0, init_std=0.05,
        )
    )  # fmt: skip
    model.final_logits_bias[0, [0, pad]] = -100.0
    generation: Any = model.generation_config  # its methods are not typed
    generation.update(bad_words_ids=[[pad]], num_beams=1)
    files: dict[str, Any] = {name: str(folder / file) for name, file in _FILES.items()}
    tokenizer = MarianTokenizer(**files, source_lang="id", target_lang="en", model_max_length=512)
    with quiet():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return folder


_FILES = {"source_spm": "source.spm", "target_spm": "target.spm", "vocab": "vocab.json"}
