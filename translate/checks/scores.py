"""The confidence of a translation.

For the students the chance is estimated that a translation is not in the worst quarter of what they translate
(`translate.models.student.confidence`). So there is a threshold for all of them: below one half, more than half of the
translations are bad. Of other models there is the score alone, a mean log-probability a token, whose exponential is the
geometric mean of the tokens' probabilities: 1 for a model that never hesitated. Models differ in how sure they are, and
a sure model can be wrong, so no threshold is set for it: who sets one has looked at what a model does.
"""

from __future__ import annotations

from math import exp

from translate.document import Attempt, Flag, FlagCode, Hypothesis, Segment
from translate.document.flags import LowConfidence

LEAST = 0.5  # of an estimated confidence, where nothing else is said


def confidence(result: Attempt | Hypothesis | Segment) -> float | None:
    """Return the confidence from 0 to 1: the estimate, else from the score; None without both."""
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
