"""The interface of post-editors: language models that correct the best attempt at a flagged sentence.

Edits are checked like any attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from translate.document import Flag, ModelInfo, Refusal


@dataclass(frozen=True, slots=True)
class FlaggedTranslation:
    """A flagged translation: the input of a post-editor."""

    source: str
    translation: str
    target: str  # language code
    flags: tuple[Flag, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()  # of the glossary: (source term, prescribed translation)


@dataclass(frozen=True, slots=True)
class Edit:
    """The result of a post-editor: a corrected text, or a refusal."""

    text: str = ""
    refusal: Refusal | None = None


class PostEditor(Protocol):
    """A language model that corrects translations."""

    @property
    def host(self) -> str:
        """The host of its server; empty for a local model."""

    def info(self, language: str) -> ModelInfo:
        """Return the model's entry for a signature, with the hash of the template for this language."""

    def edit(self, flagged: FlaggedTranslation) -> Edit:
        """Return the corrected translation or a refusal; failures of the model are refusals, too."""
