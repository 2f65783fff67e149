"""Read the files Marian keeps a model in, weights in 8 bits, the way Firefox has them.

A file is a list of tensors by name, and the settings of the model as YAML in a last one. A product's weight is kept as
int8 with one number that it was multiplied by, and beside it stands "..._QuantMultA": the number that what comes into
the product is multiplied by before it is rounded, too.
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
INT8, FLOAT32, INTGEMM8 = 0x0101, 0x0404, 0x4101  # Marian's codes of the types such files have
VERSION = 1
SETTINGS, INPUTS = "special:model.yml", "_QuantMultA"


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors of pieces as a file has them: a text needs few of them, so only those are made floats."""

    rounded: np.ndarray[Any, np.dtype[np.int8]]  # (pieces, size)
    factor: np.float32  # that they were multiplied by

    @property
    def shape(self) -> tuple[int, ...]:
        """How many there are, and their size."""
        return tuple(self.rounded.shape)

    def __getitem__(self, pieces: Sequence[int] | Ints | slice) -> Floats:
        """Return the vectors of some pieces as the numbers they stand for."""
        found: Floats = self.rounded[pieces].astype(np.float32)
        found /= self.factor
        return found


def read(path: Path) -> tuple[dict[str, Floats], str]:
    """Return what `read_compact` does, with the vectors of all pieces as the numbers they stand for.

    Raises:
        ValueError: as `read_compact`.
    """
    found, settings = read_compact(path)
    return {name: one[:] if isinstance(one, Vectors) else one for name, one in found.items()}, settings


def read_compact(path: Path) -> tuple[dict[str, Floats | Vectors], str]:
    """Return the tensors of a file by name, 8-bit ones as the numbers they stand for, and the settings.

    A product's weight is given as (inputs, outputs), 8-bit vectors of pieces as `Vectors`. What is written for the
    input of a product is left out: that is measured anew where a model is written.

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
            else:  # it lies there transposed
                found[name] = (rounded.astype(np.float32) / factor).reshape(shape[::-1]).T
        else:
            found[name] = np.frombuffer(data, "<f4", weights, at).reshape(shape)
        at += size
    return found, settings
