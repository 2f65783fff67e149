"""Firefox models: on no model hub, kept and fetched by `translate.firefox`, asked for here like any other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from translate import firefox
from translate.catalogue import Entry
from translate.errors import UnknownModel
from translate.hub.transfer import manners

FAMILY = "firefox"


def installed(entry: Entry) -> Path | None:
    """Give the folder of a Firefox model of the catalogue, None if it was not pulled or files of it are gone."""
    return firefox.installed(*entry.pairs[0])


def pull(entry: Entry, revision: str | None, *, progress: bool, tell: Callable[[str], None]) -> Path:
    """Get a Firefox model of the catalogue and give its folder.

    The bar counts the bytes that come, of about the size in the catalogue.

    Raises:
        UnknownModel: a revision is asked for.
        HubError, ModelNotInstalled, ModelError, WritingError: as `translate.firefox.pull`.
    """
    from huggingface_hub.utils.tqdm import tqdm

    if revision:
        raise UnknownModel(f"{entry.name}: Mozilla's server has only the newest model. Leave the revision out.")
    size = (entry.size_mb or 0) * 10**6
    with (
        manners(entry.id, bars=progress),
        tqdm(total=size, unit="B", unit_scale=True, desc=entry.name) as bar,  # type: ignore[no-untyped-call]
    ):
        waiting = f"Another Warta is getting {entry.name}; waiting for it."
        return firefox.pull(*entry.pairs[0], progress=bar.update, on_wait=lambda: tell(waiting))
