"""The correlation of a model's confidence with sentence chrF, and the effect of thresholds.

    python bench/confidence.py pairs.tsv --to en                    # lines of source<TAB>reference
    python bench/confidence.py pairs.tsv --to ja --rows rows.json   # stores the figures, or reads them

"Bad" are the sentences whose chrF is in the worst quarter: by one reference, so a good paraphrase is "bad"
too. The area under the ROC curve is the probability that of a bad and another sentence the bad one has the lower value;
0.5 is chance. Its interval is of 2,000 bootstrap samples.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import exp
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from translate.document import Segment, Sentence
from translate.evaluation import read_pairs
from translate.translation.pipeline import translate_sentences
from translate.translation.retry import Policy
from translate.translator import Translator

LINES = 200
SAMPLES = 2_000
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Row:
    """The measurements of a sentence."""

    score: float  # mean log-probability a token
    tokens: int  # of the translation, with its end
    source_tokens: int
    chrf: float
    flags: tuple[str, ...]
    attempts: int


def measure(path: Path, target: str, model: str, lines: int) -> list[Row]:
    """Return the measurements of the first lines of a file of pairs, translated like sentences of an article."""
    pairs = read_pairs(path, target)[0][:lines]
    translator = Translator(target, model=model)
    engine = translator.engine
    sentences = [Sentence(pair.source, 0, len(pair.source)) for pair in pairs]
    metric = CHRF()

    def row(segment: Segment, reference: str) -> Row:
        if segment.score is None:
            raise SystemExit(f"{model} gives no scores; there is nothing to measure.")
        tokens = engine.count_tokens(segment.text) + 1 if segment.text.strip() else 1
        chrf = float(metric.sentence_score(segment.text, [reference]).score)
        flags = tuple(sorted({str(flag.code) for flag in segment.flags}))
        counted = engine.count_tokens(segment.source.text)
        return Row(segment.score, tokens, counted, chrf, flags, len(segment.attempts))

    segments = translate_sentences(sentences, translator.setup, Policy())
    return [row(segment, pair.reference) for segment, pair in zip(segments, pairs, strict=True)]


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value; equal ones share their mean."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for i in order[at:end]:
            found[i] = (at + end - 1) / 2
        at = end
    return found


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation."""
    a, b = ranks(first), ranks(second)
    mean = (len(a) - 1) / 2
    top = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    below = (sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)) ** 0.5
    return top / below if below else 0.0


def area(values: Sequence[float], bad: Sequence[bool]) -> float:
    """Return the area under the ROC curve of "a low value is bad"."""
    ranked = ranks(values)
    good = [rank for rank, is_bad in zip(ranked, bad, strict=True) if not is_bad]
    n_bad = len(values) - len(good)
    if not good or not n_bad:
        return 0.5
    return (sum(good) - len(good) * (len(good) - 1) / 2) / (len(good) * n_bad)


def interval(values: Sequence[float], bad: Sequence[bool]) -> tuple[float, float]:
    """Return the middle 95 % of the area over bootstrap samples."""
    dice, found = random.Random(1), []
    for _ in range(SAMPLES):
        some = [dice.randrange(len(values)) for _ in values]
        found.append(area([values[i] for i in some], [bad[i] for i in some]))
    found.sort()
    return found[int(0.025 * SAMPLES)], found[int(0.975 * SAMPLES)]


def worst_quarter(rows: Sequence[Row]) -> list[bool]:
    """Return for each row whether its chrF is in the worst quarter."""
    ranked = ranks([row.chrf for row in rows])
    return [rank < len(rows) / 4 for rank in ranked]


PREDICTORS: dict[str, Callable[[Row], float]] = {
    "confidence (mean log-probability a token)": lambda row: row.score,
    "sum of log-probabilities, no normalisation": lambda row: row.score * row.tokens,
    "shortness of the source, no model at all": lambda row: -row.source_tokens,
    "no flag of a check": lambda row: -float(bool(row.flags)),
}


def report(rows: Sequence[Row]) -> None:
    """Print the correlation of predictors with chrF, then the effect of thresholds of confidence."""
    bad = worst_quarter(rows)
    chrf = [row.chrf for row in rows]
    print("| predictor | Spearman with chrF | area under ROC, worst quarter |")
    print("|---|---:|---:|")
    for name, predict in PREDICTORS.items():
        values = [predict(row) for row in rows]
        low, high = interval(values, bad)
        print(f"| {name} | {spearman(values, chrf):.2f} | {area(values, bad):.2f} ({low:.2f} to {high:.2f}) |")
    clean = [i for i, row in enumerate(rows) if not row.flags]
    values, worst = [rows[i].score for i in clean], [bad[i] for i in clean]
    low, high = interval(values, worst)
    correlation = spearman(values, [chrf[i] for i in clean])
    print(f"| confidence, the {len(clean)} unflagged | {correlation:.2f} | {area(values, worst):.2f} ", end="")
    print(f"({low:.2f} to {high:.2f}) |\n")
    print("| below | flagged | bad of these | of all bad | mean chrF below, above | bad, by halves |")
    print("|---:|---:|---:|---:|---:|---:|")
    for least in THRESHOLDS:
        if 0 < sum(exp(row.score) < least for row in rows) < len(rows):
            print(threshold(rows, bad, least))


def threshold(rows: Sequence[Row], bad: Sequence[bool], least: float) -> str:
    """Return a line on a threshold with rows on both sides; the halves are those of the file."""
    below = [exp(row.score) < least for row in rows]
    hits = [a and b for a, b in zip(below, bad, strict=True)]
    means = [
        sum(row.chrf for row, is_below in zip(rows, below, strict=True) if is_below is side) / below.count(side)
        for side in (True, False)
    ]
    middle = len(rows) // 2
    halves = " and ".join(f"{sum(hits[part])}/{sum(below[part])}" for part in (slice(middle), slice(middle, None)))
    precision, recall = sum(hits) / sum(below), sum(hits) / sum(bad)
    return (
        f"| {least:.2f} | {sum(below)} | {precision:.0%} | {recall:.0%} | {means[0]:.1f}, {means[1]:.1f} | {halves} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--to", default="en")
    parser.add_argument("--model", default="student")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--rows", type=Path)
    args = parser.parse_args()
    if args.rows and args.rows.exists():
        found = json.loads(args.rows.read_text(encoding="utf-8"))
        rows = [Row(**{**row, "flags": tuple(row["flags"])}) for row in found]
    else:
        rows = measure(args.pairs, args.to, args.model, args.lines)
        if args.rows:
            args.rows.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    shares = sorted(exp(row.score) for row in rows)
    quartiles = ", ".join(f"{shares[len(shares) * quarter // 4]:.2f}" for quarter in (1, 2, 3))
    retried = sum(row.attempts > 1 for row in rows)
    print(f"id-{args.to}, {args.model}, {len(rows)} sentences, {retried} tried again; quartiles {quartiles}\n")
    report(rows)


if __name__ == "__main__":
    main()
