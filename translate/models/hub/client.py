"""Settings and non-public parts of huggingface_hub.

Releases may change them, so only this module imports them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from translate.errors import HubError
from translate.models.hub.error_messages import refused
from translate.util.files import with_home

PATIENCE = 20  # seconds; a longer Retry-After of the hub is an error


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


def download(url: str, file: BinaryIO, *, size: int | None, name: str) -> None:
    """Download `url` and append it to `file`, which may hold the first part already.

    Args:
        url: of the file on the hub.
        file: open for appending.
        size: the bytes of the whole file, if the hub announced them.
        name: shown beside the progress bar.

    Raises:
        OSError, or an error of huggingface_hub or its HTTP library.
    """
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils._headers import build_hf_headers

    headers = build_hf_headers() | {"Accept-Encoding": "identity"}  # a compressed answer could not be resumed
    http_get(url, file, resume_size=file.tell(), headers=headers, expected_size=size, displayed_filename=name)


def progress_bar(size: int, name: str) -> Any:
    """Return a progress bar over bytes, a context manager with `update`; `quiet_client` decides if it is drawn."""
    from huggingface_hub.utils.tqdm import tqdm

    return tqdm(total=size, unit="B", unit_scale=True, desc=name)  # type: ignore[no-untyped-call]


def check_token() -> None:
    """Check that the user's token is valid in a header; the HTTP library would show it in its error.

    Raises:
        HubError: it is not.
    """
    from huggingface_hub import get_token

    token = get_token() or ""
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise HubError("HF_TOKEN holds a space, a line break or a letter beyond ASCII: no token does. Set it anew.")


@contextmanager
def quiet_client(model_id: str, *, bars: bool) -> Iterator[None]:
    """Inside the block, keep huggingface_hub from logging, from long waits and, without `bars`, from drawing bars.

    A hub with too many requests answers with Retry-After, and the client would wait for that up to five times.

    Raises:
        HubError: the hub asks to wait longer than `PATIENCE`.
    """
    from huggingface_hub import get_session
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    def refuse_long_wait(response: Any) -> None:
        wait = response.headers.get("Retry-After", "")
        if response.status_code in (429, 503) and wait.isdigit() and int(wait) > PATIENCE:
            raise refused(model_id, response.status_code, wait)

    log = logging.getLogger("huggingface_hub")
    level, hidden = log.level, are_progress_bars_disabled()
    client = get_session()
    hooks = client.event_hooks
    client.event_hooks = {**hooks, "response": [*hooks.get("response", ()), refuse_long_wait]}
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
