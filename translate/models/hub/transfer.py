"""Download one file from the hub: resume a partial download, and verify its hash.

huggingface_hub compares only the size of a file, and since its release 2 deletes a partial download when the process
ends; a connection cut near the end of five gigabytes would cost them all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from translate.errors import DamagedModel
from translate.models.hub import client

BLOCK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Remote:
    """A file as the hub announces it."""

    name: str
    size: int | None  # bytes
    sha256: str | None  # of a large file
    git: str | None  # of a small one: SHA-1 of git's blob

    @property
    def etag(self) -> str | None:
        """The name of the file in the cache of huggingface_hub."""
        return self.sha256 or self.git

    def verified(self, path: Path) -> str | None:
        """Return the SHA-256 of a file, None if it differs from the announced one."""
        size = path.stat().st_size
        sha256, git = hashlib.sha256(), hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                sha256.update(block)
                if self.sha256 is None:
                    git.update(block)
        found = sha256.hexdigest()
        same = found == self.sha256 if self.sha256 else self.git in (None, git.hexdigest())
        return found if same and self.size in (None, size) else None


def fetch(remote: Remote, target: Path, url: str, on_length: Callable[[int], None]) -> str:
    """Download a file to `target`, verify it and return its SHA-256; a partial download is resumed.

    `on_length` is called with the bytes of the file that are there, again and again while it is downloaded.

    Raises:
        DamagedModel: the file is not the one announced; it is deleted.
        OSError, or an error of huggingface_hub or its HTTP library: the download failed; the partial file is kept
            for the next try.
    """
    if target.is_file():
        if sha256 := remote.verified(target):
            return sha256
        target.unlink()
    part = target.with_name(f"{target.name}.warta.incomplete")
    part.parent.mkdir(parents=True, exist_ok=True)
    if part.is_file() and remote.size is not None and part.stat().st_size > remote.size:
        part.unlink()
    with part.open("ab") as file:
        client.download(url, file, size=remote.size, name=remote.name, on_length=on_length)
    sha256 = remote.verified(part)
    if sha256 is None:
        part.unlink()
        raise DamagedModel(
            f"{remote.name} is not what the hub announced: its {'SHA-256' if remote.sha256 else 'hash'} differs. It "
            "was thrown away. Try again; if it happens again, the hub or a proxy before it is broken."
        )
    part.replace(target)
    return sha256
