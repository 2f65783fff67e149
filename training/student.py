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
from torch.nn.utils.rnn import pad_sequence

from training.cutting import cut
from training.folder import Example, Model, blended, load, save
from training.guided import Links, links
from training.pairs import batches, read
from training.ssru import BIAS, SOURCES, TARGETS, Student, hidden_places, table
from translate.models.student.network import UNKNOWN

LONGEST = 100  # pieces of a side; Warta gives Firefox models no more at once
FORMERLY = 0.3  # the part of the rate that the decoders of runs had which do not say it
WARM, FALL, AVERAGE = 100, 0.35, 0.995  # steps; the part of a run's seconds in which the rate falls; a step
BEGIN = {"encoder": 1.0, "sources": 1.0, "decoder": 0.0, "targets": 0.0}  # parts of a model, and of the rate
COMMON, OTHERS = 2000, 500  # pieces that a loss is over besides those of its batch
GUIDED = 0.5  # of the loss of looking elsewhere
TURN = 4  # steps from one turn of the average to the next: it is of all weights, and takes its time
KEPT = 600  # seconds between two times that everything is kept


class Run:
    """A student in training: its weights, their average, the optimiser, and how far it is."""

    def __init__(self, folder: Path, rate: float, start: Path | None = None, **parts: float) -> None:
        """Take up what is in the folder, or begin with the model in `start`.

        Each part that is named (`PARTS`) learns at that part of the rate, or not at all; a run that goes on keeps to
        what it was begun with.
        """
        if start is not None and (folder / "start").exists():
            print(f"{folder} goes on from what is in it; {start} is not read", flush=True)
        elif start is not None:
            shutil.copytree(start, folder / "start")
        self.folder, self.rate = folder, rate
        self.model: Model = load(folder / "start")
        self.student: Student = self.model.student.to("cuda" if torch.cuda.is_available() else "cpu")
        self.progress: dict[str, Any] = {"seconds": 0.0, "steps": 0, "tokens": 0, "runs": 0} | BEGIN | parts
        resumed = (folder / "progress.json").exists()
        if resumed:
            self.progress |= {"decoder": FORMERLY, "targets": 0.0} | json.loads(
                (folder / "progress.json").read_text(encoding="ascii")
            )
        groups: list[dict[str, Any]] = []
        self.weights: dict[str, Tensor] = {}
        for part in BEGIN:
            share = self.progress[part]
            those = {name: one for name, one in self.student.named() if part_of(name) == part}
            for one in those.values():
                one.requires_grad_(bool(share))
            if share:
                self.weights |= those
                groups.append({"params": list(those.values()), "lr": rate, "part": share})
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        self.average = {name: one.detach().clone() for name, one in self.weights.items()}
        self.remembered = None if self.weights.keys() & encoding(self.student) else Remembered(self.student)
        self.begun = 0  # steps of the runs before
        if resumed:
            self._resume()

    def step(
        self,
        batch: Sequence[Example],
        common: Tensor | None,
        part: float = 1.0,
        smooth: float = 0.0,
        links: Links | None = None,
    ) -> float:
        """Learn from a batch, the rate at `part` of its height, and return its mean loss without that of `links`."""
        self.progress["steps"] += 1
        number = self.progress["steps"] - self.begun
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * group["part"] * min(number / WARM, 1.0) * part
        loss, count = loss_of(self.student, batch, common, smooth, self.remembered)
        told = looking_loss(self.student, batch, links) if links else 0.0
        ((loss + GUIDED * told) / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights.values(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        if number % TURN == 0:
            keep = min(AVERAGE, (number + 1) / (number + 10)) ** TURN
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


def part_of(name: str) -> str:
    """Return which part of a model a weight belongs to, by its name."""
    if name == SOURCES:
        return "sources"
    if name in (TARGETS, BIAS):
        return "targets"
    return "encoder" if name.startswith("encoder") else "decoder"


def encoding(student: Student) -> set[str]:
    """Return the names of the weights that sources are read with."""
    return {name for name, _ in student.named() if part_of(name) in ("encoder", "sources")}


class Remembered:
    """What an encoder that is not trained says of each source, kept in half precision once it was computed."""

    def __init__(self, student: Student) -> None:
        """Take the network."""
        self._student = student
        self._kept: dict[tuple[int, ...], Tensor] = {}

    def __call__(self, sources: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Return what `Student.encode` returns of the sources as one table."""
        new = [source for source in map(tuple, sources) if source not in self._kept]
        device = self._student.device
        if new:
            with torch.no_grad():
                states, _ = self._student.encode(*table(new, device))
            self._kept |= {one: states[at, : len(one)].half() for at, one in enumerate(new)}
        _, mask = table(sources, device)
        states = pad_sequence([self._kept[tuple(source)] for source in sources], batch_first=True)
        return states.float(), hidden_places(mask)


def loss_of(
    student: Student,
    batch: Sequence[Example],
    common: Tensor | None,
    smooth: float = 0.0,
    remembered: Remembered | None = None,
) -> tuple[Tensor, int]:
    """Return the summed loss of a batch's target pieces, over all pieces or those of the batch, `common` and others.

    Also how many they are.
    """
    sources = [source for source, _ in batch]
    memory, hide = remembered(sources) if remembered else student.encode(*table(sources, student.device))
    targets, wanted = table([target for _, target in batch], student.device)
    hidden, labels = student.decode(targets[:, :-1], memory, hide)[wanted], targets[wanted]
    if common is None:
        return F.cross_entropy(student.logits(hidden), labels, reduction="sum", label_smoothing=smooth), len(labels)
    others = torch.randint(len(student.fixed["decoder_Wemb"]), (OTHERS,), device=labels.device)
    pieces = torch.unique(torch.cat((labels, common, others)))
    logits = student.logits(hidden, pieces)
    # Those that are left out have their part of the smoothing, too, or together they would be made far too likely.
    smooth *= len(pieces) / len(student.fixed[TARGETS])
    return F.cross_entropy(logits, torch.searchsorted(pieces, labels), reduction="sum", label_smoothing=smooth), len(
        labels
    )


def looking_loss(student: Student, batch: Sequence[Example], links: Links) -> Tensor:
    """Return the summed loss of looking elsewhere than at what is written, in the decoding that `loss_of` just did."""
    assert student.looked is not None  # it decoded
    parts = [
        student.looked[row, list(link.targets), link.begin : link.end].sum(-1)
        for row, (source, target) in enumerate(batch)
        for link in links.get((tuple(source), tuple(target)), ())
    ]
    return -torch.cat(parts).clamp_min(1e-6).log().sum() if parts else torch.zeros(())


def examples_of(model: Model, pairs: Sequence[tuple[str, str]]) -> list[Example]:
    """Return the pieces of each pair of at most `LONGEST`."""
    sides = [side.encode([pair[at] for pair in pairs]) for at, side in enumerate((model.source, model.target))]
    return [(source, target) for source, target in zip(*sides, strict=True) if max(len(source), len(target)) <= LONGEST]


def commonest(examples: Sequence[Example], device: torch.device) -> Tensor:
    """Return the pieces that targets have most."""
    counts = Counter(piece for _, target in examples for piece in target)
    return torch.tensor([piece for piece, _ in counts.most_common(COMMON)], device=device)


def held_loss(run: Run, held: Sequence[Example]) -> float:
    """Return the mean loss of the averaged weights on pairs that are not learned from."""
    student = run.averaged().student
    with torch.inference_mode():
        rows = sorted(held, key=lambda one: (len(one[1]), len(one[0])))
        losses = [loss_of(student, rows[at : at + 32], None) for at in range(0, len(rows), 32)]
    return sum(loss.item() for loss, _ in losses) / max(1, sum(count for _, count in losses))


def train(
    run: Run,
    rows: Iterator[list[Example]],
    common: Tensor,
    seconds: float,
    smooth: float = 0.0,
    held: Sequence[Example] = (),
    links: Links | None = None,
) -> None:
    """Learn for so many seconds, keeping everything every ten minutes and at the end; Ctrl-C ends it too."""
    before, start, kept, average = run.progress["seconds"], time.monotonic(), time.monotonic(), math.nan
    tokens = run.progress["tokens"]
    try:
        while (passed := time.monotonic() - start) < seconds:
            loss = run.step(next(rows), common, min(1.0, (1 - passed / seconds) / FALL), smooth, links)
            run.progress["seconds"] = before + time.monotonic() - start
            average = loss if math.isnan(average) else 0.98 * average + 0.02 * loss
            if run.progress["steps"] % 50 == 0:
                rate = (run.progress["tokens"] - tokens) / (time.monotonic() - start)
                print(f"{run.progress['steps']} loss {average:.3f} {rate:.0f} target tokens/s", flush=True)
            if time.monotonic() - kept > KEPT:
                kept = time.monotonic()
                run.save()
                if held:
                    print(f"{run.progress['seconds']:.0f} s, held out {held_loss(run, held):.3f}", flush=True)
    finally:
        run.progress["loss"] = average
        run.save()


def export(
    works: Sequence[Path], out: Path, pair: str, other: Path | None = None, part: float = 0.0, *, whole: bool = True
) -> None:
    """Write the mean of the runs' averaged weights, blended with `part` of another model's, as a Firefox model.

    What its ranges are measured on was kept beside the first run's weights. Where they are not to be `whole` numbers,
    they are written in float32, to go on from.
    """
    examples = json.loads((works[0] / "examples.json").read_text(encoding="ascii")) if whole else ()
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
    parser.add_argument("--smooth", type=float, default=0.0, help="label smoothing")
    parser.add_argument("--held", type=Path, help="pairs that are not learned from; their loss is told now and then")
    for part, share in BEGIN.items():
        parser.add_argument(f"--{part}", type=float, default=share, help=f"part of the rate that the {part} learn at")
    parser.add_argument("--cut", type=float, default=0.0, help="part of the sources' whole words that is cut")
    parser.add_argument(
        "--guide", action="store_true", help="tell it where to look for names and figures; not with --cut"
    )
    parser.add_argument("--export", type=Path, nargs="+", metavar="WORK", help="runs; of several the mean is written")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--float", action="store_true", help="export in float32, to go on from")
    parser.add_argument("--with", type=Path, dest="other", metavar="BEGUN", help="a model to blend the export with")
    parser.add_argument("--part", type=float, default=0.25, help="of that model in the export")
    parser.add_argument("--pair", default="iden", help="languages; in the names of the files that are exported")
    asked = parser.parse_args()
    if asked.export:
        export(asked.export, asked.out, asked.pair, asked.other, asked.part, whole=not asked.float)
        return
    asked.work.mkdir(parents=True, exist_ok=True)
    run = Run(asked.work, asked.rate, asked.start, **{part: vars(asked)[part] for part in BEGIN})
    english = asked.pair.endswith("en")
    pairs = read(asked.pairs, straight=english)
    examples = examples_of(run.model, pairs)
    (asked.work / "examples.json").write_text(json.dumps(examples[:1000]), encoding="ascii")
    size = sum(one.numel() for one in run.weights.values()) / 1e6
    print(f"{len(pairs):,} pairs, {len(pairs) - len(examples):,} too long; {size:.1f} million weights", flush=True)
    unknown = sum(target.count(UNKNOWN) for _, target in examples)
    print(f"{unknown:,} unknown pieces in the targets: the student learns to lose what stands there", flush=True)
    rows = batches(examples, asked.tokens, run.progress["runs"])
    if asked.cut:
        rows = cut(rows, run.model.source.processor(), asked.cut, run.progress["runs"])
    held = examples_of(run.model, read([asked.held], straight=english)) if asked.held else []
    told = links(run.model, examples, asked.pair[2:]) if asked.guide and not asked.cut else None
    train(run, rows, commonest(examples, run.student.device), asked.seconds, asked.smooth, held, told)
    if held:
        print(f"held out {held_loss(run, held):.3f}", flush=True)


if __name__ == "__main__":
    main()
