"""`warta memory`: import corrections into a memory, import and export TMX."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from translate.cli.choices import Debug, language_names
from translate.cli.stderr import note
from translate.document.display import counted
from translate.util.files import with_home

if TYPE_CHECKING:
    from translate.batch.memory import LearnedSentences

app = Typer(help="Learn your corrections, and exchange translations with other programs as TMX.", no_args_is_help=True)

Tmx = Annotated[Path, Argument(metavar="TMX", help="A .tmx file.", show_default=False)]
MEMORY_HELP = "The translation memory; or the journal of an output folder, OUTBOX/.warta/journal.sqlite."
EDITED_HELP = "Outputs you have edited: .json, .html, .docx, or a .tsv table of `warta review --tsv`."
MemoryFile = Annotated[Path, Option("--memory", metavar="FILE", help=MEMORY_HELP, show_default=False)]


@app.command("export")
def export(
    tmx: Tmx,
    memory: MemoryFile,
    to: Annotated[
        str | None, Option("--to", metavar="LANGUAGE", help="Only into this language.", autocompletion=language_names)
    ] = None,
    debug: Debug = False,
) -> None:
    """Write a memory as TMX 1.4."""
    from translate.batch.memory import Memory
    from translate.batch.memory.tmx import export_tmx
    from translate.errors import MissingFile

    if not memory.is_file():
        raise MissingFile(f"{memory}: there is no such memory. Check the path.")
    with Memory(memory, on_note=note) as opened:
        counts = export_tmx(opened, tmx, target=to)
    rest = f"; {counts.left_out} left out, which XML cannot hold" if counts.left_out else ""
    note(f"{counted(counts.taken, 'translation')} written to {tmx}{rest}.")


@app.command("import")
def import_(
    tmx: Tmx,
    memory: MemoryFile,
    debug: Debug = False,
) -> None:
    """Add the human translations of a TMX file; they take precedence over those of a model."""
    from translate.batch.memory import Memory
    from translate.batch.memory.tmx import import_tmx

    with Memory(memory, on_note=note) as opened:
        counts = import_tmx(opened, tmx)
    rest = f"; {counts.left_out} left out, which have no Indonesian or no translation" if counts.left_out else ""
    rest += f"; {counts.machine} left out, which a machine wrote and nobody changed" if counts.machine else ""
    note(f"{counted(counts.taken, 'translation')} taken into {memory}{rest}.")


@app.command("learn", no_args_is_help=True)
def learn(
    files: Annotated[list[Path], Argument(metavar="FILE", help=EDITED_HELP, show_default=False)],
    memory: MemoryFile,
    debug: Debug = False,
) -> None:
    """Add the corrections that a person made in outputs; later runs with this memory use them."""
    from translate.batch.memory import Memory
    from translate.batch.memory import learn as take

    with Memory(with_home(memory), on_note=note) as opened:
        for file in files:
            for line in _lines(take(opened, file), file, memory):
                note(line)


def _lines(learned: LearnedSentences, file: Path, memory: Path) -> Iterator[str]:
    """Yield a line for each outcome: learned, unchanged or refused sentences."""
    known = f", {len(learned.known)} known already" if learned.known else ""
    taken = f"{counted(len(learned.learned), 'correction')} taken into {memory}{known}"
    yield f"{file}: {taken}; {counted(learned.unchanged, 'sentence')} unchanged."
    if learned.deleted:
        yield f"{file}: {_sentences(learned.deleted)} deleted; nothing was taken of that."
    if learned.beside_deleted:
        yield (
            f"{file}: {_sentences(learned.beside_deleted)} changed beside a deleted one, so that the new text may be "
            "that of both; not taken. Correct them in the .json output, or in a table of `warta review --tsv`."
        )
    if learned.ambiguous:
        yield f"{file}: {_sentences(learned.ambiguous)} corrected in two ways; the last one counts."
    if learned.not_compared:
        yield f"{file}: {counted(learned.not_compared, 'sentence')} with links, or only copied: not compared."


def _sentences(numbers: tuple[int, ...]) -> str:
    """Return sentences by their numbers with a verb: "sentence 3 was", "sentences 3, 4 were"."""
    named = ", ".join(map(str, numbers))
    return f"sentence {named} was" if len(numbers) == 1 else f"sentences {named} were"
