"""Fit, evaluate and store the confidence estimator of a student.

    python -m training.confidence en --fit held.en.tsv ntrex.en.tsv --judge news-dev.en.tsv

Files are lines of source<TAB>reference that the student was not trained on: on its training sentences it is too sure.
"Bad" are the sentences whose chrF is in the worst quarter of their file. A ridge regression predicts the rank of a
sentence's chrF in its file, which has more information than bad or not; all ranks of the better half count as one, as
the task is to find bad sentences, not to rank good ones. Features are standardised in each file, so that differences of
the files (length, names) do not count as quality. A logistic regression then turns the predictions for sentences left
out of the fit (ten folds) into the probability that a sentence is not bad, calibrated to the first
file. Needs scikit-learn and sacreBLEU:
pip install -e '.[training,eval]'.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from translate.checks.scores import LEAST
from translate.evaluation import read_pairs
from translate.models.engines.student import Firefox
from translate.models.resolve import load_engine
from translate.models.student.confidence import Estimator, WeightedFeature
from translate.models.student.model import examine
from translate.models.student.store import BUNDLED_FOLDERS
from translate.translation.retry import BEST

Doubles = np.ndarray[Any, np.dtype[np.float64]]

STUDENTS = {"en": "student", "ja": "student-ja"}
FOLDS, PENALTY = 10, 100.0
TOP = 0.5  # ranks above it are taken for it
# By folds the area is no smaller without these features, which others say again.
SAID_BY_OTHERS = frozenset((
    "at_end", "commas", "digits", "entropy", "found", "mean", "others_gap", "spread", "unknown",
))  # fmt: skip
NEWS = 3.0  # what a sentence of the first file counts beside one of another
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # of promised confidences
SAMPLES = 500
AT_ONCE = 64  # lines between two progress lines


@dataclass(frozen=True, slots=True)
class Row:
    """A translated sentence: its features, its chrF, and the mean natural log-probability of its tokens."""

    features: Mapping[str, float]
    chrf: float
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The quality of an estimator.

    Attributes:
        area, plain: area under the ROC curve for the worst quarter, by the estimate and by the score alone.
        low, high: 95 % interval of the area over bootstrap samples.
        table: for each bin its ends, the number of sentences, the mean prediction, the observed share.
    """

    area: float
    plain: float
    low: float
    high: float
    table: tuple[tuple[float, float, int, float, float], ...]


def translated(path: Path, target: str, most: int) -> list[Row]:
    """Return the first lines of a file of pairs, translated by the bundled student."""
    from sacrebleu.metrics.chrf import CHRF

    recorded: list[Mapping[str, float]] = []

    def listen(features: Mapping[str, float]) -> float:
        """Record the features; return their index in place of a confidence."""
        recorded.append(features)
        return float(len(recorded) - 1)

    name = STUDENTS[target]
    engine = load_engine(name, target=target)
    assert isinstance(engine, Firefox)
    engine.set_estimator(listen)
    metric, rows = CHRF(), list[Row]()
    pairs = [pair for pair in read_pairs(path, target)[0][:most] if engine.count_tokens(pair.source) <= engine.budget]
    for begin in range(0, len(pairs), AT_ONCE):
        some = pairs[begin : begin + AT_ONCE]
        for pair, hypothesis in zip(some, engine.translate([pair.source for pair in some], BEST[name]), strict=True):
            if hypothesis.confidence is not None and hypothesis.score is not None:
                chrf = float(metric.sentence_score(hypothesis.text, [pair.reference]).score)
                rows.append(Row(recorded[int(hypothesis.confidence)], chrf, hypothesis.score))
        print(f"{path.name}: {begin + len(some)} of {len(pairs)}", file=sys.stderr)
    return rows


def fitted(files: Sequence[Sequence[Row]], weights_sha256: str) -> tuple[Estimator, list[float]]:
    """Return an estimator fitted on files, the first of which calibrates it, and the area on each.

    The area under the ROC curve is cross-validated.
    """
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import KFold, cross_val_predict

    names = sorted(files[0][0].features.keys() - SAID_BY_OTHERS)
    tables = [np.array([[row.features[name] for name in names] for row in rows]) for rows in files]
    spreads = [(table.mean(0), np.maximum(table.std(0), 1e-6)) for table in tables]
    x = np.concatenate([(table - mean) / spread for table, (mean, spread) in zip(tables, spreads, strict=True)])
    x = x.clip(-4, 4)
    rank = np.concatenate([ranks([row.chrf for row in rows]) for rows in files]).clip(max=TOP)
    good = np.concatenate([~worst_quarter(rows) for rows in files])
    counts = np.concatenate([np.full(len(rows), 1.0 if at else NEWS) for at, rows in enumerate(files)])
    ridge, folds = Ridge(PENALTY), KFold(FOLDS, shuffle=True, random_state=1)
    predicted = cross_val_predict(ridge, x, rank, cv=folds, params={"sample_weight": counts})
    logistic = LogisticRegression(C=1e6).fit(predicted[:, None], good, sample_weight=counts)
    slope, bias = float(logistic.coef_[0, 0]), float(logistic.intercept_[0])
    ridge.fit(x, rank, sample_weight=counts)
    mean, spread = spreads[0]
    terms = [
        WeightedFeature(name, *(round(float(value), 6) for value in numbers))
        for name, *numbers in zip(names, mean, spread, slope * ridge.coef_, strict=True)
    ]
    ends = list(itertools.accumulate(len(rows) for rows in files))
    parts = zip(np.split(good, ends[:-1]), np.split(predicted, ends[:-1]), strict=True)
    areas = [float(roc_auc_score(labels, predictions)) for labels, predictions in parts]
    return Estimator(weights_sha256, round(bias + slope * float(ridge.intercept_), 6), tuple(terms)), areas


def ranks(values: Sequence[float]) -> Doubles:
    """Return the rank of each value, the least 0, the most 1."""
    found: Doubles = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(1, len(values) - 1)
    return found


def worst_quarter(rows: Sequence[Row]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return for each sentence whether its chrF is in the worst quarter."""
    return ranks([row.chrf for row in rows]) < 0.25


def judged(estimator: Estimator, rows: Sequence[Row]) -> Judged:
    """Evaluate an estimator on sentences that it was not fitted on."""
    from sklearn.metrics import roc_auc_score

    sure, good = np.array([estimator(row.features) for row in rows]), ~worst_quarter(rows)
    dice, areas = np.random.default_rng(1), []
    for _ in range(SAMPLES):
        some = dice.integers(len(rows), size=len(rows))
        if good[some].any() and not good[some].all():
            areas.append(roc_auc_score(good[some], sure[some]))
    table = []
    for low, high in pairwise(BINS):
        here = (sure >= low) & (sure < high)
        if here.any():
            table.append((low, high, int(here.sum()), float(sure[here].mean()), float(good[here].mean())))
    return Judged(
        float(roc_auc_score(good, sure)),
        float(roc_auc_score(good, [row.score for row in rows])),
        float(np.quantile(areas, 0.025)),
        float(np.quantile(areas, 0.975)),
        tuple(table),
    )


def report(found: Judged, name: str) -> str:
    """Return the quality of an estimator as text for `bench/history.md`."""
    lines = [
        f"{name}: area {found.area:.3f} ({found.low:.2f} to {found.high:.2f}), of the plain score {found.plain:.3f}",
        "",
        "| confidence | sentences | promised | found |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {low:g} to {high:g} | {count} | {promised:.2f} | {share:.2f} |"
        for low, high, count, promised, share in found.table
    ]
    flagged = [(count, (1 - share) * count) for _, high, count, _, share in found.table if high <= LEAST]
    count, bad = (sum(part) for part in zip(*flagged, strict=True)) if flagged else (0, 0)
    lines += ["", f"Below {LEAST:g}: {count} sentences, {bad:.0f} of them bad."]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, evaluate, and write the coefficients beside the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=sorted(STUDENTS))
    parser.add_argument("--fit", type=Path, nargs="+", required=True, help="pairs to fit on, the news first")
    parser.add_argument("--judge", type=Path, nargs="*", default=[], help="pairs that nothing is fitted on")
    parser.add_argument("--lines", type=int, default=1_000, help="lines of each file at most")
    parser.add_argument("--rows", type=Path, help="JSON that keeps the features of each file")
    options = parser.parse_args(arguments)
    folder = BUNDLED_FOLDERS[STUDENTS[options.target]]
    weights = examine(folder).sha256
    kept = json.loads(options.rows.read_text(encoding="utf-8")) if options.rows and options.rows.is_file() else {}
    files: dict[str, list[Row]] = {}
    for path in (*options.fit, *options.judge):
        known = kept.get(path.name)
        # Rows of other weights are still useful if the pairs are not available.
        if known and (known["weights_sha256"] == weights or not path.is_file()):
            files[path.name] = [Row(**row) for row in known["rows"]]
            if known["weights_sha256"] != weights:
                print(f"{path.name}: features of other weights, as there is no such file", file=sys.stderr)
            continue
        files[path.name] = translated(path, options.target, options.lines)
        kept[path.name] = {"weights_sha256": weights, "rows": [asdict(row) for row in files[path.name]]}
    if options.rows:
        options.rows.write_text(json.dumps(kept), encoding="utf-8")
    estimator, areas = fitted([files[path.name] for path in options.fit], weights)
    for path, area in zip(options.fit, areas, strict=True):
        print(f"{path.name}: area {area:.3f} by {FOLDS} folds, {len(files[path.name])} sentences")
    for path in options.judge:
        print(report(judged(estimator, files[path.name]), path.name))
    print(f"\nWritten: {estimator.write(folder)}")


if __name__ == "__main__":
    main()
