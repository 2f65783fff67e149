"""The articles for a cluster: files of folders, or rows of tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from translate.batch.discovery import Listing
from translate.batch.naming import stems
from translate.batch.ray_runner.work import BATCH, Table
from translate.errors import DamagedFile, MissingFile, UsageError

TABLES = (".parquet", ".jsonl")


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """An article to translate: a file, a text, or a path that cannot be read."""

    id: str
    path: str | None = None
    stem: str = ""  # of its output files
    text: str | None = None
    reason: str = ""  # why it cannot be read, if that is known


@dataclass(frozen=True, slots=True)
class ArticleRequests:
    """The articles of a job, read from their tables one by one."""

    count: int
    articles: Iterator[ArticleRequest]


def requests_of_files(listing: Listing) -> ArticleRequests:
    """Return a request for each file, and one for each path that cannot be read."""
    failed = (ArticleRequest(path, path, reason=f"{path}: {why}") for path, why in listing.failures)
    named = stems(found.name for found in listing.files)
    found = (ArticleRequest(f.name, str(f.path), named[f.name]) for f in listing.files)
    return ArticleRequests(len(listing.failures) + len(listing.files), chain(failed, found))


def requests_of_tables(paths: Sequence[Path], columns: Table) -> ArticleRequests:
    """Return a request for each row of tables.

    Raises:
        MissingFile: a path is not there.
        DamagedFile: a file is not in the format of its suffix.
        UsageError: the files are of other kinds, or lack a column.
    """
    files = [file for path in paths for file in _table_files(path)]
    endings = {file.suffix.lower() for file in files}
    if len(endings) != 1 or not endings <= set(TABLES):
        raise UsageError(f"Tables of {', '.join(sorted(endings)) or 'nothing'}: expected {' or '.join(TABLES)} files.")
    count, read = (_parquet_rows, _parquet) if endings == {".parquet"} else (_json_lines, _json)
    return ArticleRequests(
        sum(count(file, columns) for file in files), (request for file in files for request in read(file, columns))
    )


def _table_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix.lower() in TABLES)
    if not path.is_file():
        raise MissingFile(f"{path} is not there; expected a table of articles, or a folder of them.")
    return [path.absolute()]


def _parquet_rows(path: Path, columns: Table) -> int:
    """Return the number of rows of a Parquet file.

    Raises:
        DamagedFile: it is none.
        UsageError: it lacks a column.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            _check(columns, file.schema_arrow.names, path)
            return int(file.metadata.num_rows)
    except pyarrow.ArrowInvalid as error:
        raise DamagedFile(f"{path} is damaged; expected a Parquet file. Copy it again.") from error


def _parquet(path: Path, columns: Table) -> Iterator[ArticleRequest]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=BATCH, columns=[columns.id, columns.text]):
            for record in batch.to_pylist():
                yield _request(record, columns)


def _json_lines(path: Path, columns: Table) -> int:
    """Return the number of rows of a JSONL file, after checking that the first row has the columns.

    Raises:
        UsageError: it lacks a column.
    """
    count = 0
    with path.open("rb") as file:
        for number, line in enumerate(filter(bytes.strip, file)):
            if number == 0 and (record := _record(line)) is not None:
                _check(columns, list(record), path)
            count += 1
    return count


def _json(path: Path, columns: Table) -> Iterator[ArticleRequest]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            record = _record(line)
            place = f"{path}:{number}"
            if record is None:
                yield ArticleRequest(place, reason=f"{place} is no JSON object; expected one article a line.")
            else:
                yield _request(record, columns)


def _record(line: bytes) -> dict[str, Any] | None:
    """Return the object of a line; None if the line is no JSON object."""
    try:
        record = json.loads(line)
    except ValueError:  # of the JSON, or of its UTF-8
        return None
    return record if isinstance(record, dict) else None


def _request(record: dict[str, Any], columns: Table) -> ArticleRequest:
    """Return the request of a row; an id may be a number."""
    id, text = record.get(columns.id), record.get(columns.text)
    id = "" if id is None else str(id)
    if text is not None and not isinstance(text, str):
        return ArticleRequest(id, reason=f"{id}: the text is of type {type(text).__name__}; expected a string.")
    return ArticleRequest(id, text=text)


def _check(columns: Table, names: Sequence[str], path: Path) -> None:
    for name in (columns.id, columns.text):
        if name not in names:
            raise UsageError(
                f"There is no column {name!r} in {path}; the table has {', '.join(names)}. Name yours with `Table.id` "
                "and `Table.text`."
            )
