"""A job on a Ray cluster: articles in, rows out, and errors of one line in place of Ray's tracebacks.

Batches go to the actors of an `ActorPool`. Only this process writes rows, when a batch is done. So no row is written
twice, even if an actor that Ray has given up is still running.
"""

from __future__ import annotations

import logging
import os
import secrets
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from translate.batch.discovery import Listing, discover
from translate.batch.journal import RUN_LOCK, Journal
from translate.batch.naming import stems
from translate.batch.outputs import clear_leftovers
from translate.batch.ray_runner import rows
from translate.batch.ray_runner.pool import DEATHS, ActorPool, Articles, last_line
from translate.batch.ray_runner.requests import ArticleRequest, ArticleRequests, requests_of_files, requests_of_tables
from translate.batch.ray_runner.rows import ClusterTally
from translate.batch.ray_runner.work import BATCH, Cluster, Work
from translate.batch.ray_runner.worker import Worker, failed_row
from translate.errors import ModelError, UsageError
from translate.util.files import write_atomically

TURNS = 4  # the least number of batches of an actor, so that all end at about the same time
OBJECT_STORE = 256 * 2**20  # bytes for a local Ray: a few batches of text; Ray's default is a third of the memory


def translate_on_ray(
    paths: Sequence[Path],
    output: Path,
    work: Work | None = None,
    cluster: Cluster | None = None,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ClusterTally:
    """Translate folders of articles, or tables of them, on a Ray cluster into Parquet; return the counts.

    Every machine must have the paths and the output folder under the same names, and Warta with its models. Finished
    articles of earlier runs into the folder are skipped.

    Args:
        paths: files and folders as for `translate_files`; with `work.table` Parquet or JSONL files, or folders of one
            of these.
        output: folder for `rows/`, described in `translate.batch.ray_runner.rows`, and for files if `work.files`.
        work: targets, model and other options.
        cluster: address and number of actors.
        on_progress: called with the number of articles that are done, and of all.

    Raises:
        UsageError: Ray is not installed, the cluster is too small, or the paths are unsuitable.
        ReadingError: a path is not there, or a table is damaged.
        ModelError: a model cannot be loaded on the cluster, or the cluster failed.
        WritingError: another process works in the output folder, or it cannot be written.
    """
    work, cluster = work or Work(), cluster or Cluster()
    _require()
    output = output.absolute()
    include, exclude = work.job.include, work.job.exclude
    listing = Listing(()) if work.table else discover(paths, output, include=include, exclude=exclude)
    names = tuple(stems(found.name for found in listing.files).values())
    with RUN_LOCK.hold(output):
        Journal(output).close()  # absorbs the journals of actors of a killed run
        known, removed = rows.earlier(output / rows.FOLDER)
        folder = rows.next_run(output / rows.FOLDER)
        date = datetime.now(UTC).date().isoformat()
        requests = requests_of_tables(paths, work.table) if work.table else requests_of_files(listing)
        with _ray(cluster) as cpus:
            arguments = (work, str(output), str(Path.cwd()), date, known)
            deaths = _run(requests, arguments, folder, cluster, cluster.size(cpus), on_progress)
        clear_leftovers(output, names)  # of actors killed while writing
        Journal(output).close()  # absorbs the journals of the actors
        return rows.summarise(folder, len(known), removed, deaths)


def _run(
    requests: ArticleRequests,
    arguments: tuple[Any, ...],
    folder: Path,
    cluster: Cluster,
    actors: int,
    on_progress: Callable[[int, int], None],
) -> int:
    """Do the work; return how many actors died at it.

    Raises:
        WartaError: a model cannot be loaded, rows cannot be written, or the cluster failed.
    """
    if not requests.count:
        return 0
    from ray.exceptions import RayError

    work, *_ = arguments
    size = min(BATCH, -(-requests.count // (actors * TURNS)))
    try:
        pool = ActorPool(min(actors, -(-requests.count // size)), cluster.cpus_per_actor, Worker, arguments)
        with closing(pool.results(_batches(requests.articles, size))) as finished:
            _write(finished, folder, work.targets, lambda done: on_progress(done, requests.count))
    except RayError as error:
        raise ModelError(f"The cluster failed: {last_line(error)}") from error
    return pool.deaths


def _batches(articles: Iterator[ArticleRequest], size: int) -> Iterator[Articles]:
    while batch := tuple(islice(articles, size)):
        yield batch


def _write(
    finished: Iterable[tuple[Articles, Any]], folder: Path, targets: Sequence[str], on_done: Callable[[int], None]
) -> None:
    """Write the rows of each batch into a file of its own.

    Raises:
        WritingError: the folder cannot be written.
    """
    import pyarrow
    from pyarrow import parquet

    done = 0
    for number, (articles, table) in enumerate(finished):
        if table is None:
            table = rows.to_table([failed_row(a, target, _killer(a.id)) for a in articles for target in targets])
        if table.num_rows:
            sink = pyarrow.BufferOutputStream()
            parquet.write_table(table, sink)
            write_atomically(folder / f"{number:07}.parquet", sink.getvalue().to_pybytes())
        done += len(articles)
        on_done(done)


def _killer(id: str) -> str:
    return (
        f"{id}: the process that translates it died {DEATHS} times with this article alone; it is left out. Check its "
        "length and the memory of the machines."
    )


@contextmanager
def _ray(cluster: Cluster) -> Iterator[int]:
    """Connect to a cluster, or start one that ends with the block; yield its number of processors.

    A local Ray has no dashboard, sends no statistics, and listens on loopback.
    """
    import ray

    if ray.is_initialized():
        yield int(ray.cluster_resources().get("CPU", 0))
        return
    options: dict[str, Any] = {"address": cluster.address}
    if cluster.address is None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        # Other users must not send it work; by default Ray writes a token into the home folder.
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        needed = (cluster.actors or 0) * cluster.cpus_per_actor
        options |= {
            "address": "local",
            "num_cpus": max(os.cpu_count() or 1, needed),
            "include_dashboard": False,
            "object_store_memory": OBJECT_STORE,
            "_node_ip_address": "127.0.0.1",
        }
    with _quiet():
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
        except Exception as error:  # Ray has a bare one for a node that does not come up in time
            raise ModelError(f"No Ray at {options['address']}: {' '.join(str(error).split())}") from error
        try:
            yield int(ray.cluster_resources().get("CPU", 0))
        finally:
            ray.shutdown()


@contextmanager
def _quiet() -> Iterator[None]:
    """Suppress Ray's log lines on the terminal."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Ray's, about its own defaults
        yield


def _require() -> None:
    try:
        import pyarrow  # noqa: F401
        import ray  # noqa: F401
    except ImportError as error:
        raise UsageError("`Work` needs Ray, which is not installed. Install it: pip install 'warta[ray]'") from error
