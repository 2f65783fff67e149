"""Segments in SQLite, keyed by maker, source text, and the choices that affected them.

The maker of a segment is its `Signature` without the input and the date: the version of Warta, the models with their
revisions, decoding, retries, prompt, languages and libraries. If any of these changes, segments of the old maker are
no longer used. A choice that affects only some sentences, such as a glossary, is not part of the maker but of the
key of each unit (column `touch`), so that sentences it does not affect stay valid.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from translate.batch.memory.rows import dump_attempts, key_of, load_attempts, load_version_2, undated
from translate.document import Attempt, Signature
from translate.errors import TooLarge, WritingError
from translate.language.sentences import LONGEST
from translate.writers.json_version1 import is_all_values

VERSION = 3  # of the tables; a change that an older Warta could not read raises it
LONGEST_PAIR = 5 * LONGEST  # characters of a sentence or its translation
AT_ONCE = 500  # texts a query asks for; SQLite allows at least 999 variables
MAGIC = b"SQLite format 3\0"  # what every file of SQLite begins with
PATIENCE = 30  # seconds to wait while another process writes

TABLES = """
CREATE TABLE IF NOT EXISTS makers (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, line TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS segments (
    maker INTEGER NOT NULL, source TEXT NOT NULL, touch TEXT NOT NULL, text TEXT NOT NULL, attempts TEXT NOT NULL,
    PRIMARY KEY (maker, source, touch)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS imported (
    source_language TEXT NOT NULL, target_language TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source_language, target_language, source)) WITHOUT ROWID;
"""

# Version 1 had no `touch`, as the glossary was part of the maker; version 2 stored flags as sentences. Segments that
# cannot be converted are only exported.
MIGRATIONS = {
    1: """
ALTER TABLE segments RENAME TO segments_1;
CREATE TABLE segments (
    maker INTEGER NOT NULL, source TEXT NOT NULL, touch TEXT NOT NULL, text TEXT NOT NULL, attempts TEXT NOT NULL,
    PRIMARY KEY (maker, source, touch)) WITHOUT ROWID;
INSERT INTO segments SELECT maker, source, 'version 1', text, attempts FROM segments_1;
DROP TABLE segments_1;
""",
    2: """
UPDATE segments SET touch = touch || ' version 2' WHERE NOT has_values(attempts);
UPDATE segments SET attempts = with_values(attempts);
""",
}
OUTDATED = "SELECT COUNT(*), TOTAL(touch LIKE '%version 1' OR touch LIKE '%version 2') FROM segments"
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """A translated text."""

    source: str
    text: str  # of the best attempt
    attempts: tuple[Attempt, ...]
    choices: str = ""  # key of the choices outside the maker that affected it


@dataclass(frozen=True, slots=True)
class MemoryPair:
    """A text and its translation, for export."""

    source_language: str
    target_language: str
    source: str
    text: str
    made_by: str = ""  # signature line; empty for imported pairs
    flags: tuple[str, ...] = ()  # flag codes


class Memory:
    """A file of segments that several processes may use."""

    tables = TABLES
    chosen = True  # whether the user named the file, for messages

    def __init__(
        self,
        path: str | Path,
        *,
        durable: bool = False,
        exclusive: bool = False,
        on_note: Callable[[str], None] | None = None,
    ) -> None:
        """Open the file, or make it.

        Args:
            path: of the SQLite file; its folder is made.
            durable: whether stored segments survive a power failure, not only a crash of the process.
            exclusive: whether this is the only process; then no shared memory is used, which network drives lack.
            on_note: called with one line about segments of an earlier version of the tables.

        Raises:
            WritingError: the file cannot be opened or made, or is not a memory of this version.
        """
        self.path = path = Path(path)
        self._ids: dict[str, int] = {}
        self._tell = on_note or (lambda line: None)
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Used by one thread at a time, not always the opening one: Ray calls actors from another thread.
            self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, uri=True, check_same_thread=False)
            try:
                self._set_up(durable, exclusive)
            except BaseException:
                self._db.close()
                raise

    def _set_up(self, durable: bool, exclusive: bool) -> None:
        if exclusive:
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        # Write-ahead log: a commit is one append, and the next process recovers after a kill.
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        # Checked under the lock, as another process may have migrated the file meanwhile.
        self._db.execute("BEGIN IMMEDIATE")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, *MIGRATIONS, VERSION):
            raise WritingError(
                f"{self.path} was made by another version of Warta (tables {version}, expected {VERSION}). "
                "Move it away; it will be made anew."
            )
        steps = "".join(MIGRATIONS[at] for at in range(version, VERSION) if version)
        self._db.create_function("has_values", 1, lambda rows: all(map(is_all_values, load_version_2(rows))))
        self._db.create_function("with_values", 1, lambda rows: dump_attempts(load_version_2(rows)))
        for statement in f"{steps} {self.tables} PRAGMA user_version={VERSION}; COMMIT".split(";"):
            self._db.execute(statement)  # `executescript` would end the transaction first
        if steps:
            segments, outdated = self._db.execute(OUTDATED).fetchone()
            self._tell(
                f"{self.path} was made by an earlier version of Warta: {segments - int(outdated)} of its sentences "
                f"stay valid, {int(outdated)} with flags in an old form are translated again when they are needed."
            )

    def __enter__(self) -> Self:
        """Return the memory itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; all stored entries are already in it."""
        self._db.close()

    def get(
        self, maker: Signature, texts: Iterable[str], choices: Mapping[str, str] = NOTHING
    ) -> dict[str, tuple[Attempt, ...]]:
        """Return the attempts of `maker` at those of `texts` with the keys in `choices`."""
        query = "SELECT source, touch, attempts FROM segments WHERE maker = ?"
        return self._attempts(query, self._id(maker), texts, choices)

    def _attempts(
        self, query: str, maker: object, texts: Iterable[str], choices: Mapping[str, str]
    ) -> dict[str, tuple[Attempt, ...]]:
        return {
            source: load_attempts(attempts)
            for source, key, attempts in self._query(query, (maker,), texts)
            if key == choices.get(source, "")
        }

    def put(self, maker: Signature, units: Iterable[MemoryUnit]) -> None:
        """Store units of `maker`: all, or none if an error is raised.

        Raises:
            WritingError: the disk is full, the file is read-only, ...
        """
        id = self._id(maker)
        with self.transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?)",
                ((id, unit.source, unit.choices, unit.text, dump_attempts(unit.attempts)) for unit in units),
            )

    def imported(self, source: str, target: str, texts: Iterable[str]) -> dict[str, str]:
        """Return the imported translations of those of `texts` that have one."""
        query = "SELECT source, text FROM imported WHERE source_language = ? AND target_language = ?"
        return {text: translation for text, translation in self._query(query, (source, target), texts)}

    def add_imported(self, source: str, target: str, pairs: Mapping[str, str]) -> None:
        """Store translations from elsewhere; they replace earlier ones.

        Raises:
            TooLarge: a text is longer than a sentence can be, so that its checks would have no end; nothing is kept.
            WritingError: the disk is full, the file is read-only, ...
        """
        for text in chain.from_iterable(pairs.items()):
            if len(text) > LONGEST_PAIR:
                raise TooLarge(
                    f"The memory cannot keep {len(text):,} characters that begin with {text[:40]!r}; expected a "
                    f"sentence, of at most {LONGEST_PAIR:,}. Split it, or take it out."
                )
        with self.transaction():
            self._db.executemany(
                "INSERT OR REPLACE INTO imported VALUES (?, ?, ?, ?)",
                ((source, target, text, translation) for text, translation in pairs.items()),
            )

    def remove_imported(self, source: str, target: str, texts: Iterable[str]) -> None:
        """Delete the imported translations of texts.

        Raises:
            WritingError: the disk is full, the file is read-only, ...
        """
        with self.transaction():
            self._db.executemany(
                "DELETE FROM imported WHERE source_language = ? AND target_language = ? AND source = ?",
                ((source, target, text) for text in texts),
            )

    def is_machine(self, source: str, target: str, text: str, translation: str) -> bool:
        """Return whether the memory has this translation of a text by a model."""
        query = (
            "SELECT 1 FROM segments JOIN makers ON makers.id = maker "
            "WHERE makers.source = ? AND target = ? AND segments.source = ? AND text = ? LIMIT 1"
        )
        with self._explained():
            return self._db.execute(query, (source, target, text, translation)).fetchone() is not None

    def imported_sha256(self, source: str, target: str) -> str:
        """Return the SHA-256 of all imported translations of a pair of languages, empty without any."""
        query = "SELECT source, text FROM imported WHERE source_language = ? AND target_language = ? ORDER BY source"
        digest, empty = hashlib.sha256(), True
        with self._explained():
            for row in self._db.execute(query, (source, target)):
                digest.update(json.dumps(row).encode())
                empty = False
        return "" if empty else digest.hexdigest()

    def pairs(self, target: str | None = None) -> Iterator[MemoryPair]:
        """Yield every pair, or those into one language, imported ones first, in a stable order."""
        imported = "SELECT * FROM imported WHERE ? IN ('', target_language) ORDER BY 2, 3"
        machine = (
            "SELECT makers.source, target, segments.source, text, line, attempts FROM segments JOIN makers "
            "ON makers.id = maker WHERE ? IN ('', target) ORDER BY target, segments.source, line, touch"
        )
        with self._explained():
            for row in self._db.execute(imported, (target or "",)):
                yield MemoryPair(*row)
            for pair, into, source, text, line, attempts in self._db.execute(machine, (target or "",)):
                flags = next((a.flags for a in load_attempts(attempts) if a.text == text), ())
                yield MemoryPair(pair, into, source, text, line, tuple(str(flag.code) for flag in flags))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all writes of the block at once, or none.

        Raises:
            WritingError: it cannot be written.
        """
        with self._explained():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # SQLite has already rolled back if the disk was full
                    self._db.execute("ROLLBACK")
                raise

    def _query(self, query: str, fixed: tuple[object, ...], texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
        remaining = list(texts)
        with self._explained():
            for at in range(0, len(remaining), AT_ONCE):
                batch = remaining[at : at + AT_ONCE]
                marks = ",".join("?" * len(batch))
                yield from self._db.execute(f"{query} AND source IN ({marks})", (*fixed, *batch))

    def _id(self, maker: Signature) -> int:
        """Return the id of a maker in this file."""
        key = key_of(maker)
        if key not in self._ids:
            row = (key, str(undated(maker)), maker.source, maker.target)
            with self.transaction():
                self._db.execute("INSERT OR IGNORE INTO makers (key, line, source, target) VALUES (?, ?, ?, ?)", row)
                found = self._db.execute("SELECT id FROM makers WHERE key = ?", (key,)).fetchone()
            self._ids[key] = found[0]
        return self._ids[key]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            advice = "Free some space, or choose a place you may write to; nothing kept before is lost."
            if self.chosen and "not a database" in str(error) and not _begins(self.path, MAGIC):
                raise WritingError(
                    f"{self.path} is no memory of Warta; nothing was changed in it. Name the file of one, such as "
                    "memory.sqlite."
                ) from error
            if "not a database" in str(error) or "malformed" in str(error):
                advice = "It is damaged: move it away, and it will be made anew."
            raise WritingError(f"{self.path} cannot be used: {error}. {advice}") from error


def _begins(path: Path, mark: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(mark)) == mark
    except OSError:
        return True
