"""Read and write the files Marian keeps a model in, weights in 8 bits, the way Firefox has them.

A file is a list of tensors by name, and the settings of the model as YAML in a last one. A product's weight is kept as
int8 with one number that it was multiplied by, and beside it stands "..._QuantMultA": the number that what comes into
the product is multiplied by before it is rounded, too.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
INT8, FLOAT32, INTGEMM8 = 0x0101, 0x0404, 0x4101  # Marian's codes of the types such files have
VERSION, ALIGNED = 1, 256  # bytes that a tensor begins at a multiple of
SETTINGS, INPUTS = "special:model.yml", "_QuantMultA"
MOST = 127.0


def read(path: Path) -> tuple[dict[str, Floats], str]:
    """Give the tensors of a file by name, 8-bit ones as the numbers they stand for, and the settings.

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


def write(path: Path, weights: Mapping[str, Floats], inputs: Mapping[str, float], settings: str) -> None:
    """Write a file that `read` and fxtranslate read.

    Args:
        path: where.
        weights: by Marian's names; those of products, (inputs, outputs), and the vectors of pieces are put into 8 bits.
        inputs: for each product the greatest absolute value of its input that is not cut off; "none" is what comes
            into the product with the vectors of the target's pieces.
        settings: YAML.
    """
    items = {f"{name}{INPUTS}": _float(np.array([[MOST / most]])) for name, most in inputs.items()}
    # What the vectors of the target's pieces are multiplied with is in 8 bits itself, as Marian rounds all it finds.
    items[f"decoder_Wemb{INPUTS}"] = (INTGEMM8, (1, 1), b"\x7f" + struct.pack("<f", inputs["none"]))
    for name, weight in weights.items():
        product = name in inputs or name.endswith("Wemb")
        items[name] = _rounded(weight, transposed=name in inputs) if product else _float(weight)
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


def _rounded(weight: Floats, *, transposed: bool) -> tuple[int, tuple[int, ...], bytes]:
    scale = MOST / float(np.abs(weight).max())
    whole = np.rint(weight * scale).astype(np.int8)
    body = np.ascontiguousarray(whole.T if transposed else whole).tobytes()
    return INTGEMM8, weight.shape, body + struct.pack("<f", scale)
