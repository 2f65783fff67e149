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
from queue import SimpleQueue
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
MOST_IN_PROCESS = 5 * LEAST_TEXTS

# The most texts of a request to a process: so many that its batches are full until near its end.
AT_ONCE = 128

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
        return self.decoding.beams > 1 or self.decoding.no_repeat_ngram > 0

    def as_request(self) -> Request:
        """Return the request as `translate.models.student.worker` takes it."""
        figures = None if self.figures is None else list(self.figures)
        return self.text, self.limit, self.decoding.beams, self.decoding.no_repeat_ngram, list(self.names), figures


class DecodeResult(NamedTuple):
    """The answer of a process; fxtranslate reports neither score nor completeness nor features."""

    text: str
    score: float | None = None  # mean natural log-probability of a piece
    complete: bool | None = None
    features: Mapping[str, float] = MappingProxyType({})  # by name: see `translate.models.student.features`


class Workers:
    """The processes of one model; the output does not depend on their number, which may be none.

    Several threads may translate at once: a process takes the next share of any of them.
    """

    def __init__(
        self, paths: Sequence[Path], *, most_processes: int | None = None, search: Callable[[], Searcher] | None = None
    ) -> None:
        """Start the first process, which tests that the model can be run; with `search` no process is started yet.

        Args:
            paths: files of the model, as `translate.models.student.worker` takes them.
            most_processes: the most processes; by default one for each core.
            search: loads the searcher for the first texts in this process; None for processes alone.

        Raises:
            DamagedModel: fxtranslate does not take the files.
            ModelError: no process could be started.
        """
        self.most_processes = max(1, min(most_processes or cores(), MOST_PROCESSES))
        self._paths = tuple(paths)
        self._running: list[_Worker] = []
        self._free = SimpleQueue[_Worker]()  # of those that run; a new one after each failure
        self._calls = 0  # of `translate` that use them now
        self._lock = threading.RLock()  # for all of these and the search in this process
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

    def prepare(self, texts: int) -> None:
        """Begin to start processes, without waiting for them, if a program will translate more than a few texts."""
        with self._lock, suppress(ModelError):  # `translate` tries again, and reports why none can be started
            if not self._running and texts > MOST_IN_PROCESS:
                self._launch(self.most_processes)

    def translate(self, requests: Sequence[DecodeRequest]) -> list[DecodeResult]:
        """Return the translation of each text, in order.

        Raises:
            ModelError: it failed on a text.
        """
        work = sum(request.decoding.beams for request in requests)
        processes = max(1, min(self.most_processes, work // LEAST_TEXTS))
        with self._lock:
            if self._fits_this_process(requests, work, processes):
                self._searched += work
                return self._search_here(requests)
            self._search = None
            self._start(processes)
            free, running = self._free, len(self._running)
            # Another call keeps the other processes busy, and one larger batch takes less time than two.
            least = 1 if self._calls else running
            self._calls += 1
        # Each share has texts of all lengths, so that no process still works when the others are done.
        by_length = sorted(range(len(requests)), key=lambda i: -len(requests[i].text))
        shares = min(len(requests), least * -(-len(requests) // (least * AT_ONCE)))
        waiting = deque(by_length[share::shares] for share in range(shares))
        results = [DecodeResult("")] * len(requests)
        try:
            self._share(free, min(running, shares), waiting, requests, results)
        except BaseException:  # also Ctrl-C: an unread answer would be taken for that of the next request
            self._end(free)
            raise
        finally:
            with self._lock:
                self._calls -= 1
        return results

    def close(self) -> None:
        """End the processes, which ends the calls that use them; a later `translate` starts new ones."""
        self._end(self._free)

    def _end(self, free: SimpleQueue[_Worker]) -> None:
        """End the processes of a queue, unless a call that failed before has done so."""
        with self._lock:
            if free is self._free:
                self._free = SimpleQueue()
                ended = tuple(self._running)
                _close(self._running)
                for worker in ended:  # calls that wait for a process end as well
                    free.put(worker)

    def _fits_this_process(self, requests: Sequence[DecodeRequest], work: int, processes: int) -> bool:
        return (
            self._load_search is not None
            and not self._running
            and processes == 1
            and self._searched + work <= MOST_IN_PROCESS
            and all(request.is_search for request in requests)
        )

    def _search_here(self, requests: Sequence[DecodeRequest]) -> list[DecodeResult]:
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
                answers = self._search([request.as_request() for request in requests])
            except Exception as error:
                if len(requests) == 1:
                    raise _failed(requests[0], reason(error)) from error
                return [result for request in requests for result in self._search_here([request])]
        return [DecodeResult(*answer) for _, *answer in answers]

    def _share(
        self,
        free: SimpleQueue[_Worker],
        threads: int,
        waiting: deque[list[int]],
        requests: Sequence[DecodeRequest],
        results: list[DecodeResult],
    ) -> None:
        """Let processes take shares, each the indices of some requests, until none is left."""
        if threads < 2:
            return _serve(free, waiting, requests, results)
        pool = ThreadPoolExecutor(threads)
        try:
            shares = [pool.submit(_serve, free, waiting, requests, results) for _ in range(threads)]
            for served in shares:
                served.result()
        except BaseException:
            self._end(free)  # so that the other threads end
            raise
        finally:
            pool.shutdown()

    def _start(self, processes: int) -> None:
        self._launch(processes)
        try:
            for worker in self._running:
                if not worker.is_ready:
                    worker.wait_until_ready()
                    self._free.put(worker)
        except BaseException:
            self.close()
            raise

    def _launch(self, processes: int) -> None:
        while len(self._running) < processes:
            self._running.append(_Worker(self._paths))  # before any is waited for, or an error would leave it behind


class _Worker:
    """One process; `is_ready` once it has loaded the model."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.is_ready = False
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
        self.is_ready = True

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
    free: SimpleQueue[_Worker],
    waiting: deque[list[int]],
    requests: Sequence[DecodeRequest],
    results: list[DecodeResult],
) -> None:
    """Let free processes take shares until none is left."""
    while True:
        try:
            indices = waiting.popleft()
        except IndexError:  # another thread took the last
            return
        worker = free.get()
        try:
            for i, result in zip(indices, worker.ask([requests[i] for i in indices]), strict=True):
                results[i] = result
        except BaseException:
            waiting.clear()  # the others need not go on
            raise
        finally:
            free.put(worker)  # even if it has ended: another call may wait for it, and must end as well


def _close(running: list[_Worker]) -> None:
    while running:
        running.pop().close()
