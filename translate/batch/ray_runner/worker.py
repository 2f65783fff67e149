"""An actor: it loads its models once and translates batches of articles into rows."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from translate.batch import Outcome, Status
from translate.batch.cached_translator import error_line
from translate.batch.discovery import InputFile
from translate.batch.journal import ActorJournal
from translate.batch.ray_runner.requests import ArticleRequest
from translate.batch.ray_runner.rows import Row, key, to_table
from translate.batch.ray_runner.work import Work
from translate.batch.step import ArticleStep
from translate.batch.window import Article, article_of, open_article
from translate.errors import EmptyDocument, ReadingError
from translate.models.resolve import ModelSpec
from translate.reading import read_text
from translate.translation.setup import load_setup
from translate.writers import Output
from translate.writers.json_format import brief_object, dump, segment_object
from translate.writers.wording import grade


class Worker:
    """Translates articles into rows; each actor has one."""

    def __init__(self, work: Work, output: str, folder: str, date: str, done: frozenset[bytes]) -> None:
        """Load the models.

        Args:
            work: the options.
            output: folder for output files.
            folder: the folder that paths are relative to.
            date: of the signatures, the same for the whole job, so that repeated batches are equal.
            done: keys of the rows of earlier runs.

        Raises:
            WartaError: a model cannot be loaded.
        """
        # Without that folder tables still work; files are then reported as missing.
        with suppress(OSError):
            os.chdir(folder)
        self.work, self.output, self.done = work, Path(output), done
        self.date = date if work.job.dated else ""
        self.steps = tuple(self._steps())

    def _steps(self) -> Iterator[ArticleStep]:
        work, journal = self.work, ActorJournal(self.output)
        for target in work.targets:
            setup = load_setup(ModelSpec.of(work.model), target, fallback=work.fallback, policy=work.job.policy)
            yield ArticleStep(setup, work.job, journal, self.output)

    def __call__(self, requests: Sequence[ArticleRequest]) -> Any:
        """Return a `pyarrow.Table` of rows for requests; the failure of an article becomes a row, never an error.

        Raises:
            WritingError: the journal cannot be written.
        """
        rows: list[Row] = []
        articles: list[tuple[ArticleRequest, Article]] = []
        for request in requests:
            try:
                articles.append((request, self._read(request)))
            except Exception as error:  # any failure of an article; the others follow
                rows += [failed_row(request, target, error_line(error)) for target in self.work.targets]
        for step in self.steps:
            rows += self._translate(step, articles)
        return to_table(rows)

    def _read(self, request: ArticleRequest) -> Article:
        """Read an article.

        Raises:
            ReadingError: it cannot be read.
        """
        if request.reason:
            raise ReadingError(request.reason)
        check = self.work.job.check_language
        if request.path is not None:
            found = InputFile(Path(request.path), request.id, 0)
            files = tuple(step.pending(found, request.stem) for step in self.steps) if self.work.files else ()
            return open_article(found, files, check_language=check)
        started = time.perf_counter()
        if request.text is None:
            raise EmptyDocument(f"{request.id} has no text; expected an article in each row.")
        document = read_text(request.text, name=request.id, check_language=check)
        return article_of(InputFile(Path(request.id), request.id, 0), document, (), started)

    def _translate(self, step: ArticleStep, articles: list[tuple[ArticleRequest, Article]]) -> Iterator[Row]:
        """Yield the rows of a batch for one target, of articles without a valid row or output file."""
        settings = self.work.job.settings(step.segments.full)
        todo = [
            (request, article)
            for request, article in articles
            if key(request.id, step.target, article.document.source.sha256, settings) not in self.done
            or article.targets(step.target)
        ]
        started = time.perf_counter()
        attempts, failures = step.translate([article for _, article in todo])
        share = (time.perf_counter() - started) / (sum(len(a.document.sentences) for _, a in todo) or 1)
        ready = step.claim([article for _, article in todo], attempts)
        for request, article in todo:
            if not article.texts <= attempts.keys():
                yield failed_row(request, step.target, failures[article.found.name])
                continue
            spent = article.seconds + share * len(article.document.sentences)
            places = ready[article.found.name]
            outcome, output = step.write(article, places, attempts, date=self.date, spent=spent)
            if output:
                yield _row(request, outcome, output, settings)
            else:
                yield failed_row(request, step.target, outcome.reason)


def _row(request: ArticleRequest, outcome: Outcome, output: Output, settings: str) -> Row:
    """Return the row of an article that was translated."""
    translation, brief = output.translation, output.brief
    segments = [segment_object(index, segment) for index, segment in enumerate(translation.segments)]
    return Row(
        id=request.id,
        path=request.path,
        target=outcome.target,
        status=str(outcome.status),
        translation=translation.text,
        segments="[" + ",".join(map(dump, segments)) + "]",
        brief=dump(brief_object(brief)) if brief else None,
        flags=json.dumps(dict(outcome.flags)),
        sentences=outcome.segments,
        words=outcome.words,
        seconds=outcome.seconds,
        signature=str(translation.signature),
        grade=grade(translation.signature),
        input_sha256=translation.document.source.sha256,
        settings=settings,
    )


def failed_row(request: ArticleRequest, target: str, reason: str) -> Row:
    """Return the row of an article that failed for one target language."""
    return Row(id=request.id, path=request.path, target=target, status=str(Status.FAILED), reason=reason)
