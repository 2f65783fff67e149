"""Constrained decoding of figures: a hypothesis may only write digits by which the source's numbers can be written.

A small model writes figures digit by digit, with errors: "1442" becomes "1424". The possible forms of a number are
known (`translate.language.numbers.digits`), so a piece that would write other digits gets almost no probability,
similar to the trie of De Cao et al. (2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from translate.models.student.marian_file import Ints

DIGITS = "0123456789"
MARKS = ".,:"  # inside a run of digits, or after it
UNITS = "万億兆月"  # part of a run, at its end
RUN = re.compile(f"[0-9][0-9{MARKS}]*[{UNITS}]?")
BYTE = re.compile("<0x[0-9A-F]{2}>")  # the name of a piece for a byte


class DigitPieces:
    """The target's pieces, and which of them contain digits or can continue a run of digits."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the text of the pieces, in the order of their numbers."""
        self._pieces = np.array(["" if BYTE.fullmatch(text) else text for text in pieces], object)
        self._has_digits = np.array([re.search("[0-9]", text) is not None for text in self._pieces], bool)
        self._continues = np.array([text != "" and text[0] in MARKS + UNITS for text in self._pieces], bool)

    def among(self, chosen: Ints) -> DigitPieces:
        """Return the same for a subset of pieces, renumbered by their index in it."""
        subset = DigitPieces(())
        subset._pieces, subset._has_digits, subset._continues = (
            array[chosen] for array in (self._pieces, self._has_digits, self._continues)
        )
        return subset

    @property
    def count(self) -> int:
        """The number of pieces."""
        return len(self._pieces)

    @cached_property
    def with_digits(self) -> dict[int, str]:
        """The text of the pieces that contain digits, by their number."""
        return self._texts(self._has_digits)

    @cached_property
    def inside(self) -> dict[int, str]:
        """The text of the pieces that contain digits or can continue a run, by their number."""
        return self._texts(self._has_digits | self._continues)

    def _texts(self, those: NDArray[np.bool_]) -> dict[int, str]:
        return {int(piece): self._pieces[piece] for piece in np.flatnonzero(those)}


class FigureGuide:
    """The constraint for one source: refuses pieces that would write digits which are not the source's."""

    def __init__(self, runs: Iterable[str], digits: DigitPieces) -> None:
        """Take the runs of digits that a translation may contain, and the pieces of the target."""
        self._runs = frozenset(runs)
        self._beginnings = {run[:length] for run in self._runs for length in range(1, len(run) + 1)}
        self._digits = digits
        self._refused: dict[str, Ints] = {}  # by the run of digits that a row ends with

    def refused(self, text: str) -> Ints:
        """Return the pieces that would write other digits after a hypothesis: its pieces so far, joined."""
        run = text[len(text.rstrip(DIGITS + MARKS)) :].lstrip(MARKS)
        if run not in self._refused:
            self._refused[run] = self._refused_after(run)
        return self._refused[run]

    def _refused_after(self, run: str) -> Ints:
        """Return the pieces that must not follow a run of digits, or text that ends with none."""
        found = self._digits.inside if run else self._digits.with_digits
        refused = np.array([piece for piece, text in found.items() if not self._is_allowed(run + text)], int)
        if not run or self._is_whole(run):
            return refused
        is_refused = np.ones(self._digits.count, bool)
        is_refused[list(found)] = False
        is_refused[refused] = True
        return np.flatnonzero(is_refused)

    def _is_allowed(self, text: str) -> bool:
        """Return whether each run of digits in a text is allowed; the last may be the beginning of one."""
        return all(
            self._is_whole(run[0]) or (run.end() == len(text) and run[0] in self._beginnings)
            for run in RUN.finditer(text)
        )

    def _is_whole(self, run: str) -> bool:
        return run.rstrip(MARKS) in self._runs
