"""The actors of a job: who is at work on which batch, and what becomes of a batch whose actor died.

Ray itself repeats nothing here: it counts a try even when a machine is gone, and can use up any number of tries before
it notices that. So the pool decides:

- The batch of an actor that died is put back, in two halves, until an article stands alone.
- An article is left out when its process died `DEATHS` times with that article alone, on machines that live on. If the
  machine is gone, too, the death says nothing about the article.
- A new actor is started wherever Ray has room. If it does not start, the next try waits longer. That is no error while
  other actors work; when none has for `PATIENCE` seconds, the job ends.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from translate.batch.ray_runner.orders import ArticleRequest
from translate.errors import ModelError, WartaError, WritingError

DEATHS = 3  # of processes before an article, or a model that is being loaded, is held to be the cause
PAUSE = 1.0  # seconds before the second try of whatever failed; twice as long before each further one
LONGEST_PAUSE = 30.0  # seconds
NOTICE = 90.0  # seconds within which Ray notices that a machine is gone: five checks that fail, by default
PATIENCE = 300.0  # seconds without any actor before the job ends
TURN = 5.0  # seconds; the longest wait for news of the actors

Articles = tuple[ArticleRequest, ...]


class Actor:
    """A process of the cluster."""

    worker: Callable[[Articles], Any]

    def place(self) -> str:
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

    STARTING = auto()  # Ray looks for a place
    LOADING = auto()
    READY = auto()
    BUSY = auto()
    GONE = auto()  # and is to be replaced


@dataclass(slots=True)
class _Batch:
    articles: Articles
    due: float = 0.0  # not before this time
    deaths: list[str] = field(default_factory=list)  # the nodes of processes that died while it was a single article


@dataclass(slots=True)
class _Slot:
    """A place for an actor."""

    stage: Stage = Stage.GONE
    actor: Any = None
    answer: Any = None  # the reference to what it is doing now
    node: str = ""
    batch: _Batch | None = None
    failures: int = 0  # to start, since it last worked
    due: float = 0.0  # a new actor is started at this time


class ActorPool:
    """A number of actors that share the batches of a job."""

    def __init__(
        self, size: int, cpus: int, make: Callable[..., Callable[[Articles], Any]], arguments: tuple[Any, ...]
    ) -> None:
        """Take what each actor is made of.

        Args:
            size: number of actors.
            cpus: processors of each.
            make: makes the worker of an actor, which makes tables of rows of batches.
            arguments: of `make`.
        """
        import ray

        self.lost = 0  # actors that died at work
        self._type = ray.remote(Actor).options(num_cpus=cpus, max_restarts=0, max_task_retries=0)
        self._recipe = (make, ray.put(arguments))
        self._slots = [_Slot() for _ in range(size)]
        self._back: list[_Batch] = []
        self._fresh: Iterator[Articles] = iter(())
        self._exhausted = False
        self._loaded = False  # whether any actor ever was
        self._died_loading: list[str] = []  # the nodes of actors
        self._worked = time.monotonic()  # when an actor last did something
        self._last_error = ""

    def results(self, batches: Iterator[Articles]) -> Generator[tuple[Articles, Any], None, None]:
        """Yield batches with the tables of their rows as they are done; None for an article that kills its process.

        Raises:
            ModelError: a model cannot be loaded, or the cluster failed.
            WritingError: a journal cannot be written.
        """
        import ray

        self._fresh = batches
        try:
            while True:
                self._start()
                yield from self._give()
                if self._exhausted and not self._back and not any(slot.batch for slot in self._slots):
                    return
                self._check()
                yield from self._collect()
        finally:
            for slot in self._slots:
                if slot.actor is not None:
                    with suppress(ray.exceptions.RayError):  # Ray may be what failed
                        ray.kill(slot.actor)

    def _start(self) -> None:
        """Start an actor in each place that has none and is due."""
        now = time.monotonic()
        for slot in self._slots:
            if slot.stage is Stage.GONE and slot.due <= now:
                slot.actor = self._type.remote()
                slot.stage, slot.answer = Stage.STARTING, slot.actor.place.remote()

    def _give(self) -> Iterator[tuple[Articles, Any]]:
        """Give each actor that is ready a batch; yield the articles that are given up."""
        for slot in self._slots:
            while slot.stage is Stage.READY and (batch := self._next()):
                if self._is_cause(batch.deaths):
                    yield batch.articles, None
                    continue
                slot.stage, slot.batch, slot.answer = Stage.BUSY, batch, slot.actor.rows.remote(batch.articles)

    def _next(self) -> _Batch | None:
        """Return a batch that is due, of those that were put back first."""
        now = time.monotonic()
        for batch in self._back:
            if batch.due <= now:
                self._back.remove(batch)
                return batch
        articles = next(self._fresh, None)
        self._exhausted = articles is None
        return None if articles is None else _Batch(articles)

    def _collect(self) -> Iterator[tuple[Articles, Any]]:
        """Wait for news of the actors, or until something is due; yield what they made."""
        import ray

        now = time.monotonic()
        due = [slot.due for slot in self._slots if slot.stage is Stage.GONE] + [batch.due for batch in self._back]
        seconds = min([TURN, *(moment - now for moment in due if moment > now)])
        waiting = {slot.answer: slot for slot in self._slots if slot.answer is not None}
        if not waiting:
            time.sleep(seconds)
            return
        answered, _ = ray.wait(list(waiting), num_returns=1, timeout=seconds)
        for answer in answered:
            yield from self._settle(waiting[answer])

    def _settle(self, slot: _Slot) -> Iterator[tuple[Articles, Any]]:
        """Take the answer of an actor; yield the batch if it has made one.

        Raises:
            ModelError, WritingError: the actor cannot work.
        """
        import ray
        from ray import exceptions

        lost = (
            exceptions.RayActorError,
            exceptions.NodeDiedError,
            exceptions.WorkerCrashedError,
            exceptions.OutOfMemoryError,
            exceptions.ObjectLostError,  # the answer was there, and went with its node
        )
        try:
            value = ray.get(slot.answer)
        except lost as error:
            self._replace(slot, error)
            return
        except exceptions.RayTaskError as error:
            if isinstance(error.cause, WritingError):
                raise error.cause from None
            if isinstance(error.cause, WartaError):  # what is wrong on that machine need not be wrong in the request
                raise ModelError(str(error.cause)) from None
            raise
        if slot.stage is Stage.STARTING:
            slot.stage, slot.node, slot.answer = Stage.LOADING, value, slot.actor.load.remote(*self._recipe)
            return
        batch, slot.batch = slot.batch, None
        slot.stage, slot.answer, slot.failures = Stage.READY, None, 0
        self._worked, self._loaded = time.monotonic(), True
        if batch:
            yield batch.articles, value

    def _replace(self, slot: _Slot, error: Exception) -> None:
        """Put the batch of an actor that died back, and plan another actor."""
        import ray

        ray.kill(slot.actor)  # it may still run where Ray cannot reach it now
        self._last_error = last_line(error)
        now = time.monotonic()
        if slot.batch:
            self.lost += 1
            unsure = isinstance(error, ray.exceptions.ActorUnavailableError)
            self._back += _again(slot.batch, slot.node, now, unsure=unsure)
        else:
            slot.failures += 1
            if slot.stage is Stage.LOADING:
                self._died_loading.append(slot.node)
        slot.due = now + _pause(slot.failures) if slot.failures else now
        slot.stage, slot.actor, slot.answer, slot.batch = Stage.GONE, None, None, None

    def _is_cause(self, deaths: Sequence[str]) -> bool:
        """Return whether processes that died on these nodes died of what they did there."""
        import ray

        if len(deaths) < DEATHS:
            return False
        alive = {node["NodeID"] for node in ray.nodes() if node["Alive"]}
        # What takes its machine with it each time must end, too.
        return sum(node in alive for node in deaths) >= DEATHS or len(deaths) >= 2 * DEATHS

    def _check(self) -> None:
        """Check that there is hope.

        Raises:
            ModelError: processes die as they load the models, or no actor has been there for too long.
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
                "same run goes on where this one ended."
            )


def last_line(error: Exception) -> str:
    """Return the last line of what Ray says of an error."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _again(batch: _Batch, node: str, now: float, *, unsure: bool) -> list[_Batch]:
    """Return the parts of a batch whose process died on a node, with the times of their next tries.

    Args:
        batch: what the process had begun.
        node: where it was.
        now: the time, as `time.monotonic` says it.
        unsure: whether Ray cannot say yet that the process is dead, as when the machine does not answer.
    """
    articles, middle = batch.articles, len(batch.articles) // 2
    if middle:
        return [_Batch(half, now + PAUSE) for half in (articles[:middle], articles[middle:])]
    batch.deaths.append(node)
    # Before an article is given up, Ray has had the time to notice that it was the machine.
    judged = unsure and len(batch.deaths) >= DEATHS
    batch.due = now + (NOTICE if judged else _pause(len(batch.deaths)))
    return [batch]


def _pause(failures: int) -> float:
    """Return the seconds to wait after a number of failures."""
    return min(PAUSE * 2.0 ** (failures - 1), LONGEST_PAUSE)
