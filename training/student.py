"""Train a small student on pairs of sentences, human or translated by a teacher.

    python -m training.student PAIRS.tsv [PAIRS.tsv ...] --start FOLDER --work FOLDER --seconds 5400

PAIRS are lines of `source<TAB>target` of one direction. FOLDER is a Firefox model: an output of `training.parent`, or
an exported student such as the bundled one (`translate/_student`). The same command resumes training, with the learning
rate raised again. Then

    python -m training.student --export WORK [WORK ...] --out MODEL

writes the averaged weights in 8 bits, for `warta translate --model MODEL`. The mean weights of several runs from the
same model on different pairs can be better than the best run (Wortsman et al. 2022); `--with INITIAL --part 0.25` also
blends in the initial model.

The learning rate warms up, stays constant, and decays to zero in the last third of the time; the result is a moving
average of the weights. The softmax of a batch is over its own pieces, the most frequent and some random ones, rather
than the whole vocabulary, which is faster (`bench/student.py`).
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
from training.ssru import BIAS, SOURCES, TARGETS, Student, attention_mask, table
from translate.models.student.network import UNKNOWN

LONGEST = 100  # maximum pieces of a side, as in Warta's requests to Firefox models
OLD_DECODER_RATE = 0.3  # relative learning rate of the decoder in runs that did not record it
WARM, FALL, AVERAGE = (
    100,
    0.35,
    0.995,
)  # warm-up steps; share of the time with a falling rate; decay of the average per step
BEGIN = {
    "encoder": 1.0,
    "sources": 1.0,
    "decoder": 0.0,
    "targets": 0.0,
}  # relative learning rates of the parts of a model
COMMON, OTHERS = 2000, 500  # frequent and random pieces in the softmax besides those of the batch
GUIDED = 0.5  # weight of the alignment loss
TURN = 4  # steps between two updates of the average
KEPT = 600  # seconds between two checkpoints


class Run:
    """A training run: weights, their average, the optimiser, and the progress."""

    def __init__(self, folder: Path, rate: float, start: Path | None = None, **parts: float) -> None:
        """Resume from the folder, or begin with the model in `start`.

        `parts` are relative learning rates (`BEGIN`), 0 for a frozen part; a resumed run keeps its own.
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
            self.progress |= {"decoder": OLD_DECODER_RATE, "targets": 0.0} | json.loads(
                (folder / "progress.json").read_text(encoding="ascii")
            )
        groups: list[dict[str, Any]] = []
        self.weights: dict[str, Tensor] = {}
        for part in BEGIN:
            share = self.progress[part]
            part_weights = {name: weight for name, weight in self.student.named() if part_of(name) == part}
            for weight in part_weights.values():
                weight.requires_grad_(bool(share))
            if share:
                self.weights |= part_weights
                groups.append({"params": list(part_weights.values()), "lr": rate, "part": share})
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        self.average = {name: weight.detach().clone() for name, weight in self.weights.items()}
        self.encoded = None if self.weights.keys() & encoder_weights(self.student) else EncodedSources(self.student)
        self.steps_before = 0  # steps of the previous runs
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
        """Update the weights at `part` of the learning rate; return the mean loss without that of `links`."""
        self.progress["steps"] += 1
        number = self.progress["steps"] - self.steps_before
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * group["part"] * min(number / WARM, 1.0) * part
        loss, count = loss_of(self.student, batch, common, smooth, self.encoded)
        guided_loss = alignment_loss(self.student, batch, links) if links else 0.0
        ((loss + GUIDED * guided_loss) / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.weights.values(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        if number % TURN == 0:
            keep = min(AVERAGE, (number + 1) / (number + 10)) ** TURN
            with torch.no_grad():
                for name, weight in self.weights.items():
                    self.average[name].lerp_(weight, 1 - keep)
        self.progress["tokens"] += count
        return loss.item() / count

    def save(self) -> None:
        """Write a checkpoint; the previous one stays complete until the end."""
        state = {f"model.{name}": weight.detach() for name, weight in self.weights.items()}
        state |= {f"average.{name}": weight for name, weight in self.average.items()}
        for name, weight in self.weights.items():
            state |= {
                f"{part}.{name}": self.optimiser.state[weight][part] for part in ("exp_avg", "exp_avg_sq", "step")
            }
        save_file(state, self.folder / "state.safetensors.new")
        (self.folder / "progress.json.new").write_text(json.dumps(self.progress), encoding="ascii")
        for new in sorted(self.folder.glob("*.new")):
            new.replace(new.with_suffix(""))

    def averaged(self) -> Model:
        """Return the model with the averaged weights."""
        weights = self.student.arrays() | {name: weight.cpu().numpy() for name, weight in self.average.items()}
        return Model(Student(weights), self.model.source, self.model.target, self.model.settings)

    def _resume(self) -> None:
        state = load_file(self.folder / "state.safetensors")
        self.progress["runs"] += 1
        self.steps_before = self.progress["steps"]
        with torch.no_grad():
            for name, weight in self.weights.items():
                weight.copy_(state[f"model.{name}"])
                self.average[name].copy_(state[f"average.{name}"])
                parts = ("exp_avg", "exp_avg_sq", "step")
                self.optimiser.state[weight] = {part: state[f"{part}.{name}"].to(weight.device) for part in parts}


def part_of(name: str) -> str:
    """Return the part of a model that a weight belongs to."""
    if name == SOURCES:
        return "sources"
    if name in (TARGETS, BIAS):
        return "targets"
    return "encoder" if name.startswith("encoder") else "decoder"


def encoder_weights(student: Student) -> set[str]:
    """Return the names of the encoder weights, source embeddings included."""
    return {name for name, _ in student.named() if part_of(name) in ("encoder", "sources")}


class EncodedSources:
    """A cache of the states of a frozen encoder, by source, in half precision."""

    def __init__(self, student: Student) -> None:
        """Take the network."""
        self._student = student
        self._states: dict[tuple[int, ...], Tensor] = {}

    def __call__(self, sources: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """Return the result of `Student.encode` for the sources as one table."""
        new = [source for source in map(tuple, sources) if source not in self._states]
        device = self._student.device
        if new:
            with torch.no_grad():
                states, _ = self._student.encode(*table(new, device))
            self._states |= {one: states[at, : len(one)].half() for at, one in enumerate(new)}
        _, mask = table(sources, device)
        states = pad_sequence([self._states[tuple(source)] for source in sources], batch_first=True)
        return states.float(), attention_mask(mask)


def loss_of(
    student: Student,
    batch: Sequence[Example],
    common: Tensor | None,
    smooth: float = 0.0,
    encoded: EncodedSources | None = None,
) -> tuple[Tensor, int]:
    """Return the summed loss of a batch and its number of target pieces.

    The softmax is over all pieces or, with `common`, over those of the batch, `common` and random others.
    """
    sources = [source for source, _ in batch]
    memory, hide = encoded(sources) if encoded else student.encode(*table(sources, student.device))
    targets, wanted = table([target for _, target in batch], student.device)
    hidden, labels = student.decode(targets[:, :-1], memory, hide)[wanted], targets[wanted]
    if common is None:
        return F.cross_entropy(student.logits(hidden), labels, reduction="sum", label_smoothing=smooth), len(labels)
    others = torch.randint(len(student.fixed["decoder_Wemb"]), (OTHERS,), device=labels.device)
    pieces = torch.unique(torch.cat((labels, common, others)))
    logits = student.logits(hidden, pieces)
    # Omitted pieces have their share of the smoothing mass, else the others would get too much.
    smooth *= len(pieces) / len(student.fixed[TARGETS])
    return F.cross_entropy(logits, torch.searchsorted(pieces, labels), reduction="sum", label_smoothing=smooth), len(
        labels
    )


def alignment_loss(student: Student, batch: Sequence[Example], links: Links) -> Tensor:
    """Return the summed alignment loss of the last decoding, which was that of `loss_of`."""
    assert student.attention is not None  # set by decoding
    parts = [
        student.attention[row, list(link.targets), link.begin : link.end].sum(-1)
        for row, (source, target) in enumerate(batch)
        for link in links.get((tuple(source), tuple(target)), ())
    ]
    return -torch.cat(parts).clamp_min(1e-6).log().sum() if parts else torch.zeros(())


def examples_of(model: Model, pairs: Sequence[tuple[str, str]]) -> list[Example]:
    """Return the pieces of each pair of at most `LONGEST`."""
    sides = [side.encode([pair[at] for pair in pairs]) for at, side in enumerate((model.source, model.target))]
    return [(source, target) for source, target in zip(*sides, strict=True) if max(len(source), len(target)) <= LONGEST]


def commonest(examples: Sequence[Example], device: torch.device) -> Tensor:
    """Return the most frequent target pieces."""
    counts = Counter(piece for _, target in examples for piece in target)
    return torch.tensor([piece for piece, _ in counts.most_common(COMMON)], device=device)


def held_out_loss(run: Run, held: Sequence[Example]) -> float:
    """Return the mean loss of the averaged weights on held-out pairs."""
    student = run.averaged().student
    with torch.inference_mode():
        rows = sorted(held, key=lambda example: (len(example[1]), len(example[0])))
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
    """Train for some seconds, with a checkpoint every ten minutes and at the end, also after Ctrl-C."""
    before, start, saved, average = run.progress["seconds"], time.monotonic(), time.monotonic(), math.nan
    tokens = run.progress["tokens"]
    try:
        while (passed := time.monotonic() - start) < seconds:
            loss = run.step(next(rows), common, min(1.0, (1 - passed / seconds) / FALL), smooth, links)
            run.progress["seconds"] = before + time.monotonic() - start
            average = loss if math.isnan(average) else 0.98 * average + 0.02 * loss
            if run.progress["steps"] % 50 == 0:
                rate = (run.progress["tokens"] - tokens) / (time.monotonic() - start)
                print(f"{run.progress['steps']} loss {average:.3f} {rate:.0f} target tokens/s", flush=True)
            if time.monotonic() - saved > KEPT:
                saved = time.monotonic()
                run.save()
                if held:
                    print(f"{run.progress['seconds']:.0f} s, held out {held_out_loss(run, held):.3f}", flush=True)
    finally:
        run.progress["loss"] = average
        run.save()


def export(
    works: Sequence[Path], out: Path, pair: str, other: Path | None = None, part: float = 0.0, *, whole: bool = True
) -> None:
    """Write the mean of the runs' averaged weights, blended with `part` of another model's, as a Firefox model.

    Quantisation is measured on the examples stored with the first run. Unless `whole`, weights are written in float32,
    to continue training.
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
    parser.add_argument("--held", type=Path, help="held-out pairs, whose loss is printed at each checkpoint")
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
    args = parser.parse_args()
    if args.export:
        export(args.export, args.out, args.pair, args.other, args.part, whole=not args.float)
        return
    args.work.mkdir(parents=True, exist_ok=True)
    run = Run(args.work, args.rate, args.start, **{part: vars(args)[part] for part in BEGIN})
    english = args.pair.endswith("en")
    pairs = read(args.pairs, straight=english)
    examples = examples_of(run.model, pairs)
    (args.work / "examples.json").write_text(json.dumps(examples[:1000]), encoding="ascii")
    size = sum(weight.numel() for weight in run.weights.values()) / 1e6
    print(f"{len(pairs):,} pairs, {len(pairs) - len(examples):,} too long; {size:.1f} million weights", flush=True)
    unknown = sum(target.count(UNKNOWN) for _, target in examples)
    print(f"{unknown:,} unknown pieces in the targets: the student learns to lose what stands there", flush=True)
    rows = batches(examples, args.tokens, run.progress["runs"])
    if args.cut:
        rows = cut(rows, run.model.source.processor(), args.cut, run.progress["runs"])
    held = examples_of(run.model, read([args.held], straight=english)) if args.held else []
    guides = links(run.model, examples, args.pair[2:]) if args.guide and not args.cut else None
    train(run, rows, commonest(examples, run.student.device), args.seconds, args.smooth, held, guides)
    if held:
        print(f"held out {held_out_loss(run, held):.3f}", flush=True)


if __name__ == "__main__":
    main()
