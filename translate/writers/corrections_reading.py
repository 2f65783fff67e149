"""Read the sentences of an edited output: a JSON, HTML or Word file, or a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from translate.errors import DamagedFile, MissingFile, UsageError
from translate.util.files import read_whole
from translate.writers.corrections import EditedSegment, EditState, machine_mark, single_spaced, state_of, unmarked
from translate.writers.corrections_docx import docx_segments
from translate.writers.corrections_table import table_segments
from translate.writers.json_reading import translation_from_json

ENDINGS = (".json", ".html", ".docx", ".tsv")


def edited_segments(path: Path) -> tuple[EditedSegment, ...]:
    """Return the sentences of an edited output, by number: `.json`, `.html` or `.docx` of Warta, or a `.tsv` table.

    Raises:
        MissingFile: it cannot be read.
        TooLarge: it is larger than any output.
        DamagedFile: it is no such output, or has no marks to detect corrections.
        UsageError: files of this format cannot be read back.
    """
    ending, name = path.suffix.lower(), str(path)
    if ending not in ENDINGS:
        raise UsageError(f"{name}: expected an edited output, one of {', '.join(ENDINGS)}.")
    try:
        data = read_whole(path)
    except OSError as error:
        raise MissingFile(f"{name} cannot be read: {error.strerror or error}. Check the path.") from error
    if ending == ".docx":
        return _with_neighbours(docx_segments(data, name))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DamagedFile(f"{name} is not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    if ending == ".tsv":
        return tuple(table_segments(text, name))
    return _with_neighbours(_from_html(text, name) if ending == ".html" else _from_json(text, name))


def _with_neighbours(segments: Sequence[EditedSegment]) -> tuple[EditedSegment, ...]:
    """Return segments, with changed segments beside deleted ones marked, as they may contain both."""
    deleted = {segment.number for segment in segments if segment.state is EditState.DELETED}

    def marked() -> Iterator[EditedSegment]:
        for segment in sorted(segments, key=lambda item: item.number):
            near = deleted & {segment.number - 1, segment.number + 1}
            yield (
                replace(segment, state=EditState.BESIDE_DELETED)
                if near and segment.state is EditState.CHANGED
                else segment
            )

    return tuple(marked())


def _from_json(text: str, name: str) -> list[EditedSegment]:
    try:
        translation = translation_from_json(text)[0]
    except DamagedFile as error:
        raise DamagedFile(f"{name}: {error}") from error
    segments = []
    written = json.loads(text)["segments"]
    for number, (segment, record) in enumerate(zip(translation.segments, written, strict=True), start=1):
        machine = {machine_mark(attempt.text) for attempt in segment.attempts} | {record.get("mark")}
        now = single_spaced(segment.text)
        state = EditState.UNCHANGED if machine_mark(now) in machine else EditState.CHANGED if now else EditState.DELETED
        state = state if segment.attempts else EditState.NOT_COMPARED
        segments.append(EditedSegment(number, single_spaced(segment.source.text), now, translation.target, state))
    return segments


def _from_html(text: str, name: str) -> list[EditedSegment]:
    from lxml import etree, html

    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError as error:
        raise DamagedFile(f"{name} is no HTML ({error}). Make it again.") from error
    by_id = {node.get("id"): node for node in root.xpath("//*[@id]")}
    targets = root.xpath("//*[@data-machine]/ancestor::*[@lang][1]/@lang")
    if not targets:
        raise unmarked(name)
    segments = []
    for key, node in by_id.items():
        if key[:1] == "o" and key[1:].isdecimal():
            number, source, element = int(key[1:]), single_spaced(node.text_content()), by_id.get(f"s{key[1:]}")
            now = "" if element is None else single_spaced(element.text_content())
            mark = None if element is None else element.get("data-machine")
            state = (
                EditState.DELETED
                if element is None
                else EditState.NOT_COMPARED
                if mark is None
                else state_of(now, mark)
            )
            segments.append(EditedSegment(number, source, now, targets[0], state))
    return segments
