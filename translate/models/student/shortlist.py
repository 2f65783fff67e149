"""Shortlists: the likely output pieces of a source, so that the output layer need not compute all pieces.

A shortlist is a file in the format of bergamot-translator's binary shortlists, which Firefox's models have
(https://github.com/browsermt/marian-dev, `src/data/shortlist.cpp`): for each piece of the source the pieces of the
target that translate it most. The first pieces of the target, its commonest, are candidates for every text.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np

from translate.models.student.marian_file import Ints
from translate.models.student.network import END, NO_PIECES, UNKNOWN

MAGIC = 0xF11A48D5013417F5
HEAD = struct.Struct("<6Q")  # magic, checksum, then numbers: first pieces, pieces of each, offsets, pieces in all


class Shortlist:
    """The candidate pieces of the target for each piece of the source."""

    def __init__(self, path: Path) -> None:
        """Read a file.

        Raises:
            ValueError: it is no shortlist, or is cut off.
        """
        data = path.read_bytes()
        magic, _, first, _, offsets, pieces = HEAD.unpack_from(data) if len(data) >= HEAD.size else (0,) * 6
        if magic != MAGIC or len(data) < HEAD.size + 8 * offsets + 4 * pieces:
            raise ValueError(f"{path} is no shortlist, or is cut off")
        self._first = np.arange(first)
        self._offsets = np.frombuffer(data, "<u8", offsets, HEAD.size).astype(np.int64)
        self._pieces = np.frombuffer(data, "<u4", pieces, HEAD.size + 8 * offsets).astype(np.int64)

    @cached_property
    def common(self) -> Ints:
        """The candidates for every source, ascending: the first pieces, and those of the end of each source."""
        return distinct(self._first, self._of(END), np.array([END, UNKNOWN]))

    def candidates(self, source: Sequence[int], more: Iterable[int] = ()) -> Ints:
        """Return the other candidates for a source, and of `more`, ascending and without duplicates."""
        of_pieces = [self._of(piece) for piece in set(source)]
        return distinct(*of_pieces, np.fromiter(more, np.int64), without=self.common)

    def features(self, source: Sequence[int], translation: Sequence[int]) -> dict[str, float]:
        """Return features for `translate.models.student.confidence`, by name.

        They are how many candidates a piece of the source has (a logarithm), and the share of the pieces that have
        candidates of which the translation `translation` has none.
        """
        of_pieces, written = [self._of(piece).tolist() for piece in source], frozenset(translation)
        missed = sum(bool(some) and written.isdisjoint(some) for some in of_pieces)
        count = len(source) or 1
        return {"candidates_each": log(sum(map(len, of_pieces)) / count + 1), "no_candidate": missed / count}

    def _of(self, piece: int) -> Ints:
        """Return the candidates of a piece of the source."""
        return self._pieces[self._offsets[piece] : self._offsets[piece + 1]]


def distinct(*pieces: Ints, without: Ints = NO_PIECES) -> Ints:
    """Return the numbers of pieces in arrays, ascending and without duplicates, except those in `without`.

    The numbers are small, so marking them is faster than sorting; and `np.unique` would import `numpy.ma`.
    """
    all_numbers = (*pieces, without)
    is_used = np.zeros(1 + max((int(numbers.max()) for numbers in all_numbers if len(numbers)), default=-1), bool)
    for numbers in pieces:
        is_used[numbers] = True
    is_used[without] = False
    return np.flatnonzero(is_used)


def write(path: Path, first: int, candidates: Sequence[Sequence[int]]) -> None:
    """Write a shortlist file.

    Args:
        path: of the file.
        first: how many of the target's first pieces are candidates for every text.
        candidates: of each piece of the source.
    """
    offsets = np.cumsum([0, *map(len, candidates)])
    pieces = np.array([piece for row in candidates for piece in sorted(row)], "<u4")
    longest = max(map(len, candidates), default=0)
    head = HEAD.pack(MAGIC, 0, first, longest, len(offsets), len(pieces))
    path.write_bytes(head + offsets.astype("<u8").tobytes() + pieces.tobytes())
