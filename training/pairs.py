"""The training pairs of a student.

    python -m training.pairs CORPORA --out pairs.tsv [--avoid FOLDER ...]

CORPORA holds `train.id-en.tsv.gz`, lines of `corpus<TAB>source<TAB>target`. All lines of the corpora are taken that
people translated, or whose English people wrote first, whoever put it into Indonesian: what is learned to be written is
people's. They are mended by `training.corpora`, and none equals a line of the evaluation texts in
`--avoid`. They come in no order, so that a part of the file is a part of every corpus.
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

# Signs that a parent from Firefox has no piece for, and some texts have: one style is learned, and none is lost.
CURLY = {"“": '"', "”": '"', "‘": "'", "’": "'"}
STRAIGHT = str.maketrans(CURLY | {"„": '"', "–": "-", "—": " - ", "…": "..."})


def chosen(folder: Path, avoid: set[str]) -> dict[str, tuple[str, str, str]]:
    """Return (corpus, source, target) of what is learned from, each source once, by source."""
    found = {}
    for corpus, source, target in corpora.pairs(folder, "id-en"):
        cleaned = corpora.clean(corpus, source, target) if corpus in HUMAN | ENGLISH_FIRST else None
        if cleaned and not {corpora.key(side) for side in cleaned} & avoid:
            found[cleaned[0]] = (corpus, *cleaned)
    return found


def read(paths: Sequence[Path], *, straight: bool = True) -> list[tuple[str, str]]:
    """Return the pairs of all files, each once, the targets with straight quotes and plain dashes, or as they are.

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
    """Return batches of at most `tokens` pieces a side with their padding, for ever, each epoch in another order."""
    chance = random.Random(seed)
    while True:
        order = list(examples)
        chance.shuffle(order)
        for at in range(0, len(order), 20_000):
            pool = sorted(order[at : at + 20_000], key=lambda one: (len(one[1]), len(one[0])))
            made: list[list[Example]] = [[]]
            widest = 0
            for one in pool:
                width = max(map(len, one))
                widest = max(widest, width)
                if made[-1] and (len(made[-1]) + 1) * widest > tokens:
                    made.append([])
                    widest = width
                made[-1].append(one)
            chance.shuffle(made)
            yield from made


def main() -> None:
    """Write the pairs and say what is in them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--avoid", type=Path, action="append", default=[])
    asked = parser.parse_args()
    avoid = corpora.to_avoid(asked.avoid)
    found = chosen(asked.corpora, avoid)
    lines = [f"{source}\t{target}\n" for _, source, target in found.values()]
    random.Random(0).shuffle(lines)
    with asked.out.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    for name, count in sorted(Counter(corpus for corpus, _, _ in found.values()).items()):
        print(f"{count:7,}  {name}")
    print(f"{len(found):7,}  in all; {len(avoid):,} lines of evaluation avoided")


if __name__ == "__main__":
    main()
