"""Processes that translate, each with the model loaded: started when there is work for them, gone with their owner."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from translate.errors import DamagedModel, ModelError
from translate.models.decoding import Decoding

# A process costs as much to start as a few dozen sentences do to translate greedily, so a batch must hold this many for
# each, or with beams as many fewer as there are beams.
LEAST_TEXTS = 32

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


class DecodeResult(NamedTuple):
    """A process's answer; fxtranslate reports neither a score nor whether the text ended."""

    text: str
    score: float | None = None  # mean natural log-probability of a piece
    complete: bool | None = None


class Workers:
    """Processes that run one model; their output does not depend on their number."""

    def __init__(self, paths: Sequence[Path], *, most: int | None = None) -> None:
        """Start the first process, and so find out whether the model can be run.

        Args:
            paths: files of the model, as `translate.models.student.worker` takes them.
            most: processes at most; default is one a core.

        Raises:
            DamagedModel: fxtranslate does not take the files.
            ModelError: no process could be started.
        """
        self.most = max(1, min(most or cores(), MOST_PROCESSES))
        self._paths = tuple(paths)
        self._running: list[_Worker] = []
        self._lock = threading.Lock()  # several threads of a program may share an engine
        weakref.finalize(self, _close, self._running)
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
            self._start(max(1, min(self.most, work // LEAST_TEXTS)))
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
        line = json.dumps(
            [
                [one.text, one.limit, one.decoding.beams, one.decoding.no_repeat_ngram, one.names, one.figures]
                for one in asked
            ]
        )
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode("ascii") + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise self._ended(said) from None
        answers = [self._hear(said) for _ in asked]
        for one, (kind, *answer) in zip(asked, answers, strict=True):
            if kind != "text":
                raise ModelError(
                    f'The model failed as it translated "{one.text[:40]}": {answer[0]}. Leave the text out, or choose '
                    "another model."
                )
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
