"""Train the adapter of the starter model, with checkpoints to go on from.

    python -m training.train --mix mix.jsonl --work FOLDER --seconds 5400 [--rank 64] [--rate 4e-4]

Starts from the adapter the project ships (or `--adapter FILE`), whose factors are widened to `--rank`; the new columns
start at zero effect. FOLDER holds `adapter.safetensors`, the optimiser's state and `progress.json`; the same command
goes on from them. The rate rises over thirty steps and falls linearly to zero at `--seconds` of training in all.
`touch FOLDER/stop` ends a run early, with everything kept.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from training.network import Network, Weights
from training.packing import batches, read_pairs
from translate.models.gemma import starter

WIDTH = 256  # tokens of a packed row


def widened(factors: Weights, rank: int, seed: int) -> Weights:
    """Return the factors at `rank`: new rows of A are random, new columns of B zero, so nothing changes at first."""
    chance = torch.Generator().manual_seed(seed)
    found = {}
    for name, old in factors.items():
        old = old.float()
        if name.endswith(".A"):
            new = torch.randn(rank - old.shape[0], old.shape[1], generator=chance) / old.shape[1] ** 0.5
            found[name] = torch.cat((old, new))
        else:
            found[name] = torch.cat((old, torch.zeros(old.shape[0], rank - old.shape[1])), 1)
    return found


def _save(folder: Path, network: Network, optimiser: torch.optim.Optimizer, progress: dict[str, Any]) -> None:
    state: Weights = {}
    for number, parameter in enumerate(network.parameters()):
        kept = optimiser.state[parameter]
        state |= {f"{number}.{name}": kept[name].contiguous() for name in ("exp_avg", "exp_avg_sq", "step")}
    save_file(network.factors(), folder / "adapter.safetensors.new")
    save_file(state, folder / "optimiser.safetensors.new")
    (folder / "progress.json.new").write_text(json.dumps(progress), encoding="ascii")
    for new in sorted(folder.glob("*.new")):
        new.replace(new.with_suffix(""))


def _resume(folder: Path, network: Network, optimiser: torch.optim.Optimizer) -> dict[str, Any]:
    state = load_file(folder / "optimiser.safetensors")
    for number, parameter in enumerate(network.parameters()):
        optimiser.state[parameter] = {
            name: state[f"{number}.{name}"].to(parameter.device) for name in ("exp_avg", "exp_avg_sq", "step")
        }
    progress: dict[str, Any] = json.loads((folder / "progress.json").read_text(encoding="ascii"))
    return progress


def main() -> None:
    """Train until the time is over, the stop file is there, or Ctrl-C; then keep everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mix", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of training in all, resumed runs included")
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--rows", type=int, default=16, help=f"of {WIDTH} tokens, a step")
    parser.add_argument("--keep-every", type=float, default=600, help="seconds between checkpoints")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    resumed = (asked.work / "progress.json").exists()
    shipped = asked.adapter or starter.ADAPTER
    factors = load_file(asked.work / "adapter.safetensors") if resumed else widened(load_file(shipped), asked.rank, 0)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    base = {name: weight.to(device) for name, weight in starter.merged(adapter=False).items()}
    factors = {name: factor.to(device) for name, factor in factors.items()}
    network = Network(base, factors, starter.config(), scale=starter.scale())
    optimiser = torch.optim.AdamW(network.parameters(), lr=asked.rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    progress: dict[str, Any] = {"seconds": 0.0, "steps": 0, "tokens": 0, "seed": 0}
    if resumed:
        progress = _resume(asked.work, network, optimiser)
        progress["seed"] += 1  # another order, rather than the same beginning again
    examples, skipped = read_pairs(asked.mix, starter.tokenizer(), WIDTH)
    print(f"{len(examples):,} examples, {sum(map(len, examples)):,} tokens; {skipped:,} too long left out", flush=True)
    _run(asked, network, optimiser, progress, batches(examples, asked.rows, WIDTH, progress["seed"]))


def _run(asked: argparse.Namespace, network: Network, optimiser: Any, progress: dict[str, Any], rows: Any) -> None:
    before, start, kept, average = progress["seconds"], time.monotonic(), time.monotonic(), math.nan
    tokens, stop = progress["tokens"], asked.work / "stop"
    network.merge()
    try:
        for batch in rows:
            progress["seconds"] = before + time.monotonic() - start
            left = 1 - progress["seconds"] / asked.seconds
            if left <= 0 or stop.exists():
                break
            for group in optimiser.param_groups:
                group["lr"] = asked.rate * min(1.0, (progress["steps"] + 1) / 30) * left
            loss, count = network.loss(batch)
            (loss / count).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            network.merge()
            progress["steps"] += 1
            progress["tokens"] += int((batch.sequence > 0).sum())
            value = loss.item() / count
            average = value if math.isnan(average) else 0.97 * average + 0.03 * value
            if progress["steps"] % 10 == 0:
                rate = (progress["tokens"] - tokens) / (time.monotonic() - start)
                done = f"{progress['seconds']:.0f} s"
                print(f"{progress['steps']} loss {average:.3f} {rate:.0f} tokens/s {done}", flush=True)
            if time.monotonic() - kept > asked.keep_every:
                kept = time.monotonic()
                _save(asked.work, network, optimiser, progress)
    finally:
        progress["loss"] = average
        _save(asked.work, network, optimiser, progress)
        stop.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
