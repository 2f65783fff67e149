"""Confidence estimation: the probability that a translation is not among the worst quarter of its model's output.

A logistic regression over the features of `translate.models.student.features`. Its coefficients are in
`confidence.json` beside the weights that they were fitted to (`training/confidence.py`), with the SHA-256 of these
weights; for other weights there is no estimate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp
from pathlib import Path

from translate.errors import DamagedModel

FILE = "confidence.json"
MOST = 6.0  # features are clipped to this many standard deviations, the range that was fitted


@dataclass(frozen=True, slots=True)
class WeightedFeature:
    """A feature with its mean and standard deviation in the fitting data, and its weight in log-odds."""

    name: str
    mean: float
    deviation: float
    weight: float

    def __call__(self, features: Mapping[str, float]) -> float:
        """Return the contribution of the feature to the log-odds."""
        standardised = (features[self.name] - self.mean) / self.deviation
        return self.weight * min(MOST, max(-MOST, standardised))


@dataclass(frozen=True, slots=True)
class Estimator:
    """The logistic regression of one student."""

    weights_sha256: str  # of the files of the student
    bias: float  # log-odds
    terms: tuple[WeightedFeature, ...]

    def __call__(self, features: Mapping[str, float]) -> float:
        """Return the probability that a translation with these features is not among the worst quarter."""
        return 1 / (1 + exp(-self.bias - sum(term(features) for term in self.terms)))

    def write(self, folder: Path) -> Path:
        """Write the coefficients beside the weights; return the file."""
        path = folder / FILE
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        return path


def read(folder: Path) -> Estimator | None:
    """Return the estimator in the folder of a model, whatever weights it was fitted to; None if there is none.

    Raises:
        DamagedModel: its file is broken.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        terms = tuple(
            WeightedFeature(str(item["name"]), *(float(item[key]) for key in ("mean", "deviation", "weight")))
            for item in data["terms"]
        )
        return Estimator(str(data["weights_sha256"]), float(data["bias"]), terms)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedModel(
            f"{path} holds no numbers of a confidence ({type(error).__name__}: {error}). Delete it, or get the model "
            "again."
        ) from error
