"""HTML fragments of an article for the page, made by the writer of the HTML report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from translate.document import Document, Translation
from translate.web.job import JobState, TranslationJob
from translate.web.job_queue import JobQueue
from translate.writers import Output
from translate.writers.html import report
from translate.writers.html_rows import rows, rows_of
from translate.writers.labels import Labels, labels_for
from translate.writers.notes import notes_on
from translate.writers.tags import Html, inside, tag

Json = dict[str, Any]
PENDING = "…"  # in place of an untranslated sentence


def state_object(queue: JobQueue, job: TranslationJob) -> Json:
    """Return the progress of a job."""
    sentences = job.sentences
    return {
        "id": job.id,
        "state": str(job.state),
        "place": queue.place(job),
        "done": len(sentences) - len(job.indices_of(job.missing)),
        "total": len(sentences),
        "reason": job.reason,
        "stop_asked": job.stop_asked,
        "model": job.request.model,
        "to": job.request.target,
    }


def article_object(job: TranslationJob) -> Json:
    """Return the article: the report of a finished job, else the translated part."""
    document = job.request.documents[0]
    labels = labels_for(job.request.target)
    done = job.output if job.state is JobState.DONE else None
    html = report(done) if done else unfinished(job.so_far(document), labels)
    return {"html": html, "language": labels.language} | _marks(job)


def unfinished(translation: Translation, labels: Labels) -> Html:
    """Return the article in rows, with placeholders for missing sentences."""
    document = translation.document
    kicker = f"{labels.language_name(document.language)} → {labels.language_name(translation.target)}"
    head = tag(
        "header",
        tag("p", tag("b", "Warta"), " ", kicker, class_="kicker"),
        tag("h1", document.title or _first_words(document), lang=document.language),
        class_="masthead",
    )
    output = Output(translation)
    return inside(head, tag("main", rows(output, notes_on(output), _pending(labels))))


def rows_object(job: TranslationJob, changed: frozenset[int]) -> Json:
    """Return the rows with changed sentences, by their number."""
    output = Output(job.so_far(job.request.documents[0]))
    labels = _pending(labels_for(job.request.target))
    return {"rows": rows_of(output, notes_on(output), labels, changed)} | _marks(job)


def _marks(job: TranslationJob) -> Json:
    """Return the numbers of the sentences that can be corrected, and of those with a human translation."""
    fixed = job.indices_of(job.from_memory)
    return {
        "translated": sorted(index + 1 for index in job.indices_of(frozenset(job.attempts))),
        "corrected": sorted(index + 1 for index in fixed),
    }


def _pending(labels: Labels) -> Labels:
    return replace(labels, empty=PENDING)


def _first_words(document: Document) -> str:
    words = document.sentences[0].text.split()
    return " ".join(words[:12]) + " …" * (len(words) > 12)
