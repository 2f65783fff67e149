"""`warta models`: which models there are, and what may be done with them."""

from __future__ import annotations

import sys
from typing import Annotated

from typer import Argument, Context, Option, Typer

from translate.catalogue import ENTRIES, Entry, get
from translate.cli.show import note

app = Typer(help="List, show and get models.", invoke_without_command=True)

Name = Annotated[str, Argument(metavar="MODEL", help="A name of `warta models`.", show_default=False)]
Names = Annotated[str, Argument(metavar="MODEL", help="A name, or first+second for both.", show_default=False)]


@app.callback()
def models(context: Context) -> None:
    """List the models that Warta knows: installed or not, pairs, size, licence."""
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models() -> None:
    """List the models that Warta knows: installed or not, pairs, size, licence."""
    rows = [("MODEL", "INSTALLED", "PAIRS", "SIZE", "LICENCE")]
    rows += [
        (entry.name, "yes" if is_installed(entry) else "no", pairs_of(entry), size_of(entry), licence_of(entry))
        for entry in ENTRIES
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@app.command("show")
def show(name: Name) -> None:
    """Show what is known of a model: origin, pairs, licence, measured quality."""
    entry = get(name)
    lines = [
        ("model", entry.name),
        ("origin", entry.id or "comes with Warta"),
        ("family", entry.family),
        ("pairs", pairs_of(entry)),
        ("installed", "yes" if is_installed(entry) else f"no: warta models pull {entry.name}"),
        ("revision", entry.revision or ""),
        ("size", size_of(entry)),
        ("licence", licence_of(entry)),
        ("quality", entry.quality),
        ("notes", entry.notes),
    ]
    for key, value in lines:
        if value:
            print(f"{key + ':':<11}{value}")


@app.command("pull")
def pull(
    name: Names,
    revision: Annotated[str | None, Option("--revision", help="Commit or tag.")] = None,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Download a model, once; its licence is named first."""
    from translate import hub

    for entry in [get(part) for part in name.split("+")]:
        note(f"{entry.name}: licence {licence_of(entry)}, {size_of(entry)}.")
        folder = hub.pull(entry.name, revision=revision, progress=sys.stderr.isatty())
        note(f"{entry.name} is installed in {folder}.")


def is_installed(entry: Entry) -> bool:
    """Say whether a model can be used without a download."""
    from translate import hub

    return hub.is_installed(entry)


def pairs_of(entry: Entry) -> str:
    """Give the pairs of languages, "id-en id-ja"."""
    return " ".join(f"{source}-{target}" for source, target in entry.pairs)


def size_of(entry: Entry) -> str:
    """Give the approximate size."""
    return f"about {entry.size_mb} MB" if entry.size_mb else "size not known"


def licence_of(entry: Entry) -> str:
    """Give the licence, with what it forbids."""
    return f"{entry.licence} (non-commercial)" if entry.non_commercial else entry.licence
