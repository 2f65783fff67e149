"""The JSON output, with all data, which Warta can read: `docs/json.md` describes it.

The same translation gives the same bytes.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from decimal import Decimal

from translate.document import Brief, Document, Fact, Flag, Point, Segment, Signature
from translate.writers.base import Output, TextWriter, cited
from translate.writers.corrections import machine_mark
from translate.writers.json_values import Json, attempt_object, flag_object, notice_object, plain_value, refusal_object
from translate.writers.wording import grade

FORMAT = "warta"
VERSION = 2  # of the schema; raised by incompatible changes

# Allowed in JSON, but some control a terminal, and `str.splitlines` splits at others. In JSON they occur only inside
# strings, so they can be escaped afterwards.
_BARE_CONTROL = re.compile("[\x7f-\x9f\u2028\u2029]")


class JsonFile(TextWriter):
    """Writes `.json`."""

    extension = "json"

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        return dump(_file(output), indent=2) + "\n"


def dump(value: Json, *, indent: int | None = None) -> str:
    """Return an object as JSON, not sorted and not escaped, except for characters that control a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _BARE_CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _file(output: Output) -> Json:
    translation, brief = output.translation, output.brief
    shown = range(len(translation.segments)) if output.whole or brief is None else cited(brief)
    result: Json = {
        "format": FORMAT,
        "version": VERSION,
        "whole": output.whole,
        "grade": grade(translation.signature),
        "signature": signature_object(translation.signature),
        "target": translation.target,
        "document": document_object(translation.document, whole=output.whole),
    }
    if output.whole:
        document = translation.document
        result["paragraphs"] = [
            {"kind": str(paragraph.kind), "segments": list(span)}
            for paragraph, span in zip(document.paragraphs, document.spans, strict=True)
        ]
    result["segments"] = [segment_object(index, translation.segments[index]) for index in shown]
    result["flagged"] = [index for index in shown if translation.segments[index].flags]
    result["brief"] = None if brief is None else brief_object(brief)
    return result


def document_object(document: Document, *, whole: bool) -> Json:
    """Return a document, with its text if `whole`."""
    result: Json = {
        "title": document.title,
        "language": document.language,
        "author": document.author,
        "date": document.date,
        "source": {name: value for name, value in asdict(document.source).items() if value or name != "fetched"},
        "notes": list(document.notes),
        "advertorial": document.advertorial,
    }
    if whole:
        result["text"] = document.text
    return result


def segment_object(index: int, segment: Segment) -> Json:
    """Return a segment with its source and all attempts."""
    source = segment.source
    return {
        "index": index,
        "source": {"text": source.text, "start": source.start, "end": source.end, "role": str(source.role)},
        "target": segment.text,
        # Tells a later reader whether a person has changed the target since.
        "mark": machine_mark(segment.text) if segment.attempts else None,
        "score": number(segment.score),
        "confidence": segment.confidence,
        "flags": flag_objects(segment.flags),
        "attempts": [attempt_object(a) | {"score": number(a.score)} for a in segment.attempts],
    }


def brief_object(brief: Brief) -> Json:
    """Return a brief with the evidence of every line."""
    return {
        "language": brief.language,
        "headline": _point(brief.headline),
        "points": [_point(point) for point in brief.points],
        "facts": [_fact(fact) for fact in brief.facts],
        "notices": [notice_object(notice, brief.language) for notice in brief.notices],
        "signature": signature_object(brief.signature),
    }


def _point(point: Point) -> Json:
    result = {"text": point.text, "evidence": list(point.evidence), "flags": flag_objects(point.flags)}
    return result | {"origin": str(point.origin), "refusal": refusal_object(point.refusal)}


def _fact(fact: Fact) -> Json:
    """Return a fact: `iso` of a date or time, `number` with `currency` or `unit` of an amount, where it has them."""
    result: Json = {"kind": str(fact.kind), "text": fact.text, "value": fact.value}
    if fact.iso:
        result["iso"] = fact.iso
    elif fact.figure and isinstance(fact.figure.value, Decimal):
        result["number"] = plain_value(fact.figure.value)
        result |= {"currency": fact.figure.currency} if fact.figure.currency else {}
        result |= {"unit": fact.unit} if fact.unit else {}
    return result | {"evidence": list(fact.evidence)}


def flag_objects(flags: tuple[Flag, ...]) -> list[Json]:
    """Return flags with their data."""
    return [flag_object(flag) for flag in flags]


def signature_object(signature: Signature) -> Json:
    """Return a signature as its one line and as its fields."""
    return {
        "line": str(signature),
        "warta": signature.warta,
        "models": [asdict(model) for model in signature.models],
        "decoding": signature.decoding,
        "source": signature.source,
        "target": signature.target,
        "input_sha256": signature.input_sha256,
        "libraries": [{"name": name, "value": value} for name, value in signature.libraries],
        "settings": [{"name": name, "value": value} for name, value in signature.settings],
        "date": signature.date,
    }


def number(score: float | None) -> float | None:
    """Return a score; None for infinities, which JSON lacks."""
    return score if score is not None and math.isfinite(score) else None
