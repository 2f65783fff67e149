"""Merge the mentions of one person, place or organisation."""

from __future__ import annotations

import difflib
import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from translate.briefing.facts.cues import CUES
from translate.briefing.facts.scanning import Mention
from translate.document import FactKind
from translate.language.gazetteer import organisations, places
from translate.language.senses import has_table_sense
from translate.language.tokens import Token

APOSTROPHES = re.compile(r"['’‘`]")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention with its sentence and its text there."""

    sentence: int
    text: str
    mention: Mention


Group = tuple[Named, ...]  # the mentions of one thing, in the order of the article


# Nicknames of people, and their names.
CALLED = {"jokowi": ("joko", "widodo"), "ahok": ("basuki", "tjahaja", "purnama"), "bamsoet": ("bambang", "soesatyo")}


def key(name: str) -> tuple[str, ...]:
    """Return the comparison key of a name: "Mas’ud", "Mas'ud" and "Masud" are one, and Jokowi."""
    words = tuple(APOSTROPHES.sub("", name).lower().replace(".", "").split())
    return CALLED.get(words[0], words) if len(words) == 1 else words


def merge(named: Sequence[Named], lines: Sequence[Sequence[Token]]) -> tuple[Group, ...]:
    """Return groups of mentions that name the same thing, by first mention; `lines` are the tokens of the sentences."""
    people = [n for n in named if n.mention.kind is FactKind.PERSON]
    places_and_bodies = [n for n in named if n.mention.kind is not FactKind.PERSON]
    groups = [*_people(people, _speakers(lines)), *_others(places_and_bodies)]
    return tuple(sorted(groups, key=lambda group: (group[0].sentence, group[0].mention.start)))


def fullest(group: Group) -> Named:
    """Return the most informative mention: in a table, with an office, with most words; else the first."""
    return max(
        group,
        key=lambda n: (n.mention.entry is not None, len(n.mention.name.split()), n.mention.office is not None),
    )


def _others(named: Iterable[Named]) -> list[Group]:
    groups: dict[tuple[str, ...], list[Named]] = {}
    for n in named:
        mention = n.mention
        name = key(mention.entry.id) if mention.entry else key(mention.name)
        cue = () if mention.cue in CUES["bare_forms"] else (mention.cue,)
        groups.setdefault((mention.kind, *(cue if mention.cue else ()), *name), []).append(n)
    ordered = sorted(groups)
    for name in sorted(groups, key=len):
        if _lacks_place(groups[name][0].mention) and (whole := _whole_body(name, ordered)) is not None:
            groups[whole] += groups.pop(name)
    known = {
        " ".join(name[1:]): name
        for name, group in groups.items()
        if name[0] is FactKind.PLACE and any(n.mention.entry for n in group)
    }
    for name in [name for name, group in groups.items() if group[0].mention.cue in CUES["bare_forms"]]:
        if not any(n.mention.entry for n in groups[name]) and (right := _misspelt(name, known)):
            groups[right] += groups.pop(name)
    return [tuple(sorted(group, key=lambda n: (n.sentence, n.mention.start))) for group in groups.values()]


def _lacks_place(mention: Mention) -> bool:
    """Return whether a mention is of a body that may be one of a place: "Dinas Pendidikan"."""
    kinds = CUES["bodies"] | CUES["local_bodies"]
    return mention.kind is FactKind.ORGANISATION and not mention.entry and mention.name.split()[0] in kinds


def _whole_body(name: tuple[str, ...], ordered: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the only longer name that begins with a name, of all in order: "Dinas Pendidikan DKI Jakarta"."""
    at = bisect_right(ordered, name)
    longer = [other for other in ordered[at : at + 2] if other[: len(name)] == name]
    return longer[0] if len(longer) == 1 else None


def _misspelt(name: tuple[str, ...], known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the known place of the article that an unknown one misspells: "Kota Yohohama" beside "Kota Yokohama"."""
    word = " ".join(name[1:])
    if len(word) <= 6:
        return None
    others = [other for other, place in known.items() if other[0] == word[0] and place[:2] != name[:2]]
    near = difflib.get_close_matches(word, others, n=1, cutoff=0.75)
    return known[near[0]] if near else None


def _speakers(lines: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return the capitalised words that stand before a verb of speaking, in the form of `key`; not all are names."""
    return frozenset(
        word
        for line in lines
        for token, verb in itertools.pairwise(line)
        if token.capital and verb.text in CUES["says"]
        for word in key(token.text)
    )


def _people(named: Sequence[Named], speakers: frozenset[str]) -> list[Group]:
    """Return groups of full names, with each shorter name in the only full name that contains it."""
    known = {word for n in named if not n.mention.weak for word in key(n.mention.name)} | speakers
    kept = [n for n in named if not n.mention.weak or known & set(key(n.mention.name))]
    names = dict.fromkeys(key(n.mention.name) for n in kept)
    having: dict[str, list[tuple[str, ...]]] = {}  # by word, the names that contain it
    for name in names:
        for word in set(name):
            having.setdefault(word, []).append(name)
    owner = {}
    for name in names:
        fewest = min((having[word] for word in name), key=len, default=[])
        longer = [other for other in fewest if len(other) > len(name) and set(name) <= set(other)]
        # All others must be part of the longest, else "Rahmad" could be two people.
        top = max(longer, key=len, default=name)
        owner[name] = top if all(set(other) <= set(top) for other in longer) else name
    groups: dict[tuple[str, ...], list[Named]] = {}
    for n in kept:
        groups.setdefault(owner[key(n.mention.name)], []).append(n)
    return [tuple(group) for group in groups.values()]


def further_mentions(
    groups: Sequence[Group], texts: Sequence[str], lines: Sequence[Sequence[Token]]
) -> tuple[frozenset[int], ...]:
    """Return for each group the sentences of `texts` that name the thing once more, without the cue it was found by.

    This is the whole name, or one word of a person's name that no other name of the article has and that is never in
    lower case ("Indah", "Maju").
    """
    wholes = [{key(n.mention.name) for n in group} for group in groups]
    times = Counter(name for whole in wholes for name in whole)
    group_words = [{word for n in group for word in key(n.text)} for group in groups]
    holders = Counter(word for words in group_words for word in words)
    small = {token.text for line in lines for token in line if not token.capital}
    owner: dict[tuple[str, ...], int] = {}  # the group of each name and of each word of a name
    for number, whole in enumerate(wholes):
        if any(times[name] > 1 for name in whole):
            continue  # "Kabupaten Pekalongan" beside "Pekalongan": the bare name is ambiguous
        owner |= dict.fromkeys(whole, number)
        words = {word for name in whole for word in name if len(word) > 3 and word not in small}
        alone = {
            word for word in words if holders[word] == (word in group_words[number]) and not _common(word.capitalize())
        }
        owner |= {(word,): number for word in alone if groups[number][0].mention.kind is FactKind.PERSON}
    return _places(owner, texts, lines, len(groups))


def _common(word: str) -> bool:
    return word in CUES["never"] or word in CUES["remit"] or (word,) in places() or (word,) in organisations()


def _places(
    owner: Mapping[tuple[str, ...], int], texts: Sequence[str], lines: Iterable[Sequence[Token]], groups: int
) -> tuple[frozenset[int], ...]:
    """Return for each group the texts with one of its names, a short form in its usual sense."""
    lengths: dict[str, set[int]] = {}  # of the names, by their first word
    for name in owner:
        if name:
            lengths.setdefault(name[0], set()).add(len(name))
    found: list[set[int]] = [set() for _ in range(groups)]
    for index, (text, line) in enumerate(zip(texts, lines, strict=True)):
        tokens = [token for token in line if token.text != "."]
        words = [APOSTROPHES.sub("", token.text).lower() for token in tokens]
        for at, token in enumerate(tokens):
            for length in lengths.get(words[at], ()) if token.capital else ():
                number = owner.get(tuple(words[at : at + length]))
                if number is not None and has_table_sense(
                    text, token.start, tokens[min(at + length, len(tokens)) - 1].end
                ):
                    found[number].add(index)
    return tuple(map(frozenset, found))
