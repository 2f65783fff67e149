"""The rows of the HTML report: source and translation side by side, and the doubts about them."""

from __future__ import annotations

from html import unescape

from translate.document import Attempt, Document, Flag, Kind, Paragraph, Segment
from translate.writers.base import LIST_MARK, Output, cited, gap, list_number
from translate.writers.corrections import machine_mark
from translate.writers.labels import Labels
from translate.writers.links import Mark, MarkKind, is_web_address, with_inline_markup
from translate.writers.notes import Note, note_on_segment, told
from translate.writers.tags import Html, glue, inside, tag, text
from translate.writers.wording import how, reason

# Sentences of a paragraph that the style sheet can light up in both columns at once (`.k1` to `.k12`).
PAIRED = 12


def rows(output: Output, notes: tuple[Note, ...], labels: Labels) -> Html:
    """Return the articles side by side, a row a paragraph; without the whole translation a row a cited sentence."""
    translation = output.translation
    texts = [Html(said) for said in with_inline_markup(translation, text, _mark)]
    groups: list[tuple[Kind, range, str | None]] = []
    at = 0
    for paragraph in translation.document.paragraphs:
        span = range(at, at + len(paragraph.sentences))
        groups.append((paragraph.kind, span, _mark_of_item(paragraph, translation.document)))
        at += len(paragraph.sentences)
    if not output.whole and output.brief is not None:
        groups = [(Kind.BODY, range(index, index + 1), None) for index in cited(output.brief)]
    heads = tag(
        "div",
        tag("p", f"{labels.source} · {labels.language_name(translation.document.language)}"),
        tag("p", f"{labels.translation} · {labels.language_name(translation.target)}"),
        class_="row heads",
    )
    made = [_row(kind, span, mark, output, texts, (notes, labels)) for kind, span, mark in groups]
    title = labels.translation if output.whole else labels.evidence
    return tag("section", tag("h2", title, id="text"), heads, *made, aria_labelledby="text", class_="article")


def _mark_of_item(paragraph: Paragraph, document: Document) -> str | None:
    """Return the number of an item of a list whose text does not say it: "2."."""
    if paragraph.kind is not Kind.LIST or LIST_MARK.match(paragraph.text):
        return None
    number = list_number(paragraph, document)
    return f"{number}." if number else None


def _row(
    kind: Kind,
    span: range,
    mark: str | None,
    output: Output,
    texts: list[Html],
    said: tuple[tuple[Note, ...], Labels],
) -> Html:
    translation, (notes, labels) = output.translation, said
    source, target, remarks = [], [], []
    for place, index in enumerate(span, start=1):
        pair = f"k{place}" if place <= PAIRED else None
        segment, note = translation.segments[index], note_on_segment(index, notes)
        source.append(tag("span", segment.source.text.strip(), class_=pair, id=f"o{index + 1}"))
        target.append(_segment(index, segment, texts[index], pair, note, labels))
        if note is not None:
            remarks += [tag("p", badge(note), " ", _reasons(note, labels), class_="remark")]
    heading = kind in (Kind.TITLE, Kind.HEADING)
    shown = [piece for made, index in zip(target, span, strict=True) for piece in (made, text(gap(translation, index)))]
    return tag(
        "div",
        tag(
            "div",
            tag("p", glue(" ", source), data_mark=mark),
            lang=translation.document.language,
            class_="cell source",
        ),
        tag(
            "div",
            tag("h3" if heading else "p", inside(*shown[:-1]), lang=translation.target, data_mark=mark),
            *remarks,
            class_="cell target",
        ),
        class_=f"row {kind}",
    )


def _segment(index: int, segment: Segment, said: Html, pair: str | None, note: Note | None, labels: Labels) -> Html:
    """Return a translated sentence; a doubted one is a `<mark>` with a badge behind it."""
    classes = " ".join(["seg", *([pair] if pair else []), *([] if said else ["empty"])])
    shown = said or text(labels.empty)
    number = index + 1
    # By the mark corrections are told; where there are links or code the text shown is not the text of the segment.
    compared = segment.attempts and (not said or said == text(segment.text.strip()))
    mark = machine_mark(unescape(shown)) if compared else None
    if note is None:
        return tag("span", shown, id=f"s{number}", data_n=number, class_=classes, data_machine=mark)
    title = "; ".join(told(flag, labels) for flag in note.flags)
    doubted = tag("mark", shown, id=f"s{number}", data_n=number, class_=classes, title=title, data_machine=mark)
    return inside(doubted, badge(note))


def badge(note: Note) -> Html:
    """Return the mark of a doubt: a symbol, not only a colour, that links to its explanation."""
    return tag("sup", tag("a", f"!{note.number}", href=f"#n{note.number}"), class_="badge")


def doubts(output: Output, notes: tuple[Note, ...], labels: Labels) -> Html:
    """Explain every doubt: the reasons, the source sentence, what was tried; or say that there is none."""
    if not notes:
        return tag("section", tag("h2", labels.notes, id="notes"), tag("p", labels.unflagged), class_="doubts")
    entries = [_doubt(output, note, labels) for note in notes]
    return tag("section", tag("h2", labels.notes, id="notes"), *entries, class_="doubts")


def _doubt(output: Output, note: Note, labels: Labels) -> Html:
    translation = output.translation
    head = tag("span", f"!{note.number}", class_="badge")
    if note.segment is None:
        where = tag("p", head, " ", labels.line_of_brief, class_="where")
        said, source, tried = tag("p", note.line, lang=translation.target), None, None
    else:
        segment, number = translation.segments[note.segment], note.segment + 1
        link = tag("a", labels.sentence.format(number), href=f"#s{number}", title=labels.back)
        where = tag("p", head, " ", link, class_="where")
        said = tag("p", segment.text.strip() or labels.empty, lang=translation.target)
        source = tag("p", segment.source.text.strip(), lang=translation.document.language, class_="original")
        tried = _attempts(segment.attempts, translation.target, labels)
    reasons = [tag("li", tag("code", flag.code), " ", _reason(flag, labels)) for flag in note.flags]
    return tag("article", where, tag("ul", *reasons), source, said, tried, id=f"n{note.number}")


def _attempts(attempts: tuple[Attempt, ...], target: str, labels: Labels) -> Html | None:
    if len(attempts) < 2:
        return None
    items = []
    for attempt in attempts:
        score = f" ({attempt.score:.2f})" if attempt.score is not None else ""
        made = f"{how(attempt, labels.language)}{score}"
        items.append(tag("li", tag("b", made), " ", tag("span", attempt.text, lang=target)))
    return tag("details", tag("summary", f"{labels.attempts} ({len(attempts)})"), tag("ol", *items))


def _reasons(note: Note, labels: Labels) -> Html:
    return glue("; ", [_reason(flag, labels) for flag in note.flags])


def _reason(flag: Flag, labels: Labels) -> Html:
    found = reason(flag, labels.language)
    return inside(tag("b", labels.flags[flag.code]), f"{labels.colon}{found}" if found else None)


def _mark(mark: Mark) -> str:
    """Return an inline mark of a Markdown source; only an address of the web becomes a link, and no image is loaded."""
    if mark.kind is MarkKind.CODE:
        return tag("code", mark.text)
    if mark.kind is MarkKind.FOOTNOTE:
        return text(mark.text)
    if is_web_address(mark.target):
        return tag("a", mark.text or mark.target, href=mark.target, rel="noopener noreferrer nofollow")
    return text(f"{mark.text} ({mark.target})")
