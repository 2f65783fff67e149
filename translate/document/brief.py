"""What is made of a translation: a brief and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from translate.document.translation import Flag, Signature


class FactKind(StrEnum):
    """What a fact is about."""

    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


class Origin(StrEnum):
    """How a line of a brief came about."""

    EXTRACTIVE = "extractive"  # translated sentences of the article as they are
    ABSTRACTIVE = "abstractive"  # written anew by a model, and checked against its evidence


@dataclass(frozen=True, slots=True)
class Point:
    """A line of a brief with the indices of the segments it says again."""

    text: str
    evidence: tuple[int, ...]
    flags: tuple[Flag, ...] = ()  # of the segments it is made of
    origin: Origin = Origin.EXTRACTIVE
    note: str = ""  # why what a model wrote for this line was refused, if it was


@dataclass(frozen=True, slots=True)
class Fact:
    """Something named in the article, with the indices of the segments that name it."""

    kind: FactKind
    text: str  # as the article writes it
    value: str  # normalised for the target language: "23 October 2023", "Rp 12.5 trillion"
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A short brief, every line of which names its evidence."""

    headline: Point
    points: tuple[Point, ...]
    facts: tuple[Fact, ...]
    language: str
    signature: Signature
    notices: tuple[str, ...] = ()  # said to the reader first: that the article was paid for

    def __str__(self) -> str:
        """Return the headline and the points, a line each."""
        return "\n".join([self.headline.text, *(f"- {point.text}" for point in self.points)])
