"""What a folder of outputs knows of its own making: finished segments and written outputs, in SQLite.

An output counts as written only once it stands whole on the disk and the journal says from what it was made. Before it
is written the journal takes it back, so that a process killed between the two leaves an output to be made again, never
a wrong one that counts.

Every commit is flushed to the disk (`synchronous=FULL`): one commit holds a whole batch of segments, which took the
model seconds, so that a flush of milliseconds is a small price for surviving a power cut.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from translate.batch.memory import Memory

FOLDER = ".warta"  # in the output folder; the dot keeps it out of a later run's input
NAME = "journal.sqlite"
# Columns of the outputs that came later. They are added where they are missing, whatever the version of the tables
# says: a journal may have been opened as a plain memory before.
LATER = {
    "choices": "TEXT NOT NULL DEFAULT ''",
    "touched": "TEXT NOT NULL DEFAULT ''",
    "terms": "INTEGER NOT NULL DEFAULT 0",
    "kept": "INTEGER NOT NULL DEFAULT 0",
}


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """An output file and what it was made of."""

    output: str  # path below the output folder
    input: str = ""  # path below the input folder
    sha256: str = ""  # of the input; empty while the output is being written
    settings: str = ""  # SHA-256 of all that decides what the output says, beside the input
    segments: int = 0
    words: int = 0  # of the input
    flags: tuple[tuple[str, int], ...] = ()  # (code, segments)
    choices: str = ""  # those of the run that touch some sentences only
    touched: str = ""  # SHA-256 of what they had to do with the sentences of this input
    terms: int = 0  # of the glossary, in the input
    kept: int = 0  # of these


class Journal(Memory):
    """The memory of one output folder, which knows its outputs too."""

    tables = (
        Memory.tables
        + """
CREATE TABLE IF NOT EXISTS outputs (
    output BLOB PRIMARY KEY, input BLOB NOT NULL, sha256 TEXT NOT NULL, settings TEXT NOT NULL,
    segments INTEGER NOT NULL, words INTEGER NOT NULL, flags TEXT NOT NULL) WITHOUT ROWID;
"""
    )

    def __init__(self, output: Path, *, on_note: Callable[[str], None] | None = None) -> None:
        """Open the journal of an output folder, or make it; `on_note` as for `Memory`.

        Raises:
            WritingError: it cannot be opened or made, or it is damaged.
        """
        super().__init__(output / FOLDER / NAME, durable=True, exclusive=True, on_note=on_note)

    def _set_up(self, durable: bool, exclusive: bool) -> None:
        super()._set_up(durable, exclusive)
        there = {row[1] for row in self._db.execute("PRAGMA table_info(outputs)")}
        for name, kind in LATER.items():
            if name not in there:
                self._db.execute(f"ALTER TABLE outputs ADD COLUMN {name} {kind}")

    def claim(self, outputs: Iterable[str]) -> None:
        """Say that outputs are going to be written: they are ours, and none of them counts as done.

        Raises:
            WritingError: the journal cannot be written.
        """
        self.record(OutputRecord(output) for output in outputs)

    def record(self, records: Iterable[OutputRecord]) -> None:
        """Say what outputs were made of, durably.

        Raises:
            WritingError: the journal cannot be written.
        """
        with self.transaction():
            self._db.executemany(
                f"INSERT OR REPLACE INTO outputs VALUES ({', '.join('?' * 11)})",
                map(_row, records),
            )

    def recorded(self, output: str) -> OutputRecord | None:
        """Return what is known of an output, None if it is not ours."""
        query = "SELECT * FROM outputs WHERE output = ?"
        with self._explained():
            row = self._db.execute(query, (os.fsencode(output),)).fetchone()
        if row is None:
            return None
        _, name, sha256, settings, segments, words, flags, *chosen = row
        counts = tuple((code, count) for code, count in json.loads(flags))
        return OutputRecord(output, os.fsdecode(name), sha256, settings, segments, words, counts, *chosen)


def _row(record: OutputRecord) -> tuple[object, ...]:
    """Return a record as the columns of its table."""
    _, _, *values = astuple(record)
    values[4] = json.dumps(record.flags)
    return os.fsencode(record.output), os.fsencode(record.input), *values
