"""The value of a number in a text, independent of its form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class QuantityKind(StrEnum):
    """What a quantity counts."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    ORDINAL = "ordinal"
    OPAQUE = "opaque"  # a telephone number, a plate, a model name: no amount


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a part of one; at least one field is known."""

    year: int | None = None
    month: int | None = None  # 1 to 12
    day: int | None = None  # 1 to 31

    def __str__(self) -> str:
        """Return an ISO 8601 date, with `-` for unknown fields."""
        year = f"{self.year:04d}" if self.year is not None else "-"
        parts = [f"{part:02d}" if part is not None else "-" for part in (self.month, self.day)]
        return "-".join([year, *parts]).removesuffix("--").removesuffix("--")

    @classmethod
    def parse(cls, text: str) -> Day:
        """Return the date that `str` writes as `text`.

        Raises:
            ValueError: it is no date.

        >>> [Day.parse(str(day)) == day for day in (Day(2023, 10, 23), Day(None, 2, 6), Day(2024), Day(day=6))]
        [True, True, True, True]
        """
        found = re.fullmatch(r"([0-9]{4}|-)(?:-([0-9]{2}|-))?(?:-([0-9]{2}|-))?", text)
        if found is None:
            raise ValueError(f"{text!r} is no date")
        return cls(*(int(part) if part and part != "-" else None for part in found.groups()))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. The zone is kept for display; two times that differ only in the zone are equal."""

    hour: int  # 0 to 24
    minute: int = 0
    zone: str | None = field(default=None, compare=False)  # "WIB", "WITA", "WIT", "GMT", ...

    def __str__(self) -> str:
        """Return `13:21`."""
        return f"{self.hour:02d}:{self.minute:02d}"


Value = Decimal | Day | Clock | str  # str: the characters of an opaque quantity


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a number, amount, date or time, without its position in a text."""

    kind: QuantityKind
    value: Value
    text: str = ""  # as it is written
    currency: str | None = None  # ISO 4217, only of MONEY


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, amount, date or time with its position in a text.

    `alternatives` are other possible values of the same form: "1.500" in English is 1.5, or 1500 if an Indonesian
    separator was copied. `certain` is False for words that may be no number ("satu" is also an article, "kedua" is also
    "both"), for small spelled-out numbers and ordinals, which translations often rephrase, and for names that contain
    digits: checks must not require them.

    An approximate amount ("1.500-an", "ratusan juta") has an inclusive lower and an exclusive upper bound.
    """

    kind: QuantityKind
    value: Value
    text: str
    start: int
    end: int
    currency: str | None = None  # ISO 4217, only of MONEY
    alternatives: tuple[Value, ...] = ()
    certain: bool = True
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def approximate(self) -> bool:
        """Whether the amount is approximate."""
        return self.low is not None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every possible value, the likeliest first."""
        return (self.value, *self.alternatives)

    @property
    def figure(self) -> Figure:
        """The value without position and alternatives."""
        return Figure(self.kind, self.value, self.text, self.currency)
