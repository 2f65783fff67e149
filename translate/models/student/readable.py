"""Normalise a text so that the vocabulary splits fewer words: capitals, spaces, and months of dates in words.

The vocabulary of a student has pieces for Indonesian words as they occur within a sentence: after a space, in lower
case, capitalised where that is common. Elsewhere words are split into meaningless pieces: "menghancurkan" after a quote
into "men", "gh", "an", "cur", "kan", and "Dituntut" in a headline likewise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from translate.language.calendar import INDONESIAN_MONTHS
from translate.language.headlines import WORD, is_abbreviation, is_headline
from translate.models.student.capitals import OPENING

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

# A word in lower case after a quote, bracket or hyphen, but not in an address.
INSIDE = re.compile(rf"(?<=[{re.escape(OPENING)}”-])[a-z]+(?:-[a-z]+)*(?!\S*[/@])")
PAIR = re.compile(r"(?<![\w-])([A-Za-z][a-z]+) ([A-Za-z][a-z]+)(?![\w-])")
DATE = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/(\d{4})(?![\d/])")
CLEARLY = 2.0  # log-probability by which lower case must be likelier for a word of a headline that may be a name
REPEATED = 3  # common letters that show a reduplication: "berapi-api"


def readable(text: str, is_common: Callable[[str], bool], reader: SentencePieceProcessor) -> str:
    """Return a text with fewer pieces in the vocabulary, never more.

    Args:
        text: of one sentence or heading.
        is_common: whether a word is an ordinary word of the language and no name.
        reader: the vocabulary.
    """
    return together(apart(in_small_letters(dated(text, reader), is_common, reader), reader), reader)


def dated(text: str, reader: SentencePieceProcessor) -> str:
    """Return a text with the months of numeric dates in words: "23 Oktober 2023" is split better than "23/10/2023"."""

    def in_words(match: re.Match[str]) -> str:
        day, month, year = match.groups()
        if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
            return match[0]
        words = f"{int(day)} {INDONESIAN_MONTHS[int(month) - 1]} {year}"
        return words if len(reader.encode(words)) <= len(reader.encode(match[0])) else match[0]

    return DATE.sub(in_words, text)


def apart(text: str, reader: SentencePieceProcessor) -> str:
    """Return a text with a space before each word after a quote, bracket or hyphen that is then split less."""

    def spaced(match: re.Match[str]) -> str:
        lead, word = _lead(match), match[0]
        again = lead.endswith("-") and word[:REPEATED] in lead.lower()
        if again or "/" in lead or "@" in lead:
            return word
        signs, inside, alone = _encoded((lead, lead + word, word), reader)
        return f" {word}" if len(alone) < len(inside) - len(signs) else word

    return INSIDE.sub(spaced, text)


def together(text: str, reader: SentencePieceProcessor) -> str:
    """Return text with two words joined if the vocabulary has them as one piece and splits one: "wali kota",
    "walikota".

    Many words that are now written in two were written in one in the training data.
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
    """Return a text with words in lower case that are then split less.

    These are common words; in a headline also all common words that are split, and words but the first that the
    vocabulary finds likelier in lower case. "AS" and other short words in capitals stay.
    """
    headline = is_headline(text)

    def small(match: re.Match[str]) -> str:
        lead, word, other = _lead(match), match[0], match[0].lower()
        if word[0].islower() or is_abbreviation(word):
            return word
        signs, before, after = _encoded((lead, lead + word, lead + other), reader)
        saved = len(before) - len(after)
        if saved > 0 or (headline and not saved and len(before) > len(signs) + 1):
            return other if is_common(word) else word
        if saved or not headline or match.start() == len(lead):
            return word
        likelier = reader.get_score(after[-1]) - reader.get_score(before[-1])
        return other if likelier > (0 if is_common(word) else CLEARLY) else word

    return WORD.sub(small, text)


def _encoded(texts: tuple[str, ...], reader: SentencePieceProcessor) -> list[list[int]]:
    """Return the pieces of each text; for a list of texts sentencepiece would start threads, which cost far more."""
    return [reader.encode(text) for text in texts]


def _lead(match: re.Match[str]) -> str:
    """Return the characters between the last space and a match; after a quote a word is split differently."""
    return re.split(r"\s", match.string[: match.start()])[-1]
