"""TextRank with a prior for early sentences and control of redundancy.

The graph and its ranking are of Mihalcea and Tarau, "TextRank: Bringing Order into Texts" (EMNLP 2004); sentences are
then taken one by one by the maximal marginal relevance of Carbonell and Goldstein, "The Use of MMR, Diversity-Based
Reranking for Reordering Documents and Producing Summaries" (SIGIR 1998). The settings were chosen on 300 Indonesian
news articles; bench/history.md has the scores on 300 others.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from translate.briefing.summarizers.base import Extractive
from translate.errors import UsageError
from translate.language.words import dangling, opens_quote, size, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TextRank(Extractive):
    """Selects sentences that are central, early, self-contained and not redundant."""

    damping: float = 0.85  # of PageRank, as in the paper
    position: float = 0.75  # the i-th sentence (from 1) weighs i**-position; 0 is no prior
    centrality: float = 0.3  # power of the TextRank score beside the prior
    redundancy: float = 0.8  # share of the score that a duplicate of a chosen sentence loses, 0 to 1
    short: int = 9  # a sentence of fewer words (or as much Japanese) weighs `short_weight`
    short_weight: float = 0.3
    dangling_weight: float = 0.9  # factor for a sentence that begins with a pronoun or connective
    quoted_weight: float = 0.6  # factor for a sentence that begins inside a quotation
    quote_weight: float = 0.4  # factor for a sentence that begins with a quotation mark

    fewest_words = 6  # "PT Maju Jaya Tbk." is a fragment

    def __post_init__(self) -> None:
        """Refuse invalid settings."""
        if not (0 <= self.damping < 1 and 0 <= self.redundancy <= 1):
            raise UsageError(f"{self!r}: damping must be in [0, 1), redundancy in [0, 1].")

    def rank(self, texts: Sequence[str], quoted: Sequence[bool], language: str, count: int) -> list[int]:
        """Return the indices of the `count` best sentences, best first."""
        import numpy as np

        bags = [terms(text, language) for text in texts]
        central = page_rank(overlap(bags), self.damping)
        prior = np.arange(1, len(texts) + 1) ** -self.position
        worth = [self._worth(text, inside, language) for text, inside in zip(texts, quoted, strict=True)]
        scores = prior * (central / central.max()) ** self.centrality * np.array(worth)
        return select(scores, cosine(bags), count, self.redundancy)

    def _worth(self, text: str, inside: bool, language: str) -> float:
        """Return the self-containedness of a sentence, 1 at best."""
        weight = self.short_weight if size(text, language) < self.short else 1.0
        if dangling(text, language):
            weight *= self.dangling_weight
        if inside:
            weight *= self.quoted_weight
        if opens_quote(text):
            weight *= self.quote_weight
        return weight


def overlap(bags: Sequence[Sequence[str]]) -> Floats:
    """Return the paper's similarity of all sentence pairs, shape (n, n): shared words over log lengths.

    Sentences of fewer than two words have no similarity.
    """
    import numpy as np

    shared = np.zeros((len(bags), len(bags)))
    for places in _places(bags).values():
        shared[np.ix_(list(places), list(places))] += 1
    lengths = np.array([math.log(len(bag)) if len(bag) > 1 else np.inf for bag in bags])
    matrix: Floats = shared / (lengths[:, None] + lengths[None, :])
    np.fill_diagonal(matrix, 0)
    return matrix


def _places(bags: Sequence[Sequence[str]]) -> dict[str, dict[int, int]]:
    """Return the counts of each word, by sentence index."""
    found: dict[str, dict[int, int]] = {}
    for place, bag in enumerate(bags):
        for word, times in Counter(bag).items():
            found.setdefault(word, {})[place] = times
    return found


def page_rank(weights: Floats, damping: float, rounds: int = 60) -> Floats:
    """Return the PageRank of each node of a weighted graph, shape (n,), summing to 1.

    A node without edges distributes its rank to all nodes equally.
    """
    import numpy as np

    n = len(weights)
    totals = weights.sum(axis=1, keepdims=True)
    steps = np.where(totals > 0, weights / np.where(totals > 0, totals, 1), 1 / n)
    rank = np.full(n, 1 / n)
    for _ in range(rounds):  # 0.85**60 is below 1e-4
        rank = (1 - damping) / n + damping * rank @ steps
    return np.asarray(rank)


def cosine(bags: Sequence[Sequence[str]]) -> Floats:
    """Return the tf-idf cosine of all sentence pairs, shape (n, n)."""
    import numpy as np

    products = np.zeros((len(bags), len(bags)))
    for places in _places(bags).values():
        weights = np.array(list(places.values())) * math.log(1 + len(bags) / len(places))
        products[np.ix_(list(places), list(places))] += weights[:, None] * weights[None, :]
    lengths = np.sqrt(np.diagonal(products))
    return np.asarray(products / np.where(lengths > 0, lengths, 1) / np.where(lengths > 0, lengths, 1)[:, None])


def select(scores: Floats, similarity: Floats, count: int, redundancy: float) -> list[int]:
    """Return `count` indices, best first: each has the highest score after the penalty for redundancy."""
    import numpy as np

    repeats, is_left, taken = np.zeros(len(scores)), np.ones(len(scores), dtype=bool), list[int]()
    for _ in range(min(count, len(scores))):
        best = int(np.argmax(np.where(is_left, scores * (1 - redundancy * repeats), -np.inf)))
        taken.append(best)
        is_left[best] = False
        repeats = np.maximum(repeats, similarity[:, best])
    return taken
