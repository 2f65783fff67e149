"""What a hub offers of a model: revision, licence and files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from translate.errors import HubError
from translate.models import catalogue
from translate.models.hub.records import COMMIT
from translate.models.hub.transfer import Remote


@dataclass(frozen=True, slots=True)
class Offer:
    """A model at a revision, as the hub describes it."""

    id: str
    revision: str  # the commit
    asked: str
    licence: str
    files: tuple[Remote, ...]

    def choose(self, *patterns: str) -> tuple[Remote, ...]:
        """Return the files whose names match, none from folders below."""
        return tuple(
            file for file in self.files if "/" not in file.name and any(fnmatch(file.name, p) for p in patterns)
        )


def ask(model_id: str, revision: str | None) -> Offer:
    """Return what the hub offers of a model.

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
    return Offer(model_id, info.sha, revision or "main", licence, files)


def endpoint() -> str | None:
    """Return the address that HF_ENDPOINT names, None for the default of huggingface_hub."""
    return os.environ.get("HF_ENDPOINT") or None
