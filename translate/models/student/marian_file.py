"""Read Marian model files with 8-bit weights, as Firefox uses them.

A file is a list of named tensors; the last holds the settings of the model as YAML. A weight matrix is stored as int8
with its scale factor; "..._QuantMultA" is the scale factor by which the input of its product is quantised.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
INT8, FLOAT32, INTGEMM8 = 0x0101, 0x0404, 0x4101  # Marian's codes of tensor types
VERSION = 1
SETTINGS, INPUTS = "special:model.yml", "_QuantMultA"


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embeddings as a file stores them; a text needs few, so only those are converted to floats."""

    rounded: np.ndarray[Any, np.dtype[np.int8]]  # (pieces, size)
    factor: np.float32  # scale factor

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of embeddings and their size."""
        return tuple(self.rounded.shape)

    def __getitem__(self, pieces: Sequence[int] | Ints | slice) -> Floats:
        """Return the embeddings of some pieces as floats."""
        return self._floats(self.rounded[pieces])

    def columns(self, pieces: Ints | slice) -> Floats:
        """Return the embeddings of some pieces as floats, as columns (size, pieces)."""
        return self._floats(np.ascontiguousarray(self.rounded[pieces].T))  # turned while it is small

    def _floats(self, rounded: np.ndarray[Any, np.dtype[np.int8]]) -> Floats:
        found: Floats = rounded.astype(np.float32)
        found /= self.factor
        return found


def read(path: Path) -> tuple[dict[str, Floats], str]:
    """Return the same as `read_compact`, with all embeddings as floats.

    Raises:
        ValueError: as `read_compact`.
    """
    found, settings = read_compact(path)
    return {name: item[:] if isinstance(item, Vectors) else item for name, item in found.items()}, settings


def read_compact(path: Path) -> tuple[dict[str, Floats | Vectors], str]:
    """Return the dequantised tensors of a file by name, and the settings.

    A weight matrix is returned as (inputs, outputs), 8-bit embeddings as `Vectors`. The scale factors of inputs are
    left out: `training` measures them anew when it writes a model.

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
    found: dict[str, Floats | Vectors] = {}
    settings = ""
    for (_, kind, _, size), name, shape in zip(heads, names, shapes, strict=True):
        weights = int(np.prod(shape))
        if name == SETTINGS:
            settings = data[at : at + size].split(b"\0")[0].decode("utf-8")
        elif kind not in (INTGEMM8, FLOAT32):
            raise ValueError(f"{path}: {name} is of type {kind:#x}; known are {FLOAT32:#x} and {INTGEMM8:#x}.")
        elif name.endswith(INPUTS):
            pass
        elif kind == INTGEMM8:
            rounded, factor = np.frombuffer(data, np.int8, weights, at), np.frombuffer(data, "<f4", 1, at + weights)[0]
            if name.endswith("Wemb"):
                found[name] = Vectors(rounded.reshape(shape), factor)
            else:  # it is stored transposed
                found[name] = (rounded.astype(np.float32) / factor).reshape(shape[::-1]).T
        else:
            found[name] = np.frombuffer(data, "<f4", weights, at).reshape(shape)
        at += size
    return found, settings
