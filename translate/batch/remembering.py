"""Translate one document with a memory: imported and earlier translations are used, new ones are added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from translate.document import Document, Translation
from translate.translation.pipeline import Progress, translate_document, translate_sentences
from translate.translation.retry import AS_USUAL, Policy
from translate.translation.setup import Setup

if TYPE_CHECKING:
    from translate.batch.memory import Memory


@dataclass(frozen=True, slots=True)
class Recalled:
    """A translation, with the numbers of distinct sentences from the memory."""

    translation: Translation
    imported: int = 0  # human translations
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
    """Return the translation of a document, using a memory and adding new sentences to it.

    Args:
        document: the article.
        setup: an engine for the document's language, with its fallback and post-editor.
        policy: decoding and retries.
        memory: human and earlier translations, used and extended; None for none.
        dated: whether the signature has today's date.
        progress: called with (sentences done, sentences in all).

    Raises:
        ModelError: the engine cannot run.
        WritingError: the memory cannot be read or written.
    """
    date = datetime.now(UTC).date().isoformat() if dated else ""
    if memory is None:
        return Recalled(translate_document(document, setup, policy, date=date, progress=progress))
    from translate.batch.cached_translator import CachedTranslator

    known = CachedTranslator(setup, policy, memory, memory)
    segments = translate_sentences(document.sentences, setup, policy, known=known, progress=progress)
    translation = Translation(document, setup.engine.target, segments, known.signed(document, date))
    return Recalled(translation, known.imported, known.known)
