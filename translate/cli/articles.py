"""`warta translate` and `warta brief`: single articles."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from typer import Exit

from translate.cli.choices import check_target, targets_of
from translate.cli.destinations import Destination, destinations
from translate.cli.loading import load_brief, load_setups, open_memory
from translate.cli.options import Briefing
from translate.cli.progress import sentences_bar, waiting
from translate.cli.setup import pull_missing
from translate.cli.show import recalled, summary, terms
from translate.cli.stderr import complain, note
from translate.cli.written import check_replaceable, write_output
from translate.errors import UsageError, WartaError
from translate.util.web import is_address

if TYPE_CHECKING:
    from translate.batch.memory import Memory
    from translate.batch.remembering import Recalled
    from translate.briefing.summarizers.abstractive import AbstractiveSummarizer
    from translate.document import Document
    from translate.translation.pipeline import Progress
    from translate.translation.setup import Setup

FAILED, FLAGGED = 1, 3
PLAIN = ("txt", "md", "srt", "vtt", "docx")  # formats that can contain the translation alone


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRequest(Briefing):
    """Arguments and options of `warta brief`."""

    articles: list[str]
    to: list[str] | None = None
    output: str | None = None
    pull: bool = False
    format: str | None = None

    overwrite: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """The target languages, each once."""
        return targets_of(self.to)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """The destination of each output.

        Raises:
            UsageError, WritingError: as `check_target` and `destinations`.
        """
        for target in self.targets:
            check_target(target, self.model)
        return destinations(tuple(dict.fromkeys(self.articles)), self.targets, self.output, self.format)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateRequest(BriefRequest):
    """Arguments and options of `warta translate`."""

    brief: bool = False
    plain: bool = False
    bilingual: bool = False


def translate(request: TranslateRequest) -> None:
    """Translate articles: the text goes to stdout, notes go to stderr."""
    places = _subtitles_kept(request)
    if request.plain and (request.brief or any(place.format not in PLAIN for place in places)):
        raise UsageError(
            f"--plain is for the translation alone; leave --brief out, and name one of {', '.join(PLAIN)}."
        )
    to_stdout = all(place.path is None and place.format in ("txt", "srt", "vtt") for place in places)
    plain = request.plain or (request.quiet and to_stdout and not request.brief)
    if request.bilingual and any(place.format != "docx" for place in places):
        raise UsageError("--bilingual is for .docx, such as -o article.docx; an .html report shows the source anyway.")
    _run(request, places, brief=request.brief, whole=True, plain=plain, bilingual=request.bilingual)


def _subtitles_kept(request: TranslateRequest) -> tuple[Destination, ...]:
    """Return the destinations; subtitles stay subtitles on stdout, for `warta translate a.srt > b.srt`."""
    places = request.destinations
    if request.format or request.brief:
        return places
    endings = [PurePath(place.article).suffix.lower()[1:] for place in places]
    return tuple(
        replace(place, format=ending) if place.path is None and ending in ("srt", "vtt") else place
        for place, ending in zip(places, endings, strict=True)
    )


def brief(request: BriefRequest) -> None:
    """Write the brief of an article alone: headline, points and facts, each with its evidence."""
    _run(request, request.destinations, brief=True, whole=False)


def _run(
    request: BriefRequest,
    places: Sequence[Destination],
    *,
    brief: bool,
    whole: bool,
    plain: bool = False,
    bilingual: bool = False,
) -> None:
    """Read, translate, brief and write articles; end with exit code 1 for a failure, 3 for a flag under --strict."""
    policy, spec, choice, editing = request.policy, request.spec, request.choice, request.editing
    if request.pull:
        if request.offline:
            raise UsageError("--pull downloads a model, and --offline forbids that. Leave one of them out.")
        pull_missing(request.targets, request.model)
    # Heavy modules are imported only after the request is validated.
    from translate.translation.post_edit.load import load_editor

    tell = partial(note, quiet=request.quiet)
    # An unreachable server should be reported before the long work.
    summarizer = load_brief(choice, request.targets, tell) if brief else None
    editor = load_editor(editing, request.targets, on_note=tell)
    documents = _read(request, tell)
    with ExitStack() as stack:
        memory = open_memory(request.memory, stack, tell) if documents else None
        for line in policy.terms.notes:
            tell(line)
        targets = request.targets if documents else ()
        with waiting("Loading the model", quiet=request.quiet):
            setups = load_setups(spec, targets, fallback=request.fallback, editor=editor, policy=policy, tell=tell)
        work = _OutputMaker(request, memory, summarizer, whole=whole, plain=plain, bilingual=bilingual)
        flagged, failed = work.make_all(places, documents, dict(zip(targets, setups, strict=True)))
    failed += sum(article not in documents for article in {place.article for place in places})
    if failed:
        raise Exit(FAILED)
    if request.strict and flagged:
        raise Exit(FLAGGED)


def _read(request: BriefRequest, tell: Callable[[str], None]) -> dict[str, tuple[bytes, Document]]:
    """Return the articles with their bytes; with several articles a failure is printed in one line.

    Raises:
        ReadingError, UsageError: the only article cannot be read.
    """
    documents = {}
    articles = dict.fromkeys(request.articles)
    for article in articles:
        try:
            documents[article] = _loaded(article, request)
        except WartaError as error:
            if len(articles) == 1:
                raise
            complain(str(error))
            continue
        document = documents[article][1]
        for line in document.notes:
            tell(f"{document.source.name}: {line}")
    return documents


def _loaded(article: str, request: BriefRequest) -> tuple[bytes, Document]:
    from translate.reading import load, read_bytes

    check = not request.any_language
    if is_address(article):
        from translate.reading.address import fetch, read_page

        if request.offline:
            raise UsageError(f"--offline: {article} is on the network. Save the page, and give the file.")
        page = fetch(article, allow_private=request.allow_private)
        return page.data, read_page(page, check_language=check)
    data = load(article)
    return data, read_bytes(data, name=article, check_language=check)


@dataclass(frozen=True, slots=True)
class _OutputMaker:
    """Makes the outputs of a command, with the setup of each language."""

    request: BriefRequest
    memory: Memory | None
    summarizer: str | AbstractiveSummarizer | None  # None for no brief
    whole: bool
    plain: bool
    bilingual: bool

    def make_all(
        self,
        places: Sequence[Destination],
        documents: Mapping[str, tuple[bytes, Document]],
        setups: Mapping[str, Setup],
    ) -> tuple[int, int]:
        """Make the outputs of all articles; return the numbers of flagged and failed ones.

        Raises:
            WartaError: the only output failed; with several outputs a failure is printed in one line.
        """
        flagged = failed = 0
        for place in places:
            if place.article not in documents:
                continue
            try:
                flagged += self.make(place, documents[place.article], setups[place.target])
            except WartaError as error:
                if len(places) == 1:
                    raise
                failed += 1
                complain(str(error))
        return flagged, failed

    def make(self, place: Destination, article: tuple[bytes, Document], setup: Setup) -> bool:
        """Translate, brief and write one article in one language; return whether a segment is flagged.

        Raises:
            WartaError: it cannot be translated or written.
        """
        from translate.briefing.compose import make_brief
        from translate.writers import Output, to_bytes

        request, (source, document), started = self.request, article, time.perf_counter()
        if place.path is not None and not request.overwrite:
            check_replaceable(place.path)  # before the work
        original = source if document.source.format == place.format == "docx" else b""
        with sentences_bar("Translating", quiet=request.quiet) as progress:
            progress(0, len(document.sentences))
            recall = self._translated(document, setup, progress)
        translation, briefing = recall.translation, None
        if self.summarizer is not None:
            briefing = make_brief(
                translation, points=request.points, summarizer=self.summarizer, max_length=request.max_length
            )
        output = Output(translation, briefing, self.whole, self.plain, self.bilingual, original)
        data = to_bytes(place.format, output)
        _write(data, place.path)
        seconds = time.perf_counter() - started
        named = f"{place.article}: " if place.path is not None and self._several else ""
        for line in (summary(translation, seconds), terms(translation, request.policy.terms), recalled(recall)):
            note(named + line, quiet=request.quiet or not line)
        return any(request.policy.is_fault(flag.code) for segment in translation.segments for flag in segment.flags)

    def _translated(self, document: Document, setup: Setup, progress: Progress) -> Recalled:
        from translate.batch.remembering import translate_with_memory

        return translate_with_memory(
            document, setup, self.request.policy, self.memory, dated=self.request.date, progress=progress
        )

    @property
    def _several(self) -> bool:
        return len(set(self.request.articles)) > 1


def _write(data: bytes, output: Path | None) -> None:
    """Write an output to a file atomically, or to standard output."""
    if output is not None:
        write_output(output, data, complain)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
