"""`warta watch`: translate articles of folders and feeds as they arrive."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from translate.cli.folders import FolderRequest, load_run
from translate.cli.stderr import complain, note
from translate.cli.stopping import stop_on_signal
from translate.document.display import counted
from translate.errors import UsageError
from translate.util.web import is_address

if TYPE_CHECKING:
    from translate.batch import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRequest(FolderRequest):
    """Arguments and options of `warta watch`."""

    feed: list[str] | None = None
    feed_every: float = 900.0
    every: float = 2.0


def watch(request: WatchRequest) -> None:
    """Translate articles as they arrive in a folder or a feed, until Ctrl-C; a failed one is named in a line."""
    job = request.checked_job()
    # Heavy modules are imported only after the request is validated.
    from translate.batch import Status
    from translate.batch.discovery import discover
    from translate.batch.feeds import Feeds
    from translate.batch.watching import WATCH_LOCK, Watch

    paths, addresses = request.paths or [], _feeds(request)
    if paths or not addresses:
        discover(paths, request.output, include=job.include, exclude=job.exclude)  # wrong paths are reported first
    WATCH_LOCK.check(request.output)
    tell = partial(note, quiet=request.quiet)
    with ExitStack() as stack:
        job, memory, setups = load_run(request, job, stack, tell)
        stop = stack.enter_context(stop_on_signal())
        feeds = Feeds(addresses, request.output, request.feed_every, request.allow_private, on_note=tell)
        tell(f"watching {' and '.join(map(str, (*paths, *addresses)))}; Ctrl-C ends it.")
        watcher = Watch(paths, request.output, setups, job, memory, request.every, stop=stop, on_note=complain)
        watcher.feeds = feeds if addresses else None
        done, failures = 0, set[str]()
        for outcome in watcher.run():
            if outcome.status is not Status.FAILED:
                done += 1
                tell(_line(outcome))
            elif outcome.reason not in failures:  # an unreadable file fails for each target
                failures.add(outcome.reason)
                complain(outcome.reason)
    counts = f"{counted(done, 'translation')} made, {counted(len(failures), 'failure')}"
    tell(f"stopped: {counts}. The same command resumes here.")


def _feeds(request: WatchRequest) -> tuple[str, ...]:
    """Return the addresses of the feeds, each once.

    Raises:
        UsageError: one is not an address, is given in place of a folder, or cannot be fetched.
    """
    for path in request.paths or ():
        if is_address(str(path).replace(":/", "://", 1)):
            raise UsageError(f"{path}: expected a folder. Give the address of a feed with --feed.")
    addresses = tuple(dict.fromkeys(request.feed or ()))
    if addresses and request.offline:
        raise UsageError("--offline: a feed is on the network. Leave one of them out.")
    if addresses:
        from translate.reading.connection import checked
        from translate.reading.feed import check_feeds_can_be_read

        for address in addresses:
            checked(address)
        check_feeds_can_be_read()
    return addresses


def _line(outcome: Outcome) -> str:
    """Return one line on an article that was translated."""
    flags = ", ".join(f"{code} {count}" for code, count in outcome.flags)
    doubts = f"flagged: {flags}" if flags else "no flags"
    sentences = f"{counted(outcome.segments, 'sentence')} to {outcome.target}, {doubts}"
    return f"{outcome.path}: {sentences}: {' and '.join(outcome.outputs)}"
