"""Subword regularisation (Kudo 2018): randomly split source words that are single pieces."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from training.folder import Example
from translate.models.student.copying import SPACE

LEAST, WAYS = 5, 2  # letters of a word that is cut; ways it is cut in, the likeliest


def cut(rows: Iterable[list[Example]], reader: Any, part: float, seed: int) -> Iterator[list[Example]]:
    """Yield the batches with that part of the whole words of their sources cut, others at each turn.

    Args:
        rows: batches, without an end or with one.
        reader: the SentencePiece model of the sources.
        part: of the words that are one piece of `LEAST` letters or more, between 0 and 1.
        seed: of the choice.
    """
    chance = random.Random(seed)

    @cache
    def ways(piece: int) -> list[list[int]]:
        word = reader.id_to_piece(piece).removeprefix(SPACE)
        found = reader.nbest_encode(word, nbest_size=WAYS + 1) if len(word) >= LEAST and word.isalpha() else []
        return [list(one) for one in found if len(one) > 1][:WAYS]

    def pieces(source: list[int]) -> Iterator[int]:
        # The end and what is unknown are called "</s>" and "<unk>".
        for piece, after in zip(source, [*source[1:], reader.unk_id()], strict=True):
            word = reader.id_to_piece(piece).startswith(SPACE) and reader.id_to_piece(after)[:1] in (SPACE, "<")
            if word and chance.random() < part and (found := ways(piece)):
                yield from chance.choice(found)
            else:
                yield piece

    for row in rows:
        yield [(list(pieces(source)), target) for source, target in row]
