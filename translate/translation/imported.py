"""Translations that were not made here: a person's, out of a translation memory."""

from __future__ import annotations

from collections.abc import Mapping

from translate.document import Attempt, Hypothesis, Step
from translate.models.engines.base import Engine
from translate.translation.pipeline import judge, source_of
from translate.translation.retry import Policy, RetryStep, decoding_of


def imported_attempts(pairs: Mapping[str, str], engine: Engine, policy: Policy) -> dict[str, tuple[Attempt, ...]]:
    """Return imported translations as attempts by source text: checked like any other, and worded as the person did."""
    step = RetryStep(Step.IMPORTED, decoding_of(policy, engine.models))
    made: dict[str, tuple[Attempt, ...]] = {}
    for text, said in pairs.items():
        source = source_of(text, engine, policy)
        made[text] = (judge(source, Hypothesis(said), step, engine, over_budget=False),)
    return made
