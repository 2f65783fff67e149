"""One document, translated with a memory: what people and earlier runs have said is taken, the rest is added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from translate.batch.cached_translator import CachedTranslator
from translate.batch.memory import Memory
from translate.document import Document, Translation
from translate.translation.pipeline import (
    Progress,
    assemble,
    is_translatable,
    text_of,
    translate_document,
    translate_windows,
)
from translate.translation.retry import AS_USUAL, Policy
from translate.translation.setup import Setup


@dataclass(frozen=True, slots=True)
class Recalled:
    """A translation, and how many of its distinct sentences the memory had."""

    translation: Translation
    imported: int = 0  # by people
    remembered: int = 0  # by the same model in an earlier run


def translate_with_memory(
    document: Document,
    setup: Setup,
    policy: Policy = AS_USUAL,
    memory: Memory | None = None,
    *,
    dated: bool = True,
    progress: Progress | None = None,
) -> Recalled:
    """Return the translation of a document, with what a memory has of it; what it has not is added to it.

    Args:
        document: what was read.
        setup: an engine that translates from the document's language, and what it falls back on.
        policy: decoding and retries.
        memory: translations of people and of other runs, used and added to; None for none.
        dated: whether the signature carries today's date.
        progress: called with (sentences done, sentences in all).

    Raises:
        ModelError: the engine cannot run.
        WritingError: the memory cannot be read or written.
    """
    date = datetime.now(UTC).date().isoformat() if dated else ""
    if memory is None:
        return Recalled(translate_document(document, setup, policy, date=date, progress=progress))
    known = CachedTranslator(setup, policy, memory, memory)
    sentences = document.sentences
    times = Counter(text_of(sentence) for sentence in sentences if is_translatable(sentence))
    attempts = known.look_up(times)
    done = len(sentences) - sum(count for text, count in times.items() if text not in attempts)
    for made in translate_windows(times.keys() - attempts.keys(), setup, policy):
        known.keep(made)
        attempts.update(made)
        done += sum(times[text] for text in made)
        if progress:
            progress(done, len(sentences))
    target = setup.engine.target
    segments = assemble(sentences, attempts, document.language, target, policy)
    translation = Translation(document, target, segments, known.signed(document, date))
    return Recalled(translation, known.imported, known.known)
