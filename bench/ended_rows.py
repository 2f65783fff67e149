"""How much of a beam search on torch goes into rows that have ended.

    python bench/ended_rows.py FOLDER/news-dev [--target en]

`generate` of transformers computes every row of a batch until the last one ends. Computed, not run: the batches are
those of Warta, by the lengths of the sources, and a row ends where its reference does; 4.2 characters a token.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from translate.models.seq2seq import batches
from translate.models.seq2seq.checkpoint import TOKENS_A_BATCH

CHARACTERS = 4.2  # of a token, about what published tokenizers have for Indonesian and English news


def tokens(line: str) -> int:
    """Return about how many tokens a line has, with its end."""
    return round(len(line) / CHARACTERS) + 1


def wasted(sources: list[int], targets: list[int], together: int, beams: int) -> tuple[int, float]:
    """Return the number of batches, and the share of steps of rows that had ended."""
    count = steps = useful = 0
    for at in range(0, len(sources), together):
        some = targets[at : at + together]
        for batch in batches(sources[at : at + together], TOKENS_A_BATCH // beams):
            count += 1
            steps += max(some[row] for row in batch) * len(batch)
            useful += sum(some[row] for row in batch)
    return count, 1 - useful / steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("prefix", type=Path)
    parser.add_argument("--target", default="en")
    args = parser.parse_args()
    read = [Path(f"{args.prefix}.{language}.txt") for language in ("id", args.target)]
    sources, targets = ([tokens(line) for line in path.read_text(encoding="utf-8").splitlines()] for path in read)
    print("| sentences together | beams | batches | steps of rows that had ended |\n|---|---|---|---|")
    for together in (25, len(sources)):
        for beams in (4, 5):
            count, share = wasted(sources, targets, together, beams)
            print(f"| {together} | {beams} | {count} | {100 * share:.0f} % |")


if __name__ == "__main__":
    main()
