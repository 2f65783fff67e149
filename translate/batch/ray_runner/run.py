"""The only module that calls Ray Data: requests in, rows out, and Ray's errors as one line.

The batch of a failed actor is repeated by a new one (`DEATHS` times); rows are written once, as Ray repeats writing
tasks under the same file name.
"""

from __future__ import annotations

import logging
import os
import secrets
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from translate.batch.discovery import Listing, discover
from translate.batch.journal import FOLDER as OURS
from translate.batch.journal import Journal
from translate.batch.naming import stems
from translate.batch.outputs import clear_leftovers
from translate.batch.ray_runner import rows
from translate.batch.ray_runner.rows import Summary
from translate.batch.ray_runner.work import BATCH, Cluster, Work
from translate.batch.ray_runner.worker import Worker
from translate.errors import MissingFile, ModelError, UsageError, WritingError
from translate.util.files import locked

DEATHS = 3  # restarts of an actor, and tries of a batch, before the job fails
TABLES = (".parquet", ".jsonl")
OBJECT_STORE = 256 * 2**20  # bytes for a local Ray: a few batches of text; Ray's default is a third of the memory


def translate_on_ray(
    paths: Sequence[Path], output: Path, work: Work | None = None, cluster: Cluster | None = None
) -> Summary:
    """Translate folders of articles, or tables of them, on a Ray cluster into Parquet; return the counts.

    Every machine must have the paths and the output folder under the same names, and Warta with its models. Finished
    articles of earlier runs into the folder are skipped.

    Args:
        paths: files and folders as for `translate_files`; with `work.table` Parquet or JSONL files, or folders of one
            of these.
        output: folder for `rows/`, described in `translate.batch.ray_runner.rows`, and for files if `work.files`.
        work: targets, model and other options.
        cluster: address and number of actors.

    Raises:
        UsageError: Ray is not installed, the cluster is too small, or the paths are unsuitable.
        MissingFile: a path is not there.
        ModelError: a model cannot be loaded on the cluster, or the cluster failed.
        WritingError: another process works in the output folder, or it cannot be written.
    """
    work, cluster = work or Work(), cluster or Cluster()
    _require()
    output = output.absolute()
    listing = None if work.table else discover(paths, output, include=work.job.include, exclude=work.job.exclude)
    names = () if listing is None else tuple(stems(found.name for found in listing.files).values())
    with locked(output / OURS / "lock", seconds=0, on_wait=lambda: _refuse(output)):
        Journal(output).close()  # absorbs the journals of actors of a killed run
        known, removed = rows.earlier(output / rows.FOLDER)
        folder = rows.next_run(output / rows.FOLDER)
        date = datetime.now(UTC).date().isoformat()
        with _ray(cluster) as cpus:
            size = cluster.size(cpus)
            orders = _tables(paths, work) if listing is None else _files(listing)
            if orders is not None:
                _run(orders, (work, str(output), str(Path.cwd()), date, known), folder, size, cluster.cpus_per_actor)
        clear_leftovers(output, names)  # of actors killed while writing
        Journal(output).close()  # absorbs the journals of the actors
        return rows.summarise(folder, len(known), removed)


def _run(orders: Any, arguments: tuple[Any, ...], folder: Path, actors: int, cpus: int) -> None:
    """Run the job; Ray's errors become one line."""
    from ray.data import ActorPoolStrategy
    from ray.exceptions import RayError

    rows = orders.map_batches(
        Worker,
        fn_constructor_args=arguments,
        batch_size=BATCH,
        batch_format="pyarrow",
        compute=ActorPoolStrategy(size=actors),
        num_cpus=cpus,
        max_restarts=DEATHS,
        max_task_retries=DEATHS,
    )
    try:
        rows.write_parquet(str(folder))
    except RayError as error:
        raise ModelError(_line_of(error)) from error


def _line_of(error: Exception) -> str:
    """Return one line for an error of Ray: the Warta error in its text, else its last line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    known = [line.partition(": ")[2] for line in lines if line.startswith("translate.errors.")]
    return known[-1] if known else f"The cluster failed: {lines[-1] if lines else type(error).__name__}"


def _files(listing: Listing) -> Any:
    """Return a dataset with a row per file and a block per batch; None without files."""
    import pyarrow
    from ray.data import from_arrow

    failed = [{"id": path, "path": path, "stem": "", "reason": f"{path}: {why}"} for path, why in listing.failures]
    named = stems(found.name for found in listing.files)
    found = [{"id": f.name, "path": str(f.path), "stem": named[f.name], "reason": ""} for f in listing.files]
    records = failed + found
    if not records:
        return None
    schema = pyarrow.schema([(name, pyarrow.string()) for name in ("id", "path", "stem", "reason")])
    blocks = [
        pyarrow.Table.from_pylist(records[at : at + BATCH], schema=schema) for at in range(0, len(records), BATCH)
    ]
    return from_arrow(blocks)


def _tables(paths: Sequence[Path], work: Work) -> Any:
    """Return a dataset with a row per row of tables.

    Raises:
        MissingFile: a path is not there.
        UsageError: the files have another format, or lack a column.
    """
    from ray import data

    assert work.table is not None
    files = [str(file) for path in paths for file in _table_files(path)]
    endings = {Path(file).suffix.lower() for file in files}
    if len(endings) != 1 or not endings <= set(TABLES):
        raise UsageError(f"Tables of {', '.join(sorted(endings)) or 'nothing'}: expected {' or '.join(TABLES)} files.")
    table = data.read_parquet(files) if endings == {".parquet"} else data.read_json(files, lines=True)
    columns = table.columns() or []
    for name in (work.table.id, work.table.text):
        if name not in columns:
            raise UsageError(
                f"There is no column {name!r}; the table has {', '.join(columns)}. Name yours with `Table.id` and "
                "`Table.text`."
            )
    chosen = table.select_columns([work.table.id, work.table.text]).rename_columns(["id", "text"])
    return chosen.repartition(target_num_rows_per_block=BATCH)


def _table_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix.lower() in TABLES)
    if not path.is_file():
        raise MissingFile(f"{path} is not there; expected a table of articles, or a folder of them.")
    return [path.absolute()]


@contextmanager
def _ray(cluster: Cluster) -> Iterator[int]:
    """Connect to a cluster, or start one that ends with the block; yield its number of processors.

    A local Ray has no dashboard, sends no statistics, listens on loopback, and has one processor more than the machine,
    for reading and writing.
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
        wanted = (cluster.actors or 0) * cluster.cpus_per_actor
        options |= {
            "address": "local",
            "num_cpus": max(os.cpu_count() or 1, wanted) + 1,
            "include_dashboard": False,
            "object_store_memory": OBJECT_STORE,
            "_node_ip_address": "127.0.0.1",
        }
    with _quiet(progress=cluster.progress):
        try:
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **options)
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise ModelError(f"No Ray at {options['address']}: {' '.join(str(error).split())}") from error
        try:
            yield int(ray.cluster_resources().get("CPU", 0))
        finally:
            ray.shutdown()


@contextmanager
def _quiet(*, progress: bool) -> Iterator[None]:
    """Suppress Ray's log lines on the terminal."""
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Ray's, about its own defaults
        from ray.data import DataContext

        context = DataContext.get_current()
        context.enable_progress_bars = progress
        context.print_on_execution_start = False
        log = logging.getLogger("ray.data")
        before = log.level
        log.setLevel(logging.CRITICAL + 1)  # relevant errors are raised as exceptions
        try:
            yield
        finally:
            log.setLevel(before)


def _require() -> None:
    try:
        import ray.data  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "`Work` needs Ray Data, which is not installed. Install it: pip install 'warta[ray]'"
        ) from error


def _refuse(output: Path) -> None:
    raise WritingError(
        f"{output}: another `warta batch` is working in this folder. Wait until it ends, or name another folder with "
        "-o."
    )
