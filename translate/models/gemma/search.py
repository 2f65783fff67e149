"""Choose the next token of each row: greedily, or by beam search.

A choice depends on a row and, in beam search, on the other rows of its prompt, never on the rest of the batch.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import torch
from torch import Tensor

from translate.models.decoding import Decoding, banned
from translate.models.gemma.continuation import Row

Moves = list[tuple[int, int]]  # (row, row whose keys and values it goes on from)


class Search:
    """Greedy search: one row a prompt, always the likeliest token."""

    def __init__(self, decoding: Decoding, stops: Collection[int]) -> None:
        """Take the settings and the tokens that end a text."""
        self.decoding, self.stops = decoding, stops
        self.found: dict[int, tuple[list[int], float]] = {}  # tokens and mean natural log-probability, by `Row.at`

    def start(self, row: Row) -> list[Row]:
        """Return the rows that a prompt takes."""
        return [row]

    def choose(self, rows: Sequence[Row], logits: Tensor) -> Moves:
        """Add a token to each unfinished row, from its line of `logits` (rows, vocabulary), which are overwritten."""
        log_probabilities = torch.log_softmax(logits, -1)
        self._ban(rows, logits)
        best = logits.argmax(-1)
        chosen = log_probabilities.gather(1, best[:, None])[:, 0].tolist()
        for row, token, log_probability in zip(rows, best.tolist(), chosen, strict=True):
            if row.done:
                continue
            row.made.append(token)
            row.log_probability += log_probability
            row.done = token in self.stops or len(row.made) == row.limit
            if row.done:
                self.found[row.at] = row.made, row.log_probability / len(row.made)
        return []

    def _ban(self, rows: Sequence[Row], scores: Tensor) -> None:
        for i, row in enumerate(rows):
            if not row.done and (tokens := banned(row.made, self.decoding.no_repeat_ngram)):
                scores[i, tokens] = -torch.inf


@dataclass(frozen=True, slots=True)
class _Next:
    """A hypothesis extended by one token."""

    log_probability: float
    parent: int  # row
    token: int


class BeamSearch(Search):
    """Beam search with several rows for each prompt, which stops as transformers' `generate` does.

    Finished hypotheses are compared by mean log-probability. The search ends when as many as there are beams have
    finished, and the best unfinished one is no better than the worst of them.
    """

    def __init__(self, decoding: Decoding, stops: Collection[int]) -> None:
        """Take the settings and the tokens that end a text."""
        super().__init__(decoding, stops)
        self._ended: dict[int, list[tuple[float, list[int]]]] = {}  # the best, best first, by `Row.at`

    def start(self, row: Row) -> list[Row]:
        """Return a row for each beam; all but the first have no probability until the first has branched."""
        self._ended[row.at] = []
        return [replace(row, made=[], log_probability=-1e9 * (beam > 0)) for beam in range(self.decoding.beams)]

    def choose(self, rows: Sequence[Row], logits: Tensor) -> Moves:
        """Add a token to each unfinished row; some continue the tokens of another row of their prompt."""
        scores = torch.log_softmax(logits, -1)
        self._ban(rows, scores)
        scores += torch.tensor([row.log_probability for row in rows])[:, None]
        # Enough for all beams to go on, even if every end of every beam is among them.
        most = max(2, 1 + len(self.stops)) * self.decoding.beams
        moves: Moves = []
        for first in self._prompts(rows):
            of_prompt = scores[first : first + self.decoding.beams].flatten()
            values, places = of_prompt.topk(min(most, len(of_prompt)))
            size = scores.shape[1]
            best = [
                _Next(value, first + place // size, place % size)
                for value, place in zip(values.tolist(), places.tolist(), strict=True)
            ]
            moves += self._advance(rows, first, best)
        return moves

    def _prompts(self, rows: Sequence[Row]) -> Iterator[int]:
        """Yield the first row of each unfinished prompt."""
        for _, group in groupby((i for i, row in enumerate(rows) if not row.done), lambda i: rows[i].at):
            yield next(group)

    def _advance(self, rows: Sequence[Row], first: int, best: list[_Next]) -> Moves:
        beams, at, limit = self.decoding.beams, rows[first].at, rows[first].limit
        length = len(rows[first].made) + 1
        ended, going = self._ended[at], []
        for rank, one in enumerate(best):
            if length < limit and one.token not in self.stops:
                going.append(one)
            elif rank < beams:
                ended.append((one.log_probability / length, [*rows[one.parent].made, one.token]))
        ended.sort(key=lambda one: -one[0])
        del ended[beams:]
        if length == limit or (len(ended) == beams and going[0].log_probability / length <= ended[-1][0]):
            score, made = ended[0]
            self.found[at] = made, score
            for row in rows[first : first + beams]:
                row.done = True
            return []
        return _place(rows, first, going[:beams])


def _place(rows: Sequence[Row], first: int, going: Sequence[_Next]) -> Moves:
    """Assign a row to each hypothesis, its parent's if that is free, so that little is copied."""
    free = set(range(first, first + len(going)))
    kept = {}
    for beam in going:
        if beam.parent in free:
            free.remove(beam.parent)
            kept[beam.parent] = beam
    moved = [beam for beam in going if kept[beam.parent] is not beam]
    placed = [*kept.items(), *zip(sorted(free), moved, strict=True)]
    made = {i: [*rows[beam.parent].made, beam.token] for i, beam in placed}
    for i, beam in placed:
        rows[i].made, rows[i].log_probability = made[i], beam.log_probability
    return [(i, beam.parent) for i, beam in placed if i != beam.parent]
