"""Extend a student's vocabulary with words of a lexicon, without training.

    python -m training.equivalents MODEL PAIRS.tsv [...] --lexicon LEXICON.tsv --sentences SENTENCES.txt.gz --out FOLDER

LEXICON has lines of form, class, English and Japanese, the equivalents split by "; ", the commonest first. A word that
is not a piece gets the mean embedding of the words with the same English equivalents: "lantaran" gets that of "karena".
Without such words it is composed of the words of its equivalent: "capres", a presidential candidate, of "presiden" and
"calon". Remaining words follow `training.words`. Capitalised words get the same vector plus the mean difference of
capitalisation.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from training.folder import load, save
from training.lexicon import lexicon
from training.pairs import read
from training.parent import LETTERS, prose, seen
from training.student import examples_of
from training.words import LINES, Known, alike, widened
from translate.models.student.marian_file import Floats

OTHER_CLASS = 0.4  # weight of equivalents shared with a word of another class
LEAST, PART = 0.15, 0.35  # minimum score of the best similar word; minimum share of that score for others
ENOUGH = 20  # minimum number of words for a mean difference
EMPTY = frozenset(("a", "an", "the", "of", "to", "in", "on", "at", "by", "be", "with", "for", "and", "as", "or"))


class Entry(NamedTuple):
    """A word of the lexicon."""

    form: str
    kind: str
    english: tuple[str, ...]


class Vectors(Protocol):
    """The words that are single pieces, with their embeddings."""

    def __contains__(self, word: str) -> bool:
        """Return whether the word is one piece."""

    def __getitem__(self, word: str) -> Floats:
        """Return the vector of a word that is one piece."""


def entries(path: Path) -> list[Entry]:
    """Return the words of a lexicon, without expressions of several."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Entry(row[0], row[1], tuple(row[2].split("; "))) for row in rows if " " not in row[0]]


class Equivalents:
    """Vectors for words of the lexicon, derived from words that have one."""

    def __init__(self, words: Sequence[Entry], known: Vectors) -> None:
        """Take the lexicon and the words that have a vector."""
        self._words = {word.form: word for word in words}
        self._known = known
        self._sharing: dict[str, list[tuple[Entry, float]]] = defaultdict(list)
        for word in words:
            if word.form in known:
                for rank, english in enumerate(word.english, 1):
                    self._sharing[english].append((word, 1 / rank))

    def vector(self, form: str) -> Floats | None:
        """Return the embedding of a word in lower case; None without evidence."""
        word = self._words.get(form)
        if word is None:
            return None
        scores: defaultdict[str, float] = defaultdict(float)
        for rank, english in enumerate(word.english, 1):
            for similar, share in self._sharing.get(english, ()):
                scores[similar.form] += share / rank * (1 if similar.kind == word.kind else OTHER_CLASS)
        best = max(scores.values(), default=0.0)
        if best < LEAST:
            return next((english for english in map(self._composed, word.english) if english is not None), None)
        near = {name: score for name, score in scores.items() if score >= PART * best}
        vector_: Floats = np.average([self._known[name] for name in near], 0, list(near.values())).astype(np.float32)
        return vector_

    def _composed(self, english: str) -> Floats | None:
        """Return the mean vector of the words of an equivalent; None unless all are known."""
        parts = [part for part in english.replace("-", " ").split() if part not in EMPTY]
        means = []
        for part in parts:
            vectors = [self._known[word.form] for word, share in self._sharing.get(part, ()) if share == 1]
            if not vectors:
                return None
            means.append(np.mean(vectors, 0))
        return np.mean(means, 0, dtype=np.float32) if means else None


def capital(words: Sequence[Entry], known: Vectors) -> Floats | None:
    """Return the mean vector difference of capitalisation; None with too few words."""
    both = [word.form for word in words if word.form in known and word.form.capitalize() in known]
    found = [known[form.capitalize()] - known[form] for form in both]
    return np.mean(found, 0, dtype=np.float32) if len(found) >= ENOUGH else None


def vectors_from_lexicon(
    words: Sequence[Entry], known: Vectors, otherwise: Callable[[str], Floats | None]
) -> Callable[[str], Floats | None]:
    """Return a function from a word to its vector, by the lexicon or by `otherwise`; None for most words."""
    equivalents, added, forms = Equivalents(words, known), capital(words, known), {word.form for word in words}

    def vector(word: str) -> Floats | None:
        vector_ = unrounded(word)
        return None if vector_ is None else vector_.astype(np.float32)

    def unrounded(word: str) -> Any:
        low = word.lower()
        if word in known or low not in forms or word not in (low, low.capitalize()):
            return None
        other = low.capitalize()
        by_lexicon = equivalents.vector(low)
        found = by_lexicon if by_lexicon is not None else otherwise(low)
        if added is None:
            return None if word != low else found
        if word == low:
            if other in known:
                return known[other] - added if found is None else (known[other] - added + found) / 2
            return found
        if low in known:
            return known[low] + added
        return None if found is None else found + added

    return vector


def main() -> None:
    """Write the wider model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model")
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = read(args.pairs)
    sources = [source for source, _ in pairs]
    counts = Counter(word for text in [*prose(args.sentences, LINES), *sources] for word in LETTERS.findall(text))
    model, words = load(args.model), entries(args.lexicon)
    known, times = Known(model), seen(sources)
    forth, back = lexicon(pairs), lexicon([(target, source) for source, target in pairs])
    vector = vectors_from_lexicon(words, known, lambda word: alike(word, times[word], known, forth, back))
    wider, more = widened(model, counts, vector)
    print(f"{more:,} words added; {len(wider.source.processor()):,} pieces to read with")
    save(wider, args.out, "iden", examples_of(wider, pairs[:1000]))


if __name__ == "__main__":
    main()
