"""The commands, put together; the module of a command is imported when the command runs, not for `warta --help`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from typer import Context, Exit, Option, Typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from translate.cli.plain_values import keep_plain_values
from translate.language.data import tsv_rows

if TYPE_CHECKING:
    from typer._click import Command


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command of `warta`, before its module is imported.

    Attributes:
        module: under `translate.cli`.
        request: the class of its options; "-" for a function that has them as parameters, or for a group.
        kind: "group" if it has commands of its own, "bare" if it runs without arguments; else "-": its help is shown.
        help: one line, as the list of commands shows it; the first line of the command's own help.
    """

    module: str
    request: str
    kind: str
    help: str


COMMANDS = {name: CommandEntry(*cells) for name, *cells in tsv_rows("translate.cli", "data/commands.tsv")}
FUNCTIONS = {"eval": "evaluate"}  # commands whose function has another name


class CommandsOnDemand(TyperGroup):
    """The group of all commands: lists them by `COMMANDS`, and loads the one that is run."""

    def __init__(self, **settings: Any) -> None:
        """Make the group, with the settings of Typer's."""
        super().__init__(**settings)
        keep_plain_values(self)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        """Return the name, the command and its arguments, loading the module of the command."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found and load_command(found.name or ""), rest


def load_command(name: str) -> Command:
    """Return a command with its options, by its name."""
    entry = COMMANDS[name]
    module = import_module(f"translate.cli.{entry.module}")
    if entry.kind == "group":
        group = get_group(module.app)
        group.name = name
        for found in (group, *group.commands.values()):
            keep_plain_values(found)
        return group
    run: Any = getattr(module, FUNCTIONS.get(name, name))
    if entry.request != "-":
        from translate.cli.requests import command

        run = command(run, getattr(module, entry.request))
    alone = Typer(add_completion=False)
    alone.command(name, no_args_is_help=entry.kind != "bare")(run)
    made = get_command(alone)
    keep_plain_values(made)
    return made


# Without markup the list of commands needs no Markdown parser, which halves its time.
app = Typer(
    name="warta",
    cls=CommandsOnDemand,
    help="Read Indonesian articles, translate them into English or Japanese with open models on this machine, check "
    "the result, and write a short brief whose every line points at its source.",
    epilog="Exit codes: 0 done; 1 something failed; 2 wrong usage; 3 flagged segments with --strict; 130 interrupted.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # loads the package `email`, which the list of commands needs not

        print(f"warta {version('warta')}")
        raise Exit


@app.callback()
def root(
    context: Context,
    show_version: Annotated[
        bool, Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Handle the options before a command, and load the user's defaults."""
    from translate.cli.settings import load_settings, options_of

    context.obj = load_settings(lambda: options_of(load_command))
    context.default_map = context.obj.default_map


def _listed() -> None:
    """A placeholder in the list of commands for one whose module is not loaded."""


for _name, _entry in COMMANDS.items():
    app.command(_name, short_help=_entry.help)(_listed)
