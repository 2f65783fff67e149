"""The options that `warta batch` and `warta watch` share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from translate.cli.choices import check_target, format_names, language_lists, targets_of
from translate.cli.loading import load_brief, load_setups, open_memory
from translate.cli.options import Briefing
from translate.cli.progress import waiting

if TYPE_CHECKING:
    from translate.batch import Job
    from translate.batch.memory import Memory
    from translate.translation.setup import Setup

PATHS_HELP = "Folders of articles, with the folders in them; or single articles."
TO_HELP = "Target languages: en, ja, or en,ja for both."
OUTPUT_HELP = "The folder for the outputs, with the subfolders of the input; a later run resumes there."
FORMAT_HELP = "txt, md, json, jsonl, html, docx; for subtitles also srt or vtt; may be given again."
INCLUDE_HELP = 'Read only names like "*.txt", or paths like "2024/*"; may be given again.'
EXCLUDE_HELP = "Leave out such names or paths; may be given again."
OVERWRITE_HELP = "Replace outputs that somebody has edited, and files that Warta did not write."


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRequest(Briefing):
    """Arguments and options of commands that translate folders."""

    paths: Annotated[list[Path] | None, Argument(metavar="FOLDER", help=PATHS_HELP, show_default=False)] = None
    output: Annotated[Path, Option("-o", "--output", metavar="FOLDER", help=OUTPUT_HELP, show_default=False)]
    to: Annotated[
        list[str] | None,
        Option("--to", metavar="LANGUAGE", help=TO_HELP, autocompletion=language_lists, show_default="en"),
    ] = None
    format: Annotated[
        list[str] | None,
        Option("--format", metavar="FORMAT", help=FORMAT_HELP, autocompletion=format_names, show_default="txt"),
    ] = None
    brief: Annotated[bool, Option("--brief/--no-brief", help="Put a brief on top.")] = False
    include: Annotated[list[str] | None, Option("--include", metavar="PATTERN", help=INCLUDE_HELP)] = None
    exclude: Annotated[list[str] | None, Option("--exclude", metavar="PATTERN", help=EXCLUDE_HELP)] = None
    overwrite: Annotated[bool, Option("--overwrite/--no-overwrite", help=OVERWRITE_HELP)] = False

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
