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
from translate.batch.pages import joined
from translate.batch.report import Outcome, Progress, Status
from translate.batch.run import Batch
from translate.errors import WartaError
from translate.translation.setup import Setup

Look = dict[Path, tuple[int, int]]  # size and modification time of each file
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
    every: float = 2.0  # seconds between two polls
    stop: Callable[[], bool] = lambda: False
    on_note: Callable[[str], None] = lambda line: None  # called with one line about a failure of a run
    progress: Callable[[Progress], None] | None = None
    feeds: Feeds | None = None
    _last: Look = field(default_factory=dict)  # the files at the last complete run
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
            before = Look()
            while not self.stop():
                now = _look(listing)
                whole = {found.path for found in listing.files if found.address}
                steady = {path for path, seen in now.items() if before.get(path) == seen or self._is_old(seen)}
                steady |= whole & now.keys()
                failed = set(listing.failures)
                if any(self._last.get(path) != now[path] for path in steady) or failed - self._failed:
                    yield from self._round(listing, steady, now)
                before = now
                self._wait()
                listing = self._discover_again(listing)

    def _round(self, listing: Listing, steady: set[Path], now: Look) -> Iterator[Outcome]:
        """Run over the files that are complete; a failed run is repeated at the next poll."""
        files = tuple(found for found in listing.files if found.path in steady)
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
                if outcome.status is not Status.SKIPPED and self._is_news(outcome):
                    yield outcome
        except WartaError as error:
            self._report_once(str(error))
            return
        if batch.tally.finished:
            self._last = {path: now[path] for path in steady}
            self._failed = set(listing.failures)

    def _is_news(self, outcome: Outcome) -> bool:
        news = (outcome.path, outcome.target, outcome.reason)
        if outcome.status is not Status.FAILED:
            self._reported = {item for item in self._reported if not isinstance(item, tuple) or item[:2] != news[:2]}
            return True
        new = news not in self._reported
        self._reported.add(news)
        return new

    def _report_once(self, line: str) -> None:
        if line not in self._reported:
            self._reported.add(line)
            self.on_note(line)

    def _discover(self) -> Listing:
        here = Listing(())
        if self.paths or self.feeds is None:
            here = discover(self.paths, self.output, include=self.job.include, exclude=self.job.exclude)
        return joined(here, self.feeds.listing(self.stop)) if self.feeds is not None else here

    def _discover_again(self, last: Listing) -> Listing:
        """Return the current files, or the previous ones if the folders cannot be read, as on a disconnected drive."""
        try:
            found = self._discover()
        except WartaError as error:
            self._report_once(str(error))
            return last
        mended = dict(last.failures).keys() - dict(found.failures).keys()  # reported again if they fail again
        self._failed = {failure for failure in self._failed if failure[0] not in mended}
        self._reported = {item for item in self._reported if not isinstance(item, tuple) or item[0] not in mended}
        return found

    def _is_old(self, seen: tuple[int, int]) -> bool:
        """Return whether a file has been unchanged long enough to be complete."""
        return time.time() - seen[1] / 1e9 > 2 * self.every

    def _wait(self) -> None:
        until = time.monotonic() + self.every
        while not self.stop() and (left := until - time.monotonic()) > 0:
            time.sleep(min(STEP, left))


def _look(listing: Listing) -> Look:
    """Return the size and modification time of each file that exists."""
    seen = Look()
    for found in listing.files:
        try:
            status = found.path.stat()
        except OSError:  # it is missing at the next poll
            continue
        seen[found.path] = (status.st_size, status.st_mtime_ns)
    return seen
