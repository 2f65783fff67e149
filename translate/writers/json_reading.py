"""Reads the JSON that `json_format` writes."""

from __future__ import annotations

from typing import Any

from translate.document import (
    Brief,
    Document,
    Fact,
    FactKind,
    Figure,
    Kind,
    ModelInfo,
    Origin,
    Paragraph,
    Point,
    QuantityKind,
    Role,
    Segment,
    Sentence,
    Signature,
    Source,
    Translation,
)
from translate.errors import DamagedFile
from translate.util.untrusted import json_from
from translate.writers.base import cited
from translate.writers.json_format import FORMAT, VERSION
from translate.writers.json_values import Json, attempt_from, flag_from, notice_from, refusal_from, value_from
from translate.writers.json_version1 import as_version_2

VERSIONS = (1, VERSION)


def translation_from_json(text: str) -> tuple[Translation, Brief | None]:
    """Return the translation of a `.json` output, and its brief if there is one.

    Raises:
        DamagedFile: it is not such an output, has only a brief, is of another version, or is inconsistent.
    """
    try:
        data = json_from(text)
    except ValueError as error:
        raise DamagedFile(f"This is no JSON ({error}); expected a .json output of Warta. Make it again.") from error
    _check_head(data)
    try:
        data = as_version_2(data) if data["version"] == 1 else data
        translation = _translation(data)
        return translation, None if data["brief"] is None else _brief(data["brief"], translation)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError) as error:
        raise DamagedFile(
            f"This .json output of Warta is damaged ({type(error).__name__}: {error}); expected version "
            f"{data['version']} with every key. Make it again."
        ) from error


def _check_head(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DamagedFile(f'This JSON has no "format": "{FORMAT}"; expected a .json output of Warta. Make it again.')
    if data.get("version") not in VERSIONS:
        raise DamagedFile(
            f"This output has version {data.get('version')!r}; expected {' or '.join(map(str, VERSIONS))}. "
            "Read it with the Warta that wrote it, or make it again."
        )
    if data.get("whole") is not True:
        raise DamagedFile("This output holds only a brief; expected a translation. Make it with `warta translate`.")


def _translation(data: Json) -> Translation:
    segments = tuple(_segment(segment) for segment in data["segments"])
    document, paragraphs = data["document"], []
    counted = [index for paragraph in data["paragraphs"] for index in paragraph["segments"]]
    if counted != list(range(len(segments))):
        raise ValueError("the paragraphs do not hold every segment once, in order")
    for paragraph in data["paragraphs"]:
        sentences = tuple(segments[index].source for index in paragraph["segments"])
        paragraphs.append(Paragraph(sentences, Kind(paragraph["kind"])))
    return Translation(
        Document(
            text=document["text"],
            paragraphs=tuple(paragraphs),
            language=document["language"],
            source=Source(**document["source"]),
            author=document["author"],
            date=document["date"],
            notes=tuple(document["notes"]),
        ),
        data["target"],
        segments,
        _signature(data["signature"]),
    )


def _segment(data: Json) -> Segment:
    source = data["source"]
    return Segment(
        source=Sentence(source["text"], source["start"], source["end"], Role(source["role"])),
        text=data["target"],
        score=data["score"],
        attempts=tuple(map(attempt_from, data["attempts"])),
        flags=tuple(map(flag_from, data["flags"])),
        confidence=data.get("confidence"),  # older files have none
    )


def _brief(data: Json, translation: Translation) -> Brief:
    brief = Brief(
        headline=_point(data["headline"]),
        points=tuple(_point(point) for point in data["points"]),
        facts=tuple(map(_fact, data["facts"])),
        language=data["language"],
        signature=_signature(data["signature"]),
        notices=tuple(map(notice_from, data["notices"])),
        translation=translation,
    )
    if any(not 0 <= index < len(translation.segments) for index in cited(brief)):
        raise ValueError("the brief names a segment that is not there")
    return brief


def _point(data: Json) -> Point:
    flags, refusal = tuple(map(flag_from, data["flags"])), refusal_from(data["refusal"])
    return Point(data["text"], tuple(data["evidence"]), flags, Origin(data["origin"]), refusal)


def _fact(data: Json) -> Fact:
    kind, text, unit = FactKind(data["kind"]), data["text"], data.get("unit", "")
    figure = None
    if "iso" in data:
        figure_kind = QuantityKind.DATE if kind is FactKind.DATE else QuantityKind.TIME
        figure = Figure(figure_kind, value_from(figure_kind, data["iso"]), text)
    elif "number" in data:
        figure_kind = QuantityKind.PERCENT if unit == "%" else QuantityKind.NUMBER
        figure_kind = QuantityKind.MONEY if "currency" in data else figure_kind
        figure = Figure(figure_kind, value_from(figure_kind, data["number"]), text, data.get("currency"))
    return Fact(kind, text, data["value"], tuple(data["evidence"]), figure, unit)


def _signature(data: Json) -> Signature:
    return Signature(
        warta=data["warta"],
        models=tuple(ModelInfo(**model) for model in data["models"]),
        decoding=data["decoding"],
        source=data["source"],
        target=data["target"],
        input_sha256=data["input_sha256"],
        libraries=tuple((pair["name"], pair["value"]) for pair in data["libraries"]),
        settings=tuple((pair["name"], pair["value"]) for pair in data["settings"]),
        date=data["date"],
    )
