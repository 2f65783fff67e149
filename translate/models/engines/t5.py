"""T5 models: MADLAD, with a token for the target language, and T5 or mT5, with a task prefix in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from translate.document import LANGUAGES, Hypothesis, ModelInfo
from translate.errors import DamagedModel, UnknownModel
from translate.models.decoding import Decoding
from translate.util.untrusted import json_from

if TYPE_CHECKING:
    from translate.models.seq2seq import Checkpoint

# The tokenizers of T5 parse these as special tokens even in a text: "</s>", "<2ja>", "<extra_id_0>".
SPELLED = re.compile(r"<(?=/?\w+>)")


class T5:
    """An engine of a T5 checkpoint; its family, "madlad" or "t5", says how the target is named.

    MADLAD (Kudugunta et al. 2023, https://arxiv.org/abs/2309.04662) has a token for each target, "<2ja>", and none for
    the source. T5 (Raffel et al. 2020, https://arxiv.org/abs/1910.10683) reads a task prefix: that of its configuration
    for this pair, or else "translate Indonesian to English:".
    """

    def __init__(self, checkpoint: Checkpoint, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded checkpoint for one pair of languages.

        Args:
            checkpoint: from `translate.models.seq2seq.load`.
            info: its entry for signatures.
            source: "id", "en", "ja"; for MADLAD any language, as it reads all it knows.
            target: likewise; for MADLAD any it has a token for ("su").

        Raises:
            UnknownModel: the model was not made for this pair.
        """
        self._checkpoint, self.source, self.target = checkpoint, source, target
        self.models: tuple[ModelInfo, ...] = (info,)
        self.budget = checkpoint.positions
        self.mark = self._token() if info.family == "madlad" else _task(checkpoint.folder, source, target, info.id)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`, with the prefix and the end of sentence."""
        return self._checkpoint.count_tokens(_escaped(text), mark=self.mark)

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary lacks a character."""
        return self._checkpoint.lacks(character)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text.

        Raises:
            ModelError: a text is over the budget, or torch failed.
        """
        return self._checkpoint.translate([_escaped(text) for text in texts], decoding, mark=self.mark)

    def _token(self) -> str:
        """Return the target's token, after checking that the vocabulary has it and the tokenizer keeps it whole."""
        token, checkpoint = f"<2{self.target}>", self._checkpoint
        if checkpoint.token_id(token) is None:
            known = "" if checkpoint.token_id("<2en>") is None else "; it names one like 'ja'"
            raise UnknownModel(f"{self.models[0].id} has no target language {self.target!r}: no token {token}{known}.")
        if checkpoint.token_id(token) not in checkpoint.mark_ids(token):
            raise DamagedModel(f"{self.models[0].id}: its tokenizer takes {token} apart. Get the model again.")
        return token


def names_targets(folder: Path) -> bool:
    """Return whether the tokenizer in a folder has MADLAD's tokens for target languages; nothing is loaded."""
    files = (folder / name for name in ("spiece.model", "tokenizer.json"))
    return any(b"<2en>" in path.read_bytes() for path in files if path.is_file())


def _escaped(text: str) -> str:
    return SPELLED.sub("< ", text)


def _task(folder: Path, source: str, target: str, model: str) -> str:
    """Return the task prefix for a pair, from the configuration if it has prefixes."""
    try:
        tasks = json_from((folder / "config.json").read_text(encoding="utf-8")).get("task_specific_params") or {}
        prefixes = {name: str(task["prefix"]) for name, task in tasks.items() if name.startswith("translation_")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedModel(f"{folder}: config.json is broken. Get the model again.") from error
    if prefixes:
        if f"translation_{source}_to_{target}" not in prefixes:
            pairs = ", ".join(name.removeprefix("translation_").replace("_to_", "-") for name in prefixes)
            raise UnknownModel(f"{model} translates {pairs}, not {source}-{target}. Choose a model for that pair.")
        return prefixes[f"translation_{source}_to_{target}"]
    if unknown := [code for code in (source, target) if code not in LANGUAGES]:
        raise UnknownModel(
            f"{model} needs the names of its languages, and Warta has none for {unknown[0]!r}, only for "
            f"{', '.join(LANGUAGES)}."
        )
    return f"translate {LANGUAGES[source]} to {LANGUAGES[target]}:"
