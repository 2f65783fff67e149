"""One self-contained HTML file for a reader: brief, source and translation side by side, doubts, how it was made.

It has no scripts and loads nothing, and a Content-Security-Policy forbids both, so that an article cannot add them.
Links are internal; those of Markdown articles may go to the web (http, https, mailto).
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from translate.document import Brief, Fact, Kind, ModelInfo, NoticeCode, Signature, join
from translate.writers.base import Output, TextWriter, signatures
from translate.writers.html_rows import badge, doubts, rows
from translate.writers.labels import Labels, labels_for
from translate.writers.notes import (
    Note,
    as_written,
    evidence_numbers,
    facts_by_kind,
    notes_of_point,
    notes_on,
    notices,
    tally,
)
from translate.writers.tags import Html, glue, inside, tag, text
from translate.writers.wording import grade


class HtmlReport(TextWriter):
    """Writes `.html`: one page that needs no script, no network and no other file."""

    extension = "html"

    def render(self, output: Output) -> str:
        """Return the content of the file as text."""
        head = _head(_headline(output), output.translation.signature.warta)
        body = tag("body", report(output))
        language = labels_for(output.translation.target).language
        return "<!doctype html>\n" + tag("html", head, "\n", body, lang=language) + "\n"


def report(output: Output) -> Html:
    """Return the visible content: brief, source and translation side by side, flags, signature."""
    labels, notes = labels_for(output.translation.target), notes_on(output)
    main = tag(
        "main",
        _notices(output),
        None if output.brief is None else _brief(output.brief, notes, labels),
        rows(output, notes, labels),
        doubts(output, notes, labels),
        _reading(output, labels),
    )
    return inside(_masthead(output, notes, labels), _grade(output, labels), main, _foot(output, labels))


def style_sheet() -> str:
    """Return the style sheet of reports."""
    return files("translate.writers").joinpath("report.css").read_text(encoding="utf-8").replace("\r\n", "\n")


def _head(title: str, version: str) -> Html:
    style = style_sheet()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"Warta {version}"),
        tag("title", title),
        tag("style", Html(style)),
    )


def _headline(output: Output) -> str:
    """Return the title of the page: the headline of the brief, the title of the article, or the name of the file."""
    if output.brief is not None and output.brief.headline.text.strip():
        return output.brief.headline.text.strip()
    translation = output.translation
    titles = (join(segments, translation.target) for p, segments in translation.paragraphs if p.kind is Kind.TITLE)
    return next((title for title in titles if title), translation.document.title or translation.document.source.name)


def _masthead(output: Output, notes: tuple[Note, ...], labels: Labels) -> Html:
    document, target = output.translation.document, output.translation.target
    pair = f"{labels.language_name(document.language)} → {labels.language_name(target)}"
    marks = None
    if output.brief is not None:
        headline = output.brief.headline
        marks = inside(*map(badge, notes_of_point(headline, notes)), _references(headline.evidence, labels))
    about = [document.source.name if document.source.name not in ("-", "text") else ""]
    about += [f"{labels.author}{labels.colon}{document.author}" if document.author else ""]
    about += [f"{labels.published}{labels.colon}{document.date}" if document.date else ""]
    return tag(
        "header",
        tag("p", tag("b", "Warta"), " ", pair, class_="kicker"),
        tag("h1", _headline(output), marks, lang=target),
        tag("p", document.title, lang=document.language, class_="original") if document.title else None,
        tag("p", glue(" · ", [tag("span", part) for part in about if part]), class_="about") if any(about) else None,
        class_="masthead",
    )


def _grade(output: Output, labels: Labels) -> Html:
    """Return the banner with the grade and the number of flagged sentences."""
    translation = output.translation
    known = output.brief is not None and any(item.code is NoticeCode.FLAGGED for item in output.brief.notices)
    label = tag("b", grade(translation.signature, labels.language))
    return tag("p", label, None if known else f" {tally(translation, labels)}", class_="grade", role="note")


def _notices(output: Output) -> Html | None:
    lines = notices(output)
    return tag("div", *(tag("p", notice) for notice in lines), class_="notice", role="note") if lines else None


def _brief(brief: Brief, notes: tuple[Note, ...], labels: Labels) -> Html:
    items = [
        tag(
            "li",
            tag("span", point.text, lang=brief.language),
            *map(badge, notes_of_point(point, notes)),
            _references(point.evidence, labels),
        )
        for point in brief.points
    ]
    return tag(
        "section",
        tag("h2", labels.brief, id="brief"),
        tag("div", tag("ol", *items, class_="points"), _facts(brief, labels), class_="brief"),
        aria_labelledby="brief",
    )


def _facts(brief: Brief, labels: Labels) -> Html | None:
    if not brief.facts:
        return None
    groups = [
        tag("div", tag("dt", labels.fact_kinds[kind]), *(_fact(fact, brief.language, labels) for fact in facts))
        for kind, facts in facts_by_kind(brief).items()
    ]
    return tag("div", tag("h3", labels.facts), tag("dl", *groups), class_="facts")


def _fact(fact: Fact, language: str, labels: Labels) -> Html:
    element = "time" if len(fact.iso) >= len("2023-10") else "span"
    parts = [tag(element, fact.value or fact.text, lang=language, datetime=fact.iso if element == "time" else None)]
    if written := as_written(fact.text, fact.value):
        parts += [text(" "), tag("span", f"({written})", class_="as-written")]
    return tag("dd", *parts, _references(fact.evidence, labels))


def _references(evidence: tuple[int, ...], labels: Labels) -> Html | None:
    """Return a link to each segment of the evidence."""
    links = [
        tag("a", f"[{n}]", href=f"#s{n}", title=f"{labels.evidence}{labels.colon}{labels.sentence.format(n)}")
        for n in evidence_numbers(evidence)
    ]
    return inside(" ", tag("span", *links, class_="refs")) if links else None


def _reading(output: Output, labels: Labels) -> Html | None:
    remarks = output.translation.document.notes
    if not remarks:
        return None
    return tag(
        "section", tag("h2", labels.reading), tag("ul", *(tag("li", note) for note in remarks)), class_="reading"
    )


def _foot(output: Output, labels: Labels) -> Html:
    """Return the signature in full, with the licence of each model."""
    signed = signatures(output)
    rows = [row for model in dict.fromkeys(m for s in signed for m in s.models) for row in _model(model, labels)]
    rows += _facts_of_making(signed, labels)
    terms = [tag("div", tag("dt", name), tag("dd", value)) for name, value in rows if value]
    lines = [tag("p", tag("code", str(signature)), class_="signature") for signature in signed]
    return tag("footer", tag("h2", labels.made_with), tag("dl", *terms), *lines)


def _model(model: ModelInfo, labels: Labels) -> list[tuple[str, str | Html]]:
    licence: str | Html = model.licence
    if model.non_commercial:
        licence = inside(model.licence, " ", tag("strong", labels.non_commercial))
    name = f"{model.id}@{model.revision}" if model.revision else model.id
    named = f"{name} ({model.family})" if model.family else name
    return [(labels.model, named), (labels.licence, licence), (labels.prompt, model.prompt_sha256)]


def _facts_of_making(signed: tuple[Signature, ...], labels: Labels) -> list[tuple[str, str | Html]]:
    settings = dict.fromkeys(pair for signature in signed for pair in signature.settings)
    libraries = dict.fromkeys([("warta", signed[0].warta), *(pair for s in signed for pair in s.libraries)])
    last = signed[-1]
    return [
        (labels.decoding, last.decoding),
        (labels.settings, ", ".join(f"{name}{labels.colon}{value}" for name, value in settings)),
        (labels.libraries, ", ".join(f"{name} {value}" for name, value in libraries)),
        (labels.input, last.input_sha256),
        (labels.date, last.date),
    ]
