"""The values that flow through Warta: frozen, slotted, made of tuples.

A `Document` is its text plus the spans of that text that are read: whatever lies between two paragraphs (blank lines,
Markdown marks, code, table rules, subtitle times) is layout, and a writer that copies it loses nothing.

    Document -> Hypothesis* -> Segment* -> Translation -> Brief
"""

from __future__ import annotations

from translate.document.article import LANGUAGES, Document, Kind, Paragraph, Role, Sentence, Source
from translate.document.brief import Brief, Fact, FactKind, Origin, Point
from translate.document.translation import (
    Attempt,
    Flag,
    FlagCode,
    Hypothesis,
    ModelInfo,
    Segment,
    Signature,
    Translation,
    join,
    trailing_space,
)

__all__ = [
    "LANGUAGES",
    "Attempt",
    "Brief",
    "Document",
    "Fact",
    "FactKind",
    "Flag",
    "FlagCode",
    "Hypothesis",
    "Kind",
    "ModelInfo",
    "Origin",
    "Paragraph",
    "Point",
    "Role",
    "Segment",
    "Sentence",
    "Signature",
    "Source",
    "Translation",
    "join",
    "trailing_space",
]
