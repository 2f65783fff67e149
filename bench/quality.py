"""The quality of the students: chrF, BLEU, flags, and speed, with and without retries.

    python bench/quality.py STEM [--lines N]

STEM.id.txt, STEM.en.txt and STEM.ja.txt are lines of a source and its references, such as news-dev. The flags of
`translate.checks` are counted in lines of a hundred; words are those of the sources, seconds wall time.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import sacrebleu

from translate.checks import check
from translate.document import Sentence
from translate.models.catalogue import BUNDLED
from translate.models.resolve import load_engine
from translate.translation.pipeline import translate_sentences
from translate.translation.retry import Policy
from translate.translation.setup import Setup

TOKENIZERS = {"en": "13a", "ja": "char"}
HEADER = ("model", "retries", "chrF", "BLEU", "lines flagged of 100, by code", "words/s")


def row(target: str, model: str, sources: list[str], references: list[str], *, retry: bool) -> tuple[str, ...]:
    """Return the cells of one run."""
    setup = Setup(load_engine(model, target=target))
    began = time.perf_counter()
    sentences = [Sentence(source, 0, len(source)) for source in sources]
    texts = [segment.text for segment in translate_sentences(sentences, setup, Policy(retry=retry), apart=True)]
    seconds = time.perf_counter() - began
    flags = Counter(
        code
        for source, text in zip(sources, texts, strict=True)
        for code in {flag.code.name for flag in check(source, text, "id", target)}
    )
    chrf, bleu = sacrebleu.CHRF(), sacrebleu.BLEU(tokenize=TOKENIZERS[target])
    scores = [metric.corpus_score(texts, [references]).score for metric in (chrf, bleu)]
    print(f"<!-- {model}: {chrf.get_signature()}; {bleu.get_signature()} -->", flush=True)
    flag_list = ", ".join(f"{code} {100 * count / len(sources):.1f}" for code, count in flags.most_common())
    speed = sum(len(source.split()) for source in sources) / seconds
    return (
        model,
        "yes" if retry else "no",
        f"{scores[0]:.1f}",
        f"{scores[1]:.1f}",
        flag_list or "none",
        f"{speed:.0f}",
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stem", type=Path)
    parser.add_argument("--lines", type=int, help="the first of these only")
    args = parser.parse_args()
    lines = {
        language: args.stem.with_name(f"{args.stem.name}.{language}.txt")
        .read_text(encoding="utf-8")
        .splitlines()[: args.lines]
        for language in ("id", "en", "ja")
    }
    rows = [
        row(target, model, lines["id"], lines[target], retry=retry)
        for (_, target), model in BUNDLED.items()
        for retry in (False, True)
    ]
    for cells in (HEADER, ["---"] * len(HEADER), *rows):
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
