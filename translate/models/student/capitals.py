"""The words of a text that may be names for `models.student.copying`; apart from it because it needs no numpy."""

from __future__ import annotations

import re

OPENING = "\"'“‘(["  # quotes and brackets before a word
NAME = re.compile(rf"[{re.escape(OPENING)}]*([A-Z](?:[\w'’]*\w)?(?:-[A-Z]\w*)*)")


def capitalised_words(text: str) -> list[str]:
    """Return the words of two letters or more that begin with a capital."""
    found = (NAME.match(word) for word in text.split())
    return [match[1] for match in found if match and len(match[1]) > 1]
