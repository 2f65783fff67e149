"""Augment pairs by replacing names, so that a student learns to copy unknown names.

    python -m training.renamed PAIRS.tsv [...] --sentences SENTENCES.txt.gz --out renamed.tsv

A name that both sides of a pair have is replaced on both by one drawn from Indonesian prose, rare ones as often as
common ones, or by the halves of two. Only pairs with such a name are written, each once; the others are as they were.
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

SENTENCES = 1_000_000  # of the prose, at most
SEEN = 2  # times that the prose has a name
JOINED = 0.3  # of the drawn names are the halves of two
NAME = re.compile(r"\b[A-Z][a-z]{2,13}\b")


def to_draw(texts: Sequence[str], known: Lexicon) -> list[str]:
    """Return the names of the texts that are the same in the other language, as far as the lexicon knows."""
    counts = Counter(word for text in texts for word in LETTERS.findall(text))
    found = [name for name in names(texts, counts) if counts[name] >= SEEN and NAME.fullmatch(name)]
    return sorted(name for name in found if _same(name.lower(), known))


def _same(word: str, known: Lexicon) -> bool:
    others = known.get(word, ())
    return not others or others[0].word == word


def drawn(pool: Sequence[str], chance: random.Random) -> str:
    """Return a name, or the first half of one and the second of another."""
    if chance.random() >= JOINED:
        return chance.choice(pool)
    first, second = chance.choice(pool), chance.choice(pool)
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def renamed(pairs: Sequence[tuple[str, str]], pool: Sequence[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Return each pair whose sides share a name that is in `pool`, with others in place of these."""
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
    asked = parser.parse_args()
    pairs = read(asked.pairs)
    pool = to_draw(prose(asked.sentences, SENTENCES), lexicon(pairs))
    made = list(renamed(pairs, pool, random.Random(asked.seed)))
    asked.out.write_text("".join(f"{source}\t{target}\n" for source, target in made), encoding="utf-8")
    print(f"{len(made):,} of {len(pairs):,} pairs, with other names of {len(pool):,}")


if __name__ == "__main__":
    main()
