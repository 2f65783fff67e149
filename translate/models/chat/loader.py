"""From what a user calls a language model to its folder, and to the model loaded."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import ModelInfo
from translate.errors import ModelNotInstalled, UnknownModel, UsageError
from translate.models import catalogue
from translate.util.files import sha256_of

if TYPE_CHECKING:
    from translate.models.chat.local import Chat


@lru_cache(maxsize=1)
def load_chat(folder: Path, revision: str, *, allow_pickle: bool) -> Chat:
    """Return the language model of a folder, once for all that want it; `revision` tells changed files from these.

    Raises:
        DamagedModel: files are missing or broken.
    """
    from translate.models.chat.local import Chat

    return Chat(folder, allow_pickle=allow_pickle)


def find_model(
    model: str, *, kind: str, option: str, asker: str, allow_pickle: bool, offline: bool
) -> tuple[Path, ModelInfo]:
    """Return the folder of a model that writes, downloaded if it is a hub id that is not here, and what to call it.

    Args:
        model: a name of the catalogue, a folder or a hub id.
        kind: what it is to be: "seq2seq" or "llm".
        option: where it was named, for messages.
        asker: who wants it, for messages.
        allow_pickle: download weights that are only there as a pickle.
        offline: use no network.

    Raises:
        UsageError: it is a model of another kind.
        UnknownModel: it is none of all this.
        ModelNotInstalled: it is not on this machine.
        HubError: it could not be downloaded.
    """
    from translate.models import hub

    entry = catalogue.find(model)
    if entry is not None:
        if kind != "seq2seq" or not entry.summarises:
            raise UsageError(f"{asker} cannot write with {entry.name}: it {entry.kind}.")
        installed = hub.installed(entry)
        if installed is None:
            raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(entry.id)}")
        unfree = entry.non_commercial
        return installed, ModelInfo(entry.name, installed.name, kind, entry.licence, non_commercial=unfree)
    folder = Path(model).expanduser()
    if folder.is_dir():
        sums = [sha256_of(path) for path in sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))]
        revision = hashlib.sha256("".join(sums).encode()).hexdigest()
        return folder, ModelInfo(folder.name, revision, kind)
    if model.count("/") != 1 or model.startswith((".", "/", "~")):
        names = ", ".join(entry.name for entry in catalogue.ENTRIES if entry.summarises)
        known = f", or of the models Warta knows {names}" if kind == "seq2seq" else ""
        raise UnknownModel(f"{option} {model}: expected a folder that is there, a hub id (org/name){known}.")
    cached = hub.cached(model)
    if cached is None and offline:
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model)}")
    folder = cached or hub.pull(model, allow_pickle=allow_pickle)
    return folder, ModelInfo(model, folder.name, kind)
