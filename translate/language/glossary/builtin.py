"""The built-in glossary: the tables of `gazetteer`, and further terms.

Of the places only names of two words or more whose English differs: cities keep their names, and a single word may be a
common one ("malang" is unfortunate, "serang" an attack).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import chain

from translate.language import gazetteer
from translate.language.gazetteer import GazetteerEntry, NameTable
from translate.language.glossary.files import parse_tsv
from translate.language.glossary.table import Glossary
from translate.language.glossary.terms import Term, is_acronym

# Replaced by entries of terms.tsv with other forms.
OWN = frozenset({"Lurah", "Ibu Kota Nusantara"})
ACRONYM = re.compile(r" ?\(([^()]+)\)$")


@cache
def builtin() -> Glossary:
    """Return the built-in glossary: institutions, offices, places and terms of the administration."""
    more = {term.forms[0]: term for term in _table("accepted.tsv", translated=False)}
    places = [entry for entry in _entries(gazetteer.places()) if " " in entry.id and entry.en != entry.id]
    others = [*_entries(gazetteer.offices()), *_entries(gazetteer.organisations())]
    terms = [
        *(_term(entry, more.get(entry.id), place=True) for entry in places),
        *(_term(entry, more.get(entry.id), place=False) for entry in others),
    ]
    return Glossary((*terms, *_table("terms.tsv")))


@cache
def longest_translations(language: str) -> dict[str, int]:
    """Return the length in characters of the longest translation of each acronym in a language."""
    lengths: dict[str, int] = {}
    for term in builtin().terms:
        for form in term.forms:
            if is_acronym(form) and (translations := term.translations(language)):
                lengths[form] = max(lengths.get(form, 0), *map(len, translations))
    return lengths


def _table(name: str, *, translated: bool = True) -> tuple[Term, ...]:
    text = (resources.files("translate.language.glossary") / "data" / name).read_text(encoding="utf-8")
    return tuple(_with_short(term) for term in parse_tsv(text, name, translated=translated).terms)


def _entries(table: NameTable) -> Iterator[GazetteerEntry]:
    for entry in dict.fromkeys(table.values()):
        if entry.en and entry.ja and entry.only != "facts" and entry.id not in OWN:
            yield entry


def _term(entry: GazetteerEntry, more: Term | None, *, place: bool) -> Term:
    """Return a name of the gazetteer as a term, with its further accepted translations."""
    spellings = entry.note.split("|") if entry.note and entry.note != "weak" else []
    en, ja, mark, note = (more.en, more.ja, more.mark, more.note) if more else ((), (), "", "")
    english = entry.en.removeprefix("the ")
    mark = mark or ("" if place else "unofficial")
    return _with_short(Term((entry.id, *spellings), (english, *en), (entry.ja, *ja), exact=place, mark=mark, note=note))


def _with_short(term: Term) -> Term:
    """Return a term whose translations are also accepted without the acronym in brackets, or as the acronym alone."""
    return replace(term, en=_shortened(term.en), ja=_shortened(term.ja), by_context=True)


def _shortened(translations: tuple[str, ...]) -> tuple[str, ...]:
    bracketed = [text for text in translations if text.endswith(")")]
    short = [(ACRONYM.sub("", text), found.group(1)) for text in bracketed if (found := ACRONYM.search(text))]
    return tuple(dict.fromkeys((*translations, *chain.from_iterable(short))))
