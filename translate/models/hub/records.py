"""Records of pulled models: a small JSON file for each, with the SHA-256 of its files, in Warta's own cache folder.

The cache of huggingface_hub is shared with other programs, so nothing is written beside its files. A model that came
out of an archive, or whose weights were converted, is no download of huggingface_hub: its folder is beside its
record. Layout: `models/org--name/COMMIT.json`, and `models/org--name/COMMIT/` where the files are Warta's own.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from translate.errors import DamagedModel
from translate.util.files import cache_folder, write_atomically
from translate.util.untrusted import json_from

FORMAT, VERSION = "warta-model", 1
MODEL_ID = re.compile(r"[A-Za-z0-9_][\w.-]*/[A-Za-z0-9_][\w.-]*", re.ASCII)
COMMIT = re.compile(r"[0-9a-f]{40}")
NAME = re.compile(r"[A-Za-z0-9_][\w.-]*", re.ASCII)  # of a file: neither hidden nor in another folder
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a model."""

    name: str
    size: int  # bytes
    sha256: str  # hexadecimal


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A model as it was pulled."""

    id: str  # on the hub
    revision: str  # the commit
    references: tuple[str, ...]  # branches and tags it was pulled by: ("main",)
    licence: str
    files: tuple[FileRecord, ...]

    @property
    def path(self) -> Path:
        """The file of this record."""
        return _shelf(self.id) / f"{self.revision}.json"

    @property
    def folder(self) -> Path:
        """The folder of the files if they are in Warta's own cache; it may not exist."""
        return _shelf(self.id) / self.revision

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def fits(self, folder: Path) -> bool:
        """Return whether a folder has every file in its recorded size; a cheap check for every lookup."""
        return all((folder / f.name).is_file() and (folder / f.name).stat().st_size == f.size for f in self.files)

    def to_json(self) -> str:
        """Return the text of the file."""
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1) + "\n"


def record_from_json(text: str) -> ModelRecord:
    """Return the record in a text, with every value checked: one from an archive is untrusted.

    Raises:
        DamagedModel: it is no record, or of another version.
    """
    try:
        data = json_from(text)
        if (data["format"], data["version"]) != (FORMAT, VERSION):
            raise ValueError("another format or version")
        files = tuple(FileRecord(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in data["files"])
        # `asked` is the first name of the field.
        references = tuple(str(name) for name in data["references" if "references" in data else "asked"])
        record = ModelRecord(str(data["id"]), str(data["revision"]), references, str(data["licence"]), files)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedModel(f"This is no record of a model ({type(error).__name__}: {error}).") from error
    wrong = [f.name for f in files if not (NAME.fullmatch(f.name) and SHA256.fullmatch(f.sha256) and f.size >= 0)]
    if wrong or not files or len({f.name for f in files}) != len(files):
        names = ", ".join(wrong)[:80] or "none, or one twice"
        raise DamagedModel(f"The record of {record.id[:80]} names files a model cannot have: {names}.")
    if not MODEL_ID.fullmatch(record.id) or not COMMIT.fullmatch(record.revision):
        raise DamagedModel(f"The record names {record.id[:80]!r} at {record.revision[:80]!r}, which no hub can have.")
    return record


def save_record(record: ModelRecord) -> None:
    """Write a record, merged with the branches and tags under which the same commit was pulled before.

    Raises:
        WritingError: the cache folder cannot be written.
    """
    before = next((known for known in records(record.id) if known.revision == record.revision), None)
    references = tuple(dict.fromkeys((*record.references, *(before.references if before else ()))))
    merged = replace(record, references=references)
    write_atomically(record.path, merged.to_json().encode())


def records(model_id: str | None = None) -> tuple[ModelRecord, ...]:
    """Return the records of a model, or of all models, newest first.

    A record that cannot be read is left out, as if the model had never been pulled; a new pull writes it again.
    """
    pattern = "*/*.json" if model_id is None else f"{_shelf(model_id).name}/*.json"
    found = []
    for path in _shelves().glob(pattern):
        try:
            record = record_from_json(path.read_text(encoding="utf-8"))
            found.append((path.stat().st_mtime_ns, record))
        except (OSError, ValueError, DamagedModel):
            continue
    return tuple(record for _, record in sorted(found, key=lambda pair: -pair[0]))


def record_of(model_id: str, revision: str | None) -> ModelRecord | None:
    """Return the newest record of a model at a commit, branch or tag (the main branch by default), None without one."""
    wanted = revision or "main"
    return next((r for r in records(model_id) if wanted == r.revision or wanted in r.references), None)


def lock_of(model_id: str) -> Path:
    """Return the lock file that a process holds while it changes a model."""
    shelf = _shelf(model_id)
    return shelf.with_name(f"{shelf.name}.lock")


def _shelves() -> Path:
    return cache_folder() / "models"


def _shelf(model_id: str) -> Path:
    return _shelves() / model_id.replace("/", "--")
