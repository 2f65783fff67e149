"""The cost of scores and of token callbacks in CTranslate2 with the vocabulary of NLLB.

    python bench/scores.py FOLDER

A checkpoint of NLLB's width and vocabulary with one layer a side is made in FOLDER if missing: so the soft-max
is nearly all of a step, not hidden by the layers. Processor milliseconds per token on one thread, the ways in turn.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from speed_model import nllb_shape

from translate.models.ctranslate2.encoder_decoder import TokenCollector

WORDS = ("harga", "beras", "warga", "kota", "jalan", "hujan", "pasar", "kepala", "desa", "hari", "rapat", "sekolah")
TOKENS, LONG, ROUNDS = 8, 32, 3


def convert(folder: Path) -> Path:
    """Return the checkpoint on CTranslate2 in int8."""
    import transformers
    from ctranslate2.converters import TransformersConverter

    whole: Any = transformers.M2M100Config
    chosen = random.Random(0)
    lines = [" ".join(chosen.choices(WORDS, k=12)) + f" {n}" for n in range(3_000)]
    vars(transformers)["M2M100Config"] = lambda **shape: whole(**shape | {"encoder_layers": 1, "decoder_layers": 1})
    try:
        original = nllb_shape(folder / "original", lines)
    finally:
        vars(transformers)["M2M100Config"] = whole
    if not (folder / "ct2").exists():
        TransformersConverter(str(original)).convert(str(folder / "ct2"), quantization="int8")
    return folder / "ct2"


def milliseconds(translator: Any, rows: list[list[str]], first: str, **options: Any) -> float:
    """Return the processor time of a token."""
    began = time.process_time()
    translator.translate_batch(
        rows, [[first]] * len(rows), beam_size=1, max_input_length=0, max_decoding_length=TOKENS, **options
    )
    return 1000 * (time.process_time() - began) / (len(rows) * TOKENS)


def main(folder: Path) -> None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import ctranslate2

    checkpoint = convert(folder)
    words = json.loads((checkpoint / "shared_vocabulary.json").read_text(encoding="utf-8"))
    translator: Any = ctranslate2.Translator(str(checkpoint), device="cpu", inter_threads=1, intra_threads=1)
    print("| rows | round | raw | with scores | with scores, followed |\n|---|---|---|---|---|", flush=True)
    for count in (16, 64):
        for turn in range(ROUNDS):
            rows = [[words[random.randint(4, 600)] for _ in range(LONG)] for _ in range(count)]
            ways: list[dict[str, Any]] = [{}, {"return_scores": True}]
            ways.append({"return_scores": True, "callback": TokenCollector([TOKENS] * count)})
            taken = [milliseconds(translator, rows, words[5], **options) for options in ways]
            print(f"| {count} | {turn + 1} | " + " | ".join(f"{time:.2f}" for time in taken) + " |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
