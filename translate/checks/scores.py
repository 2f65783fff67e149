"""The confidence of a translation.

For the students it is the estimated probability that a translation is not in their worst quarter, by
`translate.models.student.confidence`. So one threshold fits them all: below one half, more than half are
bad. For other models it is the exponential of the score (the mean log-probability per token). Models differ in
calibration, so there is no default threshold for it; users can set one.
"""

from __future__ import annotations

from math import exp

from translate.document import Attempt, Flag, FlagCode, Hypothesis, Segment
from translate.document.flags import LowConfidence

LEAST = 0.5  # default threshold of an estimated confidence


def confidence(result: Attempt | Hypothesis | Segment) -> float | None:
    """Return the confidence from 0 to 1: the estimate, else the exponential of the score; None without either."""
    if result.confidence is not None:
        return result.confidence
    return None if result.score is None else min(1.0, exp(result.score))


def check_score(result: Attempt, least: float) -> tuple[Flag, ...]:
    """Return LOW_SCORE if the confidence is below `least`."""
    sure = confidence(result)
    if sure is None or sure >= least:
        return ()
    return (Flag(FlagCode.LOW_SCORE, LowConfidence(sure, least, result.confidence is not None)),)


def check_estimate(result: Attempt) -> tuple[Flag, ...]:
    """Return LOW_SCORE if the confidence is estimated and below `LEAST`."""
    return () if result.confidence is None else check_score(result, LEAST)
