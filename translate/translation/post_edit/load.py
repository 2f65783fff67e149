"""Load a post-editor by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate.document import TARGETS
from translate.errors import UsageError
from translate.models.chat.loader import SERVER, ChatSpec, load_chat_model

if TYPE_CHECKING:
    from translate.translation.post_edit.editor import LanguageModelEditor

NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorChoice(ChatSpec):
    """A post-editor by name, with options."""

    model: str = NONE  # "none", "llm" for a server, or the folder or hub id of a local model

    def __post_init__(self) -> None:
        """Refuse fields that contradict each other, before anything is loaded.

        Raises:
            UsageError: the fields contradict each other.
        """
        if self.model != SERVER and (self.url or self.url_model):
            raise UsageError("`url` and `url_model` go with `post_edit=llm`.")
        if self.model == SERVER and not (self.url and self.url_model):
            raise UsageError(
                "`post_edit=llm` needs `url` with `url_model`; for a model on this machine name its folder instead."
            )
        ChatSpec.__post_init__(self)


def load_editor(
    choice: EditorChoice, languages: Sequence[str], *, on_note: Callable[[str], None] | None = None
) -> LanguageModelEditor | None:
    """Return the loaded post-editor, after checking its server if it has one; None for "none".

    Args:
        choice: names it.
        languages: target languages it has to correct.
        on_note: called with one line if sentences go to another machine, and the first time that the model fails.

    Raises:
        UsageError: edits in one of the languages cannot be checked.
        ModelError: its model cannot be loaded, or its server is not there.
        PromptError: a template is missing or malformed.
    """
    if choice.model == NONE:
        return None
    if unknown := [language for language in languages if language not in TARGETS]:
        raise UsageError(
            f"`post_edit` corrects {' and '.join(TARGETS)}, whose numbers and names can be checked, "
            f"not {', '.join(unknown)}. Leave it out."
        )
    from translate.translation.post_edit.editor import LanguageModelEditor

    model, info = load_chat_model(choice, field="post_edit", asker="`post_edit`")
    host = choice.server.host if choice.server else ""
    editor = LanguageModelEditor(model, info, languages, host=host, prompts=choice.prompts, on_note=on_note)
    if server := choice.server:
        server.check()
        if on_note and not server.local:
            on_note(f"flagged sentences go to {host}, which post-edits them.")
    return editor
