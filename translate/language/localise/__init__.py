"""Localise a translation: its figures, and in Japanese also its names and punctuation.

Only the form changes: values and addresses stay, and names change only their script. Short forms that a reader would
take for something else are written out.

>>> localise("Sebanyak 1.240 rumah rusak pada Kamis (6/2/2025).", "1.240 houses on Thursday (6/2/2025).", "id", "en")
'1,240 houses on Thursday (6 February 2025).'
>>> localise("Sebanyak 1,24 persen.", "Only 1.24 percent.", "id", "en")
'Only 1.24 percent.'
>>> localise("“Harga turun,” kata Budi.", '"価格は下がった," と Budi は語った.', "id", "ja")
'「価格は下がった」とブディは語った。'
"""

from __future__ import annotations

from translate.document import TARGETS
from translate.language.localise.figures import SourceFigures, write_figures
from translate.language.localise.levels import write_levels
from translate.language.localise.names import write_names
from translate.language.localise.short_forms import write_short_forms
from translate.language.numbers import find_quantities

__all__ = ["SourceFigures", "localise", "set_japanese", "write_names"]


def set_japanese(text: str) -> str:
    """Return a Japanese sentence or line set as a newspaper sets it; see `translate.language.localise.typesetting`."""
    # Late: its patterns take 40 ms to compile, which English need not pay.
    from translate.language.localise.typesetting import set_japanese as set_whole

    return set_whole(text)


def localise(source: str | SourceFigures, hypothesis: str, source_language: str, target_language: str) -> str:
    """Return a hypothesis with its figures localised, in Japanese also its names and punctuation.

    Only figures and names that the source has are changed, and only for English and Japanese. Idempotent.
    """
    if source_language != "id" or target_language not in TARGETS:
        return hypothesis
    if isinstance(source, str):
        source = SourceFigures.of(source, find_quantities(source, "id"))
    written = write_figures(source, hypothesis, target_language)
    written = write_short_forms(source.text, written, target_language)
    return (
        write_names(source.text, set_japanese(written))
        if target_language == "ja"
        else write_levels(source.text, written)
    )
