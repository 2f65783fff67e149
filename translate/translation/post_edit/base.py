"""The interface of post-editors: language models that correct the best attempt at a doubted sentence.

The checks judge an edit as they judge any attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from translate.document import Flag, ModelInfo, Refusal


@dataclass(frozen=True, slots=True)
class Doubted:
    """A translation that the checks doubt: the input of a post-editor."""

    source: str
    translation: str
    target: str  # language code
    flags: tuple[Flag, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()  # of the glossary: (as the source writes it, what it must be called)


@dataclass(frozen=True, slots=True)
class Edit:
    """The result of a post-editor: a corrected text, or why there is none."""

    text: str = ""
    refusal: Refusal | None = None  # why there is no text; None where there is one


class PostEditor(Protocol):
    """A language model that corrects translations; the checks judge its edits."""

    @property
    def host(self) -> str:
        """The machine it runs on; empty for this process."""

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for a signature, with the hash of the template for this language."""

    def edit(self, doubted: Doubted) -> Edit:
        """Return the corrected translation, or why there is none; failures are returned, not raised."""
