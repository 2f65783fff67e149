"""What a user sees beside the output: notes and progress, on stderr, so that stdout holds the text alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from translate.document import Flag, Translation
from translate.pipeline import Progress


def complain(message: str) -> None:
    """Print an error as one line."""
    print(f"warta: {' '.join(message.split())}", file=sys.stderr)


def note(message: str, *, quiet: bool = False) -> None:
    """Print what the user should know, as one line, unless they asked for quiet."""
    if not quiet:
        complain(message)


@contextmanager
def progress_bar(what: str, *, quiet: bool) -> Iterator[Progress]:
    """Give a function of (done, all) that draws a bar while the block runs; nothing where stderr is no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    # Only who sees the bar pays for its import.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary(translation: Translation, seconds: float) -> str:
    """Give one line on a finished translation: sentences, doubts, time."""
    flagged = translation.flagged
    doubts = "no doubts" if not flagged else f"{len(flagged)} with a doubt ({codes(translation)})"
    return f"{len(translation.segments)} sentences to {translation.target}, {doubts}, {seconds:.1f} s."


def codes(translation: Translation) -> str:
    """Give the kinds of doubts with their counts, most first: "NUMBER_LOST 2, REPETITION 1"."""
    flags: list[Flag] = [flag for segment in translation.segments for flag in segment.flags]
    counts = {code: sum(flag.code == code for flag in flags) for code in {flag.code for flag in flags}}
    return ", ".join(f"{code} {count}" for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
