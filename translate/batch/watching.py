"""Watch folders and feeds: a batch run whenever files are new or have changed.

Each run is that of `Batch` over all that is there, so that outputs have the same names and the same journal as those of
`warta batch`. Looking at times and sizes again and again works on network drives, too, which tell of no changes.
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

Look = dict[Path, tuple[int, int]]  # size and time of change of each file
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
    every: float = 2.0  # seconds between two looks
    stop: Callable[[], bool] = lambda: False
    on_note: Callable[[str], None] = lambda line: None  # hears in one line of what keeps a run from its work
    progress: Callable[[Progress], None] | None = None
    feeds: Feeds | None = None
    _last: Look = field(default_factory=dict)  # as the last run saw the files
    _failed: set[tuple[str, str]] = field(default_factory=set)  # (path, reason) of what the last run could not find
    _reported: set[object] = field(default_factory=set)  # of failures, so that each is told once

    def run(self) -> Iterator[Outcome]:
        """Do the work until `stop` says so; yield what became of each new or changed file for each target.

        A file that fails is yielded once, and tried again with each change; nothing that fails ends the watch.

        Raises:
            MissingFile: a path is not there at the beginning.
            UsageError: the output folder holds an input folder, or two files have one name, at the beginning.
            WritingError: another process watches for this output folder.
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
        """Run over the files that nobody is writing to; a run that fails is done again at the next look."""
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
        """Return what is there now; what was there before where the folders cannot be read, as on a lost drive."""
        try:
            found = self._discover()
        except WartaError as error:
            self._report_once(str(error))
            return last
        mended = dict(last.failures).keys() - dict(found.failures).keys()  # if they fail again, that is told again
        self._failed = {failure for failure in self._failed if failure[0] not in mended}
        self._reported = {item for item in self._reported if not isinstance(item, tuple) or item[0] not in mended}
        return found

    def _is_old(self, seen: tuple[int, int]) -> bool:
        """Return whether a file has not changed for so long that it is complete."""
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
        except OSError:  # the next look no longer finds it
            continue
        seen[found.path] = (status.st_size, status.st_mtime_ns)
    return seen
