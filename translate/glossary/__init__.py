"""A glossary: what terms of an article must be called in the target language, and a check that they are.

>>> glossary = Glossary((Term(("Pemkot",), en=("City Government",)),))
>>> [flag.note for flag in check_terms("Pemkot membuka pasar.", "The town opened a market.", "en", glossary)]
['"Pemkot" is not translated as "City Government"']
>>> insert("Pemkot membuka pasar.", find("Pemkot membuka pasar.", glossary, "en"), "en")
'City Government membuka pasar.'
"""

from __future__ import annotations

from translate.glossary.builtin import builtin
from translate.glossary.files import keep
from translate.glossary.matching import Match, find
from translate.glossary.saying import check_terms, insert, says, tally
from translate.glossary.terms import Glossary, Term

__all__ = ["Glossary", "Match", "Term", "builtin", "check_terms", "find", "insert", "keep", "says", "tally"]
