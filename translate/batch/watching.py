"""Watch folders and feeds: a batch run whenever files are new or have changed.

Each run is a `Batch` over all files, so that outputs have the same names and journal as those of `warta batch`. Polling
times and sizes also works on network drives, which do not report changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate.batch.discovery import Listing, discover
from translate.batch.feeds import Feeds
from translate.batch.job import Job
from translate.batch.journal import FolderLock
from translate.batch.memory import Memory
from translate.batch.pages import union
from translate.batch.report import Outcome, Progress, Status
from translate.batch.run import Batch
from translate.errors import WartaError
from translate.translation.setup import Setup

FileStates = dict[Path, tuple[int, int]]  # size and modification time of each file
STEP = 0.2  # seconds after which a stop is noticed
WATCH_LOCK = FolderLock("watch.lock", "another `warta watch` writes to this folder. End it first, or name")


@dataclass(slots=True)
class Watch:
    """Polls folders every few seconds, and feeds every few minutes."""

    paths: Sequence[Path]
    output: Path
    setups: Sequence[Setup]
    job: Job
    memory: Memory | None = None
    interval: float = 2.0  # seconds between two polls
    stop: Callable[[], bool] = lambda: False
    on_note: Callable[[str], None] = lambda line: None  # called with one line about a failure of a run
    progress: Callable[[Progress], None] | None = None
    feeds: Feeds | None = None
    _last: FileStates = field(default_factory=dict)  # the files at the last complete run
    _failed: set[tuple[str, str]] = field(default_factory=set)  # (path, reason) of failures of the last discovery
    _reported: set[object] = field(default_factory=set)  # failures already reported

    def run(self) -> Iterator[Outcome]:
        """Run until `stop` returns True; yield the outcome of each new or changed file for each target.

        A failed file is yielded once, and tried again after each change; no failure ends the watch.

        Raises:
            MissingFile: a path does not exist at the beginning.
            UsageError: the output folder contains an input folder, or two files have the same name, at the beginning.
            WritingError: another process watches with this output folder.
        """
        with WATCH_LOCK.hold(self.output):
            listing = self._discover()
            before = FileStates()
            while not self.stop():
                now = _file_states(listing)
                pages = {found.path for found in listing.files if found.address}
                complete = pages & now.keys()
                complete |= {path for path, state in now.items() if before.get(path) == state or self._is_old(state)}
                failed = set(listing.failures)
                if any(self._last.get(path) != now[path] for path in complete) or failed - self._failed:
                    yield from self._run_once(listing, complete, now)
                before = now
                self._wait()
                listing = self._discover_again(listing)

    def _run_once(self, listing: Listing, complete: set[Path], now: FileStates) -> Iterator[Outcome]:
        """Run a batch over the complete files; a failed run is repeated at the next poll."""
        files = tuple(found for found in listing.files if found.path in complete)
        chosen = replace(listing, files=files)
        try:
            batch = Batch(
                chosen,
                self.output,
                self.setups,
                self.job,
                memory=self.memory,
                progress=self.progress,
                stop=self.stop,
                on_note=self.on_note,
            )
            for outcome in batch.run():
                if outcome.status is not Status.SKIPPED and self._is_new(outcome):
                    yield outcome
        except WartaError as error:
            self._report_once(str(error))
            return
        if batch.tally.finished:
            self._last = {path: now[path] for path in complete}
            self._failed = set(listing.failures)

    def _is_new(self, outcome: Outcome) -> bool:
        failure = (outcome.path, outcome.target, outcome.reason)
        if outcome.status is not Status.FAILED:
            self._reported = {item for item in self._reported if not isinstance(item, tuple) or item[:2] != failure[:2]}
            return True
        is_new = failure not in self._reported
        self._reported.add(failure)
        return is_new

    def _report_once(self, line: str) -> None:
        if line not in self._reported:
            self._reported.add(line)
            self.on_note(line)

    def _discover(self) -> Listing:
        listing = Listing(())
        if self.paths or self.feeds is None:
            listing = discover(self.paths, self.output, include=self.job.include, exclude=self.job.exclude)
        return union(listing, self.feeds.listing(self.stop)) if self.feeds is not None else listing

    def _discover_again(self, last: Listing) -> Listing:
        """Return the current files, or the previous ones if the folders cannot be read, as on a disconnected drive."""
        try:
            found = self._discover()
        except WartaError as error:
            self._report_once(str(error))
            return last
        recovered = dict(last.failures).keys() - dict(found.failures).keys()  # reported again if they fail again
        self._failed = {failure for failure in self._failed if failure[0] not in recovered}
        self._reported = {item for item in self._reported if not isinstance(item, tuple) or item[0] not in recovered}
        return found

    def _is_old(self, state: tuple[int, int]) -> bool:
        """Return whether a file has been unchanged long enough to be complete."""
        return time.time() - state[1] / 1e9 > 2 * self.interval

    def _wait(self) -> None:
        until = time.monotonic() + self.interval
        while not self.stop() and (remaining := until - time.monotonic()) > 0:
            time.sleep(min(STEP, remaining))


def _file_states(listing: Listing) -> FileStates:
    """Return the size and modification time of each file that exists."""
    states = FileStates()
    for found in listing.files:
        try:
            status = found.path.stat()
        except OSError:  # it is missing at the next poll
            continue
        states[found.path] = (status.st_size, status.st_mtime_ns)
    return states
