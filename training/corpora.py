"""Read, filter and clean the older sentence pairs.

A folder of corpora holds `train.id-en.tsv.gz` and `train.id-ja.tsv.gz`, lines of `corpus<TAB>source<TAB>target`.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# Corpora into Japanese that are prose; UI strings and scripture are not. Chosen by looking at fifty lines of each.
JAPANESE = frozenset(
    {
        "3b1b-captions",
        "ms-edgeai-for-beginners",
        "ms-iot-for-beginners",
        "ms-azd-for-beginners",
        "mozilla-www",
        "tatoeba-opustest",
        "kubernetes-docs",
        "react-docs",
        "python-docs",
        "debian-install-guide",
        "talpco",
        "opensource-guide",
        "ms-security-101",
        "bitcoin-org",
        "ms-ml-for-beginners",
        "co-op-translator-docs",
        "ms-web-dev-for-beginners",
    }
)
_STOPS_MISSING = {"desmond-smeru", "desmond-ausaid"}
# News is in the plain style; half of the sentences of other text are in the polite style.
_POLITE = re.compile(r"(?:で(?:す|した|しょう)|ま(?:す|した|せん|しょう)|ください)[かねよが]?(?:[。、！？」）]|$)")
_END = re.compile(r"[.!?:;…\"”’')\]]$")


def key(text: str) -> str:
    """Return the key by which two lines are compared."""
    return "".join(filter(str.isalnum, text.casefold()))


def clean(corpus: str, source: str, target: str) -> tuple[str, str] | None:
    """Return the cleaned pair, or None for a copy, an empty or an overlong line."""
    source, target = " ".join(source.split()), " ".join(target.split())
    if corpus in _STOPS_MISSING and len(source) > 40 and not _END.search(source) and not _END.search(target):
        source, target = f"{source}.", f"{target}."
    if not 2 <= len(source) <= 600 or not target or key(source) == key(target):
        return None
    return source, target


def is_polite(target: str) -> bool:
    """Return whether a Japanese text is in the polite style, which news is not written in."""
    return _POLITE.search(target) is not None


def pairs(folder: Path, direction: str) -> Iterator[tuple[str, str, str]]:
    """Return the lines of one direction: corpus, source, target."""
    with gzip.open(folder / f"train.{direction}.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            corpus, source, target = line.rstrip("\n").split("\t")
            yield corpus, source, target


def to_avoid(folders: Iterable[Path]) -> set[str]:
    """Return the lines and cells of all evaluation texts, which no training line may equal."""
    return {
        key(line)
        for folder in folders
        for path in sorted(folder.rglob("*.t[xs][tv]"))
        for line in path.read_text(encoding="utf-8").replace("\t", "\n").splitlines()
    } - {""}
