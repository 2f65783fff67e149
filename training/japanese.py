"""Initialise a student into Japanese from the one into English, whose encoder is trained on Indonesian.

    python -m training.japanese NEWS.tsv.gz [...] --more JAPANESE.txt --start ENGLISH --lexicon LEXICON.tsv --out FOLDER

NEWS has lines of `Indonesian<TAB>English<TAB>Japanese`. The Japanese vocabulary is trained on it and the
lines of MORE: single digits and Latin letters, rare characters as bytes, no normalisation, as newspapers use full-width
signs. Each piece gets the mean vector of its English equivalents (`training.lexicon`, without word order). The layers
are unchanged. Untrained, it writes Japanese words in English order; continue with `training.student`.
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
COVERED = 0.9995  # share of characters with a piece; the others are bytes
NEAREST = 4  # English pieces for the vector of a Japanese one
NOISE = 0.1  # share of the standard deviation added as noise
SPREAD = 0.3  # scale of the log shares that initialise the biases
ASCII = "".join(map(chr, range(33, 127)))


def pieces_of(texts: Iterable[str], count: int) -> Vocabulary:
    """Return a Japanese vocabulary of at most `count` pieces.

    The first piece is the end, the second unknown.
    """
    import sentencepiece

    written_model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=written_model,
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
    return Vocabulary(written_model.getvalue())


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
    result = chance.normal(0, vectors.std(), (count, vectors.shape[1])).astype(np.float32)
    order = np.lexsort((-score, source))
    ends = np.searchsorted(source[order], np.arange(count + 1))
    for piece in range(count):
        best = [at for at in order[ends[piece] : ends[piece + 1]][:NEAREST] if times[at] >= 1]
        if best:
            result[piece] *= NOISE
            result[piece] += np.average(vectors[target[best]], 0, score[best])
    result[END] = vectors[END]
    shares = np.log(np.bincount(np.concatenate([np.array(text) for text in japanese]), minlength=count) + 1.0)
    biases = (SPREAD * (shares - shares.mean()))[None].astype(np.float32)
    biases[0, END] = bias[0, END]
    return result, biases


def equivalents(path: Path) -> list[tuple[str, str]]:
    """Return all pairs of English and Japanese equivalents of Indonesian words in a lexicon."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (english, japanese.strip("〜～"))
        for row in rows
        for english in row[2].split("; ")
        for japanese in row[3].split("; ")
        if english and japanese.strip("〜～")
    ]


def main() -> None:
    """Write the initial model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--more", type=Path, help="more Japanese, a sentence a line, that pieces are found in")
    parser.add_argument("--start", type=Path, required=True, help="the student into English")
    parser.add_argument("--lexicon", type=Path, help="form, class, English, Japanese")
    parser.add_argument("--pieces", type=int, default=PIECES)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    news = list(triples(args.news))
    more = args.more.read_text(encoding="utf-8").splitlines() if args.more else []
    target = pieces_of([*[japanese for _, _, japanese in news] * 2, *more], args.pieces)
    model = load(args.start)
    pairs = [(english, japanese) for _, english, japanese in news]
    pairs += equivalents(args.lexicon) if args.lexicon else []
    pairs = [pair for pair in pairs if all(len(side) < 400 for side in pair)]
    writer = target.processor()
    weights = model.student.arrays()
    english = model.target.processor().encode([english_text for english_text, _ in pairs])
    vectors, bias = written(
        weights[TARGETS],
        weights[BIAS],
        english,
        writer.encode([english_text for _, english_text in pairs]),
        len(writer),
    )
    model_ja = Model(Student(weights | {TARGETS: vectors, BIAS: bias}), model.source, target, model.settings)
    save(model_ja, args.out, "idja", examples_of(model_ja, [(source, japanese) for source, _, japanese in news[:1000]]))
    print(f"{len(writer):,} pieces to write with, their vectors from {len(pairs):,} pairs")


if __name__ == "__main__":
    main()
