"""What every engine can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from translate.document import Hypothesis, ModelInfo
from translate.models.decoding import Decoding


class Engine(Protocol):
    """A translator of sentences, for one pair of languages."""

    @property
    def source(self) -> str:
        """Language code it reads: "id"."""

    @property
    def target(self) -> str:
        """Language code it writes: "en", "ja"."""

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The models that take part, in the order the text passes them."""

    @property
    def budget(self) -> int:
        """The most tokens of source text one call may hold for a text, as `count_tokens` counts."""

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens `text` has for this engine."""

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text: same length, same order, whatever was batched with what.

        Args:
            texts: sentences of the source language.
            decoding: how the model searches.
            headlines: whether a headline is written as one in the target language; False where another model reads on.

        Raises:
            ModelError: a text is over the budget, or the model cannot run.
        """


@runtime_checkable
class Limited(Protocol):
    """An engine that knows which characters its vocabulary lacks."""

    def lacks(self, character: str) -> bool:
        """Return whether the model can neither read nor write a character."""


def lacks(engine: Engine, character: str) -> bool:
    """Return whether an engine can neither read nor write a character; False where it does not know."""
    return isinstance(engine, Limited) and engine.lacks(character)
