"""The protocol of bench/speed.py and each way to translate: a process per way, a line of JSON per turn.

Only the standard library, so that the peers can use it in their environments. Output of libraries goes to standard
error; only replies go to standard output.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

# An article is its paragraphs, a paragraph its segments. A run gives how many tokens were written; what it has as
# `prepare` is called before the clock starts.
Articles = list[list[list[str]]]
Run = Callable[[Articles], int]


def serve(load: Callable[[], Run], packages: Sequence[str]) -> None:
    """Load, report the time and versions, then time a run for each input line."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    began = time.perf_counter()
    run = load()
    loaded = time.perf_counter() - began
    versions = {name: version(name) for name in packages}
    print(json.dumps({"load": loaded, "versions": versions}), file=replies, flush=True)
    for line in sys.stdin:
        articles: Articles = json.loads(line)
        if prepare := getattr(run, "prepare", None):
            prepare(articles)
        began = time.perf_counter()
        tokens = run(articles)
        seconds = time.perf_counter() - began
        print(json.dumps({"seconds": seconds, "tokens": tokens, "peak": peak()}), file=replies, flush=True)


def counted(model: Any) -> list[int]:
    """Return a list to which each `generate` call of a model of transformers adds its token count."""
    counts: list[int] = []
    generate = model.generate

    def counting(**options: object) -> object:
        found = generate(**options)
        counts.append(found.shape[0] * (found.shape[1] - 1))  # without the start token
        return found

    model.generate = counting
    return counts


def peak() -> float:
    """Return the peak memory of this process and its children in MB.

    `ru_maxrss` would count the process that started this one.
    """
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return sum(_peak(pid) for pid in ("self", *children))


def _peak(pid: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def flat(articles: Articles) -> list[str]:
    """All segments, in order."""
    return [segment for article in articles for paragraph in article for segment in paragraph]
