"""The outputs that `warta translate` and `warta brief` wrote, so that edited ones are not replaced.

The SHA-256 of each output is in the cache, in a small file. If the cache is lost, outputs count as other files, which
are not replaced either. `warta batch` keeps the same in the journal of its output folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from translate.errors import WritingError
from translate.util.files import cache_folder, sha256_of, write_atomically

FOLDER = "written"  # in the cache


def check_replaceable(path: Path) -> None:
    """Check that an output may be written to a path: nothing is there, or an unchanged output.

    Terminals, pipes and empty files may be written.

    Raises:
        WritingError: an edited or other file is there, or it cannot be read.
    """
    if not path.is_file():
        return
    try:
        if not path.stat().st_size:
            return
        found = sha256_of(path)
    except OSError as error:
        raise WritingError(f"{path} is there and cannot be read ({error.strerror}). Name another file.") from error
    known = _known(path)
    if found in known:
        return
    why = "was edited since Warta wrote it" if known else "does not come from Warta"
    raise WritingError(f"{path} is there already and {why}: it is not replaced. Name another file, or set `overwrite`.")


def write_output(path: Path, data: bytes, on_note: Callable[[str], None]) -> None:
    """Write an output atomically, and store its SHA-256.

    Args:
        path: of the output.
        data: its content.
        on_note: called with one line if the SHA-256 cannot be stored.

    Raises:
        WritingError: the output cannot be written.
    """
    if path.is_file() or not path.exists():
        # Written before the output, beside the previous one, as the process may be killed in between.
        kept = [*_known(path)[-1:], hashlib.sha256(data).hexdigest()]
        try:
            write_atomically(_record(path), "\n".join(kept).encode("ascii"))
        except WritingError as error:
            on_note(f"{error} So the next run will not replace {path}: it cannot know that Warta wrote it.")
    write_atomically(path, data)


def _known(path: Path) -> list[str]:
    """Return the SHA-256 of the last one or two outputs that Warta wrote to a path."""
    try:
        return _record(path).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):  # never written, or lost
        return []


def _record(path: Path) -> Path:
    name = hashlib.sha256(str(path.resolve()).encode("utf-8", errors="surrogateescape")).hexdigest()
    return cache_folder() / FOLDER / name
