"""Values of options that need no conversion are kept from Typer's, for which it loads pydantic.

That takes longer than the rest of the command line. Numbers, and paths that cannot be read, are left to Typer, which
refuses wrong ones.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

if TYPE_CHECKING:
    from typer._click import Command, Context
    from typer._click.core import Parameter

CONVERTED = object()  # instead of a value that Typer must convert


def keep_plain_values(command: Command) -> None:
    """Let the options and arguments of a command take plain values as they are."""
    kinds = get_type_hints(command.callback) if command.callback else {}
    list_params = command.get_params

    def get_params(ctx: Context) -> list[Parameter]:
        params = list_params(ctx)
        for param in params:
            if "process_value" not in vars(param):
                _keep(param, _item_of(kinds.get(param.name)))
        return params

    command.get_params = get_params  # type: ignore[method-assign]


def _keep(param: Parameter, item: object) -> None:
    """Let a parameter take plain values as they are; they, or the items of lists, are of the type `item`."""
    convert = param.process_value
    several = bool(getattr(param, "multiple", False)) or param.nargs == -1

    def process_value(ctx: Context, value: Any) -> Any:
        plain = _plain(value, item, several=several)
        if plain is CONVERTED or (param.required and plain in (None, (), [])):
            return convert(ctx, value)
        return plain if param.callback is None else param.callback(ctx, param, plain)

    param.process_value = process_value  # type: ignore[method-assign]


def _plain(value: Any, item: object, *, several: bool) -> Any:
    """Return the value of a parameter, given that of the command line or a default; or `CONVERTED`."""
    if value is None:
        return () if several else None
    if not several:
        return _single(value, item)
    singles = [_single(single, item) for single in value] if isinstance(value, list | tuple) else [CONVERTED]
    return CONVERTED if CONVERTED in singles else singles


def _single(value: Any, item: object) -> Any:
    if item is type(value):  # also a number, which is a default: the command line has texts only
        return value
    if item is Path and isinstance(value, str) and (os.access(value, os.R_OK) or not Path(value).exists()):
        return Path(value)
    return CONVERTED


def _item_of(hint: Any) -> object:
    """Return the type of a parameter, without "or None" and, of a list, that of its items; None for several types."""
    while kinds := [kind for kind in get_args(hint) if kind is not NoneType]:
        hint = kinds[0] if len(kinds) == 1 else None
    return hint
