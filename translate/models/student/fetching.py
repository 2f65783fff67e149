"""Download a file over HTTP: streamed, resumed after an interruption, with errors of one line.

The client is huggingface_hub's, so proxies, certificates and HF_HUB_OFFLINE mean here what they mean for other models.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from translate.errors import HubError, ModelNotInstalled, WartaError, WritingError

SECONDS = 30  # without a byte


def fetch_text(url: str) -> str:
    """Return a page as text.

    Raises:
        HubError: the server cannot be reached, or refuses.
        ModelNotInstalled: HF_HUB_OFFLINE forbids to use the network.
    """
    from huggingface_hub import get_session

    try:
        response = get_session().get(url, timeout=SECONDS)
        if response.status_code != 200:
            raise _refused(url, response.status_code)
        return str(response.text)
    except WartaError:
        raise
    except Exception as error:  # of the HTTP library, which huggingface_hub chooses
        raise _explained(url, error) from error


def fetch(url: str, path: Path, progress: Callable[[int], None]) -> None:
    """Download a file to `path`; of a partial file only the rest is downloaded.

    `progress` is called with numbers of bytes: those that were there first, then each piece as it comes.

    Raises:
        HubError: the server cannot be reached or refuses, or the connection was cut; the partial file is kept.
        ModelNotInstalled: HF_HUB_OFFLINE forbids to use the network.
        WritingError: the disk is full, the folder is read-only, ...
    """
    from huggingface_hub import get_session

    present = path.stat().st_size if path.is_file() else 0
    # A compressed download could not be resumed.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={present}-"} if present else {})
    try:
        with get_session().stream("GET", url, headers=headers, timeout=SECONDS) as response:
            if response.status_code == 416 and present:  # the file is complete, or another one
                progress(present)
                return
            if response.status_code not in (200, 206):
                raise _refused(url, response.status_code)
            path.parent.mkdir(parents=True, exist_ok=True)
            if response.status_code == 206:
                progress(present)
            # Unbuffered, so that all bytes before an interruption are kept for the next try.
            with path.open("ab" if response.status_code == 206 else "wb", buffering=0) as file:
                for piece in response.iter_bytes():
                    file.write(piece)
                    progress(len(piece))
    except WartaError:
        raise
    except OSError as error:
        raise WritingError(f"{path} cannot be written: {error.strerror or error}. Free some space.") from error
    except Exception as error:
        raise _explained(url, error) from error


def _refused(url: str, status: int) -> HubError:
    return HubError(f"{url}: the server answered {status}. Try again later, or get another model.")


def _explained(url: str, error: Exception) -> HubError | ModelNotInstalled:
    from huggingface_hub.errors import OfflineModeIsEnabled

    if isinstance(error, OfflineModeIsEnabled):
        return ModelNotInstalled(
            f"{url} was not requested: HF_HUB_OFFLINE is set. Unset it, or pull on another machine."
        )
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return HubError(
        f"{url}: no connection, or it was cut ({reason}). Check the network and try again; the download is resumed."
    )
