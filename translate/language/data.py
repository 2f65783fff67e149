"""Data files of a package: tables with tabs between their columns, and lists of words.

In both a line that begins with `#` is a comment, and blank lines are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def tsv_rows(package: str, path: str) -> Iterator[list[str]]:
    """Yield the rows of a table in a package, each as the texts of its columns."""
    return (line.split("\t") for line in _lines(package, path))


def word_lists(package: str, path: str) -> dict[str, frozenset[str]]:
    """Return the lists of words in a file of a package by their names; that before the first name is called "".

    A line `[name]` begins a list; its words have white space between them, and `_` in a word stands for a space.
    """
    lists: dict[str, set[str]] = {"": set()}
    words = lists[""]
    for line in _lines(package, path):
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), set())
        else:
            words.update(word.replace("_", " ") for word in line.split())
    return {name: frozenset(words) for name, words in lists.items()}


def _lines(package: str, path: str) -> Iterator[str]:
    text = resources.files(package).joinpath(path).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
