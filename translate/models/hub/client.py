"""Settings and non-public parts of huggingface_hub.

Releases may change them, so only this module imports them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from translate.errors import HubError
from translate.models.hub.error_messages import refused
from translate.util.files import with_home

PATIENCE = 20  # seconds; a longer Retry-After of the hub is an error
PIECE = 1 << 16  # bytes that are written, and counted, at once; the library's own 10 MB take a minute on a slow line


def cache_folder() -> Path:
    """Return the cache folder of huggingface_hub, which may not exist."""
    from huggingface_hub import constants

    return with_home(constants.HF_HUB_CACHE)


def model_folder(model_id: str) -> Path:
    """Return the folder with all revisions of a model in that cache, which may not exist.

    It is the library's `repo_folder_name`, without the third of a second that importing it takes.
    """
    return cache_folder() / f"models--{model_id.replace('/', '--')}"


def address() -> str:
    """Return the address of the hub in use."""
    from huggingface_hub import constants

    return constants.ENDPOINT


def is_offline() -> bool:
    """Return whether HF_HUB_OFFLINE forbids to use the network."""
    from huggingface_hub import constants

    return constants.HF_HUB_OFFLINE


class _Counted:
    """A file that reports its length after each write; all else is the file's own."""

    def __init__(self, file: BinaryIO, on_length: Callable[[int], None]) -> None:
        self._file, self._on_length = file, on_length

    def write(self, data: bytes) -> int:
        written = self._file.write(data)
        self._on_length(self._file.tell())
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def download(url: str, file: BinaryIO, *, size: int | None, name: str, on_length: Callable[[int], None]) -> None:
    """Download `url` and append it to `file`, which may hold the first part already.

    Args:
        url: of the file on the hub.
        file: open for appending.
        size: the bytes of the whole file, if the hub announced them.
        name: of the file, for messages.
        on_length: called with the length of `file`, in bytes, at the beginning and as it grows.

    Raises:
        OSError, or an error of huggingface_hub or its HTTP library.
    """
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils._headers import build_hf_headers

    headers = build_hf_headers() | {"Accept-Encoding": "identity"}  # a compressed answer could not be resumed
    on_length(start := file.tell())
    counted = cast(BinaryIO, _Counted(file, on_length))
    http_get(url, counted, resume_size=start, headers=headers, expected_size=size, displayed_filename=name)


def check_token() -> None:
    """Check that the user's token is valid in a header; the HTTP library would show it in its error.

    Raises:
        HubError: it is not.
    """
    from huggingface_hub import get_token

    token = get_token() or ""
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise HubError("HF_TOKEN holds a space, a line break or a letter beyond ASCII: no token does. Set it again.")


@contextmanager
def quiet_client(model_id: str) -> Iterator[None]:
    """Inside the block, keep huggingface_hub from logging, drawing bars and long waits; let it write small pieces.

    A hub with too many requests answers with Retry-After, and the client would wait for that up to five times.

    Raises:
        HubError: the hub asks to wait longer than `PATIENCE`.
    """
    from huggingface_hub import constants, get_session
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    def refuse_long_wait(response: Any) -> None:
        wait = response.headers.get("Retry-After", "")
        if response.status_code in (429, 503) and wait.isdigit() and int(wait) > PATIENCE:
            raise refused(model_id, response.status_code, wait)

    log = logging.getLogger("huggingface_hub")
    level, hidden, piece = log.level, are_progress_bars_disabled(), constants.DOWNLOAD_CHUNK_SIZE
    client = get_session()
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks.get("response", ()), refuse_long_wait]}
    constants.DOWNLOAD_CHUNK_SIZE = PIECE
    log.setLevel(logging.ERROR)
    disable_progress_bars()
    try:
        yield
    finally:
        client.event_hooks = hooks
        constants.DOWNLOAD_CHUNK_SIZE = piece
        log.setLevel(level)
        if not hidden:
            enable_progress_bars()
