"""A sentence with its terms put in, and what comes back.

English terms go in as they are: the model sees what it writes about, keeps the words, and brings articles and plurals
into line. Japanese words in an Indonesian sentence disturb small models more than they help, so there a token that
means nothing ("X1") stands for the term, and the term is put in its place afterwards. So it does in any language for
what `translate.language.verbatim` keeps. Figures: bench/history.md.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate.document import Flag, FlagCode
from translate.document.flags import LostPlaceholder, LostVerbatim
from translate.language.glossary.matching import Match, find
from translate.language.glossary.saying import expected
from translate.language.glossary.table import Glossary
from translate.language.numbers import find_quantities, format_quantity
from translate.language.verbatim import MAGNITUDE, Kept, KeptKind, closes, folded

PREFIXES = ("X", "Z", "Q", "XQ", "ZQX")  # of tokens; the first that the text does not use itself


@dataclass(frozen=True, slots=True)
class Placed:
    """A text to be translated, and how its terms and what is kept of it come back."""

    text: str
    tokens: tuple[tuple[str, str], ...] = ()  # (token, the term it stands for)
    held: tuple[tuple[str, Kept], ...] = ()  # (token, the piece it stands for); "m2" for "m²" is one
    target: str = ""  # whose way of writing amounts comes back

    def restore(self, hypothesis: str) -> str:
        """Return a translation with the terms and pieces in the place of their tokens."""
        for token, said in self.tokens:
            space = "" if said.isascii() else r"\s*"  # Japanese has none around a word
            hypothesis = re.sub(rf"{space}{_alone(token)}{space}", said.replace("\\", r"\\"), hypothesis)
        for token, kept in self.held:
            closing = closes(kept)
            before, behind = (r"\s*" if closing else ""), (r"\s*" if closing is False else "")
            pattern = _alone(token) if folded(kept) else _loosely(token)
            said = in_target(kept, self.target).replace("\\", r"\\")
            hypothesis = re.sub(f"{before}{pattern}{behind}", said, hypothesis)
        return hypothesis

    def keeps(self, hypothesis: str) -> bool:
        """Return whether the token of each term stands exactly once in a translation."""
        return all(len(re.findall(_alone(token), hypothesis)) == 1 for token, _ in self.tokens)

    def doubts(self, hypothesis: str) -> tuple[Flag, ...]:
        """Return a flag for every term with a token if one was lost: the translation is no better than without.

        What a vocabulary lacks and the translation lost is a flag, too; other pieces that are kept have a check.
        """
        kept = self.keeps(hypothesis)
        lost = (said for _, said in self.tokens if not kept)
        flags = tuple(Flag(FlagCode.TERM_IGNORED, LostPlaceholder(said)) for said in lost)
        foreign = ((token, one) for token, one in self.held if one.kind is KeptKind.FOREIGN)
        gone = tuple(dict.fromkeys(one.text for token, one in foreign if not re.search(_loosely(token), hypothesis)))
        return (*flags, Flag(FlagCode.VERBATIM_LOST, LostVerbatim(gone))) if gone else flags


def place(
    text: str, matches: Sequence[Match], target: str, *, between: str | None = None, kept: Sequence[Kept] = ()
) -> Placed:
    """Return `text` with these of its terms put in for a translation into `target`, and what is kept held out.

    Where the text passes another language on its way, `between`, its words are put in: the first model can write no
    others. A term inside a piece that is kept is part of that.
    """
    language = between if between and all(match.term.said(between) for match in matches) else target
    prefix = next((p for p in PREFIXES if not re.search(rf"{p}\d", text)), PREFIXES[-1])
    parts: list[str] = []
    tokens: list[tuple[str, str]] = []
    held: list[tuple[str, Kept]] = []
    at = 0
    free = [m for m in matches if all(m.end <= one.start or one.end <= m.start for one in kept)]
    pieces: list[Match | Kept] = [*free, *kept]
    for piece in sorted(pieces, key=lambda one: one.start):
        token = f"{prefix}{len(tokens) + len(held) + 1}"
        if isinstance(piece, Kept):
            plain = folded(piece)
            held.append((plain or token, piece))
            said = plain or _apart(text, piece, token)
        else:
            said = expected(piece, language)
            if piece.term.verbatim or language == "ja":
                tokens.append((token, said))
                said = token
        parts += [text[at : piece.start], said]
        at = piece.end
    return Placed("".join(parts) + text[at:], tuple(tokens), tuple(held), target)


def _apart(text: str, kept: Kept, token: str) -> str:
    """Return a token with a space where it would else be one with a word."""
    before = " " if text[kept.start - 1 : kept.start].isalnum() and kept.start else ""
    return before + token + (" " if text[kept.end : kept.end + 1].isalnum() else "")


def in_target(kept: Kept, target: str) -> str:
    """Return a piece as a translation has it: as it is, but "€50 juta" is an amount, written the target's way."""
    if kept.kind is KeptKind.FOREIGN and re.search(MAGNITUDE, kept.text):
        amounts = find_quantities(kept.text, "id")
        if len(amounts) == 1 and (amounts[0].start, amounts[0].end) == (0, len(kept.text)):
            return format_quantity(amounts[0], target) or kept.text
    return kept.text


def terms_fingerprint(text: str, glossary: Glossary, target: str) -> str:
    """Name all that a glossary has to do with the translation of a text, "" if that is nothing.

    It is 16 digits of a SHA-256 of the terms found: their places, what is accepted for them, and their English names,
    which a pivot and `expand_terms` use. A change of the glossary that leaves it the same leaves the translation so.
    """
    found = [
        (match.start, match.end, None if match.term.verbatim else match.term.said(target), match.term.en[:1])
        for match in find(text, glossary, target)
    ]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16] if found else ""


def expand_terms(text: str, matches: Sequence[Match]) -> str:
    """Return `text` with each term as long as its English name: "KPK" is short only in Indonesian.

    What is too long for a translation is told from this, in any language.
    """
    parts, at = [], 0
    for match in matches:
        names = [match.text, *match.term.en[:1]]
        parts += [text[at : match.start], max(names, key=len)]
        at = match.end
    return "".join(parts) + text[at:]


def _alone(token: str) -> str:
    return rf"(?<![A-Za-z]){re.escape(token)}(?!\d)"


def _loosely(token: str) -> str:
    """Return a pattern for a token that a model may have written with a space, or in small letters."""
    letters, digits = token.rstrip("0123456789"), token[len(token.rstrip("0123456789")) :]
    # The letters and figures of a token stand nowhere in the source, so one grown together with a name is told as well.
    return rf"(?:(?<![A-Za-z])(?i:{letters})[ -]?|{letters}){digits}(?!\d)"
