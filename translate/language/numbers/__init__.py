"""Numbers, dates, times and amounts of Indonesian, English and Japanese text, as values.

>>> [quantity] = find_quantities("Anggaran itu Rp 12,5 triliun.", "id")
>>> quantity.value, quantity.currency
(Decimal('12500000000000.0'), 'IDR')
>>> format_quantity(quantity, "en"), format_quantity(quantity, "ja")
('Rp 12.5 trillion', '12兆5000億ルピア')
>>> quantity.value == find_quantities("予算は12兆5000億ルピアです。", "ja")[0].value
True
"""

from __future__ import annotations

from functools import lru_cache

from translate.document.quantities import Clock, Day, Quantity, QuantityKind, Value
from translate.language.numbers import english, indonesian, japanese
from translate.language.numbers.formatting import format_quantity

__all__ = ["Clock", "Day", "Quantity", "QuantityKind", "Value", "find_quantities", "format_quantity"]

FINDERS = {"id": indonesian.find, "en": english.find, "ja": japanese.find}


@lru_cache(maxsize=4096)  # the search, the checks, the localiser and the faithfulness gate read the same sentence
def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a text in "id", "en" or "ja", in order and without overlap.

    Vague amounts ("ratusan", "dozens", "数百") are not included. A language without rules has no quantities.
    """
    finder = FINDERS.get(language)
    return finder(text) if finder else ()
