"""The ways to try a segment, in order, and which of its attempts is kept.

The retries follow Whisper's decoding fallback (https://github.com/openai/whisper): measure, compare with a named
threshold, try again in another way, keep the best attempt and record all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from translate.checks import severity
from translate.document import Attempt, Flag, FlagCode, Hypothesis, ModelInfo, Step
from translate.errors import UsageError, expect
from translate.language.glossary import Glossary, builtin
from translate.models.decoding import Decoding

# Families of models that take no settings of decoding.
WITHOUT_DECODING = frozenset({"identity"})
# Families of models without scores; families without scores in greedy decoding.
SCORELESS, SCORELESS_GREEDILY = frozenset({"identity"}), frozenset({"firefox"})
# The default decoding of models, by id or family; others decode greedily. bench/history.md has the gain of beams.
BEST = {
    "student": Decoding(beams=4),
    "student-ja": Decoding(beams=4, no_repeat_ngram=3),  # every tenth sentence repeats a run without it
}
# Flags that an edit cannot clear: of the split input, of terms (which have a step), of the first model's confidence.
NOT_FOR_EDITING = frozenset({FlagCode.SPLIT, FlagCode.TERM_IGNORED, FlagCode.LOW_SCORE})


@dataclass(frozen=True, slots=True)
class Policy:
    """How segments are translated by any engine: decoding, retries and glossary."""

    decoding: Decoding | None = None  # None for the best decoding of the model's family
    retry: bool = True  # whether a flagged segment is tried again
    norepeat: int = 3  # length in tokens of n-grams that must not repeat in retries
    retry_beams: int = 3  # least number of the first retry; bench/history.md has their gain
    glossary: Glossary | None = None  # prescribed translations; None for the built-in ones
    # Below it, from 0 to 1, an attempt is flagged and tried again. None: an attempt with an estimated confidence below
    # `translate.checks.scores.LEAST` is flagged, but not tried again for that.
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        """Refuse invalid values.

        Raises:
            UsageError: a value is invalid.
        """
        expect(self.decoding, (Decoding, type(None)), "The decoding", "a Decoding, such as Decoding(beams=4)")
        expect(self.glossary, (Glossary, type(None)), "The glossary of a policy", "a Glossary; Glossary.load reads one")
        expect(self.retry, bool, "retry", "True or False")
        expect(self.norepeat, int, "norepeat", "a whole number; 0 leaves this retry out")
        expect(self.retry_beams, int, "retry_beams", "a whole number; 0 leaves this retry out")
        expect(self.min_confidence, (int, float, type(None)), "min_confidence", "a number from 0 to 1")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise UsageError(f"min_confidence is {self.min_confidence}; expected a number from 0 to 1.")

    def __str__(self) -> str:
        """Return a name of the retries for signatures."""
        steered = f"norepeat-{self.norepeat}," * (self.norepeat > 0)
        steered += f"beam-{self.retry_beams}," * (self.retry_beams > 1)
        steps = f"{steered}split" if self.retry else "off"
        return steps + (f",confidence-{self.min_confidence:g}" if self.min_confidence is not None else "")

    def is_fault(self, code: str) -> bool:
        """Return whether a flag counts as a fault; LOW_SCORE does only if `min_confidence` is set."""
        return self.min_confidence is not None or code != FlagCode.LOW_SCORE

    @property
    def terms(self) -> Glossary:
        """The glossary in use."""
        return builtin() if self.glossary is None else self.glossary


AS_USUAL = Policy()


@dataclass(frozen=True, slots=True)
class RetryStep:
    """One way to translate a segment."""

    step: Step
    decoding: Decoding
    model: str = ""  # its name
    beams: int = 0  # set if more than at the first attempt

    def attempt(
        self, text: str, hypothesis: Attempt | Hypothesis, flags: tuple[Flag, ...], *, rewritten: bool
    ) -> Attempt:
        """Return the attempt of this step, with the score and confidence of `hypothesis`."""
        ngram = self.decoding.no_repeat_ngram if self.step in (Step.NO_REPEAT, Step.IN_PARTS) else 0
        score, confidence = hypothesis.score, hypothesis.confidence
        return Attempt(self.step, text, score, flags, self.model, ngram, self.beams, rewritten, confidence=confidence)


def retry_steps(
    policy: Policy, models: Sequence[ModelInfo], fallback: Sequence[ModelInfo] = (), editor: str = ""
) -> tuple[RetryStep, ...]:
    """Return the retry steps in order; each runs only for texts that all earlier steps left flagged.

    After the steps of the first model follow the fallback model, with its own decoding, and the post-editor `editor`.
    """
    decoding, name = decoding_of(policy, models), name_of(models)
    first = RetryStep(Step.AS_ASKED, decoding, name)
    if not policy.retry:
        return (first,)
    terms = (RetryStep(Step.WITH_GLOSSARY, decoding, name),) if policy.terms else ()
    other = [RetryStep(Step.FALLBACK, decoding_of(policy, fallback), name_of(fallback))] if fallback else []
    other += [RetryStep(Step.POST_EDIT, decoding, editor)] if editor else []
    policy = within(policy, models)
    first_decoding, no_repeat = decoding, tuple[RetryStep, ...]()
    if policy.norepeat:
        first_decoding = replace(decoding, no_repeat_ngram=policy.norepeat)
        wide = replace(first_decoding, beams=max(first_decoding.beams, policy.retry_beams))
        if wide != decoding:  # else it would be the first attempt once more
            no_repeat = (RetryStep(Step.NO_REPEAT, wide, name, wide.beams if wide.beams > first_decoding.beams else 0),)
    return (first, *terms, *no_repeat, RetryStep(Step.IN_PARTS, first_decoding, name), *other)


def name_of(models: Sequence[ModelInfo]) -> str:
    """Return one name for all models of an engine: "opus-id-en+elan-en-ja"."""
    return "+".join(model.id for model in models)


def decoding_of(policy: Policy, models: Sequence[ModelInfo]) -> Decoding:
    """Return the decoding for these models: the policy's, or else their best one.

    If one of them takes no settings, all decode greedily.
    """
    if any(model.family in WITHOUT_DECODING for model in models):
        return Decoding()
    found = {BEST.get(model.id) or BEST.get(model.family, Decoding()) for model in models}
    return policy.decoding or (found.pop() if len(found) == 1 else Decoding())


def is_scored(decoding: Decoding, models: Sequence[ModelInfo]) -> bool:
    """Return whether any of these models gives scores with this decoding."""
    silent = SCORELESS | (SCORELESS_GREEDILY if decoding == Decoding() else frozenset())
    return any(model.family not in silent for model in models)


def within(policy: Policy, models: Sequence[ModelInfo]) -> Policy:
    """Return the policy without the retries that have no effect on models without decoding settings."""
    steered = [model.family not in WITHOUT_DECODING for model in models]
    norepeat, beams = policy.norepeat if any(steered) else 0, policy.retry_beams if all(steered) else 1
    return replace(policy, norepeat=norepeat, retry_beams=beams)


def is_for(step: RetryStep, tried: Sequence[Attempt]) -> bool:
    """Return whether a step should run for a text, given its attempts so far."""
    if step.step is Step.WITH_GLOSSARY:
        return all(any(flag.code is FlagCode.TERM_IGNORED for flag in attempt.flags) for attempt in tried)
    return is_editable(tried) if step.step is Step.POST_EDIT else all(map(is_doubtful, tried))


def is_stuck(tried: Iterable[Attempt]) -> bool:
    """Return whether every attempt of the first engine is flagged."""
    return all(is_doubtful(attempt) for attempt in tried if attempt.step not in (Step.FALLBACK, Step.POST_EDIT))


def is_editable(tried: Iterable[Attempt]) -> bool:
    """Return whether a post-editor may help: every attempt is flagged, the best one with a flag that it can clear."""
    before = [attempt for attempt in tried if attempt.step is not Step.POST_EDIT]
    if not before or not all(map(is_doubtful, before)):
        return False
    return any(flag.code not in NOT_FOR_EDITING for flag in best(before).flags)


def is_doubtful(attempt: Attempt) -> bool:
    """Return whether another attempt may be better.

    SPLIT only describes the input, and an ignored term has its own step.
    """
    return any(flag.code not in (FlagCode.SPLIT, FlagCode.TERM_IGNORED) for flag in attempt.flags)


def best(attempts: Iterable[Attempt]) -> Attempt:
    """Return the attempt with the least severe flags, of equals the earliest."""
    return min(attempts, key=lambda attempt: severity(attempt.flags))
