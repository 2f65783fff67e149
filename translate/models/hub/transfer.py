"""One file from the hub: streamed, gone on with where it was cut, and compared with what the hub announced.

huggingface_hub checks the size of a file only, and since its release 2 throws away what came of a file when the process
ends; a cut at the last of five gigabytes would cost them all.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from translate.errors import DamagedModel
from translate.models.hub.error_messages import refused

PATIENCE = 20  # seconds; who asks for more at once is taken at his word, and the user told
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
        """What huggingface_hub calls the file in its cache."""
        return self.sha256 or self.git

    def verified(self, path: Path) -> str | None:
        """Return the SHA-256 of a file, None if it is not the one announced."""
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


def fetch(remote: Remote, target: Path, url: str) -> str:
    """Bring a file to `target`, whole and verified, and give its SHA-256; a part that came before is gone on with.

    Raises:
        DamagedModel: what came is not what was announced; it is thrown away.
        OSError, or an error of huggingface_hub or its HTTP library: it did not come; what did stays for the next try.
    """
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils._headers import build_hf_headers

    if target.is_file():
        if sha256 := remote.verified(target):
            return sha256
        target.unlink()
    part = target.with_name(f"{target.name}.warta.incomplete")
    part.parent.mkdir(parents=True, exist_ok=True)
    if part.is_file() and remote.size is not None and part.stat().st_size > remote.size:
        part.unlink()
    headers = build_hf_headers() | {"Accept-Encoding": "identity"}  # compressed, it could not be gone on with
    with part.open("ab") as file:
        http_get(
            url,
            file,
            resume_size=file.tell(),
            headers=headers,
            expected_size=remote.size,
            displayed_filename=remote.name,
        )
    sha256 = remote.verified(part)
    if sha256 is None:
        part.unlink()
        raise DamagedModel(
            f"{remote.name} is not what the hub announced: its {'SHA-256' if remote.sha256 else 'hash'} differs. It "
            "was thrown away. Try again; if it happens again, the hub or what stands before it is broken."
        )
    part.replace(target)
    return sha256


@contextmanager
def manners(model_id: str, *, bars: bool) -> Iterator[None]:
    """Keep huggingface_hub from logging, from drawing bars unless asked, and from waiting as long as a hub likes.

    A hub that is asked too often says how long to wait. The client would do so up to five times, however long.
    """
    from huggingface_hub import get_session
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    def bound(response: Any) -> None:
        wait = response.headers.get("Retry-After", "")
        if response.status_code in (429, 503) and wait.isdigit() and int(wait) > PATIENCE:
            raise refused(model_id, response.status_code, wait)

    log = logging.getLogger("huggingface_hub")
    level, hidden = log.level, are_progress_bars_disabled()
    client = get_session()
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks.get("response", ()), bound]}
    log.setLevel(logging.ERROR)
    if not bars:
        disable_progress_bars()
    try:
        yield
    finally:
        client.event_hooks = hooks
        log.setLevel(level)
        if not bars and not hidden:
            enable_progress_bars()
