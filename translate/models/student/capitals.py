"""Which words of a text may be names that `models.student.copying` copies, told without numpy: by their letters."""

from __future__ import annotations

import re

OPENING = "\"'“‘(["  # what may stand before a word
NAME = re.compile(rf"[{re.escape(OPENING)}]*([A-Z](?:[\w'’]*\w)?(?:-[A-Z]\w*)*)")


def written_so(text: str) -> list[str]:
    """Return the words of a text that may be names: those of two letters and more that begin with a capital."""
    found = (NAME.match(word) for word in text.split())
    return [match[1] for match in found if match and len(match[1]) > 1]
