"""A text as a vocabulary reads it best: the same words, with other capitals and spaces, and dates with their months.

A student that was begun from a model of another language has pieces for Indonesian words as they stand in a sentence:
behind a space, in small letters, with a capital where that is common. Elsewhere it would read them by pieces that mean
nothing: "menghancurkan" behind a quote as "men", "gh", "an", "cur", "kan", and "Dituntut" in a headline no better.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from translate.language.headlines import WORD, is_abbreviation, is_headline
from translate.language.numbers.months import INDONESIAN_MONTHS
from translate.models.student.capitals import OPENING

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

# A word in small letters behind a sign, but in an address.
INSIDE = re.compile(rf"(?<=[{re.escape(OPENING)}”-])[a-z]+(?:-[a-z]+)*(?!\S*[/@])")
PAIR = re.compile(r"(?<![\w-])([A-Za-z][a-z]+) ([A-Za-z][a-z]+)(?![\w-])")
DATE = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/(\d{4})(?![\d/])")
CLEARLY = 2.0  # how much likelier a word of a headline is in small letters if it may be a name: a logarithm
REPEATED = 3  # letters that both halves of a word have when it is one word twice: "berapi-api"


def readable(text: str, is_common: Callable[[str], bool], reader: SentencePieceProcessor) -> str:
    """Return a text as the vocabulary reads it best, never as more pieces.

    Args:
        text: of one sentence or heading.
        is_common: says of a word whether it is one of the language, and no name.
        reader: the vocabulary.
    """
    return together(apart(in_small_letters(dated(text, reader), is_common, reader), reader), reader)


def dated(text: str, reader: SentencePieceProcessor) -> str:
    """Return a text with the months of its dates in words: "23/10/2023" is cut at random, "23 Oktober 2023" is not."""

    def in_words(match: re.Match[str]) -> str:
        day, month, year = match.groups()
        if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return match[0]
        words = f"{int(day)} {INDONESIAN_MONTHS[int(month) - 1]} {year}"
        return words if len(reader.encode(words)) <= len(reader.encode(match[0])) else match[0]

    return DATE.sub(in_words, text)


def apart(text: str, reader: SentencePieceProcessor) -> str:
    """Return a text with a space before each word that is cut less so: behind a quote, a bracket or a hyphen."""

    def spaced(match: re.Match[str]) -> str:
        lead, word = _lead(match), match[0]
        again = lead.endswith("-") and word[:REPEATED] in lead.lower()
        if again or "/" in lead or "@" in lead:
            return word
        signs, inside, alone = reader.encode([lead, lead + word, word])
        return f" {word}" if len(alone) < len(inside) - len(signs) else word

    return INSIDE.sub(spaced, text)


def together(text: str, reader: SentencePieceProcessor) -> str:
    """Return text with two words as one where the vocabulary has it so, and cuts one of them: "wali kota", "walikota".

    Many words that are written in two now were written in one when the texts were that a model learned from.
    """
    at = 0
    while match := PAIR.search(text, at):
        first, second = match.groups()
        at = match.end(1)
        whole, pieces = first + second.lower(), reader.encode(match[0])
        alike = second[0].islower() or first[0].isupper()  # "di Serang" is in a town, "diserang" is attacked
        if alike and len(pieces) > 2 and len(reader.encode(whole)) == 1:
            text = text[: match.start()] + whole + text[match.end() :]
            at = match.start() + len(whole)
    return text


def in_small_letters(text: str, is_common: Callable[[str], bool], reader: SentencePieceProcessor) -> str:
    """Return a text with the words in small letters that are cut less so.

    These are common words, and in a headline all common words that are cut, and those that are likelier without a
    capital, but the first. "AS" and other short words of capitals only are left as they are.
    """
    headline = is_headline(text)

    def small(match: re.Match[str]) -> str:
        lead, word, other = _lead(match), match[0], match[0].lower()
        if word[0].islower() or is_abbreviation(word):
            return word
        signs, before, after = reader.encode([lead, lead + word, lead + other])
        saved = len(before) - len(after)
        if saved > 0 or (headline and not saved and len(before) > len(signs) + 1):
            return other if is_common(word) else word
        if saved or not headline or match.start() == len(lead):
            return word
        likelier = reader.get_score(after[-1]) - reader.get_score(before[-1])
        return other if likelier > (0 if is_common(word) else CLEARLY) else word

    return WORD.sub(small, text)


def _lead(match: re.Match[str]) -> str:
    """Return what stands before a match without a space: behind a quote a word is cut otherwise than behind a space."""
    return re.split(r"\s", match.string[: match.start()])[-1]
