"""Mentions of one person, place or organisation put together."""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from translate.briefing.facts.cues import BARE_FORMS, NEVER, REMIT, SAYS
from translate.briefing.facts.scanning import Mention
from translate.document import FactKind
from translate.language.gazetteer import organisations, places
from translate.language.tokens import tokenise

APOSTROPHES = re.compile(r"['’‘`]")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with the sentence it stands in, and the text it takes in there."""

    sentence: int
    text: str
    mention: Mention


Group = tuple[Named, ...]  # the mentions of one thing, in the order of the article


def key(name: str) -> tuple[str, ...]:
    """Return the words that two spellings of a name share: "Mas’ud", "Mas'ud" and "Masud" are one."""
    return tuple(APOSTROPHES.sub("", name).lower().replace(".", "").split())


def merge(named: Sequence[Named], texts: Sequence[str]) -> tuple[Group, ...]:
    """Return the mentions in the sentences `texts` grouped by what they name, in order of first mention."""
    people = [n for n in named if n.mention.kind is FactKind.PERSON]
    places_and_bodies = [n for n in named if n.mention.kind is not FactKind.PERSON]
    groups = [*_people(people, _speakers(texts)), *_others(places_and_bodies)]
    return tuple(sorted(groups, key=lambda group: (group[0].sentence, group[0].mention.start)))


def fullest(group: Group) -> Named:
    """Return the mention that says most: known to a table, with an office, of the most words; else the first."""
    return max(
        group,
        key=lambda n: (n.mention.entry is not None, len(n.mention.name.split()), n.mention.office is not None),
    )


def _others(named: Iterable[Named]) -> list[Group]:
    groups: dict[tuple[str, ...], list[Named]] = {}
    for n in named:
        mention = n.mention
        name = key(mention.entry.id) if mention.entry else key(mention.name)
        cue = () if mention.cue in BARE_FORMS else (mention.cue,)
        groups.setdefault((mention.kind, *(cue if mention.cue else ()), *name), []).append(n)
    for name in [name for name, group in groups.items() if group[0].mention.cue in BARE_FORMS]:
        if not any(n.mention.entry for n in groups[name]) and (right := _misspelt(name, groups)):
            groups[right] += groups.pop(name)
    return [tuple(sorted(group, key=lambda n: (n.sentence, n.mention.start))) for group in groups.values()]


def _misspelt(name: tuple[str, ...], groups: dict[tuple[str, ...], list[Named]]) -> tuple[str, ...] | None:
    """Return known place of the article that an unknown one is a slip of: "Kota Yohohama" beside "Kota Yokohama"."""
    known = {
        " ".join(other[1:]): other
        for other, group in groups.items()
        if other[:2] != name[:2] and other[0] is FactKind.PLACE and any(n.mention.entry for n in group)
    }
    word = " ".join(name[1:])
    near = difflib.get_close_matches(word, [o for o in known if o[0] == word[0] and len(word) > 6], n=1, cutoff=0.75)
    return known[near[0]] if near else None


def _speakers(texts: Sequence[str]) -> frozenset[str]:
    """Return the capitalised words that stand before a verb of speaking, in the form of `key`; not all are names."""
    return frozenset(
        word
        for text in texts
        for token, verb in itertools.pairwise(tokenise(text))
        if token.capital and verb.text in SAYS
        for word in key(token.text)
    )


def _people(named: Sequence[Named], speakers: frozenset[str]) -> list[Group]:
    """Group full names, then give each shorter name to the one full name it is part of, if there is just one."""
    known = {word for n in named if not n.mention.weak for word in key(n.mention.name)} | speakers
    kept = [n for n in named if not n.mention.weak or known & set(key(n.mention.name))]
    keys = Counter(key(n.mention.name) for n in kept)
    owner = {}
    for name in keys:
        longer = [other for other in keys if len(other) > len(name) and set(name) <= set(other)]
        # The longest alone must own the others, else "Rahmad" could be two people.
        top = max(longer, key=len, default=name)
        owner[name] = top if all(set(other) <= set(top) for other in longer) else name
    groups: dict[tuple[str, ...], list[Named]] = {}
    for n in kept:
        groups.setdefault(owner[key(n.mention.name)], []).append(n)
    return [tuple(group) for group in groups.values()]


def again(group: Group, others: Sequence[Group], texts: Sequence[str]) -> tuple[int, ...]:
    """Return the sentences of `texts` that name the thing once more, without the cue it was found by.

    That is the whole name, or one word of a person's name when no other name of the article has that word and the
    article never writes it small ("Indah", "Maju").
    """
    whole = {key(n.mention.name) for n in group}
    if any(other is not group and whole & {key(n.mention.name) for n in other} for other in others):
        return ()  # "Kabupaten Pekalongan" beside "Pekalongan": whose the bare name is, is not to be seen
    single = set()
    if group[0].mention.kind is FactKind.PERSON:
        taken = {word for other in others if other is not group for n in other for word in key(n.text)}
        small = {token.text for text in texts for token in tokenise(text) if not token.capital}
        single = {
            word
            for name in whole
            for word in name
            if len(word) > 3 and word not in taken | small and not _common(word.capitalize())
        }
    return tuple(i for i, text in enumerate(texts) if _names(text, whole, single))


def _common(word: str) -> bool:
    return word in NEVER or word in REMIT or (word,) in places() or (word,) in organisations()


def _names(text: str, whole: set[tuple[str, ...]], single: set[str]) -> bool:
    tokens = [token for token in tokenise(text) if token.text != "."]
    words = [APOSTROPHES.sub("", token.text).lower() for token in tokens]
    for at, token in enumerate(tokens):
        if token.capital and (words[at] in single or any(tuple(words[at : at + len(name)]) == name for name in whole)):
            return True
    return False
