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
from translate.util.foreign import json_from
from translate.writers.base import cited
from translate.writers.json_format import FORMAT, VERSION
from translate.writers.json_values import Json, attempt_from, flag_from, notice_from, refusal_from, value_from
from translate.writers.json_version1 import as_version_2

VERSIONS = (1, VERSION)


def translation_from_json(text: str) -> tuple[Translation, Brief | None]:
    """Return the translation of a `.json` output, and its brief if there is one.

    Raises:
        DamagedFile: it is no such output, holds only a brief, is of another version, or does not fit together.
    """
    try:
        made = json_from(text)
    except ValueError as error:
        raise DamagedFile(f"This is no JSON ({error}); expected a .json output of Warta. Make it again.") from error
    _check_head(made)
    try:
        made = as_version_2(made) if made["version"] == 1 else made
        translation = _translation(made)
        return translation, None if made["brief"] is None else _brief(made["brief"], translation)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError, AttributeError) as error:
        raise DamagedFile(
            f"This .json output of Warta is damaged ({type(error).__name__}: {error}); expected version "
            f"{made['version']} with every key. Make it again."
        ) from error


def _check_head(made: Any) -> None:
    if not isinstance(made, dict) or made.get("format") != FORMAT:
        raise DamagedFile(f'This JSON has no "format": "{FORMAT}"; expected a .json output of Warta. Make it again.')
    if made.get("version") not in VERSIONS:
        raise DamagedFile(
            f"This output has version {made.get('version')!r}; expected {' or '.join(map(str, VERSIONS))}. "
            "Read it with the Warta that wrote it, or make it again."
        )
    if made.get("whole") is not True:
        raise DamagedFile("This output holds only a brief; expected a translation. Make it with `warta translate`.")


def _translation(made: Json) -> Translation:
    segments = tuple(_segment(segment) for segment in made["segments"])
    document, paragraphs = made["document"], []
    counted = [index for paragraph in made["paragraphs"] for index in paragraph["segments"]]
    if counted != list(range(len(segments))):
        raise ValueError("the paragraphs do not hold every segment once, in order")
    for paragraph in made["paragraphs"]:
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
        made["target"],
        segments,
        _signature(made["signature"]),
    )


def _segment(made: Json) -> Segment:
    source = made["source"]
    return Segment(
        source=Sentence(source["text"], source["start"], source["end"], Role(source["role"])),
        text=made["target"],
        score=made["score"],
        attempts=tuple(map(attempt_from, made["attempts"])),
        flags=tuple(map(flag_from, made["flags"])),
        confidence=made.get("confidence"),  # older files have none
    )


def _brief(made: Json, translation: Translation) -> Brief:
    brief = Brief(
        headline=_point(made["headline"]),
        points=tuple(_point(point) for point in made["points"]),
        facts=tuple(map(_fact, made["facts"])),
        language=made["language"],
        signature=_signature(made["signature"]),
        notices=tuple(map(notice_from, made["notices"])),
        translation=translation,
    )
    if any(not 0 <= index < len(translation.segments) for index in cited(brief)):
        raise ValueError("the brief names a segment that is not there")
    return brief


def _point(made: Json) -> Point:
    flags, refusal = tuple(map(flag_from, made["flags"])), refusal_from(made["refusal"])
    return Point(made["text"], tuple(made["evidence"]), flags, Origin(made["origin"]), refusal)


def _fact(made: Json) -> Fact:
    kind, text, unit = FactKind(made["kind"]), made["text"], made.get("unit", "")
    figure = None
    if "iso" in made:
        what = QuantityKind.DATE if kind is FactKind.DATE else QuantityKind.TIME
        figure = Figure(what, value_from(what, made["iso"]), text)
    elif "number" in made:
        what = QuantityKind.PERCENT if unit == "%" else QuantityKind.NUMBER
        what = QuantityKind.MONEY if "currency" in made else what
        figure = Figure(what, value_from(what, made["number"]), text, made.get("currency"))
    return Fact(kind, text, made["value"], tuple(made["evidence"]), figure, unit)


def _signature(made: Json) -> Signature:
    return Signature(
        warta=made["warta"],
        models=tuple(ModelInfo(**model) for model in made["models"]),
        decoding=made["decoding"],
        source=made["source"],
        target=made["target"],
        input_sha256=made["input_sha256"],
        libraries=tuple((pair["name"], pair["value"]) for pair in made["libraries"]),
        settings=tuple((pair["name"], pair["value"]) for pair in made["settings"]),
        date=made["date"],
    )
