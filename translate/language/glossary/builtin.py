"""The glossary that Warta brings: the tables of `gazetteer`, and the terms that no fact is about.

Of the places only names of two words or more whose English differs: a city is called the same everywhere, and a single
word may be an ordinary one ("malang" is unfortunate, "serang" an attack).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import chain

from translate.language import gazetteer
from translate.language.gazetteer import GazetteerEntry, Table
from translate.language.glossary.files import parse_tsv
from translate.language.glossary.table import Glossary
from translate.language.glossary.terms import Term, is_acronym

# Said better in our own table, with other forms.
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
def written_out(language: str) -> dict[str, int]:
    """Return how many characters the longest translation of each short form in capitals has in a language."""
    lengths: dict[str, int] = {}
    for term in builtin().terms:
        for form in term.forms:
            if is_acronym(form) and (said := term.said(language)):
                lengths[form] = max(lengths.get(form, 0), *map(len, said))
    return lengths


def _table(name: str, *, translated: bool = True) -> tuple[Term, ...]:
    text = (resources.files("translate.language.glossary") / "data" / name).read_text(encoding="utf-8")
    return tuple(_with_short(term) for term in parse_tsv(text, name, translated=translated).terms)


def _entries(table: Table) -> Iterator[GazetteerEntry]:
    for entry in dict.fromkeys(table.values()):
        if entry.en and entry.ja and entry.only != "facts" and entry.id not in OWN:
            yield entry


def _term(entry: GazetteerEntry, more: Term | None, *, place: bool) -> Term:
    """Return a name of the gazetteer as a term, with what else is accepted for it."""
    spellings = entry.note.split("|") if entry.note and entry.note != "weak" else []
    en, ja, mark, note = (more.en, more.ja, more.mark, more.note) if more else ((), (), "", "")
    english = entry.en.removeprefix("the ")
    mark = mark or ("" if place else "unofficial")
    return _with_short(Term((entry.id, *spellings), (english, *en), (entry.ja, *ja), exact=place, mark=mark, note=note))


def _with_short(term: Term) -> Term:
    """Return a term that is also accepted without the acronym in brackets, and as the acronym alone."""
    return replace(term, en=_shortened(term.en), ja=_shortened(term.ja), by_context=True)


def _shortened(said: tuple[str, ...]) -> tuple[str, ...]:
    short = [(ACRONYM.sub("", text), found.group(1)) for text in said if (found := ACRONYM.search(text))]
    return tuple(dict.fromkeys((*said, *chain.from_iterable(short))))
