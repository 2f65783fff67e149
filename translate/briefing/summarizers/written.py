"""The written points of a brief, each checked, with sentences of the article in place of refused ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from translate.briefing.summarizers.abstractive import AbstractiveSummarizer, Passage, SummaryRequest
from translate.briefing.summarizers.base import Extractive, eligible
from translate.checks.faithfulness import Support, Verdict, judge
from translate.document import Origin, Point, Refusal, RefusalCode, Segment, Translation
from translate.language.localise import set_japanese, write_names

FEWER = Refusal(RefusalCode.NOT_WRITTEN)


@dataclass(frozen=True, slots=True)
class WrittenBrief:
    """The points of a brief in the order of the article, and the refusals without a replacement."""

    points: tuple[Point, ...]
    refused: tuple[Refusal, ...] = ()  # of lines that no point could replace


def write_points(
    translation: Translation,
    summarizer: AbstractiveSummarizer,
    request: SummaryRequest,
    *,
    choose: Extractive,
    skip: Collection[int],
) -> WrittenBrief:
    """Return the supported lines, with extracted sentences in place of the others.

    Args:
        translation: the translation to summarise.
        summarizer: the abstractive summarizer.
        request: number, length and language of the lines.
        choose: the extractive summarizer.
        skip: indices of unusable segments, which are not evidence either.

    Raises:
        ModelError: the summarizer cannot run.
    """
    segments = translation.segments
    supports = supports_of(translation, skip)
    drafts = summarizer.write(supports, request)[: request.points] if supports else []
    accepted: list[Verdict] = []
    refused: list[Refusal] = []
    for draft in drafts:
        verdict = judge(
            draft,
            supports,
            request.language,
            limit=request.limit,
            instructions=summarizer.instructions(request.language),
            before=[other.text for other in accepted],
        )
        if verdict.refusal is None:
            accepted.append(verdict)
        else:
            refused.append(verdict.refusal)
    missing = request.points - len(accepted)
    used = {index for verdict in accepted for index in verdict.evidence}
    spare = choose(translation.document, missing, skip={*skip, *used}) if missing else ()
    refusals = [*refused, *[FEWER] * (len(spare) - len(refused))]
    points = [point_of(segments, verdict, request.language) for verdict in accepted]
    points += [
        Point(segments[index].text.strip(), (index,), segments[index].flags, refusal=refusal)
        for index, refusal in zip(spare, refusals, strict=False)
    ]
    in_order = tuple(sorted(points, key=lambda point: point.evidence))
    return WrittenBrief(in_order, tuple(refused[len(spare) :]))


def write_headline(
    points: Sequence[Point], translation: Translation, summarizer: AbstractiveSummarizer, request: SummaryRequest
) -> Point | None:
    """Return a written headline for the points of a brief; None without a supported one.

    Raises:
        ModelError: the summarizer cannot run.
    """
    draft = summarizer.headline([Passage(point.text, point.evidence) for point in points], request) if points else None
    if draft is None:
        return None
    shown = {index for point in points for index in point.evidence}
    supports = [support for support in supports_of(translation, ()) if support.index in shown]
    verdict = judge(
        draft, supports, request.language, limit=request.limit, instructions=summarizer.instructions(request.language)
    )
    return point_of(translation.segments, verdict, request.language) if verdict.accepted else None


def supports_of(translation: Translation, skip: Collection[int]) -> list[Support]:
    """Return the sentences that may be evidence, in both languages."""
    return [
        Support(index, translation.segments[index].text.strip(), translation.segments[index].source.text.strip())
        for index in eligible(translation.document, skip)
    ]


def point_of(segments: Sequence[Segment], verdict: Verdict, language: str) -> Point:
    """Return an accepted line in `language` with its evidence and the flags of that."""
    flags = tuple(dict.fromkeys(flag for index in verdict.evidence for flag in segments[index].flags))
    text = verdict.text
    if language == "ja":
        text = write_names(" ".join(segments[index].source.text for index in verdict.evidence), set_japanese(text))
    return Point(text, verdict.evidence, flags, Origin.ABSTRACTIVE)
