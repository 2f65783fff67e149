"""Turn errors of huggingface_hub into one line that names the remedy."""

from __future__ import annotations

import errno
import os

from translate.errors import HubError, ModelNotInstalled, UnknownModel, WartaError
from translate.models import catalogue


def explained(error: Exception, model_id: str, revision: str | None) -> WartaError:
    """Return the Warta error that explains an error of huggingface_hub in one line."""
    from huggingface_hub import errors

    offline = errors.OfflineModeIsEnabled
    if isinstance(error, WartaError):
        return error
    if isinstance(error, errors.HFValidationError):
        return UnknownModel(f"{model_id!r} is no hub id; one looks like org/name.")
    if isinstance(error, offline) or isinstance(error.__cause__, offline):
        return ModelNotInstalled(f"{model_id} is not here and HF_HUB_OFFLINE is set. {how_to_pull(model_id)}")
    if isinstance(error, errors.GatedRepoError):
        page = f"{os.environ.get('HF_ENDPOINT') or 'https://huggingface.co'}/{model_id}"
        return HubError(f"{model_id} is gated: accept its terms on {page}, then set HF_TOKEN and try again.")
    if isinstance(error, errors.RepositoryNotFoundError):
        return HubError(f"{model_id}: the hub has no such model, or it is private (set HF_TOKEN). Check the name.")
    if isinstance(error, errors.RevisionNotFoundError):
        return HubError(f"{model_id} has no revision {revision}. Check the name of the revision.")
    # huggingface_hub hides the hub's answer behind a failed look-up in its cache.
    answer = error.__cause__ if isinstance(error, errors.LocalEntryNotFoundError) else error
    if isinstance(answer, errors.HfHubHTTPError):
        return refused(model_id, answer.response.status_code, answer.response.headers.get("Retry-After"))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return HubError(f"{model_id}: the disk is full. Free some space, or set HF_HOME to a larger disk; try again.")
    # Of the HTTP library, httpx or httpx2 by the release of huggingface_hub; its names are the same.
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, errors.LocalEntryNotFoundError) or names & {"ConnectError", "ConnectTimeout", "ProxyError"}:
        return HubError(
            f"{model_id}: the hub cannot be reached. Check the network, HF_ENDPOINT and the proxy, then try again."
        )
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    return HubError(f"{model_id}: the download was cut ({reason}). Try again; the download is resumed.")


def refused(model_id: str, status: int, wait: str | None) -> HubError:
    """Return the error for a hub that answered with a status; `wait` is its Retry-After, in seconds or as a date."""
    if status in (401, 403):
        todo = "Check that HF_TOKEN may read it"
    elif wait:
        todo = f"It asks to wait {wait} s; try again then" if wait.isdigit() else f"It asks to wait until {wait}"
    else:
        todo = "Try again later"
    return HubError(f"{model_id}: the hub answered {status}. {todo}.")


def how_to_pull(model_id: str) -> str:
    """Return the sentence with the command that installs a model, by its catalogue name if it has one."""
    entry = catalogue.find(model_id)
    if entry is not None and not entry.id:
        return "It comes with Warta. Type: pip install --force-reinstall --no-deps warta"
    return f"Get it on a machine with a network: warta models pull {entry.name if entry else model_id}"
