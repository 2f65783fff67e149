"""Translate documents with an engine and retries.

`windows` makes all attempts at many texts, `attempts` one; `retry` defines the steps and chooses the best attempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from typing import Protocol

from translate.checks import SourceSentence
from translate.checks.scores import check_estimate
from translate.document import Attempt, Document, Segment, Sentence, Translation
from translate.language.localise import localise
from translate.language.words import has_letters
from translate.models.splitting import PASSING_ROLES
from translate.translation.introducing import introduced
from translate.translation.retry import AS_USUAL, Policy, best
from translate.translation.setup import Setup
from translate.translation.signing import sign
from translate.translation.windows import translate_windows

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
        setup: an engine for the document's language, with its fallback and post-editor.
        policy: decoding and retries.
        date: of the signature; empty for reproducible output.
        progress: called with (sentences done, sentences in all).

    Raises:
        ModelError: the engine cannot run.
    """
    segments = translate_sentences(document.sentences, setup, policy, progress=progress)
    return Translation(document, setup.engine.target, segments, sign(document, setup, policy, date))


class KnownAttempts(Protocol):
    """A store of attempts of earlier runs."""

    def look_up(self, texts: Iterable[str]) -> dict[str, tuple[Attempt, ...]]:
        """Return the known attempts by text."""

    def keep(self, attempts: dict[str, tuple[Attempt, ...]]) -> None:
        """Store new attempts."""


def translate_sentences(
    sentences: Sequence[Sentence],
    setup: Setup,
    policy: Policy = AS_USUAL,
    *,
    known: KnownAttempts | None = None,
    progress: Progress | None = None,
    apart: bool = False,
) -> tuple[Segment, ...]:
    """Return one segment for each sentence, in order.

    Equal sentences are translated once. Sentences of similar length go to the engine together. They are those of one
    article, in its order, or texts `apart`: each of these introduces its own short forms.
    """
    times = Counter(text_of(sentence) for sentence in sentences if is_translatable(sentence))
    attempts = known.look_up(times) if known else {}
    done = len(sentences) - sum(count for text, count in times.items() if text not in attempts)
    with closing(translate_windows(times.keys() - attempts.keys(), setup, policy)) as windows:
        for window_attempts in windows:
            if known:
                known.keep(window_attempts)
            attempts.update(window_attempts)
            for text in window_attempts:
                done += times[text]
                if progress:
                    progress(done, len(sentences))
    return assemble(sentences, attempts, setup.engine.source, setup.engine.target, policy, apart=apart)


def assemble(
    sentences: Iterable[Sentence],
    attempts: Mapping[str, Iterable[Attempt]],
    source: str,
    target: str,
    policy: Policy = AS_USUAL,
    *,
    apart: bool = False,
) -> tuple[Segment, ...]:
    """Return one segment for each sentence, in order, from the attempts at each text that was translated.

    A text without words, such as a cell of a table, is not translated, but its figures are localised: "700.000" would
    be seven hundred to an English reader. Short forms are written out where the article, or each text `apart`, has them
    first.
    """
    segments = tuple(
        segment(sentence, attempts[text_of(sentence)], policy)
        if is_translatable(sentence)
        else Segment(sentence, passed_through(sentence, source, target))
        for sentence in sentences
    )
    texts = [(part,) for part in segments] if apart else [segments]
    return tuple(part for text in texts for part in introduced(text, source, target, policy))


def passed_through(sentence: Sentence, source: str, target: str) -> str:
    """Return the text of a sentence that is not translated: localised, but boilerplate unchanged."""
    text = text_of(sentence)
    if sentence.role in PASSING_ROLES or source != "id":
        return text
    return localise(SourceSentence(text, source, target).figures, text, source, target)


def text_of(sentence: Sentence) -> str:
    """Return the text of a sentence for an engine, with each run of white space as one space."""
    return " ".join(sentence.text.split())


def is_translatable(sentence: Sentence) -> bool:
    """Return whether a sentence is translated, not passed through."""
    return sentence.role not in PASSING_ROLES and has_letters(sentence.text)


def segment(sentence: Sentence, attempts: Iterable[Attempt], policy: Policy = AS_USUAL) -> Segment:
    """Return the segment with the best attempt as its text.

    Without `Policy.min_confidence` a low confidence is flagged here, not at the attempts: it causes no retry.
    """
    tried = tuple(attempts)
    chosen = best(tried)
    flags = chosen.flags + (check_estimate(chosen) if policy.min_confidence is None else ())
    return Segment(sentence, chosen.text, chosen.score, tried, flags, chosen.confidence)
