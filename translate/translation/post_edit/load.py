"""From what a user calls a post-editor to one that is ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from translate.checks.faithfulness import CHECKED
from translate.document import ModelInfo
from translate.errors import UsageError

if TYPE_CHECKING:
    from translate.translation.post_edit.editor import LanguageModelEditor

NONE, SERVER = "none", "llm"  # nobody; the model of a server, which has a name of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorChoice:
    """A post-editor as a user names it."""

    model: str = NONE  # "none", "llm" for a server, or the folder or hub id of a model that is to run here
    url: str | None = None  # of a server that speaks the OpenAI protocol
    url_model: str | None = None  # what that server calls its model
    key: str = field(default="", repr=False)  # that the server asks for
    prompts: Path | None = None  # folder of the user's own templates
    allow_pickle: bool = False
    offline: bool = False

    def __post_init__(self) -> None:
        """Refuse what does not go together, before anything is loaded."""
        if self.model != SERVER and (self.url or self.url_model):
            raise UsageError("--llm-url and --llm-model go with --post-edit llm.")
        if self.model == SERVER and not (self.url and self.url_model):
            raise UsageError(
                "--post-edit llm wants --llm-url with --llm-model; for a model on this machine name its folder instead."
            )
        if self.offline and self.url:
            raise UsageError("--offline opens no socket, so --llm-url cannot be asked. Leave one of them out.")


def load_editor(
    choice: EditorChoice, languages: Sequence[str], *, on_note: Callable[[str], None] | None = None
) -> LanguageModelEditor | None:
    """Return the post-editor that a user named, loaded and at hand; None for "none".

    Args:
        choice: who it is.
        languages: what it is to correct.
        on_note: hears, in one line, that sentences go to another machine, and the first time that the model fails.

    Raises:
        UsageError: it cannot correct one of the languages, since no check could read what it brings in.
        ModelError: its model cannot be loaded, or its server is not there.
        PromptError: a template is missing or malformed.
    """
    if choice.model == NONE:
        return None
    if unknown := [language for language in languages if language not in CHECKED]:
        raise UsageError(
            f"--post-edit corrects {' and '.join(CHECKED)}, whose numbers and names can be checked, "
            f"not {', '.join(unknown)}. Leave it out."
        )
    if choice.url:
        return _remote(choice, choice.url, languages, on_note)
    from translate.models.chat.loader import find_model, load_chat
    from translate.translation.post_edit.editor import LanguageModelEditor

    folder, info = find_model(
        choice.model,
        kind=SERVER,
        option="--post-edit",
        asker="--post-edit",
        allow_pickle=choice.allow_pickle,
        offline=choice.offline,
    )
    chat = load_chat(folder, info.revision, allow_pickle=choice.allow_pickle)
    return LanguageModelEditor(chat, info, languages, prompts=choice.prompts, on_note=on_note)


def _remote(
    choice: EditorChoice, url: str, languages: Sequence[str], on_note: Callable[[str], None] | None
) -> LanguageModelEditor:
    from translate.models.chat.server import Client
    from translate.translation.post_edit.editor import LanguageModelEditor

    client = Client(url, choice.url_model or "", choice.key)
    info = ModelInfo(client.model, family="server")
    editor = LanguageModelEditor(client, info, languages, host=client.host, prompts=choice.prompts, on_note=on_note)
    client.check()
    if on_note and not client.local:
        on_note(f"sentences that the checks doubt go to {client.host}, which post-edits them.")
    return editor
