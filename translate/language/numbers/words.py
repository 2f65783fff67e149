"""Numbers made of words and digits, for languages that build them as Indonesian and English do.

Both put digit, ten and hundred before a scale word (thousand, million): "dua ratus tiga puluh lima ribu", "235
thousand". A lexicon names the part of each word; `runs` separates adjacent numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from translate.language.numbers.literals import BEFORE_DIGITS, LITERAL, read_literal
from translate.patterns import regex

NONE: tuple[Decimal, ...] = (Decimal(0),)
ONCE: tuple[Decimal, ...] = (Decimal(1),)
MILLION = 10**6


class Part(Enum):
    """What a word does in a number."""

    ADD = auto()  # "tiga", "twenty", "seratus": stands for its value
    TIMES = auto()  # "puluh", "ratus", "hundred": multiplies the digit before it
    TEEN = auto()  # "belas": adds ten to the digit before it
    SCALE = auto()  # "ribu", "million": multiplies all since the last scale word
    ONE = auto()  # "seribu", "a million": a scale word with its one


@dataclass(frozen=True, slots=True)
class Word:
    """A number word: its part, its value, and below which value a further word must stay to belong to it."""

    part: Part
    value: Decimal
    room: int = 1


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """One number: its place, the values it can have, and how it is written."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    digits: bool  # begins with digits
    scale: Decimal  # of its last scale word, else 1


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language writes numbers."""

    lexicon: Mapping[str, Word]
    decimal_mark: str
    pattern: re.Pattern[str]  # one word or literal; what stands between two of a number is in `gap`
    gap: re.Pattern[str]


def grammar(lexicon: Mapping[str, Word], decimal_mark: str, gap: str) -> Grammar:
    """Compile a lexicon."""
    alone = "|".join(sorted((re.escape(word) for word in lexicon if len(word) > 1), key=len, reverse=True))
    words = "|".join(sorted(map(re.escape, lexicon), key=len, reverse=True))
    pattern = rf"(?<![0-9A-Za-z])(?P<word>{alone})(?![0-9A-Za-z])|"
    pattern += rf"(?:{BEFORE_DIGITS}|(?<=[0-9][x×]))(?P<literal>{LITERAL})"
    glued = rf"|(?<=[0-9])(?P<glued>{words})(?![0-9A-Za-z])"  # "12,5jt", "5rb", "3m"
    return Grammar(lexicon, decimal_mark, re.compile(pattern + glued, re.I), regex(gap, re.I))


class _Number:
    """A number being read."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.total = NONE
        self.group: tuple[Decimal, ...] | None = None
        self.room = 1000  # what may still be added to the group
        self.scale: Decimal | None = None
        self.digits = self.literal = False

    def accepts(self, word: Word) -> bool:
        """Return whether the word can continue this number."""
        if word.part is Part.SCALE and self._is_thousands(word):
            return True
        if word.part is Part.SCALE:
            return self.group is not None and (self.scale is None or word.value < self.scale)
        if word.part is Part.ONE:
            return self.group is None and self.scale is not None and word.value < self.scale
        if word.part is Part.ADD:
            if self.digits:  # "1,7 juta empat tahun lalu": digits do not go on in words
                return False
            return not self.literal and word.value < self.room
        whole = self.group is not None and not self.literal and self.group[0] % 10 != 0
        if word.part is Part.TIMES and word.value == 100 and self.literal:
            return True  # "5 ratus"
        return whole and (word.part is not Part.TEEN or self.room == 1)

    def _is_thousands(self, word: Word) -> bool:
        """Return whether a scale word multiplies another: "10 ribu triliun"."""
        return self.group is None and self.scale == 1000 and word.value >= MILLION

    def push(self, word: Word, end: int, *, letter: bool = False) -> None:
        """Continue the number with a word that was accepted."""
        group = self.group or (ONCE if word.part is Part.ONE else NONE)
        if word.part is Part.ADD:
            self.group, self.room = tuple(value + word.value for value in group), word.room
        elif word.part is Part.TEEN:
            self.group, self.room = tuple(value + 10 for value in group), 1
        elif word.part is Part.TIMES:
            if self.literal or group[0] < 100:  # "5 ratus", "dua puluh", "fifteen hundred"
                self.group = tuple(value * word.value for value in group)
            if not self.literal and word.value == 10:
                self.group = tuple(value - value % 10 + value % 10 * word.value for value in group)
            self.room, self.literal = int(word.value), False
        elif self._is_thousands(word):
            self.total, self.scale = tuple(total * word.value for total in self.total), word.value
        else:
            self.total = tuple(total + value * word.value for total in self.total for value in group)
            if letter:  # "30m" may be metres
                self.total += group
            self.group, self.room, self.scale, self.literal = None, 1000, word.value, False
        self.end = end

    def start_literal(self, values: tuple[Decimal, ...], end: int) -> None:
        """Continue the number with digits."""
        self.digits = self.digits or self.scale is None
        self.group, self.literal, self.end = values, True, end

    def run(self) -> ParsedNumber:
        """Return the number read."""
        group = self.group or NONE
        values = tuple(dict.fromkeys(total + value for total in self.total for value in group))
        return ParsedNumber(self.start, self.end, values, self.digits, self.scale or Decimal(1))


def runs(text: str, rules: Grammar) -> list[ParsedNumber]:
    """Return the numbers of a text, in order. Digits that are no number ("1.2.3") are left out."""
    found: list[ParsedNumber] = []
    number: _Number | None = None
    matches = list(rules.pattern.finditer(text))
    for index, match in enumerate(matches):
        near = number is not None and rules.gap.fullmatch(text, number.end, match.start()) is not None
        word = rules.lexicon.get((match["word"] or match["glued"] or "").lower())
        if number is not None and word is not None and near and number.accepts(word):
            number.push(word, match.end(), letter=len(match[0]) == 1)
            continue
        values = read_literal(match["literal"], rules.decimal_mark) if match["literal"] else ()
        if number is not None and values and near and _goes_on(number, matches, index, text, rules):
            number.start_literal(values, match.end())
            continue
        if number is not None:
            found.append(number.run())
        number = None
        if values or (word is not None and word.part in (Part.ADD, Part.ONE)):
            number = _Number(match.start())
            if word is not None:
                number.push(word, match.end())
            else:
                number.start_literal(values, match.end())
    return [*found, number.run()] if number is not None else found


def _goes_on(number: _Number, matches: list[re.Match[str]], index: int, text: str, rules: Grammar) -> bool:
    """Return whether digits after a scale word are its second half: "2 miliar 300 juta", not "2 juta 5 orang"."""
    if number.scale is None or number.group is not None or index + 1 == len(matches):
        return False
    word = rules.lexicon.get((matches[index + 1][0]).lower())
    near = rules.gap.fullmatch(text, matches[index].end(), matches[index + 1].start())
    return word is not None and word.part is Part.SCALE and word.value < number.scale and near is not None
