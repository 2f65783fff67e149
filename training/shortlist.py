"""Make a student's shortlist: the likely target pieces of each source piece.

    python -m training.shortlist MODEL PAIRS.tsv [...]

The target pieces of each source piece are estimated from pairs of sentences (`training.lexicon`). The file is
written beside the model, and read by `translate.models.student.shortlist` and by fxtranslate.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.folder import Model, load
from training.lexicon import SLOPE, aligned
from training.pairs import read
from translate.models.student import shortlist

FIRST, EACH = 0, 40  # target pieces of every text, by id; target pieces of each source piece
COMMON, MISSED = 400, 200  # candidates of the end piece, so of every source: see `common`
LEAST = 0.002  # minimum probability of a candidate
PAIRS = 200_000  # maximum pairs to align
LONGEST = 100  # maximum pieces of a side


def candidates(model: Model, pairs: Sequence[tuple[str, str]], slope: float = SLOPE) -> list[list[int]]:
    """Return the target pieces of each source piece, the best first.

    `slope` is that of `training.lexicon.aligned`.
    """
    sides = [model.source.encode([a for a, _ in pairs]), model.target.encode([b for _, b in pairs])]
    coded = [
        (np.array(source), np.array(target))
        for source, target in zip(*sides, strict=True)
        if max(len(source), len(target)) <= LONGEST
    ]
    found: list[list[int]] = [[] for _ in range(len(model.source.processor()))]
    source, target, _, times = aligned(coded, len(found), len(model.target.processor()), slope)
    share = times / np.bincount(source, times, len(found))[source]
    for at in np.argsort(-share):
        if len(found[source[at]]) < EACH and share[at] >= LEAST:
            found[source[at]].append(int(target[at]))
    end = model.source.encode([""])[0][-1]
    found[end] = common(found, sides)
    return found


def common(found: Sequence[Sequence[int]], sides: Sequence[Sequence[Sequence[int]]]) -> list[int]:
    """Return the most frequent target pieces, and those that sources most often lack.

    Args:
        found: the candidates of each source piece.
        sides: the pieces of the sources and of their translations.
    """
    sets = [frozenset(pieces) for pieces in found]
    counts, missed = Counter[int](), Counter[int]()
    for source, target in zip(*sides, strict=True):
        counts.update(target)
        missed.update(set(target).difference(*(sets[piece] for piece in source)))
    first = [piece for piece, _ in counts.most_common(COMMON)]
    return [*first, *[piece for piece, _ in missed.most_common() if piece not in first][:MISSED]]


def main() -> None:
    """Write the shortlist and print its size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model, beside which the file is written")
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--pair", default="iden", help="in the name of the file")
    args = parser.parse_args()
    english = args.pair.endswith("en")  # other targets have another word order and other quotes
    pairs = read(args.pairs, straight=english)[:PAIRS]
    found = candidates(load(args.model), pairs, SLOPE if english else 0.0)
    path = args.model / f"lex.{args.pair}.s2t.bin"
    shortlist.write(path, FIRST, found)
    some = sum(map(bool, found))
    print(f"{path}: {some:,} pieces of the source with {sum(map(len, found)) / some:.1f} candidates each")


if __name__ == "__main__":
    main()
