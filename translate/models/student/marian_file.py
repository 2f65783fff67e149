"""Read the files Marian keeps a model in, weights in 8 bits, the way Firefox has them.

A file is a list of tensors by name, and the settings of the model as YAML in a last one. A product's weight is kept as
int8 with one number that it was multiplied by, and beside it stands "..._QuantMultA": the number that what comes into
the product is multiplied by before it is rounded, too.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
INT8, FLOAT32, INTGEMM8 = 0x0101, 0x0404, 0x4101  # Marian's codes of the types such files have
VERSION = 1
SETTINGS, INPUTS = "special:model.yml", "_QuantMultA"


def read(path: Path) -> tuple[dict[str, Floats], str]:
    """Return the tensors of a file by name, 8-bit ones dequantised, and the settings.

    A product's weight is given as (inputs, outputs). What is written for its input is left out:
    that is measured anew where a model is written.

    Raises:
        ValueError: the file is of another version, or has a tensor of another type.
    """
    data = path.read_bytes()
    version, count = struct.unpack_from("<QQ", data)
    if version != VERSION:
        raise ValueError(f"{path} is of version {version} of Marian's format; only {VERSION} is known.")
    heads = [struct.unpack_from("<4Q", data, 16 + 32 * number) for number in range(count)]
    at = 16 + 32 * count
    names, shapes = [], []
    for length, _, _, _ in heads:
        names.append(data[at : at + length - 1].decode("ascii"))
        at += length
    for _, _, rank, _ in heads:
        shapes.append(struct.unpack_from(f"<{rank}i", data, at))
        at += 4 * rank
    at += 8 + struct.unpack_from("<Q", data, at)[0]  # padding
    found, settings = {}, ""
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        weights = int(np.prod(shape))
        if name == SETTINGS:
            settings = data[at : at + size].split(b"\0")[0].decode("utf-8")
        elif kind not in (INTGEMM8, FLOAT32):
            raise ValueError(f"{path}: {name} is of type {kind:#x}; known are {FLOAT32:#x} and {INTGEMM8:#x}.")
        elif name.endswith(INPUTS):
            pass
        elif kind == INTGEMM8:
            whole = np.frombuffer(data, np.int8, weights, at).astype(np.float32)
            whole /= np.frombuffer(data, "<f4", 1, at + weights)[0]
            # All but the vectors of pieces lie there transposed.
            found[name] = whole.reshape(shape) if name.endswith("Wemb") else whole.reshape(shape[::-1]).T
        else:
            found[name] = np.frombuffer(data, "<f4", weights, at).reshape(shape)
        at += size
    return found, settings
