"""The options that `warta batch` and `warta watch` share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from translate.cli.choices import check_target, targets_of
from translate.cli.loading import load_brief, load_setups, open_memory
from translate.cli.options import Briefing
from translate.cli.progress import waiting

if TYPE_CHECKING:
    from translate.batch import Job
    from translate.batch.memory import Memory
    from translate.translation.setup import Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRequest(Briefing):
    """Arguments and options of commands that translate folders."""

    paths: list[Path] | None = None
    output: Path
    to: list[str] | None = None
    format: list[str] | None = None
    brief: bool = False
    include: list[str] | None = None
    exclude: list[str] | None = None
    overwrite: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """The target languages, each once."""
        return targets_of(self.to)

    @property
    def job(self) -> Job:
        """The options as the library takes them.

        Raises:
            UsageError: an option has an invalid value.
        """
        from translate.batch import Job

        return Job(
            formats=tuple(dict.fromkeys(self.format or ["txt"])),
            brief=self.brief,
            points=self.points,
            summarizer=self.choice.name,
            max_length=self.max_length,
            policy=self.policy,
            dated=self.date,
            check_language=not self.any_language,
            include=tuple(self.include or ()),
            exclude=tuple(self.exclude or ()),
            overwrite=self.overwrite,
        )

    def checked_job(self) -> Job:
        """Return the job, after checking all options before anything is loaded.

        Raises:
            UsageError: an option is invalid, or options are inconsistent.
        """
        for target in self.targets:
            check_target(target, self.model)
        job, _, _ = self.job, self.spec, self.editing  # each checks its own options
        return job


def load_run(
    request: FolderRequest, job: Job, stack: ExitStack, tell: Callable[[str], None]
) -> tuple[Job, Memory | None, tuple[Setup, ...]]:
    """Return the job with its summarizer, the memory, open until the stack ends, and a setup for each target language.

    Raises:
        ModelError: a model cannot be loaded, or its server does not answer.
        UsageError: an option cannot have an effect.
    """
    from translate.translation.post_edit.load import load_editor

    if request.brief:
        job = replace(job, summarizer=load_brief(request.choice, request.targets, tell))
    editor = load_editor(request.editing, request.targets, on_note=tell)
    memory = open_memory(request.memory, stack, tell)
    for line in job.policy.terms.notes:
        tell(line)
    with waiting("Loading the model", quiet=request.quiet):
        setups = load_setups(
            request.spec, request.targets, fallback=request.fallback, editor=editor, policy=job.policy, tell=tell
        )
    return job, memory, setups
