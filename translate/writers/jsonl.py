"""JSON Lines: a line a segment, for data tools that read line by line.

Every line is an object with a `type`. First comes a `header` (format, version, whole, target, grade, signature,
document without its text), then a `brief` if there is one (as in `json_format`), then a `segment` for each segment:
`index`, `paragraph` (its index), `kind`, `role`, `source`, `start`, `end`, `target`, `score`, `confidence`, `flags`,
`attempts` (their number). Of a brief alone there are only the cited segments.
"""

from __future__ import annotations

from translate.writers.base import Output, TextWriter, cited
from translate.writers.json_format import (
    FORMAT,
    VERSION,
    brief_object,
    document_object,
    dump,
    flag_objects,
    number,
    signature_object,
)
from translate.writers.json_values import Json
from translate.writers.wording import grade


class JsonLines(TextWriter):
    """Writes `.jsonl`: a header, the brief, and a line a segment."""

    extension = "jsonl"

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        return "".join(dump(line) + "\n" for line in _lines(output))


def _lines(output: Output) -> list[Json]:
    translation, brief = output.translation, output.brief
    header: Json = {
        "type": "header",
        "format": FORMAT,
        "version": VERSION,
        "whole": output.whole,
        "target": translation.target,
        "grade": grade(translation.signature),
        "signature": signature_object(translation.signature),
        "document": document_object(translation.document, whole=False),
    }
    lines = [header]
    if brief is not None:
        lines.append({"type": "brief", **brief_object(brief)})
    kept = None if output.whole or brief is None else set(cited(brief))
    return lines + [line for line in _segments(output) if kept is None or line["index"] in kept]


def _segments(output: Output) -> list[Json]:
    lines: list[Json] = []
    for at, (paragraph, segments) in enumerate(output.translation.paragraphs):
        for segment in segments:
            lines.append(
                {
                    "type": "segment",
                    "index": len(lines),
                    "paragraph": at,
                    "kind": str(paragraph.kind),
                    "role": str(segment.source.role),
                    "source": segment.source.text,
                    "start": segment.source.start,
                    "end": segment.source.end,
                    "target": segment.text,
                    "score": number(segment.score),
                    "confidence": segment.confidence,
                    "flags": flag_objects(segment.flags),
                    "attempts": len(segment.attempts),
                }
            )
    return lines
