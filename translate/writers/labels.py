"""Labels of the outputs, in English and Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from translate.document import FactKind, FlagCode
from translate.document.article import LANGUAGES
from translate.writers.words import WORDS, words


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language. `{}` is filled by a writer."""

    language: str
    brief: str
    facts: str
    evidence: str
    translation: str
    source: str
    notes: str
    made_with: str
    reading: str  # heading of the remarks on reading the file
    advertorial: str  # {}: the mark
    sentence: str  # {}: its number
    line_of_brief: str
    empty: str  # in place of an empty translation
    attempts: str
    back: str
    model: str
    licence: str
    non_commercial: str
    decoding: str
    settings: str
    libraries: str
    input: str
    prompt: str
    date: str
    author: str
    published: str
    unflagged: str
    flagged: str  # {}: number of flagged sentences, number of all
    no_flags: str
    colon: str
    languages: Mapping[str, str]
    flags: Mapping[FlagCode, str]
    fact_kinds: Mapping[FactKind, str]

    def language_name(self, code: str) -> str:
        """Return the name of a language, or its code where we have no name."""
        return self.languages.get(code, code)


def _labels(language: str) -> Labels:
    texts = {key.removeprefix("label."): words(key, language) for key in WORDS if key.startswith("label.")}
    return Labels(
        language=language,
        languages={code: words(f"language.{code}", language) for code in LANGUAGES},
        flags={code: words(f"flag.{code}", language) for code in FlagCode},
        fact_kinds={kind: words(f"fact.{kind}", language) for kind in FactKind},
        **texts,
    )


ENGLISH, JAPANESE = _labels("en"), _labels("ja")


def labels_for(language: str) -> Labels:
    """Return the labels for a language: Japanese for "ja", English for every other."""
    return JAPANESE if language == "ja" else ENGLISH
