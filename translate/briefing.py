"""Briefs: a translation in a headline, a few lines and the facts, each of which names its evidence.

Sentences are chosen on the Indonesian side, where no translation error can disturb the choice, and shown in the target
language. Nothing is written anew, so nothing is invented.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from translate.document import Brief, FlagCode, Kind, Point, Segment, Translation
from translate.errors import UsageError
from translate.facts import find_facts
from translate.summarizers import SUMMARIZERS, Summarizer

# A segment with one of these says nothing to a reader, or says it in the wrong language.
UNUSABLE = frozenset((FlagCode.REPETITION, FlagCode.WRONG_SCRIPT, FlagCode.SOURCE_ECHO, FlagCode.UNFINISHED))
INFORMATION = frozenset((FlagCode.SPLIT,))  # no doubt about the segment


@dataclass(frozen=True, slots=True)
class Words:
    """What a brief says in its own words; `{}` stands where something is put in."""

    advertorial: str  # {}: the mark
    flagged: str  # {}: how many, of how many
    flagged_one: str  # {}: of how many
    passed_over: str  # {}: sentence numbers
    separator: str


WORDS = {
    "en": Words(
        advertorial="Paid content: the article carries the mark {}.",
        flagged="{} of {} segments have flags: read them with care.",
        flagged_one="1 of {} segments has flags: read it with care.",
        passed_over="Left out of the brief because the translation failed its checks: sentence {}.",
        separator=", ",
    ),
    "ja": Words(
        advertorial="広告記事:原文に{}の表示があります。",
        flagged="{1}文のうち{0}文の訳に疑問点があります。注意してお読みください。",
        flagged_one="{}文のうち1文の訳に疑問点があります。注意してお読みください。",
        passed_over="訳文が検査を通らなかったため、要約から除いた文:第{}文。",
        separator="、",
    ),
}


def make_brief(translation: Translation, *, points: int = 4, summarizer: str = "textrank") -> Brief:
    """Give the brief of a translation, with at most `points` points.

    A sentence whose translation is unusable (a loop, the wrong script, cut off) gives way to the next best, and a
    notice says so; an empty one is never shown. Notices speak English where Warta has no words in the target language.

    Raises:
        UsageError: there is no such summarizer, or fewer than one point is asked.
    """
    choose = SUMMARIZERS.get(summarizer)
    if choose is None:
        raise UsageError(f"There is no summarizer {summarizer!r}; choose one of: {', '.join(sorted(SUMMARIZERS))}.")
    if points < 1:
        raise UsageError(f"A brief of {points} points was asked for; ask for 1 or more.")
    chosen, passed_over = _choose(translation, points, choose)
    settings = (*translation.signature.settings, ("summarizer", summarizer), ("points", str(points)))
    return Brief(
        headline=_headline(translation, choose),
        points=tuple(_point(translation.segments, (index,)) for index in chosen),
        facts=find_facts(translation.document, translation.target),
        language=translation.target,
        signature=replace(translation.signature, settings=settings),
        notices=_notices(translation, passed_over),
    )


def _choose(translation: Translation, points: int, choose: Summarizer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the segments to show and those that would have been shown, had their translation been usable."""
    wanted = choose(translation.document, points)
    empty = {i for i, segment in enumerate(translation.segments) if not segment.text.strip()}
    unusable = empty | {i for i, segment in enumerate(translation.segments) if _codes(segment) & UNUSABLE}
    # Where every sentence is bad, a bad one with its flags tells more than a brief without points.
    chosen = choose(translation.document, points, skip=unusable) or choose(translation.document, points, skip=empty)
    return chosen, tuple(i for i in wanted if i not in chosen and i in unusable)


def _headline(translation: Translation, choose: Summarizer) -> Point:
    """Give the title; without one, or with an unusable translation of it, the best sentence."""
    segments = translation.segments
    title = _title(translation)
    usable = [i for i in title if segments[i].text.strip() and not _codes(segments[i]) & UNUSABLE]
    if title and usable == list(title):
        return _point(segments, title, translation.target)
    unusable = {i for i, s in enumerate(segments) if not s.text.strip() or _codes(s) & UNUSABLE}
    best = choose(translation.document, 1, skip=unusable)
    if best:
        return _point(segments, best)
    shown = [i for i in title or range(len(segments)) if segments[i].text.strip()]
    return _point(segments, tuple(shown) if title else tuple(shown[:1]), translation.target)


def _title(translation: Translation) -> tuple[int, ...]:
    """Give the indices of the segments of the first title paragraph."""
    at = 0
    for paragraph in translation.document.paragraphs:
        if paragraph.kind is Kind.TITLE:
            return tuple(range(at, at + len(paragraph.sentences)))
        at += len(paragraph.sentences)
    return ()


def _point(segments: tuple[Segment, ...], evidence: tuple[int, ...], target: str = "") -> Point:
    glue = "" if target == "ja" else " "
    flags = tuple(dict.fromkeys(flag for i in evidence for flag in segments[i].flags))
    return Point(glue.join(segments[i].text.strip() for i in evidence), evidence, flags)


def _codes(segment: Segment) -> set[FlagCode]:
    return {flag.code for flag in segment.flags}


def _notices(translation: Translation, passed_over: Collection[int]) -> tuple[str, ...]:
    words = WORDS.get(translation.target, WORDS["en"])
    notices = []
    if mark := translation.document.advertorial:
        notices.append(words.advertorial.format(mark))
    doubted = sum(bool(_codes(segment) - INFORMATION) for segment in translation.segments)
    if doubted == 1:
        notices.append(words.flagged_one.format(len(translation.segments)))
    elif doubted:
        notices.append(words.flagged.format(doubted, len(translation.segments)))
    if passed_over:
        notices.append(words.passed_over.format(words.separator.join(str(i + 1) for i in passed_over)))
    return tuple(notices)
