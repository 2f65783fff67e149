"""Markdown output: in the layout of a Markdown source, or with the marks for the paragraphs of other sources."""

from __future__ import annotations

import re
from dataclasses import replace

from translate.document import Brief, Kind, Point, Segment, Translation, join
from translate.util.front_matter import as_value, front_matter, quote_before
from translate.writers.base import LIST_MARK, Output, Table, TextWriter, blocks, cited, list_number, signatures
from translate.writers.inline import markdown_mark, with_inline_marks
from translate.writers.labels import Labels, labels_for
from translate.writers.notes import (
    Note,
    evidence_numbers,
    fact_text,
    facts_by_kind,
    flag_text,
    notes_of_point,
    notes_on,
    notices,
    visible,
)
from translate.writers.wording import grade

# `_` inside words, `&` without an entity and `<` without a tag are not marks.
_MARKS = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
# The start of a block at the start of a line; `*`, `_`, "`" and `~` are always escaped.
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|-+\s*$")
_NUMBER_AT_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


class MarkdownFile(TextWriter):
    """Writes `.md`, with footnotes on flagged segments and the brief on top."""

    extension = "md"

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        if output.plain:
            front, body = _body(output.translation, (), "")
            return visible("\n\n".join(part.strip("\n") for part in (front, body) if part.strip("\n"))) + "\n"
        labels, notes = labels_for(output.translation.target), notes_on(output)
        prefix = "warta-" if "[^" in output.translation.document.text else ""  # avoids clashes with its own footnotes
        front, body = _body(output.translation, notes, prefix)
        parts = [front.strip("\n")] if output.whole and front else []
        if output.brief is not None:
            parts += _brief(output, output.brief, notes, prefix, labels)
        if output.whole:
            parts += [body.strip("\n")] if output.brief is None else ["---", body.strip("\n")]
        if output.brief is not None and cited(output.brief):
            parts += ["---", f"## {labels.evidence}", _evidence(output.translation, output.brief)]
        if output.translation.document.notes:
            remarks = "\n".join(f"- {escape(note)}" for note in output.translation.document.notes)
            parts += ["---", f"{labels.reading}{labels.colon}".rstrip(), remarks]
        parts += [
            "---",
            escape(grade(output.translation.signature, labels.language)),
            "\n\n".join(f"`{str(s).replace('`', chr(39))}`" for s in signatures(output)),
        ]
        titled = _in_front(output.translation)
        parts += [_note(output.translation, note, prefix, labels, titled) for note in notes]
        return visible("\n\n".join(part for part in parts if part)) + "\n"


def _body(translation: Translation, notes: tuple[Note, ...], prefix: str) -> tuple[str, str]:
    """Return the front matter and the translation with its marks."""
    texts = list(with_inline_marks(translation, escape, markdown_mark))
    titled = _in_front(translation)
    for note in notes:
        if note.segment is not None and note.segment not in titled:
            texts[note.segment] += f"[^{prefix}{note.number}]"
    texts[: len(titled)] = _front_title(translation, len(titled))
    segments = tuple(replace(s, text=text) for s, text in zip(translation.segments, texts, strict=True))
    marked = replace(translation, segments=segments)
    if translation.document.source.format != "md":
        return "", _from_kinds(marked)
    text = _as_it_was(marked, len(titled))
    front = front_matter(text)
    return (text[: front.end], text[front.end :]) if front else ("", text)


def _in_front(translation: Translation) -> range:
    """Return the indices of the segments that are the title in the front matter."""
    document = translation.document
    front = front_matter(document.text) if document.source.format == "md" else None
    if front is None or front.title is None:
        return range(0)
    return range(sum(segment.source.start < front.end for segment in translation.segments))


def _front_title(translation: Translation, count: int) -> list[str]:
    """Return the texts of the title in YAML or TOML, all in the first, since the quotes enclose the whole."""
    if not count:
        return []
    segments = translation.segments[:count]
    text = translation.document.text
    quote = quote_before(text, segments[0].source.start)
    title = join(segments, translation.target)
    return [as_value(title, quote, toml=text.startswith("+++")), *[""] * (count - 1)]


def _as_it_was(translation: Translation, front: int) -> str:
    """Return a translation of Markdown in the layout of its source; the first `front` segments are front matter."""
    segments: list[Segment] = []
    for _, of_paragraph in translation.paragraphs:
        first = next((i for i, segment in enumerate(of_paragraph) if segment.text), -1)
        for i, segment in enumerate(of_paragraph):
            begins = i == first and len(segments) >= front
            segments.append(replace(segment, text=escape_line_start(segment.text)) if begins else segment)
    return replace(translation, segments=tuple(segments)).text


def _from_kinds(translation: Translation) -> str:
    """Return the paragraphs with the marks of their kinds; list items are kept together."""
    text, before = "", None
    pairs = translation.paragraphs
    for block in blocks(translation.document):
        if not isinstance(block, int):
            text += ("\n\n" if text else "") + _table(block, translation)
            before = Kind.CELL
            continue
        paragraph, segments = pairs[block]
        if words := join(segments, translation.target):
            glue = "\n" if before is paragraph.kind is Kind.LIST else "\n\n"
            number = list_number(paragraph, translation.document)
            text += (glue if text else "") + _with_mark(paragraph.kind, words, number)
            before = paragraph.kind
    return text


def _table(table: Table, translation: Translation) -> str:
    """Return a table; Markdown requires a header row."""
    pairs = translation.paragraphs
    rows = [[join(pairs[i][1], translation.target) if i is not None else "" for i in row] for row in table]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])


def _with_mark(kind: Kind, text: str, number: str | None) -> str:
    if kind is Kind.LIST:
        text = LIST_MARK.sub("", text, count=1)
    text = escape_line_start(text)
    match kind:
        case Kind.TITLE:
            return f"# {text}"
        case Kind.HEADING:
            return f"## {text}"
        case Kind.LIST:
            return f"{number}. {text}" if number else f"- {text}"
        case Kind.QUOTE:
            return f"> {text}"
        case Kind.CAPTION:
            return f"*{text}*"
    return text


def _brief(output: Output, brief: Brief, notes: tuple[Note, ...], prefix: str, labels: Labels) -> list[str]:
    headline = f"**{escape(brief.headline.text).strip()}**" if brief.headline.text.strip() else ""
    blocks = [f"## {labels.brief}", f"{headline}{_marks(brief.headline, notes, prefix)}"]
    blocks += [f"> {escape_line_start(escape(notice))}" for notice in notices(output)]
    points = [f"{n}. {_point(point, notes, prefix)}" for n, point in enumerate(brief.points, start=1)]
    blocks.append("\n".join(points))
    if brief.facts:
        blocks += [f"### {labels.facts}", "\n".join(_facts(brief, labels))]
    return blocks


def _point(point: Point, notes: tuple[Note, ...], prefix: str) -> str:
    return escape_line_start(escape(point.text.strip())) + _marks(point, notes, prefix)


def _marks(point: Point, notes: tuple[Note, ...], prefix: str) -> str:
    marks = "".join(f"[^{prefix}{note.number}]" for note in notes_of_point(point, notes))
    return f"{marks} {_evidence_marks(point.evidence)}".rstrip()


def _evidence_marks(evidence: tuple[int, ...]) -> str:
    return "".join(f"\\[{number}\\]" for number in evidence_numbers(evidence))


def _facts(brief: Brief, labels: Labels) -> list[str]:
    lines = []
    for kind, facts in facts_by_kind(brief).items():
        texts = [f"{escape(fact_text(f.text, f.value))} {_evidence_marks(f.evidence)}".rstrip() for f in facts]
        lines.append(f"- **{labels.fact_kinds[kind]}**{labels.colon}{'; '.join(texts)}")
    return lines


def _evidence(translation: Translation, brief: Brief) -> str:
    items = []
    for index in cited(brief):
        segment = translation.segments[index]
        translated = escape(segment.text.strip()) or labels_for(translation.target).empty
        items.append(f"\\[{index + 1}\\] {translated}  \n*{escape(segment.source.text.strip())}*")
    return "\n\n".join(items)


def _note(translation: Translation, note: Note, prefix: str, labels: Labels, titled: range) -> str:
    """Return a footnote: the flags of a sentence, and its source.

    A note on a title in front matter is a paragraph, as front matter has no footnotes.
    """
    doubts = [f"**{flag.code}** {escape(flag_text(flag, labels))}" for flag in note.flags]
    about = f"[^{prefix}{note.number}]: "
    if note.segment is not None and note.segment in titled:
        about = f"{labels.sentence.format(note.segment + 1)}{labels.colon}"
    return f"{about}{'; '.join(doubts)}. *{escape(note.subject(translation).strip())}*"


def escape(text: str) -> str:
    """Return plain text, with line breaks as spaces, escaped for the inside of a line of Markdown.

    >>> print(escape("2*3 [x] snake_case _x_ <b> a < b"))
    2\\*3 \\[x\\] snake_case \\_x\\_ \\<b> a < b
    """
    return _MARKS.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def escape_line_start(text: str) -> str:
    """Return an escaped text, escaped also for the start of a line: no heading, list, quote or rule.

    >>> print(escape_line_start("2024. Tahun baru"), escape_line_start("# x"), escape_line_start("-5 derajat"))
    2024\\. Tahun baru \\# x -5 derajat
    """
    if numbered := _NUMBER_AT_START.match(text):
        return f"{numbered.group(1)}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if _LINE_START.match(text) else text
