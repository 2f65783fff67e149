"""Pages of the site that are made from the code when it is built: the options, the flags, and the library."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from typer import Context

import translate
from translate.cli.app import COMMANDS, app, load_command
from translate.cli.explain import EXPLAINED

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

FIRST = ("Arguments", "Options")  # tables of a command; the others come in the order of its options
MADE = "Made from the code when the site is built.\n"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages to the site, when MkDocs collects its files."""
    from mkdocs.structure.files import File

    for name, text in (("options.md", options()), ("flags.md", flags()), ("library.md", library())):
        files.append(File.generated(config, name, content=text))
    return files


def options() -> str:
    """Return the page of all commands with their arguments and options."""
    exit_codes = str(app.info.epilog)
    parts = [
        "# Commands and options",
        MADE,
        f"`warta COMMAND --help` says the same on a terminal. {exit_codes}",
        "The default of an option can be set in `warta.toml` or by a variable: see "
        "[Defaults of your own](configuration.md).",
    ]
    for name in COMMANDS:
        parts += _command(f"warta {name}", load_command(name))
    return "\n\n".join(parts) + "\n"


def flags() -> str:
    """Return the page of all flags, which says what `warta explain` says."""
    parts = [
        "# Flags",
        MADE,
        "A flag marks a sentence that a check doubts. It does not prove a mistake, and a sentence without a flag may "
        "be wrong. [Doubts and retries](retries.md) says what Warta does before it flags a sentence. "
        "`warta explain NAME_LOST` shows an entry of this page on a terminal.",
    ]
    for code, about in EXPLAINED.items():
        parts += [f"## {code}", _text(about.means)]
        parts += [f"Example: {_text(about.example)}", f"What to do: {_text(about.do)}"]
    return "\n\n".join(parts) + "\n"


def library() -> str:
    """Return the page of what `import translate` offers, and of what else is meant for users."""
    parts = [
        "# Library",
        MADE,
        "All names but the last three are imported from `translate`: `from translate import Translator`. `Job` and "
        "`Memory` are in `translate.batch`, `FakeEngine` is in `translate.testing`. "
        "[Use it from Python](python.md) has examples. Every error is a `WartaError`.",
    ]
    parts += [f"::: {_path(getattr(translate, name))}" for name in translate.__all__]
    parts += [
        f"::: {path}" for path in ("translate.batch.Job", "translate.batch.Memory", "translate.testing.FakeEngine")
    ]
    return "\n\n".join(parts) + "\n"


def _path(value: Any) -> str:
    """Return where a class or a function is defined."""
    return f"{inspect.unwrap(value).__module__}.{value.__qualname__}"


def _command(title: str, command: Any) -> Iterator[str]:
    yield f"{'#' * (title.count(' ') + 1)} {title}"
    yield _text(inspect.cleandoc(command.help or ""))
    if hasattr(command, "commands"):
        for name, one in command.commands.items():
            yield from _command(f"{title} {name}", one)
        return
    context = Context(command, info_name=title)
    yield f"```text\n{' '.join([title, *command.collect_usage_pieces(context)])}\n```"
    panels = defaultdict[str, list[tuple[str, str]]](list)
    for one in command.params:
        record = None if one.name == "help" else one.get_help_record(context)
        if record is not None:
            kind = "Arguments" if one.param_type_name == "argument" else "Options"
            panels[getattr(one, "rich_help_panel", None) or kind].append(record)
    for panel in sorted(panels, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST)):
        rows = [f"| `{_names(names)}` | {_text(meaning)} |" for names, meaning in panels[panel]]
        yield "\n".join([f"| {panel} | |", "|---|---|", *rows])


def _names(text: str) -> str:
    """Return what is typed, without the type that Typer adds to an argument."""
    return re.sub(r" <[^>]*>", "", text).replace("|", r"\|")


def _text(text: str) -> str:
    """Return text in which Markdown reads nothing but code in backticks, which stays code."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.replace("\\[", "[").split()))
    kept = [part if part.startswith("`") else re.sub(r"([\\*_\[\]<>|])", r"\\\1", part) for part in parts]
    return "".join(kept)
