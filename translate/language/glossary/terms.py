"""A term of a glossary, with its prescribed translations."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with a prescribed translation.

    The first translation is preferred; the others are accepted.
    """

    forms: tuple[str, ...]  # as Indonesian writes it: "Wali Kota", "Walikota"
    en: tuple[str, ...] = ()  # empty: no prescribed translation into English
    ja: tuple[str, ...] = ()
    exact: bool = False  # whether capitals count; of a form all in capitals they always do
    verbatim: bool = False  # do not translate: copied as the article writes it
    mark: str = ""  # "official": the body itself uses the English; "unofficial"; "" if unknown
    by_context: bool = False  # whether an acronym is ambiguous, so that the context is checked
    note: str = ""  # for readers of the table

    def translations(self, language: str) -> tuple[str, ...]:
        """Return the accepted translations into `language`, the preferred one first; none for other languages."""
        return self.forms if self.verbatim else {"en": self.en, "ja": self.ja}.get(language, ())

    def counts_capitals(self, form: str) -> bool:
        """Return whether matching of `form` is case-sensitive."""
        return self.exact or self.verbatim or is_acronym(form)


def first_word(text: str) -> str:
    """Return the run of letters and digits that `text` begins with, in lower case."""
    match = re.match(r"\w+", text)
    return match.group().casefold() if match else ""


def is_acronym(text: str) -> bool:
    """Return whether `text` is all in capitals, with two letters or more."""
    return text.isupper() and sum(character.isalpha() for character in text) > 1
