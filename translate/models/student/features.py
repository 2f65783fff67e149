"""Features of a finished search for `translate.models.student.confidence`.

They are by-products of the search; nothing is decoded again. They follow work on quality estimation without references
(Fomicheva et al. 2020): token probabilities, entropy, attention, the other hypotheses. Those of the texts alone are in
`translate.models.student.text_features`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from translate.models.student.marian_file import Floats

UNLIKELY = log(0.1)  # natural log-probability below which a token counts as unlikely
NONE = -20.0  # natural log-probability in place of that of probability 0
LITTLE = 0.3  # attention, summed over the translation, below which a source token counts as not attended to


@dataclass(frozen=True, slots=True)
class SearchStep:
    """A token of a hypothesis as the search wrote it.

    Attributes:
        before: the step that wrote the token before it; None for the first token.
        chance: natural log-probability of the token.
        best: natural log-probability of the likeliest token in its place.
        entropy: of the model's distribution over the next token, in nats.
        attention: the share of the attention at each token of the source (length of the source).
    """

    before: SearchStep | None
    chance: float
    best: float
    entropy: float
    attention: Floats

    def __iter__(self) -> Iterator[SearchStep]:
        """Yield the steps of the hypothesis, the last first."""
        step: SearchStep | None = self
        while step is not None:
            yield step
            step = step.before


def entropies(scores: Floats) -> Floats:
    """Return the entropy in nats of each row of finite natural log-probabilities (rows, tokens)."""
    found: Floats = -(np.exp(scores) * scores).sum(-1)
    return found


def of_search(
    last: SearchStep, translation: Sequence[int], others: Sequence[tuple[Sequence[int], float]], vectors: Floats
) -> dict[str, float]:
    """Return the features of a search by their names.

    Args:
        last: the step that wrote the last token of its translation.
        translation: the translation's tokens, without the end.
        others: the other hypotheses that ended, each with its score.
        vectors: of the tokens that the translation could be written with (size, tokens).
    """
    steps = list(last)
    # A forced token may have probability 0.
    chances = np.nan_to_num([step.chance for step in steps], nan=NONE, neginf=NONE)
    best = np.nan_to_num([step.best for step in steps], nan=NONE, neginf=NONE)
    doubt = np.array([step.entropy for step in steps])
    attention = np.array([step.attention for step in steps], np.float64)
    covered = attention.sum(0)[:-1] if attention.shape[1] > 1 else attention.sum(0)  # without the end of the source
    score = float(chances.mean())
    found = {
        "mean": score,
        "probability": np.exp(chances).mean(),
        "least": np.sort(chances)[:3].mean(),
        "spread": chances.std(),
        "unlikely": (chances < UNLIKELY).mean(),
        "entropy": doubt.mean(),
        "entropy_most": doubt.max(),
        "not_greedy": (chances < best - 1e-6).mean(),
        "not_looked_at": (covered < LITTLE).mean(),
        "looked_at_spread": covered.std(),
        "scattered": -(attention * np.log(attention + 1e-9)).sum(1).mean(),  # entropy of the attention, in nats
        "at_end": attention[:, -1].mean(),
        "length_ratio": log(len(steps) / attention.shape[1]),
        "candidates": log(vectors.shape[1] / attention.shape[1]),
        "written_norm": np.linalg.norm(vectors[:, list(translation)], axis=0).mean() if translation else 0.0,
        "others_gap": score - np.mean([other for _, other in others]) if others else 0.0,
        "others_alike": np.mean([_alike(translation, other) for other, _ in others]) if others else 1.0,
    }
    return {name: float(value) for name, value in found.items()}


def _alike(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the share of tokens that two hypotheses have in common (Dice's coefficient)."""
    total = len(first) + len(second)
    return 2 * (Counter(first) & Counter(second)).total() / total if total else 1.0
