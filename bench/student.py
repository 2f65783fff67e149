"""Measure the speed of a student's training steps: the loss over some pieces of the target or over all.

    python bench/student.py MODEL PAIRS.tsv

MODEL is a Firefox model, as `translate/_student`; PAIRS are lines of `source<TAB>target`, of which the first 20,000 are
used. The ways take turns on the same batches, so their ratio holds on a noisy machine.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import torch
from torch import Tensor

from training import student
from training.pairs import batches, read

ROUNDS, STEPS = 6, 4  # the first round is not counted


def main() -> None:
    """Print target tokens a second of each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("pairs", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        run = student.Run(Path(name), 1e-4, args.model)
        examples = student.examples_of(run.model, read([args.pairs])[:20_000])
        ways: dict[str, Tensor | None] = {
            "over all": None,
            "over some": student.commonest(examples, run.student.device),
        }
        seconds = dict.fromkeys(ways, 0.0)
        rows = batches(examples, 1500, 0)
        tokens = 0
        for turn in range(ROUNDS):
            some = [next(rows) for _ in range(STEPS)]
            for way, common in ways.items():
                start = time.perf_counter()
                for batch in some:
                    run.step(batch, common)
                if turn:
                    seconds[way] += time.perf_counter() - start
            tokens += sum(len(target) for batch in some for _, target in batch) * (turn > 0)
    print(f"{torch.get_num_threads()} threads, torch {torch.__version__}, {tokens:,} target tokens each")
    for way, taken in seconds.items():
        print(f"{way:10} {tokens / taken:7,.0f} target tokens/s  {seconds['over all'] / taken:.2f}x")


if __name__ == "__main__":
    main()
