"""Find Firefox models on this machine, and download others from Mozilla's Remote Settings.

A record of the server names each file with the SHA-256 of its content; the file lies, compressed, on the server of
attachments that the settings server names at its root (https://remote-settings.readthedocs.io). The environment
variable FXTRANSLATE_RECORDS_URL names other records, for who keeps the models on a server of their own.
fxtranslate reads the records, decompresses and verifies; it could fetch as well, but only from Mozilla's server, into
a folder that is never whole at once, and printing as it goes.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from translate.errors import HubError, ModelError
from translate.models.student.fetching import fetch, fetch_text
from translate.util.files import cache_folder, locked, new_folder
from translate.util.foreign import json_from

# What the files of a model are, and how their names go on; `lex` is the shortlist.
KINDS = {"model": "*.bin", "vocab": "*.spm", "srcvocab": "*.spm", "trgvocab": "*.spm", "lex": "*.bin"}
MAJOR = 3  # the format of models that fxtranslate 0.5 runs
MANIFEST = "warta.json"
SECONDS = 3600  # that another process may take to get the same model
FILE_NAME = re.compile(r"\w[\w.-]*")  # a name of a file, and nothing that leads out of its folder

Progress = Callable[[int], None]  # hears of bytes as they come


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model."""

    name: str  # "model.iden.intgemm.alphas.bin": what it is stands before the first dot
    sha256: str
    version: str = ""
    location: str = ""  # on the server of attachments


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of a download; written beside the files when all of them are there."""

    source: str = ""
    target: str = ""
    version: str = ""
    files: tuple[File, ...] = ()

    @property
    def pair(self) -> tuple[str, str] | None:
        """The languages, None if it names none."""
        return (self.source, self.target) if self.source else None


# The students: models from Indonesian that come with Warta. The one into English was initialised from Mozilla's
# Portuguese-English model with Indonesian word vectors and trained on sentence pairs; the one into Japanese was
# initialised from that. `training/` has the recipe, `NOTICE` the licence.
_PACKAGE = Path(__file__).parents[2]
BUNDLED_FOLDERS = {"student": _PACKAGE / "_student", "student-ja": _PACKAGE / "_student_ja"}


def bundled(name: str = "student") -> Path | None:
    """Return the folder of a student by its name in the catalogue, None if files of it are missing."""
    return BUNDLED_FOLDERS[name] if is_folder(BUNDLED_FOLDERS[name]) else None


def folder_of(source: str, target: str) -> Path:
    """Return the folder a model for these languages is kept in, there or not."""
    return cache_folder() / "models" / "firefox" / f"{source}-{target}"


def installed(source: str, target: str) -> Path | None:
    """Return the folder of a model that was pulled, None if it was not or files of it are gone."""
    folder = folder_of(source, target)
    manifest = manifest_of(folder)
    is_complete = manifest and all((folder / file.name).is_file() for file in manifest.files)
    return folder if is_complete else None


def is_folder(folder: Path) -> bool:
    """Return whether a folder holds a Firefox model, pulled or put there by hand."""
    kinds = {kind for kind, pattern in KINDS.items() if any(folder.glob(f"{kind}.{pattern}"))}
    return {"model", "vocab"} <= kinds or {"model", "srcvocab", "trgvocab"} <= kinds


def need_package() -> None:
    """Say how to get fxtranslate if it is not installed.

    Raises:
        ModelError: it is not.
    """
    if find_spec("fxtranslate") is None:
        raise ModelError("Firefox models need the package fxtranslate: pip install 'fxtranslate>=0.5,<0.6'")


def manifest_of(folder: Path) -> Manifest | None:
    """Return the manifest of a downloaded folder, None if it has none."""
    try:
        manifest = json_from((folder / MANIFEST).read_text(encoding="utf-8"))
        files = tuple(File(**file) for file in manifest.pop("files"))
        return Manifest(**manifest, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def pull(
    source: str, target: str, *, progress: Progress | None = None, on_wait: Callable[[], None] | None = None
) -> Path:
    """Download the newest model for these languages and return its folder; it is whole or not there at all.

    What is there already is not fetched again, and a download that was cut goes on where it stopped. `on_wait` is
    called if another process is getting the same model.

    Raises:
        HubError: the server cannot be reached, says no, has no such model, or what it sent is not what it promised.
        ModelNotInstalled: HF_HUB_OFFLINE forbids to use the network.
        ModelError: fxtranslate is not installed.
        WritingError: the disk is full, the cache folder is read-only, ...
    """
    need_package()
    from fxtranslate import discovery

    folder = folder_of(source, target)
    with locked(folder.with_name(f".{folder.name}.lock"), seconds=SECONDS, on_wait=on_wait):
        url = discovery.records_url()
        wanted = newest(_records(fetch_text(url), url), source, target)
        installed_manifest = manifest_of(folder)
        if installed_manifest == wanted and installed(source, target):
            return folder
        base = _attachments(url)
        parts = folder.with_name(f".{folder.name}.parts")
        fetched = {file: _fetched(file, base, parts, progress or (lambda count: None)) for file in wanted.files}
        with new_folder(folder) as new:
            for file, content in fetched.items():
                (new / file.name).write_bytes(content)
            (new / MANIFEST).write_text(json.dumps(asdict(wanted), indent=1), encoding="utf-8")
        shutil.rmtree(parts, ignore_errors=True)
    return folder


def newest(records: Iterable[dict[str, Any]], source: str, target: str) -> Manifest:
    """Return the newest model for these languages among a server's records, in fxtranslate's form.

    Raises:
        HubError: there is none that fxtranslate runs.
    """
    pair = [record for record in records if (record["sourceLanguage"], record["targetLanguage"]) == (source, target)]
    usable = [record for record in pair if record["version"].split(".")[0] == str(MAJOR)]
    models = [record for record in usable if record["fileType"] == "model"]
    if not models:
        raise HubError(
            f"The server has no Firefox model for {source}-{target} in format {MAJOR}. Is there a newer Warta?"
        )
    version = max((record["version"] for record in models), key=_age)
    files = []
    for kind in KINDS:
        # Files of a model carry one version; should one lack it, the newest of its kind is what Firefox takes too.
        of_kind = [record for record in usable if record["fileType"] == kind]
        chosen = max(of_kind, key=lambda record: (record["version"] == version, _age(record["version"])), default=None)
        if chosen is not None:
            files.append(_file(chosen))
    return Manifest(source, target, version, tuple(files))


def _age(version: str) -> tuple[tuple[int, ...], bool]:
    """Return what versions are ordered by: the newer the greater, and a test release ("3.0a1") before its release."""
    numbers = tuple(int(number) for number in re.findall(r"(?:^|\.)(\d+)", version))
    return numbers, version.replace(".", "").isdecimal()


def _file(record: dict[str, Any]) -> File:
    name, sha256 = str(record["name"]), str(record["decompressedHash"] or "")
    if not FILE_NAME.fullmatch(name) or name == MANIFEST or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise HubError(f"The server names a file {name!r} with the SHA-256 {sha256!r}: no model of Firefox's.")
    return File(name, sha256, str(record["version"]), str(record["location"]))


def _records(body: str, url: str) -> list[dict[str, Any]]:
    from fxtranslate import discovery

    try:
        return list(discovery.parse_records(body))
    except ValueError as error:
        raise HubError(f"{url} gave no records of models ({error}). Check FXTRANSLATE_RECORDS_URL.") from error


def _attachments(records_url: str) -> str:
    """Return the address that locations of attachments go on from, as the server says at its root."""
    root = records_url.split("/buckets/")[0] + "/"
    try:
        return str(json_from(fetch_text(root))["capabilities"]["attachments"]["base_url"])
    except (ValueError, KeyError, TypeError) as error:
        raise HubError(f"{root} does not say where its attachments are: it is no server of Remote Settings.") from error


def _fetched(file: File, base: str, parts: Path, progress: Progress) -> bytes:
    """Return the content of a file, verified; what came of it stays in `parts` until the model is whole."""
    from fxtranslate import discovery

    part = parts / f"{file.sha256[:16]}-{file.name}"
    resumed = part.is_file()
    fetch(f"{base.rstrip('/')}/{file.location.lstrip('/')}", part, progress)
    try:
        return bytes(discovery.verify_and_decompress(part.read_bytes(), file.sha256))
    except ValueError as error:
        part.unlink()
        if resumed:  # two halves that do not belong together, perhaps
            return _fetched(file, base, parts, progress)
        raise HubError(
            f"{file.name}: what the server sent is not what it promised ({error}). Nothing was installed; try again."
        ) from error
