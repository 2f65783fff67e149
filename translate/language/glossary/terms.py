"""A term of a glossary, with its prescribed translations."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase with a prescribed translation.

    Of the translations the first is the one that is put in; any of the others is accepted too.
    """

    forms: tuple[str, ...]  # as Indonesian writes it: "Wali Kota", "Walikota"
    en: tuple[str, ...] = ()  # none: nothing is asked for in English
    ja: tuple[str, ...] = ()
    exact: bool = False  # whether capitals count; of a form all in capitals they always do
    verbatim: bool = False  # not translated: it stays as the article writes it, in any language
    mark: str = ""  # "official": the body itself uses the English; "unofficial"; "" where nobody says
    by_context: bool = False  # whether a short form has other senses too, between which the sentence decides
    note: str = ""  # for whoever reads the table

    def said(self, language: str) -> tuple[str, ...]:
        """Return what is accepted in `language`, the preferred one first; none for a language the term has not."""
        return self.forms if self.verbatim else {"en": self.en, "ja": self.ja}.get(language, ())

    def counts_capitals(self, form: str) -> bool:
        """Return whether `form` is found only with the capitals it has."""
        return self.exact or self.verbatim or is_acronym(form)


def first_word(text: str) -> str:
    """Return the run of letters and digits that `text` begins with, in lower case."""
    match = re.match(r"\w+", text)
    return match.group().casefold() if match else ""


def is_acronym(text: str) -> bool:
    """Return whether `text` is all in capitals, with two letters or more."""
    return text.isupper() and sum(character.isalpha() for character in text) > 1
