"""Find the articles among the given files and folders; skipped files are counted."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path

from translate.errors import MissingFile, UsageError
from translate.reading import FORMATS


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to translate."""

    path: Path  # to open it, relative to the user's argument
    name: str  # below the given folder, with "/"; determines the place of its outputs
    size: int  # bytes
    address: str = ""  # of a web page stored in the file by `translate.batch.pages`

    @property
    def source(self) -> str:
        """The name in reports and messages: the address of a page, else the path."""
        return self.address or str(self.path)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files found, and counts of skipped ones."""

    files: tuple[InputFile, ...]  # by name
    failures: tuple[tuple[str, str], ...] = ()  # (path, reason)
    hidden: int = 0  # files and folders with names that begin with a dot
    filtered: int = 0  # files excluded by patterns
    other: tuple[tuple[str, int], ...] = ()  # (ending, files) of unreadable formats, most first
    repeated: int = 0  # folders reached a second time through a link


def discover(
    paths: Sequence[Path], output: Path, *, include: Iterable[str] = (), exclude: Iterable[str] = ()
) -> Listing:
    """Return the articles among files and below folders; symbolic links are followed, each real folder is read once.

    A file that is given directly is always included; patterns and the rule for hidden files apply inside folders.

    Args:
        paths: files and folders.
        output: the folder for the outputs, which is skipped.
        include: patterns, if any, of which a file must match one; a pattern with "/" is matched with the path below
            the folder, others with the name; "*" matches "/" too.
        exclude: patterns of which a file must match none.

    Raises:
        MissingFile: a path does not exist.
        UsageError: no path is given, the output folder contains an input folder, or two inputs have the same name.
    """
    if not paths:
        raise UsageError("No files were given; expected files or folders, such as inbox/.")
    walk = _Discovery(output, tuple(map(_composed, include)), tuple(map(_composed, exclude)))
    for path in paths:
        prefix = f"{path.resolve().name}/" if len(paths) > 1 else ""
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            raise MissingFile(f"{path}: {error.strerror or error}. Expected a file or a folder.") from error
        if is_folder:
            walk.check_apart(path)
            walk.folder(path, prefix)
        else:
            walk.file(path, path.name)
    return walk.listing()


@dataclass(slots=True)
class _Discovery:
    """The state of a discovery."""

    output: Path
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    files: list[InputFile] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0
    filtered: int = 0
    repeated: int = 0
    other: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)  # real paths of folders

    def check_apart(self, folder: Path) -> None:
        """Refuse an input folder that contains the output folder."""
        real, output = Path(os.path.realpath(folder)), Path(os.path.realpath(self.output))
        if real == output or output in real.parents:
            raise UsageError(
                f"{self.output} holds the input folder {folder}: outputs would be read as articles. "
                f"Name another folder with `output`, such as {folder.parent / (folder.name + '-translated')}."
            )

    def folder(self, root: Path, prefix: str) -> None:
        """Process the content of a folder; an unreadable folder is a failure, and the others follow."""
        waiting = [(root, "")]
        while waiting:
            folder, below = waiting.pop()
            real = os.path.realpath(folder)
            if real == os.path.realpath(self.output):
                continue
            if real in self.seen:
                self.repeated += 1
                continue
            self.seen.add(real)
            try:
                with os.scandir(folder) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                self.failures.append((str(folder), f"the folder cannot be read: {error.strerror or error}"))
                continue
            folders = [entry.name for entry in found if self._entry(entry, folder, prefix, below + entry.name)]
            waiting += [(folder / name, f"{below}{name}/") for name in folders]

    def _entry(self, entry: os.DirEntry[str], folder: Path, prefix: str, below: str) -> bool:
        """Process a file if it is an article; return whether it is a folder to enter."""
        if entry.name.startswith("."):
            self.hidden += 1
            return False
        path = folder / entry.name
        # The directory listing has the file type; only links need a `stat`.
        if path.is_dir() if entry.is_symlink() else entry.is_dir():
            return True
        ending = path.suffix.lower()
        if ending not in FORMATS:
            self.other[ending or "no ending"] += 1
        elif not self._wanted(below):
            self.filtered += 1
        else:
            self.file(path, prefix + below, entry)
        return False

    def file(self, path: Path, name: str, entry: os.DirEntry[str] | None = None) -> None:
        """Process a file, perhaps an entry of a folder; an inaccessible file, a pipe or a device is a failure."""
        try:
            status = (entry or path).stat()
        except OSError as error:
            self.failures.append((str(path), f"the file cannot be read: {error.strerror or error}"))
            return
        if stat.S_ISREG(status.st_mode):
            self.files.append(InputFile(path, name, status.st_size))
        else:
            self.failures.append((str(path), "a pipe or device; expected a file"))

    def _wanted(self, name: str) -> bool:
        return (not self.include or _matches(name, self.include)) and not _matches(name, self.exclude)

    def listing(self) -> Listing:
        """Return the result, in a stable order."""
        files = sorted(self.files, key=lambda found: found.name)
        for first, second in pairwise(files):
            if first.name == second.name:
                raise UsageError(
                    f"{first.path} and {second.path} have one place in the output folder ({first.name}). Translate "
                    "them into two output folders."
                )
        other = tuple(sorted(self.other.items(), key=lambda item: (-item[1], item[0])))
        return Listing(tuple(files), tuple(self.failures), self.hidden, self.filtered, other, self.repeated)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
    name = _composed(name)
    last = name.rpartition("/")[2]
    return any(fnmatchcase(name if "/" in pattern else last, pattern) for pattern in patterns)


def _composed(name: str) -> str:
    """Return a name in NFC, as some systems store names decomposed."""
    return unicodedata.normalize("NFC", name)
