"""Web addresses."""

from __future__ import annotations


def is_address(text: str) -> bool:
    """Return whether a text is the address of a web page.

    >>> [is_address(text) for text in ("https://contoh.id/a", "HTTP://contoh.id", "contoh.id", "a.txt")]
    [True, True, False, False]
    """
    return text.lower().startswith(("http://", "https://"))
