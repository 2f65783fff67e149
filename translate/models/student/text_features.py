"""Features of a source and its translation as texts, for `translate.models.student.confidence`.

Short forms, clipped words ("Waketum") and common words with a capital are copied by a small model, or translated word
by word, where a translator writes them out.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from translate.language.clippings import is_clipped
from translate.language.common_words import is_ordinary
from translate.language.lexicon import is_english
from translate.language.lexicon.rarer_words import WORD, rarer

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


def of_texts(source: str, translation: str, reader: SentencePieceProcessor, target: str) -> dict[str, float]:
    """Return the features of an Indonesian source and its translation by their names.

    Args:
        source, translation: the two texts.
        reader: the source's vocabulary.
        target: the language of the translation; of another than English and Japanese no word is looked up.
    """
    rare = rarer(source, translation, target)._asdict()
    return {**_of_runs(source, translation, reader), **_of_words(source, translation), **rare}


def _of_runs(source: str, translation: str, reader: SentencePieceProcessor) -> dict[str, float]:
    """Return the features counted over runs of characters between spaces."""
    words = source.split() or [""]
    capitals = [word for word in words[1:] if word[:1].isupper()]
    written = set(translation.split())
    cut = [len(reader.encode(word)) for word in words]
    return {
        "words": log(len(words)),
        "cut": sum(count > 1 for count in cut) / len(words),
        "pieces": sum(cut) / len(words),
        "capitals": len(capitals) / len(words),
        "copied": sum(word in written for word in capitals) / len(words),
        "digits": sum(map(str.isdigit, source)) / (len(source) or 1),
        "commas": source.count(",") / len(words),
        "text_ratio": log((len(translation) + 1) / (len(source) + 1)),
    }


def _of_words(source: str, translation: str) -> dict[str, float]:
    """Return the features counted over words of letters alone."""
    words, written = WORD.findall(source) or [""], set(WORD.findall(translation))
    ordinary = [word for word in words[1:] if word[:1].isupper() and not word.isupper() and is_ordinary(word)]
    return {
        "short_forms": sum(word.isupper() and len(word) > 1 for word in words) / len(words),
        "clipped": sum(not word.isupper() and is_clipped(word.lower()) for word in words) / len(words),
        "ordinary_capitals": len(ordinary) / len(words),
        "ordinary_copied": sum(word in written and not is_english(word) for word in ordinary) / len(words),
        "brackets": source.count("(") / len(words),
        "word_length": sum(map(len, words)) / len(words),
    }
