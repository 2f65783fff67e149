"""Scores sentence splitters on tests/cases/sentences.json and prints a Markdown table.

    python bench/splitters.py

A case counts when the sentences are exactly the expected ones. Peers are compared generously: white space is normalised
and stripped from both sides. Times are given as a ratio to sentencex, the best of five passes over all cases.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pysbd
import sentencex
from yasbd import BoundaryDetector

from translate.language.sentences import split

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "tests" / "cases" / "sentences.json").read_text(encoding="utf-8")
)


def bare(sentences: Iterable[str]) -> list[str]:
    return [" ".join(sentence.split()) for sentence in sentences if sentence.strip()]


def splitters() -> dict[str, Callable[[str], Iterable[str]]]:
    english = pysbd.Segmenter(language="en", clean=False)
    indonesian = BoundaryDetector("id")
    open_quotes = BoundaryDetector("id", preserve_quote_and_paren=False)
    return {
        f"warta {version('warta')}": split,
        f"sentencex {version('sentencex')} (id)": lambda text: sentencex.segment("id", text),
        f"yasbd-lib {version('yasbd-lib')} (id)": lambda text: list(indonesian.segment(text)),
        f"yasbd-lib {version('yasbd-lib')} (id, splits in quotes)": lambda text: list(open_quotes.segment(text)),
        f"pysbd {version('pysbd')} (en; it has no id)": english.segment,
    }


def seconds(splitter: Callable[[str], Iterable[str]]) -> float:
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for case in CASES:
            splitter(case["text"])
        best = min(best, time.perf_counter() - start)
    return best


def score(splitter: Callable[[str], Iterable[str]], cases: list[dict[str, Any]]) -> str:
    right = sum(bare(splitter(case["text"])) == bare(case["expect"]) for case in cases)
    return f"{right}/{len(cases)} ({100 * right / len(cases):.1f} %)"


def main() -> None:
    held_out = [case for case in CASES if case.get("held_out")]
    tuned = [case for case in CASES if not case.get("held_out")]
    base = seconds(lambda text: sentencex.segment("id", text))
    print("| splitter | all cases | looked at while tuning | held out | time |")
    print("|---|---|---|---|---|")
    for name, splitter in splitters().items():
        scores = " | ".join(score(splitter, cases) for cases in (CASES, tuned, held_out))
        print(f"| {name} | {scores} | {seconds(splitter) / base:.1f} |")


if __name__ == "__main__":
    main()
