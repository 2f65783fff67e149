"""Beam search for Firefox's models, which fxtranslate decodes greedily: several texts at once, each with its own beams.

Several texts are decoded in one batch, so that the products of `network` have many rows; a text that ends is replaced
by the next. A translation does not depend on the other texts of its batch (see `Network.advance`).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from translate.models.decoding import Decoding, banned
from translate.models.student.copying import Copier
from translate.models.student.features import SearchStep, entropies, of_search
from translate.models.student.figures import FigureGuide
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.network import END, UNKNOWN, Network

# The log-probability of a hypothesis is divided by its length to this power: by the mean alone, translations came out
# shorter than the references by a ninth, with clauses lost. Figures are in training/LOG.md.
LENGTH_POWER = 1.3
TOGETHER = 8  # texts of a batch: with four beams two blocks of rows


@dataclass(frozen=True, slots=True)
class Job:
    """A text to translate.

    Attributes:
        source: pieces, end of sentence included.
        limit: the most pieces of a translation, end of sentence included.
        decoding: beams, and the length of n-grams that must not repeat.
        pieces: the pieces that may be written, ascending; None for all of the target.
        copier: copies the names of the source; its pieces are numbered as in `pieces`.
        figures: allows only digits of the source.
    """

    source: Sequence[int]
    limit: int
    decoding: Decoding
    pieces: Ints | None = None
    copier: Copier | None = None
    figures: FigureGuide | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A translation: its pieces without the end of sentence, its mean natural log-probability, whether it ended.

    `features` are those of `translate.models.student.features`, by name; `last` is the step that wrote its last token.
    """

    pieces: tuple[int, ...]
    score: float
    complete: bool
    features: dict[str, float] = field(default_factory=dict)
    last: SearchStep | None = field(default=None, compare=False)  # it holds arrays

    @property
    def rank(self) -> float:
        """The score by which finished hypotheses are compared."""
        return _rank(self.score, len(self.pieces) + 1)


def _rank(score: float, length: int) -> float:
    """Return the log-probability of a hypothesis divided by `length ** LENGTH_POWER`.

    Args:
        score: mean log-probability of a piece.
        length: pieces, the end included.
    """
    return score * math.pow(length, 1 - LENGTH_POWER)


def decode(network: Network, jobs: Sequence[Job], together: int = TOGETHER) -> list[Decoded]:
    """Return the best translation of each source that a beam search finds, in order.

    Finished hypotheses are compared by `Decoded.rank`. A search ends when as many hypotheses as beams have finished and
    the best unfinished one is no better than the worst of them, or at `limit` pieces. The unknown piece is never
    written.
    """
    # Longest first: else the last would be the longest, and go on alone.
    waiting = deque(sorted(range(len(jobs)), key=lambda number: -len(jobs[number].source)))
    going: dict[int, _Beams] = {}
    found: dict[int, Decoded] = {}
    while waiting or going:
        while waiting and len(going) < together:
            number = waiting.popleft()
            going[number] = _Beams(network, jobs[number])
        texts = list(going.values())
        counts = [len(text.rows) for text in texts]
        hidden, states, attention = network.advance(
            [text.memory for text in texts],
            counts,
            np.concatenate([text.states for text in texts], 1),
            np.concatenate([text.before() for text in texts]),
            [len(text.rows[0]) for text in texts for _ in text.rows],
        )
        begin = 0
        for (number, text), count, looked in zip(list(going.items()), counts, attention, strict=True):
            mine = slice(begin, begin + count)
            if (done := text.extend(hidden[mine], states[:, mine], looked)) is not None:
                found[number] = done
                del going[number]
            begin += count
    return [found[number] for number in range(len(jobs))]


class _Beams:
    """The search for one text: its unfinished hypotheses (rows) and its finished ones."""

    def __init__(self, network: Network, job: Job) -> None:
        self.job, self.output = job, network.output(job.pieces)
        self.memory = network.read(job.source)
        self.states = np.zeros((network.depths["decoder"], 1, network.size), np.float32)
        self.rows: list[tuple[int, ...]] = [()]
        self._sums = np.zeros(1, np.float32)
        self._ended: list[tuple[Decoded, SearchStep]] = []
        self._steps: list[SearchStep | None] = [None]  # that wrote the last piece of each row

    def before(self) -> Floats:
        """Return the embedding of the last piece of each row (rows, size); zeros at the beginning."""
        if not self.rows[0]:
            return np.zeros((1, len(self.output.vectors)), np.float32)
        return self.output.vectors[:, [row[-1] for row in self.rows]].T

    def extend(self, hidden: Floats, states: Floats, attention: Floats) -> Decoded | None:
        """Extend the rows by one piece; return the translation if the search is over."""
        beams, length = self.job.decoding.beams, len(self.rows[0]) + 1
        scores, unsure = self._scores(hidden, attention)
        likeliest = scores.max(-1)
        best = _best(scores, 2 * beams)  # enough for all beams to go on even if each of them ends

        def step(beam: _Next) -> SearchStep:
            row, before = beam.row, float(self._sums[beam.row])
            chance, most = beam.sum - before, float(likeliest[row]) - before
            return SearchStep(self._steps[row], chance, most, float(unsure[row]), attention[row])

        for beam in best[:beams]:
            if beam.piece == END:
                self._ended.append((Decoded(self.rows[beam.row], beam.sum / length, complete=True), step(beam)))
        self._ended = sorted(self._ended, key=lambda ended: -ended[0].rank)[:beams]
        going = [beam for beam in best if beam.piece != END][:beams]
        over = len(self._ended) == beams and _rank(going[0].sum / length, length) <= self._ended[-1][0].rank
        if not over:
            self.rows = [(*self.rows[beam.row], beam.piece) for beam in going]
            self._steps = [step(beam) for beam in going]
            self.states = states[:, [beam.row for beam in going]]
            self._sums = np.array([beam.sum for beam in going], np.float32)
        if not over and length < self.job.limit:
            return None
        return self._chosen()

    def _chosen(self) -> Decoded:
        """Return the best finished hypothesis; if there is none, the best unfinished one."""
        if self._ended:
            (made, last), *rest = self._ended
            others = [(other.pieces, other.score) for other, _ in rest]
        else:
            made, others = Decoded(self.rows[0], float(self._sums[0]) / self.job.limit, complete=False), []
            assert self._steps[0] is not None  # a search writes a piece at least
            last = self._steps[0]
        found = of_search(last, made.pieces, others, self.output.vectors)
        return Decoded(self.output.numbers(made.pieces), made.score, made.complete, found, last)

    def _scores(self, hidden: Floats, attention: Floats) -> tuple[Floats, Floats]:
        """Return the log-probability of each row extended by each piece (rows, pieces), and each row's entropy."""
        scores, copier, figures = self.output.log_probabilities(hidden), self.job.copier, self.job.figures
        unsure = entropies(scores)
        scores[:, UNKNOWN] = -np.inf
        if copier is not None:
            for row, line, part, step in zip(self.rows, scores, attention, self._steps, strict=True):
                copier.weigh(line, row, part, step.attention if step else None)
        if figures is not None:
            figures.weigh(scores, self.rows)
        if size := self.job.decoding.no_repeat_ngram:
            for row, line in zip(self.rows, scores, strict=True):
                line[banned(row, size)] = -np.inf
        scores += self._sums[:, None]
        return scores, unsure


class _Next(NamedTuple):
    """A row extended by a piece."""

    sum: float  # of log-probabilities
    row: int
    piece: int


def _best(scores: Floats, count: int) -> list[_Next]:
    """Return the extensions with the highest scores (rows, pieces), best first; of equal scores the first wins."""
    flat = scores.ravel()
    places = np.argpartition(flat, -count)[-count:] if count < len(flat) else np.arange(len(flat))
    places = places[np.lexsort((places, -flat[places]))]
    size = scores.shape[1]
    return [_Next(float(flat[place]), int(place // size), int(place % size)) for place in places]
