"""Atomic writes of files and folders, the cache folder, and locks between processes.

A file is written under a temporary name in its own folder, flushed to the disk and renamed, as rename(2) replaces a
name in one step; the folder is flushed too, or a power cut could undo the rename.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from translate.errors import TooLarge, WritingError

HASHED_AT_ONCE = 2**16  # bytes; for larger buffers the system is asked for fresh memory each time
MOST_BYTES = 100_000_000  # of a file that is held in memory whole; outputs of the longest article have 40 MB


def cache_folder() -> Path:
    """Return the cache folder, which the environment variable WARTA_CACHE can change.

    It is created by the first write.
    """
    chosen = os.environ.get("WARTA_CACHE")
    if chosen:
        return with_home(chosen)
    import platformdirs

    return Path(platformdirs.user_cache_dir("warta", appauthor=False))


def with_home(path: str | Path) -> Path:
    """Return a path with `~` and `~name` replaced by home folders; `~name` of a user that does not exist is kept."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - `Path.expanduser` raises RuntimeError for such a user


def read_whole(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file; OSError if it cannot be read.

    Raises:
        TooLarge: it has more than `most` bytes. No more are read, so a device without an end is refused, too.
    """
    with path.open("rb") as file:
        data = bytearray()
        while len(data) <= most and (part := file.read(HASHED_AT_ONCE)):
            data += part
    if len(data) > most:
        raise TooLarge(f"{path}: more than {most / 1e6:.0f} MB; expected a smaller file. Check the path, or split it.")
    return bytes(data)


def sha256_of(path: Path) -> str:
    """Return the hexadecimal SHA-256 of the bytes of a file; OSError if it cannot be read."""
    # `hashlib.file_digest` clears a buffer of 256 KiB for each file: for a short article more work than its hash. A
    # file object asks the system four times for what it does not use.
    digest = hashlib.sha256()
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        while part := os.read(handle, HASHED_AT_ONCE):
            digest.update(part)
    finally:
        os.close(handle)
    return digest.hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically; missing parent folders are made.

    A symbolic link stays: the file that it points to is replaced. A pipe or a terminal is written to directly.

    Raises:
        WritingError: the disk is full, the folder is read-only, a folder is in its place, ...
    """
    try:
        real = Path(os.path.realpath(path))
        if real.exists() and not real.is_file():
            real.write_bytes(data)
            return
        real.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path, error) from error
    with replacing(real, named=path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, *, named: Path | None = None) -> Iterator[BinaryIO]:
    """Return a file to write; it becomes `path` when the block ends well, and vanishes when it does not.

    Args:
        path: of the file.
        named: what an error calls it, if not by its path.

    Raises:
        WritingError: the disk is full, the folder is not there or read-only, ...
    """
    temporary = _temporary(path)
    try:
        try:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:  # Ctrl-C too must leave nothing behind
            temporary.unlink(missing_ok=True)
            raise
        _flush(path.parent)
    except OSError as error:
        raise _not_written(named or path, error) from error


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Return an empty folder to fill; it becomes `path` when the block ends well, and vanishes when it does not.

    An existing folder at `path` is replaced. Only one process may do this at a time: see `locked`. Temporary folders of
    killed processes are deleted.

    Raises:
        WritingError: the disk is full, the folder is read-only, ...
    """
    temporary, old = _temporary(path), _temporary(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for leftover in path.parent.glob(f".{path.name}.*.tmp"):
            shutil.rmtree(leftover)
        temporary.mkdir()
        try:
            yield temporary
            for file in temporary.iterdir():
                _flush(file)
            _flush(temporary)
            if path.exists():
                path.rename(old)
            temporary.rename(path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        if old.exists():
            shutil.rmtree(old)
        _flush(path.parent)
    except OSError as error:
        raise _not_written(path, error) from error


@contextmanager
def locked(path: Path, *, seconds: float = 600, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold an exclusive lock between processes during the block; `path` is the lock file, which is not deleted.

    `on_wait` is called once if another process holds the lock. The system releases the lock of a process that dies.

    Raises:
        WritingError: the lock file cannot be made, or the other process held the lock for more than `seconds`.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if on_wait is not None:
                on_wait()
            lock.acquire(timeout=seconds)
    except Timeout as error:
        raise WritingError(
            f"{path}: another process has held this lock for {seconds:.0f} s. Wait for it, or end it, and try again."
        ) from error
    except (OSError, NotImplementedError) as error:  # NotImplementedError: a file system without locks
        raise _not_written(path, error) from error
    try:
        yield
    finally:
        lock.release()


def check_unlocked(path: Path, on_taken: Callable[[], None]) -> None:
    """Call `on_taken` if another process holds the lock at `path`; nothing is created.

    It saves a long preparation; the lock may still be taken before `locked` is called.

    Raises:
        WritingError: `on_taken` raises nothing and the lock is taken, or the lock file cannot be opened.
    """
    if path.exists():
        with locked(path, seconds=0, on_wait=on_taken):
            pass


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")


def _flush(path: Path) -> None:
    """Flush a file or folder to disk; Windows cannot flush folders, and needs a writable handle for files."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_written(path: Path, error: Exception) -> WritingError:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return WritingError(f"{path} cannot be written: {reason}. Free some space, or choose a folder you may write to.")
