"""The points of a brief that an author wrote, each checked, with sentences of the article where one fails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from translate.briefing.summarizers import Summarizer
from translate.briefing.summarizers.author import AbstractiveSummarizer, Passage, SummaryRequest
from translate.briefing.summarizers.base import eligible
from translate.checks.faithfulness import Support, Verdict, judge
from translate.document import Origin, Point, Refusal, RefusalCode, Segment, Translation
from translate.language.localise import set_japanese, write_names

FEWER = Refusal(RefusalCode.NOT_WRITTEN)


@dataclass(frozen=True, slots=True)
class WrittenBrief:
    """The points of a brief in the order of the article, and the refusals of lines that became none."""

    points: tuple[Point, ...]
    refused: tuple[Refusal, ...] = ()  # reasons for which no point could take the line's place


def write_points(
    translation: Translation,
    author: AbstractiveSummarizer,
    order: SummaryRequest,
    *,
    choose: Summarizer,
    skip: Collection[int],
) -> WrittenBrief:
    """Return the written lines that their evidence supports, with extracted sentences in the place of the others.

    Args:
        translation: what is told in short.
        author: who writes.
        order: how many lines, how long, in which language.
        choose: chooses the sentences.
        skip: indices of segments that are not fit to be shown; no line may rest on them.

    Raises:
        ModelError: the author cannot write.
    """
    segments = translation.segments
    supports = supports_of(translation, skip)
    drafts = author.write(supports, order)[: order.points] if supports else []
    accepted: list[Verdict] = []
    refused: list[Refusal] = []
    for draft in drafts:
        verdict = judge(
            draft,
            supports,
            order.language,
            limit=order.limit,
            instructions=author.instructions(order.language),
            before=[other.text for other in accepted],
        )
        if verdict.refusal is None:
            accepted.append(verdict)
        else:
            refused.append(verdict.refusal)
    missing = order.points - len(accepted)
    used = {index for verdict in accepted for index in verdict.evidence}
    spare = choose(translation.document, missing, skip={*skip, *used}) if missing else ()
    refusals = [*refused, *[FEWER] * (len(spare) - len(refused))]
    points = [point_of(segments, verdict, order.language) for verdict in accepted]
    points += [
        Point(segments[index].text.strip(), (index,), segments[index].flags, refusal=refusal)
        for index, refusal in zip(spare, refusals, strict=False)
    ]
    in_order = tuple(sorted(points, key=lambda point: point.evidence))
    return WrittenBrief(in_order, tuple(refused[len(spare) :]))


def write_headline(
    points: Sequence[Point], translation: Translation, author: AbstractiveSummarizer, order: SummaryRequest
) -> Point | None:
    """Return a headline that an author wrote for the points of a brief; None where it wrote none that holds.

    Raises:
        ModelError: the author cannot write.
    """
    draft = author.headline([Passage(point.text, point.evidence) for point in points], order) if points else None
    if draft is None:
        return None
    shown = {index for point in points for index in point.evidence}
    supports = [support for support in supports_of(translation, ()) if support.index in shown]
    verdict = judge(
        draft, supports, order.language, limit=order.limit, instructions=author.instructions(order.language)
    )
    return point_of(translation.segments, verdict, order.language) if verdict.accepted else None


def supports_of(translation: Translation, skip: Collection[int]) -> list[Support]:
    """Return the sentences that a brief may rest on, in both languages."""
    return [
        Support(index, translation.segments[index].text.strip(), translation.segments[index].source.text.strip())
        for index in eligible(translation.document, skip)
    ]


def point_of(segments: Sequence[Segment], verdict: Verdict, language: str) -> Point:
    """Return an accepted line in `language` with its evidence and the doubts about that."""
    flags = tuple(dict.fromkeys(flag for index in verdict.evidence for flag in segments[index].flags))
    text = verdict.text
    if language == "ja":
        text = write_names(" ".join(segments[index].source.text for index in verdict.evidence), set_japanese(text))
    return Point(text, verdict.evidence, flags, Origin.ABSTRACTIVE)
