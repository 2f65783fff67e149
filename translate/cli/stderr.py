"""Messages of one line on stderr; loads next to nothing, as every command may need it."""

from __future__ import annotations

import sys

from translate.cli.fields import with_options


def complain(message: str) -> None:
    """Print an error as one line, with options in the place of the library's fields."""
    print(f"warta: {' '.join(with_options(message).split())}", file=sys.stderr)


def note(message: str, *, quiet: bool = False) -> None:
    """Print one line for the user, unless `quiet`."""
    if not quiet:
        complain(message)
