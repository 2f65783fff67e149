"""The options of the commands, each defined once: a field of a request, with a row in `data/options.tsv`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.cli.choices import DECODINGS, looks_like_a_path
from translate.errors import UsageError
from translate.language.glossary import NO_TERMS, Glossary, builtin
from translate.translation.retry import Policy

if TYPE_CHECKING:
    from translate.briefing.summarizers.load import Choice
    from translate.models.resolve import ModelSpec
    from translate.translation.post_edit.load import EditorChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Options of every command that translates."""

    model: str = "auto"
    family: str | None = None
    revision: str | None = None
    allow_pickle: bool = False
    offline: bool = False
    prompts: Path | None = None
    runtime: str = "auto"
    fallback: str = "none"
    post_edit: str = "none"
    llm_url: str | None = None
    llm_model: str | None = None
    decoding: str = "auto"
    retry: bool = True
    glossary: Path | None = None
    do_not_translate: list[str] | None = None
    no_glossary: bool = False
    min_confidence: float | None = None
    quiet: bool = False
    debug: bool = False

    @property
    def spec(self) -> ModelSpec:
        """The model that the options name, and how to load it.

        Raises:
            UsageError: an option has no effect on it.
        """
        from translate.models.resolve import ModelSpec

        return ModelSpec(
            self.model, self.family, self.revision, self.allow_pickle, self.offline, self.prompts, self.runtime
        )

    @property
    def policy(self) -> Policy:
        """The decoding, retries and terms that the options name.

        Raises:
            UsageError: there is no such decoding.
            ReadingError: a glossary cannot be read.
        """
        if self.decoding not in DECODINGS:
            raise UsageError(f"--decoding {self.decoding}: expected one of {', '.join(DECODINGS)}.")
        return Policy(
            DECODINGS[self.decoding], retry=self.retry, glossary=self.terms, min_confidence=self.min_confidence
        )

    @property
    def terms(self) -> Glossary:
        """The terms that the options name: built-in ones, then the user's, then terms to be kept.

        Raises:
            ReadingError: a glossary cannot be read.
        """
        terms = NO_TERMS if self.no_glossary else builtin()
        if self.glossary is not None:
            terms += Glossary.load(self.glossary)
        for term in self.do_not_translate or ():
            if looks_like_a_path(term) and not Path(term).is_file():
                raise UsageError(f"--do-not-translate {term}: there is no such file. Check the path, or give a term.")
        return terms + Glossary.untranslated(self.do_not_translate or ())

    @property
    def editing(self) -> EditorChoice:
        """The post-editor that the options name.

        Raises:
            UsageError: the options are inconsistent.
        """
        from translate.translation.post_edit.load import EditorChoice

        server = self.post_edit == "llm" or not self._brief_by_server
        return EditorChoice(model=self.post_edit, **self._for_language_model(server=server))

    def _for_language_model(self, *, server: bool) -> dict[str, Any]:
        """Return the fields of a choice of a language model; those of the server only if `server`."""
        return {
            "url": self.llm_url if server else None,
            "url_model": self.llm_model if server else None,
            "key": os.environ.get("WARTA_LLM_KEY", "") if self.llm_url else "",
            "prompts": self.prompts,
            "allow_pickle": self.allow_pickle,
            "offline": self.offline,
        }

    @property
    def _brief_by_server(self) -> bool:
        """Whether --llm-url is for the brief."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing(Common):
    """Options of every command that makes outputs of articles."""

    strict: bool = False
    any_language: bool = False
    allow_private: bool = False
    date: bool = True
    memory: str = "off"
    points: int = 4
    summarizer: str = "textrank"
    summarizer_model: str | None = None
    max_length: int | None = None

    @property
    def _brief_by_server(self) -> bool:
        """Whether --llm-url is for the brief."""
        return self.summarizer == "llm" and not self.summarizer_model

    @property
    def choice(self) -> Choice:
        """The summarizer that the options name.

        Raises:
            UsageError: there is no such summarizer, or the options are inconsistent.
        """
        from translate.briefing.summarizers.load import Choice

        # A server for post-editing is not used for the brief, unless --summarizer llm names it too.
        server = self._brief_by_server or self.post_edit != "llm"
        return Choice(
            name=self.summarizer,
            model=self.summarizer_model,
            **self._for_language_model(server=server),
        )
