"""Move the embeddings of rare word forms towards those of their base words, without training.

    python -m training.forms MODEL PAIRS.tsv [...] --out FOLDER

"Keterlambatan" at the beginning of a sentence stands in the pairs twice, so little has told what it is read by; far
more has told "keterlambatan". The difference between such forms and such words is much the same for all of a way
(Mikolov et al. 2013), and is known from those that the pairs have often. So the vector of a form becomes a mean of its
own and of the word's with that difference: the rarer the form is in the pairs, the less its own counts.
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

OFTEN = 30  # times that the pairs have both words of those that tell a difference
WEIGHT = 5  # times a form must be seen for its own vector to count for half
# What "me" is before a root, and the letter that it swallows of one: "tulis", "menulis".
ACTIVE = (("me", ""), ("mem", ""), ("men", ""), ("meng", ""), ("meny", "s"), ("mem", "p"), ("men", "t"), ("meng", "k"))
CAPITAL = "capital"
_WORD = re.compile(r"▁([A-Za-z][a-z]+(?:-[a-z]+)?)")


def forms(words: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each word in small letters that is a form of another, how it is formed, and that other one.

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
            active = (prefix + root.removeprefix(lost) for prefix, lost in ACTIVE if root.startswith(lost))
            if found := next((one for one in active if one in words), None):
                yield word, "di", found


def capitals(words: Mapping[str, float]) -> Iterator[tuple[str, str, str]]:
    """Yield each word with a capital that is no name, `CAPITAL`, and it in small letters.

    Args:
        words: with the logarithm of their share of the text.
    """
    for word, score in words.items():
        low = word.lower()
        if word != low and low in words and (is_common(word) or words[low] - score > CLEARLY):
            yield word, CAPITAL, low


def drawn(model: Model, counts: Counter[str]) -> tuple[Model, Counter[str]]:
    """Return the model with the vectors of rare forms drawn, and how many of each way were.

    Args:
        model: what is read with.
        counts: how often the pairs have each word.
    """
    weights = model.student.arrays()
    reader = model.source.processor()
    pieces = [reader.id_to_piece(number) for number in range(reader.get_piece_size())]
    found = {match[1]: number for number, piece in enumerate(pieces) if (match := _WORD.fullmatch(piece))}
    scores = {word: reader.get_score(number) for word, number in found.items()}
    vectors = weights[SOURCES].copy()
    moved: Counter[str] = Counter()
    for ways in (list(forms(found)), list(capitals(scores))):  # capitals then follow what was drawn
        told = vectors.copy()
        for way in sorted({way for _, way, _ in ways}):
            those = [(form, word) for form, it, word in ways if it == way]
            sure = [told[found[form]] - told[found[word]] for form, word in those if _often(counts, form, word)]
            if len(sure) < ENOUGH:
                continue
            added = np.mean(sure, 0)
            for form, word in those:
                if counts[form] < counts[word]:
                    own = counts[form] / (counts[form] + WEIGHT)
                    vectors[found[form]] = own * told[found[form]] + (1 - own) * (told[found[word]] + added)
                    moved[way] += 1
    for word, number in found.items():  # behind a quote it is read as elsewhere
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
    asked = parser.parse_args()
    pairs = read(asked.pairs)
    model = load(asked.model)
    made, moved = drawn(model, Counter(word for source, _ in pairs for word in LETTERS.findall(source)))
    print(
        ", ".join(f"{count:,} by {way}" for way, count in moved.most_common()) or "none: the pairs have too few words"
    )
    save(made, asked.out, "iden", examples_of(made, pairs[:1000]))


if __name__ == "__main__":
    main()
