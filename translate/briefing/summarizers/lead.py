"""The first sentences: a strong baseline for news."""

from __future__ import annotations

from collections.abc import Sequence

from translate.briefing.summarizers.base import Extractive


class Lead(Extractive):
    """Selects the first sentences of the article."""

    def rank(self, texts: Sequence[str], quoted: Sequence[bool], language: str, count: int) -> list[int]:
        """Return the indices of `texts` in order."""
        return list(range(len(texts)))
