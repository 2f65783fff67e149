"""`warta setup` and `--pull`: show and download the recommended model, only on request."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

from typer import Option, confirm

from translate.cli.choices import Debug, language_lists, targets_of
from translate.cli.models import fetch
from translate.cli.show import is_installed, licence_of, size_of
from translate.cli.stderr import note
from translate.errors import UsageError
from translate.models.catalogue import BUNDLED, RECOMMENDED, CatalogueEntry, find, get

TO_HELP = "Target languages: en, ja, or both by default."


def setup(
    to: Annotated[
        list[str] | None,
        Option("--to", metavar="LANGUAGE", help=TO_HELP, autocompletion=language_lists, show_default=False),
    ] = None,
    debug: Debug = False,
) -> None:
    """Show the recommended model for each language with size, licence and quality, and download it if you say yes."""
    targets = targets_of(to) if to else tuple(RECOMMENDED)
    for target in targets:
        if target not in RECOMMENDED:
            raise UsageError(f"--to {target}: expected {' or '.join(RECOMMENDED)}.")
    for target in targets:
        missing = missing_for(target)
        if not missing:
            note(f"id-{target}: {RECOMMENDED[target]} is installed; `auto` takes it.")
            continue
        if not is_watched():
            raise UsageError(f"setup asks before it downloads a model, so it needs a terminal. {_by_hand(missing)}")
        bundled = get(BUNDLED["id", target])
        note(f"id-{target}: {bundled.name} comes with Warta: {bundled.quality}.")
        for entry in missing:
            note(f"recommended: {_about(entry)}")
        if confirm(f"Download {' and '.join(entry.name for entry in missing)}?", default=False, err=True):
            for entry in missing:
                fetch(entry.name)
            note(f"id-{target}: {RECOMMENDED[target]} is installed; `auto` takes it.")
        else:
            note(f"nothing was downloaded. Later: warta models pull {'+'.join(entry.name for entry in missing)}")


def pull_missing(targets: Iterable[str], model: str) -> None:
    """Download the missing models of a run: the recommended ones for "auto", else the named ones.

    Raises:
        UsageError: something is missing, and the command is not interactive.
        HubError: the download failed.
    """
    for target in targets:
        for entry in missing_for(target, model):
            if not is_watched():
                raise UsageError(
                    "--pull shows what it downloads, so it needs a terminal; in a pipe or a script it downloads none. "
                    f"{_by_hand([entry])}"
                )
            note(f"downloading {_about(entry)}")
            fetch(entry.name)


def missing_for(target: str, model: str = "auto") -> tuple[CatalogueEntry, ...]:
    """Return the catalogue models to download for a language: up to two for a pivot."""
    return tuple(_missing(RECOMMENDED.get(target, "") if model == "auto" else model))


def is_watched() -> bool:
    """Return whether the command runs interactively."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _missing(name: str) -> Iterator[CatalogueEntry]:
    for part in name.split("+"):
        entry = find(part)
        if entry is not None and entry.id and not is_installed(entry):
            yield entry


def _about(entry: CatalogueEntry) -> str:
    """Return a model with its size, licence and quality in one line."""
    forbidden = "; its output is not for commercial use" if entry.non_commercial else ""
    return f"{entry.name}: {size_of(entry)}, licence {licence_of(entry)}{forbidden}; {entry.quality}."


def _by_hand(missing: Iterable[CatalogueEntry]) -> str:
    return f"Type: warta models pull {'+'.join(entry.name for entry in missing)}"
