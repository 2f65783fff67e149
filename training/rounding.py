"""Quantise weights to 8 bits with the least change of the products on real inputs.

The rounding error of one input's weights is compensated by those of the inputs after it, as far as these correlate with
it (GPTQ; Frantar et al. 2023).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from translate.models.student.marian_file import Floats

MOST = 127  # maximum absolute quantised weight
CUT = (0.8, 1.0)  # range of the clipping scale, as shares of the greatest weight; the best is taken
ENOUGH = 3  # minimum rows per input for correlations, else plain rounding
STEADY = 0.01  # damping: share of the mean square input added to each

Doubles = np.ndarray[Any, np.dtype[np.float64]]


class Rounded(NamedTuple):
    """A weight in 8 bits."""

    numbers: np.ndarray[Any, np.dtype[np.int8]]  # as the weight
    scale: float  # factor of the original weights


def plainly(weight: Floats) -> Rounded:
    """Return each number rounded to the nearest step."""
    scale = MOST / float(np.abs(weight).max())
    return Rounded(np.rint(weight * scale).astype(np.int8), scale)


def rounded(weight: Floats, moments: Doubles, rows: int) -> Rounded:
    """Return the weight of a product in 8 bits.

    Args:
        weight: (inputs, outputs).
        moments: sum of the products of input pairs over all rows (inputs, inputs).
        rows: number of rows.
    """
    if rows < ENOUGH * len(weight):
        return plainly(weight)
    greatest = float(np.abs(weight).max())
    tried = [_made_up(weight, moments, MOST / (greatest * part)) for part in CUT] + [plainly(weight)]
    return min(tried, key=lambda candidate: harm(weight, candidate, moments))


def harm(weight: Floats, quantised: Rounded, moments: Doubles) -> float:
    """Return the summed squared error of the products over all rows."""
    wrong = weight - quantised.numbers / np.float64(quantised.scale)
    return float(np.sum(wrong * (moments @ wrong)))


def _made_up(weight: Floats, moments: Doubles, scale: float) -> Rounded:
    left = weight.astype(np.float64)
    steady = moments + np.eye(len(moments)) * (STEADY * np.trace(moments) / len(moments))
    shares = np.linalg.cholesky(np.linalg.inv(steady)).T
    numbers = np.zeros(weight.shape, np.int8)
    for at, share in enumerate(shares):
        numbers[at] = np.clip(np.rint(left[at] * scale), -MOST, MOST)
        wrong = (left[at] - numbers[at] / scale) / share[at]
        left[at:] -= np.outer(share[at:], wrong)
    return Rounded(numbers, scale)
