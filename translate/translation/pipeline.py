"""The policy of Warta: chunk, run, check, retry, put together.

The ways to try a segment, and which of its attempts is kept, are those of `translate.translation.retry`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import metadata
from itertools import chain

from translate.checks import SourceSentence, check_sentence
from translate.checks.lengths import check_length
from translate.checks.names import check_names
from translate.checks.scores import check_estimate, check_score
from translate.document import (
    Attempt,
    Document,
    Flag,
    FlagCode,
    Hypothesis,
    ModelInfo,
    Segment,
    Sentence,
    Signature,
    Step,
    Translation,
)
from translate.document.flags import OverBudget
from translate.language.glossary import Match, Placed, check_terms, contains_term, expected, place
from translate.language.localise import localise, set_japanese
from translate.language.verbatim import Held, hold
from translate.language.verbatim import find as find_kept
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine, lacks
from translate.models.splitting import PASSING_ROLES, fit, halve, has_letters
from translate.translation.post_edit.base import Doubted, PostEditor
from translate.translation.retry import (
    AS_USUAL,
    Policy,
    RetryStep,
    best,
    decoding_of,
    is_for,
    retry_steps,
    within,
)
from translate.translation.setup import Setup

# Sentences that go through the retries together at the most: enough for batches of like length. A slower engine gets
# as many as it does in about TURN seconds, so that progress is seen and nobody who stops a run waits for long.
WINDOW, FIRST_WINDOW, TURN = 128, 4, 2.0
# A sentence shorter than this is not translated in halves: they would say too little.
LEAST_WORDS_TO_SPLIT = 8
# What can change a translation, beside the model and its settings.
LIBRARIES = ("torch", "transformers")

Progress = Callable[[int, int], None]  # (sentences done, sentences in all)


def translate_document(
    document: Document,
    setup: Setup,
    policy: Policy = AS_USUAL,
    *,
    date: str = "",
    progress: Progress | None = None,
) -> Translation:
    """Return the translation of a document: a segment for every sentence, in order.

    Args:
        document: what was read.
        setup: an engine that translates from the document's language, and what it falls back on.
        policy: decoding and retries.
        date: goes into the signature as it is; empty for a run that can be repeated byte for byte.
        progress: called with (sentences done, sentences in all).

    Raises:
        ModelError: the engine cannot run.
    """
    segments = translate_sentences(document.sentences, setup, policy, progress=progress)
    return Translation(document, setup.engine.target, segments, sign(document, setup, policy, date))


def sign(document: Document, setup: Setup, policy: Policy, date: str) -> Signature:
    """Return the signature of a translation of `document`."""
    engine = setup.engine
    chosen = [("retry", str(within(policy, engine.models)))]
    if policy.terms:
        chosen.append(("glossary", str(policy.terms)))
    if policy.retry and setup.fallback:
        chosen.append(("fallback", " + ".join(map(_named, setup.fallback.models))))
    if policy.retry and (editor := setup.editor):
        chosen.append(("post-edit", _named(editor.info(engine.target)) + f" at {editor.host}" * bool(editor.host)))
    chosen += fetched_from(document, date)
    runtimes = _runtimes(*engine.models, *setup.fallback_models)
    return Signature(
        warta=version("warta"),
        models=engine.models,
        decoding=str(decoding_of(policy, engine.models)),
        source=engine.source,
        target=engine.target,
        input_sha256=document.source.sha256,
        settings=tuple(chosen),
        libraries=tuple((name, version(name)) for name in (*LIBRARIES, *runtimes)),
        date=date,
    )


def fetched_from(document: Document, date: str) -> tuple[tuple[str, str], ...]:
    """Return what a signature says of a page that was fetched: the address, and when, unless the run has no clock."""
    source = document.source
    if not source.fetched:
        return ()
    address = ("address", source.name.replace("|", "%7C"))
    return (address, ("fetched", source.fetched)) if date else (address,)


@cache
def version(library: str) -> str:
    """Return the version of an installed library; cached, as reading it takes longer than checking a short article."""
    return metadata.version(library)


def _named(model: ModelInfo) -> str:
    """Return a name for a fallback or post-editor that changes with everything that decides its output."""
    prompt = f", prompt {model.prompt_sha256[:12]}" if model.prompt_sha256 else ""
    licence = f" ({model.licence}{', non-commercial' if model.non_commercial else ''})" if model.licence else ""
    return f"{model.id}{'@' * bool(model.revision)}{model.revision[:16]}{prompt}{licence}"


def _runtimes(*models: ModelInfo) -> tuple[str, ...]:
    """Return the names of the libraries that run models instead of torch, as their families and revisions say."""
    runs = {"ctranslate2": any(model.revision.startswith("ct2-") for model in models)}
    # The one greedily, the other with beams.
    runs["fxtranslate"] = runs["numpy"] = any(model.family == "firefox" for model in models)
    return tuple(name for name, used in runs.items() if used)


def translate_sentences(
    sentences: Sequence[Sentence],
    setup: Setup,
    policy: Policy = AS_USUAL,
    *,
    progress: Progress | None = None,
) -> tuple[Segment, ...]:
    """Return one segment for each sentence, in order, wherever the sentences come from.

    Equal sentences are translated once. Sentences of like length go to the engine together.
    """
    times = Counter(text_of(sentence) for sentence in sentences if is_translatable(sentence))
    attempts: dict[str, tuple[Attempt, ...]] = {}
    done = len(sentences) - times.total()
    for text, tried in translate_texts(times, setup, policy):
        attempts[text] = tried
        done += times[text]
        if progress:
            progress(done, len(sentences))
    return assemble(sentences, attempts, setup.engine.source, setup.engine.target, policy)


def assemble(
    sentences: Iterable[Sentence],
    attempts: Mapping[str, Iterable[Attempt]],
    source: str,
    target: str,
    policy: Policy = AS_USUAL,
) -> tuple[Segment, ...]:
    """Return one segment for each sentence, in order, from the attempts at each text that was translated.

    What has no words, such as the cells of a table, is not translated, but its figures are written the way of the
    target: "700.000" would be seven hundred to an English reader.
    """
    return tuple(
        segment(sentence, attempts[text_of(sentence)], policy)
        if is_translatable(sentence)
        else Segment(sentence, passed_through(sentence, source, target))
        for sentence in sentences
    )


def passed_through(sentence: Sentence, source: str, target: str) -> str:
    """Return a sentence that does not go to an engine; bylines and the like stay as they are, figures too."""
    text = text_of(sentence)
    if sentence.role in PASSING_ROLES or source != "id":
        return text
    return localise(SourceSentence(text, source, target).figures, text, source, target)


def translate_texts(texts: Iterable[str], setup: Setup, policy: Policy) -> Iterator[tuple[str, tuple[Attempt, ...]]]:
    """Yield each distinct text with every attempt at it, as soon as its window is done; shortest texts first."""
    for window in translate_windows(texts, setup, policy):
        yield from window.items()


def translate_windows(texts: Iterable[str], setup: Setup, policy: Policy) -> Iterator[dict[str, tuple[Attempt, ...]]]:
    """Yield every attempt at each distinct text, window by window; shortest texts first."""
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    at, size = 0, FIRST_WINDOW
    while window := ordered[at : at + min(size, WINDOW)]:
        started = time.perf_counter()
        made = translate_with_retries(window, setup, policy)
        seconds = time.perf_counter() - started
        yield dict(zip(window, made, strict=True))
        at += len(window)
        # What comes is longer; and a first turn may have loaded something.
        size = max(1, min(4 * size, int(len(window) * TURN / max(seconds, 0.001))))


def text_of(sentence: Sentence) -> str:
    """Return the text of a sentence for an engine, each line break or run of spaces as one space."""
    return " ".join(sentence.text.split())


def is_translatable(sentence: Sentence) -> bool:
    """Return whether a sentence goes to an engine, or passes through as it is."""
    return sentence.role not in PASSING_ROLES and has_letters(sentence.text)


def translate_with_retries(texts: Sequence[str], setup: Setup, policy: Policy) -> list[tuple[Attempt, ...]]:
    """Return for each text every attempt at it, in order; the retries end where an attempt has no flag."""
    made: list[tuple[Attempt, ...]] = [() for _ in texts]
    engine, fallback, editor = setup.engine, setup.fallback, setup.editor
    sources = [source_of(text, engine, policy) for text in texts]
    name = editor.info(engine.target).id if editor else ""
    for step in retry_steps(policy, engine.models, setup.fallback_models, name):
        due = [i for i, tried in enumerate(made) if is_for(step, tried)]
        if step.step is Step.POST_EDIT and editor:
            attempts = [edited(sources[i], made[i], step, engine, editor) for i in due]
        else:
            # Loaded only if it is asked.
            model = fallback.engine() if due and step.step is Step.FALLBACK and fallback else engine
            due, attempts = tried_anew(due, sources, step, model, policy)
        for i, attempt in zip(due, attempts, strict=True):
            made[i] = (*made[i], attempt)
    return made


def source_of(text: str, engine: Engine, policy: Policy) -> SourceSentence:
    """Return a text as the source of all its attempts."""
    return SourceSentence(text, engine.source, engine.target, policy.terms)


def tried_anew(
    due: Sequence[int], sources: Sequence[SourceSentence], step: RetryStep, engine: Engine, policy: Policy
) -> tuple[list[int], list[Attempt]]:
    """Return the indices of the texts that went through a step, and an attempt for each."""
    split = step.step is Step.IN_PARTS
    with_terms = step.step is Step.WITH_GLOSSARY
    # The first model of a pivot writes English, the language between its legs.
    between = "en" if len(engine.models) > 1 else None
    lacking = cache(partial(lacks, engine))
    held = {i: hold(sources[i].text, find_kept(sources[i].text, lacking)) for i in due}
    chosen = {i: placed_in(held[i], sources[i].terms if with_terms else (), engine, between) for i in due}
    parts = {i: cut(placed.text, engine, split=split) for i, placed in chosen.items()}
    # A retry in parts where there are no parts would be the attempt before it once more.
    parts = {i: cuts for i, cuts in parts.items() if not split or len(cuts) > 1}
    attempts = []
    for (i, cuts), hypothesis in zip(parts.items(), run(list(parts.values()), engine, step.decoding), strict=True):
        restored = replace(hypothesis, text=held[i].whole(chosen[i].restore(hypothesis.text)))
        over = len(cuts) > 1 and not split
        attempt = judge(sources[i], restored, step, engine, over_budget=over)
        unsure = () if policy.min_confidence is None else check_score(attempt, policy.min_confidence)
        more = (*unsure, *chosen[i].doubts(hypothesis.text))
        attempts.append(replace(attempt, flags=attempt.flags + more))
    return list(parts), attempts


def placed_in(held: Held, terms: Sequence[Match], engine: Engine, between: str | None) -> Placed:
    """Return what an engine is given of a sentence: its terms put in, what is kept as it is held out."""
    end = held.start + len(held.text)
    inside = [
        replace(match, start=match.start - held.start, end=match.end - held.start)
        for match in terms
        if held.start <= match.start and match.end <= end
    ]
    return place(held.text, inside, engine.target, between=between, kept=held.kept)


def edited(
    source: SourceSentence, tried: Sequence[Attempt], step: RetryStep, engine: Engine, editor: PostEditor
) -> Attempt:
    """Return the post-editor's correction of the best attempt, or that attempt with the reason there is no edit."""
    was = best(tried)
    terms = tuple(dict.fromkeys((match.text, expected(match, engine.target)) for match in source.terms))
    edit = editor.edit(Doubted(source.text, was.text, engine.target, was.flags, terms))
    if edit.refusal:
        return replace(step.attempt(was.text, was, was.flags, rewritten=False), refusal=edit.refusal)
    attempt = judge(source, Hypothesis(edit.text), step, engine, over_budget=False)
    # A post-editor has no scores: nobody is surer than before of what the first model was unsure of.
    unsure = (flag for flag in was.flags if flag.code is FlagCode.LOW_SCORE)
    return replace(attempt, flags=(*attempt.flags, *unsure), confidence=was.confidence)


def cut(text: str, engine: Engine, *, split: bool) -> tuple[str, ...]:
    """Return the pieces in which `text` goes to the engine: one, if it is within the budget and `split` is false."""
    halves = halve(text, within_words=False) if split and len(text.split()) >= LEAST_WORDS_TO_SPLIT else (text,)
    return tuple(piece for half in halves for piece in fit(half, engine.count_tokens, engine.budget))


def run(texts: Sequence[tuple[str, ...]], engine: Engine, decoding: Decoding) -> list[Hypothesis]:
    """Return a hypothesis for each text, which is given in pieces; a piece without letters passes through."""
    queries = [piece.strip() for pieces in texts for piece in pieces if has_letters(piece)]
    answers = iter(engine.translate(queries, decoding) if queries else [])
    made = [[next(answers) if has_letters(part) else Hypothesis(part.strip()) for part in parts] for parts in texts]
    return [put_together(parts, engine.target) for parts in made]


def put_together(parts: Sequence[Hypothesis], target: str) -> Hypothesis:
    """Return hypotheses of a sentence's pieces as one; what they score is their mean, weighted by characters."""
    if len(parts) == 1:
        return parts[0]
    text = ("" if target == "ja" else " ").join(part.text.strip() for part in parts if part.text.strip())
    weights = [len(part.text) or 1 for part in parts]
    score = _mean([part.score for part in parts], weights)
    sure = _mean([part.confidence for part in parts], weights)
    return Hypothesis(text, score, all(part.complete for part in parts), sure)


def _mean(values: Sequence[float | None], weights: Sequence[int]) -> float | None:
    """Return the weighted mean of the values that are there; None if none is."""
    there = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    return sum(value * weight for value, weight in there) / sum(weight for _, weight in there) if there else None


def judge(
    source: SourceSentence, hypothesis: Hypothesis, step: RetryStep, engine: Engine, *, over_budget: bool
) -> Attempt:
    """Return a hypothesis as an attempt, its figures written the target's way, with the flags the checks raise.

    What a person said is left as it is, and checked all the same.
    """
    text = hypothesis.text
    if step.step is not Step.IMPORTED:
        text = localise(source.figures, text, source.language, source.target)
    typeset = set_japanese(hypothesis.text) if source.target == "ja" else hypothesis.text
    flags = believe_names(source, text, check_sentence(source, text, complete=hypothesis.complete))
    flags += check_terms(source.terms, text, source.target)
    if over_budget:
        flags += (Flag(FlagCode.SPLIT, OverBudget(engine.count_tokens(source.text), engine.budget)),)
    return step.attempt(text, hypothesis, flags, rewritten=text not in (hypothesis.text, typeset))


def believe_names(source: SourceSentence, said: str, flags: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Return the flags without those raised only because a term was translated as the glossary demands.

    The full name of an acronym makes a translation long, and "Pasar Senja" that is to be the Dusk Market is not lost.
    """
    codes, target = {flag.code for flag in flags}, source.target
    if not codes & {FlagCode.TOO_LONG, FlagCode.NAME_LOST} or not source.terms:
        return flags
    lengths = check_length(source.expanded, said, target)
    if not any(flag.code is FlagCode.TOO_LONG for flag in lengths):
        flags = tuple(flag for flag in flags if flag.code is not FlagCode.TOO_LONG)
    if FlagCode.NAME_LOST not in codes:
        return flags
    beside = source.lowered(tuple(match for match in source.terms if contains_term(said, match, target)))
    names = check_names(beside.text, beside.names, said, target)
    return tuple(chain.from_iterable(names if flag.code is FlagCode.NAME_LOST else [flag] for flag in flags))


def segment(sentence: Sentence, attempts: Iterable[Attempt], policy: Policy = AS_USUAL) -> Segment:
    """Return the segment with the best attempt as its text.

    Where no confidence was asked for, a low one is flagged here and not at the attempts: it decides nothing.
    """
    tried = tuple(attempts)
    chosen = best(tried)
    flags = chosen.flags + (check_estimate(chosen) if policy.min_confidence is None else ())
    return Segment(sentence, chosen.text, chosen.score, tried, flags, chosen.confidence)
