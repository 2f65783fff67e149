"""Move the embeddings of rare word forms towards those of their base words, without training.

    python -m training.forms MODEL PAIRS.tsv [...] --out FOLDER

Capitalised "Keterlambatan" is in the pairs only twice, so its embedding is poorly trained, unlike that of
"keterlambatan". The difference between a form and its base word is similar for all words of one formation (Mikolov et
al. 2013), and is estimated from frequent ones. So the vector of a form becomes a weighted mean of its own and that of
the base word plus the difference: the rarer the form, the less weight its own has.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import numpy as np

from training.folder import Model, load, save
from training.pairs import read
from training.parent import LETTERS
from training.ssru import SOURCES, Student
from training.student import examples_of
from training.words import ENOUGH, STEM, parted
from translate.language.common_words import is_common
from translate.models.student.readable import CLEARLY

OFTEN = 30  # minimum count of both words for estimating a difference
WEIGHT = 5  # count of a form at which its own vector has half the weight
# Forms of the prefix "me", and the letter they replace: "tulis", "menulis".
ACTIVE = (("me", ""), ("mem", ""), ("men", ""), ("meng", ""), ("meny", "s"), ("mem", "p"), ("men", "t"), ("meng", "k"))
CAPITAL = "capital"
_WORD = re.compile(r"▁([A-Za-z][a-z]+(?:-[a-z]+)?)")


def forms(words: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each lower-case word form, its formation, and its base word.

    "kantornya" is of "kantor", "gerai-gerai" of "gerai", "bermain" of "main", and "ditulis" of "menulis".
    """
    for word in words:
        if not word.islower():
            continue
        if (parts := parted(word)) and parts[0] in words:
            yield word, parts[1], parts[0]
        if word.startswith("ber") and len(word) >= STEM + 3 and word[3:] in words:
            yield word, "ber", word[3:]
        if word.startswith("di") and len(word) >= STEM + 2:
            root = word.removeprefix("di")
            active = (
                prefix + root.removeprefix(swallowed) for prefix, swallowed in ACTIVE if root.startswith(swallowed)
            )
            if found := next((stem for stem in active if stem in words), None):
                yield word, "di", found


def capitals(words: Mapping[str, float]) -> Iterator[tuple[str, str, str]]:
    """Yield each capitalised word that is not a name, `CAPITAL`, and its lower-case word.

    Args:
        words: with their log share of the text.
    """
    for word, score in words.items():
        low = word.lower()
        if word != low and low in words and (is_common(word) or words[low] - score > CLEARLY):
            yield word, CAPITAL, low


def drawn(model: Model, counts: Counter[str]) -> tuple[Model, Counter[str]]:
    """Return the model with moved vectors of rare forms, and their number by formation.

    Args:
        model: the student.
        counts: of each word in the pairs.
    """
    weights = model.student.arrays()
    reader = model.source.processor()
    pieces = [reader.id_to_piece(number) for number in range(reader.get_piece_size())]
    found = {match[1]: number for number, piece in enumerate(pieces) if (match := _WORD.fullmatch(piece))}
    scores = {word: reader.get_score(number) for word, number in found.items()}
    vectors = weights[SOURCES].copy()
    moved: Counter[str] = Counter()
    for ways in (list(forms(found)), list(capitals(scores))):  # capitals after the moved forms
        before = vectors.copy()
        for way in sorted({way for _, way, _ in ways}):
            pairs = [(form, word) for form, kind, word in ways if kind == way]
            sure = [before[found[form]] - before[found[word]] for form, word in pairs if _often(counts, form, word)]
            if len(sure) < ENOUGH:
                continue
            added = np.mean(sure, 0)
            for form, word in pairs:
                if counts[form] < counts[word]:
                    own = counts[form] / (counts[form] + WEIGHT)
                    vectors[found[form]] = own * before[found[form]] + (1 - own) * (before[found[word]] + added)
                    moved[way] += 1
    for word, number in found.items():  # the same after a quote
        if word[0].isupper() and (bare := reader.piece_to_id(word)) != reader.unk_id():
            vectors[bare] = vectors[number]
    return Model(Student(weights | {SOURCES: vectors}), model.source, model.target, model.settings), moved


def _often(counts: Counter[str], *words: str) -> bool:
    return all(counts[word] >= OFTEN for word in words)


def main() -> None:
    """Write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model")
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    pairs = read(args.pairs)
    model = load(args.model)
    moved_model, moved = drawn(model, Counter(word for source, _ in pairs for word in LETTERS.findall(source)))
    print(
        ", ".join(f"{count:,} by {way}" for way, count in moved.most_common()) or "none: the pairs have too few words"
    )
    save(moved_model, args.out, "iden", examples_of(moved_model, pairs[:1000]))


if __name__ == "__main__":
    main()
