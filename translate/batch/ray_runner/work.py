"""The work for a cluster, as values that are sent to its machines."""

from __future__ import annotations

from dataclasses import dataclass, field

from translate.batch import Job
from translate.errors import UsageError
from translate.models.resolve import ModelSpec

# Articles that an actor translates together. What is lost when an actor dies is at most this much work; one Parquet
# file holds this many articles.
BATCH = 64

# Summarizers that need no model and no server.
CHOOSING = ("textrank", "lead")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of a table of articles."""

    id: str = "id"
    text: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What each actor does; the model is chosen as `Translator` chooses it, on the actor's machine."""

    targets: tuple[str, ...] = ("en",)
    model: str | ModelSpec = "auto"
    fallback: str = "none"
    job: Job = field(default_factory=Job)
    files: bool = False  # whether output files are written too, as `Batch` writes them
    table: Table | None = None  # the columns, if the input is tables and not folders of articles

    def __post_init__(self) -> None:
        """Refuse what a cluster cannot do."""
        if not self.targets or len(set(self.targets)) < len(self.targets):
            raise UsageError(f"Target languages {', '.join(self.targets) or '(none)'}: expected some, each once.")
        if self.job.stop_on_error:
            raise UsageError("`stop_on_error`: a cluster works on many articles at once; expected skip.")
        if self.job.brief and self.job.summarizer not in CHOOSING:
            raise UsageError(f"`Work`: expected `summarizer={' or '.join(CHOOSING)}`; others run on one machine.")
        if self.files and self.table:
            raise UsageError("`files` lays outputs out like the input folder; rows of a table have no such place.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where the work is done."""

    address: str | None = None  # of a running cluster ("auto", "ray://head:10001"); None: a Ray of its own, here
    actors: int | None = None  # each holds the model; None: as many as the processors allow
    cpus_per_actor: int = 1  # processors of an actor, and threads of its model

    def __post_init__(self) -> None:
        """Refuse numbers of nothing."""
        if self.cpus_per_actor < 1 or (self.actors is not None and self.actors < 1):
            raise UsageError("`actors` and `cpus_per_actor`: expected 1 or more.")

    def size(self, cpus: int) -> int:
        """Return the number of actors on a cluster of `cpus` processors.

        Raises:
            UsageError: there are too few processors.
        """
        most = cpus // self.cpus_per_actor
        if most < (self.actors or 1):
            raise UsageError(
                f"{self.actors or 1} actors with {self.cpus_per_actor} processors each are more than the {cpus} of the "
                f"cluster. Ask for at most {most}, with `actors` or `cpus_per_actor`."
            )
        return self.actors or most
