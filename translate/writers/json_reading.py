"""Reads the JSON that `json_format` writes."""

from __future__ import annotations

import json
from typing import Any

from translate.document import (
    Attempt,
    Brief,
    Document,
    Fact,
    FactKind,
    Flag,
    FlagCode,
    Kind,
    ModelInfo,
    Origin,
    Paragraph,
    Point,
    Role,
    Segment,
    Sentence,
    Signature,
    Source,
    Translation,
)
from translate.errors import DamagedFile
from translate.writers.base import cited
from translate.writers.json_format import FORMAT, VERSION, Json


def translation_from_json(text: str) -> tuple[Translation, Brief | None]:
    """Return the translation, and the brief if there is one, that a `.json` output holds.

    Raises:
        DamagedFile: it is no such output, holds only a brief, is of another version, or does not fit together.
    """
    try:
        made = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"This is no JSON ({error}); expected a .json output of Warta. Make it again.") from error
    _check_head(made)
    try:
        return _translation(made), None if made["brief"] is None else _brief(made["brief"], len(made["segments"]))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise DamagedFile(
            f"This .json output of Warta is damaged ({type(error).__name__}: {error}); expected version {VERSION} "
            "with every key. Make it again."
        ) from error


def _check_head(made: Any) -> None:
    if not isinstance(made, dict) or made.get("format") != FORMAT:
        raise DamagedFile(f'This JSON has no "format": "{FORMAT}"; expected a .json output of Warta. Make it again.')
    if made.get("version") != VERSION:
        raise DamagedFile(
            f"This output has version {made.get('version')!r}; expected {VERSION}. Read it with the Warta that wrote "
            "it, or make it again."
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
        attempts=tuple(Attempt(a["how"], a["text"], a["score"], _flags(a["flags"])) for a in made["attempts"]),
        flags=_flags(made["flags"]),
    )


def _brief(made: Json, segments: int) -> Brief:
    brief = Brief(
        headline=_point(made["headline"]),
        points=tuple(_point(point) for point in made["points"]),
        facts=tuple(Fact(FactKind(f["kind"]), f["text"], f["value"], tuple(f["evidence"])) for f in made["facts"]),
        language=made["language"],
        signature=_signature(made["signature"]),
        notices=tuple(made["notices"]),
    )
    if any(not 0 <= index < segments for index in cited(brief)):
        raise ValueError("the brief names a segment that is not there")
    return brief


def _point(made: Json) -> Point:
    return Point(made["text"], tuple(made["evidence"]), _flags(made["flags"]), Origin(made["origin"]), made["note"])


def _flags(made: list[Json]) -> tuple[Flag, ...]:
    return tuple(Flag(FlagCode(flag["code"]), flag["note"]) for flag in made)


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
