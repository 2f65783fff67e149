"""From what a user calls a summarizer to one that is ready to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from translate.briefing.summarizers import SUMMARIZERS
from translate.checks.faithfulness import CHECKED
from translate.document import ModelInfo
from translate.errors import UsageError
from translate.models.chat.loader import find_model, load_chat

if TYPE_CHECKING:
    from translate.briefing.summarizers.author import AbstractiveSummarizer

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


def load_summarizer(choice: Choice, languages: Sequence[str]) -> str | AbstractiveSummarizer:
    """Return what `make_brief` takes: the name of a summarizer that chooses, or one that writes, loaded and at hand.

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
        from translate.briefing.summarizers.seq2seq_summary import Seq2SeqSummary
        from translate.models.chat.local import Summary

        return Seq2SeqSummary(Summary(folder, allow_pickle=choice.allow_pickle), info)
    from translate.briefing.summarizers.prompt_summary import PromptSummary

    chat = load_chat(folder, info.revision, allow_pickle=choice.allow_pickle)
    return PromptSummary(chat, info, languages, prompts=choice.prompts)


def _remote(choice: Choice, url: str, languages: Sequence[str]) -> AbstractiveSummarizer:
    from translate.briefing.summarizers.prompt_summary import PromptSummary
    from translate.models.chat.server import Client

    client = Client(url, choice.url_model or "", choice.key)
    author = PromptSummary(client, ModelInfo(client.model, family="server"), languages, prompts=choice.prompts)
    client.check()
    return author
