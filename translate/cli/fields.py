"""Options for fields: messages of the library name fields, those of the command line name options."""

from __future__ import annotations

import re

from translate.language.data import tsv_rows

OPTIONS = {field: option for field, option in tsv_rows("translate.cli", "data/fields.tsv")}
NAMED = re.compile(r"`([^`]+)`")


def with_options(message: str) -> str:
    """Return a message of the library with command-line options for its fields.

    >>> with_options("`url` goes with `post_edit=llm`; leave `retry=False` out. Type `warta models`.")
    '--llm-url goes with --post-edit llm; leave --no-retry out. Type `warta models`.'
    """
    return NAMED.sub(_option, message)


def _option(found: re.Match[str]) -> str:
    name, equals, value = found[1].partition("=")
    if found[1] in OPTIONS:
        return OPTIONS[found[1]]
    return f"{OPTIONS[name]}{' ' * bool(equals)}{value}" if name in OPTIONS else found[0]
