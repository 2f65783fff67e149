"""Names copied by where the model looks: a hypothesis goes on with a name's pieces as far as it looks at the name.

A small model knows few names. It cuts the others into pieces and must spell them, which it often does wrongly:
"Sainsbury" becomes "Sciencebury". What it looks at tells which word it translates, though: the first head of the last
decoder layer is trained to say so (guided alignment; Chen et al. 2016), since Firefox places tags by it. So the chance
of the next piece is a mixture of what the model gives it and of copying, as in pointer networks (See et al. 2017); here
nothing is trained for it. A word with a piece of its own, a month or a well-known country, is left to the model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from translate.firefox.capitals import NAME
from translate.firefox.marian_file import Floats

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

BEGUN = 0.7  # of what a hypothesis looks at a name goes to its first piece
WENT_ON = 0.95  # the same of a later piece, when half of the looking or more is at the name
LOOKED = 0.5  # of the looking from which on a piece is one of the name
CERTAIN = 1 - 1e-6
SPACE = "▁"  # SentencePiece's sign for it


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a source: the places of its pieces there, and the pieces it is written with in the target."""

    places: tuple[int, ...]
    pieces: tuple[int, ...]


def names(
    source: Sequence[int], reader: SentencePieceProcessor, writer: SentencePieceProcessor, wanted: Collection[str]
) -> list[Name]:
    """Give the wanted names in a source's pieces: those that the vocabulary cuts, and the target can spell."""
    cut = [reader.id_to_piece(piece) for piece in source]
    begins = [at for at, piece in enumerate(cut) if piece.startswith(SPACE)]
    found = []
    for begin, end in pairwise([*begins, len(cut)]):
        match = NAME.match("".join(cut[begin:end]).removeprefix(SPACE))
        if match is None or match[1] not in wanted or reader.unk_id() in source[begin:end]:
            continue
        places, at = [], 0
        for place in range(begin, end):
            length = len(cut[place].removeprefix(SPACE))
            if at < match.end(1) and at + length > match.start(1):
                places.append(place)
            at += length
        pieces = tuple(writer.encode(match[1]))
        if len(places) > 1 and writer.unk_id() not in pieces:
            found.append(Name(tuple(places), pieces))
    return found


def copied(names: Sequence[Name], row: Sequence[int], looked: Floats, before: Floats | None) -> dict[int, float]:
    """Give the chance that copying has, by the pieces it goes on with.

    A name is begun as many times as the source has it, and never behind a piece that was written looking at it: that
    is the name already, copied or spelled in the model's own way.

    Args:
        names: of the source.
        row: what the hypothesis has so far.
        looked: what of its looking is at each piece of the source (length of the source).
        before: the same when the last piece was written; None at the beginning.
    """
    further: dict[int, float] = {}
    longest = 0
    for name in names:
        have = next((n for n in range(len(name.pieces) - 1, 0, -1) if tuple(row[-n:]) == name.pieces[:n]), 0)
        if have > longest:
            further, longest = {}, have
        if have and have == longest:
            _add(further, name.pieces[have], looked[list(name.places)].sum())
    if further:
        seen = sum(further.values())
        return {piece: WENT_ON * part * min(1 / seen, 1 / LOOKED) for piece, part in further.items()}
    begun: dict[int, float] = {}
    occurrences = Counter(name.pieces for name in names)
    for name in names:
        places = list(name.places)
        under_way = before is not None and before[places].sum() >= LOOKED
        if not under_way and _times(name.pieces, row) < occurrences[name.pieces]:
            _add(begun, name.pieces[0], BEGUN * looked[places].sum())
    return begun


def _times(pieces: tuple[int, ...], row: Sequence[int]) -> int:
    """Give how many times a row has a run of pieces."""
    return sum(tuple(row[at : at + len(pieces)]) == pieces for at in range(len(row) - len(pieces) + 1))


def _add(chances: dict[int, float], piece: int, part: float) -> None:
    if part:
        chances[piece] = chances.get(piece, 0.0) + float(part)


def mix(scores: Floats, chances: dict[int, float]) -> None:
    """Give natural log-probabilities of the next piece (pieces) their part of the mixture, in place."""
    total = sum(chances.values())
    if not total:
        return
    chances = {piece: chance * min(1.0, CERTAIN / total) for piece, chance in chances.items()}
    scores += math.log1p(-min(total, CERTAIN))
    for piece, chance in chances.items():
        if chance:
            scores[piece] = np.logaddexp(scores[piece], math.log(chance))
