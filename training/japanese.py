"""Initialise a student into Japanese from the one into English, whose encoder knows Indonesian already.

    python -m training.japanese NEWS.tsv.gz [...] --more JAPANESE.txt --start ENGLISH --lexicon LEXICON.tsv --out FOLDER

NEWS has lines of `Indonesian<TAB>English<TAB>Japanese`. The pieces that Japanese is written with are found in it and in
the lines of MORE: digits and Latin letters one by one where nothing longer is common, characters that are rare as their
bytes, nothing normalised, as full-width signs are what newspapers have. Each piece gets the mean of the vectors of the
English pieces that stand for it (`training.lexicon`, without regard to order). The layers stay as they are. Nothing is
trained yet, and it writes Japanese words in English order; `training.student` goes on.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from training.folder import Model, Vocabulary, load, save
from training.lexicon import aligned
from training.news import triples
from training.ssru import BIAS, TARGETS, Student
from training.student import examples_of
from translate.models.student.marian_file import Floats
from translate.models.student.network import END

PIECES = 12_000
COVERED = 0.9995  # part of the characters that have a piece; the others are written as bytes
NEAREST = 4  # English pieces that a Japanese one gets its vector from
NOISE = 0.1  # of the vectors' spread, added so that no two pieces are the same
SPREAD = 0.3  # of the logarithms of the pieces' shares, which the biases begin with
ASCII = "".join(map(chr, range(33, 127)))


def pieces_of(texts: Iterable[str], count: int) -> Vocabulary:
    """Return a vocabulary of Japanese with so many pieces, or fewer where the texts have no more.

    Its end is the first, its unknown the second.
    """
    import sentencepiece

    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=made,
        vocab_size=count,
        character_coverage=COVERED,
        required_chars=ASCII,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        max_sentence_length=10_000,
        hard_vocab_limit=False,
        eos_id=END,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    return Vocabulary(made.getvalue())


def written(
    vectors: Floats, bias: Floats, english: Sequence[Sequence[int]], japanese: Sequence[Sequence[int]], count: int
) -> tuple[Floats, Floats]:
    """Return the output embeddings of `count` Japanese pieces, and their biases.

    Args:
        vectors: of the English pieces.
        bias: of these.
        english: the pieces of each English text, without ends.
        japanese: those of what it is in Japanese.
        count: of Japanese pieces.
    """
    coded = [[np.array(ours), np.array(theirs)] for ours, theirs in zip(japanese, english, strict=True)]
    source, target, score, times = aligned(coded, count, len(vectors), slope=0.0)
    chance = np.random.default_rng(0)
    made = chance.normal(0, vectors.std(), (count, vectors.shape[1])).astype(np.float32)
    order = np.lexsort((-score, source))
    ends = np.searchsorted(source[order], np.arange(count + 1))
    for piece in range(count):
        best = [at for at in order[ends[piece] : ends[piece + 1]][:NEAREST] if times[at] >= 1]
        if best:
            made[piece] *= NOISE
            made[piece] += np.average(vectors[target[best]], 0, score[best])
    made[END] = vectors[END]
    shares = np.log(np.bincount(np.concatenate([np.array(text) for text in japanese]), minlength=count) + 1.0)
    biases = (SPREAD * (shares - shares.mean()))[None].astype(np.float32)
    biases[0, END] = bias[0, END]
    return made, biases


def equivalents(path: Path) -> list[tuple[str, str]]:
    """Return the English and Japanese words of a lexicon that stand for one Indonesian word, each with each."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (english, japanese.strip("〜～"))
        for row in rows
        for english in row[2].split("; ")
        for japanese in row[3].split("; ")
        if english and japanese.strip("〜～")
    ]


def main() -> None:
    """Write the model to begin with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--more", type=Path, help="more Japanese, a sentence a line, that pieces are found in")
    parser.add_argument("--start", type=Path, required=True, help="the student into English")
    parser.add_argument("--lexicon", type=Path, help="form, class, English, Japanese")
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    news = list(triples(asked.news))
    more = asked.more.read_text(encoding="utf-8").splitlines() if asked.more else []
    target = pieces_of([*[japanese for _, _, japanese in news] * 2, *more], asked.pieces)
    model = load(asked.start)
    pairs = [(english, japanese) for _, english, japanese in news]
    pairs += equivalents(asked.lexicon) if asked.lexicon else []
    pairs = [pair for pair in pairs if all(len(side) < 400 for side in pair)]
    writer = target.processor()
    weights = model.student.arrays()
    english = model.target.processor().encode([one for one, _ in pairs])
    vectors, bias = written(
        weights[TARGETS], weights[BIAS], english, writer.encode([one for _, one in pairs]), len(writer)
    )
    begun = Model(Student(weights | {TARGETS: vectors, BIAS: bias}), model.source, target, model.settings)
    save(begun, asked.out, "idja", examples_of(begun, [(source, japanese) for source, _, japanese in news[:1000]]))
    print(f"{len(writer):,} pieces to write with, their vectors from {len(pairs):,} pairs")


if __name__ == "__main__":
    main()
