"""Worker processes, each with the model loaded: started when there is enough work, ended with their owner.

A short article is decoded in this process: starting a worker costs as much as translating ten sentences.
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

# Starting a process costs as much as translating a few dozen sentences greedily, so a batch must have this many for
# each process; divided by the number of beams.
LEAST_TEXTS = 32

# So much work (sentences times beams) is done in this process before another is started: an article and its retries. A
# program that runs longer gets processes, so that it can do other work meanwhile.
MOST_HERE = 5 * LEAST_TEXTS

# Texts that a process decodes as one batch.
AT_ONCE = 16

# A limit for memory: each process holds the model.
MOST_PROCESSES = 8

# One process for each core, so its BLAS (OpenBLAS, MKL, Accelerate) gets one thread.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")


class DecodeRequest(NamedTuple):
    """A request to a process."""

    text: str
    limit: int  # the most pieces of a translation, end of sentence included; of beam search: fxtranslate has its own
    decoding: Decoding
    names: tuple[tuple[str, str], ...] = ()  # names that beam search may copy, with their form in the target
    figures: tuple[str, ...] | None = None  # runs of digits that beam search may write; None: any

    @property
    def is_search(self) -> bool:
        """Whether it needs beam search or forbids repeated n-grams; fxtranslate does neither."""
        return is_search(self.decoding)

    def as_request(self) -> Request:
        """Return the request as `translate.models.student.worker` takes it."""
        figures = None if self.figures is None else list(self.figures)
        return self.text, self.limit, self.decoding.beams, self.decoding.no_repeat_ngram, list(self.names), figures


def is_search(decoding: Decoding) -> bool:
    """Return whether a decoding is beam search or forbids repeated n-grams; fxtranslate does neither."""
    return decoding.beams > 1 or decoding.no_repeat_ngram > 0


class DecodeResult(NamedTuple):
    """The answer of a process; fxtranslate reports neither score nor completeness nor features."""

    text: str
    score: float | None = None  # mean natural log-probability of a piece
    complete: bool | None = None
    features: Mapping[str, float] = MappingProxyType({})  # by name: see `translate.models.student.features`


class Workers:
    """The processes of one model; the output does not depend on their number, which may be none."""

    def __init__(
        self, paths: Sequence[Path], *, most: int | None = None, search: Callable[[], Searcher] | None = None
    ) -> None:
        """Start the first process, which tests that the model can be run; with `search` no process is started yet.

        Args:
            paths: files of the model, as `translate.models.student.worker` takes them.
            most: the most processes; by default one for each core.
            search: loads the searcher for the first texts in this process; None for processes alone.

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
        """The number of processes now."""
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
            # Longest first, so that no process still has a long text when the others are done.
            waiting = deque(sorted(range(len(wanted)), key=lambda i: -len(wanted[i].text)))
            found = [DecodeResult("")] * len(wanted)
            try:
                self._share(waiting, wanted, found)
            except BaseException:  # also Ctrl-C: an unread answer would be taken for that of the next request
                self.close()
                raise
            return found

    def load(self, decoding: Decoding) -> None:
        """Load the searcher of this process if the first texts will be searched here.

        Raises:
            DamagedModel: its files are broken.
        """
        with self._lock:
            unused = self._load_search is not None and not self._running and not self._searched
            if unused and is_search(decoding):
                self._search_here([])

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
        with threadpool_limits(1, "blas"):  # as in a process: with more threads a product may be rounded differently
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
        """Let each process take texts until none is left."""
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
        kind, *details = self._receive("it loaded the model")
        if kind != "ready":
            raise DamagedModel(f"fxtranslate does not take the model: {details[0]}. Get it again.")

    def ask(self, requests: Sequence[DecodeRequest]) -> list[DecodeResult]:
        doing = f'it translated "{requests[0].text[:40]}"'
        line = json.dumps([request.as_request() for request in requests])
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode("ascii") + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise self._ended(doing) from None
        answers = [self._receive(doing) for _ in requests]
        for request, (kind, *answer) in zip(requests, answers, strict=True):
            if kind != "text":
                raise _failed(request, answer[0])
        return [DecodeResult(*answer) for _, *answer in answers]

    def close(self) -> None:
        # It may be busy, so it is killed.
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:  # unsent data is lost
                continue

    def _receive(self, doing: str) -> list[Any]:
        assert self._process.stdout is not None
        try:
            answer: list[Any] = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            raise self._ended(doing) from None
        return answer

    def _ended(self, doing: str) -> ModelError:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it runs, but writes no valid answer
            self._process.kill()
            code = self._process.wait()
        return ModelError(
            f"The process that runs the model ended (code {code}) as {doing}. Was there too little memory? "
            "Try again; if it happens again, choose another model."
        )


def cores() -> int:
    """Return the number of cores this program may use, or OMP_NUM_THREADS if it is set, as torch does."""
    threads = os.environ.get("OMP_NUM_THREADS", "")
    if threads.isdecimal() and int(threads):
        return int(threads)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _failed(request: DecodeRequest, why: str) -> ModelError:
    failure = f'The model failed as it translated "{request.text[:40]}": {why}.'
    return ModelError(f"{failure} Leave the text out, or choose another model.")


def _serve(
    worker: _Worker,
    waiting: deque[int],
    wanted: Sequence[DecodeRequest],
    found: list[DecodeResult],
    processes: int,
) -> None:
    """Let one process take texts until none is left."""
    while True:
        mine = []
        with suppress(IndexError):  # another process took the last
            for _ in range(min(AT_ONCE, -(-len(waiting) // processes))):
                mine.append(waiting.popleft())
        if not mine:
            return
        try:
            for i, result in zip(mine, worker.ask([wanted[i] for i in mine]), strict=True):
                found[i] = result
        except BaseException:
            waiting.clear()  # the others need not go on
            raise


def _close(running: list[_Worker]) -> None:
    while running:
        running.pop().close()
