"""A glossary: what terms of an article must be called in the target language, and a check that they are.

>>> glossary = Glossary((Term(("Pemkot",), en=("City Government",)),))
>>> [flag.note for flag in check_terms("Pemkot membuka pasar.", "The town opened a market.", "en", glossary)]
['"Pemkot" is not translated as "City Government"']
>>> place("Pemkot membuka pasar.", glossary, "en").text
'City Government membuka pasar.'
"""

from __future__ import annotations

from translate.language.glossary.builtin import builtin
from translate.language.glossary.matching import Match, find
from translate.language.glossary.placing import Placed, bearing, place, written_out
from translate.language.glossary.saying import check_terms, expected, says, tally
from translate.language.glossary.table import NO_TERMS, Glossary
from translate.language.glossary.terms import Term

__all__ = [
    "NO_TERMS", "Glossary", "Match", "Placed", "Term", "bearing", "builtin", "check_terms", "expected", "find",
    "place", "says", "tally", "written_out",
]  # fmt: skip
