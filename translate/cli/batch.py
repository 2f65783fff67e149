"""`warta batch`: folders of articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Exit

from translate.cli.cluster import Clustered, run_on_cluster
from translate.cli.folders import load_run
from translate.cli.progress import batch_bar
from translate.cli.stderr import complain, note
from translate.cli.stopping import stop_on_signal
from translate.document.display import counted
from translate.errors import UsageError
from translate.util.web import is_address

if TYPE_CHECKING:
    from translate.batch import Batch, Job
    from translate.batch.discovery import Listing

FAILED, FLAGGED, INTERRUPTED = 1, 3, 130
ON_ERROR = ("skip", "stop")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest(Clustered):
    """Arguments and options of `warta batch`."""

    addresses: Path | None = None
    on_error: str = "skip"

    @property
    def job(self) -> Job:
        """The options as the library takes them.

        Raises:
            UsageError: an option has an invalid value.
        """
        if self.on_error not in ON_ERROR:
            raise UsageError(f"--on-error {self.on_error}: expected {' or '.join(ON_ERROR)}.")
        return replace(super(BatchRequest, self).job, stop_on_error=self.on_error == "stop")


def batch(request: BatchRequest) -> None:
    """Translate folders of articles; the same command resumes an interrupted run."""
    job = request.checked_job()
    if request.is_for_cluster():
        run_on_cluster(request, request.paths or [], request.output, request.targets, job)
        return
    # Heavy modules are imported only after the request is validated; the folders are read before the model is loaded,
    # so that a wrong path is reported quickly.
    from translate.batch import Batch
    from translate.batch.journal import RUN_LOCK

    addresses = _addresses(request)
    listing = _listing(request, addresses)
    RUN_LOCK.check(request.output)
    tell = partial(note, quiet=request.quiet)
    with ExitStack() as stack:
        job, memory, setups = load_run(request, job, stack, tell)
        stop = stack.enter_context(stop_on_signal())
        if addresses:
            listing = _with_pages(listing, addresses, request, stop, tell)
        progress = stack.enter_context(batch_bar(quiet=request.quiet))
        run = Batch(listing, request.output, setups, job, memory=memory, progress=progress, stop=stop, on_note=tell)
        for line in left_out(run):
            tell(line)
        started = time.perf_counter()
        _run(run)
    _end(request, run, time.perf_counter() - started, interrupted=stop())


def _run(run: Batch) -> None:
    """Run, with a line on stderr for each failure."""
    from translate.batch import Status

    last_reason = ""
    for outcome in run.run():
        # An unreadable file fails for each target, but is printed once.
        if outcome.status is Status.FAILED and outcome.reason != last_reason:
            last_reason = outcome.reason
            complain(last_reason)


def _listing(request: BatchRequest, addresses: Sequence[str]) -> Listing:
    """Return the files of the request; empty if it has only addresses."""
    from translate.batch.discovery import Listing, discover

    if addresses and not request.paths:
        return Listing(())
    include, exclude = tuple(request.include or ()), tuple(request.exclude or ())
    return discover(request.paths or [], request.output, include=include, exclude=exclude)


def _with_pages(
    listing: Listing,
    addresses: Sequence[str],
    request: BatchRequest,
    stop: Callable[[], bool],
    tell: Callable[[str], None],
) -> Listing:
    """Return a listing with the pages at addresses, fetching those not in the output folder."""
    from translate.batch import pages
    from translate.batch.journal import FOLDER

    tell(f"fetching those of {counted(len(addresses), 'page')} that are not in the output folder yet.")
    kept = request.output / FOLDER / pages.FOLDER
    return pages.union(listing, pages.fetch_missing(addresses, kept, allow_private=request.allow_private, stop=stop))


def _addresses(request: BatchRequest) -> tuple[str, ...]:
    """Return the addresses of the request."""
    from translate.batch.pages import addresses_in

    for path in request.paths or ():
        if is_address(str(path).replace(":/", "://", 1)):
            raise UsageError(
                f"{path}: expected files or folders. Put addresses in a file, a line each: --addresses FILE."
            )
    if request.addresses is None:
        return ()
    if request.offline:
        raise UsageError("--offline: the pages of --addresses are on the network. Leave one of them out.")
    return addresses_in(request.addresses)


def _end(request: BatchRequest, run: Batch, seconds: float, *, interrupted: bool) -> None:
    """Print the summary of a run, and end with its exit code."""
    from translate.batch import Status

    tally = run.tally
    note(summary(run, seconds), quiet=request.quiet)
    if interrupted and not tally.finished:
        complain(f"interrupted with {tally.not_reached} to go; nothing done is lost. The same command resumes here.")
        raise Exit(INTERRUPTED)
    if failed := tally.of(Status.FAILED):
        after = "" if tally.finished else f", {tally.not_reached} not reached (--on-error stop)"
        complain(f"{failed} failed{after}; see {run.output / 'report.json'}. The same command tries them again.")
        raise Exit(FAILED)
    if not run.listing.files:
        complain("no articles were found; expected files such as .txt or .docx. Check the paths and patterns.")
        raise Exit(FAILED)
    if request.strict and any(request.policy.is_fault(code) for code, _ in tally.flags):
        raise Exit(FLAGGED)


def summary(run: Batch, seconds: float) -> str:
    """Return one line on a run."""
    from translate.batch import Status

    tally = run.tally
    counts = ", ".join(f"{tally.of(status)} {status}" for status in Status if tally.of(status))
    known = tally.known + tally.remembered
    people = f", {tally.imported} by people" if tally.imported else ""
    flags = "; " + ", ".join(f"{code} {count}" for code, count in tally.flags) if tally.flags else ""
    terms = tally.terms
    files, translated = counted(len(run.listing.files), "file"), counted(tally.translated, "sentence")
    found_terms = f"; {terms.found} terms found, {terms.kept} kept, {terms.ignored} ignored" if terms.found else ""
    none = "nothing to do" if tally.finished else "no file done"
    return (
        f"{files} to {' and '.join(run.targets)}: {counts or none}{flags}{found_terms}; "
        f"{translated} translated, {known} known{people}; {seconds:.1f} s. Report: {run.output / 'report.json'}"
    )


def left_out(run: Batch) -> Iterator[str]:
    """Yield a line for each kind of file that is not read."""
    listing = run.listing
    if listing.hidden:
        yield f"{listing.hidden} hidden (names that begin with a dot): not read."
    if listing.filtered:
        yield f"{listing.filtered} left out by --include or --exclude."
    if listing.repeated:
        yield f"{listing.repeated} folders that links lead to a second time: not read again."
    if listing.other:
        endings = ", ".join(f"{ending} {count}" for ending, count in listing.other[:8])
        yield f"{sum(count for _, count in listing.other)} of formats that are not read: {endings}."
