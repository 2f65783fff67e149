"""A run over many files: resumable, and safe against being killed at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from translate.batch import outputs
from translate.batch.cached_translator import Attempts, CachedTranslator, reason_of
from translate.batch.discovery import InputFile, Listing
from translate.batch.job import Job
from translate.batch.journal import FOLDER, Journal, OutputRecord
from translate.batch.memory import Memory
from translate.batch.naming import stems
from translate.batch.outputs import OutputTarget, PendingOutputs, due
from translate.batch.report import NAME, Outcome, Progress, Status, Tally, Terms, counted, terms_of, to_json
from translate.batch.window import Article, Window, open_article
from translate.document import Translation
from translate.errors import UsageError, WritingError
from translate.models.engines.base import Engine
from translate.translation.pipeline import assemble
from translate.util.files import locked, write_atomically


class Batch:
    """One run over many files; `translate_files` is this with less to say."""

    def __init__(
        self,
        listing: Listing,
        output: Path,
        engines: Sequence[Engine],
        job: Job,
        *,
        memory: Memory | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        """Name the outputs; nothing is written yet.

        Args:
            listing: the files, as `discover` gives them.
            output: folder for the outputs, the journal and `report.json`; made if it is not there.
            engines: one for each target language.
            job: what is asked.
            memory: translations of other runs, used and added to.
            progress: called after each batch of sentences and each file.
            stop: asked before each file and each batch of sentences; True ends the run, which can be taken up again.

        Raises:
            UsageError: there is no engine, or two have one target.
        """
        self.targets = tuple(engine.target for engine in engines)
        if not engines or len(set(self.targets)) < len(engines):
            raise UsageError(f"Target languages {', '.join(self.targets) or '(none)'}: expected some, each once.")
        self.output, self.engines, self.job, self.memory = output, tuple(engines), job, memory
        self.listing = listing
        self.outcomes: list[Outcome] = []
        self._stems = stems(found.name for found in self.listing.files)
        self._progress, self._asked_to_stop, self._on_note = progress, stop or (lambda: False), on_note
        self._segments: tuple[CachedTranslator, ...] = ()
        self._failures = 0
        self._finished_bytes, self._bytes = 0.0, sum(found.size for found in self.listing.files)
        self._share = 0.0
        self._started = time.perf_counter()

    def run(self) -> Iterator[Outcome]:
        """Do the work and yield what became of each file for each target; `report.json` is written at the end.

        Raises:
            WritingError: another process works in the output folder, or the journal cannot be written.
        """
        self._started = time.perf_counter()
        with locked(self.output / FOLDER / "lock", seconds=0, on_wait=self._refuse), self._journal() as journal:
            outputs.clear_leftovers(self.output, tuple(self._stems.values()))
            self._segments = tuple(CachedTranslator(e, self.job.policy, journal, self.memory) for e in self.engines)
            try:
                yield from self._work(journal)
            except BaseException:
                with suppress(WritingError):  # the error that ended the run is the one to be told
                    self._write_report()
                raise
            self._write_report()

    def _journal(self) -> Journal:
        return Journal(self.output, on_note=self._on_note)

    @property
    def tally(self) -> Tally:
        """The sums so far."""
        outcomes, segments = self.outcomes, self._segments
        return Tally(
            statuses=tuple((str(status), sum(o.status is status for o in outcomes)) for status in Status),
            not_reached=self._files * len(self.targets) - len(outcomes),
            segments=sum(outcome.segments for outcome in outcomes),
            words=sum(outcome.words for outcome in outcomes),
            translated=sum(s.translated for s in segments),
            known=sum(s.known for s in segments),
            remembered=sum(s.remembered for s in segments),
            imported=sum(s.imported for s in segments),
            flags=counted(code for o in outcomes for code, times in o.flags for _ in range(times)),
            terms=sum((outcome.terms for outcome in outcomes), Terms()),
        )

    @property
    def _files(self) -> int:
        return len(self.listing.files) + len(self.listing.failures)

    def _work(self, journal: Journal) -> Iterator[Outcome]:
        for path, reason in self.listing.failures:
            for target in self.targets:
                yield self._ended(Outcome(path, target, Status.FAILED, f"{path}: {reason}"))
        settings = {s.engine.target: self.job.settings(s.basis) for s in self._segments}
        window = Window()
        for found in self.listing.files:
            if self._asked_to_stop() or (self._failures and self.job.stop_on_error):
                break
            stem = self._stems[found.name]
            todo = [
                due(found, stem, target, self.output, self.job, journal, settings[target], segments.choices)
                for target, segments in zip(self.targets, self._segments, strict=True)
            ]
            for one in todo:
                if not one.places:
                    yield self._ended(_skipped(found, one), found)
            yield from self._read(found, tuple(one for one in todo if one.places), window)
            if window.full:
                yield from self._finish(window, journal, settings)
                window = Window()
        # Also after a failure: what was read before it must get done, or a second run would come no further.
        yield from self._finish(window, journal, settings)

    def _read(self, found: InputFile, todo: tuple[PendingOutputs, ...], window: Window) -> Iterator[Outcome]:
        """Read a file into the window; yield its failures if it cannot be read."""
        if not todo:
            return
        try:
            window.add(open_article(found, todo, check_language=self.job.check_language))
        except Exception as error:  # a file can be broken in ways nobody thought of; the others go on
            for one in todo:
                yield self._ended(Outcome(str(found.path), one.target, Status.FAILED, reason_of(error)), found)

    def _finish(self, window: Window, journal: Journal, settings: Mapping[str, str]) -> Iterator[Outcome]:
        """Translate the articles of a window and write their outputs."""
        failures_before = self._failures
        for segments in self._segments:
            target = segments.engine.target
            articles = [article for article in window.articles if article.due(target)]
            started = time.perf_counter()
            attempts, failures = self._translate(articles, segments, window.bytes)
            share = (time.perf_counter() - started) / (sum(len(a.document.sentences) for a in articles) or 1)
            ready = {
                article.found.name: self._still_due(article, segments, attempts, journal)
                for article in articles
                if article.texts <= attempts.keys()
            }
            # Taken back before the first is written: what a kill leaves half done must not count.
            journal.claim(place.name for places in ready.values() for place in places if not place.foreign)
            for article in articles:
                if self._failures > failures_before and self.job.stop_on_error:
                    return
                found = article.found
                if found.name in failures:
                    reason = failures[found.name]
                    yield self._ended(Outcome(str(found.path), target, Status.FAILED, reason), found)
                elif places := ready.get(found.name):
                    spent = article.seconds + share * len(article.document.sentences)
                    outcome = self._write(article, places, segments, attempts, journal, settings[target], spent)
                    yield self._ended(outcome, found)
                elif found.name in ready:
                    yield self._ended(_skipped(found, article.asked(target)), found)

    def _still_due(
        self, article: Article, segments: CachedTranslator, attempts: Attempts, journal: Journal
    ) -> tuple[OutputTarget, ...]:
        """Return outputs to write; of the others the journal notes that the choices of now leave them as they are."""
        places = article.due(segments.engine.target)
        still = outputs.still_due(places, segments.touched(article.texts, attempts))
        choices = segments.settled(article.texts, attempts)
        journal.record(replace(p.known, choices=choices) for p in places if p.known and p not in still)
        return still

    def _translate(
        self, articles: Sequence[Article], segments: CachedTranslator, size: int
    ) -> tuple[Attempts, dict[str, str]]:
        """Return attempts at all texts of files of `size` bytes, and by name why an article could not be translated.

        When the engine fails at the texts of all articles, each article is tried alone: one must not fail the others.
        """
        texts = {text for article in articles for text in article.texts}
        attempts = segments.look_up(texts)
        known = len(attempts)

        def on_step() -> None:
            done = (len(attempts) - known) / max(1, len(texts) - known)
            self._tell(size * done / len(self.engines))

        def translate(some: Iterable[str]) -> str:
            return segments.translate(
                [text for text in some if text not in attempts], attempts, on_step=on_step, stop=self._asked_to_stop
            )

        if not translate(texts):
            return attempts, {}
        return attempts, {a.found.name: reason for a in articles if (reason := translate(a.texts))}

    def _write(
        self,
        article: Article,
        places: tuple[OutputTarget, ...],
        segments: CachedTranslator,
        attempts: Attempts,
        journal: Journal,
        setting: str,
        spent: float,
    ) -> Outcome:
        """Write the outputs of one article for one target, and give what became of it."""
        started = time.perf_counter()
        document, target = article.document, segments.engine.target
        name = str(article.found.path)
        try:
            signature = segments.signed(document, datetime.now(UTC).date().isoformat() if self.job.dated else "")
            translation = Translation(document, target, assemble(document.sentences, attempts), signature)
            outputs.write(places, translation, self.job)
        except Exception as error:
            return Outcome(name, target, Status.FAILED, reason_of(error), notes=document.notes)
        codes = (str(code) for s in translation.segments for code in {flag.code for flag in s.flags})
        counts = (len(translation.segments), article.words, counted(codes))
        terms = terms_of(translation, self.job.policy.terms)
        choices = segments.settled(article.texts, attempts), segments.touched(article.texts, attempts)
        record = OutputRecord("", article.found.name, document.source.sha256, setting, *counts, *choices)
        record = replace(record, terms=terms.found, kept=terms.kept)
        journal.record(replace(record, output=place.name) for place in places)
        status = Status.FLAGGED if translation.flagged else Status.DONE
        spent += time.perf_counter() - started
        return Outcome(name, target, status, "", article.paths(target), *counts, terms, spent, document.notes)

    def _ended(self, outcome: Outcome, found: InputFile | None = None) -> Outcome:
        """Note that a file has an outcome."""
        self.outcomes.append(outcome)
        self._failures += outcome.status is Status.FAILED
        self._finished_bytes += found.size / len(self.targets) if found else 0
        self._tell(0)
        return outcome

    def _tell(self, bytes_of_window: float) -> None:
        if self._progress is not None:
            share = min(1.0, (self._finished_bytes + bytes_of_window) / max(1, self._bytes))
            self._share = max(self._share, share)  # files of a window end after their sentences were counted
            translated = sum(segments.translated for segments in self._segments)
            files = len(self.outcomes) // len(self.targets)
            self._progress(Progress(files, self._files, self._share, translated, time.perf_counter() - self._started))

    def _write_report(self) -> None:
        write_atomically(self.output / NAME, to_json(self.outcomes, self.tally, self.targets, self.job.formats))

    def _refuse(self) -> None:
        raise WritingError(
            f"{self.output}: another `warta batch` is working in this folder. Wait until it ends, or name another "
            "folder with -o."
        )


def _skipped(found: InputFile, done: PendingOutputs) -> Outcome:
    known = done.record or OutputRecord("")
    counts = (known.segments, known.words, known.flags, Terms(known.terms, known.kept))
    return Outcome(str(found.path), done.target, Status.SKIPPED, "", done.paths, *counts)
