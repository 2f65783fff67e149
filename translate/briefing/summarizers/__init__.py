"""Summarizers: choose the most important sentences of an article.

    Document, count -> indices into Document.sentences, in document order

A new method is a class with `rank` (see `base.Extractive`) and a line in `SUMMARIZERS`.
"""

from __future__ import annotations

from translate.briefing.summarizers.base import Extractive, Lead
from translate.briefing.summarizers.textrank import TextRank

SUMMARIZERS: dict[str, Extractive] = {"lead": Lead(), "textrank": TextRank()}
