"""Features of the words of a finished search, for `translate.models.student.confidence`.

chrF counts letters, so a long word that is wrong costs more than a short one, and a word is as sure as its least
probable piece: "Sainsbury" of four pieces is wrong if one is. The attention shows which source word a word translates,
so the lexicon can say whether it is one of its equivalents.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from translate.language.lexicon.rarer_words import ENGLISH, entry
from translate.models.student.features import NONE, SearchStep

SPACE = "▁"  # SentencePiece's sign for it
MARKS = "\"'“”‘’.,;:!?()"


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
