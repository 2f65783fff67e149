"""Find a word in a text in any of its inflected forms: by stems in English, by the uninflected part in Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from translate.language.data import tsv_rows
from translate.language.words import WORD

HIRAGANA = re.compile(r"[\u3040-\u309f]+")
IRREGULAR = {
    form: base for base, forms in tsv_rows("translate.language", "data/irregular.tsv") for form in forms.split()
}


def occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of exactly these words in a text, not as a part of longer ones."""
    for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(words)}(?![A-Za-z0-9])", text):
        yield found.span()


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The stems of a text with their spans; of Japanese the text alone."""

    text: str
    language: str
    stems: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    def places(self, phrase: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of a phrase in the text, its words in any form."""
        if self.language == "ja":
            yield from self._in_japanese(phrase)
            return
        wanted = [_stem(word[0]) for word in WORD.finditer(phrase)]
        wanted = wanted[1:] if wanted[:1] in (["the"], ["be"], ["a"]) and len(wanted) > 1 else wanted
        if not wanted:
            return
        for at in range(len(self.stems) - len(wanted) + 1):
            if all(_same_family(first, second) for first, second in zip(wanted, self.stems[at:], strict=False)):
                yield self.spans[at][0], self.spans[at + len(wanted) - 1][1]

    def _in_japanese(self, phrase: str) -> Iterator[tuple[int, int]]:
        # Hiragana alone is too common to be evidence; a verb is found by its kanji.
        for stem in dict.fromkeys((phrase, re.sub(r"[\u3040-\u309f]+$", "", phrase))):
            if stem and not HIRAGANA.fullmatch(stem):
                yield from (found.span() for found in re.finditer(re.escape(stem), self.text))


def index_of(text: str, language: str) -> WordIndex:
    """Return the index of a text."""
    if language == "ja":
        return WordIndex(text, language)
    words = list(WORD.finditer(text))
    return WordIndex(text, language, tuple(_stem(word[0]) for word in words), tuple(word.span() for word in words))


@cache
def _stem(word: str) -> str:
    """Return the stem of an English word, the same for all its forms."""
    plain = word.lower().removesuffix("'s").removesuffix("’s")
    plain = IRREGULAR.get(plain, plain)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain.removesuffix(ending) + instead
            break
    return plain[:-1] if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "lsz" else plain


def _same_family(first: str, second: str) -> bool:
    """Return whether two stems belong to one word family: "govern" and "government", "invest" and "investor"."""
    short, long = sorted((first, second), key=len)
    return short == long or (len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 4)
