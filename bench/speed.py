"""Measure speed on the same weights: torch, CTranslate2, one sentence at a time, and CTranslate2 alone.

    python bench/speed.py TEXT --lines 64 --rounds 3 --plot bench/speed.svg

TEXT has a sentence a line. The checkpoint has the shape of an OPUS-MT model and random weights, and writes exactly
`--tokens` tokens a sentence whatever it reads: time is measured, not quality. Ways take turns within each round, as
another program on the machine would hit them all; the median of the rounds counts. `--only WAY` runs one way alone,
which is how the main run measures peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # as the command line does

import torch
from speed_model import opus_shape
from speed_plot import bars

import translate.ct2.encoder_decoder as fast_module
import translate.seq2seq as torch_module
from translate.decoding import Decoding
from translate.seq2seq import batches, quiet

WAYS = ("one by one", "Warta torch", "Warta CTranslate2", "raw CTranslate2")
Run = Callable[[Sequence[str]], None]


def one_by_one(folder: Path, tokens: int) -> Run:
    checkpoint = torch_module.load(folder)

    def run(texts: Sequence[str]) -> None:
        with quiet(), torch.inference_mode():
            for text in texts:
                ids = torch.tensor([checkpoint._encode(text, None)])
                checkpoint._model.generate(input_ids=ids, max_new_tokens=tokens, num_beams=1, do_sample=False)

    return run


def warta_torch(folder: Path, tokens: int) -> Run:
    checkpoint = torch_module.load(folder)
    return lambda texts: check(checkpoint.translate(texts, Decoding()), texts)


def warta_fast(folder: Path, tokens: int) -> Run:
    checkpoint = fast_module.load_fast(folder, str(folder))
    return lambda texts: check(checkpoint.translate(texts, Decoding()), texts)


def check(found: Sequence[object], texts: Sequence[str]) -> None:
    assert len(found) == len(texts)


def raw(folder: Path, tokens: int) -> Run:
    """What the runtime does with batches that are cut, sorted and tokenised before the clock starts."""
    checkpoint = fast_module.load_fast(folder, str(folder))
    kept: dict[int, list[list[list[str]]]] = {}

    def run(texts: Sequence[str]) -> None:
        key = hash(tuple(texts))
        if key not in kept:
            rows = [checkpoint._encode(text, None) for text in dict.fromkeys(texts)]
            budget = checkpoint._budget(Decoding())
            kept[key] = [[list(map(str, rows[i])) for i in batch] for batch in batches(list(map(len, rows)), budget)]
        for batch in kept[key]:
            checkpoint._translator.translate_batch(batch, beam_size=1, max_input_length=0, max_decoding_length=tokens)

    return run


MAKERS = dict(zip(WAYS, (one_by_one, warta_torch, warta_fast, raw), strict=True))


def alone(way: str, folder: Path, args: argparse.Namespace, texts: list[str]) -> None:
    """Print how long one way takes to load (s) and how much memory (MB) it has held at most."""
    began = time.perf_counter()
    run = MAKERS[way](folder, args.tokens)
    loaded = time.perf_counter() - began
    run(texts)
    print(json.dumps([loaded, peak()]))


def peak() -> float:
    """The most memory this process has held, in MB; `ru_maxrss` would count the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("text", type=Path)
    parser.add_argument("--lines", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=32)
    parser.add_argument("--folder", type=Path, help="where the checkpoint and its conversion are kept")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--only", choices=WAYS)
    args = parser.parse_args()
    texts = args.text.read_text(encoding="utf-8").splitlines()[: args.lines]
    folder = args.folder or Path(tempfile.mkdtemp())
    os.environ["WARTA_CACHE"] = str(folder / "cache")
    for module in (torch_module, fast_module):
        vars(module)["length_limit"] = lambda source_tokens: args.tokens
    if args.only:
        alone(args.only, folder / "opus-shape", args, texts)
        return
    checkpoint = opus_shape(folder / "opus-shape", texts)
    runs = {way: make(checkpoint, args.tokens) for way, make in MAKERS.items()}
    for run in runs.values():
        run(texts[:4])
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(args.rounds):
        for way, run in runs.items():
            began = time.perf_counter()
            run(texts)
            seconds[way].append(time.perf_counter() - began)
    report(args, folder, texts, seconds)


def report(args: argparse.Namespace, folder: Path, texts: list[str], seconds: dict[str, list[float]]) -> None:
    words = sum(len(text.split()) for text in texts)
    base = statistics.median(seconds[WAYS[0]])
    versions = " ".join(f"{name} {version(name)}" for name in ("torch", "transformers", "ctranslate2"))
    print(f"{len(texts)} sentences, {words} words, {args.tokens} tokens each; {versions}")
    print("| way | s | words/s | tokens/s | x one by one | load s | peak MB |\n|---|---|---|---|---|---|---|")
    rates = {}
    for way in WAYS:
        median = statistics.median(seconds[way])
        rates[way] = base / median
        command = [sys.executable, __file__, str(args.text), "--only", way, "--folder", str(folder)]
        command += ["--lines", str(args.lines), "--tokens", str(args.tokens)]
        loaded, memory = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"| {way} | {median:.2f} | {words / median:.0f} | {len(texts) * args.tokens / median:.0f} "
            f"| {rates[way]:.1f} | {loaded:.1f} | {memory:.0f} |"
        )
    ratios = [r / f for f, r in zip(seconds[WAYS[2]], seconds[WAYS[3]], strict=True)]
    print(f"Warta CTranslate2 has {statistics.median(ratios):.2f} of the speed of raw CTranslate2")
    if args.plot:
        args.plot.write_text(bars("Speed as a multiple of one sentence at a time", rates), encoding="utf-8")


if __name__ == "__main__":
    main()
