"""Precision and recall of the facts of labelled articles.

    python bench/facts.py ARTICLES.jsonl [--labels tests/cases/facts-indosum-2.json] [--misses]

The articles are IndoSum's (Kurniawan and Louvan 2018) and no part of the project; `tests/cases/facts-indosum.json` has
for each of 60, by its id, every person, body, place and value that it names, as translated into English;
`facts-indosum-2.json` the people and bodies of 15 more, `facts-indosum-3.json` all of another 15. Kinds that a file
labels nowhere are not counted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from translate.briefing.facts import find_facts
from translate.reading import read_text

LABELS = Path(__file__).parent.parent / "tests" / "cases" / "facts-indosum.json"
VALUES = ("date", "time", "amount")


def count(articles: Path, file: Path = LABELS, *, misses: bool = False) -> dict[str, Counter[str]]:
    """Return how many facts are right, wrong and missed, by kind; dates, times and amounts are one kind, values."""
    labels = json.loads(file.read_text(encoding="utf-8"))
    kinds = {kind for facts in labels.values() for kind, _ in facts}
    counts: dict[str, Counter[str]] = {}
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["id"] not in labels:
            continue
        expected = {tuple(fact) for fact in labels[article["id"]]}
        facts = find_facts(read_text(article["text"]), "en")
        found = {(str(fact.kind), fact.value) for fact in facts if str(fact.kind) in kinds}
        for outcome, some in (("right", found & expected), ("wrong", found - expected), ("missed", expected - found)):
            for kind, value in sorted(some):
                counts.setdefault("values" if kind in VALUES else f"{kind}s", Counter())[outcome] += 1
                if misses and outcome != "right":
                    print(f"{outcome}: {kind} {value} ({article['id']})")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--misses", action="store_true", help="print what is wrong or missed")
    args = parser.parse_args()
    print("| | labelled | precision | recall |\n|---|---|---|---|")
    for kind, counted in sorted(count(args.articles, args.labels, misses=args.misses).items()):
        right, labelled = counted["right"], counted["right"] + counted["missed"]
        print(f"| {kind} | {labelled} | {right / (right + counted['wrong']):.3f} | {right / labelled:.2f} |")


if __name__ == "__main__":
    main()
