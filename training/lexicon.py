"""Estimate a lexicon of word translations from pairs of sentences.

Model 1 of Brown et al. 1993, with the prior of Dyer et al. 2013 (fast_align) that words stand about where their
translations do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

ROUNDS, SLOPE, LONGEST, NEAREST = 5, 6.0, 100, 5  # of the estimate; of the prior; words of a sentence; kept of a word
_WORDS = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")


class Candidate(NamedTuple):
    """A word that another may stand for."""

    word: str
    score: float  # between 0 and 1: its share of that word, times the root of that word's share of it
    times: float  # how often it was aligned with it


Lexicon = dict[str, list[Candidate]]


def words(text: str) -> list[str]:
    """Return the words and signs of a text, hyphenated ones whole."""
    return _WORDS.findall(text)


def lexicon(pairs: Sequence[tuple[str, str]]) -> Lexicon:
    """Return for each word of the sources, in lower case, the words of the targets it stands for, the best first."""
    sides = [[words(side.lower()) for side in one] for one in pairs]
    numbers: list[dict[str, int]] = [{}, {}]
    coded = [
        [_numbers(side, known) for side, known in zip(one, numbers, strict=True)]
        for one in sides
        if all(0 < len(side) <= LONGEST for side in one)
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
    """Return the number of each word, new ones numbered on."""
    return np.array([known.setdefault(word, len(known)) for word in side])


def aligned(
    coded: Sequence[Sequence[Any]], sources: int, targets: int, slope: float = SLOPE
) -> tuple[Any, Any, Any, Any]:
    """Return each kind of link: its source, its target, its score, and how often it is expected.

    Args:
        coded: the numbers of the words of both sides of each pair.
        sources: how many words there are in the sources.
        targets: and in the targets.
        slope: how much less likely a link is, the further from its place it goes; 0 for languages of another order.
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
