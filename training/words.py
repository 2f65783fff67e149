"""Extend a student's vocabulary with frequent words, without training.

    python -m training.words MODEL PAIRS.tsv [...] --sentences SENTENCES.txt.gz --out FOLDER

A word that is not a piece is split into meaningless pieces. Here it gets an embedding: if the pairs have its
translations, the mean of words with the same translations ("cemas" gets that of "khawatir"); else, for a suffixed or
reduplicated word such as "kantornya" and "gerai-gerai", that of the base word plus the mean difference of the
formation. Names stay split, so that they are copied as before.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from training.folder import Model, load, save
from training.lexicon import Lexicon, lexicon
from training.pairs import read
from training.parent import LETTERS, PART, SCORE, SEEN, prose, quoted, reading, seen
from training.ssru import SOURCES
from training.student import examples_of
from translate.models.student.marian_file import Floats

LINES = 300_000  # Indonesian sentences for word counts
ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
STEM, ENOUGH = 4, 20  # minimum letters of a base word; minimum number of words for a mean difference
SHARED = 2.0  # minimum alignments of a word with a shared translation
NAME = 0.3  # share of capitalised uses inside sentences from which a word is a name
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+(?:-[A-Za-z]+)*")


class Known:
    """The words that are single pieces of a model, with their embeddings."""

    def __init__(self, model: Model) -> None:
        """Take a model."""
        self._reader = model.source.processor()
        self._vectors = model.student.arrays()[SOURCES]

    def __contains__(self, word: str) -> bool:
        """Return whether the word is one piece."""
        return bool(self._reader.piece_to_id(f"▁{word}") != self._reader.unk_id())

    def __getitem__(self, word: str) -> Floats:
        """Return the vector of a word that is one piece."""
        vector: Floats = self._vectors[self._reader.piece_to_id(f"▁{word}")]
        return vector


def parted(word: str) -> tuple[str, str] | None:
    """Return the root of a derived word and its ending: "rumahnya" is rumah + nya, "rumah-rumah" is rumah + -."""
    once, _, again = word.partition("-")
    if again:
        return (once, "-") if again.lower() == once.lower() else None
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + STEM:
            return word.removesuffix(ending), ending
    return None


def differences(words: Iterable[str], known: Known) -> dict[str, Floats]:
    """Return the mean vector difference of each formation with enough known words."""
    found: dict[str, list[Floats]] = {}
    for word in words:
        if word.islower() and word in known and (parts := parted(word)) and parts[0] in known:
            found.setdefault(parts[1], []).append(known[word] - known[parts[0]])
    return {way: np.mean(several, 0) for way, several in found.items() if len(several) >= ENOUGH}


def formed(word: str, known: Known, added: Mapping[str, Floats]) -> Floats | None:
    """Return the vector of a word formed of a known one; None for another."""
    parts = parted(word)
    return known[parts[0]] + added[parts[1]] if parts and parts[0] in known and parts[1] in added else None


def alike(word: str, times: int, known: Known, forth: Lexicon, back: Lexicon) -> Floats | None:
    """Return the mean vector of known words with the same translations; None for names or with too little evidence.

    Args:
        word: a word without a vector.
        times: its count in the pairs.
        known: the words with a vector.
        forth: translations of source words.
        back: translations of target words.
    """
    low = word.lower()
    found = [candidate for candidate in forth.get(low, ()) if candidate.times >= 1]
    if times < SEEN or not found or found[0].score < SCORE or found[0].word == low:
        return None
    vectors, weights = [], []
    for candidate in found:
        if not candidate.word[0].isalpha() or candidate.score < PART * found[0].score:
            continue
        back_translations = [
            other for other in back.get(candidate.word, ()) if other.times >= SHARED and other.word != low
        ]
        similar = {
            other.word.capitalize() if word[0].isupper() else other.word: other.score for other in back_translations
        }
        similar = {name: score for name, score in similar.items() if name in known}
        if not similar or max(similar.values()) < SCORE:
            continue
        near = {name: score for name, score in similar.items() if score >= PART * max(similar.values())}
        vectors.append(np.average([known[name] for name in near], 0, list(near.values())))
        weights.append(candidate.score)
    return np.average(vectors, 0, weights).astype(np.float32) if vectors else None


def names(texts: Iterable[str], counts: Counter[str]) -> set[str]:
    """Return the capitalised words that are mostly names: also capitalised inside sentences."""
    inside = Counter(word for text in texts for word in _INSIDE.findall(text))
    return {word for word, count in inside.items() if count > NAME * counts[word]}


def widened(model: Model, counts: Counter[str], vector: Callable[[str], Floats | None]) -> tuple[Model, int]:
    """Return the model with the words that get a vector, with their frequencies, and their number."""
    total = counts.total()
    vectors = {word: vector(word) for word, count in counts.items() if count >= SEEN}
    pieces = {
        f"▁{word}": (math.log(counts[word] / total), vector_of)
        for word, vector_of in vectors.items()
        if vector_of is not None
    }
    return quoted(reading(model, pieces)), len(pieces)


def main() -> None:
    """Write the wider model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model")
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = read(args.pairs)
    texts = prose(args.sentences, LINES)
    sources = [source for source, _ in pairs]
    counts = Counter(word for text in [*texts, *sources] for word in LETTERS.findall(text))
    model = load(args.model)
    known, times, proper = Known(model), seen(sources), names(texts, counts)
    added = differences(counts, known)
    forth, back = lexicon(pairs), lexicon([(target, source) for source, target in pairs])

    def vector(word: str) -> Floats | None:
        shouted = len(word) > 1 and word.isupper()
        unlike = word[0].isupper() and (not counts[word.lower()] or word in proper)
        if word in known or shouted or unlike:
            return None
        found = alike(word, times[word.lower()], known, forth, back)
        return formed(word, known, added) if found is None else found

    wider, more = widened(model, counts, vector)
    print(f"{more:,} words added; {len(wider.source.processor()):,} pieces to read with")
    save(wider, args.out, "iden", examples_of(wider, pairs[:1000]))


if __name__ == "__main__":
    main()
