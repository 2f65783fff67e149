"""`warta batch --runner ray`: the options of a run on a cluster, and what it prints."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from typer import Exit

from translate.cli.folders import FolderRequest
from translate.cli.progress import sentences_bar
from translate.cli.stderr import complain, note
from translate.document.display import counted
from translate.errors import UsageError

if TYPE_CHECKING:
    from translate.batch import Job
    from translate.batch.ray_runner.rows import ClusterTally

FAILED, FLAGGED = 1, 3
RUNNERS = ("local", "ray")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered(FolderRequest):
    """Options of a run on a cluster."""

    runner: str = "local"
    ray_address: str | None = None
    actors: int | None = None
    cpus_per_actor: int = 1
    text_column: str | None = None
    id_column: str = "id"
    files: bool = False

    def is_for_cluster(self) -> bool:
        """Return whether to run on a cluster.

        Raises:
            UsageError: there is no such runner.
        """
        if self.runner not in RUNNERS:
            raise UsageError(f"--runner {self.runner}: expected {' or '.join(RUNNERS)}.")
        return self.runner == "ray"


def run_on_cluster(request: Clustered, paths: Sequence[Path], output: Path, targets: tuple[str, ...], job: Job) -> None:
    """Run `warta batch` on a cluster, and exit with its code."""
    from translate.batch import Status
    from translate.batch.ray_runner import Cluster, Table, Work, translate_on_ray

    work = Work(
        targets=targets,
        model=request.spec,
        fallback=request.fallback,
        job=job,
        files=request.files,
        table=Table(request.id_column, request.text_column) if request.text_column else None,
    )
    cluster = Cluster(
        address=request.ray_address,
        actors=request.actors,
        cpus_per_actor=request.cpus_per_actor,
    )
    started = time.perf_counter()
    with sentences_bar("Translating articles", quiet=request.quiet) as bar:
        result = translate_on_ray(paths, output, work, cluster, on_progress=bar)
    note(summary(result, time.perf_counter() - started), quiet=request.quiet)
    for reason in result.reasons:
        complain(reason)
    if failed := result.of(Status.FAILED):
        complain(f"{failed} failed; see the rows in {result.rows}. The same command tries them again.")
        raise Exit(FAILED)
    if request.strict and any(request.policy.is_fault(code) for code, _ in result.flags):
        raise Exit(FLAGGED)


def summary(result: ClusterTally, seconds: float) -> str:
    """Return one line on a run."""
    counts = ", ".join(f"{count} {status}" for status, count in result.statuses)
    flags = "; " + ", ".join(f"{code} {count}" for code, count in result.flags) if result.flags else ""
    known = f"; {result.known} rows of earlier runs" if result.known else ""
    removed = f"; {result.removed} half-written files of a killed run removed" if result.removed else ""
    deaths = f"; {counted(result.deaths, 'actor')} died, and their batches were repeated" if result.deaths else ""
    work = f"{counts or 'nothing to do'}{flags}; {result.words} words, {seconds:.1f} s"
    return f"{work}{known}{removed}{deaths}. Rows: {result.rows}"
