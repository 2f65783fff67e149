"""The interface of engines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from translate.document import Hypothesis, ModelInfo
from translate.models.decoding import Decoding


class Engine(Protocol):
    """Translates sentences, for one pair of languages."""

    @property
    def source(self) -> str:
        """Language code it reads: "id"."""

    @property
    def target(self) -> str:
        """Language code it writes: "en", "ja"."""

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models, in the order in which the text passes them."""

    @property
    def budget(self) -> int:
        """The most tokens that a source text may have, as `count_tokens` counts."""

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens `text` has for this engine."""

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text, in order; batching does not change them.

        Args:
            texts: sentences of the source language.
            decoding: how the model searches.
            headlines: whether headlines get title case in the target language; False if another model reads the output.

        Raises:
            ModelError: a text is over the budget, or the model cannot run.
        """


@runtime_checkable
class Limited(Protocol):
    """An engine that can tell which characters its vocabulary lacks."""

    def lacks(self, character: str) -> bool:
        """Return whether a character is not in the vocabulary."""


@runtime_checkable
class Deferred(Protocol):
    """An engine that loads its weights with the first translation, so that a run with nothing to do never does."""

    def load(self, decoding: Decoding) -> None:
        """Load now what the first translation with these settings would.

        Raises:
            ModelError: it cannot be loaded.
        """


def load(engine: Engine, decoding: Decoding) -> None:
    """Load the weights of an engine, if it has not done so."""
    if isinstance(engine, Deferred):
        engine.load(decoding)


def lacks(engine: Engine, character: str) -> bool:
    """Return whether a character is not in the vocabulary of an engine; False if it cannot tell."""
    return isinstance(engine, Limited) and engine.lacks(character)
