"""The output files of an article: which are out of date, and writing them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from translate.batch.discovery import InputFile
from translate.batch.job import Job
from translate.batch.journal import OutputRecord
from translate.document import Brief, Translation
from translate.errors import WritingError
from translate.util.files import sha256_of, write_atomically
from translate.writers import Output, to_bytes

# Temporary files of `write_atomically` after a kill.
LEFTOVER = re.compile(r"\..+\.\d+-[0-9a-f]{8}\.tmp")


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """An output of a file."""

    name: str  # below the output folder, with "/"
    path: Path
    format: str
    protected: bool  # whether a file is there that the journal does not know or that was edited
    known: OutputRecord | None = (
        None  # record of an output that is outdated only if the current choices affect its sentences
    )


@dataclass(frozen=True, slots=True)
class PendingOutputs:
    """The outputs still to be written for a file and one target language."""

    target: str
    paths: tuple[str, ...]  # of all its outputs
    places: tuple[OutputTarget, ...]  # missing or outdated ones; empty if all are up to date
    record: OutputRecord | None  # of an output that is up to date


def pending(
    found: InputFile,
    stem: str,
    target: str,
    base: str,
    job: Job,
    recorded: Callable[[str], OutputRecord | None],
    settings: str,
    choices: str,
) -> PendingOutputs:
    """Return the outputs to write for a file: all but those made from the same input and settings.

    Whether changed choices affect its sentences is known after translation: see `still_outdated`.

    Args:
        found: the input.
        stem: of its outputs, below the output folder.
        target: language code.
        base: what the paths of outputs begin with, the output folder; as text, since a rerun checks every output and
            `Path` is slow.
        job: names the formats.
        recorded: returns the record of an output.
        settings: SHA-256 of all settings of an output, without the input and the choices.
        choices: SHA-256 of the settings that affect only some sentences.
    """
    places: list[OutputTarget] = []
    paths: list[str] = []
    done = None
    sha256 = ""
    for format, name in zip(job.formats, names_of(stem, target, job), strict=True):
        path = base + name.replace("/", os.sep)
        paths.append(path)
        known = recorded(name)
        if known and known.sha256 and known.settings == settings and os.path.isfile(path):  # noqa: PTH113 - no `Path`
            sha256 = sha256 or _sha256(found.path)
            if known.sha256 == sha256:
                done = known
                if known.choices != choices:
                    place = Path(path)
                    places.append(OutputTarget(name, place, format, is_edited(place, known, job), known))
                continue
        protected = known is None and not job.overwrite and os.path.lexists(path)
        place = Path(path)
        places.append(OutputTarget(name, place, format, protected or is_edited(place, known, job)))
    return PendingOutputs(target, tuple(paths), tuple(places), done)


def names_of(stem: str, target: str, job: Job) -> list[str]:
    """Return the names of the outputs of a file below the output folder, one for each format."""
    return [f"{stem}.{target}.{format}" for format in job.formats]


def is_edited(path: Path, known: OutputRecord | None, job: Job) -> bool:
    """Return whether a person has edited an output."""
    if known is None or not known.written or job.overwrite or not path.is_file():
        return False
    return _sha256(path) != known.written


def still_outdated(places: Iterable[OutputTarget], choices: str) -> tuple[OutputTarget, ...]:
    """Return the outputs to write, given the key of the choices that affect the sentences."""
    return tuple(place for place in places if place.known is None or place.known.effective_choices != choices)


def brief_of(translation: Translation, job: Job) -> Brief | None:
    """Return the brief of a translation; None if the job has none.

    Raises:
        UsageError: its options are invalid.
    """
    if not job.brief:
        return None
    from translate.briefing.compose import make_brief

    return make_brief(translation, points=job.points, summarizer=job.summarizer, max_length=job.max_length)


def write_output(places: Iterable[OutputTarget], output: Output) -> dict[str, str]:
    """Write an output in all formats, as `write` does; return the SHA-256 of each by its name.

    Raises:
        WritingError: one cannot be written.
    """
    written = {}
    for place in places:
        data = to_bytes(place.format, output)
        if not place.protected:
            write_atomically(place.path, data)
        elif not (place.path.is_file() and place.path.read_bytes() == data):
            raise WritingError(
                f"{place.path} is there already, and was edited or comes from elsewhere: it is not replaced. "
                "Move it away, or set `overwrite`."
            )
        written[place.name] = hashlib.sha256(data).hexdigest()
    return written


def clear_leftovers(output: Path, stems: Sequence[str]) -> None:
    """Delete the temporary files of a killed run; the caller must hold the lock of the output folder."""
    below = {stem.rpartition("/")[0] for stem in stems}
    for folder in {output, *(output / name for name in below)}:
        with suppress(OSError):  # missing or unreadable, which writing will report
            for name in os.listdir(folder):  # noqa: PTH208 - a `Path` for each output is slow
                if name.startswith(".") and LEFTOVER.fullmatch(name):
                    (folder / name).unlink()


def _sha256(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:  # reading it will report why
        return "-"
