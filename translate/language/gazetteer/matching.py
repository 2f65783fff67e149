"""Find entries of the gazetteer in a sentence; used by checks, facts, faithfulness and localisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate.language.gazetteer import GazetteerEntry, NameTable
from translate.language.senses import has_table_sense
from translate.language.tokens import Token


def known_at(
    table: NameTable, text: str, tokens: Sequence[Token], at: int, *, lower: bool = False
) -> tuple[GazetteerEntry, int] | None:
    """Return the longest entry of `table` that begins at a token of `text`, and the token after it.

    Any mark ends a name ("ke Jawa, Timur Tengah" does not contain East Java), except commas in the name of an
    organisation. `lower` is for tables in lower case. An acronym counts only in the sense of the table.
    """
    words: list[str] = []
    best: tuple[GazetteerEntry, int] | None = None
    end = at
    while len(words) < table.longest and end < len(tokens):
        word = tokens[end].text
        end += 1
        if word == "," and words and table.passes_commas:
            continue
        words.append(word.lower() if lower else word)
        if len(words) == 1 and words[0] not in table.firsts:
            return None
        if tuple(words) in table and has_table_sense(text, tokens[at].start, tokens[end - 1].end):
            best = table[tuple(words)], end
    return best


def find_known(
    table: NameTable, text: str, tokens: Sequence[Token], *, lower: bool = False
) -> Iterator[tuple[GazetteerEntry, int, int]]:
    """Yield every entry in a text, also nested ones, with the index of its first token and of the token after it."""
    for at in range(len(tokens)):
        first = tokens[at].text.lower() if lower else tokens[at].text
        if first in table.firsts and (known := known_at(table, text, tokens, at, lower=lower)):
            yield known[0], at, known[1]
