"""The work for a cluster, as values that are sent to its machines."""

from __future__ import annotations

from dataclasses import dataclass, field

from translate.batch import Job
from translate.errors import UsageError
from translate.models.resolve import ModelSpec

# Articles of a batch: the work lost if an actor fails, and the articles of a Parquet file.
BATCH = 64

# Summarizers without a model or server.
CHOOSING = ("textrank", "lead")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of a table of articles."""

    id: str = "id"
    text: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The options of all actors; the model is chosen on the actor's machine, as by `Translator`."""

    targets: tuple[str, ...] = ("en",)
    model: str | ModelSpec = "auto"
    fallback: str = "none"
    job: Job = field(default_factory=Job)
    files: bool = False  # whether output files are written too
    table: Table | None = None  # the columns of input tables; None for folders

    def __post_init__(self) -> None:
        """Refuse options that a cluster does not support."""
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
    """The address and size of a cluster."""

    address: str | None = None  # of a running cluster ("auto", "ray://head:10001"); None for a local Ray
    actors: int | None = None  # each with the model; None for as many as processors allow
    cpus_per_actor: int = 1  # processors of an actor and threads of its model

    def __post_init__(self) -> None:
        """Refuse numbers below 1."""
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
