"""A sentence to be translated, with what each of its translations is compared by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from unicodedata import is_normalized, normalize

from translate.checks.names import Name, find_names
from translate.document import Quantity
from translate.language.glossary import NO_TERMS, Glossary, Match, expand_terms, find
from translate.language.localise import SourceFigures
from translate.language.numbers import find_quantities
from translate.language.verbatim import Kept
from translate.language.verbatim import find as find_kept


@dataclass(frozen=True, eq=False)
class SourceSentence:
    """A sentence to be translated; what its translations are compared by is found when it is first needed, once."""

    text: str
    language: str
    target: str
    glossary: Glossary = NO_TERMS
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
        """What an Indonesian sentence says in figures, for the localiser."""
        return SourceFigures.of(self.text, self.quantities)

    @cached_property
    def names(self) -> list[Name]:
        """The names that a translation of an Indonesian sentence must say again."""
        return find_names(self.text)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """What a translation must say exactly as it stands: addresses, handles, signs between figures."""
        return find_kept(self.text)

    @cached_property
    def terms(self) -> tuple[Match, ...]:
        """The terms of the glossary that it can say in the target language, in order."""
        return find(self.text, self.glossary, self.target)

    @cached_property
    def expanded(self) -> str:
        """The sentence with each term as long as its English name."""
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
