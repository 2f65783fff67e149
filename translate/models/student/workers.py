"""Processes that translate, each with the model loaded: started when there is work for them, gone with their owner.

A short article is searched with beams in this process: a process costs as much to start as ten of its sentences to
translate.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from translate.errors import DamagedModel, ModelError
from translate.models.decoding import Decoding
from translate.models.student.worker import reason

if TYPE_CHECKING:
    from translate.models.student.searching import Request, Searcher

# A process costs as much to start as a few dozen sentences do to translate greedily, so a batch must hold this many for
# each, or with beams as many fewer as there are beams.
LEAST_TEXTS = 32

# As many of them, with beams, are searched in this process before one is started: an article and its retries. A program
# that goes on longer gets processes, so that the rest of it can work meanwhile.
MOST_HERE = 5 * LEAST_TEXTS

# Texts that a process is asked for at once, so that their beams go on in step.
AT_ONCE = 16

# More than that would only fill memory: each holds the model.
MOST_PROCESSES = 8

# A process is for a core, so the products in it are not shared out to others: OpenBLAS, MKL, Accelerate.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")


class DecodeRequest(NamedTuple):
    """A request to a process."""

    text: str
    limit: int  # pieces of a translation at most, its end included; for a search: fxtranslate has its own
    decoding: Decoding
    names: tuple[tuple[str, str], ...] = ()  # words that a search may copy, and what they are called in the target
    figures: tuple[str, ...] | None = None  # runs of digits that a search may write; None: any

    @property
    def is_search(self) -> bool:
        """Whether beams or runs that must not come twice are wanted; fxtranslate does neither."""
        return self.decoding.beams > 1 or self.decoding.no_repeat_ngram > 0

    def as_request(self) -> Request:
        """Return the request as `translate.models.student.worker` takes it."""
        figures = None if self.figures is None else list(self.figures)
        return self.text, self.limit, self.decoding.beams, self.decoding.no_repeat_ngram, list(self.names), figures


class DecodeResult(NamedTuple):
    """A process's answer; fxtranslate reports neither a score nor whether the text ended, and has no features."""

    text: str
    score: float | None = None  # mean natural log-probability of a piece
    complete: bool | None = None
    features: Mapping[str, float] = MappingProxyType({})  # by name: see `translate.models.student.features`


class Workers:
    """Processes that run one model; their output does not depend on their number, nor on whether there are any."""

    def __init__(
        self, paths: Sequence[Path], *, most: int | None = None, search: Callable[[], Searcher] | None = None
    ) -> None:
        """Start the first process, and so find out whether the model can be run; none yet where `search` is given.

        Args:
            paths: files of the model, as `translate.models.student.worker` takes them.
            most: processes at most; default is one a core.
            search: loads what searches the first texts in this process; None: there is always a process.

        Raises:
            DamagedModel: fxtranslate does not take the files.
            ModelError: no process could be started.
        """
        self.most = max(1, min(most or cores(), MOST_PROCESSES))
        self._paths = tuple(paths)
        self._running: list[_Worker] = []
        self._lock = threading.Lock()  # several threads of a program may share an engine
        weakref.finalize(self, _close, self._running)
        self._load_search = search
        self._search: Searcher | None = None
        self._searched = 0  # in this process, counted in beams
        if search is None:
            self._start(1)

    @property
    def running(self) -> int:
        """How many processes there are now."""
        return len(self._running)

    def translate(self, wanted: Sequence[DecodeRequest]) -> list[DecodeResult]:
        """Return the translation of each text, in order.

        Raises:
            ModelError: it failed on a text.
        """
        with self._lock:
            work = sum(request.decoding.beams for request in wanted)
            processes = max(1, min(self.most, work // LEAST_TEXTS))
            if self._is_for_here(wanted, work, processes):
                self._searched += work
                return self._search_here(wanted)
            self._search = None
            self._start(processes)
            # Longest first, so that no process is left with a long one when the others are done.
            waiting = deque(sorted(range(len(wanted)), key=lambda i: -len(wanted[i].text)))
            found = [DecodeResult("")] * len(wanted)
            try:
                self._share(waiting, wanted, found)
            except BaseException:  # Ctrl-C too: an answer that was not read would be taken for the next one's
                self.close()
                raise
            return found

    def close(self) -> None:
        """End the processes; a later `translate` starts new ones."""
        _close(self._running)

    def _is_for_here(self, wanted: Sequence[DecodeRequest], work: int, processes: int) -> bool:
        return (
            self._load_search is not None
            and not self._running
            and processes == 1
            and self._searched + work <= MOST_HERE
            and all(request.is_search for request in wanted)
        )

    def _search_here(self, wanted: Sequence[DecodeRequest]) -> list[DecodeResult]:
        import numpy  # noqa: F401  # before its threads can be limited
        from threadpoolctl import threadpool_limits

        assert self._load_search is not None
        with threadpool_limits(1, "blas"):  # as a process has it: shared out, a product may be rounded otherwise
            if self._search is None:
                try:
                    self._search = self._load_search()
                except (OSError, ValueError, KeyError, struct.error) as error:
                    raise DamagedModel(f"{self._paths[0]} cannot be loaded: {reason(error)}. Get it again.") from error
            try:
                answers = self._search([request.as_request() for request in wanted])
            except Exception as error:
                if len(wanted) == 1:
                    raise _failed(wanted[0], reason(error)) from error
                return [found for request in wanted for found in self._search_here([request])]
        return [DecodeResult(*answer) for _, *answer in answers]

    def _share(self, waiting: deque[int], wanted: Sequence[DecodeRequest], found: list[DecodeResult]) -> None:
        """Let each process take the next text until none is left."""
        if len(self._running) == 1:
            return _serve(self._running[0], waiting, wanted, found, 1)
        pool = ThreadPoolExecutor(len(self._running))
        try:
            shares = [
                pool.submit(_serve, worker, waiting, wanted, found, len(self._running)) for worker in self._running
            ]
            for served in shares:
                served.result()
        except BaseException:
            self.close()  # so that the other threads end
            raise
        finally:
            pool.shutdown()

    def _start(self, wanted: int) -> None:
        fresh = [_Worker(self._paths) for _ in range(wanted - len(self._running))]
        self._running += fresh  # before any is waited for, or an error would leave the others behind
        try:
            for worker in fresh:
                worker.wait_until_ready()
        except BaseException:
            self.close()
            raise


class _Worker:
    """One process."""

    def __init__(self, paths: Sequence[Path]) -> None:
        script = Path(__file__).with_name("worker.py")
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(script), *map(str, paths)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | ONE_THREAD,
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"No process could be started to translate in ({error}). Free some memory, or choose another model."
            ) from error

    def wait_until_ready(self) -> None:
        kind, *details = self._hear("it loaded the model")
        if kind != "ready":
            raise DamagedModel(f"fxtranslate does not take the model: {details[0]}. Get it again.")

    def ask(self, asked: Sequence[DecodeRequest]) -> list[DecodeResult]:
        said = f'it translated "{asked[0].text[:40]}"'
        line = json.dumps([one.as_request() for one in asked])
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode("ascii") + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise self._ended(said) from None
        answers = [self._hear(said) for _ in asked]
        for one, (kind, *answer) in zip(asked, answers, strict=True):
            if kind != "text":
                raise _failed(one, answer[0])
        return [DecodeResult(*answer) for _, *answer in answers]

    def close(self) -> None:
        # It may be in the middle of a text, so it is not asked to end.
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # what was not sent yet has nobody to go to
                continue

    def _hear(self, doing: str) -> list[Any]:
        assert self._process.stdout is not None
        try:
            said: list[Any] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            raise self._ended(doing) from None
        return said

    def _ended(self, doing: str) -> ModelError:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it lives, but says nothing that can be understood
            self._process.kill()
            code = self._process.wait()
        return ModelError(
            f"The process that runs the model ended (code {code}) as {doing}. Was there too little memory? "
            "Try again; if it happens again, choose another model."
        )


def cores() -> int:
    """Return the cores this program may use, or what OMP_NUM_THREADS says where it is set, as for torch."""
    threads = os.environ.get("OMP_NUM_THREADS", "")
    if threads.isdecimal() and int(threads):
        return int(threads)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _failed(asked: DecodeRequest, why: str) -> ModelError:
    said = f'The model failed as it translated "{asked.text[:40]}": {why}.'
    return ModelError(f"{said} Leave the text out, or choose another model.")


def _serve(
    worker: _Worker,
    waiting: deque[int],
    wanted: Sequence[DecodeRequest],
    found: list[DecodeResult],
    processes: int,
) -> None:
    """Let a process take some of the texts that are left, until none is."""
    while True:
        mine = []
        with suppress(IndexError):  # another process took the last
            for _ in range(min(AT_ONCE, -(-len(waiting) // processes))):
                mine.append(waiting.popleft())
        if not mine:
            return
        try:
            for i, said in zip(mine, worker.ask([wanted[i] for i in mine]), strict=True):
                found[i] = said
        except BaseException:
            waiting.clear()  # the others need not go on
            raise


def _close(running: list[_Worker]) -> None:
    while running:
        running.pop().close()
