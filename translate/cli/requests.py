"""Requests as commands: the fields of a dataclass become the parameters that Typer reads.

The table `data/options.tsv` has the flags, the help and what else a terminal needs of each field.
"""

from __future__ import annotations

import inspect
from ast import literal_eval
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Annotated, Any, TypeVar, get_type_hints

from typer import Argument, Context, Option

from translate.cli import choices
from translate.cli.fields import with_options
from translate.cli.idle import refuse_idle
from translate.errors import Interrupted, UsageError
from translate.language.data import tsv_rows

Request = TypeVar("Request")


def command(run: Callable[[Request], None], request: type[Request]) -> Callable[..., None]:
    """Return a function for Typer whose parameters are the fields of `request`; it passes the request to `run`."""
    types, own = get_type_hints(request), fields(request)  # type: ignore[arg-type]
    hints: dict[str, Any] = {"context": Context}
    hints |= {field.name: Annotated[types[field.name], _option(request, field.name)] for field in own}

    def call(context: Context, **values: object) -> None:
        arguments = request(**values)
        sources = {name: context.get_parameter_source(name) for name in values}
        refuse_idle(arguments, {name for name, source in sources.items() if source and source.name == "COMMANDLINE"})
        try:
            run(arguments)
        except KeyboardInterrupt:
            raise Interrupted("interrupted; nothing was left half-written.") from None
        except UsageError as error:
            set_elsewhere = {name for name, source in sources.items() if source and source.name == "DEFAULT_MAP"}
            origins = context.obj.origins(context.info_name, with_options(str(error)), set_elsewhere)
            raise type(error)(" ".join((str(error), *origins))) from error

    call.__doc__ = run.__doc__
    parameters = [inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=Context)]
    parameters += [_parameter(field, hints[field.name]) for field in own]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = hints
    return call


def _parameter(field: Field[Any], hint: Any) -> inspect.Parameter:
    default = inspect.Parameter.empty if field.default is MISSING else field.default
    return inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


@cache
def _rows() -> dict[str, list[str]]:
    rows = tsv_rows("translate.cli", "data/options.tsv")
    return {name: ["" if cell == "-" else cell for cell in cells] for name, *cells in rows}


def _option(request: type, name: str) -> Any:
    """Return the option of a field, or its argument, as the table has it for the class that defines the field."""
    owner = next(kind for kind in request.__mro__ if name in inspect.get_annotations(kind))
    flags, panel, metavar, completion, others, help = _rows()[f"{owner.__name__}.{name}"]
    more = {key: _value(value) for key, value in (pair.split("=") for pair in others.split())}
    if completion:
        values = completion.split("|")
        more["autocompletion"] = choices.fixed(*values) if len(values) > 1 else getattr(choices, completion)
    make = Option if flags else Argument
    return make(*flags.split(), help=help, rich_help_panel=panel or None, metavar=metavar or None, **more)


def _value(text: str) -> Any:
    """Return a parameter of Typer: a number, a truth value, or text."""
    try:
        return literal_eval(text)
    except ValueError:
        return text
