"""Progress on stderr: bars on a terminal, else occasional lines for long work."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from translate.cli.stderr import note

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

    from translate.batch import Progress as BatchProgress

LINE_EVERY = 30.0  # seconds between progress lines without a terminal


@contextmanager
def sentences_bar(description: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a function of (sentences done, total) that draws a bar; it does nothing without a terminal."""
    if not _is_drawn(quiet):
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    with _drawn(BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[pace]}")) as bar:
        task = bar.add_task(description, total=None, pace="", visible=False)  # until the total is known
        started = time.monotonic()

        def show(done: int, total: int) -> None:
            bar.update(
                task, completed=done, total=total, visible=True, pace=pace(done, total, time.monotonic() - started)
            )

        yield show


@contextmanager
def download_bar(description: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function of (bytes done, total) that draws a bar, or prints a line every LINE_EVERY seconds."""
    if not _is_drawn(quiet=False):
        print_line = _line_now_and_then()
        yield lambda done, total: print_line(lambda: f"{description}: {done / 1e6:.0f} of {total / 1e6:.0f} MB.")
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    with _drawn(BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[pace]}")) as bar:
        asking = bar.add_task(f"{description}: asking the server", total=None, pace="")
        coming = bar.add_task(description, total=None, pace="", visible=False)
        checking = bar.add_task(f"{description}: verifying", total=None, pace="", visible=False)
        began: tuple[float, int] | None = None

        def show(done: int, total: int) -> None:
            nonlocal began
            began = began or (time.monotonic(), done)
            now = pace(done / 1e6, total / 1e6, time.monotonic() - began[0], before=began[1] / 1e6, unit=" MB")
            bar.update(asking, visible=False)
            bar.update(coming, completed=done, total=total, visible=done < total, pace=now)
            bar.update(checking, visible=done >= total)

        yield show


@contextmanager
def waiting(description: str, *, quiet: bool) -> Iterator[None]:
    """Show a spinner with a description and the elapsed time on a terminal while the block runs.

    Printed lines appear above it.
    """
    if not _is_drawn(quiet):
        yield
        return
    from rich.progress import TimeElapsedColumn

    with _drawn(TimeElapsedColumn()) as bar:
        bar.add_task(description, total=None)
        yield


@contextmanager
def batch_bar(*, quiet: bool) -> Iterator[Callable[[BatchProgress], None]]:
    """Yield a function that shows the progress of a batch: a bar, or a line every LINE_EVERY seconds."""
    if quiet:
        yield lambda progress: None
        return
    if not _is_drawn(quiet):
        print_line = _line_now_and_then()
        yield lambda progress: print_line(lambda: _line(progress))
        return
    from rich.progress import BarColumn, TaskProgressColumn, TimeRemainingColumn
    from rich.progress import TextColumn as Text

    with _drawn(BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), Text("left")) as bar:
        task = bar.add_task("Reading the files", total=1.0)
        yield lambda progress: bar.update(task, completed=progress.share, description=_how_far(progress))


def pace(done: float, total: float, seconds: float, *, before: float = 0.0, unit: str = "") -> str:
    """Return progress, speed and remaining time: "10/110, 2.5/s, 0:40 left".

    Args:
        done, total: units of work.
        seconds: since the work began.
        before: the part of `done` at the beginning.
        unit: suffix of numbers.

    >>> pace(10, 110, 4.0)
    '10/110, 2.5/s, 0:40 left'
    >>> pace(30.25, 40.25, 2.0, before=20.25, unit=" MB")
    '30.2/40.2 MB, 5.0 MB/s, 0:02 left'
    """
    digits = 1 if unit else 0
    text = f"{done:.{digits}f}/{total:.{digits}f}{unit}"
    if done <= before or seconds <= 0:
        return text
    rate = (done - before) / seconds
    remaining = round((total - done) / rate)
    return f"{text}, {rate:.1f}{unit}/s, {remaining // 60}:{remaining % 60:02} left"


def _is_drawn(quiet: bool) -> bool:
    return not quiet and sys.stderr.isatty()


def _drawn(*columns: ProgressColumn) -> Progress:
    """Return a transient bar: a spinner, a description, and these columns."""
    # Imported only if a bar is shown.
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    text = TextColumn("{task.description}")
    return Progress(SpinnerColumn(), text, *columns, console=Console(stderr=True), transient=True)


def _line_now_and_then() -> Callable[[Callable[[], str]], None]:
    """Return a function that prints a line if the last one was LINE_EVERY seconds ago."""
    last = time.monotonic()

    def tell(line: Callable[[], str]) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY:
            last = time.monotonic()
            note(line())

    return tell


def _line(progress: BatchProgress) -> str:
    remaining = progress.seconds * (1 - progress.share) / progress.share if progress.share else None
    rest = f", about {remaining / 60:.0f} min left" if remaining is not None else ""
    return f"{_how_far(progress)}, {progress.share:.0%}{rest}."


def _how_far(progress: BatchProgress) -> str:
    rate = progress.segments / progress.seconds if progress.seconds else 0.0
    return f"{progress.files} of {progress.files_total} files, {rate:.1f} sentences/s"
