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
class HasVocabulary(Protocol):
    """An engine that can tell which characters its vocabulary lacks."""

    def lacks(self, character: str) -> bool:
        """Return whether a character is not in the vocabulary."""


def lacks(engine: Engine, character: str) -> bool:
    """Return whether a character is not in the vocabulary of an engine; False if it cannot tell."""
    return isinstance(engine, HasVocabulary) and engine.lacks(character)
