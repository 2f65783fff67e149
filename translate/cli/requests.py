"""Requests as commands: the fields of a dataclass become the parameters that Typer reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import TypeVar, get_type_hints

from typer import Context

from translate.cli.fields import with_options
from translate.cli.idle import refuse_idle
from translate.errors import Interrupted, UsageError

Request = TypeVar("Request")


def command(run: Callable[[Request], None], request: type[Request]) -> Callable[..., None]:
    """Return a function for Typer whose parameters are the fields of `request`; it passes the request to `run`."""
    hints = get_type_hints(request, include_extras=True) | {"context": Context}

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
    parameters += [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(request)  # type: ignore[arg-type]
    ]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = hints
    return call
