"""The first sentences: the null method, and in news a strong one."""

from __future__ import annotations

from collections.abc import Sequence

from translate.briefing.summarizers.base import Extractive


class Lead(Extractive):
    """Chooses the first sentences of the article as they come."""

    def rank(self, texts: Sequence[str], quoted: Sequence[bool], language: str, count: int) -> list[int]:
        """Return the places of `texts` in order."""
        return list(range(len(texts)))
