"""A batch run, resumable after a kill at any moment."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from translate.batch import outputs
from translate.batch.cached_translator import error_line
from translate.batch.discovery import InputFile, Listing
from translate.batch.job import Job
from translate.batch.journal import RUN_LOCK, Journal, OutputRecord
from translate.batch.memory import Memory
from translate.batch.naming import stems
from translate.batch.outputs import PendingOutputs
from translate.batch.report import NAME, Outcome, Progress, Status, Tally, TermCounts, by_count, to_json
from translate.batch.step import ArticleStep
from translate.batch.window import Window, open_article
from translate.errors import UsageError, WritingError
from translate.models.engines.base import prepare
from translate.translation.setup import Setup
from translate.util.files import write_atomically

AT_ONCE = 100  # files whose records are looked up together


class Batch:
    """One run over many files; `translate_files` is the simpler interface to it."""

    def __init__(
        self,
        listing: Listing,
        output: Path,
        setups: Sequence[Setup],
        job: Job,
        *,
        memory: Memory | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        """Determine the names of the outputs; nothing is written yet.

        Args:
            listing: the files, from `discover`.
            output: folder for the outputs, the journal and `report.json`; made if missing.
            setups: one for each target language.
            job: formats, brief, decoding and all other options.
            memory: translations of other runs, used and extended.
            progress: called after each batch of sentences and each file.
            stop: called before each file and each batch of sentences; True ends the run, which can be resumed.

        Raises:
            UsageError: there is no engine, or two have the same target.
        """
        self.targets = tuple(setup.engine.target for setup in setups)
        if not setups or len(set(self.targets)) < len(setups):
            raise UsageError(f"Target languages {', '.join(self.targets) or '(none)'}: expected some, each once.")
        self.output, self.setups, self.job, self.memory = output, tuple(setups), job, memory
        self.listing = listing
        self.outcomes: list[Outcome] = []
        self._stems = stems(found.name for found in self.listing.files)
        self._progress, self._asked_to_stop, self._on_note = progress, stop or (lambda: False), on_note
        self._steps: tuple[ArticleStep, ...] = ()
        self._failures = 0
        self._finished_bytes, self._bytes = 0.0, sum(found.size for found in self.listing.files)
        self._share = 0.0
        self._started = time.perf_counter()

    def run(self) -> Iterator[Outcome]:
        """Do the work and yield the outcome of each file for each target; `report.json` is written at the end.

        Raises:
            WritingError: another process works in the output folder, or the journal cannot be written.
        """
        self._started = time.perf_counter()
        with RUN_LOCK.hold(self.output), Journal(self.output, on_note=self._on_note) as journal:
            outputs.clear_leftovers(self.output, tuple(self._stems.values()))
            self._steps = tuple(
                ArticleStep(setup, self.job, journal, self.output, memory=self.memory) for setup in self.setups
            )
            try:
                yield from self._work()
            except BaseException:
                with suppress(WritingError):  # the first error is reported
                    self._write_report()
                raise
            self._write_report()

    @property
    def tally(self) -> Tally:
        """The sums so far."""
        outcomes, segments = self.outcomes, [step.segments for step in self._steps]
        statuses, flags = Counter(outcome.status for outcome in outcomes), Counter[str]()
        for outcome in outcomes:
            for code, times in outcome.flags:
                flags[code] += times
        return Tally(
            statuses=tuple((str(status), statuses[status]) for status in Status),
            not_reached=self._files * len(self.targets) - len(outcomes),
            segments=sum(outcome.segments for outcome in outcomes),
            words=sum(outcome.words for outcome in outcomes),
            translated=sum(s.translated for s in segments),
            known=sum(s.known for s in segments),
            remembered=sum(s.remembered for s in segments),
            imported=sum(s.imported for s in segments),
            flags=by_count(flags),
            terms=TermCounts(sum(o.terms.found for o in outcomes), sum(o.terms.kept for o in outcomes)),
        )

    @property
    def _files(self) -> int:
        return len(self.listing.files) + len(self.listing.failures)

    def _work(self) -> Iterator[Outcome]:
        self._report_progress(0)  # the totals, before the first sentence
        for path, reason in self.listing.failures:
            for target in self.targets:
                yield self._ended(Outcome(path, target, Status.FAILED, f"{path}: {reason}"))
        window = Window()
        for found, recorded in self._files_with_records():
            if self._asked_to_stop() or (self._failures and self.job.stop_on_error):
                break
            todo = [
                step.pending(found, self._stems[found.name], records)
                for step, records in zip(self._steps, recorded, strict=True)
            ]
            for pending in todo:
                if not pending.places:
                    yield self._ended(_skipped(found, pending), found)
            yield from self._read(found, tuple(pending for pending in todo if pending.places), window)
            if window.full:
                yield from self._finish(window)
                window = Window()
        # Also after a failure: articles read before it must be finished, or a second run would fail at the same point.
        yield from self._finish(window)

    def _files_with_records(self) -> Iterator[tuple[InputFile, list[dict[str, OutputRecord]]]]:
        """Yield each file with the records of its outputs for each target, looked up for many files at once."""
        for first in range(0, len(self.listing.files), AT_ONCE):
            files = self.listing.files[first : first + AT_ONCE]
            recorded = [step.recorded(self._stems[found.name] for found in files) for step in self._steps]
            for found in files:
                yield found, recorded

    def _read(self, found: InputFile, todo: tuple[PendingOutputs, ...], window: Window) -> Iterator[Outcome]:
        """Read a file into the window; yield failed outcomes if it cannot be read."""
        if not todo:
            return
        try:
            window.add(open_article(found, todo, check_language=self.job.check_language))
        except Exception as error:  # any failure of a file; the others follow
            for pending in todo:
                yield self._ended(Outcome(found.source, pending.target, Status.FAILED, error_line(error)), found)
        else:
            step = next(step for step in self._steps if step.target == todo[0].target)
            prepare(step.segments.engine, window.sentences)  # while other files are read

    def _finish(self, window: Window) -> Iterator[Outcome]:
        """Translate the articles of a window and write their outputs."""
        failures_before = self._failures
        for step in self._steps:
            articles = [article for article in window.articles if article.targets(step.target)]
            started = time.perf_counter()
            attempts, failures = step.translate(
                articles,
                on_step=lambda share: self._report_progress(window.bytes * share / len(self._steps)),
                stop=self._asked_to_stop,
            )
            share = (time.perf_counter() - started) / (sum(len(a.document.sentences) for a in articles) or 1)
            ready = step.claim(articles, attempts)
            date = datetime.now(UTC).date().isoformat() if self.job.dated else ""
            for article in articles:
                if self._failures > failures_before and self.job.stop_on_error:
                    return
                found = article.found
                if reason := failures.get(found.name):
                    yield self._ended(Outcome(found.source, step.target, Status.FAILED, reason), found)
                elif places := ready.get(found.name):
                    spent = article.seconds + share * len(article.document.sentences)
                    outcome, _ = step.write(article, places, attempts, date=date, spent=spent)
                    yield self._ended(outcome, found)
                elif found.name in ready:
                    yield self._ended(_skipped(found, article.pending(step.target)), found)

    def _ended(self, outcome: Outcome, found: InputFile | None = None) -> Outcome:
        """Record the outcome of a file."""
        self.outcomes.append(outcome)
        self._failures += outcome.status is Status.FAILED
        self._finished_bytes += found.size / len(self.targets) if found else 0
        self._report_progress(0)
        return outcome

    def _report_progress(self, bytes_of_window: float) -> None:
        if self._progress is not None:
            share = min(1.0, (self._finished_bytes + bytes_of_window) / max(1, self._bytes))
            self._share = max(self._share, share)  # the sentences of a window are counted before its files
            translated = sum(step.segments.translated for step in self._steps)
            files = len(self.outcomes) // len(self.targets)
            self._progress(Progress(files, self._files, self._share, translated, time.perf_counter() - self._started))

    def _write_report(self) -> None:
        write_atomically(self.output / NAME, to_json(self.outcomes, self.tally, self.targets, self.job.formats))


def _skipped(found: InputFile, done: PendingOutputs) -> Outcome:
    known = done.record or OutputRecord("")
    counts = (known.segments, known.words, known.flags, TermCounts(known.terms, known.kept))
    return Outcome(found.source, done.target, Status.SKIPPED, "", done.paths, *counts)
