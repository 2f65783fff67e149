"""What the model's own score says of a translation.

A score is a mean log-probability a token, so its exponential is the geometric mean of the tokens' probabilities: 1 for
a model that never hesitated. Models differ in how sure they are, and a sure model can be wrong, so no threshold is set
here: who sets one has looked at what a model does.
"""

from __future__ import annotations

from math import exp

from translate.document import Flag, FlagCode
from translate.document.flags import LowConfidence


def confidence(score: float) -> float:
    """Return the geometric mean of the tokens' probabilities, between 0 and 1."""
    return min(1.0, exp(score))


def check_score(score: float | None, least: float) -> tuple[Flag, ...]:
    """Return LOW_SCORE where the confidence is below `least`; nothing where the engine has no scores."""
    if score is None or confidence(score) >= least:
        return ()
    return (Flag(FlagCode.LOW_SCORE, LowConfidence(confidence(score), least)),)
