"""Write Marian model files with 8-bit weights, which `translate.models.student.marian_file` reads."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from training.rounding import MOST, Rounded, plainly
from translate.models.student.marian_file import FLOAT32, INPUTS, INT8, INTGEMM8, SETTINGS, VERSION, Floats

ALIGNED = 256  # alignment of tensors in bytes


def write(
    path: Path,
    weights: Mapping[str, Floats],
    inputs: Mapping[str, float],
    settings: str,
    rounded: Mapping[str, Rounded] = MappingProxyType({}),
) -> None:
    """Write a file that `translate.models.student.marian_file` and fxtranslate read.

    Args:
        path: of the file.
        weights: by Marian's names; those of products, (inputs, outputs), and embeddings are quantised to 8 bits.
        inputs: for each product the clipping value of its inputs; "none" is the input of the output layer. Empty to
            write float32, for further training.
        settings: YAML.
        rounded: weights quantised already; others are rounded plainly.
    """
    items = {f"{name}{INPUTS}": _float(np.array([[MOST / most]])) for name, most in inputs.items()}
    # The input of the output layer is quantised too, as in Marian.
    if inputs:
        items[f"decoder_Wemb{INPUTS}"] = (INTGEMM8, (1, 1), b"\x7f" + struct.pack("<f", inputs["none"]))
    for name, weight in weights.items():
        if inputs and (name in inputs or name.endswith("Wemb")):
            items[name] = _whole(rounded.get(name) or plainly(weight), transposed=name in inputs)
        else:
            items[name] = _float(weight)
    text = settings.encode("utf-8") + b"\0"
    items[SETTINGS] = (INT8, (len(text),), text)
    names = [name.encode("ascii") + b"\0" for name in sorted(items)]
    kinds, shapes, whole = zip(*(items[name] for name in sorted(items)), strict=True)
    bodies = [body + bytes(-len(body) % ALIGNED) for body in whole]
    head = struct.pack("<QQ", VERSION, len(names))
    for written, kind, shape, body in zip(names, kinds, shapes, bodies, strict=True):
        head += struct.pack("<4Q", len(written), kind, len(shape), len(body))
    head += b"".join(names)
    head += b"".join(struct.pack(f"<{len(shape)}i", *shape) for shape in shapes)
    gap = -(len(head) + 8) % ALIGNED
    new = path.with_suffix(".new")
    new.write_bytes(head + struct.pack("<Q", gap) + bytes(gap) + b"".join(bodies))
    new.replace(path)


def _float(weight: Any) -> tuple[int, tuple[int, ...], bytes]:
    return FLOAT32, weight.shape, np.ascontiguousarray(weight, "<f4").tobytes()


def _whole(rounded: Rounded, *, transposed: bool) -> tuple[int, tuple[int, ...], bytes]:
    body = np.ascontiguousarray(rounded.numbers.T if transposed else rounded.numbers).tobytes()
    return INTGEMM8, rounded.numbers.shape, body + struct.pack("<f", rounded.scale)
