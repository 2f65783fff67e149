"""`warta review`: the sentences to read first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from translate.cli.choices import Debug
from translate.cli.stderr import note
from translate.document import Flag, FlagCode, Segment, Translation
from translate.errors import UsageError

FILE_HELP = "A .json output of Warta."
TSV_HELP = "Write a table: correct its last column in a spreadsheet, then give it to `warta memory learn`."


def review(
    file: Annotated[Path, Argument(metavar="FILE", help=FILE_HELP, show_default=False)],
    top: Annotated[int, Option("--top", min=1, metavar="N", help="How many sentences.")] = 10,
    as_json: Annotated[bool, Option("--json", help="JSON instead of text.")] = False,
    as_tsv: Annotated[bool, Option("--tsv", help=TSV_HELP)] = False,
    debug: Debug = False,
) -> None:
    """List the sentences to read first: flagged ones, the worst first, then those with the lowest confidence."""
    if as_json and as_tsv:
        raise UsageError("--json and --tsv: expected one of them.")
    translation = read_translation(file)
    ranked = rank(translation)
    shown = ranked[:top]
    if as_json:
        print(json.dumps([_record(i, translation.segments[i]) for i in shown], ensure_ascii=False, indent=2))
        return
    if as_tsv:
        from translate.writers.corrections_table import table_to_correct

        print(table_to_correct(translation, shown), end="")
        return
    languages = (translation.document.language, translation.target)
    for index in shown:
        print("\n".join(_lines(index, translation.segments[index], languages)) + "\n")
    doubts = f"{len(translation.flagged)} of {len(translation.segments)} segments flagged"
    note(f"{doubts}; {len(shown)} of {len(ranked)} translated ones shown.")


def rank(translation: Translation) -> list[int]:
    """Return the indices of the segments translated by a model, in reading priority.

    Ordered by severity, then confidence; without scores in text order.
    """
    from translate.checks import severity
    from translate.checks.scores import confidence

    def key(index: int) -> tuple[tuple[int, ...], float, int]:
        segment = translation.segments[index]
        sure = confidence(segment)
        return tuple(-count for count in severity(segment.flags)), 1.0 if sure is None else sure, index

    return sorted((i for i, segment in enumerate(translation.segments) if segment.attempts), key=key)


def _confidence(segment: Segment) -> float | None:
    from translate.checks.scores import confidence

    sure = confidence(segment)
    return None if sure is None else round(sure, 3)


def _kept(segment: Segment) -> str:
    """Return the description of the attempt whose text was kept."""
    from translate.writers.wording import attempt_text

    def faults(flags: Iterable[Flag]) -> list[Flag]:
        return [flag for flag in flags if flag.code is not FlagCode.LOW_SCORE]  # may be a flag of the segment only

    kept = (segment.text, faults(segment.flags))
    same = (attempt for attempt in segment.attempts if (attempt.text, faults(attempt.flags)) == kept)
    return next(map(attempt_text, same), "")


def _record(index: int, segment: Segment) -> dict[str, object]:
    from translate.writers.wording import flag_reason

    return {
        "segment": index,
        "source": segment.source.text.strip(),
        "target": segment.text,
        "confidence": _confidence(segment),
        "flags": [{"code": str(flag.code), "note": flag_reason(flag)} for flag in segment.flags],
        "attempts": len(segment.attempts),
        "kept": _kept(segment),
    }


def _lines(index: int, segment: Segment, languages: tuple[str, str]) -> list[str]:
    from translate.writers.wording import flag_reason

    sure = _confidence(segment)
    head = f"[{index}]" + ("" if sure is None else f" confidence {sure:.2f}")
    doubts = [f"  {flag.code}: {flag_reason(flag)}" for flag in segment.flags]
    if len(segment.attempts) > 1:
        doubts.append(f"  tried {len(segment.attempts)} times; kept: {_kept(segment)}")
    texts = (" ".join(segment.source.text.split()), segment.text or "(nothing)")
    return [head, *doubts, *(f"  {language}: {text}" for language, text in zip(languages, texts, strict=True))]


def read_translation(path: Path) -> Translation:
    """Return the translation in a .json output.

    Raises:
        MissingFile: there is no such file.
        TooLarge: it is larger than any output.
        UsageError: it is a .jsonl output, which has too little.
        DamagedFile: it is no output of Warta.
    """
    from translate.errors import DamagedFile, MissingFile
    from translate.util.files import read_whole
    from translate.writers import translation_from_json

    if path.is_dir():
        raise MissingFile(f"{path}: this is a folder. Name one of the .json outputs in it.")
    if not path.is_file():
        raise MissingFile(f"{path}: there is no such file. Check the path.")
    if path.suffix.lower() == ".jsonl":
        raise UsageError(
            f"{path}: expected a .json output, which has every attempt. Translate again with --format json."
        )
    try:
        return translation_from_json(read_whole(path).decode("utf-8"))[0]
    except OSError as error:
        raise MissingFile(f"{path} cannot be read: {error.strerror or error}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise DamagedFile(f"{path} is not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    except DamagedFile as error:
        raise DamagedFile(f"{path}: {error}") from error
