"""What is an address of the web."""

from __future__ import annotations


def is_address(text: str) -> bool:
    """Return whether somebody who typed this meant a page of the web.

    >>> [is_address(text) for text in ("https://contoh.id/a", "HTTP://contoh.id", "contoh.id", "a.txt")]
    [True, True, False, False]
    """
    return text.lower().startswith(("http://", "https://"))
