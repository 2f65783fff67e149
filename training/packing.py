"""Sentence pairs as packed rows of tokens: prompts with their answers side by side, so that little is padding."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.network import Rows
from translate.document import LANGUAGES


@dataclass(frozen=True, slots=True)
class Pair:
    """A training example: the tokens of the prompt (none for plain text), and of the answer with its end."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]

    def __len__(self) -> int:
        """Return the tokens of both."""
        return len(self.prompt) + len(self.answer)


def read_pairs(path: Path, tokenizer: Any, width: int) -> tuple[list[Pair], int]:
    """Return the examples of a mix (a JSON list a line: direction, source, target) that fit a row; count the others."""
    bos, eos = tokenizer.token_to_id("<bos>"), tokenizer.token_to_id("<eos>")
    lefts, rights = [], []
    with path.open(encoding="utf-8") as file:
        for line in file:
            direction, source, target = json.loads(line)
            if direction == "ja":  # plain text: nothing to answer to
                lefts.append("")
                rights.append(target)
                continue
            a, b = direction.split("-")
            lefts.append(f"{LANGUAGES[a]}: {source}\n{LANGUAGES[b]}:")
            rights.append(f" {target}")
    pairs = [
        Pair((bos, *left.ids), (*right.ids, eos))
        for left, right in zip(
            tokenizer.encode_batch(lefts, add_special_tokens=False),
            tokenizer.encode_batch(rights, add_special_tokens=False),
            strict=True,
        )
    ]
    fitting = [pair for pair in pairs if len(pair) <= width]
    return fitting, len(pairs) - len(fitting)


def batches(pairs: Sequence[Pair], rows: int, width: int, seed: int, pool: int = 4000) -> Iterator[Rows]:
    """Return packed batches for ever: each epoch in another order, `pool` examples at a time packed longest first."""
    chance = random.Random(seed)
    filled: list[list[Pair]] = []
    while True:
        order = list(pairs)
        chance.shuffle(order)
        for at in range(0, len(order), pool):
            filled += _fill(order[at : at + pool], width)
            chance.shuffle(filled)
            while len(filled) >= rows:
                yield _tensors(filled[:rows], width)
                del filled[:rows]


def _fill(pairs: list[Pair], width: int) -> list[list[Pair]]:
    """Put each example into the fullest row that has room (best fit, longest first)."""
    room: dict[int, list[list[Pair]]] = {}
    for pair in sorted(pairs, key=len, reverse=True):
        left = next((left for left in range(len(pair), width + 1) if room.get(left)), None)
        row = room[left].pop() if left is not None else []
        row.append(pair)
        room.setdefault((width if left is None else left) - len(pair), []).append(row)
    return [row for rows in room.values() for row in rows]


def _tensors(filled: list[list[Pair]], width: int) -> Rows:
    shape = (len(filled), width)
    tokens = torch.zeros(shape, dtype=torch.long)
    positions, sequence = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    labels = torch.full(shape, -100)
    for row, pairs in enumerate(filled):
        at = 0
        for number, pair in enumerate(pairs, 1):
            here = slice(at, at + len(pair))
            tokens[row, here] = torch.tensor(pair.prompt + pair.answer)
            positions[row, here] = torch.arange(len(pair))
            sequence[row, here] = number
            start = at + len(pair.prompt) - 1
            labels[row, start : start + len(pair.answer)] = torch.tensor(pair.answer)
            at += len(pair)
    return Rows(tokens, positions, sequence, labels)
