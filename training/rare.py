"""Choose Indonesian sentences that hold the words the pairs lack, for a teacher to translate.

    python -m training.rare SENTENCES.txt.gz PAIRS.tsv [...] --out chosen.txt [--most 20000]

A teacher is slow, and most of a text says what the pairs have shown often. So a sentence is worth the words in it that
are common in the text and were seen fewer than `SEEN` times in the pairs, by its length; the next one chosen is always
the one worth most, and a word that `EACH` chosen sentences hold is worth nothing any more. The first thousands teach
most of what there is: sentences beyond them are for more of the same.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.pairs import read

SEEN, USED, EACH = 5, 3, 2  # times in the pairs; times in the text at least; chosen sentences that a word is wanted in
WORDS = range(6, 27)  # of a sentence
FIXED = 4  # words that a sentence costs besides its own: a teacher's prompt
HIGHEST = 30.0  # that a word is worth: the root of its count, up to this
LOWER = 0.6  # part of a sentence's words that must be in lower case: no lists of names, no titles
# What is cut off or run together by the machine that gathered the text, and what is no prose.
_SPOILT = re.compile(r"[a-z][A-Z]|[a-z][.,][A-Za-z]|\(\d+\)|[Aa]yat|Pasal|https?:|[«»|@#\t]|\.\.\.|…")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def lower(text: str) -> list[str]:
    """Give the words of a text that are in lower case."""
    return [word for word in _LETTERS.findall(text) if word.islower()]


def usable(text: str) -> bool:
    """Say whether it is a whole sentence of prose, of a length to be translated well."""
    count = len(text.split())
    whole = count in WORDS and text[0].isupper() and text[-1] in '.?!"”' and not _SPOILT.search(text)
    return whole and len(lower(text)) >= LOWER * count


def worth(texts: Iterable[str], known: Iterable[str]) -> dict[str, float]:
    """Give what each word is worth that the texts have and the known ones nearly lack."""
    counts = Counter(word for text in texts for word in lower(text))
    shown = Counter(word.lower() for text in known for word in _LETTERS.findall(text))
    return {
        word: min(math.sqrt(count), HIGHEST)
        for word, count in counts.items()
        if count >= USED and shown[word] < SEEN and len(word) > 2
    }


def chosen(texts: Iterable[str], value: dict[str, float]) -> Iterator[str]:
    """Yield usable texts, always the one worth most by its length, until none is worth anything."""
    wanted = dict.fromkeys(value, EACH)

    def of(words: set[str], length: int) -> float:
        return sum(value[word] for word in words if wanted[word]) / (length + FIXED)

    heap = []
    for text in dict.fromkeys(texts):
        words = set(lower(text)) & value.keys()
        if words and usable(text):
            heap.append((-of(words, len(text.split())), text, words))
    heapq.heapify(heap)
    while heap:
        _, text, words = heapq.heappop(heap)
        now = of(words, len(text.split()))  # less than it was put in for, where others took its words
        if not now:
            continue
        if heap and -now > heap[0][0]:
            heapq.heappush(heap, (-now, text, words))
            continue
        yield text
        for word in words:
            wanted[word] -= wanted[word] > 0


def main() -> None:
    """Write the sentences, the one worth most first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path, help="Indonesian, one a line, gzip")
    parser.add_argument("pairs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=20_000, help="sentences that are written")
    asked = parser.parse_args()
    with gzip.open(asked.sentences, "rt", encoding="utf-8") as file:
        texts = [line.strip() for line in file if line.strip()]
    value = worth(texts, (source for source, _ in read(asked.pairs)))
    written = 0
    with asked.out.open("w", encoding="utf-8") as file:
        for text in chosen(texts, value):
            file.write(f"{text}\n")
            written += 1
            if written == asked.most:
                break
    print(f"{len(value):,} words wanted; {written:,} sentences of {len(texts):,} chosen")


if __name__ == "__main__":
    main()
