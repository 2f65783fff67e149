"""Escape plain text for Markdown."""

from __future__ import annotations

import re

# `_` inside words, `&` without an entity and `<` without a tag are not marks.
_MARKS = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
# The start of a block at the start of a line; `*`, `_`, "`" and `~` are always escaped.
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|-+\s*$")
_NUMBER_AT_START = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """Return plain text, with line breaks as spaces, escaped for the inside of a line of Markdown.

    >>> print(escape("2*3 [x] snake_case _x_ <b> a < b"))
    2\\*3 \\[x\\] snake_case \\_x\\_ \\<b> a < b
    """
    return _MARKS.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def escape_line_start(text: str) -> str:
    """Return an escaped text, escaped also for the start of a line: no heading, list, quote or rule.

    >>> print(escape_line_start("2024. Tahun baru"), escape_line_start("# x"), escape_line_start("-5 derajat"))
    2024\\. Tahun baru \\# x -5 derajat
    """
    if numbered := _NUMBER_AT_START.match(text):
        return f"{numbered.group(1)}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if _LINE_START.match(text) else text
