"""The journal of an output folder: finished segments and written outputs, in SQLite.

An output counts as written only when it is complete on disk and the journal records its inputs. The record is
invalidated before the output is written, so that after a kill an output is made again rather than taken as
complete.

Every commit is flushed to the disk (`synchronous=FULL`): one commit holds a whole batch of segments, which took the
model seconds, so that a flush of milliseconds is a small price for surviving a power cut.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from translate.batch.memory import Memory
from translate.batch.memory.rows import key_of
from translate.batch.memory.store import NOTHING
from translate.document import Attempt, Signature
from translate.errors import WritingError
from translate.util.files import check_unlocked, locked

FOLDER = ".warta"  # in the output folder; hidden, so that no run takes it as input
NAME = "journal.sqlite"
ACTORS = "actors"  # folder of the journals of cluster actors
# Columns added to the outputs since the first version. They are added if missing, whatever the table version, as a
# journal may have been opened as a plain memory before. `touched` holds `OutputRecord.effective_choices`.
LATER = {
    "choices": "TEXT NOT NULL DEFAULT ''",
    "touched": "TEXT NOT NULL DEFAULT ''",
    "terms": "INTEGER NOT NULL DEFAULT 0",
    "kept": "INTEGER NOT NULL DEFAULT 0",
    "written": "TEXT NOT NULL DEFAULT ''",
}


@dataclass(frozen=True, slots=True)
class FolderLock:
    """A lock of an output folder, which only one process can hold."""

    name: str  # of the lock file, beside the journal
    busy: str  # beginning of the message if another process holds it

    def hold(self, output: Path) -> AbstractContextManager[None]:
        """Hold the lock during a block.

        Raises:
            WritingError: another process holds it.
        """
        return locked(output / FOLDER / self.name, seconds=0, on_wait=partial(self._refuse, output))

    def check(self, output: Path) -> None:
        """Check that no other process holds the lock, before a model is loaded.

        Raises:
            WritingError: another process holds it.
        """
        check_unlocked(output / FOLDER / self.name, partial(self._refuse, output))

    def _refuse(self, output: Path) -> None:
        raise WritingError(f"{output}: {self.busy} another folder with `output`.")


RUN_LOCK = FolderLock("lock", "another `warta batch` is working in this folder. Wait until it ends, or name")


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """An output file with everything that determines it."""

    output: str  # path below the output folder
    input: str = ""  # path below the input folder
    sha256: str = ""  # of the input; empty while the output is being written
    settings: str = ""  # SHA-256 of all settings, without the input
    segments: int = 0
    words: int = 0  # of the input
    flags: tuple[tuple[str, int], ...] = ()  # (code, segments)
    choices: str = ""  # SHA-256 of the settings that affect only some sentences
    effective_choices: str = ""  # SHA-256 of the choices that affect this input
    terms: int = 0  # glossary terms in the input
    kept: int = 0  # glossary terms in the translation
    written: str = ""  # SHA-256 of the written output; empty in records of older versions


# Entries of the other journal replace those of this one.
ABSORB = (
    "INSERT OR IGNORE INTO makers (key, line, source, target) SELECT key, line, source, target FROM other.makers",
    "INSERT OR REPLACE INTO segments "
    "SELECT (SELECT id FROM main.makers WHERE key = maker_of.key), added.source, touch, text, attempts "
    "FROM other.segments AS added JOIN other.makers AS maker_of ON maker_of.id = added.maker",
    "INSERT OR REPLACE INTO outputs SELECT * FROM other.outputs",
)


class Journal(Memory):
    """The segments and outputs of one output folder."""

    tables = (
        Memory.tables
        + """
CREATE TABLE IF NOT EXISTS outputs (
    output BLOB PRIMARY KEY, input BLOB NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL,
    segments INTEGER NOT NULL, words INTEGER NOT NULL, flags TEXT NOT NULL) WITHOUT ROWID;
"""
    )

    chosen = False
    recording: tuple[str, ...] = ("outputs",)  # tables with records; those of the last count

    def __init__(self, output: Path, *, on_note: Callable[[str], None] | None = None) -> None:
        """Open the journal of an output folder, or make it, and absorb the journals of cluster actors.

        `on_note` is that of `Memory`.

        Raises:
            WritingError: it cannot be opened or made, or it is damaged.
        """
        super().__init__(output / FOLDER / NAME, durable=True, exclusive=True, on_note=on_note)
        # The newest wins, as a replaced actor makes the same outputs again.
        written = (output / FOLDER / ACTORS).glob("*.sqlite")
        self._absorb(sorted(written, key=lambda path: path.stat().st_mtime_ns))

    def _set_up(self, durable: bool, exclusive: bool) -> None:
        super()._set_up(durable, exclusive)
        columns = self._columns("main")
        for name, kind in LATER.items():
            if name not in columns:
                self._db.execute(f"ALTER TABLE outputs ADD COLUMN {name} {kind}")

    def _columns(self, database: str) -> set[str]:
        """Return the columns of the outputs of a database, none if it has no such table."""
        with self._explained():
            return {row[1] for row in self._db.execute(f"PRAGMA {database}.table_info(outputs)")}

    def claim(self, outputs: Iterable[str]) -> None:
        """Record that outputs are about to be written: they are Warta's, and not complete.

        Raises:
            WritingError: the journal cannot be written.
        """
        self.record(OutputRecord(output) for output in outputs)

    def record(self, records: Iterable[OutputRecord]) -> None:
        """Record durably how outputs were made.

        Raises:
            WritingError: the journal cannot be written.
        """
        with self.transaction():
            self._db.executemany(
                f"INSERT OR REPLACE INTO outputs VALUES ({', '.join('?' * 12)})",
                map(_row, records),
            )

    def recorded(self, output: str) -> OutputRecord | None:
        """Return the record of an output; None if Warta did not write it."""
        return self.records((output,)).get(output)

    def records(self, outputs: Sequence[str]) -> dict[str, OutputRecord]:
        """Return the records of those outputs that Warta wrote, by output; in one query, for at most some hundreds."""
        names, found = [os.fsencode(output) for output in outputs], {}
        for table in self.recording:
            with self._explained():
                query = f"SELECT * FROM {table} WHERE output IN ({', '.join('?' * len(names))})"
                for name, *values in self._db.execute(query, names):
                    record = _record(os.fsdecode(name), *values)
                    found[record.output] = record
        return found

    def _absorb(self, paths: Sequence[Path]) -> None:
        """Copy the entries of other journals into this one, and delete those."""
        for path in paths:
            with self._explained():
                self._db.execute("ATTACH ? AS other", (str(path),))
            # An actor that was killed as it made its journal leaves one without all columns, and with nothing in it.
            if self._columns("other") >= LATER.keys():
                with self.transaction():
                    for statement in ABSORB:
                        self._db.execute(statement)
            with self._explained():
                self._db.execute("DETACH other")
                path.unlink()


class ActorJournal(Journal):
    """The journal of an actor of a cluster: its own file, beside that of the folder, which is only read.

    The journal of the folder must not be open elsewhere; `Journal` absorbs those of actors when it is opened.
    """

    recording = ("folder.outputs", "main.outputs")

    def __init__(self, output: Path) -> None:
        """Make the journal of an actor for an output folder.

        Raises:
            WritingError: it cannot be made.
        """
        Memory.__init__(self, output / FOLDER / ACTORS / f"{secrets.token_hex(8)}.sqlite", durable=True)
        with self._explained():
            # Another process, perhaps on another machine, may read it before it was closed.
            self._db.execute("PRAGMA journal_mode=DELETE")
            self._db.execute("ATTACH ? AS folder", (f"{(output / FOLDER / NAME).as_uri()}?mode=ro&immutable=1",))

    def get(
        self, maker: Signature, texts: Iterable[str], choices: Mapping[str, str] = NOTHING
    ) -> dict[str, tuple[Attempt, ...]]:
        """Return attempts from this journal, else from that of the folder."""
        found = super().get(maker, texts, choices)
        query = (
            "SELECT segments.source, touch, attempts FROM folder.segments "
            "WHERE maker = (SELECT id FROM folder.makers WHERE key = ?)"
        )
        return self._attempts(query, key_of(maker), set(texts) - found.keys(), choices) | found


def _record(
    output: str, name: bytes, sha256: str, settings: str, segments: int, words: int, flags: str, *chosen: Any
) -> OutputRecord:
    """Return the record in the columns of a row."""
    return OutputRecord(output, os.fsdecode(name), sha256, settings, segments, words, _counts(flags), *chosen)


@lru_cache(maxsize=1024)  # most articles have the same few
def _counts(flags: str) -> tuple[tuple[str, int], ...]:
    return tuple((code, count) for code, count in json.loads(flags))


def _row(record: OutputRecord) -> tuple[object, ...]:
    """Return the columns of a record."""
    _, _, *values = astuple(record)
    values[4] = json.dumps(record.flags)
    return os.fsencode(record.output), os.fsencode(record.input), *values
