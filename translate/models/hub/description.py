"""The description of a model on the hub: revision, licence and files, also those of the hub's own conversions."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from translate.errors import HubError
from translate.models import catalogue
from translate.models.hub.lookup import PICKLE, WEIGHTS
from translate.models.hub.records import COMMIT
from translate.models.hub.transfer import Remote

# Many older models have only a pickle on their main branch, and safetensors of the same weights in an unmerged pull
# request of this bot of huggingface.co. Pull requests of others are not used.
BOT = "SFconvertbot"


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model at a revision, as the hub describes it."""

    id: str
    revision: str  # the commit
    reference: str  # the branch, tag or pull request it was found by
    licence: str
    files: tuple[Remote, ...]

    def choose(self, *patterns: str) -> tuple[Remote, ...]:
        """Return the files whose names match, without those in subfolders."""
        return tuple(
            file for file in self.files if "/" not in file.name and any(fnmatch(file.name, p) for p in patterns)
        )


def describe(model_id: str, revision: str | None) -> HubModel:
    """Return the description of a model, requested from the hub.

    Raises:
        An error of huggingface_hub or its HTTP library, which `explained` explains.
    """
    from huggingface_hub import HfApi

    info: Any = HfApi(endpoint=endpoint()).model_info(model_id, revision=revision, files_metadata=True, timeout=60)
    licences = [tag.removeprefix("license:") for tag in info.tags or () if tag.startswith("license:")]
    files = tuple(Remote(s.rfilename, s.size, s.lfs.sha256 if s.lfs else None, s.blob_id) for s in info.siblings or ())
    if not COMMIT.fullmatch(info.sha or ""):
        raise HubError(f"{model_id}: the answer names no commit, so it is not from a hub. Check HF_ENDPOINT.")
    entry = catalogue.find(model_id)
    licence = entry.licence if entry else ", ".join(licences) or "unknown"
    return HubModel(model_id, info.sha, revision or "main", licence, files)


def endpoint() -> str | None:
    """Return the address that HF_ENDPOINT names, None for the default of huggingface_hub."""
    return os.environ.get("HF_ENDPOINT") or None


def bot_conversion(model: HubModel) -> HubModel | None:
    """Return the description of the bot's newest open pull request for the same weights, None if there is none.

    The pull request must hold the same pickle, by its SHA-256, so that later weights are not mixed with older ones.

    Raises:
        An error of huggingface_hub or its HTTP library, which `explained` explains.
    """
    pickles = _pickles(model)
    for number in sorted(_numbers(model.id) if all(pickles.values()) else (), reverse=True):
        found = describe(model.id, f"refs/pr/{number}")
        if found.choose(WEIGHTS) and _pickles(found) == pickles:
            return found
    return None


def _numbers(model_id: str) -> list[int]:
    """Return the numbers of the bot's open pull requests; none if the owner of the model has disabled them."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    discussions = HfApi(endpoint=endpoint()).get_repo_discussions(
        model_id, author=BOT, discussion_type="pull_request", discussion_status="open"
    )
    try:  # a generator: the request is sent here
        return [
            found.num
            for found in discussions
            if found.author == BOT and found.is_pull_request and found.status == "open"
        ]
    except HfHubHTTPError as error:
        if error.response.status_code in (403, 404):
            return []
        raise


def _pickles(model: HubModel) -> dict[str, str | None]:
    return {file.name: file.sha256 for file in model.choose(PICKLE)}
