"""The texts of the outputs in English and Japanese, side by side, from `data/words.tsv`."""

from __future__ import annotations

from translate.language.data import tsv_rows

WORDS = {key: (english, japanese) for key, english, japanese in tsv_rows("translate.writers", "data/words.tsv")}


def words(key: str, language: str) -> str:
    """Return a text, or the template of one, in Japanese for "ja" and in English for every other language."""
    english, japanese = WORDS[key]
    return japanese if language == "ja" else english
