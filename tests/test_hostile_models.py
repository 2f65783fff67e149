"""Folders of models from strangers: whatever their files hold, loading ends in one line or in a model."""

from __future__ import annotations

import json
import random
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import checkpoints
import pytest

from translate.errors import DamagedModel, WartaError
from translate.models.resolve import load_engine

Damage = Callable[[Path], None]
DEEP = 200_000
MAKERS: dict[str, Callable[[Path], Path]] = {
    "marian": checkpoints.marian,
    "t5": checkpoints.t5,
    "nllb": checkpoints.nllb,
}
WRONG: tuple[Any, ...] = (None, -1, 0, 2**70, 1e308, "x", "", [], [[]], {}, {"a": [1]}, True, [None], "\ud800")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: make(tmp_path_factory.mktemp(name)) for name, make in MAKERS.items()}


def loads(folder: Path, what: str) -> bool:
    """Return whether a folder gave a model; else the line that says why names the folder and is one line."""
    try:
        load_engine(str(folder), target="en", runtime="torch")
    except WartaError as error:
        said = str(error)
        assert said and "\n" not in said and len(said) < 500, what
        assert str(folder) in said, what
        return False
    return True


def nested(name: str) -> Damage:
    return bytes_in(name, ('{"a":' * DEEP + "1" + "}" * DEEP).encode())


def bytes_in(name: str, data: bytes) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return damage


def header(text: bytes, length: int | None = None, rest: bytes = b"\0" * 64) -> Damage:
    return bytes_in("model.safetensors", struct.pack("<Q", len(text) if length is None else length) + text + rest)


def tensors(**one: Any) -> bytes:
    return json.dumps({"a": one, "__metadata__": {"format": "pt"}}).encode()


HEADERS = {
    "a length of 2**63": header(b"{}", 2**63),
    "a length of 2**64 - 1": header(b"{}", 2**64 - 1),
    "a length beyond the file": header(b"{}", 10_000),
    "a length of 100 MB": header(b"{}", 100_000_000),
    "nothing": bytes_in("model.safetensors", b""),
    "four bytes": bytes_in("model.safetensors", b"\1\0\0\0"),
    "no JSON": header(b"{'a'"),
    "deep JSON": header(b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    "no object": header(b"[1]"),
    "wrong types": header(tensors(dtype=1, shape="x", data_offsets=None)),
    "an unknown type": header(tensors(dtype="F99", shape=[2], data_offsets=[0, 8])),
    "an overlap": header(
        json.dumps(
            {
                "a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]},
                "b": {"dtype": "F32", "shape": [4], "data_offsets": [8, 24]},
            }
        ).encode()
    ),
    "offsets backwards": header(tensors(dtype="F32", shape=[2], data_offsets=[8, 0])),
    "offsets beyond the file": header(tensors(dtype="F32", shape=[2**40], data_offsets=[0, 2**42])),
    "a shape that overflows": header(tensors(dtype="F32", shape=[2**32, 2**32], data_offsets=[0, 16])),
    "a negative shape": header(tensors(dtype="F32", shape=[-2], data_offsets=[0, 8])),
    "a hole": header(tensors(dtype="F32", shape=[2], data_offsets=[16, 24])),
}


@pytest.mark.parametrize("damage", HEADERS)
def test_a_hostile_header_of_weights_is_one_line(damage: str, folders: dict[str, Path], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folders["marian"], tmp_path / "model"))
    HEADERS[damage](folder)
    assert not loads(folder, damage)


@pytest.mark.parametrize("key", ["encoder_layers", "decoder_layers", "max_position_embeddings"])
def test_sizes_that_no_model_has_are_refused_before_anything_is_built(
    key: str, folders: dict[str, Path], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(folders["marian"], tmp_path / "model"))
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {key: 2**31}), encoding="utf-8")
    with pytest.raises(DamagedModel, match=f"config.json says {key} 2147483648; expected"):
        load_engine(str(folder), target="en", runtime="torch")


@pytest.mark.parametrize("family", MAKERS)
def test_json_that_nests_deep_is_one_line(family: str, folders: dict[str, Path], tmp_path: Path) -> None:
    names = sorted(path.name for path in folders[family].glob("*.json"))
    assert "config.json" in names
    for number, name in enumerate(names):
        folder = Path(shutil.copytree(folders[family], tmp_path / str(number)))
        nested(name)(folder)
        assert not loads(folder, name)


def spoilt(folder: Path, seed: int) -> str:
    """Spoil a file of a folder by a seed, and return what was done."""
    dice = random.Random(seed)
    path = dice.choice(sorted(path for path in folder.iterdir() if path.is_file()))
    if path.suffix == ".json" and seed % 3:
        said = json.loads(path.read_text(encoding="utf-8"))
        key, value = dice.choice(sorted(said)), dice.choice(WRONG)
        path.write_text(json.dumps(said | {key: value}), encoding="utf-8")
        return f"{path.name}: {key}={value!r}"
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 8)):
        data[dice.randrange(min(len(data), 2_000))] = dice.randrange(256)
    path.write_bytes(data if dice.random() < 0.7 else data[: dice.randrange(len(data))])
    return f"{path.name}: bytes"


def some(family: str, folders: dict[str, Path], tmp_path: Path, seeds: range) -> None:
    outcomes = set()
    for seed in seeds:
        folder = Path(shutil.copytree(folders[family], tmp_path / "model"))
        what = f"seed {seed}, {spoilt(folder, seed)}"
        outcomes.add(loads(folder, what))
        shutil.rmtree(folder)
    assert outcomes == {False, True}  # some damage is beside what is read


@pytest.mark.parametrize("family", MAKERS)
def test_spoilt_files_of_a_model_are_one_line(family: str, folders: dict[str, Path], tmp_path: Path) -> None:
    some(family, folders, tmp_path, range(15))


@pytest.mark.slow
@pytest.mark.parametrize("family", MAKERS)
def test_more_spoilt_files_of_a_model_are_one_line(family: str, folders: dict[str, Path], tmp_path: Path) -> None:
    some(family, folders, tmp_path, range(15, 300))
