"""Sentences of an output that a person may have edited, and how edits are detected.

HTML and Word files have a mark of each sentence as Warta wrote it (`machine_mark`); JSON has the attempts. A sentence
that cannot be compared never counts as corrected.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from translate.errors import DamagedFile

MARK_LENGTH = 16  # hexadecimal digits, enough to avoid collisions in a document


class EditState(StrEnum):
    """How a sentence differs from the one that Warta wrote."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    DELETED = "deleted"  # deleted, or emptied
    BESIDE_DELETED = "beside_deleted"  # changed beside a deleted one: the two may have been merged
    NOT_COMPARED = "not_compared"  # it has links or code, or was only copied


@dataclass(frozen=True, slots=True)
class EditedSegment:
    """A sentence of an edited output."""

    number: int  # from 1
    source: str  # as given to an engine
    text: str
    target: str  # language code
    state: EditState


def machine_mark(text: str) -> str:
    """Return the mark of a machine translation; white space is ignored.

    >>> machine_mark("Rice  rose.") == machine_mark("Rice rose. "), machine_mark("Rice") == machine_mark("Corn")
    (True, False)
    """
    return sha256(single_spaced(text).encode("utf-8", "surrogatepass")).hexdigest()[:MARK_LENGTH]


def state_of(text: str, mark: str) -> EditState:
    """Return the state of a marked sentence."""
    if machine_mark(text) == mark:
        return EditState.UNCHANGED
    return EditState.CHANGED if text.strip() else EditState.DELETED


def single_spaced(text: str) -> str:
    """Return a text with single spaces, as in the memory."""
    return " ".join(text.split())


def unmarked(name: str) -> DamagedFile:
    """Return the error of a file without marks."""
    return DamagedFile(
        f"{name} has no marks of Warta, which show corrections: it is no output of `warta translate`, or one "
        "of an earlier version, or the program that saved it left them out. Correct the .json or the .html output."
    )
