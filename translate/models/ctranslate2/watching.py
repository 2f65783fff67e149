"""Follow a greedy batch of CTranslate2 token by token."""

from __future__ import annotations

from typing import Any


class Watch:
    """Collects each token of a greedy batch as it is made, and ends each row at its own limit."""

    def __init__(self, limits: list[int]) -> None:
        """Take the most tokens of each row."""
        self.limits = limits
        self.tokens: list[list[int]] = [[] for _ in limits]
        self.scores: list[list[float]] = [[] for _ in limits]  # natural log-probabilities; 0 for a forced token

    def __call__(self, step: Any) -> bool:
        """Take a step of one row; True ends the row."""
        row: int = step.batch_id
        self.tokens[row].append(step.token_id)
        self.scores[row].append(step.log_prob)
        return len(self.tokens[row]) == self.limits[row]
