"""Names of outputs: `<stem>.<target>.<format>` in the same subfolder as the input, unique for each input."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable


def stems(names: Iterable[str]) -> dict[str, str]:
    """Return each input name the stem of its outputs.

    It is the name without its ending. Inputs with equal stems keep their endings, and are numbered if they are still
    equal to a file system that ignores case or Unicode normalisation.

    >>> stems(["a/satu.txt", "dua.txt", "dua.md"])
    {'a/satu.txt': 'a/satu', 'dua.txt': 'dua.txt', 'dua.md': 'dua.md'}
    """
    names = list(names)
    chosen = {name: _without_ending(name) for name in names}
    while True:
        # A whole name can equal another stem ("a.txt" and "a.txt.md"), hence the loop; it ends since stems only grow.
        shared = [name for group in _alike(chosen) if len(group) > 1 for name in group if chosen[name] != name]
        if not shared:
            return _numbered(chosen)
        chosen |= {name: name for name in shared}


def _without_ending(name: str) -> str:
    stem, ending = posixpath.splitext(name)
    return name if ending == "." else stem


def _alike(chosen: dict[str, str]) -> Iterable[list[str]]:
    groups = defaultdict(list)
    for name, stem in chosen.items():
        groups[_folded(stem)].append(name)
    return groups.values()


def _numbered(chosen: dict[str, str]) -> dict[str, str]:
    used = {_folded(stem) for stem in chosen.values()}
    for group in list(_alike(chosen)):
        for name in sorted(group)[1:]:
            number = 2
            while _folded(f"{chosen[name]}~{number}") in used:
                number += 1
            chosen[name] = f"{chosen[name]}~{number}"
            used.add(_folded(chosen[name]))
    return chosen


def _folded(name: str) -> str:
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
