"""Find Firefox models on this machine, and download others from Mozilla's Remote Settings.

A record of the server names each file with the SHA-256 of its content; the file is, compressed, on the server of
attachments that the settings server names at its root (https://remote-settings.readthedocs.io). The environment
variable FXTRANSLATE_RECORDS_URL names other records, for models on another server.
fxtranslate reads the records, decompresses and verifies. Its own download is not used: it knows only Mozilla's server,
does not install a model atomically, and prints.
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
from translate.util.untrusted import json_from

# The kinds of files of a model, with the rest of their names; `lex` is the shortlist.
KINDS = {"model": "*.bin", "vocab": "*.spm", "srcvocab": "*.spm", "trgvocab": "*.spm", "lex": "*.bin"}
MAJOR = 3  # the format of models that fxtranslate 0.5 runs
MANIFEST = "warta.json"
SECONDS = 3600  # the longest wait for another process that downloads the same model
FILE_NAME = re.compile(r"\w[\w.-]*")  # a file name, which cannot lead out of its folder

Progress = Callable[[int], None]  # called with the number of bytes of each piece


@dataclass(frozen=True, slots=True)
class File:
    """A file of a model."""

    name: str  # "model.iden.intgemm.alphas.bin": its kind is before the first dot
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
    return BUNDLED_FOLDERS[name] if is_model_folder(BUNDLED_FOLDERS[name]) else None


def folder_of(source: str, target: str) -> Path:
    """Return the folder of a model for these languages, which may not exist."""
    return cache_folder() / "models" / "firefox" / f"{source}-{target}"


def installed(source: str, target: str) -> Path | None:
    """Return the folder of a model that was pulled; None if it was not, or files are missing."""
    folder = folder_of(source, target)
    manifest = manifest_of(folder)
    is_complete = manifest and all((folder / file.name).is_file() for file in manifest.files)
    return folder if is_complete else None


def is_model_folder(folder: Path) -> bool:
    """Return whether a folder holds a Firefox model, pulled or put there by hand."""
    kinds = {kind for kind, pattern in KINDS.items() if any(folder.glob(f"{kind}.{pattern}"))}
    return {"model", "vocab"} <= kinds or {"model", "srcvocab", "trgvocab"} <= kinds


def need_package() -> None:
    """Check that fxtranslate is installed.

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
    """Download the newest model for these languages and return its folder, which is complete or absent.

    Present files are not downloaded again, and an interrupted download is resumed. `on_wait` is called if another
    process is downloading the same model.

    Raises:
        HubError: the server cannot be reached, refuses, has no such model, or sent a file with another SHA-256.
        ModelNotInstalled: HF_HUB_OFFLINE forbids to use the network.
        ModelError: fxtranslate is not installed.
        WritingError: the disk is full, the cache folder is read-only, ...
    """
    need_package()
    from fxtranslate import discovery

    folder = folder_of(source, target)
    with locked(folder.with_name(f".{folder.name}.lock"), seconds=SECONDS, on_wait=on_wait):
        url = discovery.records_url()
        wanted = newest_model(_records(fetch_text(url), url), source, target)
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


def newest_model(records: Iterable[dict[str, Any]], source: str, target: str) -> Manifest:
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
        # Files of a model have one version; if one lacks it, the newest of its kind is used, as in Firefox.
        of_kind = [record for record in usable if record["fileType"] == kind]
        chosen = max(of_kind, key=lambda record: (record["version"] == version, _age(record["version"])), default=None)
        if chosen is not None:
            files.append(_file(chosen))
    return Manifest(source, target, version, tuple(files))


def _age(version: str) -> tuple[tuple[int, ...], bool]:
    """Return the sort key of a version, greater for newer ones; a test release ("3.0a1") precedes its release."""
    numbers = tuple(int(number) for number in re.findall(r"(?:^|\.)(\d+)", version))
    return numbers, version.replace(".", "").isdecimal()


def _file(record: dict[str, Any]) -> File:
    name, sha256 = str(record["name"]), str(record["decompressedHash"] or "")
    if not FILE_NAME.fullmatch(name) or name == MANIFEST or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise HubError(f"The server names a file {name!r} with the SHA-256 {sha256!r}: no file of a Firefox model.")
    return File(name, sha256, str(record["version"]), str(record["location"]))


def _records(body: str, url: str) -> list[dict[str, Any]]:
    from fxtranslate import discovery

    try:
        return list(discovery.parse_records(body))
    except ValueError as error:
        raise HubError(f"{url} gave no records of models ({error}). Check FXTRANSLATE_RECORDS_URL.") from error


def _attachments(records_url: str) -> str:
    """Return the base address of attachments, which the server names at its root."""
    root = records_url.split("/buckets/")[0] + "/"
    try:
        return str(json_from(fetch_text(root))["capabilities"]["attachments"]["base_url"])
    except (ValueError, KeyError, TypeError) as error:
        raise HubError(f"{root} does not say where its attachments are: it is no server of Remote Settings.") from error


def _fetched(file: File, base: str, parts: Path, progress: Progress) -> bytes:
    """Return the verified content of a file; its download stays in `parts` until the model is complete."""
    from fxtranslate import discovery

    part = parts / f"{file.sha256[:16]}-{file.name}"
    resumed = part.is_file()
    fetch(f"{base.rstrip('/')}/{file.location.lstrip('/')}", part, progress)
    try:
        return bytes(discovery.verify_and_decompress(part.read_bytes(), file.sha256))
    except ValueError as error:
        part.unlink()
        if resumed:  # its parts may be of two versions
            return _fetched(file, base, parts, progress)
        raise HubError(
            f"{file.name}: the server sent other content than it announced ({error}). Nothing was installed; try again."
        ) from error
