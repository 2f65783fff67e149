"""How work grows with the length of a text, by the processor time of this thread, to which no other program adds."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import _lru_cache_wrapper
from time import thread_time_ns
from typing import Any

TIMES = 4
LINEAR = 7  # more than what linear work takes for a text TIMES as long, 4; less than what quadratic work takes, 16


def growth(
    work: Callable[[Any], object], piece: str, count: int, limit: float, prepared: Callable[[str], Any] = str
) -> float:
    """Return how much more work `piece` TIMES as often is than `piece` `count` times.

    The work is done on what `prepared` makes of the text, which is not measured. What else the machine does can only
    add to either, so each counts as often as it was least, and is asked for again while the answer is over `limit`.
    """

    def cost(times: int, asked: int) -> int:
        subject = prepared(piece * (times + asked))
        for cache in caches:
            cache.cache_clear()
        gc.collect()
        gc.disable()  # it goes through all that the process holds, which is not of the text
        try:
            begun = thread_time_ns()
            work(subject)
            return max(thread_time_ns() - begun, 1)
        finally:
            gc.enable()

    caches, once, often, found = _caches(), [], [], 0.0
    gc.freeze()  # so that what the process holds is not gone through before each measurement, either
    try:
        for asked in range(8):
            once.append(cost(count, asked))
            often.append(cost(TIMES * count, asked))
            found = min(often) / min(once)
            if found < limit:
                break
    finally:
        gc.unfreeze()
    return found


def _caches() -> list[Any]:
    """Return the functions of the package that remember a number of texts: each measurement begins without them."""
    modules = [vars(module) for name, module in [*sys.modules.items()] if name.startswith("translate.")]
    found = {id(one): one for names in modules for one in names.values() if isinstance(one, _lru_cache_wrapper)}
    return [one for one in found.values() if one.cache_parameters()["maxsize"]]
