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
from translate.models.student.marian_file import Floats
from translate.models.student.network import END, UNKNOWN, EncoderCache, Network, Output

# The log-probability of a hypothesis is divided by its length to this power: by the mean alone, translations came out
# shorter than the references by a ninth, with clauses lost. Figures are in training/LOG.md.
LENGTH_POWER = 1.3
# A row whose log-probability is further below the best row's goes no further (absolute threshold pruning; Freitag and
# Al-Onaizan 2017). It saves a fifth of the rows; figures are in bench/history.md.
PRUNED = 1.5  # nats
TOGETHER = 64  # rows of a batch
READ_TOGETHER = 16  # texts that the encoder reads at once


@dataclass(frozen=True, slots=True)
class Job:
    """A text to translate.

    Attributes:
        source: pieces, end of sentence included.
        limit: the most pieces of a translation, end of sentence included.
        decoding: beams, and the length of n-grams that must not repeat.
        output: the pieces that may be written; None for all of the target.
        texts: the text of the pieces of `output`, for `copier` and `figures`.
        copier: copies the names of the source; its pieces are numbered as in `output`.
        figures: allows only digits of the source.
    """

    source: Sequence[int]
    limit: int
    decoding: Decoding
    output: Output | None = None
    texts: Sequence[str] | None = None
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
    waiting = deque(
        sorted(range(len(jobs)), key=lambda number: -len(jobs[number].source))
    )  # so that the last are short
    most = max((job.decoding.beams for job in jobs), default=0)  # rows of a text
    begun: dict[int, _Beams] = {}
    going: dict[int, _Beams] = {}
    found: dict[int, Decoded] = {}
    while waiting or begun or going:
        room = together - sum(len(text.rows) for text in going.values())
        while (waiting or begun) and (room >= most or not going):
            if not begun:
                begun = _begin(network, jobs, [waiting.popleft() for _ in range(min(READ_TOGETHER, len(waiting)))])
            number = next(iter(begun))
            going[number] = begun.pop(number)
            room -= most
        texts = list(going.values())
        counts = [len(text.rows) for text in texts]
        hidden, states, attention = network.advance(
            [text.memory for text in texts],
            counts,
            np.concatenate([text.states for text in texts], 1),
            np.concatenate([text.before() for text in texts]),
            [len(text.rows[0].pieces) for text in texts for _ in text.rows],
        )
        begin = 0
        for (number, text), count, looked in zip(list(going.items()), counts, attention, strict=True):
            mine = slice(begin, begin + count)
            if (done := text.extend(hidden[mine], states[:, mine], looked)) is not None:
                found[number] = done
                del going[number]
            begin += count
    return [found[number] for number in range(len(jobs))]


def _begin(network: Network, jobs: Sequence[Job], numbers: Sequence[int]) -> dict[int, _Beams]:
    """Return the searches for some jobs by their number, before the first step."""
    memories = network.read([jobs[number].source for number in numbers])
    return {number: _Beams(network, jobs[number], memory) for number, memory in zip(numbers, memories, strict=True)}


class _Row(NamedTuple):
    """An unfinished hypothesis."""

    pieces: tuple[int, ...] = ()
    sum: float = 0.0  # of natural log-probabilities
    text: str = ""  # of the pieces, joined
    step: SearchStep | None = None  # that wrote the last piece; None if there is none
    parts: Sequence[float] | None = None  # of the attention of that step, at each name of `Job.copier`


class _Beams:
    """The search for one text: its unfinished hypotheses (rows) and its finished ones."""

    def __init__(self, network: Network, job: Job, memory: EncoderCache) -> None:
        self.job, self.output, self.memory = job, job.output or network.output(), memory
        self.states = np.zeros((network.depths["decoder"], 1, network.size), np.float32)
        self.rows = [_Row()]
        self._ended: list[tuple[Decoded, SearchStep]] = []

    def before(self) -> Floats:
        """Return the embedding of the last piece of each row (rows, size); zeros at the beginning."""
        if not self.rows[0].pieces:
            return np.zeros((1, len(self.output.vectors)), np.float32)
        return self.output.vectors[:, [row.pieces[-1] for row in self.rows]].T

    def extend(self, hidden: Floats, states: Floats, attention: Floats) -> Decoded | None:
        """Extend the rows by one piece; return the translation if the search is over."""
        beams, length = self.job.decoding.beams, len(self.rows[0].pieces) + 1
        scores = self.output.log_probabilities(hidden)
        unsure = entropies(scores).tolist()
        parts = self.job.copier.parts(attention) if self.job.copier else [()] * len(self.rows)
        self._weigh(scores, parts)
        likeliest = scores.max(-1).tolist()
        best = _best(scores, 2 * beams)  # enough for all beams to go on even if each of them ends

        def step(beam: _Next) -> SearchStep:
            row = self.rows[beam.row]
            chance, most = beam.sum - row.sum, likeliest[beam.row] - row.sum
            return SearchStep(row.step, chance, most, unsure[beam.row], attention[beam.row])

        for beam in best[:beams]:
            if beam.piece == END:
                ended = Decoded(self.rows[beam.row].pieces, beam.sum / length, complete=True)
                self._ended.append((ended, step(beam)))
        self._ended = sorted(self._ended, key=lambda ended: -ended[0].rank)[:beams]
        going = [beam for beam in best if beam.piece != END][:beams]
        over = len(self._ended) == beams and _rank(going[0].sum / length, length) <= self._ended[-1][0].rank
        if not over:
            going = [beam for beam in going if beam.sum >= going[0].sum - PRUNED]
            self.states = states[:, [beam.row for beam in going]]
            self.rows = [self._row(beam, step(beam), parts[beam.row]) for beam in going]
        if not over and length < self.job.limit:
            return None
        return self._chosen()

    def _row(self, beam: _Next, step: SearchStep, parts: Sequence[float]) -> _Row:
        before, texts = self.rows[beam.row], self.job.texts
        text = "" if texts is None else before.text + texts[beam.piece]
        return _Row((*before.pieces, beam.piece), beam.sum, text, step, parts)

    def _chosen(self) -> Decoded:
        """Return the best finished hypothesis; if there is none, the best unfinished one."""
        if self._ended:
            (made, last), *rest = self._ended
            others = [(other.pieces, other.score) for other, _ in rest]
        else:
            row, others = self.rows[0], []
            made = Decoded(row.pieces, row.sum / self.job.limit, complete=False)
            assert row.step is not None  # a search writes a piece at least
            last = row.step
        found = of_search(last, made.pieces, others, self.output.vectors)
        return Decoded(self.output.numbers(made.pieces), made.score, made.complete, found, last)

    def _weigh(self, scores: Floats, parts: Sequence[Sequence[float]]) -> None:
        """Turn the log-probabilities of the next piece (rows, pieces) into those of the rows extended by it."""
        scores[:, UNKNOWN] = -np.inf
        if (copier := self.job.copier) is not None:
            for row, line, part in zip(self.rows, scores, parts, strict=True):
                copier.weigh(line, row.text, part, row.parts)
        if self.job.figures is not None:
            self.job.figures.weigh(scores, [row.text for row in self.rows])
        if size := self.job.decoding.no_repeat_ngram:
            for row, line in zip(self.rows, scores, strict=True):
                line[banned(row.pieces, size)] = -np.inf
        scores += np.array([row.sum for row in self.rows], np.float32)[:, None]


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
