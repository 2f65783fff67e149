"""Measure the starter model: quality, speed, and whether batching changes a translation.

    python bench/starter.py FOLDER            # FOLDER holds ntrex.id.txt, ntrex.en.txt and ntrex.ja.txt
    python bench/starter.py FOLDER --dtype float32 --alone 200 --generate

`--alone N` translates the first N lines again one at a time and counts those that differ in any bit, score included.
`--generate` translates them again with transformers' own `generate`, 32 at a time, sorted by length.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import sacrebleu
import torch

from translate.causal import gemma
from translate.causal.convertible import as_transformers
from translate.causal.model import CausalModel
from translate.decoding import Decoding, length_limit
from translate.engines.prompted import Prompted


def lines(folder: Path, language: str, count: int) -> list[str]:
    return (folder / f"ntrex.{language}.txt").read_text(encoding="utf-8").splitlines()[:count]


def with_generate(engine: Prompted, texts: list[str]) -> list[str]:
    model = engine.model
    assert isinstance(model, CausalModel)
    whole = as_transformers(model.network)
    prompts = [model._encode(engine.prompt.fill(source="Indonesian", text=text)) for text in texts]
    limits = [length_limit(engine.count_tokens(text)) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(prompts[i]))
    made = [""] * len(texts)
    for at in range(0, len(order), 32):
        part = order[at : at + 32]
        width = max(len(prompts[i]) for i in part)
        ids = torch.tensor([[model.pad] * (width - len(prompts[i])) + prompts[i] for i in part])
        rows = whole.generate(
            ids,
            attention_mask=(ids != model.pad).long(),
            do_sample=False,
            max_new_tokens=max(limits[i] for i in part),
            eos_token_id=sorted(model.stops),
            pad_token_id=model.pad,
        )
        for i, row in zip(part, rows[:, width:].tolist(), strict=True):
            end = next((k for k, token in enumerate(row) if token in model.stops), len(row))
            made[i] = model.tokenizer.decode(row[: min(end, limits[i])]).strip()
    return made


def scores(made: list[str], reference: list[str], target: str) -> str:
    chrf = sacrebleu.corpus_chrf(made, [reference]).score
    bleu = sacrebleu.corpus_bleu(made, [reference], tokenize="char" if target == "ja" else "13a").score
    return f"chrF {chrf:.2f} BLEU {bleu:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--targets", default="en,ja")
    parser.add_argument("--dtype", choices=("bfloat16", "float32"), default=str(gemma.native_dtype()).split(".")[-1])
    parser.add_argument("--alone", type=int, default=0)
    parser.add_argument("--generate", action="store_true")
    args = parser.parse_args()
    chosen = getattr(torch, args.dtype)
    gemma.native_dtype = lambda: chosen
    texts = lines(args.folder, "id", args.lines)
    for target in args.targets.split(","):
        began = time.perf_counter()
        engine = Prompted.starter(target, runtime="torch", on_note=print)
        print(f"id-{target} {args.dtype}: loaded in {time.perf_counter() - began:.2f} s")
        reference = lines(args.folder, target, args.lines)
        engine.translate(texts[:2], Decoding())
        began = time.perf_counter()
        together = engine.translate(texts, Decoding())
        seconds = time.perf_counter() - began
        tokens = sum(engine.count_tokens(one.text) for one in together)
        unfinished = sum(not one.complete for one in together)
        quality = scores([one.text for one in together], reference, target)
        print(f"  {quality}, {seconds:.1f} s for {tokens} tokens, {unfinished} of {len(texts)} ended by the limit")
        if args.generate:
            began = time.perf_counter()
            plain = with_generate(engine, texts)
            seconds = time.perf_counter() - began
            differ = sum(one.text != other for one, other in zip(together, plain, strict=True))
            print(f"  generate: {scores(plain, reference, target)}, {seconds:.1f} s; {differ} of {len(texts)} differ")
        if args.alone:
            alone = [engine.translate([text], Decoding())[0] for text in texts[: args.alone]]
            differ = sum(one != other for one, other in zip(together, alone, strict=False))
            print(f"  alone: {differ} of {len(alone)} differ from the same line in a batch")


if __name__ == "__main__":
    main()
