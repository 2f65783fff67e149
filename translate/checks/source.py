"""A source sentence with the features that checks of its translations need."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from unicodedata import is_normalized, normalize

from translate.document import Flag, Quantity
from translate.language.glossary import NO_TERMS, Glossary, Match, expand_terms, find
from translate.language.localise import SourceFigures
from translate.language.names import Name, find_names
from translate.language.numbers import find_quantities
from translate.language.verbatim import VerbatimPiece
from translate.language.verbatim import find as find_kept

Judged = tuple[str, bool, bool]  # a hypothesis, whether it is complete, whether it is localised


@dataclass(frozen=True, eq=False)
class SourceSentence:
    """A source sentence; each feature is computed once, when it is first needed."""

    text: str
    language: str
    target: str
    glossary: Glossary = NO_TERMS
    # What was found of a hypothesis before: retries often give the same one again.
    judged: dict[Judged, tuple[str, tuple[Flag, ...]]] = field(default_factory=dict, init=False, repr=False)
    _lowered: dict[tuple[Match, ...], SourceSentence] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def composed(self) -> SourceSentence:
        """The sentence in Unicode's composed form (NFC)."""
        return self if is_normalized("NFC", self.text) else replace(self, text=normalize("NFC", self.text))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities of the sentence, in order."""
        return find_quantities(self.text, self.language)

    @cached_property
    def figures(self) -> SourceFigures:
        """The figures of an Indonesian sentence, for localisation."""
        return SourceFigures.of(self.text, self.quantities)

    @cached_property
    def names(self) -> list[Name]:
        """The names that a translation must preserve."""
        return find_names(self.text)

    @cached_property
    def kept(self) -> tuple[VerbatimPiece, ...]:
        """The pieces that a translation must copy: addresses, handles, signs between figures."""
        return find_kept(self.text)

    @cached_property
    def terms(self) -> tuple[Match, ...]:
        """The glossary terms with a translation into the target language, in order."""
        return find(self.text, self.glossary, self.target)

    @cached_property
    def expanded(self) -> str:
        """The sentence with each term replaced by its longer English name."""
        return expand_terms(self.text, self.terms)

    def lowered(self, terms: tuple[Match, ...]) -> SourceSentence:
        """Return the sentence with some of its terms in lower case, in which they are no names."""
        if not terms:
            return self
        if terms not in self._lowered:
            text = self.text
            for match in reversed(terms):
                text = text[: match.start] + match.text.lower() + text[match.end :]
            self._lowered[terms] = replace(self, text=text)
        return self._lowered[terms]
