"""Figures set above or below the line, as the characters that Unicode has for them.

>>> raised("2"), lowered("2")
('²', '₂')
"""

from __future__ import annotations

RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def raised(text: str) -> str:
    """Return `text` with its figures raised, so that "5,6" with a note 2 does not become "5,62"."""
    return text.translate(RAISED) if any(character.isdecimal() for character in text) or text == "n" else text


def lowered(text: str) -> str:
    """Return `text` with its figures lowered: "CO" and "2" is "CO₂"."""
    return text.translate(LOWERED) if any(character.isdecimal() for character in text) else text
