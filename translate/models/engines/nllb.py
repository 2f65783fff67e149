"""NLLB and M2M100: multilingual models whose first output token is forced to name the target language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.document import Hypothesis, ModelInfo
from translate.errors import UnknownModel
from translate.models.decoding import Decoding

if TYPE_CHECKING:
    from translate.models.seq2seq import Checkpoint

# Languages of NLLB-200 are named as in FLORES-200: ISO 639-3 and script.
FLORES = {"id": "ind_Latn", "en": "eng_Latn", "ja": "jpn_Jpan"}


class Nllb:
    """An engine of an NLLB or M2M100 checkpoint; the two differ in how they name a language."""

    def __init__(self, checkpoint: Checkpoint, info: ModelInfo, *, source: str, target: str) -> None:
        """Take a loaded checkpoint for one pair of languages.

        Args:
            checkpoint: from `translate.models.seq2seq.load`.
            info: its entry for signatures; its family, "nllb" or "m2m100", determines how languages are named.
            source: "id", "en", "ja", or the model's own code ("jav_Latn" for NLLB, "jv" for M2M100).
            target: likewise.

        Raises:
            UnknownModel: the model has no such language.
        """
        self._checkpoint, self.source, self.target = checkpoint, source, target
        self.models: tuple[ModelInfo, ...] = (info,)
        self.budget = checkpoint.positions
        self._token(source)
        self._first_token = self._token(target)

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of `text`, with the language token and the end of sentence."""
        return self._checkpoint.count_tokens(text, self._name(self.source))

    def lacks(self, character: str) -> bool:
        """Return whether the vocabulary lacks a character."""
        return self._checkpoint.lacks(character)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return a hypothesis for each text.

        Raises:
            ModelError: a text is over the budget, or torch failed.
        """
        language = self._name(self.source)
        return self._checkpoint.translate(texts, decoding, language=language, first_token=self._first_token)

    def _name(self, code: str) -> str:
        return code if self.models[0].family == "m2m100" else FLORES.get(code, code)

    def _token(self, code: str) -> int:
        """Return the id of a language's token."""
        m2m100 = self.models[0].family == "m2m100"
        token = f"__{code}__" if m2m100 else self._name(code)
        index = self._checkpoint.token_id(token) if m2m100 or token[3:4] == "_" else None
        if index is None:
            example = "ja" if m2m100 else "jpn_Jpan"
            raise UnknownModel(f"{self.models[0].id} has no language {code!r}; it names one like {example!r}.")
        return index
