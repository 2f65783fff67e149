"""The step of every runner for articles and one target language: look up, translate, brief, write, record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from translate.batch import outputs
from translate.batch.cached_translator import Attempts, CachedTranslator, error_line
from translate.batch.discovery import InputFile
from translate.batch.job import Job
from translate.batch.journal import Journal, OutputRecord
from translate.batch.memory import Memory
from translate.batch.outputs import OutputTarget, PendingOutputs
from translate.batch.report import Outcome, Status, counted, terms_of
from translate.batch.window import Article
from translate.document import Translation
from translate.translation.pipeline import assemble
from translate.translation.setup import Setup
from translate.writers import Output

Places = Mapping[str, tuple[OutputTarget, ...]]  # outputs to write, by the name of the article


class ArticleStep:
    """Translates articles into one target language and writes their outputs; results are in the journal first."""

    def __init__(self, setup: Setup, job: Job, journal: Journal, output: Path, *, memory: Memory | None = None) -> None:
        """Take the setup, the job, and the stores of results."""
        self.segments = CachedTranslator(setup, job.policy, journal, memory)
        self.target = setup.engine.target
        self.job, self.journal, self.output = job, journal, output
        self.settings = job.settings(self.segments.basis)
        self._base = str(output / "x").removesuffix("x")

    def recorded(self, stems: Iterable[str]) -> dict[str, OutputRecord]:
        """Return the records of the outputs of files by output, given the stems; for at most some hundreds."""
        return self.journal.records([name for stem in stems for name in outputs.names_of(stem, self.target, self.job)])

    def pending(
        self, found: InputFile, stem: str, recorded: Mapping[str, OutputRecord] | None = None
    ) -> PendingOutputs:
        """Return the outputs still to be written for a file; `recorded` has their records if they were looked up."""
        look_up = self.journal.recorded if recorded is None else recorded.get
        choices = self.segments.choices
        return outputs.pending(found, stem, self.target, self._base, self.job, look_up, self.settings, choices)

    def translate(
        self,
        articles: Sequence[Article],
        *,
        on_step: Callable[[float], None] = lambda share: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> tuple[Attempts, dict[str, str]]:
        """Return attempts at all texts of articles, and the errors of articles that failed, by name.

        If the engine fails, each article is translated separately, so that one cannot fail the others.

        Args:
            articles: the articles.
            on_step: called after each batch of sentences with the share of them that is done.
            stop: called before each batch of sentences; True ends the work.

        Raises:
            WritingError: the journal or the memory cannot be written.
        """
        texts = {text for article in articles for text in article.texts}
        attempts = self.segments.look_up(texts)
        known = len(attempts)

        def tell_share() -> None:
            on_step((len(attempts) - known) / max(1, len(texts) - known))

        def translate_missing(texts: Iterable[str]) -> str:
            missing = [text for text in texts if text not in attempts]
            return self.segments.translate(missing, attempts, on_step=tell_share, stop=stop)

        if not translate_missing(texts):
            return attempts, {}
        return attempts, {a.found.name: reason for a in articles if (reason := translate_missing(a.texts))}

    def claim(self, articles: Iterable[Article], attempts: Attempts) -> Places:
        """Return the outputs to write of the translated articles, after invalidating them in the journal.

        This precedes the first write, so that a killed run leaves no incomplete output that counts.
        """
        ready = {a.found.name: self._still_outdated(a, attempts) for a in articles if a.texts <= attempts.keys()}
        self.journal.claim(place.name for places in ready.values() for place in places if not place.protected)
        return ready

    def _still_outdated(self, article: Article, attempts: Attempts) -> tuple[OutputTarget, ...]:
        """Return outputs to write; the others are recorded as up to date with the current choices."""
        places = article.targets(self.target)
        outdated = outputs.still_outdated(places, self.segments.choices_sha256(article.texts, attempts))
        choices = self.segments.choices_if_final(article.texts, attempts)
        self.journal.record(replace(p.known, choices=choices) for p in places if p.known and p not in outdated)
        return outdated

    def write(
        self, article: Article, places: tuple[OutputTarget, ...], attempts: Attempts, *, date: str, spent: float
    ) -> tuple[Outcome, Output | None]:
        """Write the outputs of one article; return its outcome, and the output unless it failed.

        Args:
            article: the article.
            places: its outputs, from `claim`.
            attempts: at all its texts.
            date: of the signature.
            spent: seconds spent on it so far.
        """
        started = time.perf_counter()
        document, name = article.document, article.found.source
        try:
            signature = self.segments.signed(document, date)
            segments = assemble(document.sentences, attempts, document.language, self.target, self.job.policy)
            translation = Translation(document, self.target, segments, signature)
            same = document.source.format == "docx" and any(place.format == "docx" for place in places)
            original = article.found.path.read_bytes() if same else b""
            output = Output(translation, outputs.brief_of(translation, self.job), original=original)
            written = outputs.write_output(places, output)
        except Exception as error:
            return Outcome(name, self.target, Status.FAILED, error_line(error), notes=document.notes), None
        codes = [str(code) for s in translation.segments for code in {flag.code for flag in s.flags}]
        counts = (len(translation.segments), article.words, counted(codes))
        terms = terms_of(translation, self.job.policy.terms)
        choices = (
            self.segments.choices_if_final(article.texts, attempts),
            self.segments.choices_sha256(article.texts, attempts),
        )
        record = OutputRecord("", article.found.name, document.source.sha256, self.settings, *counts, *choices)
        record = replace(record, terms=terms.found, kept=terms.kept)
        self.journal.record(replace(record, output=name, written=sha256) for name, sha256 in written.items())
        status = Status.FLAGGED if any(map(self.job.policy.is_fault, codes)) else Status.DONE
        spent += time.perf_counter() - started
        paths = article.paths(self.target)
        return Outcome(name, self.target, status, "", paths, *counts, terms, spent, document.notes), output
