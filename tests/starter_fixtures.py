"""A tiny random Gemma 3 and the real starter, built once a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE

from translate.models.engines.prompted import Prompted
from translate.models.gemma.model import CausalModel

TINY: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 6,  # the sixth attends to everything, the others to a window
    "num_attention_heads": 4,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "max_position_embeddings": 256,
    "sliding_window": 24,
    "query_pre_attn_scalar": 16,
    "tie_word_embeddings": True,
}


def tiny_tokenizer() -> Tokenizer:
    """Characters as tokens, in the manner of Gemma's tokenizer."""
    names = ["<pad>", "<eos>", "<bos>", "<unk>", "\n", "▁", *"abcdefghijklmnopqrstuvwxyzIEJ:.,"]
    tokenizer = Tokenizer(BPE({name: i for i, name in enumerate(names)}, [], unk_token="<unk>", byte_fallback=True))
    tokenizer.add_special_tokens(names[:4])
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Fuse()])
    return tokenizer


def tiny_weights(seed: int = 1) -> dict[str, torch.Tensor]:
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    torch.manual_seed(seed)
    size = tiny_tokenizer().get_vocab_size()
    model = Gemma3ForCausalLM(Gemma3TextConfig(**{**TINY, "vocab_size": size}))
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(0, 0.05)
    return {name: weight.detach().clone() for name, weight in model.state_dict().items()}


@pytest.fixture
def one_thread() -> Iterator[None]:
    """A tiny model has no work to share: two threads would mostly wait for each other."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny() -> CausalModel:
    return CausalModel(TINY, tiny_weights(), tiny_tokenizer())


@pytest.fixture(scope="session")
def real_starter() -> Prompted:
    """The starter for English, made from its packages in the cache of this run, once for all its processes."""
    return Prompted.starter("en", runtime="torch")
