"""What a post-editor is given and gives: a language model that is shown the best attempt and what the checks doubt.

It need not be believed: the checks judge what it writes as they judge any attempt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from translate.document import Flag, ModelInfo, Refusal


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


class PostEditor(Protocol):
    """Corrects a translation; it need not be believed."""

    @property
    def host(self) -> str:
        """The machine it runs on; empty for this process."""

    def info(self, language: str) -> ModelInfo:
        """Return what a signature says of its model, with the hash of the template for this language."""

    def edit(self, doubted: Doubted) -> Edit:
        """Return the corrected translation, or why there is none; a model that fails is told so, not raised."""
