"""Find and load the language model that a user named."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import ModelInfo
from translate.errors import ModelNotInstalled, UnknownModel, UsageError
from translate.models import catalogue
from translate.models.chat.server import ChatModel, Client
from translate.util.files import sha256_of, with_home

if TYPE_CHECKING:
    from translate.models.chat.local import LocalChatModel

SERVER = "llm"  # kind of a model that answers messages


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSpec:
    """A language model as a user names it: a local one, or one of a server with the OpenAI protocol."""

    model: str | None = None  # catalogue name, folder or hub id of a local model
    url: str | None = None  # of the server
    url_model: str | None = None  # the server's name of the model
    key: str = field(default="", repr=False)  # API key
    prompts: Path | None = None  # folder of the user's own templates
    allow_pickle: bool = False
    offline: bool = False

    def __post_init__(self) -> None:
        """Refuse fields that contradict each other, before anything is loaded.

        Raises:
            UsageError: the fields contradict each other.
        """
        if self.url_model and not self.url:
            raise UsageError("`url_model` is a model of the server at `url`, which is missing.")
        if self.offline and self.url:
            raise UsageError("`offline` opens no socket, so `url` cannot be used. Leave one of them out.")

    @property
    def server(self) -> Client | None:
        """The server, None for a local model; no connection is opened."""
        return Client(self.url, self.url_model or "", self.key) if self.url else None


def load_chat_model(spec: ChatSpec, *, field: str, asker: str) -> tuple[ChatModel, ModelInfo]:
    """Return a language model and its name; `field` and `asker` as for `find_model`.

    Raises:
        ModelError: it cannot be loaded.
        UsageError: it is a model of another kind.
    """
    if server := spec.server:
        return server, ModelInfo(server.model, family="server")
    folder, info = find_model(spec, kind=SERVER, field=field, asker=asker)
    return load_chat(folder, info.revision, allow_pickle=spec.allow_pickle), info


@lru_cache(maxsize=1)
def load_chat(folder: Path, revision: str, *, allow_pickle: bool) -> LocalChatModel:
    """Return the language model of a folder, shared by all callers; `revision` changes when its files do.

    Raises:
        DamagedModel: files are missing or broken.
    """
    from translate.models.chat.local import LocalChatModel

    return LocalChatModel(folder, allow_pickle=allow_pickle)


def find_model(spec: ChatSpec, *, kind: str, field: str, asker: str) -> tuple[Path, ModelInfo]:
    """Return the folder and the name of a generative model; a hub id that is not here is downloaded.

    Args:
        spec: names the model.
        kind: the kind that is needed, "seq2seq" or "llm".
        field: the option that named it, for messages.
        asker: the feature that needs it, for messages.

    Raises:
        UsageError: it is a model of another kind.
        UnknownModel: it is neither a folder nor a hub id.
        ModelNotInstalled: it is not on this machine.
        HubError: it could not be downloaded.
    """
    from translate.models import hub

    model = spec.model or ""
    entry = catalogue.find(model)
    if entry is not None:
        if kind != "seq2seq" or not entry.summarises:
            raise UsageError(f"{asker} cannot write with {entry.name}: it {entry.kind}.")
        installed = hub.installed(entry)
        if installed is None:
            raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(entry.id)}")
        unfree = entry.non_commercial
        return installed, ModelInfo(entry.name, installed.name, kind, entry.licence, non_commercial=unfree)
    folder = with_home(model)
    if folder.is_dir():
        sums = [sha256_of(path) for path in sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))]
        revision = hashlib.sha256("".join(sums).encode()).hexdigest()
        return folder, ModelInfo(folder.name, revision, kind)
    if model.count("/") != 1 or model.startswith((".", "/", "~")):
        names = ", ".join(entry.name for entry in catalogue.ENTRIES if entry.summarises)
        known = f", or of the models Warta knows {names}" if kind == "seq2seq" else ""
        raise UnknownModel(f"`{field}={model}`: expected a folder that is there, a hub id (org/name){known}.")
    cached = hub.cached(model)
    if cached is None and spec.offline:
        raise ModelNotInstalled(f"{model} is not on this machine. {hub.how_to_pull(model)}")
    folder = cached or hub.pull(model, allow_pickle=spec.allow_pickle)
    return folder, ModelInfo(model, folder.name, kind)
