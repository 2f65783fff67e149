"""Replace spans of a text."""

from __future__ import annotations

from collections.abc import Iterable


def with_edits(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with spans replaced; each edit is (start, end, new text), in order and without overlap.

    >>> with_edits("1.240 rumah", [(1, 2, ","), (6, 11, "houses")])
    '1,240 houses'
    """
    parts, at = [], 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])
