"""Check that a translation has the addresses, handles, hashtags, code, emoji and signs of its source.

>>> check_verbatim(find("Kirim ke redaksi@contoh.id."), "Send it to the editor.", "en")[0].data
LostVerbatim(texts=('redaksi@contoh.id',))
"""

from __future__ import annotations

from collections.abc import Iterable

from translate.document import Flag, FlagCode
from translate.document.flags import LostVerbatim
from translate.language.verbatim import VerbatimPiece, contains, find

__all__ = ["check_verbatim", "find", "without"]


def check_verbatim(kept: Iterable[VerbatimPiece], hypothesis: str, language: str) -> list[Flag]:
    """Return VERBATIM_LOST with the pieces that a translation into `language` lacks."""
    distinct = {(piece.text, piece.kind): piece for piece in kept}.values()
    lost = dict.fromkeys(piece.text for piece in distinct if not contains(hypothesis, piece, language))
    return [Flag(FlagCode.VERBATIM_LOST, LostVerbatim(tuple(lost)))] if lost else []


def without(text: str, kept: Iterable[VerbatimPiece]) -> str:
    """Return a text, source or translation, without the pieces that are kept."""
    for piece in kept:
        text = text.replace(piece.text, " ")
    return text
