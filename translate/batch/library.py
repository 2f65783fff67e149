"""Many files from Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from translate.batch.discovery import discover
from translate.batch.job import Job
from translate.batch.memory import Memory
from translate.batch.report import Outcome, Progress
from translate.batch.run import Batch
from translate.errors import expect
from translate.models.engines.base import Engine
from translate.models.fallback import Fallback
from translate.models.resolve import ModelSpec
from translate.translation.post_edit.base import PostEditor
from translate.translation.setup import load_setup


def translate_files(
    paths: str | Path | Iterable[str | Path],
    output: str | Path,
    *,
    to: str | Sequence[str] = ("en",),
    model: str | ModelSpec = "auto",
    fallback: str | Fallback = "none",
    post_edit: PostEditor | None = None,
    engines: Sequence[Engine] = (),
    job: Job | None = None,
    memory: Memory | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Iterator[Outcome]:
    """Translate files and folders into a folder of outputs, and yield the outcome of each file for each target.

    Outputs of an earlier run into the same folder that are up to date are skipped.

    Args:
        paths: files and folders, or one.
        output: folder for the outputs, the journal and `report.json`; made if missing.
        to: target languages, or one; "en,ja" is two.
        model: as for `Translator`.
        fallback: as for `Translator`, also for given engines.
        post_edit: the post-editor, from `translation.post_edit.load`, for sentences with remaining flags.
        engines: used instead of `to` and `model`, one for each target language.
        job: formats, brief, decoding and all other options.
        memory: translations of other runs, used and added to.
        progress: called after each batch of sentences and each file.
        stop: called before each file and each batch of sentences; True ends the run, which can be resumed.

    Raises:
        UsageError: the output folder contains an input folder, or two engines have the same target.
        MissingFile: a path does not exist.
        ModelError: the model cannot be loaded.
        WritingError: another process works in the output folder, or the folder cannot be written.
    """
    expect(job, (Job, type(None)), "A job", 'a Job, such as Job(formats=("html",))')
    expect(output, (str, Path), "The output folder", "its path")
    job, output = job or Job(), Path(output)
    listing = discover(_paths(paths), output, include=job.include, exclude=job.exclude)
    load = partial(load_setup, ModelSpec.of(model), fallback=fallback, post_edit=post_edit, policy=job.policy)
    setups = [load(engine.target, engine=engine) for engine in engines] or [load(target) for target in _targets(to)]
    yield from Batch(listing, output, setups, job, memory=memory, progress=progress, stop=stop).run()


def _paths(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    paths = [paths] if isinstance(paths, str | Path) else paths
    expect(paths, Iterable, "The files", "a path, or a list of paths")
    found = list(paths)
    for path in found:
        expect(path, (str, Path), "A file", "its path")
    return [Path(path) for path in found]


def _targets(to: str | Sequence[str]) -> list[str]:
    to = [to] if isinstance(to, str) else to
    expect(to, Iterable, "Target languages", 'a code such as "en", or several')
    return list(dict.fromkeys(code.strip() for some in to for code in str(some).split(",")))
