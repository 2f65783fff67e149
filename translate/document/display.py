"""Show and save values. They import no format: `translate.writers` is looked up by name when it is needed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def page_of(translation: object, brief: object, *, whole: bool) -> str:
    """Return HTML for a notebook."""
    return str(import_module("translate.writers.showing").page(translation, brief, whole=whole))


def save(path: str | Path, translation: object, brief: object, *, whole: bool) -> None:
    """Write a file whose suffix names the format; see `translate.writers.showing.save`."""
    import_module("translate.writers.showing").save(path, translation, brief, whole=whole)


def counted(number: int, what: str) -> str:
    """Return a number of things.

    >>> counted(1, "sentence"), counted(2, "sentence")
    ('1 sentence', '2 sentences')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def shortened(text: str, length: int = 50) -> str:
    """Return the beginning of a text on one line, in quotes.

    >>> shortened("Rice prices rise in all of the country", 20)
    "'Rice prices rise...'"
    """
    line = " ".join(text.split())
    return repr(line if len(line) <= length else line[: length - 3].rstrip() + "...")
