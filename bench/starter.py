"""Measure the models that come with Warta: quality, speed, and whether batching changes a translation.

    python bench/starter.py FOLDER            # FOLDER holds ntrex.id.txt, ntrex.en.txt and ntrex.ja.txt
    python bench/starter.py FOLDER --dtype float32 --alone 200 --generate
    python bench/starter.py FOLDER --beams 1,2,4 --runtime ctranslate2
    python bench/starter.py FOLDER --model student --targets en

`--beams` names the decodings, measured one after the other; what follows takes the first of them. `--alone N`
translates the first N lines again one at a time and counts those that differ in any bit, score included. `--generate`
translates them again with transformers' own `generate`, 32 at a time, sorted by length.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import sacrebleu
import torch

from translate.checks import check
from translate.document import FlagCode, Hypothesis
from translate.models.decoding import Decoding, length_limit
from translate.models.engines.base import Engine
from translate.models.engines.prompted import Prompted
from translate.models.gemma import network as gemma
from translate.models.gemma.model import CausalModel
from translate.models.gemma.network import as_transformers
from translate.models.resolve import load_engine


def lines(folder: Path, language: str, count: int) -> list[str]:
    return (folder / f"ntrex.{language}.txt").read_text(encoding="utf-8").splitlines()[:count]


def with_generate(engine: Prompted, texts: list[str], decoding: Decoding) -> list[str]:
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
            num_beams=decoding.beams,
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
    parser.add_argument("--model", choices=("starter", "student"), default="starter")
    parser.add_argument("--dtype", choices=("bfloat16", "float32"), default=str(gemma.native_dtype()).split(".")[-1])
    parser.add_argument("--runtime", choices=("torch", "ctranslate2"), default="torch")
    parser.add_argument("--beams", default="1")
    parser.add_argument("--alone", type=int, default=0)
    parser.add_argument("--generate", action="store_true")
    args = parser.parse_args()
    chosen = getattr(torch, args.dtype)
    gemma.native_dtype = lambda: chosen
    decodings = [Decoding(int(beams)) for beams in args.beams.split(",")]
    texts = lines(args.folder, "id", args.lines)
    for target in args.targets.split(","):
        began = time.perf_counter()
        engine = load_engine(args.model, target=target, runtime=args.runtime, on_note=print)
        said = engine.models[0].revision.split("-")[0] if isinstance(engine, Prompted) else "int8"
        print(f"id-{target} {args.model} {said}: loaded in {time.perf_counter() - began:.2f} s")
        reference = lines(args.folder, target, args.lines)
        engine.translate(texts[:2], Decoding())
        found = [measured(engine, texts, reference, decoding) for decoding in decodings]
        together, decoding = found[0], decodings[0]
        if args.generate and isinstance(engine, Prompted):
            began = time.perf_counter()
            plain = with_generate(engine, texts, decoding)
            seconds = time.perf_counter() - began
            differ = sum(one.text != other for one, other in zip(together, plain, strict=True))
            print(f"  generate: {scores(plain, reference, target)}, {seconds:.1f} s; {differ} of {len(texts)} differ")
        if args.alone:
            alone = [engine.translate([text], decoding)[0] for text in texts[: args.alone]]
            differ = sum(one != other for one, other in zip(together, alone, strict=False))
            print(f"  alone: {differ} of {len(alone)} differ from the same line in a batch")


def measured(engine: Engine, texts: list[str], reference: list[str], decoding: Decoding) -> list[Hypothesis]:
    """Translate in one call and print what it was worth and what it took."""
    began = time.perf_counter()
    made = engine.translate(texts, decoding)
    seconds = time.perf_counter() - began
    words = sum(len(text.split()) for text in texts)
    unfinished = sum(not one.complete for one in made)
    found = [
        {flag.code for flag in check(text, one.text, "id", engine.target)}
        for text, one in zip(texts, made, strict=True)
    ]
    looped = sum(FlagCode.REPETITION in codes for codes in found)
    lost = sum(bool(codes & {FlagCode.NUMBER_LOST, FlagCode.NUMBER_ADDED}) for codes in found)
    quality = scores([one.text for one in made], reference, engine.target)
    print(
        f"  {decoding}: {quality}, {seconds:.1f} s for {words} words ({words / seconds:.0f}/s); of {len(texts)}, "
        f"{looped} with a loop, {unfinished} ended by the limit, {lost} with another figure",
        flush=True,
    )
    return made


if __name__ == "__main__":
    main()
