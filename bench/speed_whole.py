"""Whole runs of `warta batch`, and their cost outside the model; started by bench/speed.py.

    python bench/speed_whole.py ENGINE FOLDER TOKENS COUNT...

ENGINE is torch, ctranslate2 (a checkpoint in FOLDER), or firefox. For each COUNT so many articles are read,
split, translated, checked and written as text, each run into a folder of its own. Without retries, as random weights
would always be retried. With TOKENS 0 translations end by the model or Warta's limit.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speed_articles import indonesian, portuguese
from speed_serving import peak
from speed_ways import engine_of, firefox_engine

if TYPE_CHECKING:
    from translate.document import Hypothesis
    from translate.models.decoding import Decoding


class Timed:
    """An engine that measures its own time and processor time."""

    def __init__(self, engine: Any) -> None:
        self.engine, self.seconds, self.cpu = engine, 0.0, 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        began, began_cpu = time.perf_counter(), time.process_time()
        found: list[Hypothesis] = self.engine.translate(texts, decoding)
        self.seconds += time.perf_counter() - began
        self.cpu += time.process_time() - began_cpu
        return found


def measure(engine: Any, count: int, first: int, folder: Path, *, in_portuguese: bool) -> dict[str, float]:
    """Return the measurements of one run over articles from `first` on, written to `folder`."""
    from translate.batch import Batch, Job
    from translate.batch.discovery import discover
    from translate.translation.retry import Policy
    from translate.translation.setup import Setup

    inbox, outbox = folder / "in", folder / "out"
    inbox.mkdir()
    words = 0
    for number in range(first, first + count):
        article = indonesian(number)
        article = portuguese(article, number) if in_portuguese else article
        words += article.words
        (inbox / f"{number:05}.txt").write_text(article.text, encoding="utf-8")
    timed = Timed(engine)
    job = Job(policy=Policy(retry=False), check_language=not in_portuguese)
    began, began_cpu = time.perf_counter(), time.process_time()
    batch = Batch(discover([inbox], outbox), outbox, [Setup(timed)], job)
    outcomes = list(batch.run())
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    assert len(outcomes) == count and not any(outcome.reason for outcome in outcomes)
    return {
        "articles": count, "words": words, "seconds": seconds, "engine": timed.seconds, "peak": peak(), "cpu": cpu,
        "engine_cpu": timed.cpu,
    }  # fmt: skip


def main() -> None:
    os.environ.setdefault("GOMP_SPINCOUNT", "20000")  # as the command line does
    kind, folder, tokens = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) or None
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine = firefox_engine() if kind == "firefox" else engine_of(folder, tokens, kind)
    first, found = 100_000, []
    for count in (1, *map(int, sys.argv[4:])):  # one before, for lazy initialisation
        with tempfile.TemporaryDirectory() as here:
            found.append(measure(engine, count, first, Path(here), in_portuguese=kind == "firefox"))
        first += count
    print(json.dumps(found[1:]), file=replies, flush=True)


if __name__ == "__main__":
    main()
