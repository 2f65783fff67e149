"""The number of threads of a model, and work that can be abandoned."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")
STOP_EVERY = 0.2  # seconds between two calls of `stop`

_CORE = "/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list"


def physical_cores() -> int | None:
    """Return the number of physical cores that this process may use, or None if the system does not tell.

    Two threads of one core share its arithmetic units, so a second one slows the first.
    """
    if not hasattr(os, "sched_getaffinity"):
        return None
    siblings = [Path(_CORE.format(number)) for number in os.sched_getaffinity(0)]
    if not all(path.is_file() for path in siblings):
        return None
    return len({path.read_text(encoding="ascii") for path in siblings})


def threads() -> int:
    """Return the number of threads for a model: OMP_NUM_THREADS, else one for each physical core; loads nothing."""
    setting = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()  # a list is of nested levels
    return int(setting) if setting.isdecimal() and int(setting) else physical_cores() or os.cpu_count() or 1


def use_physical_cores() -> None:
    """Make torch use one thread for each physical core, unless OMP_NUM_THREADS is set or the system does not tell."""
    import torch

    cores = physical_cores()
    if "OMP_NUM_THREADS" not in os.environ and cores is not None:
        torch.set_num_threads(cores)


def unless_stopped(work: Callable[[], Result], stop: Callable[[], bool]) -> Result | None:
    """Run `work` in a daemon thread and return its result, or None as soon as `stop` returns True.

    For work that may block, such as a request to a server. Its exceptions are raised here.
    """
    done: Future[Result] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    while not wait([done], timeout=STOP_EVERY).done:
        if stop():
            return None
    return done.result()
