"""Regular expressions that are compiled when they are first used: a run needs about half of those that modules hold."""

from __future__ import annotations

import re
from typing import Any, cast

USES = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "flags", "groups", "groupindex")


class _Pattern:
    """A pattern, compiled or not; with the attributes of `re.Pattern`."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern, so that its attributes are found without this the next time."""
        if name not in USES:
            raise AttributeError(f"a pattern has no {name!r}")
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({use: getattr(compiled, use) for use in USES})
        return getattr(compiled, name)


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    r"""Return a pattern like `re.compile`, which the functions of `re` do not take.

    >>> regex(r"\d+").findall("3 dari 10")
    ['3', '10']
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))
