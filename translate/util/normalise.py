"""Unicode normalisation (NFC, `\\n` line ends, plain spaces, no invisible characters), and raised figures."""

from __future__ import annotations

import unicodedata

from translate.patterns import regex

# Zero-width and direction marks, soft hyphens, byte order marks: invisible, and they split words for a model.
INVISIBLE = regex("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners are meaningful after emoji and in scripts beyond Latin, Greek and Cyrillic; elsewhere they are noise.
JOINERS = regex("(?<![\u0600-\u1dff\u2190-\U0010ffff])[\u200c\u200d]+")
LINE_ENDS = regex("\r\n|[\r\v\f\x1c-\x1e\u0085\u2028\u2029]")
SPACES = regex("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
CONTROLS = regex("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
SURROGATES = regex("[\ud800-\udfff]")  # unpaired surrogates cannot be encoded
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def normalise(text: str) -> str:
    """Return `text` in NFC with `\\n` line ends and plain spaces; tabs stay, other controls become spaces.

    >>> normalise("\\ufeffharga\\u00a0beras\\r\\nnaik")
    'harga beras\\nnaik'
    """
    text = LINE_ENDS.sub("\n", INVISIBLE.sub("", text))
    text = SURROGATES.sub("\ufffd", CONTROLS.sub(" ", SPACES.sub(" ", text)))
    return unicodedata.normalize("NFC", JOINERS.sub("", text))


def raised(text: str) -> str:
    """Return `text` with its figures raised, so that "5,6" with a note 2 does not become "5,62"."""
    return text.translate(RAISED) if any(character.isdecimal() for character in text) or text == "n" else text


def lowered(text: str) -> str:
    """Return `text` with its figures lowered: "CO" and "2" is "CO₂"."""
    return text.translate(LOWERED) if any(character.isdecimal() for character in text) else text
