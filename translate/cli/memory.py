"""`warta memory`: translation memories in and out of TMX."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from translate.cli.stderr import note

app = Typer(help="Take translations out of a memory as TMX, or into it.", no_args_is_help=True)

Tmx = Annotated[Path, Argument(metavar="TMX", help="A .tmx file.", show_default=False)]
MEMORY_HELP = "As for `warta batch`; OUTBOX/.warta/journal.sqlite is one too."
MemoryFile = Annotated[Path, Option("--memory", metavar="FILE", help=MEMORY_HELP, show_default=False)]


@app.command("export")
def export(
    tmx: Tmx,
    memory: MemoryFile,
    to: Annotated[str | None, Option("--to", metavar="LANGUAGE", help="Only into this language.")] = None,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Write a memory as TMX 1.4."""
    from translate.batch.memory import Memory, export_tmx
    from translate.errors import MissingFile

    if not memory.is_file():
        raise MissingFile(f"{memory}: there is no such memory. Check the path.")
    with Memory(memory, on_note=note) as opened:
        counts = export_tmx(opened, tmx, target=to)
    rest = f"; {counts.left_out} left out, which XML cannot hold" if counts.left_out else ""
    note(f"{counts.taken} translations written to {tmx}{rest}.")


@app.command("import")
def import_(
    tmx: Tmx,
    memory: MemoryFile,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take translations from Indonesian out of a TMX file; they go before what a model says."""
    from translate.batch.memory import Memory, import_tmx

    with Memory(memory, on_note=note) as opened:
        counts = import_tmx(opened, tmx)
    rest = f"; {counts.left_out} left out, which have no Indonesian or no translation" if counts.left_out else ""
    note(f"{counts.taken} translations taken into {memory}{rest}.")
