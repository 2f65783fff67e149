"""The options of the commands, each defined once, as a field of a request."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from translate.cli.choices import (
    DECODINGS,
    decoding_names,
    fallback_names,
    family_names,
    fixed,
    looks_like_a_path,
    model_names,
    summarizer_names,
    summary_model_names,
)
from translate.errors import UsageError
from translate.language.glossary import NO_TERMS, Glossary, builtin
from translate.translation.retry import Policy

if TYPE_CHECKING:
    from translate.briefing.summarizers.load import Choice
    from translate.models.resolve import ModelSpec
    from translate.translation.post_edit.load import EditorChoice

MODEL_HELP = (
    "A name from `warta models`, a folder, a hub id (org/name), or first+second for a pivot; auto: the best installed."
)
FAMILY_HELP = "marian, nllb, m2m100, madlad, t5 or firefox, if Warta cannot tell the kind of the model from its files."
REVISION_HELP = "Commit or tag of a hub id."
PICKLE_HELP = "Load .bin weights. They can run code: use it only for models that you trust."
PROMPTS_HELP = "A folder with your own prompt templates; Warta's are used for those that are not in it."
FALLBACK_HELP = (
    "A second model for sentences that are still flagged: none, auto (the best other installed one), or its name."
)
POST_EDIT_HELP = (
    "A language model to correct sentences that are still flagged: none, its folder, or llm (the server of --llm-url)."
)
RUNTIME_HELP = "torch, ctranslate2, or auto: ctranslate2 if it is installed."
DECODING_HELP = "fast (greedy), balanced (2 beams), best (5 beams), or auto: students 4 beams, others fast."
GLOSSARY_HELP = "Your own terms, .tsv or .toml (source, en, ja). They take precedence over the built-in ones."
KEEP_HELP = "A term to leave as it is, or a file with one term a line; may be given again."
CONFIDENCE_HELP = (
    "Flag sentences whose confidence is below this (0 to 1), and translate them again. Without it, a student's "
    "sentences below 0.5 are flagged and not translated again."
)
MEMORY_HELP = "A translation memory to use and add to; people's corrections take precedence over the model. off: none."
STRICT_HELP = "Exit with code 3 if a sentence is flagged."
ANY_HELP = "Translate text that does not look Indonesian too."
PRIVATE_HELP = "Allow addresses on this machine and in its network."
DATE_HELP = "Put the date into the signature; without it, a rerun writes the same bytes."
SUMMARIZER_HELP = "textrank or lead: choose sentences; llm or seq2seq: a model writes, and its lines are checked."
SUMMARIZER_MODEL_HELP = "The model that writes: mt5-xlsum, a folder or a hub id."
LLM_URL_HELP = "A server with the OpenAI protocol: http://localhost:11434/v1. The variable WARTA_LLM_KEY holds its key."
MAX_LENGTH_HELP = "Length of all points together, in words (in Japanese: characters)."


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Options of every command that translates."""

    model: Annotated[
        str, Option("--model", help=MODEL_HELP, rich_help_panel="Model", metavar="MODEL", autocompletion=model_names)
    ] = "auto"
    family: Annotated[
        str | None,
        Option("--family", help=FAMILY_HELP, rich_help_panel="Model", metavar="NAME", autocompletion=family_names),
    ] = None
    revision: Annotated[
        str | None, Option("--revision", help=REVISION_HELP, rich_help_panel="Model", metavar="COMMIT")
    ] = None
    allow_pickle: Annotated[bool, Option("--allow-pickle", help=PICKLE_HELP, rich_help_panel="Model")] = False
    offline: Annotated[
        bool, Option("--offline/--no-offline", help="Never use the network.", rich_help_panel="Model")
    ] = False
    prompts: Annotated[Path | None, Option("--prompts", help=PROMPTS_HELP, rich_help_panel="Model", metavar="DIR")] = (
        None
    )
    runtime: Annotated[
        str,
        Option(
            "--runtime",
            help=RUNTIME_HELP,
            rich_help_panel="Model",
            metavar="NAME",
            autocompletion=fixed("auto", "torch", "ctranslate2"),
        ),
    ] = "auto"
    fallback: Annotated[
        str,
        Option(
            "--fallback", help=FALLBACK_HELP, rich_help_panel="Model", metavar="MODEL", autocompletion=fallback_names
        ),
    ] = "none"
    post_edit: Annotated[
        str,
        Option(
            "--post-edit",
            help=POST_EDIT_HELP,
            rich_help_panel="Model",
            metavar="MODEL",
            autocompletion=fixed("none", "llm"),
        ),
    ] = "none"
    llm_url: Annotated[str | None, Option("--llm-url", help=LLM_URL_HELP, rich_help_panel="Server", metavar="URL")] = (
        None
    )
    llm_model: Annotated[
        str | None,
        Option("--llm-model", help="The name of the model on that server.", rich_help_panel="Server", metavar="NAME"),
    ] = None
    decoding: Annotated[
        str,
        Option(
            "--decoding", help=DECODING_HELP, rich_help_panel="Model", metavar="NAME", autocompletion=decoding_names
        ),
    ] = "auto"
    retry: Annotated[
        bool,
        Option(
            "--retry/--no-retry", help="Translate a flagged sentence again in other ways.", rich_help_panel="Checks"
        ),
    ] = True
    glossary: Annotated[
        Path | None, Option("--glossary", help=GLOSSARY_HELP, rich_help_panel="Terms", metavar="FILE")
    ] = None
    do_not_translate: Annotated[
        list[str] | None,
        Option("--do-not-translate", help=KEEP_HELP, rich_help_panel="Terms", metavar="FILE|TERM"),
    ] = None
    no_glossary: Annotated[
        bool, Option("--no-glossary", help="Do not use the built-in terms.", rich_help_panel="Terms")
    ] = False
    min_confidence: Annotated[
        float | None,
        Option("--min-confidence", min=0, max=1, metavar="P", help=CONFIDENCE_HELP, rich_help_panel="Checks"),
    ] = None
    quiet: Annotated[bool, Option("--quiet", "-q", help="No notes, only errors.", rich_help_panel="Output")] = False
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.", rich_help_panel="Output")] = False

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

    strict: Annotated[
        bool,
        Option("--strict/--no-strict", help=STRICT_HELP, rich_help_panel="Checks"),
    ] = False
    any_language: Annotated[
        bool,
        Option(
            "--any-language/--only-indonesian",
            help=ANY_HELP,
            rich_help_panel="Checks",
        ),
    ] = False
    allow_private: Annotated[bool, Option("--allow-private", help=PRIVATE_HELP, rich_help_panel="Addresses")] = False
    date: Annotated[bool, Option("--date/--no-date", help=DATE_HELP, rich_help_panel="Output")] = True
    memory: Annotated[str, Option("--memory", metavar="FILE|off", help=MEMORY_HELP, rich_help_panel="Memory")] = "off"
    points: Annotated[
        int, Option("--points", min=1, metavar="N", help="Number of points of the brief.", rich_help_panel="Brief")
    ] = 4
    summarizer: Annotated[
        str,
        Option(
            "--summarizer",
            help=SUMMARIZER_HELP,
            rich_help_panel="Brief",
            metavar="NAME",
            autocompletion=summarizer_names,
        ),
    ] = "textrank"
    summarizer_model: Annotated[
        str | None,
        Option(
            "--summarizer-model",
            help=SUMMARIZER_MODEL_HELP,
            rich_help_panel="Brief",
            metavar="MODEL",
            autocompletion=summary_model_names,
        ),
    ] = None
    max_length: Annotated[
        int | None, Option("--max-length", min=1, help=MAX_LENGTH_HELP, rich_help_panel="Brief", metavar="N")
    ] = None

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
