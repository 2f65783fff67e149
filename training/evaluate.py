"""Score an adapter the way the product would use it: one sentence a prompt, in what this processor is fast with.

    python -m training.evaluate EVALUATION --adapter adapter.safetensors [--lines 200] [--beams 2] [--json FILE]

EVALUATION holds `ntrex.id.txt`, `ntrex.en.txt` and `ntrex.ja.txt`, the same line in each. Gives chrF and BLEU
(sacrebleu; by characters for Japanese), and what the checks find: segments with loops, empty ones, those whose figures
are all kept.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import sacrebleu
from safetensors.torch import load_file

from training.network import Network
from translate.checks import check
from translate.document import LANGUAGES, FlagCode, Hypothesis
from translate.models.decoding import Decoding, length_limit
from translate.models.gemma import starter
from translate.models.gemma.model import CausalModel
from translate.models.gemma.network import native_dtype
from translate.translation.retry import BEST

FIGURES = {FlagCode.NUMBER_LOST, FlagCode.NUMBER_ADDED}


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one direction; the last four are shares of the segments."""

    direction: str
    lines: int
    chrf: float
    bleu: float
    repeated: float
    empty: float
    unfinished: float
    figures_kept: float
    seconds: float


def load(adapter: Path) -> CausalModel:
    """Return the model with the adapter merged into the base."""
    config = starter.config()
    network = Network(starter.merged(adapter=False), load_file(adapter), config, scale=starter.scale(), compiled=False)
    return CausalModel(config, network.checkpoint(), starter.tokenizer(), native_dtype())


def translate(model: CausalModel, texts: list[str], direction: str, decoding: Decoding) -> list[Hypothesis]:
    """Return a hypothesis for each text."""
    source, target = direction.split("-")
    prompts = [f"{LANGUAGES[source]}: {text}\n{LANGUAGES[target]}:" for text in texts]
    limits = [length_limit(model.count_tokens(text)) for text in texts]
    return model.generate(prompts, limits, decoding)


def measure(direction: str, texts: list[str], references: list[str], made: list[Hypothesis], seconds: float) -> Result:
    """Score hypotheses against references, line by line the same."""
    source, target = direction.split("-")
    hypotheses = [one.text for one in made]
    flags = [
        {flag.code for flag in check(text, one.text, source, target, complete=one.complete)}
        for text, one in zip(texts, made, strict=True)
    ]
    tokenize = "char" if target == "ja" else "13a"

    def share(found: int) -> float:
        return round(found / len(texts), 4)

    return Result(
        direction,
        len(texts),
        round(sacrebleu.corpus_chrf(hypotheses, [references]).score, 2),
        round(sacrebleu.corpus_bleu(hypotheses, [references], tokenize=tokenize).score, 2),
        share(sum(FlagCode.REPETITION in codes for codes in flags)),
        share(sum(not text.strip() for text in hypotheses)),
        share(sum(not one.complete for one in made)),
        share(sum(not codes & FIGURES for codes in flags)),
        round(seconds, 1),
    )


def main() -> None:
    """Print the figures of each direction."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--adapter", type=Path, default=starter.ADAPTER)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--directions", default="id-en,id-ja")
    parser.add_argument("--beams", type=int, default=BEST["prompted"].beams)
    parser.add_argument("--json", type=Path, help="write every hypothesis here")
    asked = parser.parse_args()
    model = load(asked.adapter)
    kept = {}
    for direction in asked.directions.split(","):
        texts, references = (
            (asked.evaluation / f"ntrex.{language}.txt").read_text(encoding="utf-8").splitlines()[: asked.lines]
            for language in direction.split("-")
        )
        began = time.perf_counter()
        made = translate(model, texts, direction, Decoding(asked.beams))
        result = measure(direction, texts, references, made, time.perf_counter() - began)
        print(json.dumps(asdict(result)), flush=True)
        kept[direction] = [{"text": one.text, "score": one.score} for one in made]
    if asked.json:
        asked.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
