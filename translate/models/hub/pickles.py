"""Convert weights that exist only as a pickle to safetensors, without executing the pickle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from translate.errors import DamagedModel
from translate.models.hub.integrity import damage_of
from translate.models.hub.lookup import PICKLE
from translate.models.hub.records import FileRecord, ModelRecord, record_of, save_record
from translate.models.hub.transfer import Remote
from translate.util.files import new_folder, sha256_of

if TYPE_CHECKING:
    from translate.models.hub.description import HubModel


def into_own_folder(
    model: HubModel,
    wanted: tuple[Remote, ...],
    fetched: Callable[[tuple[Remote, ...], Path], object],
    on_note: Callable[[str], None],
) -> Path:
    """Convert a model with a pickle into a folder with safetensors, and return it; the pickle is deleted.

    Raises:
        DamagedModel: the pickle holds anything but tensors, or they are not the weights of the configuration.
        WritingError: the cache folder cannot be written.
    """
    record = ModelRecord(model.id, model.revision, (model.reference,), model.licence, ())
    known = record_of(model.id, model.revision)
    if known is not None and record.folder.is_dir() and not damage_of(known, record.folder):
        return record.folder
    parts = record.folder.with_name(f"{model.revision}.parts")
    fetched(wanted, parts)
    on_note(f"Converting the weights of {model.id} to safetensors (once).")
    with new_folder(record.folder) as new:
        for file in wanted:
            if not fnmatch(file.name, PICKLE) and not file.name.startswith("pytorch_model"):
                shutil.copyfile(parts / (file.etag or file.name), new / file.name)
        convert([parts / (file.etag or file.name) for file in wanted if fnmatch(file.name, PICKLE)], new)
    files = tuple(FileRecord(p.name, p.stat().st_size, sha256_of(p)) for p in sorted(record.folder.iterdir()))
    save_record(ModelRecord(model.id, model.revision, (model.reference,), model.licence, files))
    shutil.rmtree(parts)
    return record.folder


def convert(pickles: list[Path], folder: Path) -> None:
    """Write the tensors of pickles as `model.safetensors` into a folder that has the other files of the model.

    Raises:
        DamagedModel: a pickle holds anything but tensors, or they are not the weights of the configuration.
    """
    import torch
    from safetensors.torch import save_file

    from translate.models import seq2seq

    tensors: dict[str, torch.Tensor] = {}
    for path in pickles:
        try:
            state = torch.load(path, map_location="cpu", weights_only=True)
            tensors |= {name: tensor for name, tensor in state.items() if isinstance(tensor, torch.Tensor)}
        except Exception as error:  # a pickle fails in any way; every way means the same to the user
            reason = str(error).splitlines()[0]
            raise DamagedModel(f"The pickle holds more than weights, or is broken ({reason}); not taken.") from error
    # Tensors that share memory are tied: safetensors stores each once, and transformers ties them again.
    by_storage: dict[tuple[int, tuple[int, ...]], str] = {}
    for name in sorted(tensors, key=lambda name: ("shared" not in name, name)):
        by_storage.setdefault((tensors[name].data_ptr(), tuple(tensors[name].shape)), name)
    untied = {name: tensors[name].contiguous() for name in by_storage.values()}
    save_file(untied, folder / "model.safetensors", metadata={"format": "pt"})
    seq2seq.load(folder)  # refuses missing or unsuitable weights
