"""Verify and remove installed models."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from translate.errors import DamagedModel, ModelNotInstalled, UsageError
from translate.models import catalogue
from translate.models.hub import client, mozilla
from translate.models.hub.error_messages import how_to_pull
from translate.models.hub.lookup import cached
from translate.models.hub.records import ModelRecord, lock_of, records
from translate.util.files import locked, sha256_of


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """The result of `verify`."""

    id: str
    files: int  # that were compared
    damage: tuple[str, ...]  # a clause for each missing or changed file


def verify(model: str, revision: str | None = None) -> VerifyResult:
    """Compare every file of a model, by catalogue name or hub id, with the SHA-256 recorded when it was pulled.

    Without a revision, all that were pulled are compared.

    Raises:
        ModelNotInstalled: it was never pulled.
        DamagedModel: another program installed it, so there is nothing to compare with.
    """
    model_id = id_of(model)
    pulled = records_of(model_id, revision)
    if not pulled:
        if cached(model_id, revision) is None:
            raise ModelNotInstalled(f"{model} is not on this machine. {how_to_pull(model_id)}")
        raise DamagedModel(
            f"{model} was put here by another program, so no SHA-256 was recorded. `warta models pull {model}` checks "
            "it against the hub and records them."
        )
    damage = [clause for record in pulled for clause in damage_of(record, folder_of(record))]
    return VerifyResult(model_id, sum(len(record.files) for record in pulled), tuple(damage))


def damage_of(record: ModelRecord, folder: Path) -> tuple[str, ...]:
    """Return a clause for each file in a folder that differs from the record."""
    found = []
    for file in record.files:
        path = folder / file.name
        if not path.is_file():
            found.append(f"{file.name} is missing")
        elif path.stat().st_size != file.size:
            found.append(f"{file.name} has {path.stat().st_size} bytes, not {file.size}")
        elif (sha256 := sha256_of(path)) != file.sha256:
            found.append(f"{file.name} has SHA-256 {sha256[:12]}, not {file.sha256[:12]}")
    return tuple(found)


def remove(model: str) -> int:
    """Remove a model, by catalogue name or hub id, in all revisions that Warta pulled; return the bytes freed.

    Files in the cache of huggingface_hub that another revision needs stay.

    Raises:
        UsageError: it comes with Warta.
        ModelNotInstalled: it is not here.
        DamagedModel: it is not in the catalogue, and another program pulled it.
    """
    model_id = id_of(model)
    if mozilla.is_firefox(model_id):
        return _remove_firefox(model, model_id)
    pulled = records(model_id)
    folder = cached(model_id)
    if not pulled and folder is None:
        raise ModelNotInstalled(f"{model} is not on this machine; there is nothing to remove.")
    if not pulled and catalogue.find(model_id) is None:
        raise DamagedModel(f"{model} was put here by another program. Remove it with that, or with `hf cache rm`.")
    freed = 0
    with locked(lock_of(model_id)):
        commits = {record.revision for record in pulled} | ({folder.name} if folder else set())
        freed += _remove_from_hub_cache(model_id, commits)
        for record in pulled:
            for folder_of_record in (record.folder, record.folder.with_name(f"{record.revision}.parts")):
                if folder_of_record.is_dir():
                    freed += sum(path.stat().st_size for path in folder_of_record.rglob("*") if path.is_file())
                    shutil.rmtree(folder_of_record)
            record.path.unlink()
    return freed


def records_of(model_id: str, revision: str | None) -> tuple[ModelRecord, ...]:
    """Return the records of a model that Warta pulled or unpacked, newest first; only those of `revision`, if given."""
    if mozilla.is_firefox(model_id):
        record = mozilla.record_of(model_id)
        return (record,) if record else ()
    return tuple(record for record in records(model_id) if revision in (None, record.revision, *record.references))


def folder_of(record: ModelRecord) -> Path:
    """Return the folder with the files of a record, which may not exist."""
    if mozilla.is_firefox(record.id):
        return mozilla.folder_of(record.id)
    if record.folder.is_dir():
        return record.folder
    return client.model_folder(record.id) / "snapshots" / record.revision


def id_of(model: str) -> str:
    """Return the hub id of a model, given by catalogue name or hub id.

    Raises:
        UnknownModel: it is neither.
        UsageError: it is a model that comes with Warta.
    """
    entry = catalogue.find(model) if "/" in model else catalogue.get(model)
    if entry is not None and not entry.id:
        raise UsageError(f"{model} comes with Warta: it is part of the installation, not a model that was pulled.")
    return entry.id if entry else model


def _remove_firefox(model: str, model_id: str) -> int:
    folder = mozilla.folder_of(model_id)
    if not folder.is_dir():
        raise ModelNotInstalled(f"{model} is not on this machine; there is nothing to remove.")
    freed = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    with locked(mozilla.lock_of(model_id)):
        shutil.rmtree(folder)
    return freed


def _remove_from_hub_cache(model_id: str, commits: set[str]) -> int:
    from huggingface_hub import scan_cache_dir

    folder = client.cache_folder()
    if not folder.is_dir():
        return 0
    cache = scan_cache_dir(folder)
    freed = 0
    for repo in cache.repos:
        if repo.repo_id != model_id or repo.repo_type != "model":
            continue
        # It searches a commit in all repositories, and copies of a repository share commits.
        only_it = replace(cache, repos=frozenset({repo}))
        hashes = [revision.commit_hash for revision in repo.revisions if revision.commit_hash in commits]
        strategy = only_it.delete_revisions(*hashes)
        freed += int(strategy.expected_freed_size)
        strategy.execute()
    return freed
