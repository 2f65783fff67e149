"""The engine that copies its input: for dry runs, and for text that is already in the target language."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from translate.document import Hypothesis, ModelInfo
from translate.models.decoding import Decoding


class Identity:
    """An engine whose translation is its source.

    >>> [h.text for h in Identity("id", "en").translate(["Halo."], Decoding())]
    ['Halo.']
    """

    models = (ModelInfo("identity", family="identity", licence="none needed"),)
    budget = sys.maxsize

    def __init__(self, source: str, target: str) -> None:
        """Take the source and target language to report."""
        self.source, self.target = source, target

    def count_tokens(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def lacks(self, character: str) -> bool:
        """Return False: the text is copied."""
        return False

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        """Return the texts as they are."""
        return [Hypothesis(text) for text in texts]
