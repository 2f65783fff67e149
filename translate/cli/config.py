"""`warta config`: the effective defaults, and the origin of each."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from typer import Context, Option

from translate.cli.choices import Debug
from translate.cli.settings import Settings, options_of, settings_rows
from translate.cli.show import print_json, print_table


def config(
    context: Context,
    everything: Annotated[bool, Option("--all", help="Every key, with Warta's own defaults.")] = False,
    as_json: Annotated[bool, Option("--json", help="Write it as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """Show the defaults that warta.toml and WARTA_* variables set, and where each comes from."""
    from translate.cli.app import load_command

    settings: Settings = context.obj
    options = options_of(load_command)
    # Equal settings of several commands are one row.
    commands = defaultdict[tuple[str, str, str], list[str]](list)
    for command, *row in settings_rows(settings, options, all_of_them=everything):
        commands[row[0], row[1], row[2]].append(command)
    if as_json:
        files = [{"kind": kind, "path": str(path), "there": exists} for kind, path, exists in settings.files]
        items = [
            {"key": key, "value": value, "from": origin, "commands": names}
            for (key, value, origin), names in commands.items()
        ]
        print_json({"files": files, "settings": items})
        return
    for kind, path, exists in settings.files:
        print(f"{kind + ' file:':<14}{path.absolute()}{'' if exists else ' (not there)'}")
    if commands:
        print()
        rows = [(key, value, origin, " ".join(names)) for (key, value, origin), names in sorted(commands.items())]
        print_table([("KEY", "VALUE", "FROM", "COMMANDS"), *rows], as_json=False)
    else:
        print("nothing is set; `warta config --all` lists every key with its default.")
