"""A glossary: prescribed translations of terms, and the check that a translation uses them.

>>> glossary = Glossary((Term(("Pemkot",), en=("City Government",)),))
>>> matches = find("Pemkot membuka pasar.", glossary, "en")
>>> [flag.data for flag in check_terms(matches, "The town opened a market.", "en")]
[IgnoredTerm(term='Pemkot', expected='City Government')]
>>> place("Pemkot membuka pasar.", matches, "en").text
'City Government membuka pasar.'
"""

from __future__ import annotations

from translate.language.glossary.builtin import builtin
from translate.language.glossary.checking import check_terms, contains_term, expected, tally
from translate.language.glossary.matching import Match, find
from translate.language.glossary.placing import EngineInput, expand_terms, place, terms_fingerprint
from translate.language.glossary.table import NO_TERMS, Glossary
from translate.language.glossary.terms import Term

__all__ = [
    "NO_TERMS",
    "EngineInput",
    "Glossary",
    "Match",
    "Term",
    "builtin",
    "check_terms",
    "contains_term",
    "expand_terms",
    "expected",
    "find",
    "place",
    "tally",
    "terms_fingerprint",
]  # fmt: skip
