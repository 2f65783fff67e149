"""Subword regularisation (Kudo 2018): randomly split source words that are single pieces."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from training.folder import Example
from translate.models.student.copying import SPACE

LEAST, WAYS = 5, 2  # minimum letters of a word to split; number of likeliest segmentations


def cut(rows: Iterable[list[Example]], reader: Any, part: float, seed: int) -> Iterator[list[Example]]:
    """Yield the batches with a random share of the whole source words split, resampled in each batch.

    Args:
        rows: batches, perhaps endless.
        reader: the SentencePiece model of the sources.
        part: share of the single-piece words of at least `LEAST` letters, 0 to 1.
        seed: random seed.
    """
    chance = random.Random(seed)

    @cache
    def ways(piece: int) -> list[list[int]]:
        word = reader.id_to_piece(piece).removeprefix(SPACE)
        found = reader.nbest_encode(word, nbest_size=WAYS + 1) if len(word) >= LEAST and word.isalpha() else []
        return [list(split) for split in found if len(split) > 1][:WAYS]

    def pieces(source: list[int]) -> Iterator[int]:
        # Not "</s>" and "<unk>".
        for piece, after in zip(source, [*source[1:], reader.unk_id()], strict=True):
            word = reader.id_to_piece(piece).startswith(SPACE) and reader.id_to_piece(after)[:1] in (SPACE, "<")
            if word and chance.random() < part and (found := ways(piece)):
                yield from chance.choice(found)
            else:
                yield piece

    for row in rows:
        yield [(list(pieces(source)), target) for source, target in row]
