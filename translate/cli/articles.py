"""`warta translate` and `warta brief`: one article."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option

from translate.cli.idle import unheard
from translate.cli.options import Briefing, check_target, format_names, language_names
from translate.cli.show import note, progress_bar, remarks, remarks_on, summary, terms
from translate.errors import UsageError, WritingError
from translate.util.web import is_address

if TYPE_CHECKING:
    from translate.document import Document

FLAGGED = 3
PLAIN = ("txt", "srt", "vtt", "docx")  # formats that have the translation alone

FILE_HELP = "An article: .txt .md .html .docx .pdf .srt .vtt, - for stdin, or the address of a page (https://...)."
OUTPUT_HELP = "Write here instead of stdout; the ending names the format."
PLAIN_HELP = "The translation alone: no notes, no signature. On stdout --quiet does so too."
BILINGUAL_HELP = "In a Word file, the source in grey under each paragraph."
FORMAT_HELP = "txt, md, json, jsonl, html, docx; of subtitles srt or vtt."


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRequest(Briefing):
    """What is asked of one article when only its brief is wanted."""

    article: Annotated[str, Argument(metavar="FILE", help=FILE_HELP, show_default=False)]
    to: Annotated[
        str, Option("--to", metavar="LANGUAGE", help="Target language: en or ja.", autocompletion=language_names)
    ] = "en"
    output: Annotated[Path | None, Option("-o", "--output", metavar="FILE", help=OUTPUT_HELP)] = None
    format: Annotated[
        str | None, Option("--format", metavar="FORMAT", help=FORMAT_HELP, autocompletion=format_names)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateRequest(BriefRequest):
    """What is asked of one article."""

    brief: Annotated[bool, Option("--brief", help="Put a brief on top.")] = False
    plain: Annotated[bool, Option("--plain", help=PLAIN_HELP, rich_help_panel="Output")] = False
    bilingual: Annotated[bool, Option("--bilingual", help=BILINGUAL_HELP, rich_help_panel="Output")] = False


def translate(request: TranslateRequest) -> None:
    """Translate an article: the text on stdout, notes on stderr."""
    to_stdout = request.output is None and request.format in (None, "txt", "srt", "vtt")
    if request.plain and (request.brief or _format(request) not in PLAIN):
        raise UsageError(
            f"--plain is for the translation alone; leave --brief out, and name one of {', '.join(PLAIN)}."
        )
    alone = request.plain or (request.quiet and to_stdout and not request.brief)
    if request.bilingual and _format(request) != "docx":
        raise UsageError("--bilingual is for .docx, such as -o article.docx; an .html report shows the source anyway.")
    _run(request, brief=request.brief, whole=True, alone=alone, bilingual=request.bilingual)


def brief(request: BriefRequest) -> None:
    """Write the brief of an article alone: headline, points and facts, each with its evidence."""
    _run(request, brief=True, whole=False)


def _run(request: BriefRequest, *, brief: bool, whole: bool, alone: bool = False, bilingual: bool = False) -> None:
    """Read, translate, brief and write one article, and end with the exit code it has earned."""
    format = _format(request)
    check_target(request.to, request.model)
    policy, spec, choice, editing = request.policy, request.spec, request.choice, request.editing
    # Heavy modules load only now, when the request is known to be sound.
    from translate.briefing.compose import make_brief
    from translate.briefing.summarizers.load import load_summarizer
    from translate.translation.post_edit.load import load_editor
    from translate.translator import Translator
    from translate.writers import Output, to_bytes

    tell = partial(note, quiet=request.quiet)
    # A server that is not there should not be found missing after the long work.
    summarizer = load_summarizer(choice, [request.to]) if brief else "textrank"
    editor = load_editor(editing, [request.to], on_note=tell)
    for line in remarks_on(choice) if brief else ():
        tell(line)
    data, document = _read(request)
    original = data if document.source.format == format == "docx" else b""
    for line in document.notes:
        tell(f"{document.source.name}: {line}")
    translator = Translator(
        request.to,
        model=spec,
        fallback=request.fallback,
        post_edit=editor or "none",
        policy=policy,
        dated=request.date,
        on_note=tell,
    )
    for line in (*policy.terms.notes, *remarks(translator.engine), *unheard(translator.setup, policy, request.prompts)):
        tell(line)
    started = time.perf_counter()
    with progress_bar("Translating", quiet=request.quiet) as progress:
        progress(0, len(document.sentences))
        translation = translator.translate(document, progress=progress)
    made = None
    if brief:
        made = make_brief(translation, points=request.points, summarizer=summarizer, max_length=request.max_length)
    data = to_bytes(format, Output(translation, made, whole, alone, bilingual, original))
    _write(data, request.output)
    for line in (summary(translation, time.perf_counter() - started), terms(translation, policy.terms)):
        note(line, quiet=request.quiet or not line)
    if request.strict and translation.flagged:
        raise Exit(FLAGGED)


def _read(request: BriefRequest) -> tuple[bytes, Document]:
    """Return the bytes of the article and the article."""
    from translate.reading import load, read_bytes
    from translate.reading.address import fetch, read_page

    check = not request.any_language
    if is_address(request.article):
        if request.offline:
            raise UsageError(f"--offline: {request.article} is on the network. Save the page, and give the file.")
        page = fetch(request.article, allow_private=request.allow_private)
        return page.data, read_page(page, check_language=check)
    data = load(request.article)
    return data, read_bytes(data, name=request.article, check_language=check)


def _write(data: bytes, output: Path | None) -> None:
    """Write what was made to a file, whole or not at all, or to standard output."""
    from translate.util.files import write_atomically

    if output is not None:
        write_atomically(output, data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _format(request: BriefRequest) -> str:
    """Return the output format, having made sure that the output can be written before any work is done."""
    from translate.writers import WRITERS, format_of

    if request.format is not None and request.format not in WRITERS:
        raise UsageError(f"--format {request.format}: expected one of {', '.join(WRITERS)}.")
    if request.output is None:
        if request.format == "docx" and sys.stdout.isatty():
            raise UsageError("--format docx: a Word file is nothing for a terminal. Name a file with -o article.docx.")
        return request.format or "txt"
    check_output(request.output, request.article)
    named = format_of(request.output)
    if request.format not in (None, named):
        raise UsageError(
            f"-o {request.output} --format {request.format}: the ending says {named}. Leave one of them out."
        )
    return named


def check_output(output: Path, article: str) -> None:
    """Refuse an output that cannot be written, or that would take the place of the article.

    Raises:
        UsageError: it is the article itself.
        WritingError: its folder is missing or read-only, or it is a folder.
    """
    if article != "-" and output.exists() and Path(article).exists() and output.samefile(article):
        raise UsageError(f"{output}: this is the article itself. Name another file with -o.")
    if output.is_dir():
        raise WritingError(f"{output}: this is a folder; expected a file name. Try -o {output / 'article.txt'}.")
    if not output.parent.is_dir():
        raise WritingError(f"{output}: there is no folder {output.parent}. Create it, or name another file with -o.")
    target = output if output.exists() else output.parent
    if not os.access(target, os.W_OK):
        raise WritingError(f"{output}: no permission to write to {target}. Name another file with -o.")
