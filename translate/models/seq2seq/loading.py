"""Load a checkpoint from its folder, offline; missing or damaged files are one-line errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from tokenizers.models import Unigram
from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer, T5Tokenizer

from translate.errors import DamagedModel, UnknownModel, WartaError
from translate.models.seq2seq.checkpoint import Checkpoint
from translate.models.seq2seq.silence import first_line, quiet
from translate.util.threads import use_physical_cores

# Required tokenizer files by model type; if some are missing, transformers makes an empty tokenizer.
TOKENIZER_FILES = {
    "marian": (("source.spm",), ("target.spm",), ("vocab.json",)),
    "m2m_100": (("tokenizer.json", "sentencepiece.bpe.model"),),
    "t5": (("tokenizer.json", "spiece.model"),),
    "mt5": (("tokenizer.json", "spiece.model"),),
}

# Computed, not learned weights, which a file may contain.
COMPUTED = ("embed_positions.weight", "embed_positions.weights")

# Limits for sizes in a configuration, which cost time and memory before any weight is compared with the file.
LAYERS, MOST_LAYERS = ("layers", "n_layer"), 1_000
POSITIONS, MOST_POSITIONS = ("max_position_embeddings", "n_positions", "n_ctx"), 1 << 20

_HERE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


def load(folder: Path, *, allow_pickle: bool = False) -> Checkpoint:
    """Return the checkpoint of a folder in float32 on the CPU, every weight of it read from the file.

    Raises:
        UnknownModel: the folder is not there, or holds a model of another kind.
        DamagedModel: files are missing or broken, weights do not fit the configuration, or are only there as a pickle.
    """
    if not folder.is_dir():
        raise UnknownModel(f"{folder}: there is no such folder.")
    safetensors = _has_safetensors(folder, allow_pickle)
    use_physical_cores()
    config, tokenizer = describe(folder)
    with quiet(), loading(folder):
        model, info = AutoModelForSeq2SeqLM.from_pretrained(
            folder,
            config=config,
            use_safetensors=safetensors,
            dtype=torch.float32,
            output_loading_info=True,
            **_HERE,
        )
        _check_weights(folder, model, info)
        model.generation_config.max_length = None
        model.generation_config.forced_eos_token_id = None
        return Checkpoint(folder, model.eval(), tokenizer)


def describe(folder: Path) -> tuple[Any, Any]:
    """Return the configuration and the tokenizer of a checkpoint, checked against each other; weights are not read.

    Raises:
        UnknownModel, DamagedModel: as `load`.
    """
    with quiet(), loading(folder):
        config = sized_config(folder)
        if config.model_type not in TOKENIZER_FILES:
            raise UnknownModel(f"{folder}: a {config.model_type!r} model is no Marian, M2M100, NLLB or T5 model.")
        _check_files(folder, config.model_type)
        tokenizer = AutoTokenizer.from_pretrained(folder, **_HERE)
        _mend_unknown(tokenizer)
        if len(tokenizer) > config.vocab_size:
            raise DamagedModel(
                f"{folder}: the tokenizer has {len(tokenizer)} tokens, the model {config.vocab_size}; "
                "they do not belong together. Get the model again."
            )
    return config, tokenizer


def sized_config(folder: Path) -> Any:
    """Return the configuration of a folder, after checking its numbers of layers and positions.

    Raises:
        DamagedModel: they are absurdly large.
    """
    config = AutoConfig.from_pretrained(folder, **_HERE)
    for key, value in config.to_dict().items():
        most = MOST_LAYERS if key.endswith(LAYERS) else MOST_POSITIONS if key in POSITIONS else None
        if most is not None and isinstance(value, int) and value > most:
            raise DamagedModel(
                f"{folder}: config.json says {key} {value}; expected {most} at the most. Get the model again."
            )
    return config


def _mend_unknown(tokenizer: Any) -> None:
    """Correct the unknown token of a T5 tokenizer.

    transformers uses the third token of the vocabulary, which in MADLAD's is the end of sentence.
    """
    stranger = "\ue000"  # a private-use character
    if isinstance(tokenizer, T5Tokenizer) and tokenizer(stranger)["input_ids"].count(tokenizer.eos_token_id) > 1:
        made = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
        pieces = [(piece, score) for piece, score in made["vocab"]]
        tokenizer.backend_tokenizer.model = Unigram(pieces, unk_id=tokenizer.unk_token_id, byte_fallback=False)


@contextmanager
def loading(folder: Path) -> Iterator[None]:
    """Turn any error while the files of a folder are read into a one-line `DamagedModel`.

    Raises:
        DamagedModel: an error occurred.
    """
    try:
        yield
    except (MemoryError, WartaError):
        raise
    except Exception as error:  # files from anywhere fail in any way; every way means the same to the user
        raise DamagedModel(f"{folder}: the model cannot be loaded ({first_line(error)}). Get it again.") from error


def _has_safetensors(folder: Path, allow_pickle: bool) -> bool:
    """Whether the weights are safetensors and not an allowed pickle."""
    if any(folder.glob("*.safetensors")):
        return True
    if not any(folder.glob("pytorch_model*.bin")):
        raise DamagedModel(f"{folder}: no weights (*.safetensors). Get the model again.")
    if not allow_pickle:
        raise DamagedModel(
            f"{folder}: the weights are a pickle (pytorch_model*.bin), a format that can carry a program. "
            "Take a revision with safetensors, or set `allow_pickle` if you trust where it came from."
        )
    return False


def _check_files(folder: Path, kind: str) -> None:
    for names in TOKENIZER_FILES[kind]:
        if not any((folder / name).is_file() for name in names):
            raise DamagedModel(f"{folder}: {' or '.join(names)} of the tokenizer is missing. Get the model again.")


def _check_weights(folder: Path, model: Any, info: dict[str, Any]) -> None:
    """Refuse weights that transformers would silently initialise at random, leave out, or not tie."""
    tied = set(model.get_expanded_tied_weights_keys(all_submodels=True))
    # T5's config says nothing of this any more; later T5s and all mT5s learned their output layer apart.
    if model.config.model_type == "mt5" or getattr(model.config, "scale_decoder_outputs", None) is False:
        tied.discard("lm_head.weight")
    wrong = {
        "are missing": info["missing_keys"],
        "do not fit": {key if isinstance(key, str) else key[0] for key in info["mismatched_keys"]},
        "are unknown": {key for key in info["unexpected_keys"] if not key.endswith(COMPUTED)},
        "differ from the weights they are tied to": tied - set(model.all_tied_weights_keys),
    }
    for problem, keys in wrong.items():
        if keys:
            examples = ", ".join(sorted(keys)[:3])
            raise DamagedModel(f"{folder}: {len(keys)} weights {problem} ({examples}). Get the model again.")
