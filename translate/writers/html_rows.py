"""The rows of the HTML report: source and translation side by side, with notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from html import unescape

from translate.document import Attempt, Document, Flag, Kind, Paragraph, Segment
from translate.util.cues import Cue, cues
from translate.util.markup import Mark, MarkKind
from translate.writers.base import LIST_MARK, Output, Table, blocks, cited, gap, list_number
from translate.writers.corrections import machine_mark
from translate.writers.inline import is_web_address, with_inline_marks
from translate.writers.labels import Labels
from translate.writers.notes import Note, note_on_segment
from translate.writers.tags import Html, glue, inside, tag, text
from translate.writers.wording import attempt_text, flag_reason

STYLES = re.compile("</?(?:strong|em)>")
# Sentences of a paragraph that the style sheet can highlight in both columns (`.k1` to `.k12`).
PAIRED = 12


def rows(output: Output, notes: tuple[Note, ...], labels: Labels) -> Html:
    """Return source and translation side by side, a row per block; of a brief alone, per cited sentence."""
    translation = output.translation
    heads = tag(
        "div",
        tag("p", f"{labels.source} · {labels.language_name(translation.document.language)}"),
        tag("p", f"{labels.translation} · {labels.language_name(translation.target)}"),
        class_="row heads",
    )
    articles = rows_of(output, notes, labels).values()
    title = labels.translation if output.whole else labels.evidence
    return tag("section", tag("h2", title, id="text"), heads, *articles, aria_labelledby="text", class_="article")


def rows_of(
    output: Output, notes: tuple[Note, ...], labels: Labels, wanted: Container[int] | None = None
) -> dict[int, Html]:
    """Return rows by their number, from 0: all, or those with a segment whose index is in `wanted`."""
    translation = output.translation
    page = _Page(output, [Html(html) for html in with_inline_marks(translation, text, _mark)], notes, labels)
    if not output.whole and output.brief is not None:
        return {n: page.row(Kind.BODY, range(i, i + 1)) for n, i in enumerate(cited(output.brief))}
    found = enumerate(blocks(translation.document))
    return {n: page.block(block) for n, block in found if wanted is None or page.holds(block, wanted)}


def _mark_of_item(paragraph: Paragraph, document: Document) -> str | None:
    """Return the number of a list item whose text does not contain it: "2."."""
    if paragraph.kind is not Kind.LIST or LIST_MARK.match(paragraph.text):
        return None
    number = list_number(paragraph, document)
    return f"{number}." if number else None


@dataclass(slots=True)
class _Page:
    """The data of all rows."""

    output: Output
    texts: list[Html]  # of the segments, in HTML
    notes: tuple[Note, ...]
    labels: Labels
    spans: tuple[range, ...] = field(init=False)  # of the segments of each paragraph
    cues: list[Cue] = field(init=False)

    def __post_init__(self) -> None:
        document = self.output.translation.document
        self.spans = document.spans
        self.cues = cues(document.text) if document.source.format in ("srt", "vtt") else []

    def holds(self, block: int | Table, wanted: Container[int]) -> bool:
        """Return whether a block has a segment whose index is in `wanted`."""
        paragraphs = (block,) if isinstance(block, int) else (i for row in block for i in row if i is not None)
        return any(index in wanted for paragraph in paragraphs for index in self.spans[paragraph])

    def block(self, block: int | Table) -> Html:
        """Return the row of a paragraph or a table."""
        document = self.output.translation.document
        if not isinstance(block, int):
            return self._table(block)
        paragraph = document.paragraphs[block]
        mark = _mark_of_item(paragraph, document)
        return self.row(paragraph.kind, self.spans[block], mark, self._time(paragraph))

    def row(self, kind: Kind, span: range, mark: str | None = None, time: str = "") -> Html:
        """Return some segments of a paragraph beside their sources."""
        shown = tag("span", time, class_="time") if time else None
        source = tag("p", shown, self._sources(span), data_mark=mark)
        heading = kind in (Kind.TITLE, Kind.HEADING)
        target = tag("h3" if heading else "p", self._targets(span), lang=self._target, data_mark=mark)
        return self._pair(source, inside(target, *self._remarks(span)), str(kind))

    def _table(self, table: Table) -> Html:
        def side(of: Callable[[range], Html]) -> Html:
            cells = ([tag("td", of(self.spans[i]) if i is not None else None) for i in row] for row in table)
            return tag("table", *(tag("tr", *row) for row in cells))

        remarks = [note for row in table for i in row if i is not None for note in self._remarks(self.spans[i])]
        target = inside(tag("div", side(self._targets), lang=self._target), *remarks)
        return self._pair(side(self._sources), target, "table")

    def _pair(self, source: Html, target: Html, kind: str) -> Html:
        language = self.output.translation.document.language
        return tag(
            "div",
            tag("div", source, lang=language, class_="cell source"),
            tag("div", target, class_="cell target"),
            class_=f"row {kind}",
        )

    @property
    def _target(self) -> str:
        return self.output.translation.target

    def _sources(self, span: range) -> Html:
        """Return the sources of some segments, with their numbers."""
        segments = self.output.translation.segments
        return glue(
            " ",
            [
                tag("span", segments[i].source.text.strip(), id=f"o{i + 1}", data_n=i + 1, class_=_pair_of(place))
                for place, i in enumerate(span)
            ],
        )

    def _targets(self, span: range) -> Html:
        translation, parts = self.output.translation, list[Html]()
        for place, index in enumerate(span):
            note = note_on_segment(index, self.notes)
            parts += [
                _segment(index, translation.segments[index], self.texts[index], _pair_of(place), note, self.labels)
            ]
            parts += [text(gap(translation, index))] if index != span[-1] else []
        return inside(*parts)

    def _remarks(self, span: range) -> list[Html]:
        found = ((i, note) for i in span if (note := note_on_segment(i, self.notes)))
        return [_remark(self.output.translation.segments[i], note, self._target, self.labels) for i, note in found]

    def _time(self, paragraph: Paragraph) -> str:
        """Return the start time of a paragraph of subtitles: "0:01:05"."""
        at = bisect_right(self.cues, paragraph.start, key=lambda cue: cue.end)
        cue = self.cues[at] if at < len(self.cues) else None
        if cue is None or cue.begins is None:
            return ""
        minutes, seconds = divmod(int(cue.begins), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _pair_of(place: int) -> str | None:
    return f"k{place + 1}" if place < PAIRED else None


def _segment(index: int, segment: Segment, content: Html, pair: str | None, note: Note | None, labels: Labels) -> Html:
    """Return a translated sentence; a flagged one is a `<mark>` followed by a badge."""
    of_note = ["quiet"] if note is not None and note.quiet else []
    classes = " ".join(["seg", *([pair] if pair else []), *([] if content else ["empty"]), *of_note])
    shown = content or text(labels.empty)
    number = index + 1
    # The mark detects corrections; with links or code the displayed text differs from the segment.
    seen = unescape(STYLES.sub("", shown))
    compared = segment.attempts and (not content or seen == segment.text.strip())
    mark = machine_mark(seen) if compared else None
    if note is None:
        return tag("span", shown, id=f"s{number}", data_n=number, class_=classes, data_machine=mark)
    marked = tag("mark", shown, id=f"s{number}", data_n=number, class_=classes, data_machine=mark)
    return inside(marked, badge(note))


def _remark(segment: Segment, note: Note, target: str, labels: Labels) -> Html:
    """Return the explanation beside a flagged sentence: the reasons, and the attempts."""
    tried = _attempts(segment.attempts, target, labels)
    head = tag("span", note.sign, class_=_badge_class(note))
    return tag("div", tag("p", head, " ", _reasons(note, labels)), tried, class_="remark", id=f"n{note.number}")


def badge(note: Note) -> Html:
    """Return the badge of a note: a symbol, not only a colour, that links to its explanation."""
    return tag("sup", tag("a", note.sign, href=f"#n{note.number}"), class_=_badge_class(note))


def _badge_class(note: Note) -> str:
    return "badge quiet" if note.quiet else "badge"


def doubts(output: Output, notes: tuple[Note, ...], labels: Labels) -> Html | None:
    """Return the explanations of notes on lines of the brief, or a line that there are no flags."""
    if not notes:
        return tag("section", tag("h2", labels.notes, id="notes"), tag("p", labels.unflagged), class_="doubts")
    entries = [_doubt(output, note, labels) for note in notes if note.segment is None]
    return tag("section", tag("h2", labels.notes, id="notes"), *entries, class_="doubts") if entries else None


def _doubt(output: Output, note: Note, labels: Labels) -> Html:
    head = tag("span", note.sign, class_=_badge_class(note))
    place = tag("p", head, " ", labels.line_of_brief, class_="where")
    reasons = [tag("li", tag("code", flag.code), " ", _reason(flag, labels)) for flag in note.flags]
    line = tag("p", note.line, lang=output.translation.target)
    return tag("article", place, tag("ul", *reasons), line, id=f"n{note.number}")


def _attempts(attempts: tuple[Attempt, ...], target: str, labels: Labels) -> Html | None:
    if len(attempts) < 2:
        return None
    items = []
    for attempt in attempts:
        score = f" ({attempt.score:.2f})" if attempt.score is not None else ""
        description = f"{attempt_text(attempt, labels.language)}{score}"
        items.append(tag("li", tag("b", description), " ", tag("span", attempt.text, lang=target)))
    return tag("details", tag("summary", f"{labels.attempts} ({len(attempts)})"), tag("ol", *items))


def _reasons(note: Note, labels: Labels) -> Html:
    return glue("; ", [inside(tag("code", flag.code), " ", _reason(flag, labels)) for flag in note.flags])


def _reason(flag: Flag, labels: Labels) -> Html:
    found = flag_reason(flag, labels.language)
    return inside(tag("b", labels.flags[flag.code]), f"{labels.colon}{found}" if found else None)


def _mark(mark: Mark, inside: str) -> str:
    """Return an inline mark of a Markdown source; only web addresses become links, and no image is loaded."""
    match mark.kind:
        case MarkKind.CODE:
            return tag("code", inside)
        case MarkKind.STRONG | MarkKind.EMPHASIS:
            return tag("strong" if mark.kind is MarkKind.STRONG else "em", Html(inside))
        case MarkKind.STRUCK:
            return tag("del", mark.text)
        case MarkKind.FOOTNOTE:
            return text(mark.text)
        case MarkKind.TAG:
            return Html(inside)
    if is_web_address(mark.target):
        return tag("a", Html(inside) if inside else mark.target, href=mark.target, rel="noopener noreferrer nofollow")
    return Html(f"{inside}{text(f' ({mark.target})')}")
