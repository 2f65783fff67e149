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
from translate.models.student.copying import Copier, refuse_of_each
from translate.models.student.features import SearchStep, of_search
from translate.models.student.figures import FigureGuide
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.network import END, NO_PIECES, UNKNOWN, EncoderCache, Network

# The log-probability of a hypothesis is divided by its length to this power: by the mean alone, translations came out
# shorter than the references by a ninth, with clauses lost. Figures are in training/LOG.md.
LENGTH_POWER = 1.3
# A row whose log-probability is further below the best row's goes no further (absolute threshold pruning; Freitag and
# Al-Onaizan 2017). It saves a fifth of the rows; figures are in bench/history.md.
PRUNED = 1.5  # nats
BATCH_ROWS = 112  # rows of a batch; some more once all its texts have their beams, in one block of a product
BATCH_TEXTS = 16  # texts that the encoder reads at once


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A text to translate.

    Attributes:
        source: pieces, end of sentence included.
        limit: the most pieces of a translation, end of sentence included.
        decoding: beams, and the length of n-grams that must not repeat.
        own: the pieces that may be written beside the network's common ones, ascending.
        texts: the text of the common pieces and its own, for `copier` and `figures`.
        copier: copies the names of the source; its pieces are numbered by their index in `texts`.
        figures: allows only digits of the source.
    """

    source: Sequence[int]
    limit: int
    decoding: Decoding
    own: Ints = field(default_factory=lambda: NO_PIECES)
    texts: Sequence[str] | None = None
    copier: Copier | None = None
    figures: FigureGuide | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
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


def decode(network: Network, requests: Sequence[SearchRequest], batch_rows: int = BATCH_ROWS) -> list[SearchResult]:
    """Return the best translation of each source that a beam search finds, in order.

    Finished hypotheses are compared by `SearchResult.rank`. A search ends when as many hypotheses as beams have
    finished and the best unfinished one is no better than the worst of them, or at `limit` pieces. The unknown piece is
    never written.
    """
    # Longest first, so that the last are short.
    waiting = deque(sorted(range(len(requests)), key=lambda number: -len(requests[number].source)))
    most = max((request.decoding.beams for request in requests), default=0)  # rows of a text
    started: dict[int, _Beams] = {}
    active: dict[int, _Beams] = {}
    found: dict[int, SearchResult] = {}
    states = np.zeros((network.depths["decoder"], 0, network.size), np.float32)  # of the rows of the last step
    while waiting or started or active:
        room = batch_rows - sum(len(text.rows) for text in active.values())
        while (waiting or started) and (room >= most or not active):
            if not started:
                started = _start(network, requests, [waiting.popleft() for _ in range(min(BATCH_TEXTS, len(waiting)))])
            number = next(iter(started))
            active[number] = started.pop(number)
            room -= most
        texts = list(active.values())
        counts = [len(text.rows) for text in texts]
        parents = [parent for text in texts for parent in text.parents]
        # Texts that have just begun are the last.
        began = np.zeros((len(states), sum(counts) - len(parents), network.size), np.float32)
        hidden, states, attention = network.advance(
            [text.memory for text in texts],
            counts,
            np.concatenate((states[:, parents], began), 1),
            [piece for text in texts for piece in text.before()],
            [len(text.rows[0].pieces) for text in texts for _ in text.rows],
        )
        scores, entropies = network.log_probabilities(hidden, [text.output for text in texts], counts)
        of_texts = scores.split(counts)
        for text, of_text, weights in zip(texts, of_texts, attention, strict=True):
            text.weigh(of_text, weights)
        refuse_of_each(scores, [refused for text in texts for refused in text.refused()])
        scores.flat[scores.begins + UNKNOWN] = -np.inf
        scores.flat[:] += scores.each(np.array([row.sum for text in texts for row in text.rows], np.float32))
        highest, begin, row_entropies = scores.maxima().tolist(), 0, entropies.tolist()
        for (number, text), of_text, weights in zip(list(active.items()), of_texts, attention, strict=True):
            rows = slice(begin, begin := begin + len(text.rows))
            done = text.extend(of_text, weights, highest[rows], row_entropies[rows], rows.start)
            if done is not None:
                found[number] = done
                del active[number]
    return [found[number] for number in range(len(requests))]


def _start(network: Network, requests: Sequence[SearchRequest], numbers: Sequence[int]) -> dict[int, _Beams]:
    """Return the searches for some requests by their number, before the first step."""
    memories = network.read([requests[number].source for number in numbers])
    return {number: _Beams(network, requests[number], memory) for number, memory in zip(numbers, memories, strict=True)}


class _Row(NamedTuple):
    """An unfinished hypothesis."""

    pieces: tuple[int, ...] = ()
    sum: float = 0.0  # of natural log-probabilities
    text: str = ""  # of the pieces, joined
    step: SearchStep | None = None  # that wrote the last piece; None if there is none
    parts: Sequence[float] | None = None  # of the attention of that step, at each name of `SearchRequest.copier`


class _Beams:
    """The search for one text: its unfinished hypotheses (rows) and its finished ones."""

    def __init__(self, network: Network, request: SearchRequest, memory: EncoderCache) -> None:
        self.request, self.output, self.memory = request, network.output(request.own), memory
        self.rows = [_Row()]
        self.parents: list[int] = []  # of each row, among all rows of the last step; none before the first
        self._targets = network.targets
        self._parts: Sequence[Sequence[float]] = ()  # of the attention of this step at each name, for each row
        self._ended: list[tuple[SearchResult, SearchStep]] = []

    def before(self) -> list[int]:
        """Return the number of the last piece of each row in the target's vocabulary; of any before the first."""
        return [self.output.pieces[row.pieces[-1]] if row.pieces else END for row in self.rows]

    def weigh(self, scores: Floats, attention: Floats) -> None:
        """Change the log-probabilities of the next piece (rows, pieces): names are copied, n-grams do not repeat."""
        copier, size = self.request.copier, self.request.decoding.no_repeat_ngram
        self._parts = copier.parts(attention) if copier else [()] * len(self.rows)
        if copier is not None:
            for row, line, part in zip(self.rows, scores, self._parts, strict=True):
                copier.weigh(line, row.text, part, row.parts)
        if size:
            for row, line in zip(self.rows, scores, strict=True):
                line[banned(row.pieces, size)] = -np.inf

    def refused(self) -> list[Ints]:
        """Return for each row the pieces that would write digits which the source does not have."""
        figures = self.request.figures
        return [NO_PIECES if figures is None else figures.refused(row.text) for row in self.rows]

    def extend(
        self,
        scores: Floats,
        attention: Floats,
        highest: Sequence[float],
        row_entropies: Sequence[float],
        first: int,
    ) -> SearchResult | None:
        """Extend the rows by one piece; return the translation if the search is over.

        Args:
            scores: the natural log-probability of each row extended by each piece (rows, pieces).
            attention: of this step (rows, length of the source).
            highest: the maximum of each row of `scores`.
            row_entropies: of the model's distribution over the next piece, in nats.
            first: the number of the first row among all rows of this step.
        """
        beams, length = self.request.decoding.beams, len(self.rows[0].pieces) + 1
        parts = self._parts
        best = _best(scores, 2 * beams)  # enough for all beams to go on even if each of them ends

        def step(beam: _Next) -> SearchStep:
            row = self.rows[beam.row]
            log_probability, maximum = beam.sum - row.sum, highest[beam.row] - row.sum
            return SearchStep(row.step, log_probability, maximum, row_entropies[beam.row], attention[beam.row])

        for beam in best[:beams]:
            if beam.piece == END:
                ended = SearchResult(self.rows[beam.row].pieces, beam.sum / length, complete=True)
                self._ended.append((ended, step(beam)))
        self._ended = sorted(self._ended, key=lambda ended: -ended[0].rank)[:beams]
        active = [beam for beam in best if beam.piece != END][:beams]
        finished = len(self._ended) == beams and _rank(active[0].sum / length, length) <= self._ended[-1][0].rank
        if not finished:
            active = [beam for beam in active if beam.sum >= active[0].sum - PRUNED]
            self.parents = [first + beam.row for beam in active]
            self.rows = [self._row(beam, step(beam), parts[beam.row]) for beam in active]
        if not finished and length < self.request.limit:
            return None
        return self._result()

    def _row(self, beam: _Next, step: SearchStep, parts: Sequence[float]) -> _Row:
        before, texts = self.rows[beam.row], self.request.texts
        text = "" if texts is None else before.text + texts[beam.piece]
        return _Row((*before.pieces, beam.piece), beam.sum, text, step, parts)

    def _result(self) -> SearchResult:
        """Return the best finished hypothesis; if there is none, the best unfinished one."""
        if self._ended:
            (best, last), *rest = self._ended
            others = [(other.pieces, other.score) for other, _ in rest]
        else:
            row, others = self.rows[0], []
            best = SearchResult(row.pieces, row.sum / self.request.limit, complete=False)
            assert row.step is not None  # a search writes a piece at least
            last = row.step
        numbers = tuple(self.output.pieces[piece] for piece in best.pieces)
        vectors = self._targets[list(numbers)]
        found = of_search(last, best.pieces, others, vectors, len(self.output.pieces))
        return SearchResult(numbers, best.score, best.complete, found, last)


class _Next(NamedTuple):
    """A row extended by a piece."""

    sum: float  # of log-probabilities
    row: int
    piece: int


def _best(scores: Floats, count: int) -> list[_Next]:
    """Return the extensions with the highest scores (rows, pieces), best first; of equal scores the first wins."""
    flat = scores.ravel()
    places = np.argpartition(flat, -count)[-count:] if count < len(flat) else np.arange(len(flat))
    best = sorted((-value, place) for value, place in zip(flat[places].tolist(), places.tolist(), strict=True))
    size = scores.shape[1]
    return [_Next(-value, *divmod(place, size)) for value, place in best]
