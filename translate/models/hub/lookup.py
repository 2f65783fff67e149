"""Find installed models, without network."""

from __future__ import annotations

from pathlib import Path

from translate.models.catalogue import CatalogueEntry
from translate.models.hub import client, mozilla
from translate.models.hub.records import record_of, records

# Safe weights, configuration and tokenizer; a repository of the hub holds other formats too.
WEIGHTS = "*.safetensors"
SAFE = (WEIGHTS, "*.json", "*.spm", "*.model", "*.txt")
PICKLE = "pytorch_model*.bin"
SUBFOLDERS = ("*/*",)  # conversions for other programs


def installed(entry: CatalogueEntry) -> Path | None:
    """Return the folder of a catalogue model on this machine, None if the model is missing or not whole.

    The students are in the package of Warta.
    """
    if entry.family == mozilla.FAMILY:
        return mozilla.installed(entry)
    return cached(entry.id) if entry.id else None


def is_installed(entry: CatalogueEntry) -> bool:
    """Return whether a model of the catalogue can be used without a download."""
    return installed(entry) is not None


def cached(model_id: str, revision: str | None = None) -> Path | None:
    """Return the folder of an installed model, None if it is missing or incomplete; no network is used.

    The search covers Warta's own folders (unpacked or converted models) and the cache of huggingface_hub. Without a
    revision it returns that of the main branch, or else the last one that was pulled.
    """
    found = _cached(model_id, revision)
    if found is None and revision is None:
        pulled = (_cached(model_id, record.revision) for record in records(model_id) if "main" not in record.references)
        found = next((folder for folder in pulled if folder), None)
    return found


def _cached(model_id: str, revision: str | None) -> Path | None:
    record = record_of(model_id, revision)
    if record is not None and record.folder.is_dir():
        return record.folder if record.fits(record.folder) and is_complete(record.folder) else None
    folder = _in_hub_cache(model_id, record.revision if record else revision)
    if folder is None or not is_complete(folder) or (record is not None and not record.fits(folder)):
        return None
    return folder


def is_complete(folder: Path) -> bool:
    """Return whether a folder has a configuration and weights."""
    found = [path for pattern in (WEIGHTS, PICKLE) for path in folder.glob(pattern)]
    return (folder / "config.json").is_file() and bool(found) and all(path.is_file() for path in found)


def _in_hub_cache(model_id: str, revision: str | None) -> Path | None:
    if not client.model_folder(model_id).is_dir():  # spares the import of the library
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        found = snapshot_download(
            model_id,
            revision=revision,
            local_files_only=True,
            allow_patterns=list(SAFE),
            ignore_patterns=list(SUBFOLDERS),
        )
    except (LocalEntryNotFoundError, HFValidationError):
        return None
    return Path(str(found))
