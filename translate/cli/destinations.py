"""Destinations of `warta translate` and `warta brief`: stdout, a file, or a file for each article and language."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from translate.document.display import counted
from translate.errors import UsageError, WritingError
from translate.util.web import is_address

TO, NAME = "{to}", "{name}"  # placeholders in an output name: language and article


@dataclass(frozen=True, slots=True)
class Destination:
    """An output of one article in one language."""

    article: str  # as the user gave it
    target: str
    format: str
    path: Path | None  # None: standard output


def destinations(
    articles: Sequence[str], targets: Sequence[str], output: str | None, format: str | None
) -> tuple[Destination, ...]:
    """Return the destination of each output, after checking that it can be written.

    Args:
        articles: as the user gave them, each once.
        targets: language codes, each once.
        output: a file, a folder, a name with "{to}" and "{name}", or None for standard output.
        format: name of the format; None if the ending of the output names it.

    Raises:
        UsageError: the output has no known ending or two formats, or several outputs have the same path.
        WritingError: an output cannot be written.
    """
    from translate.writers import WRITERS

    if format is not None and format not in WRITERS:
        raise UsageError(f"--format {format}: expected one of {', '.join(WRITERS)}.")
    several = len(articles) * len(targets) > 1
    if output is None:
        return _to_stdout(articles, targets, format)
    if _is_folder(output, several=several):
        places = _in_folder(articles, targets, Path(output), format or "txt")
    else:
        if several and TO not in output and NAME not in output:
            raise UsageError(
                f"-o {output}: {len(articles) * len(targets)} outputs ({counted(len(articles), 'article')}, --to "
                f"{','.join(targets)}) cannot go into one file. Name a folder, such as "
                f"-o out/, or a file for each, such as -o 'out.{NAME}.{TO}.html'."
            )
        places = _named(articles, targets, output, format)
    _refuse_shared(places)
    for place in places:
        _check_output(place, articles, in_folder=_is_folder(output, several=several))
    return places


def _to_stdout(articles: Sequence[str], targets: Sequence[str], format: str | None) -> tuple[Destination, ...]:
    if len(articles) * len(targets) > 1:
        raise UsageError(
            f"{len(articles) * len(targets)} outputs ({counted(len(articles), 'article')}, --to {','.join(targets)}) "
            "cannot go to standard output together. Name a folder, such as "
            f"-o out/, or a file for each, such as -o 'out.{NAME}.{TO}.html'."
        )
    if format == "docx" and sys.stdout.isatty():
        raise UsageError("--format docx: a Word file cannot be shown on a terminal. Name a file with -o article.docx.")
    return (Destination(articles[0], targets[0], format or "txt", None),)


def _is_folder(output: str, *, several: bool) -> bool:
    """Return whether an output is a folder: it exists, ends in a slash, or has no ending with several outputs."""
    if output.endswith(("/", os.sep)) or Path(output).is_dir():
        return True
    return several and not Path(output).suffix and TO not in output and NAME not in output


def _in_folder(articles: Sequence[str], targets: Sequence[str], folder: Path, format: str) -> tuple[Destination, ...]:
    from translate.batch.naming import stems

    names = {article: _name_of(article) for article in articles}
    chosen = stems(dict.fromkeys(names.values()))
    return tuple(
        Destination(article, target, format, folder / f"{chosen[names[article]]}.{target}.{format}")
        for article in articles
        for target in targets
    )


def _named(articles: Sequence[str], targets: Sequence[str], output: str, format: str | None) -> tuple[Destination, ...]:
    from translate.writers import format_of

    named = format_of(output)
    if format not in (None, named):
        raise UsageError(f"-o {output} --format {format}: the ending of the name means {named}. Leave one of them out.")
    return tuple(
        Destination(article, target, named, Path(output.replace(TO, target).replace(NAME, _stem_of(article))))
        for article in articles
        for target in targets
    )


def _name_of(article: str) -> str:
    """Return the name of an article, a file, "-" or an address, without folders."""
    if is_address(article):
        parts = urlsplit(article)
        return PurePosixPath(parts.path).name or parts.hostname or "page"
    return "stdin" if article == "-" else PurePosixPath(Path(article).as_posix()).name or "article"


def _stem_of(article: str) -> str:
    return PurePosixPath(_name_of(article)).stem


def _refuse_shared(places: Sequence[Destination]) -> None:
    seen: dict[Path, Destination] = {}
    for place in places:
        if place.path is None:
            continue
        other = seen.setdefault(place.path, place)
        if other is place:
            continue
        missing = TO if other.article == place.article else NAME
        both = f"{other.article} to {other.target} and {place.article} to {place.target}"
        raise UsageError(
            f"{both} would both be written to {place.path}. Put {missing} into the name after -o, or use `warta batch`."
        )


def _check_output(place: Destination, articles: Sequence[str], *, in_folder: bool) -> None:
    """Refuse an output that cannot be written, or that would overwrite an article.

    Raises:
        UsageError: it is one of the articles.
        WritingError: its folder is missing or read-only, or it is a folder.
    """
    output = place.path
    if output is None:
        return
    for article in articles:
        is_file = article != "-" and not is_address(article)
        if is_file and output.exists() and Path(article).exists() and output.samefile(article):
            raise UsageError(f"{output}: this is the article itself. Name another file with -o.")
    if output.is_dir():
        raise WritingError(f"{output}: this is a folder; expected a file name. Try -o {output / 'article.txt'}.")
    if not output.parent.is_dir() and not in_folder:
        raise WritingError(f"{output}: there is no folder {output.parent}. Create it, or name another file with -o.")
    nearest = output if output.exists() else next(folder for folder in output.absolute().parents if folder.exists())
    if not os.access(nearest, os.W_OK) or not (nearest == output or nearest.is_dir()):
        raise WritingError(f"{output}: no permission to write to {nearest}. Name another file with -o.")
