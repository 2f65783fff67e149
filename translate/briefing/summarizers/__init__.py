"""Summarizers: choose the most important sentences of an article.

    Document, count -> indices into Document.sentences, in document order

A new method is a class with `rank` (see `base.Extractive`) and a line in `SUMMARIZERS`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Protocol

from translate.briefing.summarizers.base import Lead
from translate.briefing.summarizers.textrank import TextRank
from translate.document import Document


class Summarizer(Protocol):
    """Selects sentences: no title, heading, caption, dateline or mark; fewer if there are fewer."""

    def __call__(self, document: Document, count: int, *, skip: Collection[int] = ()) -> tuple[int, ...]:
        """Return at most `count` indices into `document.sentences`, in document order, none of them in `skip`.

        Raises:
            UsageError: `count` is less than 1.
        """


SUMMARIZERS: Mapping[str, Summarizer] = MappingProxyType({"lead": Lead(), "textrank": TextRank()})
