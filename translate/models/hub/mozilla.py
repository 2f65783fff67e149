"""Firefox models, which are on no model hub, with the functions that hub models have: find, pull, record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from translate.errors import UnknownModel
from translate.models import catalogue
from translate.models.catalogue import CatalogueEntry
from translate.models.hub import client
from translate.models.hub.records import FileRecord, ModelRecord
from translate.models.student import store
from translate.util.files import sha256_of

FAMILY = "firefox"


def installed(entry: CatalogueEntry) -> Path | None:
    """Return the folder of a Firefox model of the catalogue, None if it is missing or incomplete."""
    return store.installed(*entry.pairs[0]) if entry.id else store.bundled(entry.name)


def pull(
    entry: CatalogueEntry, revision: str | None, *, progress: Callable[[int, int], None], tell: Callable[[str], None]
) -> Path:
    """Download a Firefox model of the catalogue and return its folder.

    `progress` is called with the bytes that are here and all bytes, which are the catalogue's rounded size until more
    have come.

    Raises:
        UnknownModel: `revision` is given.
        HubError, ModelNotInstalled, ModelError, WritingError: as `translate.models.student.store.pull`.
    """
    if revision:
        raise UnknownModel(f"{entry.name}: Mozilla's server has only the newest model. Leave the revision out.")
    size = (entry.size_mb or 0) * 10**6
    done = 0

    def count(size_of_piece: int) -> None:
        nonlocal done
        done += size_of_piece
        progress(done, max(done, size))

    with client.quiet_client(entry.id):
        waiting = f"Another Warta is downloading {entry.name}; waiting for it."
        return store.pull(*entry.pairs[0], progress=count, on_wait=lambda: tell(waiting))


def is_firefox(model_id: str) -> bool:
    """Return whether an id is that of a Firefox model."""
    return model_id.startswith(f"{FAMILY}/") and catalogue.find(model_id) is not None


def lock_of(model_id: str) -> Path:
    """Return the lock file that a process holds while it changes a Firefox model."""
    folder = folder_of(model_id)
    return folder.with_name(f".{folder.name}.lock")


def folder_of(model_id: str) -> Path:
    """Return the folder of a Firefox model by its id ("firefox/id-en"), which may not exist."""
    source, _, target = model_id.removeprefix(f"{FAMILY}/").partition("-")
    return store.folder_of(source, target)


def record_of(model_id: str) -> ModelRecord | None:
    """Return the record of a Firefox model, made from its manifest; None if it was not pulled.

    Mozilla's server has no commits; the revision is a hash over the files.
    """
    folder = folder_of(model_id)
    manifest, entry = store.manifest_of(folder), catalogue.find(model_id)
    if manifest is None or entry is None:
        return None
    path = folder / store.MANIFEST
    files = [FileRecord(f.name, _size(folder / f.name), f.sha256) for f in manifest.files]
    files.append(FileRecord(store.MANIFEST, _size(path), sha256_of(path)))
    listing = "".join(f"{file.name} {file.sha256}\n" for file in files)
    revision = hashlib.sha256(listing.encode()).hexdigest()[:40]
    return ModelRecord(model_id, revision, (manifest.version,), entry.licence, tuple(files))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
