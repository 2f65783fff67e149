"""The lines of a block of a web page: a <br> may end a paragraph, separate list items, or only wrap a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from translate.language.boilerplate.page_marks import announces, is_related_label

ITEM = re.compile(r"(?P<mark>\(?\d{1,3}[.)]|[a-z][.)]|[-–—•*▪●‣·])\s+(?=\S)")
SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*$")
WRAPPED = 45  # characters; wrapped lines of running text are longer
LISTED_LENGTH = 100  # characters; longer lines are not list items


@dataclass(frozen=True, slots=True)
class TextRun:
    """A piece of text, and whether it is the text of a link. A line break is the text "\\n"."""

    text: str
    linked: bool


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A paragraph of a block: its text, how much of it is link text, and the mark of a list item before it."""

    text: str
    linked: float
    mark: str = ""


def lines_of(runs: Iterable[TextRun]) -> list[HtmlLine]:
    """Return the paragraphs of a block, split at its line breaks."""
    lines = [(line, _clean(line)) for line in _split(runs)]
    listed = _are_listed([text for _, text in lines if text])
    groups: list[list[TextRun]] = []
    before = ""  # the line before, "" after a blank one
    alone = False  # whether the line before is a paragraph of its own
    label = False  # whether the last words announce another story
    for line, text in lines:
        separate = announces(text) or _share(line) > 0.9  # the title of another story is a paragraph
        if label and (not text or _share(line) > 0):
            groups[-1] += [TextRun(" ", False), *line]  # the title after "Baca juga:" belongs to it
        elif text and (not before or listed or separate or alone or _begins(before, text)):
            groups.append(line)
        elif text:
            groups[-1] += [TextRun(" ", False), *line]
        label = is_related_label(text) if text else label
        before, alone = text, separate
    return [_item(line_of(group)) for group in groups]


def _split(runs: Iterable[TextRun]) -> list[list[TextRun]]:
    lines: list[list[TextRun]] = [[]]
    for run in runs:
        for i, piece in enumerate(run.text.split("\n")):
            if i:
                lines.append([])
            if piece:
                lines[-1].append(TextRun(piece, run.linked))
    return lines


def _begins(before: str, text: str) -> bool:
    """Return whether `text` begins a paragraph or item rather than continuing a line."""
    if ITEM.match(text) or SENTENCE_END.search(before):
        return True
    return len(before) < WRAPPED and not text[0].islower() and before[-1] != ","


def _are_listed(lines: list[str]) -> bool:
    """Return whether all lines are separate items: short, and none begins in lower case."""
    return all(not text[0].islower() and len(text) <= LISTED_LENGTH for text in lines)


def _clean(runs: list[TextRun]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _share(runs: list[TextRun]) -> float:
    counts = [(sum(character.isalnum() for character in run.text), run.linked) for run in runs]
    total = sum(count for count, _ in counts)
    return sum(count for count, linked in counts if linked) / total if total else 0.0


def line_of(runs: Iterable[TextRun]) -> HtmlLine:
    """Return all runs as one line."""
    runs = list(runs)
    return HtmlLine(_clean(runs), _share(runs))


def _item(line: HtmlLine) -> HtmlLine:
    """Return a line without its list marker."""
    found = ITEM.match(line.text)
    if found and any(character.isalnum() for character in line.text[found.end() :]):
        return HtmlLine(line.text[found.end() :], line.linked, found.group())
    return line
