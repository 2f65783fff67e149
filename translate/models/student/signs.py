"""Signs of money that a vocabulary has no piece for, carried through the translation by one it has.

"£125 juta" would reach the model as "?125 juta", and come out as any number. A text that has just one such sign, and no
dollars, is translated with a dollar sign in its place, and gets its own back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

CARRIER = "$"
MONEY = frozenset("£€¥₩₹₽₫฿₱")


def carried(text: str, *vocabularies: SentencePieceProcessor) -> str | None:
    """Return the sign of money that a text is to be translated without, None for most texts."""
    signs = MONEY & set(text)
    if len(signs) != 1 or CARRIER in text or "dolar" in text.lower():
        return None
    (sign,) = signs
    return sign if any(pieces.unk_id() in pieces.encode(sign) for pieces in vocabularies) else None
