"""The chance that a translation is not among the worst quarter of what its model translates.

A logistic model weighs the features of `translate.models.student.features`. Its numbers stand in `confidence.json`
beside the weights that they were fitted for (`training/confidence.py`) and name them by their SHA-256: of other weights
they say nothing, and the plain score is left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp
from pathlib import Path

from translate.errors import DamagedModel

FILE = "confidence.json"
MOST = 6.0  # standard deviations from its mean that a feature is taken to be: beyond, nothing was fitted


@dataclass(frozen=True, slots=True)
class Term:
    """A feature with its mean and standard deviation in what was fitted, and its weight in log-odds."""

    name: str
    mean: float
    deviation: float
    weight: float

    def __call__(self, features: Mapping[str, float]) -> float:
        """Return what the feature adds to the log-odds."""
        off = (features[self.name] - self.mean) / self.deviation
        return self.weight * min(MOST, max(-MOST, off))


@dataclass(frozen=True, slots=True)
class Estimator:
    """A logistic model of one student."""

    weights_sha256: str  # of the files of the student
    bias: float  # log-odds
    terms: tuple[Term, ...]

    def __call__(self, features: Mapping[str, float]) -> float:
        """Return the chance that a translation with these features is not among the worst quarter, from 0 to 1."""
        return 1 / (1 + exp(-self.bias - sum(term(features) for term in self.terms)))

    def write(self, folder: Path) -> Path:
        """Write the numbers beside the weights; return the file."""
        path = folder / FILE
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
        return path


def read(folder: Path) -> Estimator | None:
    """Return the estimator in the folder of a model, whatever weights it is for; None if there is none.

    Raises:
        DamagedModel: its file does not hold the numbers of one.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        made = json.loads(path.read_text(encoding="utf-8"))
        terms = tuple(
            Term(str(one["name"]), *(float(one[key]) for key in ("mean", "deviation", "weight")))
            for one in made["terms"]
        )
        return Estimator(str(made["weights_sha256"]), float(made["bias"]), terms)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamagedModel(
            f"{path} holds no numbers of a confidence ({type(error).__name__}: {error}). Delete it, or get the model "
            "again."
        ) from error
