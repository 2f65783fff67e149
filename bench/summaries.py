"""ROUGE F of extractive summarizers, lead and textrank, against human summaries.

    python bench/summaries.py ARTICLES.jsonl [--skip 300] [--count 3] [--peers]

A line of the file is `{"text": ..., "summary": ..., "lang": "id"}`. Articles are read as Warta reads any text, so that
datelines and "Baca juga" are out of the choice of every Warta method. ROUGE is the one written below (Lin, "ROUGE: A
Package for Automatic Evaluation of Summaries", 2004): F of unigrams, of bigrams and of the longest common subsequence,
on lower-case words, no stemming, no stop words. `--peers` adds sumy's LexRank, TextRank and LSA where sumy is
installed; they choose from the same sentences.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from translate.briefing.summarizers import SUMMARIZERS
from translate.briefing.summarizers.base import eligible
from translate.document import Document
from translate.reading import read_text

WORD = re.compile(r"\w+")
Choice = Callable[[Document, int], Sequence[int]]


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def f_score(shared: int, first: int, second: int) -> float:
    return 2 * shared / (first + second) if shared else 0.0


def rouge_n(hypothesis: Sequence[str], reference: Sequence[str], n: int) -> float:
    grams = [Counter(tuple(t[i : i + n]) for i in range(len(t) - n + 1)) for t in (hypothesis, reference)]
    return f_score(sum((grams[0] & grams[1]).values()), grams[0].total(), grams[1].total())


def rouge_l(hypothesis: Sequence[str], reference: Sequence[str]) -> float:
    row = [0] * (len(reference) + 1)
    for word in hypothesis:
        above = row
        row = [0]
        for j, other in enumerate(reference):
            row.append(above[j] + 1 if word == other else max(above[j + 1], row[j]))
    return f_score(row[-1], len(hypothesis), len(reference))


def sumy(name: str) -> Choice:
    """Return a method of sumy restricted to Warta's candidate sentences."""
    dom = importlib.import_module("sumy.models.dom")
    module = importlib.import_module(f"sumy.summarizers.{name.lower()}")
    method = getattr(module, f"{name.replace('_', '')}Summarizer")()

    class Tokenizer:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(words(text))

    def choose(document: Document, count: int) -> Sequence[int]:
        at = eligible(document)
        sentences = [dom.Sentence(document.sentences[i].text, Tokenizer()) for i in at]
        chosen = method(dom.ObjectDocumentModel([dom.Paragraph(sentences)]), count)
        return [i for i, sentence in zip(at, sentences, strict=True) if any(sentence is c for c in chosen)]

    return choose


def measure(choose: Choice, articles: Sequence[tuple[Document, list[str]]], count: int) -> tuple[list[float], float]:
    totals, started, seconds = [0.0, 0.0, 0.0], time.perf_counter(), 0.0
    for document, reference in articles:
        started = time.perf_counter()
        chosen = choose(document, count)
        seconds += time.perf_counter() - started
        chosen_words = words(" ".join(document.sentences[i].text for i in chosen))
        scores = (
            rouge_n(chosen_words, reference, 1),
            rouge_n(chosen_words, reference, 2),
            rouge_l(chosen_words, reference),
        )
        totals = [total + score for total, score in zip(totals, scores, strict=True)]
    return [100 * total / len(articles) for total in totals], 1000 * seconds / len(articles)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="leave out the first N articles")
    parser.add_argument("--limit", type=int, help="read N articles")
    parser.add_argument("--count", type=int, default=3, help="sentences a summary")
    parser.add_argument("--peers", action="store_true")
    args = parser.parse_args()
    lines = args.articles.read_text(encoding="utf-8").splitlines()[args.skip :][: args.limit]
    rows = [json.loads(line) for line in lines]
    articles = [(read_text(row["text"]), words(row["summary"])) for row in rows]
    methods: dict[str, Choice] = dict(SUMMARIZERS)
    if args.peers:
        methods |= {f"sumy {name}": sumy(name) for name in ("Text_Rank", "Lex_Rank", "Lsa")}
    print(f"{len(articles)} articles, {args.count} sentences each\n\n| method | R-1 | R-2 | R-L | ms an article |")
    print("|---|---|---|---|---|")
    for name, choose in methods.items():
        scores, milliseconds = measure(choose, articles, args.count)
        print(f"| {name} | " + " | ".join(f"{score:.1f}" for score in scores) + f" | {milliseconds:.1f} |")


if __name__ == "__main__":
    main()
