"""Facts: the dates, amounts, people, places and organisations of an Indonesian article, each with its evidence.

Names are found by rules that prefer precision to recall (`mentions`, with `cues` and the gazetteer), merged over the
article (`merge`), and put into the target language (`wording`).
"""

from __future__ import annotations

from translate.briefing.facts.cues import SPORT
from translate.briefing.facts.mentions import find_mentions
from translate.briefing.facts.merge import Named, again, fullest, merge
from translate.briefing.facts.quantities import find_figures
from translate.briefing.facts.recurring import find_recurring
from translate.briefing.facts.wording import name_in_language
from translate.document import Document, Fact, FactKind, Kind, Role, Sentence
from translate.language.tokens import Token, is_headline, tokenise

ORDER = (
    FactKind.PERSON, FactKind.ORGANISATION, FactKind.PLACE, FactKind.DATE, FactKind.TIME, FactKind.AMOUNT,
)  # fmt: skip
LEAST_SPORT = 3  # minimum number of different sport words in an article about sport


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


def _recurring(named: list[Named], prose: list[str]) -> list[Named]:
    """Return people found only by their repeated names, where no other rule found a mention."""
    taken = {(n.sentence, at) for n in named for at in range(n.mention.start, n.mention.end)}
    return [
        Named(i, prose[i][mention.start : mention.end], mention)
        for i, mention in find_recurring(prose)
        if not any((i, at) in taken for at in range(mention.start, mention.end))
    ]


def _is_sport(lines: list[tuple[Token, ...]]) -> bool:
    """Return whether an article is about sport: it has several of the words that such articles have."""
    words = {token.text.lower() for line in lines for token in line}
    return len(words & SPORT) >= LEAST_SPORT


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
    named += _recurring(named, prose)
    groups = merge(named, lines)
    facts = []
    for group, more in zip(groups, again(groups, texts, lines), strict=True):
        evidence = {n.sentence for n in group} | more
        facts.append(
            Fact(group[0].mention.kind, fullest(group).text, name_in_language(group, target), tuple(sorted(evidence)))
        )
    return facts
