"""Which words of a text may be names that `translate.firefox.copying` copies, told without numpy: by their letters."""

from __future__ import annotations

import re

NAME = re.compile(r"[\"'“‘(\[]*([A-Z](?:[\w'’]*\w)?(?:-[A-Z]\w*)*)")
# Languages of Firefox models in whose script no name of Latin letters belongs.
_OTHERS = "ar be bg bn el fa gu he hi ja ka kn ko mk ml mr ru sr ta te th uk ur zh"
OTHER_SCRIPTS = frozenset(_OTHERS.split())


def written_so(text: str) -> list[str]:
    """Give the words of a text that may be names: those of two letters and more that begin with a capital."""
    found = (NAME.match(word) for word in text.split())
    return [match[1] for match in found if match and len(match[1]) > 1]
