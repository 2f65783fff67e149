"""Extract the katakana of names from the news pairs, for the gazetteer.

    python -m training.katakana NEWS.tsv.gz [...] --out translate/language/gazetteer/data/katakana.tsv

Each capitalised word that is not common is compared by sound with the katakana of the Japanese side. The most frequent
match is taken. Names for which the rules of `translate.language.katakana` give the same are omitted.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from training.news import triples
from translate.language.common_words import is_common
from translate.language.kana import RUN, likeness, nearest
from translate.language.katakana import by_rule
from translate.models.student.capitals import capitalised_words

LIKE = 0.7  # minimum similarity of a name and its katakana
ONCE = 0.85  # the same for a single occurrence
MOST = 0.6  # minimum share of sentences with the katakana


def spellings(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names with their katakana, from pairs of Indonesian and Japanese."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    times: Counter[str] = Counter()
    for source, japanese in pairs:
        for name in set(capitalised_words(source)):
            if name.isalpha() and not name.isupper() and not is_common(name):
                times[name] += 1
                like, run = nearest(name, japanese)
                if like >= LIKE and run in RUN.findall(japanese) and not _belongs_to_another(run, like, name, source):
                    found[name][run] += 1
    best = {name: runs.most_common(1)[0] for name, runs in found.items()}
    return {
        name: run
        for name, (run, count) in best.items()
        if count >= MOST * times[name] and by_rule(name) != run
        if count > 1 or (by_rule(name) is None and likeness(name, run) >= ONCE)
    }


def _belongs_to_another(run: str, like: float, name: str, source: str) -> bool:
    """Return whether another source word is more similar to a katakana run: "Halal" and not "Label" to ハラル."""
    words = {word for word in re.findall(r"[^\W\d_]{3,}", source) if word.lower() != name.lower()}
    return any(likeness(word, run) > like for word in words)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    found = spellings((source, japanese) for source, _, japanese in triples(args.news))
    args.out.write_text("".join(f"{name}\t{run}\n" for name, run in sorted(found.items())), encoding="utf-8")
    print(f"{len(found):,} names")


if __name__ == "__main__":
    main()
