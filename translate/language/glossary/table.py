"""A glossary: terms with an index for matching."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from translate.errors import expect
from translate.language.glossary.files import load, untranslated
from translate.language.glossary.terms import Term, first_word


@dataclass(frozen=True)
class Glossary:
    """Terms; of two with the same form the later one counts."""

    terms: tuple[Term, ...] = ()
    notes: tuple[str, ...] = ()  # for the user: duplicates
    index: Mapping[str, tuple[Form, ...]] = field(init=False, repr=False, compare=False)  # by first word

    def __post_init__(self) -> None:
        """Index the forms by their first word.

        Raises:
            UsageError: an item is not a `Term`.
        """
        expect(self.terms, tuple, "The terms of a glossary", "a tuple of Term; Glossary.load reads a file")
        for term in self.terms:
            expect(term, Term, "A term", 'a Term, such as Term(("Wali Kota",), en=("Mayor",))')
        index: dict[str, list[Form]] = {}
        for form in _forms(self.terms).values():
            index.setdefault(first_word(form.text), []).append(form)
        object.__setattr__(self, "index", {word: tuple(forms) for word, forms in index.items()})

    @classmethod
    def load(cls, path: str | Path) -> Glossary:
        """Return the glossary of a file: TOML if its name ends in `.toml`, else TSV.

        Raises:
            ReadingError: it is not there, or not a glossary; the message names the line.
        """
        return cls(*load(Path(path)))

    @classmethod
    def untranslated(cls, wanted: Iterable[str]) -> Glossary:
        """Return a glossary of do-not-translate terms; each is a term, or the path of a file with a term on each line.

        Raises:
            ReadingError: such a file cannot be read.
            UsageError: a term does not begin with a letter or digit.
        """
        return cls(untranslated(wanted))

    def __add__(self, other: Glossary) -> Glossary:
        """Return both; where they name the same term, `other` counts."""
        if not other.terms and not other.notes:
            return self  # its index is made, and perhaps its SHA-256
        return Glossary(self.terms + other.terms, self.notes + other.notes)

    def __bool__(self) -> bool:
        """Return whether there are any terms."""
        return bool(self.terms)

    def __len__(self) -> int:
        """Return the number of terms that can match; a term replaced by later ones does not count."""
        return len({id(form.term) for forms in self.index.values() for form in forms})

    def __str__(self) -> str:
        """Return a name for signatures: 12 digits of `sha256`, and the number of terms."""
        return f"{self.sha256[:12]} {len(self)} terms"

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal, of the terms that can match; the order of the lines and the notes do not count."""
        forms = (form for forms in self.index.values() for form in forms)
        rows = sorted([f.text, f.exact, f.term.verbatim, f.term.en, f.term.ja] for f in forms)
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a term."""

    text: str
    exact: bool  # capitals count
    term: Term

    @property
    def pattern(self) -> re.Pattern[str]:
        """A pattern that matches it; the context is not checked."""
        return _pattern(self.text, exact=self.exact)


@cache
def _pattern(text: str, *, exact: bool) -> re.Pattern[str]:
    pieces = {" ": r"\s+", ",": ",?", "'": "['’‘]"}
    body = "".join(pieces.get(character, re.escape(character)) for character in text)
    return re.compile(body + r"(?!\w)", 0 if exact else re.IGNORECASE)


def _forms(terms: Iterable[Term]) -> dict[tuple[str, bool], Form]:
    found: dict[tuple[str, bool], Form] = {}
    for term in terms:
        for text in term.forms:
            exact = term.counts_capitals(text)
            found[text if exact else text.casefold(), exact] = Form(text, exact, term)
    return found


NO_TERMS = Glossary()
