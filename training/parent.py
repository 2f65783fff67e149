"""Transfer learning (Zoph et al. 2016): initialise a student from a Firefox model of another language into English.

    python -m training.parent PAIRS.tsv [...] --parent FOLDER --back FOLDER --sentences SENTENCES.txt.gz --out FOLDER

The student is the parent with Indonesian words added, whose embeddings are those of their equivalents in the parent's
source language. These are estimated from pairs whose English sides `--back`, the opposite model, has translated; with
too little evidence, from English equivalents, which the parent copies. Names, figures and rare words are segmented as
before and copied. Untrained, it already translates word by word in Indonesian order; continue with `training.student`.

Characters without a piece in the parent cannot be written by the student either; `training.student` counts them.
"""

from __future__ import annotations

import argparse
import gzip
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from training.folder import Model, load, save, smaller
from training.lexicon import Candidate, Lexicon, lexicon, words
from training.pairs import CURLY, read
from training.ssru import SOURCES, Student
from translate.models.student.marian_file import Floats
from translate.models.student.model import BUDGET
from translate.models.student.model import load as load_firefox

LINES = 200_000  # Indonesian sentences for word counts
ALIGNED = 20_000  # pairs whose English is back-translated
MOST = 20_000  # maximum number of added words
# A word is added if it occurs `SEEN` times in the pairs and its best candidate has this score and one alignment; others
# count from this share of the best score, single-piece candidates first.
SEEN, SCORE, PART, PIECE_PART = 2, 0.03, 0.25, 0.5
BEHIND = 3.0  # log-probability penalty of a word after a quote
USED = 2  # minimum uses in the targets of a kept piece
LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def candidates(word: str, lexicons: Sequence[tuple[Lexicon, Mapping[str, int]]]) -> list[Candidate]:
    """Return the candidates of a word from the first lexicon with enough evidence; empty for names and rare words."""
    low = word.lower()
    for known, counts in lexicons:
        found = [candidate for candidate in known.get(low, ()) if candidate.times >= 1 and counts[low] >= SEEN]
        if not found or found[0].score < SCORE:
            continue
        if found[0].word == low:
            return []
        best = found[0].score
        return [candidate for candidate in found if candidate.word[0].isalpha() and candidate.score >= PART * best]
    return []


def vector(word: str, found: Sequence[Candidate], vectors: Floats, cut: Mapping[str, Sequence[int]]) -> Floats | None:
    """Return the mean vector of candidates weighted by score, None without any; `cut` has their pieces.

    A candidate of several pieces counts as their mean, which is less accurate.
    """
    weights: dict[str, float] = {}
    for candidate in found:
        weights[_like(word, candidate.word)] = candidate.score
    whole = {name: score for name, score in weights.items() if len(cut[name]) == 1}
    if whole and max(whole.values()) >= PIECE_PART * found[0].score:
        weights = whole
    total = sum(weights.values())
    if not total:
        return None
    shares = [score / total * vectors[list(cut[name])].mean(0) for name, score in weights.items()]
    result: Floats = np.sum(shares, axis=0, dtype=np.float32)
    return result


def _like(word: str, other: str) -> str:
    """Return the other word with a capital if the word has one."""
    return other.capitalize() if word[0].isupper() else other


def begun(
    parent: Model, counts: Counter[str], lexicons: Sequence[tuple[Lexicon, Mapping[str, int]]]
) -> tuple[Model, int]:
    """Return the parent with the most frequent words in a lexicon added, and their number."""
    chosen: dict[str, list[Candidate]] = {}
    for word, count in counts.most_common():
        if count < SEEN or len(chosen) == MOST:
            break
        if (len(word) == 1 or not word.isupper()) and (found := candidates(word, lexicons)):
            chosen[word] = found
    others = list(dict.fromkeys(_like(word, candidate.word) for word, found in chosen.items() for candidate in found))
    processor = parent.target.processor()  # of both sides, in a parent
    unknown = processor.unk_id()
    cut = {
        name: [piece for piece in pieces if piece != unknown] or [unknown]
        for name, pieces in zip(others, processor.encode(others), strict=True)
    }
    weights = parent.student.arrays()
    vectors_of = {word: vector(word, found, weights[SOURCES], cut) for word, found in chosen.items()}
    added = {word: candidate for word, candidate in vectors_of.items() if candidate is not None}
    total = counts.total()
    pieces = {f"▁{word}": (math.log(counts[word] / total), candidate) for word, candidate in added.items()}
    return quoted(reading(parent, pieces)), len(added)


def reading(model: Model, pieces: Mapping[str, tuple[float, Floats]]) -> Model:
    """Return the model with source pieces added, each with its log share of the text and its vector."""
    source = model.source.having({name: score for name, (score, _) in pieces.items()})
    reader = source.processor()
    weights = model.student.arrays()
    vectors = np.zeros((reader.get_piece_size(), model.student.size), np.float32)
    vectors[: len(weights[SOURCES])] = weights[SOURCES]
    for name, (_, vector_of) in pieces.items():
        vectors[reader.piece_to_id(name)] = vector_of
    return Model(Student(weights | {SOURCES: vectors}), source, model.target, model.settings)


def quoted(model: Model) -> Model:
    """Return the model with curly quotes mapped to straight ones, and capitalised words after quotes and brackets.

    There a word begins without the space mark, and the parent lacks such pieces.
    """
    reader, vectors = model.source.processor(), model.student.arrays()[SOURCES]
    pieces = [reader.id_to_piece(number) for number in range(reader.get_piece_size())]
    known = set(pieces)
    new = {}
    for number, piece in enumerate(pieces):
        bare = piece.removeprefix("▁")
        if bare != piece and bare not in known and re.fullmatch(r"[A-Z][a-z]+(?:-[a-z]+)*", bare):
            new[bare] = (reader.get_score(number) - BEHIND, vectors[number])
    for curly, straight in CURLY.items():
        for piece in (f"▁{curly}", curly):
            number = reader.piece_to_id(piece.replace(curly, straight))
            if piece not in known and number != reader.unk_id():
                new[piece] = (reader.get_score(number), vectors[number])
    return reading(model, new)


def put_back(pairs: Sequence[tuple[str, str]], folder: Path) -> list[tuple[str, str]]:
    """Return the sources with their targets back-translated into the parent's language."""
    back = load_firefox(folder)
    chosen = [pair for pair in pairs if back.count_tokens(pair[1]) <= BUDGET]
    translated = back.translate([target for _, target in chosen])
    back.workers.close()
    return [(source, hypothesis.text) for (source, _), hypothesis in zip(chosen, translated, strict=True)]


def prose(path: Path, most: int) -> list[str]:
    """Return the first lines of a gzip file of sentences."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [line.strip() for line in islice(file, most)]


def seen(texts: Iterable[str]) -> Counter[str]:
    """Return the counts of lower-case words."""
    return Counter(word for text in texts for word in words(text.lower()))


def names(texts: Iterable[str]) -> list[str]:
    """Return the capitalised words of each text except the first: names, for the target vocabulary."""
    return [" ".join(re.findall(r"(?<!^)\b[A-Z][\w'-]+", text)) for text in texts]


def main() -> None:
    """Write the initial model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--parent", type=Path, required=True, help="a Firefox model into English")
    parser.add_argument("--back", type=Path, required=True, help="the Firefox model the other way")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--english", type=Path, help="more English, one a line, gzip: pieces it uses are kept")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = read(args.pairs)
    texts = prose(args.sentences, LINES)
    english = [target for _, target in pairs]
    if args.english:
        with gzip.open(args.english, "rt", encoding="utf-8") as file:
            english += file
    sources = [source for source, _ in pairs]
    chosen = random.Random(0).sample(pairs, min(ALIGNED, len(pairs)))
    back = put_back(chosen, args.back)
    lexicons = [(lexicon(back), seen(source for source, _ in back)), (lexicon(pairs), seen(sources))]
    counts = Counter(word for text in [*texts, *sources] for word in LETTERS.findall(text))
    model, added = begun(load(args.parent), counts, lexicons)
    model = smaller(model, [*texts, *sources], [*english, *names(texts)], USED)
    pieces = [len(vocabulary.processor()) for vocabulary in (model.source, model.target)]
    print(f"{added:,} words added; {pieces[0]:,} pieces to read with, {pieces[1]:,} to write with")
    examples = zip(model.source.encode(sources[:1000]), model.target.encode([t for _, t in pairs[:1000]]), strict=True)
    save(model, args.out, "iden", list(examples))


if __name__ == "__main__":
    main()
