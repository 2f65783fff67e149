"""Disable the pieces of names that a student mistranslates, without changing its weights.

    python -m training.misread MODEL PAIRS.tsv [...] --sentences SENTENCES.txt.gz --out FOLDER

A name that is one piece is read by one vector, and where little has told that, by a wrong one: "Joko Widodo" came out
as "Joko Fundo". A name that the vocabulary cuts is copied (`translate.models.student.copying`). So each word with a
capital that is one piece is put into three sentences. If most of their translations lack it, and the texts say that
it is a name, then its piece is used no more.
"""

from __future__ import annotations

import argparse
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.folder import Vocabulary
from training.pairs import read
from training.parent import prose
from training.words import LINES
from translate.briefing.facts.cues import TITLES
from translate.language.common_words import is_common
from translate.language.gazetteer import exonyms, places
from translate.models.student.model import load

SENTENCES = (
    "Menurut {}, harga beras naik lima persen.",
    "Polisi menangkap {} di rumahnya pada hari Senin.",
    "Acara itu dihadiri oleh {} dan istrinya.",
)
KEPT = 2  # of their translations have a name that is read as one
# The most uses in small letters that a name has to one with a capital: one that the pairs keep, and another.
SMALL, SMALL_UNKNOWN = 0.5, 0.05
# A name that the pairs translate this often may be one after all, if it is used so often with a capital: "Haris".
SELDOM, OFTEN = 3, 20
_PIECE = re.compile(r"▁([A-Z][\w'-]{2,})")
_WORD = re.compile(r"[\w'’-]+")


class Uses(NamedTuple):
    """The occurrences of a word in texts and pairs."""

    capital: int = 0  # in the texts, with a capital
    small: int = 0  # in the texts, without one
    kept: int = 0  # pairs that have it on both sides
    changed: int = 0  # pairs that have it in the source alone


def whole_words(vocabulary: Vocabulary) -> list[str]:
    """Return the words with a capital that are one piece, but for those that are common in Indonesian."""
    reader = vocabulary.processor()
    pieces = (reader.id_to_piece(number) for number in range(reader.get_piece_size()) if not reader.is_unused(number))
    found = (match[1] for piece in pieces if (match := _PIECE.fullmatch(piece)))
    return [word for word in found if not is_common(word)]


def misread(words: Sequence[str], translated: Callable[[list[str]], list[str]]) -> list[str]:
    """Return the words that most translations of sentences with them lack, also under their English name."""
    texts = translated([sentence.format(word) for word in words for sentence in SENTENCES])
    called, kept = exonyms("en"), Counter[str]()
    for at, text in enumerate(texts):
        word = words[at // len(SENTENCES)]
        kept[word] += bool(re.search(rf"(?<!\w){re.escape(called.get(word, word))}", text))
    return [word for word in words if kept[word] < KEPT]


def uses(words: Iterable[str], texts: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Uses]]:
    """Yield each word with how it is used."""
    words = list(words)
    known, called = frozenset(words), exonyms("en")
    counts = Counter(word for text in texts for word in _WORD.findall(text))
    kept: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for source, target in pairs:
        theirs = {form for word in _WORD.findall(target) for form in (word, re.sub("['’]s?$", "", word))}
        for word in known.intersection(_WORD.findall(source)):
            (kept if called.get(word, word) in theirs else changed)[word] += 1
    for word in words:
        yield word, Uses(counts[word], counts[word.lower()], kept[word], changed[word])


def is_name(word: str, used: Uses) -> bool:
    """Return whether a word is a name that English also has, or for which the gazetteer has one English word."""
    if word in exonyms("en"):
        return True
    if word.lower() in TITLES or ((word,) in places() and places()[word,].en != word):
        return False
    if used.kept:
        return used.small <= SMALL * used.capital and used.changed <= 2 * used.kept
    seldom = used.changed <= SELDOM and used.capital >= OFTEN
    return used.small <= SMALL_UNKNOWN * used.capital and (not used.changed or seldom)


def main() -> None:
    """Write the model without those pieces."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model that reads Indonesian")
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    shutil.copytree(asked.model, asked.out, dirs_exist_ok=True)
    (path,) = asked.out.glob("srcvocab.*.spm")
    vocabulary = Vocabulary(path.read_bytes())
    words = whole_words(vocabulary)
    model = load(asked.model)
    try:
        wrong = misread(words, lambda texts: [one.text for one in model.translate(texts)])
    finally:
        model.workers.close()
    names = [
        word for word, used in uses(wrong, prose(asked.sentences, LINES), read(asked.pairs)) if is_name(word, used)
    ]
    path.write_bytes(vocabulary.without(names).data)
    print(f"{len(words):,} words with a capital, {len(wrong):,} misread, {len(names):,} of these names")


if __name__ == "__main__":
    main()
