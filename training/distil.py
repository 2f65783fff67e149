"""Translate Indonesian sentences with the teacher, for a student to learn from (Kim and Rush 2016).

    python -m training.distil SENTENCES.txt.gz --target en --out FOLDER [--runtime ctranslate2] [--seconds N]

SENTENCES has one sentence a line. They are translated a block at a time; each block becomes a file `000017.tsv` of
`source<TAB>target` in FOLDER, written whole or not at all, so the same command goes on with the next block. A
translation that the checks doubt is left out, and so is one the teacher itself is unsure of; `report.jsonl` counts why,
block by block.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from translate.checks import check
from translate.checks.scores import confidence
from translate.document import FlagCode, Hypothesis
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.engines.prompted import Prompted

BLOCK = 2000  # sentences
# What disqualifies an example. A name that is not found again is often only spelt otherwise, and is no reason.
DOUBTS = frozenset(FlagCode) - {FlagCode.NAME_LOST, FlagCode.TERM_IGNORED, FlagCode.SPLIT}


def blocks(path: Path, words: int) -> Iterator[list[str]]:
    """Return the sentences of at most `words` words, `BLOCK` at a time."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        lines = (line.strip() for line in file)
        short = (line for line in lines if line and "\t" not in line and len(line.split()) <= words)
        while block := list(islice(short, BLOCK)):
            yield block


def doubts(source: str, made: Hypothesis, target: str, least: float) -> list[str]:
    """Return the reasons to leave a translation out of training; none for a good one."""
    flags = check(source, made.text, "id", target, complete=made.complete)
    found = [flag.code.name for flag in flags if flag.code in DOUBTS]
    if "\t" in made.text or "\n" in made.text:
        found.append("LINE_BREAK")
    if (sure := confidence(made)) is not None and sure < least:
        found.append("UNSURE")
    return found


def distil(engine: Engine, block: list[str], target: str, least: float) -> tuple[list[tuple[str, str]], Counter[str]]:
    """Return the pairs of a block that can be learned from, and the count of each reason against the others."""
    reasons: Counter[str] = Counter()
    pairs = []
    for source, made in zip(block, engine.translate(block, Decoding()), strict=True):
        against = doubts(source, made, target, least)
        if against:
            reasons.update(against[:1])  # the worst, so that the counts add up
        else:
            pairs.append((source, made.text))
    return pairs, reasons


def write(path: Path, pairs: list[tuple[str, str]]) -> None:
    """Write a block's pairs, whole or not at all."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.writelines(f"{source}\t{target}\n" for source, target in pairs)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def main() -> None:
    """Translate block after block until the sentences or the seconds are over."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--target", choices=("en", "ja"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--runtime", choices=("torch", "ctranslate2"), default="torch")
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--words", type=int, default=60, help="longer sentences are passed over")
    parser.add_argument("--least", type=float, default=0.3, help="the confidence below which a translation is left out")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    engine = Prompted.starter(asked.target, runtime=asked.runtime, on_note=print)
    start = time.monotonic()
    for number, block in enumerate(blocks(asked.sentences, asked.words)):
        path = asked.out / f"{number:06}.tsv"
        if path.exists():
            continue
        if time.monotonic() - start > asked.seconds:
            break
        began = time.monotonic()
        pairs, reasons = distil(engine, block, asked.target, asked.least)
        write(path, pairs)
        seconds = time.monotonic() - began
        rate = round(sum(len(line.split()) for line in block) / seconds)
        said = {"block": number, "kept": len(pairs), "of": len(block), "words_a_second": rate, **reasons}
        with (asked.out / "report.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
