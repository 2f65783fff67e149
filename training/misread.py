"""Disable the pieces of names that a student mistranslates, without changing its weights.

    python -m training.misread MODEL PAIRS.tsv [...] --sentences SENTENCES.txt.gz --out FOLDER

A name that is a single, rarely trained piece may be mistranslated: "Joko Widodo" became "Joko Fundo". Names of several
pieces are copied (`translate.models.student.copying`). So each capitalised single-piece word is tested in three
sentences. If most of their translations lack it, and the texts show that it is a name, its piece is disabled.
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
from translate.briefing.facts.cues import CUES
from translate.language.common_words import is_common
from translate.language.gazetteer import exonyms, places
from translate.models.student.model import load

SENTENCES = (
    "Menurut {}, harga beras naik lima persen.",
    "Polisi menangkap {} di rumahnya pada hari Senin.",
    "Acara itu dihadiri oleh {} dan istrinya.",
)
KEPT = 2  # minimum number of translations that keep a known name
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
    """Return the capitalised single-piece words that are not common Indonesian words."""
    reader = vocabulary.processor()
    pieces = (reader.id_to_piece(number) for number in range(reader.get_piece_size()) if not reader.is_unused(number))
    found = (match[1] for piece in pieces if (match := _PIECE.fullmatch(piece)))
    return [word for word in found if not is_common(word)]


def misread(words: Sequence[str], translated: Callable[[list[str]], list[str]]) -> list[str]:
    """Return the words that most translations of test sentences lack, also as English names."""
    texts = translated([sentence.format(word) for word in words for sentence in SENTENCES])
    called, kept = exonyms("en"), Counter[str]()
    for at, text in enumerate(texts):
        word = words[at // len(SENTENCES)]
        kept[word] += bool(re.search(rf"(?<!\w){re.escape(called.get(word, word))}", text))
    return [word for word in words if kept[word] < KEPT]


def uses(words: Iterable[str], texts: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Uses]]:
    """Yield the words with their uses."""
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
    """Return whether a word is a name kept in English, or with one English word in the gazetteer."""
    if word in exonyms("en"):
        return True
    if word.lower() in CUES["titles"] or ((word,) in places() and places()[word,].en != word):
        return False
    if used.kept:
        return used.small <= SMALL * used.capital and used.changed <= 2 * used.kept
    seldom = used.changed <= SELDOM and used.capital >= OFTEN
    return used.small <= SMALL_UNKNOWN * used.capital and (not used.changed or seldom)


def main() -> None:
    """Write the model with these pieces disabled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="a Firefox model that reads Indonesian")
    parser.add_argument("pairs", type=Path, nargs="+", help="lines of Indonesian<TAB>English")
    parser.add_argument("--sentences", type=Path, required=True, help="Indonesian, one a line, gzip")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    shutil.copytree(args.model, args.out, dirs_exist_ok=True)
    (path,) = args.out.glob("srcvocab.*.spm")
    vocabulary = Vocabulary(path.read_bytes())
    words = whole_words(vocabulary)
    model = load(args.model)
    try:
        wrong = misread(words, lambda texts: [hypothesis.text for hypothesis in model.translate(texts)])
    finally:
        model.workers.close()
    names = [word for word, used in uses(wrong, prose(args.sentences, LINES), read(args.pairs)) if is_name(word, used)]
    path.write_bytes(vocabulary.without(names).data)
    print(f"{len(words):,} words with a capital, {len(wrong):,} misread, {len(names):,} of these names")


if __name__ == "__main__":
    main()
