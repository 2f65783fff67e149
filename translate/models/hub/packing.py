"""Pack a model into one uncompressed tar file, its record first, for a machine without network; and unpack it.

Archives are untrusted. The record must be valid, each member must be a regular file that the record names, in order, of
the same size and SHA-256, and the model is only visible once it is complete.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path
from typing import IO

from translate.errors import DamagedFile, DamagedModel, MissingFile, ModelNotInstalled, WritingError
from translate.models.hub import mozilla
from translate.models.hub.error_messages import how_to_pull
from translate.models.hub.integrity import damage_of, folder_of, id_of, records_of
from translate.models.hub.records import ModelRecord, lock_of, record_from_json, save_record
from translate.util.files import locked, new_folder, replacing

RECORD = "warta-model.json"
RECORD_LIMIT = 1 << 20  # bytes; a record has some kilobytes
BLOCK = 1 << 20  # bytes


def pack(model: str, archive: Path, revision: str | None = None) -> ModelRecord:
    """Write a model, by catalogue name or hub id, to a tar file; return its record.

    The same model gives the same bytes. The file appears whole or not at all; one that is there is replaced.

    Raises:
        ModelNotInstalled: the model was not pulled.
        DamagedModel: files have changed since it was pulled.
        WritingError: the archive cannot be written.
    """
    model_id = id_of(model)
    record = next(iter(records_of(model_id, revision)), None)
    if record is None:
        raise ModelNotInstalled(f"{model} was not pulled here. {how_to_pull(model_id)}")
    folder = folder_of(record)
    if damage := damage_of(record, folder):
        raise DamagedModel(f"{model}: {'; '.join(damage)}. Get it again: warta models pull {model}")
    if archive.is_dir():
        raise WritingError(f"{archive}: this is a folder; expected the name of a file, like {archive / 'model.tar'}.")
    with replacing(archive) as file:
        _write(record, folder, file)
    return record


def unpack(archive: Path) -> ModelRecord:
    """Install the model of an archive, verified, and return its record; no network is used.

    Raises:
        MissingFile: there is no such file.
        DamagedFile: it is no archive of `pack`, or was changed.
        WritingError: the cache folder cannot be written.
    """
    if not archive.is_file():
        raise MissingFile(f"{archive}: there is no such file. Check the path.")
    try:
        with tarfile.open(archive, "r:") as tar:
            record = _record(tar)
            firefox = mozilla.is_firefox(record.id)
            folder = mozilla.folder_of(record.id) if firefox else record.folder
            with locked(mozilla.lock_of(record.id) if firefox else lock_of(record.id)):
                if not folder.is_dir() or damage_of(record, folder):
                    with new_folder(folder) as new:
                        _take_all(tar, record, new)
                if not firefox:  # its manifest is one of its files
                    save_record(record)
    except (tarfile.TarError, EOFError, DamagedModel, DamagedFile, UnicodeError) as error:
        raise DamagedFile(
            f"{archive}: not an archive of `warta models pack`, or damaged on the way ({error}). Nothing was "
            "installed; copy it again."
        ) from error
    return record


def _write(record: ModelRecord, folder: Path, file: IO[bytes]) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        data = record.to_json().encode()
        tar.addfile(_member(RECORD, len(data)), io.BytesIO(data))
        for each in record.files:
            with (folder / each.name).open("rb") as content:
                tar.addfile(_member(each.name, each.size), content)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    return member


def _record(tar: tarfile.TarFile) -> ModelRecord:
    member = tar.next()
    if member is None or member.name != RECORD or not member.isreg() or member.size > RECORD_LIMIT:
        raise DamagedFile(f"it does not begin with {RECORD}")
    content = tar.extractfile(member)
    assert content is not None  # it is a regular file
    return record_from_json(content.read().decode())


def _take_all(tar: tarfile.TarFile, record: ModelRecord, folder: Path) -> None:
    for file in record.files:
        _take(tar, file.name, file.size, file.sha256, folder)
    if tar.next() is not None:
        raise DamagedFile("it holds more than its record names")


def _take(tar: tarfile.TarFile, name: str, size: int, sha256: str, folder: Path) -> None:
    """Copy the next member to a folder if it is the expected regular file."""
    member = tar.next()
    if member is None or member.name != name or not member.isreg() or member.size != size:
        found = "the end" if member is None else repr(member.name[:80])
        raise DamagedFile(f"expected the file {name} of {size} bytes, found {found}")
    content = tar.extractfile(member)
    assert content is not None  # it is a regular file
    digest = hashlib.sha256()
    with (folder / name).open("xb") as file:
        while block := content.read(BLOCK):
            digest.update(block)
            file.write(block)
    if digest.hexdigest() != sha256:
        raise DamagedFile(f"{name} has another SHA-256 than its record says")
