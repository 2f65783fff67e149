"""`warta prompts`: the prompt templates, Warta's own and the user's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from translate.cli.choices import Debug, template_names
from translate.cli.show import print_table
from translate.cli.stderr import note
from translate.errors import PromptError
from translate.util.prompts import own_prompts, read_prompt, users_prompts

app = Typer(help="List, show and check prompt templates.", invoke_without_command=True, no_args_is_help=True)

Folder = Annotated[
    Path | None, Argument(metavar="DIR", help="Your own templates, as for --prompts.", show_default=False)
]


@app.command("list")
def list_prompts(
    folder: Folder = None,
    as_json: Annotated[bool, Option("--json", help="Write the list as JSON.")] = False,
    debug: Debug = False,
) -> None:
    """List the templates with their variables; with DIR, show which of them yours replace."""
    yours = {Path(prompt.name).name: prompt for prompt in users_prompts(folder)} if folder is not None else {}
    rows = [("TEMPLATE", "VARIABLES", "SHA256", "FROM")]
    for path in own_prompts():
        prompt = yours.get(path.name) or read_prompt(path)
        variables = " ".join(prompt.variables)
        rows.append((path.stem, variables, prompt.sha256[:12], prompt.name if path.name in yours else "Warta"))
    print_table(rows, as_json=as_json)


@app.command("show")
def show(
    name: Annotated[
        str,
        Argument(
            metavar="TEMPLATE", help="As in the list: brief.en.", show_default=False, autocompletion=template_names
        ),
    ],
    debug: Debug = False,
) -> None:
    """Print one of Warta's templates, as a start for your own."""
    paths = {path.stem: path for path in own_prompts()}
    path = paths.get(name.removesuffix(".md"))
    if path is None:
        raise PromptError(f"There is no template {name!r}. The templates are {', '.join(paths)}.")
    print(path.read_text(encoding="utf-8"), end="")


@app.command("check")
def check(folder: Folder = None, debug: Debug = False) -> None:
    """Check Warta's templates, or yours in DIR: header, variables, names."""
    prompts = [read_prompt(path) for path in own_prompts()] if folder is None else users_prompts(folder)
    if not prompts:
        raise PromptError(f"{folder} holds no template, a file like brief.en.md. `warta prompts list` names them.")
    for prompt in prompts:
        note(f"{prompt.name}: sound.")
