"""Split sentences into pieces within a model's token budget."""

from __future__ import annotations

import re
from collections.abc import Callable

from translate.document import Role

# Roles whose sentences are copied into the translation.
PASSING_ROLES = frozenset({Role.DATELINE, Role.CREDIT, Role.ADVERTORIAL, Role.PAGE})

# Where a sentence that is too long may be split, best first. A comma inside a number has no space after it.
CUTS = (re.compile(r"[;:]\s+"), re.compile(r",\s+"), re.compile(r"\s+"), re.compile(r"(?s)."))

# Each piece must have at least this share of the sentence, or it lacks context.
LEAST_SHARE = 0.2


def fit(text: str, count_tokens: Callable[[str], int], budget: int) -> tuple[str, ...]:
    """Return `text` halved until every piece has at most `budget` tokens; a single character is never cut."""
    if count_tokens(text.strip()) <= budget:
        return (text,)
    halves = halve(text)
    if len(halves) == 1:
        return halves
    return tuple(piece for half in halves for piece in fit(half, count_tokens, budget))


def halve(text: str, *, within_words: bool = True) -> tuple[str, ...]:
    """Return `text` in two, split at the best place near its middle: after ; or :, else after a comma, else at a space.

    Without such a place it is split inside a word, or, with `within_words=False`, returned whole.

    >>> halve("Hujan turun sejak pagi, jalan tergenang.")
    ('Hujan turun sejak pagi, ', 'jalan tergenang.')
    """
    core = text.strip()
    least = max(1, int(LEAST_SHARE * len(core)))
    first = len(text) - len(text.lstrip()) + least
    last = len(text.rstrip()) - least
    for cut in CUTS if within_words else CUTS[:-1]:
        places = [match.end() for match in cut.finditer(text, 0, last + 1) if first <= match.end() <= last]
        if places:
            middle = min(places, key=lambda place: abs(2 * place - first - last))
            return (text[:middle], text[middle:])
    return (text,)
