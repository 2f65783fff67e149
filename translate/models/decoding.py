"""The settings of one decoding run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate.errors import UsageError, expect


@dataclass(frozen=True, slots=True)
class Decoding:
    """Decoding settings that can change a translation; batching is none.

    `str()` is their form in a signature: "greedy", "beam-4", "greedy+norepeat-3".
    """

    beams: int = 1  # hypotheses kept at each step; 1 is greedy, the fastest
    no_repeat_ngram: int = 0  # forbid the hypothesis to repeat any run of this many tokens; 0 allows all

    def __post_init__(self) -> None:
        """Refuse impossible values."""
        expect(self.beams, int, "beams", "a whole number, such as 4")
        expect(self.no_repeat_ngram, int, "no_repeat_ngram", "a whole number, such as 3")
        if self.beams < 1 or self.no_repeat_ngram < 0:
            raise UsageError(f"{self!r}: beams must be 1 or more, no_repeat_ngram 0 or more.")

    def __str__(self) -> str:
        """Name the settings for a signature."""
        name = "greedy" if self.beams == 1 else f"beam-{self.beams}"
        return f"{name}+norepeat-{self.no_repeat_ngram}" if self.no_repeat_ngram else name


def length_limit(source_tokens: int) -> int:
    """Return how many new tokens a translation of `source_tokens` tokens may have.

    Twice the source and a little: far more than Indonesian needs in English or Japanese, and enough to end a loop soon.
    """
    return 2 * source_tokens + 16


def banned(tokens: Sequence[int], size: int) -> list[int]:
    """Return the next tokens that would repeat an n-gram of `size` tokens in `tokens`; the prompt does not count."""
    if size == 0 or len(tokens) < size:
        return []
    tail = tuple(tokens[len(tokens) - size + 1 :])
    starts = range(len(tokens) - size + 1)
    return sorted({tokens[i + size - 1] for i in starts if tuple(tokens[i : i + size - 1]) == tail})
