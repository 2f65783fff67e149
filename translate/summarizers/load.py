"""From what a user calls a summarizer to one that is ready to write."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate import catalogue
from translate.document import ModelInfo
from translate.errors import ModelNotInstalled, UnknownModel, UsageError
from translate.faithful import CHECKED
from translate.files import sha256_of
from translate.summarizers import SUMMARIZERS

if TYPE_CHECKING:
    from translate.summarizers.author import Author
    from translate.summarizers.local import Chat

WRITTEN = ("llm", "seq2seq")  # those that write, beside `SUMMARIZERS`, which choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A summarizer as a user names it."""

    name: str = "textrank"
    model: str | None = None  # catalogue name, folder or hub id of a model that is to run here
    url: str | None = None  # of a server that speaks the OpenAI protocol
    url_model: str | None = None  # what that server calls its model
    key: str = ""  # that the server asks for
    prompts: Path | None = None  # folder of the user's own templates
    allow_pickle: bool = False
    offline: bool = False

    def __post_init__(self) -> None:
        """Refuse what does not go together, before anything is loaded."""
        names = sorted((*SUMMARIZERS, *WRITTEN))
        if self.name not in names:
            raise UsageError(f"There is no summarizer {self.name!r}; choose one of: {', '.join(names)}.")
        if self.name != "llm" and (self.url or self.url_model):
            raise UsageError("--llm-url and --llm-model go with --summarizer llm or --post-edit llm.")
        if self.name in SUMMARIZERS and self.model:
            raise UsageError(f"--summarizer {self.name} uses no model; --summarizer-model goes with llm and seq2seq.")
        if self.name == "seq2seq" and not self.model:
            raise UsageError("--summarizer seq2seq wants --summarizer-model: mt5-xlsum, a folder or a hub id.")
        if self.name == "llm" and bool(self.model) == bool(self.url):
            raise UsageError("--summarizer llm wants either --summarizer-model or --llm-url with --llm-model.")
        if self.url_model and not self.url:
            raise UsageError("--llm-model is a model of the server at --llm-url, which is missing.")
        if self.offline and self.url:
            raise UsageError("--offline opens no socket, so --llm-url cannot be asked. Leave one of them out.")


def load_summarizer(choice: Choice, languages: Sequence[str]) -> str | Author:
    """Give what `make_brief` takes: the name of a summarizer that chooses, or one that writes, loaded and at hand.

    Raises:
        UsageError: it cannot write one of the languages, since no check could read it.
        ModelError: its model cannot be loaded, or its server is not there.
        PromptError: a template is missing or malformed.
    """
    if choice.name in SUMMARIZERS:
        return choice.name
    if unknown := [language for language in languages if language not in CHECKED]:
        raise UsageError(
            f"--summarizer {choice.name} writes {' and '.join(CHECKED)}, whose numbers and names can be checked, "
            f"not {', '.join(unknown)}. Take textrank."
        )
    if choice.url:
        return _remote(choice, choice.url, languages)
    folder, info = find_model(
        str(choice.model),
        kind=choice.name,
        option="--summarizer-model",
        asker=f"--summarizer {choice.name}",
        allow_pickle=choice.allow_pickle,
        offline=choice.offline,
    )
    if choice.name == "seq2seq":
        from translate.summarizers.local import Summary
        from translate.summarizers.seq2seq_summary import Seq2SeqSummary

        return Seq2SeqSummary(Summary(folder, allow_pickle=choice.allow_pickle), info)
    from translate.summarizers.prompt_summary import PromptSummary

    chat = load_chat(folder, info.revision, allow_pickle=choice.allow_pickle)
    return PromptSummary(chat, info, languages, prompts=choice.prompts)


@lru_cache(maxsize=1)
def load_chat(folder: Path, revision: str, *, allow_pickle: bool) -> Chat:
    """Give the language model of a folder, once for all that want it; `revision` tells changed files from these.

    Raises:
        DamagedModel: files are missing or broken.
    """
    from translate.summarizers.local import Chat

    return Chat(folder, allow_pickle=allow_pickle)


def _remote(choice: Choice, url: str, languages: Sequence[str]) -> Author:
    from translate.llm import Client
    from translate.summarizers.prompt_summary import PromptSummary

    client = Client(url, choice.url_model or "", choice.key)
    author = PromptSummary(client, ModelInfo(client.model, family="server"), languages, prompts=choice.prompts)
    client.check()
    return author


def find_model(
    model: str, *, kind: str, option: str, asker: str, allow_pickle: bool, offline: bool
) -> tuple[Path, ModelInfo]:
    """Give the folder of a model that writes, downloaded if it is a hub id that is not here, and what to call it.

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
    from translate import hub

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
