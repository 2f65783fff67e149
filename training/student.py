"""Train a small student on pairs of sentences: clean human ones, and what a teacher translated.

    python -m training.student PAIRS.tsv [PAIRS.tsv ...] --start FOLDER --work FOLDER --seconds 5400

PAIRS are lines of `source<TAB>target`, all of one direction. FOLDER is a Firefox model: what `training.parent` wrote,
or a student that was exported before, as the one that comes with Warta (`translate/_student`). The same command goes on
where the last one ended, its rate raised again. Then

    python -m training.student --export WORK [WORK ...] --out MODEL

writes the averaged weights in 8 bits, which `warta translate --model MODEL` reads. Runs that began from the same model
and saw other pairs are better together, as the mean of their weights, than the best of them (Wortsman et al. 2022);
with `--with BEGUN --part 0.25` what the training began from is in the mean, too.

The rate rises, stays, and falls to nothing in the last third of the seconds; the weights that count are a moving
average of the trained ones. The loss of a batch is over its own pieces, the commonest and some others, not over all: a
step is mostly the network then (`bench/student.py`).
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.cutting import cut
from training.folder import Example, Model, blended, load, save
from training.pairs import batches, read
from training.ssru import Student, table
from translate.models.student.network import UNKNOWN

LONGEST = 100  # pieces of a side; Warta gives Firefox models no more at once
FORMERLY = 0.3  # the part of the rate that the decoders of runs had which do not say it
WARM, FALL, AVERAGE = 100, 0.35, 0.995  # steps; the part of a run's seconds in which the rate falls; a step
COMMON, OTHERS = 4000, 1000  # pieces that a loss is over besides those of its batch
KEPT = 600  # seconds between two times that everything is kept


class Run:
    """A student in training: its weights, their average, the optimiser, and how far it is."""

    def __init__(self, folder: Path, rate: float, start: Path | None = None, decoder: float = 0.0) -> None:
        """Take up what is in the folder, or begin with the model in `start`.

        Its decoder learns at that part of the rate, or not at all; a run that goes on keeps to what it was begun with.
        """
        if start is not None and (folder / "start").exists():
            print(f"{folder} goes on from what is in it; {start} is not read", flush=True)
        elif start is not None:
            shutil.copytree(start, folder / "start")
        self.folder, self.rate = folder, rate
        self.model: Model = load(folder / "start")
        self.student: Student = self.model.student.to("cuda" if torch.cuda.is_available() else "cpu")
        self.progress: dict[str, Any] = {"seconds": 0.0, "steps": 0, "tokens": 0, "runs": 0, "decoder": decoder}
        resumed = (folder / "progress.json").exists()
        if resumed:
            self.progress |= {"decoder": FORMERLY} | json.loads((folder / "progress.json").read_text(encoding="ascii"))
        decoder = self.progress["decoder"]
        for name, one in self.student.weights.items():
            one.requires_grad_(bool(decoder) or not name.startswith("decoder"))
        self.weights = {name: one for name, one in self.student.weights.items() if one.requires_grad}
        sides: dict[float, list[Tensor]] = {1.0: [], decoder: []}
        for name, one in self.weights.items():
            sides[decoder if name.startswith("decoder") else 1.0].append(one)
        groups = [{"params": part, "lr": rate, "part": share} for share, part in sides.items() if part]
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        self.average = {name: one.detach().clone() for name, one in self.weights.items()}
        self.begun = 0  # steps of the runs before
        if resumed:
            self._resume()

    def step(self, batch: Sequence[Example], common: Tensor | None, part: float = 1.0) -> float:
        """Learn from a batch, the rate at `part` of its height, and give its mean loss."""
        self.progress["steps"] += 1
        number = self.progress["steps"] - self.begun
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * group["part"] * min(number / WARM, 1.0) * part
        loss, count = loss_of(self.student, batch, common)
        (loss / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights.values(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        keep = min(AVERAGE, (number + 1) / (number + 10))
        with torch.no_grad():
            for name, one in self.weights.items():
                self.average[name].lerp_(one, 1 - keep)
        self.progress["tokens"] += count
        return loss.item() / count

    def save(self) -> None:
        """Keep everything that is needed to go on; what was kept before stays whole until the end."""
        state = {f"model.{name}": one.detach() for name, one in self.weights.items()}
        state |= {f"average.{name}": one for name, one in self.average.items()}
        for name, one in self.weights.items():
            state |= {f"{part}.{name}": self.optimiser.state[one][part] for part in ("exp_avg", "exp_avg_sq", "step")}
        save_file(state, self.folder / "state.safetensors.new")
        (self.folder / "progress.json.new").write_text(json.dumps(self.progress), encoding="ascii")
        for new in sorted(self.folder.glob("*.new")):
            new.replace(new.with_suffix(""))

    def averaged(self) -> Model:
        """Return the model with the averaged weights."""
        weights = self.student.arrays() | {name: one.cpu().numpy() for name, one in self.average.items()}
        return Model(Student(weights), self.model.source, self.model.target, self.model.settings)

    def _resume(self) -> None:
        state = load_file(self.folder / "state.safetensors")
        self.progress["runs"] += 1
        self.begun = self.progress["steps"]
        with torch.no_grad():
            for name, one in self.weights.items():
                one.copy_(state[f"model.{name}"])
                self.average[name].copy_(state[f"average.{name}"])
                parts = ("exp_avg", "exp_avg_sq", "step")
                self.optimiser.state[one] = {part: state[f"{part}.{name}"].to(one.device) for part in parts}


def loss_of(student: Student, batch: Sequence[Example], common: Tensor | None) -> tuple[Tensor, int]:
    """Return the summed loss of a batch's target pieces, over all pieces or those of the batch, `common` and others.

    Also how many they are.
    """
    sources, mask = table([source for source, _ in batch], student.device)
    targets, wanted = table([target for _, target in batch], student.device)
    hidden, labels = student(sources, mask, targets)[wanted], targets[wanted]
    if common is None:
        return F.cross_entropy(student.logits(hidden), labels, reduction="sum"), len(labels)
    others = torch.randint(len(student.fixed["decoder_Wemb"]), (OTHERS,), device=labels.device)
    pieces = torch.unique(torch.cat((labels, common, others)))
    logits = student.logits(hidden, pieces)
    return F.cross_entropy(logits, torch.searchsorted(pieces, labels), reduction="sum"), len(labels)


def examples_of(model: Model, pairs: Sequence[tuple[str, str]]) -> list[Example]:
    """Return the pieces of each pair of at most `LONGEST`."""
    sides = [side.encode([pair[at] for pair in pairs]) for at, side in enumerate((model.source, model.target))]
    return [(source, target) for source, target in zip(*sides, strict=True) if max(len(source), len(target)) <= LONGEST]


def commonest(examples: Sequence[Example], device: torch.device) -> Tensor:
    """Return the pieces that targets have most."""
    counts = Counter(piece for _, target in examples for piece in target)
    return torch.tensor([piece for piece, _ in counts.most_common(COMMON)], device=device)


def train(run: Run, rows: Iterator[list[Example]], common: Tensor, seconds: float) -> None:
    """Learn for so many seconds, keeping everything every ten minutes and at the end; Ctrl-C ends it too."""
    before, start, kept, average = run.progress["seconds"], time.monotonic(), time.monotonic(), math.nan
    tokens = run.progress["tokens"]
    try:
        while (passed := time.monotonic() - start) < seconds:
            loss = run.step(next(rows), common, min(1.0, (1 - passed / seconds) / FALL))
            run.progress["seconds"] = before + time.monotonic() - start
            average = loss if math.isnan(average) else 0.98 * average + 0.02 * loss
            if run.progress["steps"] % 50 == 0:
                rate = (run.progress["tokens"] - tokens) / (time.monotonic() - start)
                print(f"{run.progress['steps']} loss {average:.3f} {rate:.0f} target tokens/s", flush=True)
            if time.monotonic() - kept > KEPT:
                kept = time.monotonic()
                run.save()
    finally:
        run.progress["loss"] = average
        run.save()


def export(works: Sequence[Path], out: Path, pair: str, other: Path | None = None, part: float = 0.0) -> None:
    """Write the mean of the runs' averaged weights, blended with `part` of another model's, as a Firefox model.

    What its ranges are measured on was kept beside the first run's weights.
    """
    examples = json.loads((works[0] / "examples.json").read_text(encoding="ascii"))
    model = Run(works[0], 0.0).averaged()
    for count, work in enumerate(works[1:], 2):
        model = blended(model, Run(work, 0.0).averaged(), 1 / count)
    save(blended(model, load(other), part) if other else model, out, pair, examples)


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="*")
    parser.add_argument("--start", type=Path, help="a Firefox model, for the first run")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--seconds", type=float, default=0.0, help="of this run")
    parser.add_argument("--tokens", type=int, default=1500, help="of the target side, a step")
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--decoder", type=float, default=0.0, help="part of the rate that the decoder learns at")
    parser.add_argument("--cut", type=float, default=0.0, help="part of the sources' whole words that is cut")
    parser.add_argument("--export", type=Path, nargs="+", metavar="WORK", help="runs; of several the mean is written")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--with", type=Path, dest="other", metavar="BEGUN", help="a model to blend the export with")
    parser.add_argument("--part", type=float, default=0.25, help="of that model in the export")
    parser.add_argument("--pair", default="iden", help="in the names of the files that are exported")
    asked = parser.parse_args()
    if asked.export:
        export(asked.export, asked.out, asked.pair, asked.other, asked.part)
        return
    asked.work.mkdir(parents=True, exist_ok=True)
    run = Run(asked.work, asked.rate, asked.start, asked.decoder)
    pairs = read(asked.pairs)
    examples = examples_of(run.model, pairs)
    (asked.work / "examples.json").write_text(json.dumps(examples[:1000]), encoding="ascii")
    size = sum(one.numel() for one in run.weights.values()) / 1e6
    print(f"{len(pairs):,} pairs, {len(pairs) - len(examples):,} too long; {size:.1f} million weights", flush=True)
    unknown = sum(target.count(UNKNOWN) for _, target in examples)
    print(f"{unknown:,} unknown pieces in the targets: the student learns to lose what stands there", flush=True)
    rows = batches(examples, asked.tokens, run.progress["runs"])
    if asked.cut:
        rows = cut(rows, run.model.source.processor(), asked.cut, run.progress["runs"])
    train(run, rows, commonest(examples, run.student.device), asked.seconds)


if __name__ == "__main__":
    main()
