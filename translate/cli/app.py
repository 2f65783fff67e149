"""The commands, put together."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from typer import Context, Exit, Option, Typer

from translate.cli import (
    articles,
    batch,
    config,
    doctor,
    evaluate,
    explain,
    memory,
    models,
    prompts,
    review,
    setup,
    watch,
)
from translate.cli.options import command
from translate.cli.settings import load_settings, options_of

app = Typer(
    name="warta",
    help="Read Indonesian articles, translate them into English or Japanese with open models on this machine, check "
    "the result, and write a short brief whose every line points at its source.",
    epilog="Exit codes: 0 done; 1 something failed; 2 wrong usage; 3 flagged segments with --strict; 130 interrupted.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"warta {version('warta')}")
        raise Exit


@app.callback()
def root(
    context: Context,
    show_version: Annotated[
        bool, Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Hold the options that come before a command, and take the defaults that the user has set."""
    context.obj = load_settings(options_of(context))
    context.default_map = context.obj.default_map


app.command("translate", no_args_is_help=True)(command(articles.translate, articles.TranslateRequest))
app.command("brief", no_args_is_help=True)(command(articles.brief, articles.BriefRequest))
app.command("batch", no_args_is_help=True)(command(batch.batch, batch.BatchRequest))
app.command("watch", no_args_is_help=True)(command(watch.watch, watch.WatchRequest))
app.command("eval", no_args_is_help=True)(command(evaluate.evaluate, evaluate.EvalRequest))
app.command("compare", no_args_is_help=True)(evaluate.compare)
app.command("review", no_args_is_help=True)(review.review)
app.command("explain")(explain.explain)
app.command("config")(config.config)
app.command("setup")(setup.setup)
app.command("doctor")(doctor.doctor)
app.add_typer(models.app, name="models")
app.add_typer(memory.app, name="memory")
app.add_typer(prompts.app, name="prompts")
