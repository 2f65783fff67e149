"""A search on torch whose rows leave as they end, against the decoding loop of `generate`, which computes them on.

    python bench/ended_rows.py FOLDER/news-dev KEPT [--target en] [--sentences 50] [--turns 3]

The shape of OPUS-MT with random weights, which end no sentence: so each row ends at a limit of its own, the length of
its reference; 4.2 characters a token. Processor seconds on one thread, which a busy machine distorts less than the time
that passes. Both ways take turns on the same batches, those that Warta makes, and the ratio is the median of the turns.
The checkpoint is made in KEPT, if it is not there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from speed_articles import indonesian
from speed_model import OPUS_VOCABULARY, opus_shape

CHARACTERS = 4.2  # of a token, about what published tokenizers have for Indonesian and English news
TRAINING = 60  # articles that the tokenizer of the checkpoint is trained on
Batch = tuple[Any, Any, list[int]]  # sources, their mask, limits


def lengths(path: Path, sentences: int) -> list[int]:
    """Return about how many tokens lines of a file have, with their end; of so many lines, evenly over the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [round(len(line) / CHARACTERS) + 1 for line in lines[:: max(1, len(lines) // sentences)][:sentences]]


def batches_of(sources: Sequence[int], limits: Sequence[int], together: int, beams: int) -> list[Batch]:
    """Return the batches of Warta, of random sources of these lengths."""
    import torch

    from translate.models.seq2seq import TOKENS_A_BATCH, batches

    draw = torch.Generator().manual_seed(0)
    made = []
    for at in range(0, len(sources), together):
        for rows in batches(sources[at : at + together], TOKENS_A_BATCH // beams):
            longest = sources[at + rows[0]]
            ids = torch.randint(2, OPUS_VOCABULARY - 1, (len(rows), longest), generator=draw)
            mask = torch.tensor([[1] * sources[at + row] + [0] * (longest - sources[at + row]) for row in rows])
            made.append((ids.masked_fill(mask == 0, OPUS_VOCABULARY - 1), mask, [limits[at + row] for row in rows]))
    return made


def whole(model: Any, batch: Batch, beams: int) -> list[list[int]]:
    """Return the tokens of each row by the loop of `generate`, which ends when the last row does."""
    import torch
    from transformers import StoppingCriteria

    ids, mask, limits = batch

    class Limits(StoppingCriteria):
        def __call__(self, input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
            reached = torch.tensor(limits) <= input_ids.shape[1] - 1
            return reached.repeat_interleave(len(input_ids) // len(limits))

    made = model.generate(
        input_ids=ids,
        attention_mask=mask,
        num_beams=beams,
        max_new_tokens=max(limits),
        stopping_criteria=[Limits()],
        do_sample=False,
    )
    return [row[1 : limit + 1] for row, limit in zip(made.tolist(), limits, strict=True)]


def leaving(model: Any, batch: Batch, beams: int) -> list[list[int]]:
    """Return the tokens of each row by Warta's search."""
    from translate.models.seq2seq.search import search

    found = search(model, *batch, {model.generation_config.eos_token_id}, beams=beams, do_sample=False)
    return [row.tokens for row in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prefix", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--target", default="en")
    parser.add_argument("--sentences", type=int, default=50)
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import torch

    from translate.models.seq2seq import load, quiet

    paths = (Path(f"{args.prefix}.{language}.txt") for language in ("id", args.target))
    sources, limits = (lengths(path, args.sentences) for path in paths)
    lines = [segment for number in range(50_000, 50_000 + TRAINING) for segment in indonesian(number).segments]
    model = load(opus_shape(args.kept / "opus", lines))._model
    ways = {"whole": whole, "leaving": leaving}
    print("| sentences together | beams | `generate`, s | rows leave, s | ratio | rows with the same tokens |")
    print("|---|---|---|---|---|---|")
    for together, beams in ((25, 4), (len(sources), 4), (len(sources), 1)):
        cut = batches_of(sources, limits, together, beams)
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(args.turns):
            found = {}
            for name in list(ways)[:: 1 if turn % 2 else -1]:
                began = time.process_time()
                with torch.inference_mode(), quiet():
                    found[name] = [row for batch in cut for row in ways[name](model, batch, beams)]
                taken[name].append(time.process_time() - began)
                print(f"{together} {beams} {turn} {name}: {taken[name][-1]:.1f} s", file=sys.stderr, flush=True)
        ratio = median(one / other for one, other in zip(taken["whole"], taken["leaving"], strict=True))
        same = sum(one == other for one, other in zip(found["whole"], found["leaving"], strict=True))
        seconds = " | ".join(f"{median(taken[name]):.1f}" for name in ways)
        print(f"| {together} | {beams} | {seconds} | {ratio:.2f} | {same} of {len(sources)} |", flush=True)


if __name__ == "__main__":
    main()
