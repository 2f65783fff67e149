"""The bundled starter model: from registry packages to a merged checkpoint in the cache.

The base, Gemma 3 270M, comes as a Q4_K_M GGUF file in four parts inside registry packages. Warta contains a low-rank
adapter (LoRA; Hu et al. 2021), the list of the embedding rows that are kept, and a tokenizer reduced to them. They are
merged once, in float32, and stored in bfloat16 in the cache folder, where later runs map them into memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from translate.document import LANGUAGES
from translate.errors import WritingError
from translate.models.gemma import base_weights as starter_base
from translate.util.files import cache_folder, locked, new_folder, sha256_of
from translate.util.threads import use_physical_cores

if TYPE_CHECKING:
    from torch import Tensor

    from translate.models.gemma.model import CausalModel

Note = Callable[[str], None]

PAIRS = (("id", "en"), ("id", "ja"), ("en", "ja"))
LICENCE = "Gemma Terms of Use"
TOKENIZER, EXAMPLES = "tokenizer.json", "examples.tsv"

_BUNDLED = Path(__file__).parents[2] / "_starter"
ADAPTER = _BUNDLED / "adapter.safetensors"
_FORMAT = "1"  # raise it when the code makes other weights from the same files
_WEIGHTS, _SEAL = "model.safetensors", "sha256"

installed = starter_base.installed  # whether the packages with the base weights are on this machine

_loaded: WeakValueDictionary[str, CausalModel] = WeakValueDictionary()


def revision() -> str:
    """Return the hexadecimal SHA-256 over everything the merged weights are made of."""
    paths = [_BUNDLED / name for name in ("starter.json", "adapter.safetensors", "vocab_ids.json", TOKENIZER)]
    return _revision(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=1)
def _revision(files: tuple[tuple[Path, int], ...]) -> str:
    digest = hashlib.sha256(f"{_FORMAT} {_settings()['base_sha256']}".encode())
    for path, _ in files:
        digest.update(sha256_of(path).encode())
    return digest.hexdigest()


def load(on_note: Note | None = None) -> CausalModel:
    """Return the starter model, in the dtype this processor is fastest with; shared while anyone in the process has it.

    The first time it is merged and kept in the cache (seconds; `on_note` is told before). A damaged cache is made
    again; where nothing can be kept the model runs from memory. `on_note` is told either in a sentence.

    Raises:
        ModelNotInstalled: the base packages are missing, and no merged checkpoint is in the cache.
        DamagedModel: the base packages do not hold the file they should.
    """
    from translate.models.gemma.model import CausalModel
    from translate.models.gemma.network import native_dtype

    key = revision()
    model = _loaded.get(key)
    if model is None:
        use_physical_cores()
        weights = checkpoint(key, on_note or (lambda note: None))
        model = CausalModel(config(), weights, tokenizer(), native_dtype())
        _loaded[key] = model
    return model


def config() -> dict[str, Any]:
    """Return the fields of its `Gemma3TextConfig`."""
    fields: dict[str, Any] = _settings()["config"]
    return fields


def tokenizer() -> Any:
    """Return a new `tokenizers.Tokenizer` of it."""
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(_BUNDLED / TOKENIZER))


def examples() -> tuple[str, ...]:
    """Return sentences with their translations in the format of the training data."""
    lines = (_BUNDLED / EXAMPLES).read_text(encoding="utf-8").splitlines()
    columns = [dict(zip(LANGUAGES, line.split("\t"), strict=True)) for line in lines]
    return tuple(
        f"{LANGUAGES[source]}: {row[source]}\n{LANGUAGES[target]}: {row[target]}\n"
        for source, target in PAIRS[:2]
        for row in columns
    )


def checkpoint(key: str, on_note: Note) -> dict[str, Tensor]:
    """Return the merged weights in bfloat16, from the cache if they are valid there, else made and cached."""
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
    """Return the weights from the cache, or None if they are missing or damaged.

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


def scale() -> float:
    """Return what the product of the adapter's factors is multiplied by."""
    factor: float = _settings()["scale"]
    return factor


def merged(adapter: bool = True) -> dict[str, Tensor]:
    """Make the weights: the kept rows and the layers dequantised, the adapter added in float32, rounded to bfloat16.

    Without the adapter they are those of the base, in float32.

    Raises:
        ModelNotInstalled, DamagedModel: as `load`.
    """
    import torch
    from safetensors.torch import load_file

    rows = json.loads((_BUNDLED / "vocab_ids.json").read_text(encoding="ascii"))
    factors = load_file(ADAPTER) if adapter else {}
    weights = {}
    for name, weight in starter_base.dequantised(rows, _settings()["base_sha256"]):
        if f"{name}.A" in factors:
            weight = weight + scale() * factors[f"{name}.B"].float() @ factors[f"{name}.A"].float()
        weights[f"{name}.weight"] = weight.to(torch.bfloat16) if adapter else weight
    return weights


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((_BUNDLED / "starter.json").read_text(encoding="utf-8"))
    return settings
