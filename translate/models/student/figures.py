"""Constrained decoding of figures: a hypothesis may only write digits by which the source's numbers can be written.

A small model writes figures digit by digit, with errors: "1442" becomes "1424". The possible forms of a number are
known (`translate.language.numbers.digits`), so a piece that would write other digits gets almost no probability,
similar to the trie of De Cao et al. (2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from translate.models.student.copying import refuse
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.shortlist import distinct, places

MARKS = ".,:"  # inside a run of digits, or after it
UNITS = "万億兆月"  # part of a run, at its end
GOING_ON = frozenset(MARKS + UNITS)
RUN = re.compile(f"[0-9][0-9{MARKS}]*[{UNITS}]?")
TAIL = re.compile(f"[0-9{MARKS}]*$")
BYTE = re.compile("<0x[0-9A-F]{2}>")  # the name of a piece for a byte
DIGIT = re.compile("[0-9]")


class DigitPieces:
    """The target's pieces, and which of them contain digits or can continue a run of digits."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the text of the pieces, in the order of their numbers."""
        self.pieces = tuple("" if text.startswith("<") and BYTE.fullmatch(text) else text for text in pieces)
        self.with_digits = np.flatnonzero([DIGIT.search(text) is not None for text in self.pieces])
        self.going_on = np.flatnonzero([text[:1] in GOING_ON for text in self.pieces])

    def among(self, chosen: Ints) -> DigitPieces:
        """Return the same for a subset of pieces, given by ascending numbers and renumbered by their index in it."""
        some = DigitPieces(())
        some.pieces = tuple(self.pieces[piece] for piece in chosen.tolist())
        some.with_digits = places(self.with_digits, chosen)
        some.going_on = places(self.going_on, chosen)
        return some


class FigureGuide:
    """The constraint for one source: lowers pieces that would write digits which are not the source's."""

    def __init__(self, runs: Iterable[str], digits: DigitPieces) -> None:
        """Take the runs of digits that a translation may contain, and the pieces of the target."""
        self._runs = frozenset(runs)
        self._begun = {run[:length] for run in self._runs for length in range(1, len(run) + 1)}
        self._digits = digits
        self._refused: dict[str, Ints] = {}  # by the run of digits that a row ends with

    def weigh(self, scores: Floats, rows: Sequence[Sequence[int]]) -> None:
        """Lower the natural log-probabilities (rows, pieces) of pieces that would write other digits, in place.

        Args:
            scores: of each piece as the next one of each row.
            rows: the pieces of the hypotheses so far.
        """
        runs = [self._run_at_end(row) for row in rows]
        if len(set(runs)) == 1:  # nearly always none
            self._weigh(scores, runs[0])
            return
        for line, run in zip(scores, runs, strict=True):
            self._weigh(line, run)

    def _weigh(self, scores: Floats, run: str) -> None:
        if run not in self._refused:
            self._refused[run] = self._refused_after(run)
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

    def _refused_after(self, run: str) -> Ints:
        """Return the pieces that must not follow a run of digits, or text that ends with none."""
        digits = self._digits
        if not run:
            return np.array([at for at in digits.with_digits if not self._is_allowed(digits.pieces[at])], int)
        inside = distinct(digits.with_digits, digits.going_on)
        refused = np.array([at for at in inside if not self._is_allowed(run + digits.pieces[at])], int)
        if self._is_whole(run):
            return refused
        outside = np.ones(len(digits.pieces), bool)
        outside[inside] = False
        return distinct(refused, np.flatnonzero(outside))

    def _is_allowed(self, text: str) -> bool:
        """Return whether each run of digits in a text is allowed; the last may be the beginning of one."""
        return all(
            self._is_whole(run[0]) or (run.end() == len(text) and run[0] in self._begun) for run in RUN.finditer(text)
        )

    def _is_whole(self, run: str) -> bool:
        return run.rstrip(MARKS) in self._runs
