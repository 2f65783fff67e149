"""The values that flow through Warta: frozen, slotted, made of tuples.

A `Document` is its text plus the spans of its sentences: the text between two paragraphs (blank lines, Markdown
marks, code, table rules, subtitle times) is layout, which a writer can copy without loss.

    Document -> Hypothesis* -> Segment* -> Translation -> Brief

Outcomes are values with fields (`Flag`, `Attempt`, `Refusal`, `Notice`), never prose.
"""

from __future__ import annotations

from translate.document.article import LANGUAGES, TARGETS, Document, Kind, Paragraph, Role, Sentence, Source
from translate.document.attempts import Attempt, Refusal, RefusalCode, Step
from translate.document.brief import Brief, Fact, FactKind, Notice, NoticeCode, Origin, Point
from translate.document.flags import Flag, FlagCode, FlagData
from translate.document.quantities import Clock, Day, Figure, Quantity, QuantityKind, Value
from translate.document.translation import Hypothesis, ModelInfo, Segment, Signature, Translation, join, trailing_space

__all__ = [
    "LANGUAGES",
    "TARGETS",
    "Attempt",
    "Brief",
    "Clock",
    "Day",
    "Document",
    "Fact",
    "FactKind",
    "Figure",
    "Flag",
    "FlagCode",
    "FlagData",
    "Hypothesis",
    "Kind",
    "ModelInfo",
    "Notice",
    "NoticeCode",
    "Origin",
    "Paragraph",
    "Point",
    "Quantity",
    "QuantityKind",
    "Refusal",
    "RefusalCode",
    "Role",
    "Segment",
    "Sentence",
    "Signature",
    "Source",
    "Step",
    "Translation",
    "Value",
    "join",
    "trailing_space",
]
