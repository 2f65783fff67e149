"""What can stand behind an engine, for the sentences in which the checks have doubts after every retry of its own.

Another engine, which translates the sentence anew, and then a post-editor: a language model that is shown the best
attempt and what the checks doubt in it. Neither need be believed: the checks judge what they say as they judge any
attempt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from translate.document import Flag, Hypothesis, ModelInfo, Refusal
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine


@dataclass(frozen=True, slots=True)
class Doubted:
    """A translation that the checks doubt, as a post-editor is shown it."""

    source: str
    translation: str
    target: str  # language code
    flags: tuple[Flag, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()  # of the glossary: (as the source writes it, what it must be called)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a post-editor made of a translation."""

    text: str = ""
    refusal: Refusal | None = None  # why there is no text; None where there is one


@runtime_checkable
class PostEditor(Protocol):
    """Corrects a translation; it need not be believed."""

    @property
    def host(self) -> str:
        """The machine it runs on; empty for this process."""

    def info(self, language: str) -> ModelInfo:
        """Return what a signature says of its model, with the hash of the template for this language."""

    def edit(self, doubted: Doubted) -> Edit:
        """Return the corrected translation, or why there is none; a model that fails is told so, not raised."""


class Fallback:
    """Another engine, of which only the description is at hand until it is asked for."""

    def __init__(self, models: tuple[ModelInfo, ...], load: Callable[[], Engine]) -> None:
        """Take the models of the engine, and what loads it."""
        self.models = models
        self._load = load
        self._loaded: Engine | None = None

    def engine(self) -> Engine:
        """Return the engine, loaded at the first call.

        Raises:
            ModelError: it cannot be loaded.
        """
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded


class Backed:
    """An engine that is as the one it is made of, and names what stands behind it.

    >>> from translate.models.engines.identity import Identity
    >>> fallback = Fallback((ModelInfo("identity"),), lambda: Identity("id", "en"))
    >>> [model.id for model in models_behind(Backed(Identity("id", "en"), fallback=fallback))]
    ['identity']
    """

    def __init__(self, engine: Engine, *, fallback: Fallback | None = None, editor: PostEditor | None = None) -> None:
        """Take an engine and what stands behind it; what stands behind that engine already stays, unless replaced."""
        self.engine: Engine = engine.engine if isinstance(engine, Backed) else engine
        self.fallback: Fallback | None = fallback or fallback_of(engine)
        self.editor: PostEditor | None = editor or editor_of(engine)

    @property
    def source(self) -> str:
        """Language code it reads."""
        return self.engine.source

    @property
    def target(self) -> str:
        """Language code it writes."""
        return self.engine.target

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models of the first engine."""
        return self.engine.models

    @property
    def budget(self) -> int:
        """The most tokens of source text the first engine takes for a text."""
        return self.engine.budget

    @property
    def draft(self) -> bool:
        """Whether the translations of the first engine are only a draft."""
        return self.engine.draft

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens `text` has for the first engine."""
        return self.engine.count_tokens(text)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Return what the first engine makes of each text.

        Raises:
            ModelError: as that engine does.
        """
        return self.engine.translate(texts, decoding)


def with_editor(engine: Engine, editor: PostEditor | None) -> Engine:
    """Return `engine` with a post-editor behind it, or as it is where there is none."""
    return Backed(engine, editor=editor) if editor else engine


def fallback_of(engine: Engine) -> Fallback | None:
    """Return the other engine behind an engine, None where there is none."""
    return engine.fallback if isinstance(engine, Backed) else None


def editor_of(engine: Engine) -> PostEditor | None:
    """Return the post-editor behind an engine, None where there is none."""
    return engine.editor if isinstance(engine, Backed) else None


def models_behind(engine: Engine) -> tuple[ModelInfo, ...]:
    """Return the models of the other engine behind an engine, none where there is none."""
    fallback = fallback_of(engine)
    return fallback.models if fallback else ()
