"""An actor: it loads its models once and makes rows of batches of articles."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from translate.batch import Status
from translate.batch.cached_translator import Attempts, reason_of
from translate.batch.discovery import InputFile
from translate.batch.outputs import OutputTarget, brief_of, write_output
from translate.batch.ray_runner.rows import Row, key, to_table
from translate.batch.ray_runner.work import Work
from translate.batch.report import counted
from translate.batch.window import Article, article_of, open_article
from translate.document import Document, Signature, Translation
from translate.errors import EmptyDocument, ReadingError, WartaError
from translate.models.engines import load_engine, with_fallback
from translate.models.engines.base import Engine
from translate.reading import read_text
from translate.translation.pipeline import assemble, sign, translate_texts
from translate.writers import Output
from translate.writers.json_format import brief_object, dump, segment_object


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """An article to translate: a file, a text, or a path that could not be looked at."""

    id: str
    path: str | None = None
    stem: str = ""  # of its output files
    text: str | None = None
    reason: str = ""  # why it cannot be read, if that is known


@dataclass(frozen=True, slots=True)
class Maker:
    """A loaded model with what it signs."""

    engine: Engine
    signature: Signature
    settings: str  # SHA-256


class Worker:
    """Makes rows of orders; Ray keeps one in each actor, and makes it anew where the actor died."""

    def __init__(self, work: Work, output: str, folder: str, date: str, done: frozenset[bytes]) -> None:
        """Load the models.

        Args:
            work: what is asked.
            output: folder for output files.
            folder: the folder that paths are relative to.
            date: of the signatures, one for the whole job: a batch that is done again says the same.
            done: keys of the rows that earlier runs made.

        A model that cannot be loaded is told by the first batch: Ray would try again, and print each time.
        """
        # A machine without that folder still does tables, and names of models; a file is then told to be not there.
        with suppress(OSError):
            os.chdir(folder)
        self.work, self.output, self.date, self.done = work, Path(output), date, done
        self.makers: tuple[Maker, ...] = ()
        self.broken: WartaError | None = None
        try:
            self.makers = tuple(self._maker(target) for target in work.targets)
        except WartaError as error:
            self.broken = error

    def _maker(self, target: str) -> Maker:
        work = self.work
        shared: dict[str, Any] = {
            "allow_pickle": work.allow_pickle,
            "prompts": work.prompts,
            "runtime": work.runtime,
        }
        engine = load_engine(
            work.model, target=target, family=work.family, revision=work.revision, offline=work.offline, **shared
        )
        engine = with_fallback(engine, work.fallback, **shared)
        signature = sign(Document("", ()), engine, work.job.policy, "")
        return Maker(engine, signature, work.job.settings(signature))

    def __call__(self, orders: Any) -> Any:
        """Return a table of rows for a table of orders; what is wrong with an article becomes a row, never an error.

        Raises:
            WartaError: a model could not be loaded.
        """
        if self.broken:
            raise self.broken
        rows: list[Row] = []
        articles: list[tuple[ArticleRequest, Article]] = []
        for order in _orders(orders):
            try:
                articles.append((order, self._read(order)))
            except Exception as error:  # an article can be broken in ways nobody thought of; the others go on
                rows += [_failed(order, target, reason_of(error)) for target in self.work.targets]
        for maker in self.makers:
            rows += self._translate(maker, articles)
        return to_table(rows)

    def _read(self, order: ArticleRequest) -> Article:
        """Read an article.

        Raises:
            ReadingError: it cannot be read.
        """
        if order.reason:
            raise ReadingError(order.reason)
        check = self.work.job.check_language
        if order.path is not None:
            return open_article(InputFile(Path(order.path), order.id, 0), (), check_language=check)
        started = time.perf_counter()
        if order.text is None:
            raise EmptyDocument(f"{order.id} has no text; expected an article in each row.")
        document = read_text(order.text, name=order.id, check_language=check)
        return article_of(InputFile(Path(order.id), order.id, 0), document, (), started)

    def _translate(self, maker: Maker, articles: list[tuple[ArticleRequest, Article]]) -> Iterator[Row]:
        """Yield the rows of a batch for one target; articles are tried alone where the engine fails at all together."""
        todo = [(order, article) for order, article in articles if self._due(maker, order, article)]
        started = time.perf_counter()
        together, _ = self._attempts(maker, frozenset().union(*(article.texts for _, article in todo)))
        share = (time.perf_counter() - started) / (sum(len(a.document.sentences) for _, a in todo) or 1)
        for order, article in todo:
            started = time.perf_counter() - article.seconds - share * len(article.document.sentences)
            attempts, reason = (together, "") if together is not None else self._attempts(maker, article.texts)
            if attempts is None:
                yield _failed(order, maker.engine.target, reason)
                continue
            try:
                yield self._row(maker, order, article, attempts, started)
            except Exception as error:
                yield _failed(order, maker.engine.target, reason_of(error))

    def _attempts(self, maker: Maker, texts: frozenset[str]) -> tuple[Attempts | None, str]:
        """Return the attempts at texts; None and the reason if the engine fails."""
        try:
            return dict(translate_texts(texts, maker.engine, self.work.job.policy)), ""
        except Exception as error:  # whatever a model dies of, the other articles go on
            return None, reason_of(error)

    def _due(self, maker: Maker, order: ArticleRequest, article: Article) -> bool:
        """Return whether an article has no row of an earlier run, or lacks a file that was asked for."""
        made = key(order.id, maker.engine.target, article.document.source.sha256, maker.settings)
        return made not in self.done or not all(p.path.is_file() for p in self._places(maker, order))

    def _places(self, maker: Maker, order: ArticleRequest) -> tuple[OutputTarget, ...]:
        if not self.work.files:
            return ()
        names = [(f"{order.stem}.{maker.engine.target}.{format}", format) for format in self.work.job.formats]
        return tuple(
            OutputTarget(name, path, format, foreign=not self.work.job.overwrite and os.path.lexists(path))
            for name, format in names
            for path in [self.output / name]
        )

    def _row(self, maker: Maker, order: ArticleRequest, article: Article, attempts: Attempts, started: float) -> Row:
        """Put one article together, write its files, and give its row."""
        document, engine = article.document, maker.engine
        date = self.date if self.work.job.dated else ""
        signature = replace(maker.signature, input_sha256=document.source.sha256, date=date)
        translation = Translation(document, engine.target, assemble(document.sentences, attempts), signature)
        brief = brief_of(translation, self.work.job)
        write_output(self._places(maker, order), Output(translation, brief))
        segments = [segment_object(index, segment) for index, segment in enumerate(translation.segments)]
        codes = (str(code) for s in translation.segments for code in {flag.code for flag in s.flags})
        return Row(
            id=order.id,
            path=order.path,
            target=engine.target,
            status=str(Status.FLAGGED if translation.flagged else Status.DONE),
            translation=translation.text,
            segments="[" + ",".join(map(dump, segments)) + "]",
            brief=dump(brief_object(brief)) if brief else None,
            flags=json.dumps(dict(counted(codes))),
            sentences=len(segments),
            words=article.words,
            seconds=time.perf_counter() - started,
            signature=str(signature),
            input_sha256=document.source.sha256,
            settings=maker.settings,
        )


def _orders(table: Any) -> Iterator[ArticleRequest]:
    """Yield the rows of a `pyarrow.Table`; an id may be a number."""
    for record in table.to_pylist():
        yield ArticleRequest(**record | {"id": "" if record["id"] is None else str(record["id"])})


def _failed(order: ArticleRequest, target: str, reason: str) -> Row:
    return Row(id=order.id, path=order.path, target=target, status=str(Status.FAILED), reason=reason)
