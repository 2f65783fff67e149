"""The interface of engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

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

    def lacks(self, character: str) -> bool:
        """Return whether a vocabulary of the engine lacks a character."""

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text, in order; batching does not change them.

        Args:
            texts: sentences of the source language.
            decoding: how the model searches.
            headlines: whether headlines get title case in the target language; False if another model reads the output.

        Raises:
            ModelError: a text is over the budget, or the model cannot run.
        """


def prepare(engine: Engine, sentences: int) -> None:
    """Let an engine start what it needs for so many sentences, if it can; it does not wait for that."""
    getattr(engine, "prepare", lambda sentences: None)(sentences)


def is_beside(engine: Engine) -> bool:
    """Return whether an engine translates in other processes now, and several threads may call it.

    Such an engine has `is_beside`, and `interrupt`, which ends its calls with a `ModelError`.
    """
    return getattr(engine, "is_beside", False)


def may_repeat(engine: Engine, text: str, length: int) -> bool:
    """Return whether a translation of this engine may have a repeated n-gram of `length` tokens; True if unknown."""
    repeats: Callable[[str, int], bool] | None = getattr(engine, "repeats", None)
    return repeats is None or repeats(text, length)


def interrupt(engine: Engine) -> None:
    """End the calls of an engine that other threads wait for, if it can."""
    getattr(engine, "interrupt", lambda: None)()
