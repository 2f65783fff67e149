"""Models from a model hub: what is on this machine, and getting what is not.

Everything goes through huggingface_hub and into its cache, so HF_HOME, HF_TOKEN, HF_ENDPOINT and HF_HUB_OFFLINE mean
what they mean to it. Only `pull` uses the network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from translate import catalogue
from translate.catalogue import Entry
from translate.errors import DamagedModel, HubError, ModelError, ModelNotInstalled, UnknownModel

# Weights that hold no program, the configuration and the tokenizer; a hub's repository holds other formats too.
WEIGHTS = "*.safetensors"
SAFE = (WEIGHTS, "*.json", "*.spm", "*.model", "*.txt")
PICKLE = "pytorch_model*.bin"
BELOW = ("*/*",)  # conversions for other programs


def installed(entry: Entry) -> Path | None:
    """Give the folder a catalogue model stands in on this machine, None if it is not there or not whole.

    The model that comes with Warta has no folder of the hub.
    """
    return cached(entry.id, entry.revision) if entry.id else None


def is_installed(entry: Entry) -> bool:
    """Say whether a model of the catalogue can be used without a download; the one that comes with Warta always can."""
    return not entry.id or installed(entry) is not None


def cached(model_id: str, revision: str | None = None) -> Path | None:
    """Give the folder of a hub model in the cache, None if it is not there or not whole; no network is used."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        found = snapshot_download(
            model_id, revision=revision, local_files_only=True, allow_patterns=list(SAFE), ignore_patterns=list(BELOW)
        )
    except (LocalEntryNotFoundError, HFValidationError):
        return None
    folder = Path(str(found))
    whole = (folder / "config.json").is_file() and any(any(folder.glob(pattern)) for pattern in (WEIGHTS, PICKLE))
    return folder if whole else None


def pull(model: str, revision: str | None = None, *, allow_pickle: bool = False, progress: bool = False) -> Path:
    """Download a model of the catalogue (by name) or of the hub ("org/name") and give its folder.

    Files that are there already are not fetched again, and a download that was cut goes on where it stopped.

    Args:
        model: catalogue name or hub id.
        revision: commit, branch or tag; default is the catalogue's, else the main branch.
        allow_pickle: take weights that are only there as a pickle, which can carry a program.
        progress: let huggingface_hub draw its progress bars on standard error.

    Raises:
        UnknownModel: neither a name of the catalogue nor a hub id.
        HubError: the hub cannot be reached, says no, or the download was cut.
        ModelNotInstalled: the model is not here and HF_HUB_OFFLINE forbids to get it.
        DamagedModel: the repository has no weights Warta takes.
    """
    entry = catalogue.find(model) if "/" in model else catalogue.get(model)
    model_id, revision = (entry.id, revision or entry.revision) if entry else (model, revision)
    if not model_id:
        raise UnknownModel(f"{model} comes with Warta; there is nothing to pull.")
    folder = _fetch(model_id, revision, SAFE, progress)
    if any(folder.glob(WEIGHTS)):
        return folder
    if allow_pickle:
        folder = _fetch(model_id, revision, (*SAFE, PICKLE), progress)
        if any(folder.glob(PICKLE)):
            return folder
    raise DamagedModel(
        f"{model_id} has no weights as safetensors at revision {revision or 'main'}. Name another revision, or give "
        "--allow-pickle to take the pickle, a format that can carry a program, if you trust where it comes from."
    )


def _fetch(model_id: str, revision: str | None, patterns: tuple[str, ...], progress: bool) -> Path:
    from huggingface_hub import snapshot_download

    try:
        with _bars(progress):
            found = snapshot_download(
                model_id,
                revision=revision,
                allow_patterns=list(patterns),
                ignore_patterns=list(BELOW),
                endpoint=os.environ.get("HF_ENDPOINT") or None,
            )
    except Exception as error:  # of several HTTP libraries, of the disk and of the hub; each becomes a line
        raise explained(error, model_id, revision) from error
    return Path(str(found))


def explained(error: Exception, model_id: str, revision: str | None) -> ModelError | UnknownModel:
    """Give the error of Warta that says in one line what an error of huggingface_hub means."""
    from huggingface_hub import errors

    offline = errors.OfflineModeIsEnabled
    if isinstance(error, errors.HFValidationError):
        return UnknownModel(f"{model_id!r} is no hub id; one looks like org/name.")
    if isinstance(error, offline) or isinstance(error.__cause__, offline):
        return ModelNotInstalled(f"{model_id} is not here and HF_HUB_OFFLINE is set. {how_to_pull(model_id)}")
    if isinstance(error, errors.GatedRepoError):
        return HubError(f"{model_id} is gated: accept its terms on the hub's page, then set HF_TOKEN and try again.")
    if isinstance(error, errors.RepositoryNotFoundError):
        return HubError(f"{model_id}: the hub has no such model, or it is private (set HF_TOKEN). Check the name.")
    if isinstance(error, errors.RevisionNotFoundError):
        return HubError(f"{model_id} has no revision {revision}. Check the name of the revision.")
    # huggingface_hub looks into its cache before it says what the hub answered.
    answer = error.__cause__ if isinstance(error, errors.LocalEntryNotFoundError) else error
    if isinstance(answer, errors.HfHubHTTPError):
        status = answer.response.status_code
        todo = "Check that HF_TOKEN may read it" if status in (401, 403) else "Try again later"
        return HubError(f"{model_id}: the hub answered {status}. {todo}.")
    if isinstance(error, errors.LocalEntryNotFoundError):
        return HubError(f"{model_id}: the hub cannot be reached. Check the network and HF_ENDPOINT, then try again.")
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return HubError(f"{model_id}: the download was cut ({reason}). Try again; it goes on where it stopped.")


def how_to_pull(model_id: str) -> str:
    """Give the sentence that says which command gets a model, by its catalogue name where it has one."""
    entry = catalogue.find(model_id)
    return f"Get it on a machine with a network: warta models pull {entry.name if entry else model_id}"


@contextmanager
def _bars(shown: bool) -> Iterator[None]:
    """Keep huggingface_hub from drawing progress bars unless they are asked for."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    if shown or are_progress_bars_disabled():
        yield
        return
    disable_progress_bars()
    try:
        yield
    finally:
        enable_progress_bars()
