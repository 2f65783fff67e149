"""A small model hub on loopback: what huggingface_hub asks for, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote

from loopback import Loopback

WEIGHTS = (".safetensors", ".bin")


@dataclass(frozen=True)
class PullRequest:
    """A pull request of a repository, with the files as they would be."""

    number: int
    author: str
    folder: Path
    status: str = "open"

    @property
    def commit(self) -> str:
        return f"{self.number:040x}"

    @property
    def listed(self) -> dict[str, object]:
        repo = {"name": "any", "type": "model"}
        return {
            "title": "Adding `safetensors` variant of this model", "num": self.number, "author": {"name": self.author},
            "createdAt": "2026-01-01T00:00:00.000Z", "status": self.status, "repo": repo, "isPullRequest": True,
        }  # fmt: skip


class Hub(Loopback):
    """Serves folders as repositories; `requests` are the paths that were asked for. Only weights are ever cut."""

    commit = "1" * 40

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # a checkpoint to publish
        self.repositories: dict[str, Path] = {}
        self.pull_requests: list[PullRequest] = []  # of all repositories
        self.discussions = 200  # status of the answer to who asks for them
        self.refused: dict[str, tuple[int, str]] = {}  # id -> status and error code
        self.swapped = b""  # what comes instead of the beginning of a weights file
        self.busy: list[tuple[int, str]] = []  # status and Retry-After of the next answers to a file that is asked for
        self.revisions = ["main", self.commit]
        self.tags: tuple[str, ...] = ("license:mit",)
        self.requests: list[str] = []
        self.hosts: set[str] = set()  # that were asked for
        self.credentials: set[str | None] = set()  # that were shown
        self.bytes_sent = 0  # of weights files
        super().__init__()

    @property
    def url(self) -> str:
        return self.root

    def publish(self, model: str, folder: Path) -> None:
        self.repositories[model] = folder

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        # A proxy is asked with the whole address.
        path = re.sub(r"^http://([^/]+)", "", request.path).split("?")[0]
        self.hosts.add(request.headers["Host"])
        self.credentials.add(request.headers.get("Authorization"))
        self.requests.append(unquote(path))
        parts = [unquote(part) for part in path.removeprefix("/api/models").strip("/").split("/")]
        model, rest = "/".join(parts[:2]), parts[2:]
        if model in self.refused:
            status, code = self.refused[model]
            self.send(request, status, b"{}", {"X-Error-Code": code, "X-Error-Message": code} if code else {})
        elif model not in self.repositories:
            self.send(request, 404, b"{}", {"X-Error-Code": "RepoNotFound"})
        elif rest == ["discussions"]:
            listed = [one.listed for one in self.pull_requests]
            page = {"discussions": listed, "count": len(listed), "start": 0}
            self.send(request, self.discussions, json.dumps(page).encode(), {})
        elif rest[:1] == ["resolve"]:
            folder, commit = self._at(model, rest[1])
            self._file(request, folder / "/".join(rest[2:]), commit)
        elif rest[1:] and self._at(model, rest[1])[1] == self.commit and rest[1] not in self.revisions:
            self.send(request, 404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        else:
            folder, commit = self._at(model, rest[1] if rest[1:] else "main")
            files = sorted(path for path in folder.iterdir() if path.is_file())
            listing = [
                {"type": "file", "path": file.name, "size": file.stat().st_size, "oid": git(file), **lfs(file, "oid")}
                for file in files
            ]
            siblings = [
                {"rfilename": f.name, "size": f.stat().st_size, "blobId": git(f), **lfs(f, "sha256")} for f in files
            ]
            info = {"id": model, "sha": commit, "siblings": siblings, "tags": list(self.tags)}
            self.send(request, 200, json.dumps(listing if rest[:1] == ["tree"] else info).encode(), {})

    def _at(self, model: str, revision: str) -> tuple[Path, str]:
        """The files of a revision and its commit."""
        for one in self.pull_requests:
            if revision in (f"refs/pr/{one.number}", one.commit):
                return one.folder, one.commit
        return self.repositories[model], self.commit

    def _file(self, request: BaseHTTPRequestHandler, path: Path, commit: str) -> None:
        if not path.is_file():
            return self.send(request, 404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": commit})
        data, headers = path.read_bytes(), {"X-Repo-Commit": commit, "ETag": f'"{etag(path)}"'}
        start = int(request.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        weights = request.command == "GET" and path.suffix in WEIGHTS
        if weights and self.busy:
            status, wait = self.busy.pop(0)
            return self.send(request, status, b"", {"Retry-After": wait})
        if weights:
            data = self.swapped + data[len(self.swapped) :]
            self.bytes_sent += len(data[start : self.cut_after])
        cut = None if not weights or self.cut_after is None else max(self.cut_after - start, 0)
        self.send(request, 206 if start else 200, data[start:], headers, cut=cut)


def etag(path: Path) -> str:
    """The name of a file's content: of large files their SHA-256, of others that of git's blob."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.suffix in WEIGHTS else git(path)


def git(path: Path) -> str:
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def lfs(path: Path, key: str) -> dict[str, dict[str, object]]:
    return {"lfs": {key: etag(path), "size": path.stat().st_size, "pointerSize": 1}} if path.suffix in WEIGHTS else {}
