"""Figures as the source has them: a hypothesis writes no digits but those its numbers may be written with.

A small model writes figures digit by digit, and errs: "1442" becomes "1424". What a number may be written with is known
(`translate.language.numbers.digits`), so a piece that would make other digits is as good as refused: decoding under a
constraint, as with the trie of De Cao et al. (2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from translate.models.student.copying import refuse
from translate.models.student.marian_file import Floats, Ints

MARKS = ".,:"  # inside a run of digits, or behind it
UNITS = "万億兆月"  # part of a run, at its end
RUN = re.compile(f"[0-9][0-9{MARKS}]*[{UNITS}]?")
TAIL = re.compile(f"[0-9{MARKS}]*$")
BYTE = re.compile("<0x[0-9A-F]{2}>")  # the name of a piece for a byte


class DigitPieces:
    """Pieces of a target, and which of them have digits or may go on with a run of digits."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the pieces as they are written, in the order of their numbers."""
        self.pieces = tuple("" if BYTE.fullmatch(text) else text for text in pieces)
        self.with_digits = np.flatnonzero([re.search("[0-9]", text) is not None for text in self.pieces])
        self.going_on = np.flatnonzero([text != "" and text[0] in MARKS + UNITS for text in self.pieces])

    def among(self, chosen: Ints) -> DigitPieces:
        """Return the same of the pieces with these numbers, which are ascending, numbered as they are among them."""
        some = DigitPieces(())
        some.pieces = tuple(self.pieces[piece] for piece in chosen)
        some.with_digits = np.flatnonzero(np.isin(chosen, self.with_digits))
        some.going_on = np.flatnonzero(np.isin(chosen, self.going_on))
        return some


class FigureGuide:
    """What refuses the pieces that would write digits which are none of the source's."""

    def __init__(self, runs: Iterable[str], digits: DigitPieces) -> None:
        """Take the runs of digits that a translation may write, and the pieces of the target."""
        self._runs = frozenset(runs)
        self._begun = {run[:length] for run in self._runs for length in range(1, len(run) + 1)}
        self._digits = digits
        self._refused: dict[str, Ints] = {}  # by the run of digits that a row ends with

    def weigh(self, scores: Floats, row: Sequence[int]) -> None:
        """Lower the natural log-probabilities of the pieces (pieces) that would write other digits, in place.

        Args:
            scores: of each piece as the next one.
            row: the pieces that the hypothesis has so far.
        """
        run = self._run_at_end(row)
        if run not in self._refused:
            self._refused[run] = self._refused_behind(run)
        if len(refused := self._refused[run]):
            refuse(scores, refused)

    def _run_at_end(self, row: Sequence[int]) -> str:
        run = ""
        for piece in reversed(row):
            text = self._digits.pieces[piece]
            tail = TAIL.search(text)
            run = (tail[0] if tail else "") + run
            if not tail or tail.start() or not text:
                break
        return run.lstrip(MARKS)

    def _refused_behind(self, run: str) -> Ints:
        """Return the pieces that are refused behind a run of digits, or where there is none."""
        digits = self._digits
        if not run:
            return np.array([at for at in digits.with_digits if not self._may_be(digits.pieces[at])], int)
        inside = np.union1d(digits.with_digits, digits.going_on)
        refused = np.array([at for at in inside if not self._may_be(run + digits.pieces[at])], int)
        if self._is_whole(run):
            return refused
        return np.union1d(refused, np.setdiff1d(np.arange(len(digits.pieces)), inside))

    def _may_be(self, text: str) -> bool:
        """Return whether each run of digits in a text may be written; the last may only be begun."""
        return all(
            self._is_whole(run[0]) or (run.end() == len(text) and run[0] in self._begun) for run in RUN.finditer(text)
        )

    def _is_whole(self, run: str) -> bool:
        return run.rstrip(MARKS) in self._runs
