"""A brief and its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from translate.document.attempts import Refusal
from translate.document.display import counted, page_of, save, shortened
from translate.document.flags import Flag
from translate.document.quantities import Figure
from translate.document.translation import Signature, Translation


class FactKind(StrEnum):
    """What a fact is about."""

    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


class Origin(StrEnum):
    """The origin of a line of a brief."""

    EXTRACTIVE = "extractive"  # translated sentences of the article
    ABSTRACTIVE = "abstractive"  # written by a model, and checked against its evidence


@dataclass(frozen=True, slots=True)
class Point:
    """A line of a brief with the indices of the segments that are its evidence."""

    text: str
    evidence: tuple[int, ...]
    flags: tuple[Flag, ...] = ()  # of these segments
    origin: Origin = Origin.EXTRACTIVE
    refusal: Refusal | None = None  # of the line that a model wrote for it, if that was refused


@dataclass(frozen=True, slots=True)
class Fact:
    """Something named in the article, with the indices of the segments that name it."""

    kind: FactKind
    text: str  # as the article writes it
    value: str  # in the target language: "23 October 2023", "Rp 12.5 trillion"
    evidence: tuple[int, ...]
    figure: Figure | None = None  # the value of a date, time or amount
    unit: str = ""  # of an amount without a currency: "%", or the unit as the article writes it

    @property
    def iso(self) -> str:
        """The date or time in ISO 8601, with `-` for missing parts; empty for other kinds of facts."""
        return str(self.figure.value) if self.figure and self.kind in (FactKind.DATE, FactKind.TIME) else ""


class NoticeCode(StrEnum):
    """The kinds of notices at the top of a brief."""

    ADVERTORIAL = "advertorial"
    FLAGGED = "flagged"
    PASSED_OVER = "passed_over"
    TOO_LONG = "too_long"
    WRITTEN = "written"
    REPLACED = "replaced"
    REFUSED = "refused"
    UNWRITTEN = "unwritten"
    PROSE = "prose"  # the message of an older version, which had no codes


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice at the top of a brief; which fields are set depends on the code."""

    code: NoticeCode
    text: str = ""  # the mark, the model, or the error
    count: int = 0  # of segments or points; the maximum length; the number of the point, from 1
    total: int = 0
    segments: tuple[int, ...] = ()  # that were skipped
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief whose every line names its evidence."""

    headline: Point
    points: tuple[Point, ...]
    facts: tuple[Fact, ...]
    language: str
    signature: Signature
    notices: tuple[Notice, ...] = ()
    translation: Translation | None = field(default=None, repr=False, compare=False)  # that it summarises

    def __str__(self) -> str:
        """Return the headline and the points, each on a line."""
        return "\n".join([self.headline.text, *(f"- {point.text}" for point in self.points)])

    def __repr__(self) -> str:
        """Return a short description: `<Brief en, 4 points, 12 facts: 'Rice Prices Rise'>`."""
        counts = f"{counted(len(self.points), 'point')}, {counted(len(self.facts), 'fact')}"
        return f"<Brief {self.language}, {counts}: {shortened(self.headline.text)}>"

    def _repr_html_(self) -> str | None:
        """Return the brief with its evidence as HTML for a notebook."""
        return None if self.translation is None else page_of(self.translation, self, whole=False)

    def save(self, path: str | Path) -> None:
        """Write the brief with its evidence to a file whose suffix names the format.

        Raises:
            UsageError: the ending names no format, or the brief was made by hand, without a translation.
            WritingError: the file cannot be written.
        """
        save(path, self.translation, self, whole=False)
