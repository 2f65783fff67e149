"""Title case: recognise Indonesian headlines, and write their English translations as headlines.

Models are trained on sentence case. In title case they take common words for names and copy or garble them: "Dinas
Dituntut 6 Tahun Penjara" (`bench/history.md`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from translate.document import Hypothesis
from translate.language.lexicon import is_english

WORD = re.compile(r"[^\W\d_][\w'’]*(?:-\w+)*")
_PART = re.compile(r"(?<!\w)[^\W\d_][\w'’]*")  # of a word with hyphens
_MARKING = re.compile(r"[\w:]")  # matches before the first word, and before the first after a colon
_STOP = re.compile(r"(?<!\b\w)\.$")  # but not of "U.S."
LEAST = 3  # words with a capital that a headline has
# Words that Indonesian title case leaves in small letters (EYD V, "Huruf kapital").
PARTICLES = re.compile(
    "(?:agar|atau|bagi|dalam|dan|dari|demi|dengan|di|hingga|itu|ini|ke|kepada|oleh|pada|sampai|sebagai|serta|terhadap"
    "|tentang|untuk|yang)"
)
# The same of English headlines: articles, conjunctions and short prepositions (Chicago Manual of Style, 8.159).
SMALL = re.compile(
    "(?:an?|the|and|but|or|nor|as|at|by|for|from|in|into|of|off|on|onto|out|over|per|than|to|up|via|with)"
)
SHOUTED = 4  # letters that a word of capitals only has at least; a shorter one is an abbreviation


def is_headline(text: str) -> bool:
    """Return whether a text is in title case, so that its capitals mark no names.

    >>> is_headline("Harga Beras Naik di Jakarta"), is_headline("Presiden Joko Widodo tiba di Jakarta")
    (True, False)
    """
    words = [word for word in WORD.findall(text) if not any(letter.isdigit() for letter in word)]  # "ke-87" is none
    small = [word for word in words if word[0].islower()]
    return all(map(PARTICLES.fullmatch, small)) and len(words) - len(small) >= LEAST


def is_abbreviation(word: str) -> bool:
    """Return whether a word of capitals only is short enough to be an abbreviation: "AS", "KPK"."""
    return word.isupper() and len(word) < SHOUTED


def as_headline(text: str) -> str:
    """Return an English text in title case; the first word and one behind a colon are always capitalised.

    >>> as_headline("the price of rice rises in Jakarta: what now?")
    'The Price of Rice Rises in Jakarta: What Now?'
    """

    ended = 0  # the word before

    def large(match: re.Match[str]) -> str:
        nonlocal ended
        word, before = match[0], _MARKING.findall(text, ended, match.start())
        inside = before[-1] != ":" if before else ended > 0
        ended = match.end()
        if word != word.lower() or (inside and SMALL.fullmatch(word)):
            return word
        return word[0].upper() + word[1:]

    return _PART.sub(large, text)


def as_sentence(text: str, source: str) -> str:
    """Return an English headline in sentence case; words that the source has, too, keep their capitals.

    >>> as_sentence("Government Raises Price of Rice in Jakarta: Bank Mandiri", "Harga Beras di Jakarta: Bank Mandiri")
    'Government raises price of rice in Jakarta: Bank Mandiri'
    """
    kept, first = frozenset(_PART.findall(source)), True

    def small(match: re.Match[str]) -> str:
        nonlocal first
        word, begins, first = match[0], first, False
        return word if begins or word in kept or word[1:] != word[1:].lower() or not is_english(word) else word.lower()

    return _PART.sub(small, text)


def written_as(text: str, hypothesis: Hypothesis, *, source: str, target: str, headlines: bool = True) -> Hypothesis:
    """Return an English hypothesis in title case if its Indonesian source is in title case; else unchanged.

    A full stop at its end that the source does not have is removed. Without `headlines` it is in sentence case, for
    another model.
    """
    if (source, target) != ("id", "en") or not is_headline(text):
        return hypothesis
    if not headlines:
        return replace(hypothesis, text=as_sentence(hypothesis.text, text))
    written = hypothesis.text if text.rstrip().endswith(".") else _STOP.sub("", hypothesis.text)
    return replace(hypothesis, text=as_headline(written))
