"""Find the glossary terms of a sentence.

Of overlapping matches the longest counts, then the first. A word with a clitic ("bupatinya", "KPK-nya") or reduplicated
("bupati-bupati") is no match, since its translation differs; nor is anything in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from translate.language.glossary.table import Glossary
from translate.language.glossary.terms import Term
from translate.language.senses import has_table_sense
from translate.language.words import ADDRESS

WORD = re.compile(r"\w+")
CLITICS = frozenset({"nya", "ku", "mu", "lah", "kah", "pun"})
BEFORE, AFTER = re.compile(r"(?<!\w)(\w+)-$"), re.compile(r"-(\w+)")  # a word joined by a hyphen
BRACKETED = re.compile(r"\s*\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Match:
    """A term with its offsets in a text."""

    start: int
    end: int
    term: Term
    text: str  # as it is written there


def find(text: str, glossary: Glossary, language: str) -> tuple[Match, ...]:
    """Return the terms in `text` that the glossary has in `language`, in order and without overlaps."""
    found = sorted(_candidates(text, glossary, language), key=lambda match: (match.start - match.end, match.start))
    chosen, covered = list[Match](), bytearray(len(text))  # a 1 for each character of a match that was taken
    for match in found:
        if covered.find(1, match.start, match.end) < 0:
            covered[match.start : match.end] = bytes([1]) * (match.end - match.start)
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda match: match.start))


def _candidates(text: str, glossary: Glossary, language: str) -> Iterator[Match]:
    if not glossary:
        return
    outside = ADDRESS.sub(lambda address: " " * len(address[0]), text)
    for word in WORD.finditer(outside):
        start = word.start()
        for form in glossary.index.get(word.group().casefold(), ()):
            found = form.pattern.match(text, start)
            if not found or not form.term.translations(language) or _is_joined(text, start, found.end()):
                continue
            if not form.term.by_context or has_table_sense(text, start, found.end()):
                end = _with_acronym(text, found.end(), form.term)
                yield Match(start, end, form.term, text[start:end])


def _is_joined(text: str, start: int, end: int) -> bool:
    """Return whether a hyphen joins a clitic or a reduplication to the match."""
    # Only a reduplication counts before the match, so no longer word is searched for.
    before, after = BEFORE.search(text, max(0, 2 * start - end - 1), start), AFTER.match(text, end)
    words = [word.casefold() for word in WORD.findall(text[start:end])]
    doubled_before = before is not None and before[1].casefold() == words[0]
    return doubled_before or (after is not None and after[1].casefold() in CLITICS | {words[-1]})


def _with_acronym(text: str, end: int, term: Term) -> int:
    """Return the end of a match with the acronym in brackets that follows it: "Badan Pusat Statistik (BPS)"."""
    bracketed = BRACKETED.match(text, end)
    return bracketed.end() if bracketed and bracketed.group(1).strip() in term.forms else end
