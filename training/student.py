"""Train a small MarianMT student on pairs of sentences: what a teacher translated, and the cleanest human pairs.

    python -m training.student PAIRS.tsv [PAIRS.tsv ...] --work FOLDER --seconds 7200 [--pieces 16000] [--size 256]

PAIRS are lines of `source<TAB>target`, all of one direction. The first run makes the vocabulary (one SentencePiece
unigram model, Kudo 2018, for both sides); the same command goes on where the last one ended. Then

    python -m training.student --export FOLDER --out MODEL

writes the averaged weights as a checkpoint that transformers and `warta translate --model MODEL --family marian` read.

Few decoder layers and many in the encoder (Kasai et al. 2021): decoding is most of the time. The rate rises, then
falls with the root of the steps (Vaswani et al. 2017); the weights that count are a moving average of the trained ones.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.network import fast_dtype, head_loss

Example = tuple[list[int], list[int]]
END, UNKNOWN, LONGEST = 0, 1, 128
WARM, SMOOTHING, AVERAGE = 1000, 0.1, 0.999
START = "start.safetensors"  # what `training.parent` writes
# Signs that a parent from Firefox has no piece for, and some texts have: one style is learned, and none is lost.
STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": " - ", "…": "..."})


@dataclass(frozen=True, slots=True)
class Plan:
    """The shape of a student."""

    pieces: int
    size: int
    encoder: int = 6
    decoder: int = 2
    inner: int = 0  # of the feed-forward layers; four times the size, where it is 0


def read(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Give the pairs of all files, each once, the targets with straight quotes and plain dashes.

    Raises:
        ValueError: a line has not exactly two columns.
    """
    pairs: dict[tuple[str, str], None] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            columns = line.split("\t")
            if len(columns) != 2:
                raise ValueError(f"{path}, line {number}: expected source<TAB>target, found {len(columns)} columns")
            pairs[columns[0], " ".join(columns[1].translate(STRAIGHT).split())] = None
    return list(pairs)


def train_pieces(texts: Iterable[str], path: Path, pieces: int, **options: Any) -> None:
    """Write a SentencePiece unigram model of the texts; `options` are its trainer's."""
    import sentencepiece

    made = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=made,
        vocab_size=pieces,
        character_coverage=0.9998,
        input_sentence_size=400_000,
        shuffle_input_sentence=True,
        model_type="unigram",
        minloglevel=2,
        **options,
    )
    path.write_bytes(made.getvalue())


def write_vocabulary(folder: Path, pieces: Iterable[str]) -> None:
    """Write `vocab.json`: the end, the unknown, the pieces, each once, and the padding."""
    found = dict.fromkeys(("</s>", "<unk>", *(piece for piece in pieces if piece != "<s>"), "<pad>"))
    text = json.dumps({name: number for number, name in enumerate(found)}, ensure_ascii=False)
    (folder / "vocab.json").write_text(text, encoding="utf-8")


def make_vocabulary(pairs: list[tuple[str, str]], folder: Path, pieces: int) -> None:
    """Write `source.spm`, `target.spm` (the same) and `vocab.json`, the way Marian's tokenizer reads them."""
    import sentencepiece

    train_pieces((side for pair in pairs for side in pair), folder / "source.spm", pieces, hard_vocab_limit=False)
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    write_vocabulary(folder, (model.id_to_piece(i) for i in range(model.get_piece_size())))


def make_tokenizer(folder: Path) -> Any:
    """Give the tokenizer of a folder with a vocabulary."""
    from transformers import MarianTokenizer

    return MarianTokenizer(
        source_spm=str(folder / "source.spm"),
        target_spm=str(folder / "target.spm"),
        vocab=str(folder / "vocab.json"),
        model_max_length=4 * LONGEST,
    )


def make_model(plan: Plan, words: int) -> Any:
    """Give a student with random weights and a vocabulary of `words`, the padding last."""
    from transformers import MarianConfig, MarianMTModel

    return MarianMTModel(
        MarianConfig(
            vocab_size=words,
            decoder_vocab_size=words,
            d_model=plan.size,
            encoder_layers=plan.encoder,
            decoder_layers=plan.decoder,
            encoder_attention_heads=plan.size // 32,
            decoder_attention_heads=plan.size // 32,
            encoder_ffn_dim=plan.inner or 4 * plan.size,
            decoder_ffn_dim=plan.inner or 4 * plan.size,
            activation_function="relu",
            scale_embedding=True,
            dropout=0.1,
            max_position_embeddings=4 * LONGEST,
            pad_token_id=words - 1,
            decoder_start_token_id=words - 1,
            eos_token_id=END,
            forced_eos_token_id=END,
        )
    )


def encode(pairs: list[tuple[str, str]], folder: Path) -> list[Example]:
    """Give the tokens of each pair of at most `LONGEST`, ends included."""
    import sentencepiece

    names = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    sides = []
    for number, side in enumerate(("source", "target")):
        model = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
        table = [names.get(model.id_to_piece(i), UNKNOWN) for i in range(model.get_piece_size())]
        sides.append([[*(table[i] for i in ids), END] for ids in model.encode([pair[number] for pair in pairs])])
    return [(s, t) for s, t in zip(*sides, strict=True) if max(len(s), len(t)) <= LONGEST]


def batches(examples: list[Example], tokens: int, seed: int) -> Iterator[list[Example]]:
    """Give batches of at most `tokens` target tokens with their padding, for ever, each epoch in another order."""
    chance = random.Random(seed)
    while True:
        order = list(examples)
        chance.shuffle(order)
        for at in range(0, len(order), 20_000):
            pool = sorted(order[at : at + 20_000], key=lambda one: (len(one[1]), len(one[0])))
            made: list[list[Example]] = [[]]
            for one in pool:
                if made[-1] and (len(made[-1]) + 1) * max(len(one[1]), len(one[0])) > tokens:
                    made.append([])
                made[-1].append(one)
            chance.shuffle(made)
            yield from made


def loss_of(model: Any, batch: list[Example]) -> tuple[Tensor, int]:
    """Give the summed loss of a batch's target tokens, and how many they are."""
    pad = model.config.pad_token_id

    def table(rows: list[list[int]]) -> Tensor:
        width = max(map(len, rows))
        return torch.tensor([row + [pad] * (width - len(row)) for row in rows]).to(model.device)

    sources, targets = table([one[0] for one in batch]), table([one[1] for one in batch])
    shifted = torch.cat((torch.full_like(targets[:, :1], pad), targets[:, :-1]), 1)
    dtype = fast_dtype(model.device)
    with torch.autocast(model.device.type, dtype, enabled=dtype is not torch.float32):
        hidden = model.model(sources, attention_mask=(sources != pad).long(), decoder_input_ids=shifted)
        wanted = targets != pad
    last = hidden.last_hidden_state[wanted].to(dtype)
    # The bias of Marian's logits is no part of it: a student's is zero and stays so.
    vocabulary = model.lm_head.weight.to(dtype)
    return head_loss(last, targets[wanted], vocabulary, SMOOTHING), len(last)


class Run:
    """A student in training: its weights, their average, the optimiser, and how far it is."""

    def __init__(self, folder: Path, plan: Plan, rate: float, warm: int = WARM) -> None:
        """Take up what is in the folder, or begin."""
        words = len(json.loads((folder / "vocab.json").read_text(encoding="utf-8")))
        torch.manual_seed(0)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.folder, self.plan, self.rate, self.warm = folder, plan, rate, warm
        self.model = make_model(plan, words).to(device).train()
        if device.type == "cpu":
            self.model.set_attn_implementation("eager")  # torch's fused attention is slower here: bench/student.py
        self.parameters = {name: one for name, one in self.model.named_parameters() if one.requires_grad}
        self.optimiser = torch.optim.AdamW(
            self.parameters.values(), lr=rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True
        )
        self.average = {name: one.detach().clone() for name, one in self.parameters.items()}
        self.progress: dict[str, Any] = {"seconds": 0.0, "steps": 0, "tokens": 0, "runs": 0}
        if (folder / "progress.json").exists():
            self._resume()
        elif (folder / START).exists():
            for name, one in load_file(folder / START).items():
                self.average[name].copy_(one)
                self.parameters[name].data.copy_(one)

    def step(self, batch: list[Example]) -> float:
        """Learn from a batch and give its mean loss."""
        self.progress["steps"] += 1
        number = self.progress["steps"]
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * min(number / self.warm, math.sqrt(self.warm / number))
        loss, count = loss_of(self.model, batch)
        (loss / count).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.parameters.values(), 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        keep = min(AVERAGE, (number + 1) / (number + 10))
        with torch.no_grad():
            for name, one in self.parameters.items():
                self.average[name].lerp_(one, 1 - keep)
        self.progress["tokens"] += count
        return loss.item() / count

    def save(self) -> None:
        """Keep everything that is needed to go on; what was kept before stays whole until the end."""
        state = {f"model.{name}": one.detach() for name, one in self.parameters.items()}
        state |= {f"average.{name}": one for name, one in self.average.items()}
        for name, one in self.parameters.items():
            state |= {f"{part}.{name}": self.optimiser.state[one][part] for part in ("exp_avg", "exp_avg_sq", "step")}
        save_file(state, self.folder / "state.safetensors.new")
        said = json.dumps(self.progress | {"plan": asdict(self.plan)})
        (self.folder / "progress.json.new").write_text(said, encoding="ascii")
        for new in sorted(self.folder.glob("*.new")):
            new.replace(new.with_suffix(""))

    def _resume(self) -> None:
        state = load_file(self.folder / "state.safetensors")
        self.progress = json.loads((self.folder / "progress.json").read_text(encoding="ascii"))
        self.progress["runs"] += 1
        with torch.no_grad():
            for name, one in self.parameters.items():
                one.copy_(state[f"model.{name}"])
                self.average[name].copy_(state[f"average.{name}"])
                parts = ("exp_avg", "exp_avg_sq", "step")
                self.optimiser.state[one] = {part: state[f"{part}.{name}"].to(one.device) for part in parts}


def export(folder: Path, out: Path) -> None:
    """Write the averaged weights in float16 as a Marian checkpoint with its tokenizer."""
    progress = json.loads((folder / "progress.json").read_text(encoding="ascii"))
    state = load_file(folder / "state.safetensors")
    model = make_model(Plan(**progress["plan"]), len(json.loads((folder / "vocab.json").read_text(encoding="utf-8"))))
    with torch.no_grad():
        for name, one in model.named_parameters():
            if f"average.{name}" in state:
                one.copy_(state[f"average.{name}"])
    model.half().save_pretrained(out)
    make_tokenizer(folder).save_pretrained(out)


def main() -> None:
    """Train or export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, nargs="*")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--seconds", type=float, default=0.0, help="of this run")
    parser.add_argument("--pieces", type=int, default=16_000)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--tokens", type=int, default=4000, help="of the target side, a step")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm", type=int, default=WARM, help="steps until the rate is reached")
    parser.add_argument("--export", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if asked.export:
        export(asked.export, asked.out)
        return
    asked.work.mkdir(parents=True, exist_ok=True)
    pairs = read(asked.pairs)
    if not (asked.work / "vocab.json").exists():
        make_vocabulary(pairs, asked.work, asked.pieces)
    plan = Plan(asked.pieces, asked.size)
    if (asked.work / START).exists():
        with safe_open(asked.work / START, "pt") as file:
            plan = Plan(**json.loads(file.metadata()["plan"]))
    run = Run(asked.work, plan, asked.rate, asked.warm)
    examples = encode(pairs, asked.work)
    size = sum(one.numel() for one in run.parameters.values()) / 1e6
    print(f"{len(pairs):,} pairs, {len(pairs) - len(examples):,} too long; {size:.1f} million weights", flush=True)
    unknown = sum(target.count(UNKNOWN) for _, target in examples)
    print(f"{unknown:,} unknown pieces in the targets: the student learns to lose what stands there", flush=True)
    train(run, batches(examples, asked.tokens, run.progress["runs"]), asked.seconds)


def train(run: Run, rows: Iterator[list[Example]], seconds: float) -> None:
    """Learn for so many seconds, keeping everything every ten minutes and at the end; Ctrl-C ends it too."""
    before, start, kept, average = run.progress["seconds"], time.monotonic(), time.monotonic(), math.nan
    tokens = run.progress["tokens"]
    try:
        while time.monotonic() - start < seconds:
            loss = run.step(next(rows))
            run.progress["seconds"] = before + time.monotonic() - start
            average = loss if math.isnan(average) else 0.98 * average + 0.02 * loss
            if run.progress["steps"] % 50 == 0:
                rate = (run.progress["tokens"] - tokens) / (time.monotonic() - start)
                print(f"{run.progress['steps']} loss {average:.3f} {rate:.0f} target tokens/s", flush=True)
            if time.monotonic() - kept > 600:
                kept = time.monotonic()
                run.save()
    finally:
        run.progress["loss"] = average
        run.save()


if __name__ == "__main__":
    main()
