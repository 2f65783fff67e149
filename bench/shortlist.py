"""Measure the effect of a student's shortlist: quality and speed with four beams, over all pieces or the shortlist.

    python bench/shortlist.py FOLDER/news-dev --target en      # FOLDER/news-dev.id.txt and FOLDER/news-dev.en.txt

Seconds are processor time of one core, little affected by other work. Names are copied as by the engine, but places do
not get their English names.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is imported

import sacrebleu
from sentencepiece import SentencePieceProcessor

from translate.language.common_words import is_common
from translate.language.numbers.digits import digits_for
from translate.models.student.capitals import capitalised_words
from translate.models.student.model import length_limit
from translate.models.student.readable import readable
from translate.models.student.searching import Request
from translate.models.student.store import BUNDLED_FOLDERS
from translate.models.student.worker import searching


def requests(texts: list[str], reader: SentencePieceProcessor, target: str) -> list[Request]:
    result: list[Request] = []
    for text in texts:
        read = readable(text, is_common, reader)
        names = [(word, word) for word in capitalised_words(read) if target == "en" and not is_common(word)]
        result.append((read, length_limit(len(reader.encode(read)) + 1), 4, 0, names, sorted(digits_for(read, target))))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stem", help="of the two files of sentences")
    parser.add_argument("--target", choices=("en", "ja"), default="en")
    parser.add_argument("--lines", type=int, default=300)
    args = parser.parse_args()
    sides = []
    for language in ("id", args.target):
        sides.append(Path(f"{args.stem}.{language}.txt").read_text(encoding="utf-8").splitlines()[: args.lines])
    texts, references = sides
    folder = BUNDLED_FOLDERS["student" if args.target == "en" else "student-ja"]
    files = [str(next(folder.glob(f"{kind}.*"))) for kind in ("model", "srcvocab", "trgvocab", "lex")]
    inputs = requests(texts, SentencePieceProcessor(model_file=files[1]), args.target)
    words = sum(len(text.split()) for text in texts)
    for name, paths in (("all pieces", files[:3]), ("shortlist", files)):
        translate = searching(*paths)
        translate(inputs[:1])
        began = time.process_time()
        hypotheses = [str(answer[1]) for answer in translate(inputs)]
        seconds = time.process_time() - began
        chrf = sacrebleu.corpus_chrf(hypotheses, [references]).score
        bleu = sacrebleu.corpus_bleu(hypotheses, [references], tokenize="char" if args.target == "ja" else "13a").score
        print(f"{name}: chrF {chrf:.1f} BLEU {bleu:.1f}, {words / seconds:.0f} words/s", flush=True)


if __name__ == "__main__":
    main()
