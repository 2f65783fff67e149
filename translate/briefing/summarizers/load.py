"""Load a summarizer by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate.briefing.summarizers import SUMMARIZERS
from translate.document import TARGETS
from translate.errors import UsageError
from translate.models.chat.loader import ChatSpec, find_model, load_chat_model

if TYPE_CHECKING:
    from translate.briefing.summarizers.abstractive import AbstractiveSummarizer

WRITTEN = ("llm", "seq2seq")  # abstractive summarizers; `SUMMARIZERS` are extractive


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(ChatSpec):
    """The user's choice of a summarizer; an extractive one has no model."""

    name: str = "textrank"

    def __post_init__(self) -> None:
        """Refuse inconsistent options before anything is loaded.

        Raises:
            UsageError: there is no such summarizer, or the fields contradict each other.
        """
        names = sorted((*SUMMARIZERS, *WRITTEN))
        if self.name not in names:
            raise UsageError(f"There is no summarizer {self.name!r}; choose one of: {', '.join(names)}.")
        if self.name != "llm" and (self.url or self.url_model):
            raise UsageError("`url` and `url_model` go with `summarizer=llm` or `post_edit=llm`.")
        if self.name in SUMMARIZERS and self.model:
            raise UsageError(f"`summarizer={self.name}` uses no model; `summarizer_model` goes with llm and seq2seq.")
        if self.name == "seq2seq" and not self.model:
            raise UsageError("`summarizer=seq2seq` needs `summarizer_model`: mt5-xlsum, a folder or a hub id.")
        if self.name == "llm" and bool(self.model) == bool(self.url):
            raise UsageError("`summarizer=llm` needs either `summarizer_model` or `url` with `url_model`.")
        ChatSpec.__post_init__(self)


def load_summarizer(choice: Choice, languages: Sequence[str]) -> str | AbstractiveSummarizer:
    """Return the summarizer for `make_brief`: the name of an extractive one, or a loaded abstractive one.

    Raises:
        UsageError: one of the languages has no faithfulness checks.
        ModelError: its model cannot be loaded, or its server does not answer.
        PromptError: a template is missing or malformed.
    """
    if choice.name in SUMMARIZERS:
        return choice.name
    asker = f"`summarizer={choice.name}`"
    if unknown := [language for language in languages if language not in TARGETS]:
        raise UsageError(
            f"{asker} writes {' and '.join(TARGETS)}, whose numbers and names can be checked, "
            f"not {', '.join(unknown)}. Take textrank."
        )
    if choice.name == "seq2seq":
        from translate.briefing.summarizers.seq2seq_summary import Seq2SeqSummary
        from translate.models.chat.local import LocalSummaryModel

        folder, info = find_model(choice, kind=choice.name, field="summarizer_model", asker=asker)
        return Seq2SeqSummary(LocalSummaryModel(folder, allow_pickle=choice.allow_pickle), info)
    from translate.briefing.summarizers.prompt_summary import PromptSummary

    model, info = load_chat_model(choice, field="summarizer_model", asker=asker)
    summarizer = PromptSummary(model, info, languages, prompts=choice.prompts)
    if choice.server:
        choice.server.check()
    return summarizer
