"""Features of a finished search for `translate.models.student.confidence`.

They are by-products of the search; nothing is decoded again. They follow work on quality estimation without references
(Fomicheva et al. 2020): token probabilities, entropy, attention, the other hypotheses. Those of the texts alone are in
`translate.models.student.text_features`.

Some are of words. chrF counts letters, so a long word that is wrong costs more than a short one, and a word is as sure
as its least probable piece: "Sainsbury" of four pieces is wrong if one is. The attention shows which source word a word
translates, so the lexicon can say whether it is one of its equivalents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

import numpy as np

from translate.language.lexicon.rarer_words import ENGLISH, entry
from translate.models.student.marian_file import Floats

UNLIKELY = log(0.1)  # natural log-probability below which a token counts as unlikely
NONE = -20.0  # natural log-probability in place of that of probability 0
LITTLE = 0.3  # attention, summed over the translation, below which a source token counts as not attended to
SPACE = "▁"  # SentencePiece's sign for it
MARKS = "\"'“”‘’.,;:!?()"


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


def of_search(
    last: SearchStep,
    translation: Sequence[int],
    others: Sequence[tuple[Sequence[int], float]],
    vectors: Floats,
    candidates: int,
) -> dict[str, float]:
    """Return the features of a search by their names.

    Args:
        last: the step that wrote the last token of its translation.
        translation: the translation's tokens, without the end.
        others: the other hypotheses that ended, each with its score.
        vectors: the embeddings of its tokens (tokens, size).
        candidates: how many tokens it could be written with.
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
        "candidates": log(candidates / attention.shape[1]),
        "written_norm": np.linalg.norm(vectors, axis=1).mean() if translation else 0.0,
        "others_gap": score - np.mean([other for _, other in others]) if others else 0.0,
        "others_alike": np.mean([_alike(translation, other) for other, _ in others]) if others else 1.0,
    }
    return {name: float(value) for name, value in found.items()}


def _alike(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the share of tokens that two hypotheses have in common (Dice's coefficient)."""
    total = len(first) + len(second)
    return 2 * (Counter(first) & Counter(second)).total() / total if total else 1.0


class _Word(NamedTuple):
    """A word of a translation: its text, its steps, and the share of its letters in all."""

    text: str
    steps: Sequence[SearchStep]
    part: float

    @property
    def probability(self) -> float:
        """The probability of its least probable piece."""
        return exp(max(NONE, min(step.chance for step in self.steps)))


def of_words(last: SearchStep, source: Sequence[str], translation: Sequence[str], *, spaced: bool) -> dict[str, float]:
    """Return the features of a translation's words by their names; of an empty translation all are 0.

    Args:
        last: the step that wrote the last token of the translation.
        source: the pieces of the source, without the end.
        translation: the pieces of the translation, without the end.
        spaced: whether the target has spaces between words: English. Else it is Japanese, and each piece is a word.
    """
    words = _words(list(last)[::-1], translation, spaced=spaced)
    source_words = _by_piece(source)
    firsts = [word.steps[0] for word in words]
    unsupported = [word for word in words if source_words and not _may_translate(word, source_words, spaced=spaced)]
    return {
        "word_probability": sum(word.probability * word.part for word in words),
        "likely_but_unsure": sum(exp(max(step.chance, NONE)) * step.entropy for step in firsts) / (len(words) or 1),
        "no_equivalent": sum(word.part for word in unsupported),
    }


def _words(steps: Sequence[SearchStep], translation: Sequence[str], *, spaced: bool) -> list[_Word]:
    letters = [len(piece.lstrip(SPACE)) or 1 for piece in translation]
    begins = [at for at, piece in enumerate(translation) if not (spaced and at and not piece.startswith(SPACE))]
    return [
        _Word("".join(translation[at:end]).replace(SPACE, ""), steps[at:end], sum(letters[at:end]) / sum(letters))
        for at, end in zip(begins, [*begins, len(translation)][1:], strict=True)
    ]


def _by_piece(source: Sequence[str]) -> list[str]:
    """Return for each piece of the source the word that it is part of, in lower case and without marks around it."""
    words, numbers = list[str](), list[int]()
    for piece in source:
        if piece.startswith(SPACE) or not words:
            words.append("")
        words[-1] += piece.lstrip(SPACE)
        numbers.append(len(words) - 1)
    return [words[number].strip(MARKS).lower() for number in numbers]


def _may_translate(word: _Word, source_words: Sequence[str], *, spaced: bool) -> bool:
    """Return whether a word may translate the source word that is attended to; so it is where nothing is known."""
    text = word.text.lower()
    if spaced and not ENGLISH.match(text):
        return True
    known = entry(source_words[int(word.steps[0].attention[: len(source_words)].argmax())])
    if known is None:
        return True
    if spaced:
        return not known.english or any(text.startswith(begin) for begin in known.english)
    return not known.japanese or any(part in text or text in part for part in known.japanese)
