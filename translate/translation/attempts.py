"""One attempt at a sentence: prepare it for an engine, translate it, and check the hypothesis."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TypeVar

from translate.checks import SourceSentence, check_sentence
from translate.checks.lengths import check_length
from translate.checks.names import check_names
from translate.checks.scores import check_score
from translate.document import Attempt, Flag, FlagCode, Hypothesis, Step
from translate.document.flags import OverBudget
from translate.language.glossary import EngineInput, Match, check_terms, contains_term, expected, place
from translate.language.localise import localise, set_japanese
from translate.language.verbatim import PreparedText, prepare
from translate.language.verbatim import find as find_kept
from translate.language.words import has_letters
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.splitting import fit, halve
from translate.translation.post_edit.base import FlaggedTranslation, PostEditor
from translate.translation.retry import Policy, RetryStep, best, decoding_of

# A shorter sentence is not translated in halves, which would lack context.
LEAST_WORDS_TO_SPLIT = 8


def source_of(text: str, engine: Engine, policy: Policy) -> SourceSentence:
    """Return a text with what all its attempts need: its quantities, names and terms."""
    return SourceSentence(text, engine.source, engine.target, policy.terms)


@dataclass(frozen=True, slots=True)
class EngineCall:
    """A call of an engine, to be made; `Calling` yields it and is sent the hypotheses."""

    engine: Engine
    texts: Sequence[str]
    decoding: Decoding

    def __call__(self) -> list[Hypothesis]:
        """Return a hypothesis for each text."""
        return self.engine.translate(self.texts, self.decoding)


T = TypeVar("T")
Calling = Generator[EngineCall, list[Hypothesis], T]  # work that needs an engine on the way to its result


def attempts_of_step(
    indices: Sequence[int], sources: Sequence[SourceSentence], step: RetryStep, engine: Engine, policy: Policy
) -> Calling[tuple[list[int], list[Attempt]]]:
    """Run a retry step; return the indices of the texts that it applied to, and an attempt for each."""
    split = step.step is Step.IN_PARTS
    with_terms = step.step is Step.WITH_GLOSSARY
    # The first model of a pivot writes English, the pivot language.
    between = "en" if len(engine.models) > 1 else None
    lacking = cache(engine.lacks)
    prepared = {i: prepare(sources[i].text, find_kept(sources[i].text, lacking)) for i in indices}
    chosen = {i: placed_in(prepared[i], sources[i].terms if with_terms else (), engine, between) for i in indices}
    parts = {i: cut(placed.text, engine, split=split) for i, placed in chosen.items()}
    # A retry in parts of a text without parts would repeat the attempt before it.
    parts = {i: cuts for i, cuts in parts.items() if not split or len(cuts) > 1}
    attempts = []
    hypotheses = yield from run(list(parts.values()), engine, step.decoding)
    for (i, cuts), hypothesis in zip(parts.items(), hypotheses, strict=True):
        restored = replace(hypothesis, text=prepared[i].with_ends(chosen[i].restore(hypothesis.text)))
        over = len(cuts) > 1 and not split
        attempt = judge(sources[i], restored, step, engine, over_budget=over)
        low_score = () if policy.min_confidence is None else check_score(attempt, policy.min_confidence)
        more = (*low_score, *chosen[i].doubts(hypothesis.text))
        attempts.append(replace(attempt, flags=attempt.flags + more))
    return list(parts), attempts


def placed_in(prepared: PreparedText, terms: Sequence[Match], engine: Engine, between: str | None) -> EngineInput:
    """Return the input of an engine: with the terms of the glossary, and placeholders for verbatim pieces."""
    end = prepared.start + len(prepared.text)
    inside = [
        replace(match, start=match.start - prepared.start, end=match.end - prepared.start)
        for match in terms
        if prepared.start <= match.start and match.end <= end
    ]
    return place(prepared.text, inside, engine.target, between=between, kept=prepared.kept)


def post_edited(
    source: SourceSentence, tried: Sequence[Attempt], step: RetryStep, engine: Engine, editor: PostEditor
) -> Attempt:
    """Return the post-editor's correction of the best attempt, or that attempt with the refusal."""
    previous = best(tried)
    terms = tuple(dict.fromkeys((match.text, expected(match, engine.target)) for match in source.terms))
    edit = editor.edit(FlaggedTranslation(source.text, previous.text, engine.target, previous.flags, terms))
    if edit.refusal:
        return replace(step.attempt(previous.text, previous, previous.flags, rewritten=False), refusal=edit.refusal)
    attempt = judge(source, Hypothesis(edit.text), step, engine, over_budget=False)
    # A post-editor has no scores, so the uncertainty of the first model stays.
    low_score = (flag for flag in previous.flags if flag.code is FlagCode.LOW_SCORE)
    return replace(attempt, flags=(*attempt.flags, *low_score), confidence=previous.confidence)


def cut(text: str, engine: Engine, *, split: bool) -> tuple[str, ...]:
    """Return the pieces of `text` for the engine: one, if it is within the budget and `split` is false."""
    halves = halve(text, within_words=False) if split and len(text.split()) >= LEAST_WORDS_TO_SPLIT else (text,)
    return tuple(piece for half in halves for piece in fit(half, engine.count_tokens, engine.budget))


def run(texts: Sequence[tuple[str, ...]], engine: Engine, decoding: Decoding) -> Calling[list[Hypothesis]]:
    """Return a hypothesis for each text, given as its pieces; a piece without letters is copied."""
    queries = [piece.strip() for pieces in texts for piece in pieces if has_letters(piece)]
    answers = iter((yield EngineCall(engine, queries, decoding)) if queries else ())
    hypotheses = [
        [next(answers) if has_letters(piece) else Hypothesis(piece.strip()) for piece in pieces] for pieces in texts
    ]
    return [put_together(parts, engine.target) for parts in hypotheses]


def put_together(parts: Sequence[Hypothesis], target: str) -> Hypothesis:
    """Join the hypotheses of a sentence's pieces; score and confidence are means weighted by characters."""
    if len(parts) == 1:
        return parts[0]
    text = ("" if target == "ja" else " ").join(part.text.strip() for part in parts if part.text.strip())
    weights = [len(part.text) or 1 for part in parts]
    score = _mean([part.score for part in parts], weights)
    sure = _mean([part.confidence for part in parts], weights)
    return Hypothesis(text, score, all(part.complete for part in parts), sure)


def _mean(values: Sequence[float | None], weights: Sequence[int]) -> float | None:
    """Return the weighted mean of the values that are not None; None if all are."""
    known = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    return sum(value * weight for value, weight in known) / sum(weight for _, weight in known) if known else None


def judge(
    source: SourceSentence, hypothesis: Hypothesis, step: RetryStep, engine: Engine, *, over_budget: bool
) -> Attempt:
    """Return a hypothesis as an attempt: localised, with the flags of the checks.

    An imported human translation is checked but not localised.
    """
    text, flags = _judged(source, hypothesis, localised=step.step is not Step.IMPORTED)
    typeset = set_japanese(hypothesis.text) if source.target == "ja" else hypothesis.text
    if over_budget:
        flags += (Flag(FlagCode.SPLIT, OverBudget(engine.count_tokens(source.text), engine.budget)),)
    return step.attempt(text, hypothesis, flags, rewritten=text not in (hypothesis.text, typeset))


def _judged(source: SourceSentence, hypothesis: Hypothesis, *, localised: bool) -> tuple[str, tuple[Flag, ...]]:
    """Return the text of an attempt, and the flags of the checks; computed once for equal hypotheses of a sentence."""
    key = (hypothesis.text, hypothesis.complete, localised)
    if key not in source.judged:
        text = hypothesis.text
        if localised:
            text = localise(source.figures, text, source.language, source.target)
        flags = without_false_alarms(source, text, check_sentence(source, text, complete=hypothesis.complete))
        source.judged[key] = text, flags + check_terms(source.terms, text, source.target)
    return source.judged[key]


def without_false_alarms(source: SourceSentence, text: str, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Return the flags without those that only the glossary caused.

    The full name of an acronym makes a translation long, and the name "Pasar Senja" is not lost if the glossary has
    "Dusk Market" for it.
    """
    codes, target = {flag.code for flag in flags}, source.target
    if not codes & {FlagCode.TOO_LONG, FlagCode.NAME_LOST} or not source.terms:
        return flags
    lengths = check_length(source.expanded, text, target)
    if not any(flag.code is FlagCode.TOO_LONG for flag in lengths):
        flags = tuple(flag for flag in flags if flag.code is not FlagCode.TOO_LONG)
    if FlagCode.NAME_LOST not in codes:
        return flags
    beside = source.lowered(tuple(match for match in source.terms if contains_term(text, match, target)))
    names = check_names(beside.text, beside.names, text, target)
    return tuple(chain.from_iterable(names if flag.code is FlagCode.NAME_LOST else [flag] for flag in flags))


def imported_attempts(pairs: Mapping[str, str], engine: Engine, policy: Policy) -> dict[str, tuple[Attempt, ...]]:
    """Return imported human translations as attempts by source text, checked but not changed."""
    step = RetryStep(Step.IMPORTED, decoding_of(policy, engine.models))
    attempts: dict[str, tuple[Attempt, ...]] = {}
    for text, translation in pairs.items():
        source = source_of(text, engine, policy)
        attempts[text] = (judge(source, Hypothesis(translation), step, engine, over_budget=False),)
    return attempts
