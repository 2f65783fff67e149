"""The policy of Warta: chunk, run, check, retry, put together.

The retry ladder follows Whisper's decoding fallback (https://github.com/openai/whisper): measure, compare with a named
threshold, try again in another way, keep what was best and say what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version

from translate.checks import check, severity
from translate.chunking import PASSING_ROLES, fit, halve, has_letters
from translate.decoding import Decoding
from translate.document import Attempt, Document, Flag, FlagCode, Hypothesis, Segment, Sentence, Signature, Translation
from translate.engines.base import Engine
from translate.localise import localise

# Sentences that go through the ladder together: enough to fill batches of like length, few enough to show progress.
WINDOW = 128

# A sentence shorter than this is not translated in halves: they would say too little.
LEAST_WORDS_TO_SPLIT = 8

# What can change a translation, beside the model and its settings.
LIBRARIES = ("torch", "transformers")

# Said of an attempt whose figures were not left as the model wrote them.
REWRITTEN = "numbers rewritten"

Progress = Callable[[int, int], None]  # (sentences done, sentences in all)


@dataclass(frozen=True, slots=True)
class Policy:
    """How segments are translated, beyond what the engine is."""

    decoding: Decoding = field(default_factory=Decoding)
    retry: bool = True  # whether a flagged segment is tried again
    norepeat: int = 3  # tokens: the run that the first retry forbids to repeat

    def __str__(self) -> str:
        """Name the ladder for a signature."""
        return f"norepeat-{self.norepeat},split" if self.retry else "off"


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to try a segment."""

    how: str
    decoding: Decoding
    split: bool = False


def ladder(policy: Policy) -> tuple[Rung, ...]:
    """Give the ways to try a segment, in order; each is taken only where all before it left a flag."""
    first = Rung("as asked", policy.decoding)
    if not policy.retry:
        return (first,)
    careful = replace(policy.decoding, no_repeat_ngram=policy.norepeat)
    return (first, Rung(f"no repeated {policy.norepeat}-grams", careful), Rung("in two parts", careful, split=True))


def translate_document(
    document: Document,
    engine: Engine,
    policy: Policy = Policy(),
    *,
    date: str = "",
    progress: Progress | None = None,
) -> Translation:
    """Give the translation of a document: a segment for every sentence, in order.

    Args:
        document: what was read.
        engine: translates from the document's language.
        policy: decoding and retries.
        date: goes into the signature as it is; empty for a run that can be repeated byte for byte.
        progress: called with (sentences done, sentences in all).

    Raises:
        ModelError: the engine cannot run.
    """
    segments = translate_sentences(document.sentences, engine, policy, progress=progress)
    return Translation(document, engine.target, segments, sign(document, engine, policy, date))


def sign(document: Document, engine: Engine, policy: Policy, date: str) -> Signature:
    """Give the signature of a translation that `engine` makes of `document`."""
    return Signature(
        warta=version("warta"),
        models=engine.models,
        decoding=str(policy.decoding),
        source=engine.source,
        target=engine.target,
        input_sha256=document.source.sha256,
        settings=(("retry", str(policy)),),
        libraries=tuple((name, version(name)) for name in LIBRARIES),
        date=date,
    )


def translate_sentences(
    sentences: Sequence[Sentence],
    engine: Engine,
    policy: Policy = Policy(),
    *,
    progress: Progress | None = None,
) -> tuple[Segment, ...]:
    """Give one segment for each sentence, in order, wherever the sentences come from.

    Equal sentences are translated once. Sentences of like length go to the engine together.
    """
    times = Counter(text_of(sentence) for sentence in sentences if is_translatable(sentence))
    attempts: dict[str, tuple[Attempt, ...]] = {}
    done = len(sentences) - times.total()
    for text, tried in translate_texts(times, engine, policy):
        attempts[text] = tried
        done += times[text]
        if progress:
            progress(done, len(sentences))
    return assemble(sentences, attempts)


def assemble(sentences: Iterable[Sentence], attempts: Mapping[str, Iterable[Attempt]]) -> tuple[Segment, ...]:
    """Give one segment for each sentence, in order, from the attempts at each text that was translated."""
    return tuple(
        segment(s, attempts[text_of(s)]) if is_translatable(s) else Segment(s, text_of(s)) for s in sentences
    )


def translate_texts(
    texts: Iterable[str], engine: Engine, policy: Policy
) -> Iterator[tuple[str, tuple[Attempt, ...]]]:
    """Yield each distinct text with every attempt at it, as soon as its window is done; shortest texts first."""
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    for at in range(0, len(ordered), WINDOW):
        window = ordered[at : at + WINDOW]
        yield from zip(window, climb(window, engine, policy), strict=True)


def text_of(sentence: Sentence) -> str:
    """Give what an engine gets of a sentence: line breaks and runs of space inside it are layout, not language."""
    return " ".join(sentence.text.split())


def is_translatable(sentence: Sentence) -> bool:
    """Say whether a sentence goes to an engine, or passes through as it is."""
    return sentence.role not in PASSING_ROLES and has_letters(sentence.text)


def climb(texts: Sequence[str], engine: Engine, policy: Policy) -> list[tuple[Attempt, ...]]:
    """Give for each text every attempt at it, in order; the ladder ends where an attempt has no flag."""
    made: list[tuple[Attempt, ...]] = [() for _ in texts]
    for rung in ladder(policy):
        doubtful = [i for i, tried in enumerate(made) if all(is_doubtful(attempt) for attempt in tried)]
        parts = {i: cut(texts[i], engine, split=rung.split) for i in doubtful}
        # A retry in parts where there are no parts would be the attempt before it once more.
        parts = {i: cuts for i, cuts in parts.items() if not rung.split or len(cuts) > 1}
        hypotheses = run(list(parts.values()), engine, rung.decoding)
        for (i, cuts), hypothesis in zip(parts.items(), hypotheses, strict=True):
            over_budget = len(cuts) > 1 and not rung.split
            made[i] = (*made[i], judge(texts[i], hypothesis, rung, engine, over_budget=over_budget))
    return made


def is_doubtful(attempt: Attempt) -> bool:
    """Say whether another try may do better; SPLIT only tells how the text was handed over."""
    return any(flag.code is not FlagCode.SPLIT for flag in attempt.flags)


def cut(text: str, engine: Engine, *, split: bool) -> tuple[str, ...]:
    """Give the pieces in which `text` goes to the engine: one, if it is within the budget and no split is asked."""
    halves = halve(text, within_words=False) if split and len(text.split()) >= LEAST_WORDS_TO_SPLIT else (text,)
    return tuple(piece for half in halves for piece in fit(half, engine.count_tokens, engine.budget))


def run(texts: Sequence[tuple[str, ...]], engine: Engine, decoding: Decoding) -> list[Hypothesis]:
    """Give a hypothesis for each text, which is given in pieces; a piece without letters passes through."""
    asked = [piece.strip() for pieces in texts for piece in pieces if has_letters(piece)]
    answers = iter(engine.translate(asked, decoding) if asked else [])
    made = [[next(answers) if has_letters(part) else Hypothesis(part.strip()) for part in parts] for parts in texts]
    return [put_together(parts, engine.target) for parts in made]


def put_together(parts: Sequence[Hypothesis], target: str) -> Hypothesis:
    """Give the hypotheses of a sentence's pieces as one; its score is their mean, weighted by length in characters."""
    if len(parts) == 1:
        return parts[0]
    text = ("" if target == "ja" else " ").join(part.text.strip() for part in parts if part.text.strip())
    scored = [(part.score, len(part.text) or 1) for part in parts if part.score is not None]
    score = sum(s * weight for s, weight in scored) / sum(weight for _, weight in scored) if scored else None
    return Hypothesis(text, score, all(part.complete for part in parts))


def judge(text: str, hypothesis: Hypothesis, rung: Rung, engine: Engine, *, over_budget: bool) -> Attempt:
    """Give the attempt that a hypothesis is, its figures written the target's way, with the flags the checks raise."""
    said = localise(text, hypothesis.text, engine.source, engine.target)
    how = rung.how if said == hypothesis.text else f"{rung.how}; {REWRITTEN}"
    flags = check(text, said, engine.source, engine.target, complete=hypothesis.complete)
    if over_budget:
        tokens = engine.count_tokens(text)
        flags += (Flag(FlagCode.SPLIT, f"{tokens} tokens, the model takes {engine.budget}: translated in pieces"),)
    return Attempt(how, said, hypothesis.score, flags)


def segment(sentence: Sentence, attempts: Iterable[Attempt]) -> Segment:
    """Give the segment with the best attempt as its text."""
    tried = tuple(attempts)
    chosen = best(tried)
    return Segment(sentence, chosen.text, chosen.score, tried, chosen.flags)


def best(attempts: Iterable[Attempt]) -> Attempt:
    """Give the attempt with the least severe flags, the earlier one where equal."""
    return min(attempts, key=lambda attempt: severity(attempt.flags))
