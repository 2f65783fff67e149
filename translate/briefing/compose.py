"""Briefs: a headline, a few points and the facts of a translation, each with its evidence.

Sentences are chosen on the Indonesian side, where no translation error can disturb the choice, and shown in the target
language. Nothing is generated, so nothing is invented. An abstractive summarizer is optional: each of its lines is
checked against its evidence, and replaced by a sentence of the article if unsupported.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from translate.briefing.facts import find_facts
from translate.briefing.summarizers import SUMMARIZERS
from translate.briefing.summarizers.abstractive import AbstractiveSummarizer, SummaryRequest
from translate.briefing.summarizers.base import Extractive
from translate.briefing.summarizers.written import write_headline, write_points
from translate.document import (
    TARGETS,
    Brief,
    Fact,
    FlagCode,
    Kind,
    Notice,
    NoticeCode,
    Origin,
    Point,
    Segment,
    Translation,
)
from translate.errors import ModelError, UsageError, expect
from translate.language.localise import set_japanese
from translate.language.words import length_of

# Flags of segments that are useless to a reader or in the wrong language.
UNUSABLE = frozenset((FlagCode.REPETITION, FlagCode.WRONG_SCRIPT, FlagCode.SOURCE_ECHO, FlagCode.UNFINISHED))
INFORMATION = frozenset((FlagCode.SPLIT,))  # not a fault
FURTHEST = 2  # sentences considered for each point, to fit into a maximum length
INSTEAD = "textrank"  # the summarizer that replaces refused lines
# Default maximum length of a written line: words, in Japanese characters.
LINE = {"en": 30, "ja": 80}
SHORTEST_LINE = {"en": 8, "ja": 20}
HEADLINE = {"en": 14, "ja": 35}


def make_brief(
    translation: Translation,
    *,
    points: int = 4,
    summarizer: str | AbstractiveSummarizer = "textrank",
    max_length: int | None = None,
) -> Brief:
    """Return the brief of a translation, with at most `points` points.

    A sentence whose translation is unusable (a loop, the wrong script, cut off) is replaced by the next best, with a
    notice; an empty one is never shown.

    Args:
        translation: the translation to summarise.
        points: how many points at most.
        summarizer: the name of an extractive one, or an abstractive one, whose lines are checked.
        max_length: words (Japanese: characters) of all points; whole points are omitted to keep to it.

    Raises:
        UsageError: there is no such summarizer, a number is below 1, or the language of an abstractive summarizer
            cannot be checked.
    """
    expect(translation, Translation, "What is briefed", "a Translation")
    expect(points, int, "The number of points", "a whole number")
    if not hasattr(summarizer, "write"):
        expect(summarizer, str, "A summarizer", "its name, or a summarizer from load_summarizer")
    choose = _chooser(summarizer, points, max_length, translation.target)
    shown, point_notices = _choose(translation, points, choose, max_length)
    headline = _headline(translation, choose)
    if not isinstance(summarizer, str):
        shown, headline, point_notices = _write(
            translation, summarizer, points, max_length, (shown, headline, point_notices)
        )
    settings = (*translation.signature.settings, *_settings(translation.target, summarizer, points, max_length))
    return Brief(
        headline=headline,
        points=shown,
        facts=_facts(translation),
        language=translation.target,
        signature=replace(translation.signature, settings=settings),
        notices=(*_notices(translation), *point_notices),
        translation=translation,
    )


def _facts(translation: Translation) -> tuple[Fact, ...]:
    found = find_facts(translation.document, translation.target)
    if translation.target != "ja":
        return found
    return tuple(replace(fact, value=set_japanese(fact.value)) for fact in found)


def _chooser(summarizer: str | AbstractiveSummarizer, points: int, max_length: int | None, target: str) -> Extractive:
    """Return the summarizer of a brief, after checking that the options go together."""
    name = summarizer if isinstance(summarizer, str) else INSTEAD
    choose = SUMMARIZERS.get(name)
    if choose is None:
        raise UsageError(f"There is no summarizer {name!r}; choose one of: {', '.join(sorted(SUMMARIZERS))}.")
    if points < 1:
        raise UsageError(f"A brief of {points} points: expected 1 or more.")
    if max_length is not None and max_length < 1:
        raise UsageError(f"A brief of {max_length} words or characters: expected 1 or more.")
    if not isinstance(summarizer, str) and target not in TARGETS:
        raise UsageError(f"What a model writes in {target!r} cannot be checked, only {' and '.join(TARGETS)}.")
    return choose


def _settings(
    target: str, summarizer: str | AbstractiveSummarizer, points: int, max_length: int | None
) -> tuple[tuple[str, str], ...]:
    """Return the settings of the brief for its signature."""
    settings = [("summarizer", summarizer if isinstance(summarizer, str) else summarizer.name)]
    if not isinstance(summarizer, str):
        info = summarizer.info(target)
        settings.append(("summarizer-model", f"{info.id}@{info.revision[:12]}" if info.revision else info.id))
        if info.licence:
            forbids = " (non-commercial)" if info.non_commercial else ""
            settings.append(("summarizer-licence", f"{info.licence}{forbids}"))
        if info.prompt_sha256:
            settings.append(("summarizer-prompt", info.prompt_sha256[:12]))
    settings.append(("points", str(points)))
    if max_length is not None:
        settings.append(("max-length", str(max_length)))
    return tuple(settings)


def _choose(
    translation: Translation, points: int, choose: Extractive, max_length: int | None
) -> tuple[tuple[Point, ...], tuple[Notice, ...]]:
    """Return the sentences to show, and notices on better ones whose translation is unusable."""
    segments = translation.segments
    wanted = choose(translation.document, points)
    empty, unusable = _empty(translation), _unusable(translation)
    # If every sentence is bad, bad ones with flags are better than no points.
    chosen = _within(translation, points, choose, max_length, unusable) or _within(
        translation, points, choose, max_length, empty
    )
    shown = tuple(_point(segments, (index,)) for index in chosen)
    notices = []
    if passed_over := tuple(i for i in wanted if i not in chosen and i in unusable):
        notices.append(Notice(NoticeCode.PASSED_OVER, segments=passed_over))
    if max_length is not None and _length(shown, translation.target) > max_length:
        notices.append(Notice(NoticeCode.TOO_LONG, count=max_length))
    return shown, tuple(notices)


def _within(
    translation: Translation, points: int, choose: Extractive, max_length: int | None, skip: Collection[int]
) -> tuple[int, ...]:
    """Return the best sentences within the maximum length, at least one."""
    document, segments, target = translation.document, translation.segments, translation.target
    if max_length is None:
        return choose(document, points, skip=skip)
    long = {i for i, segment in enumerate(segments) if length_of(segment.text, target) > max_length}
    ranked: list[int] = []
    # Each step adds the next best, up to a limit: a sentence is not chosen for being short.
    for count in range(1, FURTHEST * points + 1):
        ranked += [i for i in choose(document, count, skip={*skip, *long}) if i not in ranked]
    chosen: list[int] = []
    for index in ranked:
        with_it = [_point(segments, (i,)) for i in (*chosen, index)]
        if len(chosen) < points and _length(with_it, target) <= max_length:
            chosen.append(index)
    return tuple(sorted(chosen)) or choose(document, 1, skip=skip)


def _write(
    translation: Translation,
    summarizer: AbstractiveSummarizer,
    points: int,
    max_length: int | None,
    instead: tuple[tuple[Point, ...], Point, tuple[Notice, ...]],
) -> tuple[tuple[Point, ...], Point, tuple[Notice, ...]]:
    """Return written points, headline and notices; `instead`, with a notice, if the summarizer fails."""
    target, headline = translation.target, instead[1]
    limit = LINE[target] if max_length is None else max(SHORTEST_LINE[target], max_length // points)
    request = SummaryRequest(points, limit, target)
    try:
        choose, skip = SUMMARIZERS[INSTEAD], _unusable(translation)
        written = write_points(translation, summarizer, request, choose=choose, skip=skip)
        shown = _shorten(written.points, max_length, target)
        if not _usable_title(translation):
            request = SummaryRequest(1, HEADLINE[target], target)
            headline = write_headline(shown, translation, summarizer, request) or headline
    except ModelError as error:  # the translation must not be lost with the brief
        return instead[0], headline, (*instead[2], Notice(NoticeCode.UNWRITTEN, str(error)))
    anew = sum(point.origin is Origin.ABSTRACTIVE for point in shown)
    notices = [Notice(NoticeCode.WRITTEN, summarizer.info(target).id, anew, len(shown))] if anew else []
    for number, point in enumerate(shown, start=1):
        if point.refusal:
            notices.append(Notice(NoticeCode.REPLACED, count=number, refusal=point.refusal))
    notices += [Notice(NoticeCode.REFUSED, refusal=refusal) for refusal in written.refused]
    return (shown, headline, tuple(notices)) if shown else (instead[0], headline, (*instead[2], *notices))


def _shorten(points: tuple[Point, ...], max_length: int | None, target: str) -> tuple[Point, ...]:
    """Return the points within the maximum length, omitting extracted ones first, the last first."""
    while max_length is not None and len(points) > 1 and _length(points, target) > max_length:
        chosen = [at for at, point in enumerate(points) if point.origin is Origin.EXTRACTIVE]
        out = chosen[-1] if chosen else len(points) - 1
        points = points[:out] + points[out + 1 :]
    return points


def _length(points: Collection[Point], target: str) -> int:
    return sum(length_of(point.text, target) for point in points)


def _empty(translation: Translation) -> frozenset[int]:
    return frozenset(i for i, segment in enumerate(translation.segments) if not segment.text.strip())


def _unusable(translation: Translation) -> frozenset[int]:
    bad = (i for i, segment in enumerate(translation.segments) if _codes(segment) & UNUSABLE)
    return _empty(translation) | frozenset(bad)


def _usable_title(translation: Translation) -> bool:
    title = _title(translation)
    return bool(title) and not _unusable(translation) & set(title)


def _headline(translation: Translation, choose: Extractive) -> Point:
    """Return the title, or the best sentence if the title is missing or its translation unusable."""
    segments, title = translation.segments, _title(translation)
    if _usable_title(translation):
        return _point(segments, title, translation.target)
    best = choose(translation.document, 1, skip=_unusable(translation))
    if best:
        return _point(segments, best)
    shown = [i for i in title or range(len(segments)) if segments[i].text.strip()]
    return _point(segments, tuple(shown) if title else tuple(shown[:1]), translation.target)


def _title(translation: Translation) -> tuple[int, ...]:
    """Return the indices of the segments of the first title paragraph."""
    document = translation.document
    spans = zip(document.paragraphs, document.spans, strict=True)
    return next((tuple(span) for paragraph, span in spans if paragraph.kind is Kind.TITLE), ())


def _point(segments: tuple[Segment, ...], evidence: tuple[int, ...], target: str = "") -> Point:
    glue = "" if target == "ja" else " "
    flags = tuple(dict.fromkeys(flag for i in evidence for flag in segments[i].flags))
    return Point(glue.join(segments[i].text.strip() for i in evidence), evidence, flags)


def _codes(segment: Segment) -> set[FlagCode]:
    return {flag.code for flag in segment.flags}


def _notices(translation: Translation) -> tuple[Notice, ...]:
    """Return the notices that every brief of this translation carries."""
    mark, segments = translation.document.advertorial, translation.segments
    paid = [Notice(NoticeCode.ADVERTORIAL, mark)] if mark else []
    flagged = sum(bool(_codes(segment) - INFORMATION) for segment in segments)
    doubts = [Notice(NoticeCode.FLAGGED, count=flagged, total=len(segments))] if flagged else []
    return (*paid, *doubts)
