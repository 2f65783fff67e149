"""Measure what a student's training steps take: the loss made whole or in slices, attention fused or not.

    python bench/student.py PAIRS.tsv

PAIRS are lines of `source<TAB>target`; the first 20,000 are used. The ways take turns on the same batches, so their
ratio holds on a noisy machine. The loss made whole is torch's cross entropy over all logits of a step.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from training import student
from training.network import head_loss

ROUNDS, STEPS = 8, 3  # the first round is not counted


def whole(hidden: Tensor, labels: Tensor, table: Tensor, smoothing: float) -> Tensor:
    """Give what `training.network.head_loss` gives, from all logits at once."""
    return F.cross_entropy(F.linear(hidden, table).float(), labels, label_smoothing=smoothing, reduction="sum")


def main() -> None:
    """Print target tokens a second of each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    asked = parser.parse_args()
    pairs = student.read([asked.pairs])[:20_000]
    ways = {
        "whole, fused attention": (whole, "sdpa"),
        "slices, fused attention": (head_loss, "sdpa"),
        "slices, plain attention": (head_loss, "eager"),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        student.make_vocabulary(pairs, folder, 16_000)
        examples = student.encode(pairs, folder)
        runs: dict[str, tuple[student.Run, Any]] = {}
        for way, (_, attention) in ways.items():
            runs[way] = student.Run(folder, student.Plan(16_000, 256), 1e-3), student.batches(examples, 4000, 0)
            runs[way][0].model.set_attn_implementation(attention)
        seconds = dict.fromkeys(ways, 0.0)
        tokens = 0
        for turn in range(ROUNDS):
            for way, (run, rows) in runs.items():
                vars(student)["head_loss"] = ways[way][0]
                before, start = run.progress["tokens"], time.perf_counter()
                for _ in range(STEPS):
                    run.step(next(rows))
                if turn:
                    seconds[way] += time.perf_counter() - start
                    tokens += run.progress["tokens"] - before
    each = tokens / len(ways)
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}, {each:,.0f} target tokens each")
    for way, taken in seconds.items():
        print(f"{way:26} {each / taken:7,.0f} target tokens/s  {seconds['whole, fused attention'] / taken:.2f}x")


if __name__ == "__main__":
    main()
