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
from pathlib import Path

from translate.errors import DamagedModel, ModelError

# A process costs as much to start as a few dozen sentences do to translate, so a batch must hold this many for each.
LEAST_TEXTS = 32

# More than that would only fill memory: each holds the model.
MOST_PROCESSES = 8


class Workers:
    """Processes that run one model; what they give does not depend on how many there are."""

    def __init__(self, paths: Sequence[Path], *, most: int | None = None) -> None:
        """Start the first process, and so find out whether the model can be run.

        Args:
            paths: files of the model, as `translate.firefox.worker` takes them.
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

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Give the translation of each text, in order.

        Raises:
            ModelError: fxtranslate failed on a text.
        """
        with self._lock:
            self._start(max(1, min(self.most, len(texts) // LEAST_TEXTS)))
            # Longest first, so that no process is left with a long one when the others are done.
            waiting = deque(sorted(range(len(texts)), key=lambda i: -len(texts[i])))
            found = [""] * len(texts)
            try:
                self._share(waiting, texts, found)
            except BaseException:  # Ctrl-C too: an answer that was not read would be taken for the next one's
                self.close()
                raise
            return found

    def close(self) -> None:
        """End the processes; a later `translate` starts new ones."""
        _close(self._running)

    def _share(self, waiting: deque[int], texts: Sequence[str], found: list[str]) -> None:
        """Let each process take the next text until none is left."""
        if len(self._running) == 1:
            return _serve(self._running[0], waiting, texts, found)
        pool = ThreadPoolExecutor(len(self._running))
        try:
            for served in [pool.submit(_serve, worker, waiting, texts, found) for worker in self._running]:
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
            )
        except (OSError, ValueError) as error:
            raise ModelError(
                f"No process could be started to translate in ({error}). Free some memory, or choose another model."
            ) from error

    def wait_until_ready(self) -> None:
        kind, said = self._hear("it loaded the model")
        if kind != "ready":
            raise DamagedModel(f"fxtranslate does not take the model: {said}. Get it again.")

    def ask(self, text: str) -> str:
        said = f'it translated "{text[:40]}"'
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(text).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            raise self._ended(said) from None
        kind, answer = self._hear(said)
        if kind != "text":
            raise ModelError(f"fxtranslate failed as {said}: {answer}. Leave the text out, or choose another model.")
        return answer

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

    def _hear(self, doing: str) -> tuple[str, str]:
        assert self._process.stdout is not None
        try:
            kind, said = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            raise self._ended(doing) from None
        return kind, said

    def _ended(self, doing: str) -> ModelError:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # it lives, but says nothing that can be understood
            self._process.kill()
            code = self._process.wait()
        return ModelError(
            f"The process that runs fxtranslate ended (code {code}) as {doing}. Was there too little memory? "
            "Try again; if it happens again, choose another model."
        )


def cores() -> int:
    """Give the cores this program may use, or what OMP_NUM_THREADS says where it is set, as for torch."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _serve(worker: _Worker, waiting: deque[int], texts: Sequence[str], found: list[str]) -> None:
    while True:
        try:
            i = waiting.popleft()
        except IndexError:
            return
        try:
            found[i] = worker.ask(texts[i])
        except BaseException:
            waiting.clear()  # the others need not go on
            raise


def _close(running: list[_Worker]) -> None:
    while running:
        running.pop().close()
