"""Facts: the dates, amounts, people, places and organisations of an Indonesian article, each with its evidence.

Names are found by rules that prefer precision to recall (`mentions`, with `cues` and the gazetteer), merged over the
article (`merge`), and put into the target language (`wording`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from translate.briefing.facts.cues import CUES
from translate.briefing.facts.mentions import find_mentions
from translate.briefing.facts.merge import Named, fullest, further_mentions, merge
from translate.briefing.facts.quantities import find_figures
from translate.briefing.facts.recurring import find_full_names, find_recurring
from translate.briefing.facts.scanning import Mention
from translate.briefing.facts.wording import name_in_language
from translate.document import Document, Fact, FactKind, Kind, Role, Sentence
from translate.language.tokens import Token, is_headline, tokenise

ORDER = (
    FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE, FactKind.DATE, FactKind.TIME, FactKind.AMOUNT,
)  # fmt: skip
LEAST_CLIPPED = 4  # letters of a name that may be the beginning of another
LEAST_SPORT = 3  # different words about sport, from which on an article is about it


def find_facts(document: Document, target: str) -> tuple[Fact, ...]:
    """Return the facts of an Indonesian document, by kind and then by first mention, with values for `target`.

    `target` is "en" or "ja". Bylines, credits, marks and links to other articles are ignored; titles and
    headings are evidence, but add no names, since all their words may be capitalised.
    """
    kinds = [paragraph.kind for paragraph in document.paragraphs for _ in paragraph.sentences]
    texts = [s.text if _read(kind, s) else "" for kind, s in zip(kinds, document.sentences, strict=True)]
    facts = [*_names(texts, kinds, target), *find_figures(texts, target)]
    return tuple(sorted(facts, key=lambda fact: ORDER.index(fact.kind)))


def _read(kind: Kind, sentence: Sentence) -> bool:
    return kind is not Kind.BOILERPLATE and sentence.role in (Role.TEXT, Role.DATELINE)


def _elsewhere(named: list[Named], found: Iterable[tuple[int, Mention]], prose: list[str]) -> list[Named]:
    """Return found mentions with their sentences, where no other rule found one."""
    occupied = {(n.sentence, at) for n in named for at in range(n.mention.start, n.mention.end)}
    return [
        Named(i, prose[i][mention.start : mention.end], mention)
        for i, mention in found
        if not any((i, at) in occupied for at in range(mention.start, mention.end))
    ]


def _single(named: list[Named]) -> set[str]:
    """Return the people found by one word: "Livi" of "urai Livi", who may be "Livi Zheng" elsewhere."""
    return {n.mention.name for n in named if n.mention.kind is FactKind.PERSON and " " not in n.mention.name}


def _without_clipped(named: list[Named], lines: list[tuple[Token, ...]]) -> list[Named]:
    """Return the mentions without people called by a part of a word that is their name: "Pudjo" of "Pudjoharsoyo"."""
    words = sorted({token.text for line in lines for token in line if token.capital})
    people = {n.mention.name for n in named if n.mention.kind is FactKind.PERSON}
    # The first longer word with the same beginning is the next in order.
    longer = {name: words[(at := bisect_right(words, name)) : at + 1] for name in people if len(name) >= LEAST_CLIPPED}
    clipped = {name for name, following in longer.items() if any(word.startswith(name) for word in following)}
    return [n for n in named if n.mention.name not in clipped or n.mention.kind is not FactKind.PERSON]


def _is_sport(lines: list[tuple[Token, ...]]) -> bool:
    """Return whether an article is about sport: it has several of the words that such articles have."""
    words = {token.text.lower() for line in lines for token in line}
    return len(words & CUES["sport"]) >= LEAST_SPORT


def _names(texts: list[str], kinds: list[Kind], target: str) -> list[Fact]:
    lines = [tokenise(text) for text in texts]
    sport = _is_sport(lines)
    prose = [
        "" if kind in (Kind.TITLE, Kind.HEADING) or is_headline(line) else text
        for text, kind, line in zip(texts, kinds, lines, strict=True)
    ]
    named = [
        Named(i, text[mention.start : mention.end], mention)
        for i, text in enumerate(prose)
        for mention in find_mentions(text, sport=sport)
    ]
    named += _elsewhere(named, find_recurring(prose), prose)
    named += _elsewhere(named, find_full_names(prose, _single(named)), prose)
    groups = merge(_without_clipped(named, lines), lines)
    facts: dict[tuple[FactKind, str], Fact] = {}  # "Jakarta", "DKI Jakarta": one translation
    for group, more in zip(groups, further_mentions(groups, texts, lines), strict=True):
        kind, value = group[0].mention.kind, name_in_language(group, target)
        before = facts.get((kind, value), Fact(kind, fullest(group).text, value, ()))
        evidence = {n.sentence for n in group} | more | set(before.evidence)
        facts[kind, value] = replace(before, evidence=tuple(sorted(evidence)))
    return list(facts.values())
