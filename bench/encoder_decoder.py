"""Warta on CTranslate2 against raw CTranslate2, on the shape of NLLB-200 600M: where the difference goes.

    python bench/encoder_decoder.py FOLDER

Processor seconds on one thread, which a busy machine distorts less than the time that passes. The ways take turns on
the same batches, and the ratios are medians over the rounds. A checkpoint of random weights is made in FOLDER, if it is
not there.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from speed_articles import indonesian
from speed_model import nllb_shape
from speed_ways import FLORES_SOURCE, FLORES_TARGET, engine_of

TOKENS, ROUNDS, TRAINING = 24, 5, 60


class Ways:
    """The ways to translate the segments of an article."""

    def __init__(self, engine: Any, texts: list[str]) -> None:
        """Take the engine, and cut the texts into its batches."""
        from translate.models.decoding import Decoding
        from translate.models.seq2seq import batches

        self.engine, self.texts, self.decoding = engine, texts, Decoding()
        self.checkpoint = engine._checkpoint
        self.first = self.checkpoint.token_id(FLORES_TARGET)
        rows = [self.checkpoint._encode(text, FLORES_SOURCE) for text in texts]
        cut = batches(list(map(len, rows)), self.checkpoint._budget(self.decoding))
        self.batches = [[rows[i] for i in batch] for batch in cut]

    def raw(self, **options: Any) -> None:
        for batch in self.batches:
            self.checkpoint._translator.translate_batch(
                [list(map(str, row)) for row in batch],
                [[str(self.first)]] * len(batch),
                beam_size=1,
                max_input_length=0,
                max_decoding_length=TOKENS,
                **options,
            )

    def filled(self) -> None:
        """Raw, with the row that makes a batch as wide as what rounds alike."""
        for batch in self.batches:
            self.checkpoint._run(batch, self.first, beam_size=1, max_input_length=0, max_decoding_length=TOKENS)

    def generate(self) -> None:
        """Warta's own call, without tokenising."""
        for batch in self.batches:
            self.checkpoint._generate(batch, self.decoding, self.first)

    def whole(self) -> None:
        self.engine.translate(self.texts, self.decoding)


def main(folder: Path) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    lines = [segment for number in range(50_000, 50_000 + TRAINING) for segment in indonesian(number).segments]
    engine = engine_of(nllb_shape(folder / "nllb", lines), TOKENS, "ctranslate2")
    taken: dict[str, list[float]] = {}
    for turn in range(ROUNDS):
        ways = Ways(engine, list(dict.fromkeys(indonesian(turn).segments)))
        kinds: dict[str, Callable[[], None]] = {
            "raw": ways.raw,
            "raw, with scores": lambda ways=ways: ways.raw(return_scores=True),  # type: ignore[misc]
            "raw, with the filler": ways.filled,
            "as Warta calls it": ways.generate,
            "Warta's engine": ways.whole,
        }
        names = list(kinds)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.process_time()
            kinds[name]()
            taken.setdefault(name, []).append(time.process_time() - began)
            print(f"{turn} {name}: {taken[name][-1]:.2f} s", file=sys.stderr, flush=True)
    print(f"Batches of the last round: {[(len(batch), max(map(len, batch))) for batch in ways.batches]}")
    print("| way | s an article, median | speed, of raw |\n|---|---|---|")
    for name, seconds in sorted(taken.items(), key=lambda item: list(kinds).index(item[0])):
        ratio = median(raw / other for raw, other in zip(taken["raw"], seconds, strict=True))
        print(f"| {name} | {median(seconds):.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
