"""The training pairs of a student.

    python -m training.pairs CORPORA --out pairs.tsv [--avoid FOLDER ...]

CORPORA holds `train.id-en.tsv.gz`, lines of `corpus<TAB>source<TAB>target`. All lines are taken that were translated by
people, or whose English was written by people, so that the target side is human. They are cleaned by
`training.corpora`, and none equals a line of the evaluation texts in `--avoid`. They are shuffled, so that a part of
the file is a sample of every corpus.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training import corpora
from training.folder import Example

HUMAN = frozenset(
    {
        "bucc20-general-valid",
        "bucc20-news-valid",
        "desmond-ausaid",
        "desmond-smeru",
        "geovedi-testdata",
        "iwslt17-ted-devtest",
        "nusax-mt",
        "panl-bppt",
        "talpco",
        "tatoeba-opustest",
    }
)
ENGLISH_FIRST = frozenset(
    {
        "3b1b-captions",
        "bitcoin-org",
        "debian-install-guide",
        "fdroid-website",
        "gnome-docs",
        "kubernetes-docs",
        "mozilla-www",
        "ms-iot-for-beginners",
        "ms-ml-for-beginners",
        "ms-web-dev-for-beginners",
        "opensource-guide",
        "python-docs",
        "react-docs",
    }
)

# Signs without a piece in parents from Firefox, normalised to one style.
CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'"}
STRAIGHT = str.maketrans(CURLY | {"„": '"', "–": "-", "—": " - ", "…": "..."})


def chosen(folder: Path, avoid: set[str]) -> dict[str, tuple[str, str, str]]:
    """Return (corpus, source, target) of the training pairs, by distinct source."""
    found = {}
    for corpus, source, target in corpora.pairs(folder, "id-en"):
        cleaned = corpora.clean(corpus, source, target) if corpus in HUMAN | ENGLISH_FIRST else None
        if cleaned and not {corpora.key(side) for side in cleaned} & avoid:
            found[cleaned[0]] = (corpus, *cleaned)
    return found


def read(paths: Sequence[Path], *, straight: bool = True) -> list[tuple[str, str]]:
    """Return the distinct pairs of all files, targets with straight quotes and plain dashes unless `straight` is False.

    Raises:
        ValueError: a line has not exactly two columns.
    """
    pairs: dict[tuple[str, str], None] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            columns = line.split("\t")
            if len(columns) != 2:
                raise ValueError(f"{path}, line {number}: expected source<TAB>target, found {len(columns)} columns")
            target = columns[1].translate(STRAIGHT) if straight else columns[1]
            pairs[columns[0], " ".join(target.split())] = None
    return list(pairs)


def batches(examples: Sequence[Example], tokens: int, seed: int) -> Iterator[list[Example]]:
    """Yield endless batches of at most `tokens` pieces per side with padding, reshuffled in each epoch."""
    chance = random.Random(seed)
    while True:
        order = list(examples)
        chance.shuffle(order)
        for at in range(0, len(order), 20_000):
            pool = sorted(order[at : at + 20_000], key=lambda example: (len(example[1]), len(example[0])))
            result: list[list[Example]] = [[]]
            widest = 0
            for example in pool:
                width = max(map(len, example))
                widest = max(widest, width)
                if result[-1] and (len(result[-1]) + 1) * widest > tokens:
                    result.append([])
                    widest = width
                result[-1].append(example)
            chance.shuffle(result)
            yield from result


def main() -> None:
    """Write the pairs and print their composition."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--avoid", type=Path, action="append", default=[])
    args = parser.parse_args()
    avoid = corpora.to_avoid(args.avoid)
    found = chosen(args.corpora, avoid)
    lines = [f"{source}\t{target}\n" for _, source, target in found.values()]
    random.Random(0).shuffle(lines)
    with args.out.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    for name, count in sorted(Counter(corpus for corpus, _, _ in found.values()).items()):
        print(f"{count:7,}  {name}")
    print(f"{len(found):7,}  in all; {len(avoid):,} lines of evaluation avoided")


if __name__ == "__main__":
    main()
