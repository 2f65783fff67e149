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
    interval: float = 900.0  # seconds between two requests of a feed, or more if it requests so
    allow_private: bool = False
    on_note: Callable[[str], None] = lambda line: None
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _feeds: list[_FeedState] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Load the state of earlier runs.

        Raises:
            DamagedFile: a state cannot be read.
        """
        folder = self.output / FOLDER / NAME
        self._feeds = [_FeedState(address, folder / f"{pages.stem(address)}.json") for address in self.addresses]
        for state in self._feeds:
            state.load(self._pages)

    @property
    def _pages(self) -> Path:
        return self.output / FOLDER / pages.FOLDER

    def listing(self, stop: Callable[[], bool] = lambda: False) -> Listing:
        """Return all stored pages of the feeds, after fetching some of the missing ones.

        A feed or a page that cannot be fetched is a failure until it can; it is tried again when the feed is due again.

        Raises:
            WritingError: a page or the state cannot be stored.
        """
        for state in self._feeds:
            if not stop() and state.next_poll <= self.now():
                self._poll(state, stop)
            self._gather(state, stop)
        files = {file.name: file for state in self._feeds for file in state.files.values()}
        failures = {failure: None for state in self._feeds for failure in state.failures}
        return Listing(tuple(files[name] for name in sorted(files)), tuple(failures))

    def _poll(self, state: _FeedState, stop: Callable[[], bool]) -> None:
        """Fetch a feed, and record its new items."""
        state.refused = {}
        state.failure = ""
        pause = 0.0
        try:
            feed = unless_stopped(partial(fetch_feed, state.address, allow_private=self.allow_private), stop)
        except WartaError as error:
            state.failure = error.problem if error.subject == state.address else str(error)
        else:
            if feed is None:
                return
            pause = min(feed.pause, LONGEST_PAUSE)
            self._set_waiting(state, feed)
        state.next_poll = self.now() + max(self.interval, pause)

    def _set_waiting(self, state: _FeedState, feed: Feed) -> None:
        state.files = {id: file for id, file in state.files.items() if file.path.is_file()}
        state.waiting = [item for item in feed.items if item.id not in state.files]
        for line in feed.notes:
            if line not in state.reported:
                self.on_note(line)
        state.reported = set(feed.notes)
        if state.waiting:
            self.on_note(f"{state.address}: {len(state.waiting)} new.")

    def _gather(self, state: _FeedState, stop: Callable[[], bool]) -> None:
        """Fetch the next pages of a feed."""
        chosen = state.waiting[:AT_ONCE]
        if not chosen or stop():
            return
        # A known item keeps its first address; its page is fetched again only if it was deleted.
        addresses = {item.id: state.addresses_by_id.get(item.id, item.address) for item in chosen}
        found = pages.fetch_missing(
            list(dict.fromkeys(addresses.values())),
            self._pages,
            allow_private=self.allow_private,
            stop=stop,
            sleep=self.sleep,
        )
        state.refused |= dict(found.failures)
        for id, address in addresses.items():
            if page := pages.stored_page(self._pages, address):
                state.files[id], state.addresses_by_id[id] = page, address
                for line in pages.page_in(page.path).notes:
                    self.on_note(line)
        state.save()
        done = {id for id, address in addresses.items() if id in state.files or address in state.refused}
        state.waiting = [item for item in state.waiting if item.id not in done]


@dataclass(slots=True)
class _FeedState:
    """The state of a feed: its known items, and the pages still to be fetched."""

    address: str
    record: Path
    next_poll: float = float("-inf")  # time of the next request
    addresses_by_id: dict[str, str] = field(default_factory=dict)  # of items
    files: dict[str, InputFile] = field(default_factory=dict)  # pages by the ids of items
    waiting: list[FeedItem] = field(default_factory=list)
    failure: str = ""  # of the feed
    refused: dict[str, str] = field(default_factory=dict)  # reasons, by the address of a page
    reported: set[str] = field(default_factory=set)  # notes already reported

    @property
    def failures(self) -> tuple[tuple[str, str], ...]:
        of_feed = ((self.address, self.failure),) if self.failure else ()
        return (*of_feed, *self.refused.items())

    def load(self, folder: Path) -> None:
        """Load the state of an earlier run.

        Raises:
            DamagedFile: the state cannot be read.
        """
        try:
            record = json.loads(self.record.read_text(encoding="utf-8"))
            self.addresses_by_id = {str(id): str(address) for id, address in record["items"].items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise DamagedFile(
                f"{self.record} cannot be read ({error}). Delete it: the feed's items then count as new."
            ) from error
        stored = {id: pages.stored_page(folder, address) for id, address in self.addresses_by_id.items()}
        self.files = {id: page for id, page in stored.items() if page}

    def save(self) -> None:
        """Store the state.

        Raises:
            WritingError: it cannot be written.
        """
        self.record.parent.mkdir(parents=True, exist_ok=True)
        record = {"feed": self.address, "items": self.addresses_by_id}
        write_atomically(self.record, json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8"))
