"""Estimate a lexicon of word translations from pairs of sentences.

Model 1 of Brown et al. 1993, with the diagonal prior of Dyer et al. 2013 (fast_align).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

ROUNDS, SLOPE, LONGEST, NEAREST = (
    5,
    6.0,
    100,
    5,
)  # iterations; of the prior; maximum words of a sentence; candidates kept per word
_WORDS = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


class Candidate(NamedTuple):
    """A translation candidate of a word."""

    word: str
    score: float  # 0 to 1: p(target | source) times the root of p(source | target)
    times: float  # expected number of alignments


Lexicon = dict[str, list[Candidate]]


def words(text: str) -> list[str]:
    """Return the words and signs of a text, hyphenated ones whole."""
    return _WORDS.findall(text)


def lexicon(pairs: Sequence[tuple[str, str]]) -> Lexicon:
    """Return the translation candidates of each lower-case source word, the best first."""
    sides = [[words(side.lower()) for side in pair] for pair in pairs]
    numbers: list[dict[str, int]] = [{}, {}]
    coded = [
        [_numbers(side, known) for side, known in zip(pair, numbers, strict=True)]
        for pair in sides
        if all(0 < len(side) <= LONGEST for side in pair)
    ]
    source, target, score, times = aligned(coded, len(numbers[0]), len(numbers[1]))
    names = [list(known) for known in numbers]
    found: Lexicon = {}
    for at in np.argsort(-score):
        best = found.setdefault(names[0][source[at]], [])
        if len(best) < NEAREST:
            best.append(Candidate(names[1][target[at]], float(score[at]), float(times[at])))
    return found


def _numbers(side: Sequence[str], known: dict[str, int]) -> Any:
    """Return the ids of words, adding new ones."""
    return np.array([known.setdefault(word, len(known)) for word in side])


def aligned(
    coded: Sequence[Sequence[Any]], sources: int, targets: int, slope: float = SLOPE
) -> tuple[Any, Any, Any, Any]:
    """Return the word links: source, target, score, and expected count.

    Args:
        coded: word ids of both sides of each pair.
        sources: number of distinct source words.
        targets: number of distinct target words.
        slope: strength of the diagonal prior; 0 for languages with another word order.
    """
    keys, tokens, priors = [], [], []
    offset = 0
    for ours, theirs in coded:
        place, other = np.arange(len(ours)) / len(ours), np.arange(len(theirs)) / len(theirs)
        prior = np.exp(-slope * np.abs(place[:, None] - other[None]))
        keys.append((ours[:, None].astype(np.int64) * targets + theirs[None]).ravel())
        priors.append((prior / prior.sum(0)).ravel().astype(np.float32))
        tokens.append(np.broadcast_to(np.arange(len(theirs)) + offset, prior.shape).ravel())
        offset += len(theirs)
    kinds, links = np.unique(np.concatenate(keys), return_inverse=True)
    token, prior = np.concatenate(tokens), np.concatenate(priors)
    source, target = kinds // targets, kinds % targets
    share: Any = np.ones(len(kinds))
    times = share
    for _ in range(ROUNDS):
        chance = share[links] * prior
        chance /= np.bincount(token, chance, offset)[token]
        times = np.bincount(links, chance, len(kinds))
        share = times / np.bincount(source, times, sources)[source]
    back = times / np.bincount(target, times, targets)[target]
    return source, target, share * np.sqrt(back), times
