"""A doubt about a translated segment: its kind, and what raised it, as values.

The wording for readers is made by `translate.writers.wording`, in English and Japanese.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from translate.document.quantities import Figure


class FlagCode(StrEnum):
    """The kinds of flags on a translated segment."""

    REPETITION = "REPETITION"
    TOO_SHORT = "TOO_SHORT"
    TOO_LONG = "TOO_LONG"
    SOURCE_ECHO = "SOURCE_ECHO"
    WRONG_SCRIPT = "WRONG_SCRIPT"
    NUMBER_LOST = "NUMBER_LOST"
    NUMBER_ADDED = "NUMBER_ADDED"
    NAME_LOST = "NAME_LOST"
    VERBATIM_LOST = "VERBATIM_LOST"
    TERM_IGNORED = "TERM_IGNORED"
    LOW_SCORE = "LOW_SCORE"
    UNFINISHED = "UNFINISHED"  # the length limit ended the translation
    SPLIT = "SPLIT"  # for the reader's information: translated in pieces


@dataclass(frozen=True, slots=True)
class Empty:
    """TOO_SHORT: there is no translation."""


@dataclass(frozen=True, slots=True)
class LengthRatio:
    """TOO_SHORT, TOO_LONG: characters of the translation for each of the source, and the bound that it exceeds."""

    ratio: float
    limit: float


@dataclass(frozen=True, slots=True)
class Loop:
    """REPETITION: the run of words that repeats."""

    text: str
    times: int
    compression: float  # how many times smaller zlib makes the translation


@dataclass(frozen=True, slots=True)
class Compression:
    """REPETITION: the text compresses too well, though no single run repeats."""

    ratio: float
    limit: float


@dataclass(frozen=True, slots=True)
class Untranslated:
    """SOURCE_ECHO: words of the source that the translation copies."""

    words: tuple[str, ...]
    total: int  # words of the source


@dataclass(frozen=True, slots=True)
class ForeignLetters:
    """WRONG_SCRIPT: letters of a script that the target language does not use."""

    script: str  # "Cyrillic"
    count: int


@dataclass(frozen=True, slots=True)
class JapaneseShare:
    """WRONG_SCRIPT: too few letters of a Japanese translation are Japanese."""

    share: float


@dataclass(frozen=True, slots=True)
class SimplifiedCharacters:
    """WRONG_SCRIPT: Chinese characters that Japanese does not have, the first few."""

    characters: str


@dataclass(frozen=True, slots=True)
class NoKana:
    """WRONG_SCRIPT: Chinese characters alone."""

    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """NUMBER_LOST, NUMBER_ADDED: the figures that one side has and the other lacks."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class CurrencyChanged:
    """NUMBER_LOST: an amount of the source that has another currency in the translation."""

    figure: Figure
    currency: str  # of the translation, ISO 4217


@dataclass(frozen=True, slots=True)
class LostName:
    """A name of the source, and the word of the translation that comes nearest to it."""

    text: str
    sure: bool  # the gazetteer has it, or it is an acronym
    nearest: str = ""
    likeness: float = 0.0  # of the nearest katakana in sound, 0 to 1
    needed: float = 0.0  # likeness from which it would count; 0 where spellings were compared, not sounds


@dataclass(frozen=True, slots=True)
class LostNames:
    """NAME_LOST: names that the translation does not have."""

    names: tuple[LostName, ...]


@dataclass(frozen=True, slots=True)
class LostVerbatim:
    """VERBATIM_LOST: addresses, handles, code, emoji, signs of the source that the translation does not have."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IgnoredTerm:
    """TERM_IGNORED: a term of the glossary as the source writes it, and its prescribed translation."""

    term: str
    expected: str


@dataclass(frozen=True, slots=True)
class LostPlaceholder:
    """TERM_IGNORED: the model dropped or doubled the placeholder of a term, so the term cannot be restored."""

    expected: str


@dataclass(frozen=True, slots=True)
class LowConfidence:
    """LOW_SCORE: how sure the model was, from 0 to 1, and the threshold that this is below."""

    confidence: float
    least: float
    # Whether it is the chance that the sentence is not in the model's worst quarter, as estimated for this model; else
    # it is the geometric mean of the tokens' probabilities.
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class OverBudget:
    """SPLIT: the length of the source in tokens, and how many the model takes."""

    tokens: int
    budget: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Of any flag: a clause in English, from a file of an older version, which kept no values."""

    text: str


FlagData = (
    Empty
    | LengthRatio
    | Loop
    | Compression
    | Untranslated
    | ForeignLetters
    | JapaneseShare
    | SimplifiedCharacters
    | NoKana
    | Figures
    | CurrencyChanged
    | LostNames
    | LostVerbatim
    | IgnoredTerm
    | LostPlaceholder
    | LowConfidence
    | OverBudget
    | Prose
)


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about a segment, with what raised it."""

    code: FlagCode
    data: FlagData | None = None  # None if the code needs no data
