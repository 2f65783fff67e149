"""Glossary terms and placeholders in the input of an engine, and their restoration in its output.

English terms replace the Indonesian ones in the input: the model copies the words and makes articles and plurals agree.
Japanese words in an Indonesian sentence disturb small models more than they help, so there a placeholder ("X1") stands
for the term and is replaced afterwards; likewise, in every language, for what `translate.language.verbatim` finds.
Measurements: bench/history.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.document import Flag, FlagCode
from translate.document.flags import LostPlaceholder, LostVerbatim
from translate.language.edits import with_edits
from translate.language.glossary.checking import expected
from translate.language.glossary.matching import Match, find
from translate.language.glossary.table import Glossary
from translate.language.numbers import find_quantities, format_quantity
from translate.language.verbatim import MAGNITUDE, VerbatimKind, VerbatimPiece, closes, folded

PREFIXES = ("X", "Z", "Q", "XQ", "ZQX")  # of placeholders; the first that the text does not contain


@dataclass(frozen=True, slots=True)
class EngineInput:
    """The input of an engine, with the terms and pieces that its placeholders stand for."""

    text: str
    tokens: tuple[tuple[str, str], ...] = ()  # (placeholder, the term it stands for)
    pieces: tuple[tuple[str, VerbatimPiece], ...] = ()  # (placeholder, the piece it stands for), also "m2" for "m²"
    target: str = ""  # language in which amounts are restored

    def restore(self, hypothesis: str) -> str:
        """Return a translation with its placeholders replaced by the terms and pieces."""
        for token, term in self.tokens:
            space = "" if term.isascii() else r"\s*"  # Japanese has none around a word
            hypothesis = re.sub(rf"{space}{_alone(token)}{space}", term.replace("\\", r"\\"), hypothesis)
        for token, kept in self.pieces:
            closing = closes(kept)
            before, behind = (r"\s*" if closing else ""), (r"\s*" if closing is False else "")
            pattern = _alone(token) if folded(kept) else _loosely(token)
            restored = in_target(kept, self.target).replace("\\", r"\\")
            hypothesis = re.sub(f"{before}{pattern}{behind}", restored, hypothesis)
        return hypothesis

    def keeps(self, hypothesis: str) -> bool:
        """Return whether the placeholder of each term occurs exactly once in a translation."""
        return all(len(re.findall(_alone(token), hypothesis)) == 1 for token, _ in self.tokens)

    def doubts(self, hypothesis: str) -> tuple[Flag, ...]:
        """Return a flag for every term with a placeholder if one was lost, and for lost pieces of kind FOREIGN.

        Other pieces have a check of their own.
        """
        kept = self.keeps(hypothesis)
        lost = (term for _, term in self.tokens if not kept)
        flags = tuple(Flag(FlagCode.TERM_IGNORED, LostPlaceholder(term)) for term in lost)
        foreign = ((token, piece) for token, piece in self.pieces if piece.kind is VerbatimKind.FOREIGN)
        lost_pieces = tuple(
            dict.fromkeys(piece.text for token, piece in foreign if not re.search(_loosely(token), hypothesis))
        )
        return (*flags, Flag(FlagCode.VERBATIM_LOST, LostVerbatim(lost_pieces))) if lost_pieces else flags


def place(
    text: str, matches: Sequence[Match], target: str, *, between: str | None = None, kept: Sequence[VerbatimPiece] = ()
) -> EngineInput:
    """Return `text` with these of its terms in the target language, and placeholders for the pieces that are `kept`.

    In a pivot the terms are in the language `between` its legs, the only one that the first model can write. A term
    inside a kept piece is part of that piece.
    """
    language = between if between and all(match.term.translations(between) for match in matches) else target
    prefix = next((p for p in PREFIXES if not re.search(rf"{p}\d", text)), PREFIXES[-1])
    edits: list[tuple[int, int, str]] = []
    tokens: list[tuple[str, str]] = []
    pieces: list[tuple[str, VerbatimPiece]] = []
    free = [m for m in matches if all(m.end <= item.start or item.end <= m.start for item in kept)]
    spans: list[Match | VerbatimPiece] = [*free, *kept]
    for piece in sorted(spans, key=lambda item: item.start):
        token = f"{prefix}{len(tokens) + len(pieces) + 1}"
        if isinstance(piece, VerbatimPiece):
            plain = folded(piece)
            pieces.append((plain or token, piece))
            put_in = plain or _apart(text, piece, token)
        else:
            put_in = expected(piece, language)
            if piece.term.verbatim or language == "ja":
                tokens.append((token, put_in))
                put_in = token
        edits.append((piece.start, piece.end, put_in))
    return EngineInput(with_edits(text, edits), tuple(tokens), tuple(pieces), target)


def _apart(text: str, kept: VerbatimPiece, token: str) -> str:
    """Return a placeholder with a space where it would join a word."""
    before = " " if text[kept.start - 1 : kept.start].isalnum() and kept.start else ""
    return before + token + (" " if text[kept.end : kept.end + 1].isalnum() else "")


def in_target(kept: VerbatimPiece, target: str) -> str:
    """Return a piece as the translation has it: unchanged, but an amount such as "€50 juta" is localised."""
    if kept.kind is VerbatimKind.FOREIGN and re.search(MAGNITUDE, kept.text):
        amounts = find_quantities(kept.text, "id")
        if len(amounts) == 1 and (amounts[0].start, amounts[0].end) == (0, len(kept.text)):
            return format_quantity(amounts[0], target) or kept.text
    return kept.text


def terms_fingerprint(text: str, glossary: Glossary, target: str) -> str:
    """Return a hash of the glossary terms in a text, "" without any; the same hash means the same translation.

    It is 16 digits of a SHA-256 of the terms found: their places, their accepted translations, and their English names,
    which a pivot and `expand_terms` use.
    """
    found = [
        (match.start, match.end, None if match.term.verbatim else match.term.translations(target), match.term.en[:1])
        for match in find(text, glossary, target)
    ]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16] if found else ""


def expand_terms(text: str, matches: Sequence[Match]) -> str:
    """Return `text` with each term replaced by its English name if that is longer ("KPK" is short only in Indonesian).

    The length check compares a translation with this.
    """
    return with_edits(text, ((m.start, m.end, max(m.text, *m.term.en[:1], key=len)) for m in matches))


def _alone(token: str) -> str:
    return rf"(?<![A-Za-z]){re.escape(token)}(?!\d)"


def _loosely(token: str) -> str:
    """Return a pattern for a placeholder that a model may have written with a space or in small letters."""
    letters, digits = token.rstrip("0123456789"), token[len(token.rstrip("0123456789")) :]
    # The source does not contain the letters and digits of a placeholder, so one joined to a name is found as well.
    return rf"(?:(?<![A-Za-z])(?i:{letters})[ -]?|{letters}){digits}(?!\d)"
