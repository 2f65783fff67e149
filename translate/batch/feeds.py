"""Watched feeds: their articles become pages in the output folder, each fetched once.

`.warta/feeds` has a file for each feed, with the address of each item by its id.
So an item is not translated again when its address changes or a later run finds it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from translate.batch import pages
from translate.batch.discovery import InputFile, Listing
from translate.batch.journal import FOLDER
from translate.errors import DamagedFile, WartaError
from translate.reading.feed import Feed, FeedItem, fetch_feed
from translate.util.files import write_atomically
from translate.util.threads import unless_stopped

NAME = "feeds"  # the folder, below the journal's
AT_ONCE = 8  # pages fetched before the next translation
LONGEST_PAUSE = 86_400.0  # seconds; maximum pause that a feed can request


@dataclass(slots=True)
class Feeds:
    """Feeds that are polled every few minutes, and their pages."""

    addresses: Sequence[str]
    output: Path  # the output folder
    every: float = 900.0  # seconds between two requests of a feed, or more if it requests so
    allow_private: bool = False
    on_note: Callable[[str], None] = lambda line: None
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _feeds: list[_Watched] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Load the state of earlier runs.

        Raises:
            DamagedFile: a state cannot be read.
        """
        folder = self.output / FOLDER / NAME
        self._feeds = [_Watched(address, folder / f"{pages.stem(address)}.json") for address in self.addresses]
        for watched in self._feeds:
            watched.recall(self._pages)

    @property
    def _pages(self) -> Path:
        return self.output / FOLDER / pages.FOLDER

    def listing(self, stop: Callable[[], bool] = lambda: False) -> Listing:
        """Return all stored pages of the feeds, after fetching some of the missing ones.

        A feed or a page that cannot be fetched is a failure until it can; it is tried again when the feed is due again.

        Raises:
            WritingError: a page or the state cannot be stored.
        """
        for watched in self._feeds:
            if not stop() and watched.due <= self.now():
                self._poll(watched, stop)
            self._gather(watched, stop)
        files = {file.name: file for watched in self._feeds for file in watched.files.values()}
        failures = {failure: None for watched in self._feeds for failure in watched.failures}
        return Listing(tuple(files[name] for name in sorted(files)), tuple(failures))

    def _poll(self, watched: _Watched, stop: Callable[[], bool]) -> None:
        """Fetch a feed, and record its new items."""
        watched.refused = {}
        watched.failure = ""
        pause = 0.0
        try:
            feed = unless_stopped(partial(fetch_feed, watched.address, allow_private=self.allow_private), stop)
        except WartaError as error:
            watched.failure = str(error).removeprefix(f"{watched.address}: ")
        else:
            if feed is None:
                return
            pause = min(feed.pause, LONGEST_PAUSE)
            self._take(watched, feed)
        watched.due = self.now() + max(self.every, pause)

    def _take(self, watched: _Watched, feed: Feed) -> None:
        watched.files = {id: file for id, file in watched.files.items() if file.path.is_file()}
        watched.waiting = [item for item in feed.items if item.id not in watched.files]
        for line in feed.notes:
            if line not in watched.reported:
                self.on_note(line)
        watched.reported = set(feed.notes)
        if watched.waiting:
            self.on_note(f"{watched.address}: {len(watched.waiting)} new.")

    def _gather(self, watched: _Watched, stop: Callable[[], bool]) -> None:
        """Fetch the next pages of a feed."""
        taken = watched.waiting[:AT_ONCE]
        if not taken or stop():
            return
        # A known item keeps its first address; its page is fetched again only if it was deleted.
        addresses = {item.id: watched.seen.get(item.id, item.address) for item in taken}
        found = pages.gather(
            list(dict.fromkeys(addresses.values())),
            self._pages,
            allow_private=self.allow_private,
            stop=stop,
            sleep=self.sleep,
        )
        watched.refused |= dict(found.failures)
        for id, address in addresses.items():
            if page := pages.kept(self._pages, address):
                watched.files[id], watched.seen[id] = page, address
                for line in pages.page_in(page.path).notes:
                    self.on_note(line)
        watched.remember()
        done = {id for id, address in addresses.items() if id in watched.files or address in watched.refused}
        watched.waiting = [item for item in watched.waiting if item.id not in done]


@dataclass(slots=True)
class _Watched:
    """The state of a feed: its known items, and the pages still to be fetched."""

    address: str
    record: Path
    due: float = float("-inf")  # time of the next request
    seen: dict[str, str] = field(default_factory=dict)  # addresses by the ids of items
    files: dict[str, InputFile] = field(default_factory=dict)  # pages by the ids of items
    waiting: list[FeedItem] = field(default_factory=list)
    failure: str = ""  # of the feed
    refused: dict[str, str] = field(default_factory=dict)  # reasons, by the address of a page
    reported: set[str] = field(default_factory=set)  # notes already reported

    @property
    def failures(self) -> tuple[tuple[str, str], ...]:
        own = ((self.address, self.failure),) if self.failure else ()
        return (*own, *self.refused.items())

    def recall(self, folder: Path) -> None:
        """Load the state of an earlier run.

        Raises:
            DamagedFile: the state cannot be read.
        """
        try:
            record = json.loads(self.record.read_text(encoding="utf-8"))
            self.seen = {str(id): str(address) for id, address in record["items"].items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise DamagedFile(
                f"{self.record} cannot be read ({error}). Delete it: the feed's items then count as new."
            ) from error
        self.files = {id: page for id, address in self.seen.items() if (page := pages.kept(folder, address))}

    def remember(self) -> None:
        """Store the state.

        Raises:
            WritingError: it cannot be written.
        """
        self.record.parent.mkdir(parents=True, exist_ok=True)
        record = {"feed": self.address, "items": self.seen}
        write_atomically(self.record, json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8"))
