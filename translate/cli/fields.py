"""Options for fields: messages of the library name fields, those of the command line name options."""

from __future__ import annotations

import re

# By the text between backticks in a message. A value may follow a field: `runtime=torch`.
OPTIONS = {
    "Policy(Decoding(), retry=False)": "--decoding fast --no-retry",
    "Table.id": "--id-column",
    "Table.text": "--text-column",
    "Work": "--runner ray",
    "actors": "--actors",
    "allow_pickle": "--allow-pickle",
    "allow_private": "--allow-private",
    "check_language=False": "--any-language",
    "cpus_per_actor": "--cpus-per-actor",
    "fallback": "--fallback",
    "family": "--family",
    "files": "--files",
    "host": "--host",
    "model": "--model",
    "offline": "--offline",
    "output": "-o",
    "overwrite": "--overwrite",
    "port": "--port",
    "post_edit": "--post-edit",
    "retry=False": "--no-retry",
    "revision": "--revision",
    "runtime": "--runtime",
    "stop_on_error": "--on-error stop",
    "summarizer": "--summarizer",
    "summarizer_model": "--summarizer-model",
    "url": "--llm-url",
    "url_model": "--llm-model",
}
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
