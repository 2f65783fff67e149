"""Augment pairs by replacing names, so that a student learns to copy unknown names.

    python -m training.renamed PAIRS.tsv [...] --sentences SENTENCES.txt.gz --out renamed.tsv

Names on both sides of a pair are replaced on both by random ones from Indonesian prose, uniformly, or by combinations
of two halves. Only changed pairs are written.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.lexicon import Lexicon, lexicon
from training.pairs import read
from training.parent import LETTERS, prose
from training.words import names

SENTENCES = 1_000_000  # maximum sentences of prose
SEEN = 2  # minimum count of a name
JOINED = 0.3  # share of combined names
NAME = re.compile(r"\b[A-Z][a-z]{2,13}\b")


def to_draw(texts: Sequence[str], known: Lexicon) -> list[str]:
    """Return the names of the texts that stay the same in the other language, by the lexicon."""
    counts = Counter(word for text in texts for word in LETTERS.findall(text))
    found = [name for name in names(texts, counts) if counts[name] >= SEEN and NAME.fullmatch(name)]
    return sorted(name for name in found if _same(name.lower(), known))


def _same(word: str, known: Lexicon) -> bool:
    others = known.get(word, ())
    return not others or others[0].word == word


def drawn(pool: Sequence[str], chance: random.Random) -> str:
    """Return a name, or a combination of two halves."""
    if chance.random() >= JOINED:
        return chance.choice(pool)
    first, second = chance.choice(pool), chance.choice(pool)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def renamed(pairs: Sequence[tuple[str, str]], pool: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield each pair with a shared name of `pool`, with other names in its place."""
    known = frozenset(pool)
    for source, target in pairs:
        shared = sorted(set(NAME.findall(source)) & set(NAME.findall(target)) & known)
        if shared:
            others = {name: drawn(pool, chance) for name in shared}
            yield _with(source, others), _with(target, others)


def _with(text: str, others: dict[str, str]) -> str:
    return NAME.sub(lambda found: others.get(found[0], found[0]), text)


def main() -> None:
    """Write the pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    pairs = read(args.pairs)
    pool = to_draw(prose(args.sentences, SENTENCES), lexicon(pairs))
    result = list(renamed(pairs, pool, random.Random(args.seed)))
    args.out.write_text("".join(f"{source}\t{target}\n" for source, target in result), encoding="utf-8")
    print(f"{len(result):,} of {len(pairs):,} pairs, with other names of {len(pool):,}")


if __name__ == "__main__":
    main()
