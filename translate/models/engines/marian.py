"""Marian models (OPUS-MT, FuguMT, ElanMT): small, one source and one target, or several targets chosen by a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.document import Hypothesis, ModelInfo
from translate.errors import UnknownModel
from translate.models.decoding import Decoding

if TYPE_CHECKING:
    from translate.models.seq2seq import Checkpoint

# OPUS-MT names languages by two letters, by three, or by the names of its corpora.
NAMES = {"id": ("id", "ind"), "en": ("en", "eng"), "ja": ("ja", "jpn", "jap")}


class Marian:
    """An engine of a Marian checkpoint.

    A model with several targets wants the target's tag (">>jpn<<") before each sentence; one without tags has the
    target it was trained for, and no other.
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        info: ModelInfo,
        *,
        source: str,
        target: str,
        pairs: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Take a loaded checkpoint for one pair of languages.

        Args:
            checkpoint: from `translate.models.seq2seq.load`.
            info: its entry for signatures.
            source: language code of the text.
            target: language code to write; for a model with tags any language it has a tag for ("fra").
            pairs: its pairs in the catalogue; without any, its tokenizer names the languages.

        Raises:
            UnknownModel: the model was not made for this pair.
        """
        self._checkpoint, self.source, self.target = checkpoint, source, target
        self.models: tuple[ModelInfo, ...] = (info,)
        self.budget = checkpoint.positions
        self._tag = _tag(checkpoint.tags, target, info.id)
        made_for = pairs or ((checkpoint.source_language, None if self._tag else checkpoint.target_language),)
        if not any(_same(source, a) and _same(target, b) for a, b in made_for):
            supported = ", ".join(f"{a or 'any'}-{b or 'any'}" for a, b in made_for)
            raise UnknownModel(
                f"{info.id} translates {supported}, not {source}-{target}. Choose a model for that pair."
            )

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`, with its tag and the end of sentence."""
        return self._checkpoint.count_tokens(self._marked(text))

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary lacks a character."""
        return self._checkpoint.lacks(character)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text.

        Raises:
            ModelError: a text is over the budget, or torch failed.
        """
        return self._checkpoint.translate([self._marked(text) for text in texts], decoding)

    def _marked(self, text: str) -> str:
        # The tokenizer takes any text between ">>" and "<<" at the start for a tag, and an article may start
        # with it; a space is no character to it, but hides the start.
        return f"{self._tag} {text}" if text.strip() and (self._tag or text.startswith(">>")) else text


def _tag(tags: tuple[str, ...], target: str, model: str) -> str:
    """Return the tag for a target, "" for a model without tags."""
    if not tags:
        return ""
    tag = next((f">>{name}<<" for name in NAMES.get(target, (target,)) if f">>{name}<<" in tags), "")
    if not tag:
        raise UnknownModel(f"{model} cannot write {target!r}. It writes {', '.join(t.strip('<>') for t in tags)}.")
    return tag


def _same(code: str, declared: str | None) -> bool:
    """Return whether a language is the declared one; None and "mul" stand for any language."""
    return declared is None or declared == code or declared in NAMES.get(code, ()) or declared == "mul"
