"""Tokens of a sentence (words, numbers, marks) with their offsets, for the rules for names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

TOKEN = re.compile(r"[^\W\d_](?:[\w’'‘`-]*\w)?|\d[\d.,]*\d|\d|[^\w\s]|_")

ENDS = frozenset('.?!)"”')


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with its offsets in the sentence."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        """Whether it is a single capital, such as an initial."""
        return len(self.text) == 1 and self.text.isupper()


@lru_cache(maxsize=256)  # ten rules ask for the same sentence
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the words, numbers and marks of `text` in order."""
    return tuple(Token(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text))


def is_headline(tokens: tuple[Token, ...]) -> bool:
    """Return whether capitals mark no names: five words or more, nearly all with a capital, and no full stop."""
    words = [token for token in tokens if token.text[0].isalpha()]
    capitals = sum(token.capital for token in words)
    return len(words) >= 5 and capitals >= 0.75 * len(words) and tokens[-1].text not in ENDS
