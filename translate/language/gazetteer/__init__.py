"""The gazetteer: places, organisations and offices with their English and Japanese names.

The tables are files in `data/`, a line for each name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from translate.language.data import tsv_rows, word_lists


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A name with its English and Japanese; empty where that language has no settled form."""

    id: str
    en: str
    ja: str
    note: str = ""  # the fourth column: other spellings, or "weak" for an office
    # The fifth: "dateline" for a place that is as often a word or a person elsewhere; "facts" for an office that the
    # glossary has no term for, as it is too general ("Kepala") or has several translations ("Jubir"); "sport" for a
    # body that is one in articles about sport, elsewhere as often a place or a person ("Liverpool").
    only: str = ""

    def name(self, language: str) -> str:
        """Return the name in `language`, or an empty string."""
        return {"en": self.en, "ja": self.ja}.get(language, "")


class NameTable(dict[tuple[str, ...], GazetteerEntry]):
    """Names by their words; it is not changed once it is made."""

    passes_commas = False  # whether a name may be written with commas that the table does not have

    @cached_property
    def longest(self) -> int:
        """The length in words of the longest name."""
        return max(map(len, self))

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The words that a name begins with: most words of a text are none of them."""
        return frozenset(words[0] for words in self)


@cache
def places() -> NameTable:
    """Return provinces, cities and countries by their words as written: ("Jawa", "Tengah")."""
    table = _by_words("places.tsv")
    return NameTable({words: entry for words, entry in table.items() if not entry.only})


@cache
def dateline_places() -> frozenset[str]:
    """Return the places of datelines, in lower case: "bandar lampung"."""
    return frozenset(" ".join(words).casefold() for words in _by_words("places.tsv"))


@cache
def exonyms(language: str) -> dict[str, str]:
    """Return the exonyms of places, where both names are one word: "Skotlandia", "Scotland"."""
    rows = ((words, entry.name(language).removeprefix("the ")) for words, entry in places().items())
    return {words[0]: other for words, other in rows if len(words) == 1 and other.isalpha() and other != words[0]}


@cache
def katakana_names() -> dict[str, str]:
    """Return the katakana of one-word names whose spelling does not determine it: "Jokowi", "Bogor"."""
    return dict(tsv_rows("translate.language.gazetteer", "data/katakana.tsv"))


@cache
def organisations() -> NameTable:
    """Return ministries, agencies, parties and companies by their words as written."""
    table = _by_words("organisations.tsv")
    table.passes_commas = True
    return table


@cache
def named_bodies() -> NameTable:
    """Return companies, clubs, media and parties that only facts name, by their words as written."""
    return _by_words("named_bodies.tsv")


@cache
def offices() -> NameTable:
    """Return offices by their words in lower case: ("wali", "kota")."""
    written = _by_words("offices.tsv")
    return NameTable({tuple(word.lower() for word in words): entry for words, entry in written.items()})


@cache
def remits() -> NameTable:
    """Return the fields that offices and ministries are in charge of, by their words: ("Pekerjaan", "Umum")."""
    return _by_words("remits.tsv")


@cache
def local_bodies() -> NameTable:
    """Return bodies that every place has, by their words; `{}` in a translation stands for the place."""
    return _by_words("local_bodies.tsv")


@cache
def common_words() -> frozenset[str]:
    """Return roots and common words of Indonesian in lower case, none of which is a name."""
    return _words("words.txt")


@cache
def forms() -> frozenset[str]:
    """Return further common word forms in lower case that are not used as roots."""
    return _words("forms.txt")


@cache
def given_names() -> frozenset[str]:
    """Return first names of people, Indonesian and foreign, as written."""
    return _words("given_names.txt")


def _words(name: str) -> frozenset[str]:
    return word_lists("translate.language.gazetteer", f"data/{name}")[""]


def _by_words(name: str) -> NameTable:
    found = NameTable()
    for row in tsv_rows("translate.language.gazetteer", f"data/{name}"):
        entry = GazetteerEntry(*row)
        for spelling in (entry.id, *(entry.note.split("|") if entry.note not in ("", "weak") else ())):
            found[tuple(spelling.replace(",", "").split())] = entry
    return found
