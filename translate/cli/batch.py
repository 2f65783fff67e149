"""`warta batch`: folders of articles."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Exit, Option

from translate.cli.cluster import Clustered, run_on_cluster
from translate.cli.idle import unheard
from translate.cli.options import check_target, open_memory
from translate.cli.show import counted, remarks, remarks_on
from translate.cli.stderr import complain, note
from translate.cli.stopping import stop_when_asked
from translate.errors import UsageError
from translate.util.web import is_address

if TYPE_CHECKING:
    from translate.batch import Batch, Job, Progress

FAILED, FLAGGED, INTERRUPTED = 1, 3, 130
ON_ERROR = ("skip", "stop")
LINE_EVERY = 30.0  # seconds between lines of progress where no bar can be drawn

ADDRESSES_HELP = "A file with an address (https://...) on each line: web pages to translate too."
ON_ERROR_HELP = "When a file fails: skip goes on with the others, stop ends the run."


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest(Clustered):
    """The options of `warta batch`."""

    addresses: Annotated[
        Path | None, Option("--addresses", metavar="FILE", help=ADDRESSES_HELP, rich_help_panel="Addresses")
    ] = None
    on_error: Annotated[str, Option("--on-error", metavar="skip|stop", help=ON_ERROR_HELP)] = "skip"

    @property
    def job(self) -> Job:
        """The options as a job of the library.

        Raises:
            UsageError: an option has a value it cannot have.
        """
        if self.on_error not in ON_ERROR:
            raise UsageError(f"--on-error {self.on_error}: expected {' or '.join(ON_ERROR)}.")
        return replace(super(BatchRequest, self).job, stop_on_error=self.on_error == "stop")


def batch(request: BatchRequest) -> None:
    """Translate folders of articles; after a stop, the same command goes on where it ended."""
    for target in request.targets:
        check_target(target, request.model)
    job, editing, spec = request.job, request.editing, request.spec
    if request.is_for_cluster():
        run_on_cluster(request, request.paths or [], request.output, request.targets, job)
        return
    # Heavy modules load only now, when the request is known to be sound; the folders are looked at before the model
    # is loaded, as a wrong path should not cost the time for it.
    from translate.batch import Batch, Status, pages
    from translate.batch.discovery import Listing, discover
    from translate.batch.journal import FOLDER
    from translate.briefing.summarizers.load import load_summarizer
    from translate.translation.post_edit.load import load_editor
    from translate.translation.setup import load_setup

    addresses = _addresses(request)
    if request.paths or not addresses:
        listing = discover(request.paths or [], request.output, include=job.include, exclude=job.exclude)
    else:
        listing = Listing(())
    if request.brief:
        job = replace(job, summarizer=load_summarizer(request.choice, request.targets))
        for line in remarks_on(request.choice):
            note(line, quiet=request.quiet)
    tell = partial(note, quiet=request.quiet)
    editor = load_editor(editing, request.targets, on_note=tell)
    load = partial(load_setup, spec, fallback=request.fallback, post_edit=editor, policy=job.policy, on_note=tell)
    with ExitStack() as stack:
        memory = open_memory(request.memory, stack, tell)
        setups = [load(target) for target in request.targets]
        stop = stack.enter_context(stop_when_asked())
        if addresses:
            tell(f"fetching what is not here yet of {counted(len(addresses), 'page')}.")
            kept = request.output / FOLDER / pages.FOLDER
            found = pages.gather(addresses, kept, allow_private=request.allow_private, stop=stop)
            listing = pages.joined(listing, found)
        progress = stack.enter_context(shown_progress(quiet=request.quiet))
        run = Batch(listing, request.output, setups, job, memory=memory, progress=progress, stop=stop, on_note=tell)
        silent = [line for setup in setups for line in unheard(setup, job.policy, request.prompts)]
        graded = [line for setup in setups for line in remarks(setup.engine)]
        for line in (*job.policy.terms.notes, *graded, *silent, *left_out(run)):
            note(line, quiet=request.quiet)
        started = time.perf_counter()
        said = ""
        for outcome in run.run():
            # A file that cannot be read fails once for each target, and is told of once.
            if outcome.status is Status.FAILED and outcome.reason != said:
                said = outcome.reason
                complain(said)
    _end(request, run, time.perf_counter() - started, interrupted=stop())


def _addresses(request: BatchRequest) -> tuple[str, ...]:
    """Return the addresses of the pages that are asked for."""
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
    """Say how it went, and end with the exit code the run has earned."""
    from translate.batch import Status

    tally = run.tally
    note(summary(run, seconds), quiet=request.quiet)
    if interrupted and not tally.finished:
        complain(f"interrupted with {tally.not_reached} to go; nothing done is lost. The same command goes on here.")
        raise Exit(INTERRUPTED)
    if failed := tally.of(Status.FAILED):
        after = "" if tally.finished else f", {tally.not_reached} not reached (--on-error stop)"
        complain(f"{failed} failed{after}; see {run.output / 'report.json'}. The same command tries them again.")
        raise Exit(FAILED)
    if not run.listing.files:
        complain("no articles were found; expected files such as .txt or .docx. Check the paths and patterns.")
        raise Exit(FAILED)
    if request.strict and tally.flags:
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
    files, made = counted(len(run.listing.files), "file"), counted(tally.translated, "sentence")
    said = f"; {terms.found} terms found, {terms.kept} kept, {terms.ignored} ignored" if terms.found else ""
    return (
        f"{files} to {' and '.join(run.targets)}: {counts or 'nothing to do'}{flags}{said}; "
        f"{made} translated, {known} known{people}; {seconds:.1f} s. Report: {run.output / 'report.json'}"
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


@contextmanager
def shown_progress(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """Return a function that shows how far a run is: a bar on a terminal, else a line now and then."""
    if quiet:
        yield lambda progress: None
        return
    if not sys.stderr.isatty():
        yield _lines()
        return
    # Only who sees the bar pays for its import.
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda progress: bar.update(task, completed=progress.share, description=_how_far(progress))


def _lines() -> Callable[[Progress], None]:
    last = time.monotonic()

    def show(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY:
            last = time.monotonic()
            left = progress.seconds * (1 - progress.share) / progress.share if progress.share else None
            rest = f", about {left / 60:.0f} min left" if left is not None else ""
            note(f"{_how_far(progress)}, {progress.share:.0%}{rest}.")

    return show


def _how_far(progress: Progress) -> str:
    rate = progress.segments / progress.seconds if progress.seconds else 0.0
    return f"{progress.files} of {progress.files_total} files, {rate:.1f} sentences/s"
