"""Download models: each file is verified before the model is assembled in the cache of huggingface_hub.

A model is only visible once all of its files have the hashes that the hub announced.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from translate.errors import DamagedModel, HubError, UnknownModel, WartaError
from translate.models import catalogue
from translate.models.catalogue import CatalogueEntry
from translate.models.hub import client, mozilla
from translate.models.hub.description import BOT, HubModel, bot_conversion, describe, endpoint
from translate.models.hub.error_messages import explained
from translate.models.hub.lookup import PICKLE, SAFE, SUBFOLDERS, WEIGHTS
from translate.models.hub.records import MODEL_ID, FileRecord, ModelRecord, lock_of, save_record
from translate.models.hub.transfer import Remote, fetch
from translate.util.files import locked

HOURS = 6  # the longest wait for another process that downloads the same model

Note = Callable[[str], None]
Progress = Callable[[int, int], None]  # (bytes of a model that are here, bytes in all)


def pull(
    model: str,
    revision: str | None = None,
    *,
    allow_pickle: bool = False,
    progress: Progress | None = None,
    on_note: Note | None = None,
) -> Path:
    """Download a model of the catalogue (by name) or of the hub ("org/name") and return its folder.

    Whole files are not downloaded again, damaged ones are, and a download that was cut is resumed. Where the main
    branch has only a pickle, the safetensors that the hub's own bot made of it are taken, if there are any. Otherwise,
    if `allow_pickle` is set, the pickle is converted here once and then deleted.

    Args:
        model: catalogue name or hub id.
        revision: commit, branch or tag; default is the main branch.
        allow_pickle: accept weights that exist only as a pickle, which can carry a program.
        progress: called with the bytes that are here and the bytes in all, first before any weights are downloaded.
        on_note: called with one line for the licence and size, before any download, and for each wait.

    Raises:
        UnknownModel: `model` is neither a name of the catalogue nor a hub id.
        HubError: the hub cannot be reached or refuses, the download was cut, or the disk is full.
        ModelNotInstalled: the model is not on this machine and HF_HUB_OFFLINE forbids to download it.
        DamagedModel: the repository has no weights Warta can use, or a file is not the one the hub announced.
        WritingError: the cache folder cannot be written.
    """
    entry = _entry(model)
    model_id = entry.id if entry else model
    tell = on_note or (lambda line: None)
    show = progress or (lambda done, total: None)
    if entry and entry.family == mozilla.FAMILY:
        return mozilla.pull(entry, revision, progress=show, tell=tell)
    waiting = f"Another Warta is downloading {model_id}; waiting for it."
    with locked(lock_of(model_id), seconds=HOURS * 3600, on_wait=lambda: tell(waiting)):
        try:
            client.check_token()
            with client.quiet_client(model_id):
                return _pulled(model_id, revision, allow_pickle, tell, show)
        except WartaError:
            raise
        except Exception as error:  # of several HTTP libraries, of the disk and of the hub; each becomes a line
            raise explained(error, model_id, revision) from error


def _entry(model: str) -> CatalogueEntry | None:
    """Return the entry of a name or hub id; None for a hub id the catalogue does not know."""
    entry = catalogue.find(model) if "/" in model else catalogue.get(model)
    if entry is not None and not entry.id:
        raise UnknownModel(f"{model} comes with Warta; there is nothing to pull.")
    if entry is None and not MODEL_ID.fullmatch(model):
        raise UnknownModel(f"{model!r} is no hub id; one looks like org/name.")
    return entry


def _pulled(model_id: str, revision: str | None, allow_pickle: bool, tell: Note, show: Progress) -> Path:
    model = describe(model_id, revision)
    if revision is None and not allow_pickle and model.choose(PICKLE) and not model.choose(WEIGHTS):
        safe = bot_conversion(model)
        if safe is not None:
            tell(f"{model_id} has a pickle on its main branch; taking {BOT}'s safetensors of it, {safe.reference}.")
            model = safe
    if model.choose(WEIGHTS):
        wanted = model.choose(*SAFE)
    elif allow_pickle and model.choose(PICKLE):
        wanted = model.choose(*SAFE, PICKLE)
    else:
        raise _no_weights(model)
    megabytes = sum(file.size or 0 for file in wanted) / 1e6
    tell(f"{model_id}: licence {model.licence}, {megabytes:.0f} MB, revision {model.revision[:12]}.")
    if model.choose(WEIGHTS):
        return _into_hub_cache(model, wanted, show)
    from translate.models.hub.pickles import into_own_folder

    return into_own_folder(model, wanted, lambda files, folder: _fetched(model, files, folder, show), tell)


def _into_hub_cache(model: HubModel, wanted: tuple[Remote, ...], show: Progress) -> Path:
    from huggingface_hub import snapshot_download

    storage = client.model_folder(model.id)
    for file in wanted:  # where no links can be made, the cache holds copies
        copy = storage / "snapshots" / model.revision / file.name
        if copy.is_file() and not file.verified(copy):
            copy.unlink()
    sums = _fetched(model, wanted, storage / "blobs", show)
    folder = Path(
        snapshot_download(
            model.id,
            revision=model.reference,
            allow_patterns=list(SAFE),
            ignore_patterns=list(SUBFOLDERS),
            endpoint=endpoint(),
        )
    )
    if folder.name != model.revision:
        raise HubError(f"{model.id} changed on the hub while it was fetched. Try again.")
    files = tuple(FileRecord(f.name, (folder / f.name).stat().st_size, sums[f.name]) for f in wanted)
    record = ModelRecord(model.id, model.revision, (model.reference,), model.licence, files)
    save_record(record)
    if record.folder.is_dir():  # the same, out of an archive; it would go first
        shutil.rmtree(record.folder)
    return folder


def _fetched(model: HubModel, wanted: tuple[Remote, ...], folder: Path, show: Progress) -> dict[str, str]:
    """Download files into a folder, named as huggingface_hub's cache names them; return their SHA-256 by name."""
    from huggingface_hub import hf_hub_url

    _check_space(model, wanted, folder)
    sums: dict[str, str] = {}
    done, total = 0, sum(file.size or 0 for file in wanted)

    def report(before: int, length: int) -> None:
        show(before + length, total)

    report(0, 0)
    for file in wanted:
        url = hf_hub_url(model.id, file.name, revision=model.revision, endpoint=endpoint())
        sums[file.name] = fetch(file, folder / (file.etag or file.name), url, partial(report, done))
        done += file.size or 0
        report(done, 0)
    return sums


def _check_space(model: HubModel, wanted: tuple[Remote, ...], folder: Path) -> None:
    """Refuse a download that cannot fit, before it has filled the disk."""
    missing = sum(file.size or 0 for file in wanted if not (folder / (file.etag or file.name)).exists())
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if missing > free:
        raise HubError(
            f"{model.id} needs {missing / 1e6:.0f} MB, and {existing} has {free / 1e6:.0f} MB free. "
            "Free some space, or set HF_HOME to a folder on a larger disk."
        )


def _no_weights(model: HubModel) -> DamagedModel:
    problem = f"{model.id} has no weights as safetensors at revision {model.reference}"
    if not model.choose(PICKLE):
        return DamagedModel(f"{problem}, nor in another format that Warta reads.")
    return DamagedModel(
        f"{problem}, only a pickle, a format that can carry a program. Name a revision that has them (often a pull "
        "request: `revision=refs/pr/N`, see the model's page), or set `allow_pickle` if you trust where it comes from: "
        "it is read once, without running anything in it, and kept as safetensors."
    )
