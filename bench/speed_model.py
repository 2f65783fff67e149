"""Checkpoints with random weights of the exact shapes of OPUS-MT and NLLB-200 distilled 600M, for bench/speed.py.

They never end a sentence by themselves: each run writes the maximum number of tokens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from translate.models.seq2seq import quiet
from translate.util.files import new_folder

OPUS_VOCABULARY, NLLB_VOCABULARY = 54_796, 256_206
PIECES = 700  # of the vocabulary; so few that a word has about 1.5, as with the published tokenizers
SPM_FILES = {"source_spm": "source.spm", "target_spm": "target.spm", "vocab": "vocab.json"}


def opus_shape(folder: Path, lines: Sequence[str]) -> Path:
    """Write a Marian checkpoint, if missing: 6 + 6 layers of 512, 8 heads, inner layers of 2048."""
    if not folder.exists():
        with new_folder(folder) as new:
            _opus(new, lines)
    return folder


def _opus(folder: Path, lines: Sequence[str]) -> None:
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_prefix=str(folder / "trained"), vocab_size=PIECES,
        hard_vocab_limit=False, model_type="bpe", minloglevel=2,
    )  # fmt: skip
    (folder / "trained.vocab").unlink()
    source = (folder / "trained.model").rename(folder / "source.spm")
    (folder / "target.spm").write_bytes(source.read_bytes())
    processor = sentencepiece.SentencePieceProcessor(model_file=str(source))
    pieces = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    words = ["</s>", "<unk>", *(piece for piece in pieces if piece not in ("<s>", "</s>", "<unk>"))]
    words += [f"filler{index}" for index in range(OPUS_VOCABULARY - 1 - len(words))] + ["<pad>"]
    vocabulary = {word: index for index, word in enumerate(words)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    pad = OPUS_VOCABULARY - 1
    torch.manual_seed(0)
    model = MarianMTModel(
        MarianConfig(
            vocab_size=OPUS_VOCABULARY, decoder_vocab_size=OPUS_VOCABULARY, max_position_embeddings=512, d_model=512,
            encoder_layers=6, decoder_layers=6, encoder_attention_heads=8, decoder_attention_heads=8,
            encoder_ffn_dim=2048, decoder_ffn_dim=2048, activation_function="swish", scale_embedding=True,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, forced_eos_token_id=0, init_std=0.05,
        )
    )  # fmt: skip
    model.final_logits_bias[0, [0, pad]] = -100.0
    files: dict[str, Any] = {name: str(folder / file) for name, file in SPM_FILES.items()}
    tokenizer = MarianTokenizer(**files, source_lang="id", target_lang="en", model_max_length=512)
    _save(folder, model, tokenizer, bad_words_ids=[[pad]])


def nllb_shape(folder: Path, lines: Sequence[str]) -> Path:
    """Write an NLLB checkpoint, if missing: 12 + 12 layers of 1024, 16 heads, inner layers of 4096."""
    if not folder.exists():
        with new_folder(folder) as new:
            _nllb(new, lines)
    return folder


def _nllb(folder: Path, lines: Sequence[str]) -> None:
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    bpe = Tokenizer(models.BPE(unk_token="<unk>"))
    bpe.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    bpe.train_from_iterator(lines, trainers.BpeTrainer(vocab_size=PIECES, special_tokens=specials, show_progress=False))
    merges: Any = [tuple(merge) for merge in json.loads(bpe.to_str())["model"]["merges"]]
    tokenizer = NllbTokenizer(vocab=bpe.get_vocab(), merges=merges, model_max_length=1024)
    torch.manual_seed(0)
    model = M2M100ForConditionalGeneration(
        M2M100Config(
            vocab_size=NLLB_VOCABULARY, max_position_embeddings=1024, d_model=1024, encoder_layers=12,
            decoder_layers=12, encoder_attention_heads=16, decoder_attention_heads=16, encoder_ffn_dim=4096,
            decoder_ffn_dim=4096, activation_function="relu", scale_embedding=True, pad_token_id=1, bos_token_id=0,
            eos_token_id=2, decoder_start_token_id=2, init_std=0.02,
        )
    )  # fmt: skip
    with torch.no_grad():
        # Without a bias on the logits, one before the tied output layer suppresses the end of a sentence.
        model.model.decoder.layer_norm.bias -= 200 * model.model.shared.weight[2]
    _save(folder, model, tokenizer)


def _save(folder: Path, model: Any, tokenizer: Any, **generation: Any) -> None:
    model.generation_config.update(num_beams=1, **generation)
    with quiet():
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)


def for_old_transformers(folder: Path, original: Path) -> Path:
    """Return an NLLB checkpoint with the same weights for transformers 4.41, with a new tokenizer."""
    if not folder.exists():
        with new_folder(folder) as new:
            for path in original.iterdir():
                if not path.name.startswith("tokenizer"):
                    (new / path.name).symlink_to(path.resolve())
            whole = json.loads((original / "tokenizer.json").read_text(encoding="utf-8"))
            whole["model"]["merges"] = [" ".join(merge) for merge in whole["model"]["merges"]]
            (new / "tokenizer.json").write_text(json.dumps(whole), encoding="utf-8")
            settings = {"tokenizer_class": "NllbTokenizer", "model_max_length": 1024, "src_lang": "ind_Latn"}
            (new / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def argos_package(packages: Path, original: Path) -> Path:
    """Return a folder of Argos Translate packages with one for id-en: the Marian checkpoint in int8."""
    from ctranslate2.converters import TransformersConverter

    folder = packages / "id_en"
    if not folder.exists():
        with new_folder(folder) as new:
            with quiet():
                TransformersConverter(str(original)).convert(str(new / "model"), quantization="int8")
            (new / "sentencepiece.model").write_bytes((original / "source.spm").read_bytes())
            about = {"package_version": "1.0", "argos_version": "1.9", "from_code": "id", "to_code": "en"}
            about |= {"from_name": "Indonesian", "to_name": "English"}
            (new / "metadata.json").write_text(json.dumps(about), encoding="utf-8")
    return packages
