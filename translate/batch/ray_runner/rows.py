"""The rows of the result: one for each article and target language.

They are in `rows/run=N/*.parquet` below the output folder, N counting the runs; tools that know the layout (DuckDB,
Spark, pyarrow, Ray) read `rows/` as one table with a column `run`. A failed or changed article has a new row in a later
run: of the rows of an `id` and `target` the one with the highest `run` counts.

    id            of the table, or the path below the input folder
    path          the file as it was given; null for a row of a table
    target        language code
    status        done, flagged or failed
    reason        of a failure, in one line
    translation   the text
    segments      JSON: a list of what `translate.writers.json_format` calls a segment
    brief         JSON, as there; null without a brief
    flags         JSON: {code: segments}
    sentences, words, seconds
    signature     one line
    grade         the model, and that no person has read the translation
    input_sha256, settings     with `id` and `target` they identify the row: a later run skips an article that has one
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from translate.batch import Status
from translate.batch.report import counted

FOLDER = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The outcome of one article for one target language."""

    id: str
    path: str | None
    target: str
    status: str
    reason: str = ""
    translation: str | None = None
    segments: str | None = None
    brief: str | None = None
    flags: str = "{}"
    sentences: int = 0
    words: int = 0
    seconds: float = 0.0  # of reading, its share of translation, and writing
    signature: str = ""
    grade: str = ""
    input_sha256: str = ""
    settings: str = ""


@dataclass(frozen=True, slots=True)
class ClusterTally:
    """The sums of a run on a cluster."""

    rows: Path  # the folder of this run's Parquet files
    statuses: tuple[tuple[str, int], ...]  # (status, rows), without zeros
    words: int
    flags: tuple[tuple[str, int], ...]  # (code, segments), most first
    reasons: tuple[str, ...]  # of the first failures
    known: int  # valid rows of earlier runs
    removed: int  # incomplete files of a killed run
    deaths: int = 0  # actors that died at work, whose batches were repeated

    def of(self, status: Status) -> int:
        """Return the number of rows with a status."""
        return dict(self.statuses).get(str(status), 0)


def to_table(rows: list[Row]) -> Any:
    """Return rows as a `pyarrow.Table`; the columns have their types even without rows."""
    import pyarrow

    kinds = {"int": pyarrow.int64(), "float": pyarrow.float64()}
    names = [(field.name, kinds.get(str(field.type), pyarrow.string())) for field in fields(Row)]
    schema = pyarrow.schema(names)
    return pyarrow.table({name: [getattr(row, name) for row in rows] for name, _ in names}, schema=schema)


def key(id: str, target: str, input_sha256: str, settings: str) -> bytes:
    """Return a 16-byte key of everything that a row depends on."""
    return hashlib.blake2b("\0".join((id, target, input_sha256, settings)).encode(), digest_size=16).digest()


def earlier(folder: Path) -> tuple[frozenset[bytes], int]:
    """Return the keys of the rows of earlier runs, and the number of incomplete files.

    Incomplete files are removed, and their rows made again.
    """
    import pyarrow
    from pyarrow import parquet

    keys, removed = set(), 0
    for path in sorted(folder.glob("run=*/*.parquet")):
        try:
            with parquet.ParquetFile(path) as file:
                table = file.read(columns=["id", "target", "status", "input_sha256", "settings"])
        except pyarrow.ArrowInvalid:  # no footer: the process was killed while writing
            path.unlink()
            removed += 1
            continue
        for id, target, status, sha256, settings in zip(*(column.to_pylist() for column in table.columns), strict=True):
            if status != Status.FAILED:
                keys.add(key(id, target, sha256, settings))
    return frozenset(keys), removed


def next_run(folder: Path) -> Path:
    """Return the folder of the next run."""
    numbers = [int(path.name.removeprefix("run=")) for path in folder.glob("run=*") if path.name[4:].isdigit()]
    return folder / f"run={max(numbers, default=0) + 1}"


def summarise(folder: Path, known: int, removed: int, deaths: int = 0) -> ClusterTally:
    """Return the sums of one run."""
    import json

    from pyarrow import parquet

    statuses: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    words, reasons = 0, dict[str, None]()
    for path in sorted(folder.glob("*.parquet")):
        with parquet.ParquetFile(path) as file:
            table = file.read(columns=["status", "reason", "flags", "words"])
        statuses.update(table.column("status").to_pylist())
        words += sum(table.column("words").to_pylist())
        for text in table.column("flags").to_pylist():
            flags.update(json.loads(text))
        if len(reasons) < 10:
            reasons |= dict.fromkeys(filter(None, table.column("reason").to_pylist()))
    by_code, first = counted(flags.elements()), tuple(reasons)[:10]
    return ClusterTally(folder, tuple(sorted(statuses.items())), words, by_code, first, known, removed, deaths)
