"""The actors of a job: which batch each one works on, and the retry of a batch whose actor died.

Ray's own retries are switched off: it counts a try even when a machine is lost, and can use up all tries before it
notices the loss. Instead the pool decides:

- The batch of an actor that died is queued again as two halves, down to single articles.
- An article is left out when its process died `DEATHS` times with that article alone, on machines that stayed up. If
  the machine was lost too, the death says nothing about the article.
- A new actor is started wherever Ray has room. If it does not start, the next try waits longer. That is no error while
  other actors work; if none has worked for `PATIENCE` seconds, the job fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from translate.batch.ray_runner.requests import ArticleRequest
from translate.errors import ModelError, WartaError, WritingError

DEATHS = 3  # of processes, after which the article, or the model being loaded, counts as the cause
PAUSE = 1.0  # seconds before the second try; twice as long before each further one
LONGEST_PAUSE = 30.0  # seconds
NOTICE = 90.0  # seconds within which Ray notices that a machine is lost: five failed checks, by default
PATIENCE = 300.0  # seconds without any actor before the job ends
TURN = 5.0  # seconds; the longest wait for an answer of an actor

Articles = tuple[ArticleRequest, ...]


class Actor:
    """A process of the cluster."""

    worker: Callable[[Articles], Any]

    def node(self) -> str:
        """Return the id of the node it is on."""
        import ray

        return str(ray.get_runtime_context().get_node_id())

    def load(self, make: Callable[..., Callable[[Articles], Any]], arguments: tuple[Any, ...]) -> None:
        """Make the worker, which loads its models.

        Raises:
            WartaError: a model cannot be loaded.
        """
        self.worker = make(*arguments)

    def rows(self, articles: Articles) -> Any:
        """Return a table of the rows of a batch."""
        return self.worker(articles)


class Stage(Enum):
    """What an actor is doing."""

    STARTING = auto()  # Ray looks for a node
    LOADING = auto()
    READY = auto()
    BUSY = auto()
    DEAD = auto()  # to be replaced


@dataclass(slots=True)
class _Batch:
    articles: Articles
    not_before: float = 0.0  # the earliest time to start it
    deaths: list[str] = field(default_factory=list)  # nodes of the processes that died with it, once it is one article


@dataclass(slots=True)
class _Slot:
    """A place for an actor."""

    stage: Stage = Stage.DEAD
    actor: Any = None
    answer: Any = None  # Ray's reference to the result of its current call
    node: str = ""
    batch: _Batch | None = None
    failures: int = 0  # failed starts since it last worked
    not_before: float = 0.0  # the earliest time to start a new actor


class ActorPool:
    """Actors that share the batches of a job."""

    def __init__(
        self, size: int, cpus: int, make: Callable[..., Callable[[Articles], Any]], arguments: tuple[Any, ...]
    ) -> None:
        """Start nothing yet.

        Args:
            size: number of actors.
            cpus: processors of each.
            make: makes the worker of an actor, which makes tables of rows of batches.
            arguments: of `make`.
        """
        import ray

        self.deaths = 0  # of actors at work
        self._type = ray.remote(Actor).options(num_cpus=cpus, max_restarts=0, max_task_retries=0)
        self._worker_arguments = (make, ray.put(arguments))
        self._slots = [_Slot() for _ in range(size)]
        self._retries: list[_Batch] = []
        self._batches: Iterator[Articles] = iter(())
        self._exhausted = False
        self._loaded = False  # whether any actor has loaded its models
        self._died_loading: list[str] = []  # nodes of the actors that died as they loaded models
        self._worked = time.monotonic()  # when an actor last did something
        self._last_error = ""

    def results(self, batches: Iterator[Articles]) -> Generator[tuple[Articles, Any], None, None]:
        """Yield batches with the tables of their rows as they are done; None for an article that kills its process.

        Raises:
            ModelError: a model cannot be loaded, or the cluster failed.
            WritingError: a journal cannot be written.
        """
        import ray

        self._batches = batches
        try:
            while True:
                self._start()
                yield from self._hand_out()
                if self._exhausted and not self._retries and not any(slot.batch for slot in self._slots):
                    return
                self._check()
                yield from self._collect()
        finally:
            for slot in self._slots:
                if slot.actor is not None:
                    with suppress(ray.exceptions.RayError):  # Ray may be what failed
                        ray.kill(slot.actor)

    def _start(self) -> None:
        """Start an actor in each slot that has none and may start one now."""
        now = time.monotonic()
        for slot in self._slots:
            if slot.stage is Stage.DEAD and slot.not_before <= now:
                slot.actor = self._type.remote()
                slot.stage, slot.answer = Stage.STARTING, slot.actor.node.remote()

    def _hand_out(self) -> Iterator[tuple[Articles, Any]]:
        """Hand each ready actor a batch; yield the articles that are left out."""
        for slot in self._slots:
            while slot.stage is Stage.READY and (batch := self._next()):
                if self._is_cause(batch.deaths):
                    yield batch.articles, None
                    continue
                slot.stage, slot.batch, slot.answer = Stage.BUSY, batch, slot.actor.rows.remote(batch.articles)

    def _next(self) -> _Batch | None:
        """Return the next batch that may start now, those that are tried again first; None without one."""
        now = time.monotonic()
        for batch in self._retries:
            if batch.not_before <= now:
                self._retries.remove(batch)
                return batch
        articles = next(self._batches, None)
        self._exhausted = articles is None
        return None if articles is None else _Batch(articles)

    def _collect(self) -> Iterator[tuple[Articles, Any]]:
        """Wait for an answer, or until a start or a batch is due; yield the finished batches."""
        import ray

        now = time.monotonic()
        planned: list[_Slot | _Batch] = [*(slot for slot in self._slots if slot.stage is Stage.DEAD), *self._retries]
        seconds = min([TURN, *(item.not_before - now for item in planned if item.not_before > now)])
        waiting = {slot.answer: slot for slot in self._slots if slot.answer is not None}
        if not waiting:
            time.sleep(seconds)
            return
        answered, _ = ray.wait(list(waiting), num_returns=1, timeout=seconds)
        for answer in answered:
            yield from self._process(waiting[answer])

    def _process(self, slot: _Slot) -> Iterator[tuple[Articles, Any]]:
        """Process the answer of an actor; yield its batch if that is finished.

        Raises:
            ModelError, WritingError: the actor cannot work.
        """
        import ray
        from ray import exceptions

        died = (
            exceptions.RayActorError,
            exceptions.NodeDiedError,
            exceptions.WorkerCrashedError,
            exceptions.OutOfMemoryError,
            exceptions.ObjectLostError,  # the answer was lost with its node
        )
        try:
            value = ray.get(slot.answer)
        except died as error:
            self._replace(slot, error)
            return
        except exceptions.RayTaskError as error:
            if isinstance(error.cause, WritingError):
                raise error.cause from None
            if isinstance(error.cause, WartaError):  # a UsageError there may be a fault of that machine
                raise ModelError(str(error.cause)) from None
            raise
        if slot.stage is Stage.STARTING:
            slot.stage, slot.node, slot.answer = Stage.LOADING, value, slot.actor.load.remote(*self._worker_arguments)
            return
        batch, slot.batch = slot.batch, None
        slot.stage, slot.answer, slot.failures = Stage.READY, None, 0
        self._worked, self._loaded = time.monotonic(), True
        if batch:
            yield batch.articles, value

    def _replace(self, slot: _Slot, error: Exception) -> None:
        """Queue the batch of an actor that died again, and schedule a new actor."""
        import ray

        ray.kill(slot.actor)  # it may still run where Ray cannot reach it now
        self._last_error = last_line(error)
        now = time.monotonic()
        if slot.batch:
            self.deaths += 1
            unsure = isinstance(error, ray.exceptions.ActorUnavailableError)
            self._retries += _retry(slot.batch, slot.node, now, unsure=unsure)
        else:
            slot.failures += 1
            if slot.stage is Stage.LOADING:
                self._died_loading.append(slot.node)
        slot.not_before = now + _pause(slot.failures) if slot.failures else now
        slot.stage, slot.actor, slot.answer, slot.batch = Stage.DEAD, None, None, None

    def _is_cause(self, deaths: Sequence[str]) -> bool:
        """Return whether the work is the cause of deaths on these nodes: `DEATHS` of the nodes are still alive."""
        import ray

        if len(deaths) < DEATHS:
            return False
        alive = {node["NodeID"] for node in ray.nodes() if node["Alive"]}
        # Work that brings down its machine every time must be given up, too.
        return sum(node in alive for node in deaths) >= DEATHS or len(deaths) >= 2 * DEATHS

    def _check(self) -> None:
        """Check that the job can still make progress.

        Raises:
            ModelError: processes die as they load the models, or none has worked for `PATIENCE` seconds.
        """
        if any(slot.stage in (Stage.LOADING, Stage.READY, Stage.BUSY) for slot in self._slots):
            self._worked = time.monotonic()
        elif not self._loaded and self._is_cause(self._died_loading):
            raise ModelError(
                f"The process that loads the models died {len(self._died_loading)} times: {self._last_error} Check "
                "that a model fits into the memory of a machine, or use fewer `actors`."
            )
        elif time.monotonic() - self._worked > PATIENCE:
            why = self._last_error or "Ray has no place for one."
            raise ModelError(
                f"The cluster failed: for {PATIENCE:.0f} s no actor could be started. {why} Look at `ray status`; the "
                "same run resumes the work."
            )


def last_line(error: Exception) -> str:
    """Return the last line of the message of an error of Ray, for display."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _retry(batch: _Batch, node: str, now: float, *, unsure: bool) -> list[_Batch]:
    """Return the batches that replace one whose process died on a node.

    Args:
        batch: the one that the process worked on.
        node: the node of the process.
        now: seconds of `time.monotonic`.
        unsure: whether Ray does not know yet that the process is dead, as when the machine does not answer.
    """
    articles, middle = batch.articles, len(batch.articles) // 2
    if middle:
        return [_Batch(half, now + PAUSE) for half in (articles[:middle], articles[middle:])]
    batch.deaths.append(node)
    # Before an article is left out, Ray gets the time to notice that its machine was lost.
    is_last = unsure and len(batch.deaths) >= DEATHS
    batch.not_before = now + (NOTICE if is_last else _pause(len(batch.deaths)))
    return [batch]


def _pause(failures: int) -> float:
    """Return the seconds to wait after a number of failures."""
    return min(PAUSE * 2.0 ** (failures - 1), LONGEST_PAUSE)
