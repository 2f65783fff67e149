"""A job: the options of one article, its finished sentences, and notifications of clients; and the server's limits.

A job belongs to the event loop; other threads may only read it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from translate.document import Attempt, Document, Segment, Sentence, Signature, Step, Translation
from translate.language.glossary import NO_TERMS, Glossary
from translate.reading import MAX_BYTES
from translate.translation.pipeline import is_translatable, segment, text_of
from translate.writers import Output

Attempts = dict[str, tuple[Attempt, ...]]  # by source text


class JobState(StrEnum):
    """The state of a job."""

    WAITING = "waiting"  # in the queue
    LOADING = "loading"  # its model is being loaded
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # can be resumed
    FAILED = "failed"

    @property
    def over(self) -> bool:
        """Whether the job has ended."""
        return self in (JobState.DONE, JobState.STOPPED, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """The article of a request, and its options."""

    documents: tuple[Document, ...]  # one, or several texts of LibreTranslate's API
    target: str
    model: str
    terms: Glossary = NO_TERMS  # in addition to those of the server
    original: bytes = b""  # bytes of a Word file, for the translated Word file
    report: bool = True  # whether the report with its brief is made


@dataclass(eq=False, slots=True)
class TranslationJob:
    """One request in the queue and after it."""

    request: TranslationRequest
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))  # cannot be guessed
    state: JobState = JobState.WAITING
    attempts: Attempts = field(default_factory=dict)
    replaced: Attempts = field(default_factory=dict)  # the model's attempts at sentences corrected since
    reason: str = ""  # why it stopped or failed
    output: Output | None = None  # once it is done
    version: int = 0  # grows with every change
    edition: int = 0  # grows when earlier sentences become invalid
    changed_event: asyncio.Event = field(default_factory=asyncio.Event)
    stop_asked: bool = False
    spent: float = 0.0  # seconds of work
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # held while the output is made

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of all documents."""
        return tuple(sentence for document in self.request.documents for sentence in document.sentences)

    @property
    def texts(self) -> frozenset[str]:
        """Every text that has to be translated."""
        return frozenset(text_of(sentence) for sentence in self.sentences if is_translatable(sentence))

    @property
    def missing(self) -> frozenset[str]:
        """The texts that are not translated yet."""
        return self.texts - self.attempts.keys()

    @property
    def characters(self) -> int:
        """The length of its documents."""
        return sum(len(document.text) for document in self.request.documents)

    def add(self, attempts: Attempts) -> None:
        """Add attempts, in a new dictionary, since another thread may be reading the old one."""
        self.attempts = self.attempts | attempts

    def forget(self, texts: Iterable[str]) -> None:
        """Delete the attempts at some texts."""
        forgotten = frozenset(texts)
        self.attempts = {text: tried for text, tried in self.attempts.items() if text not in forgotten}
        self.replaced = {text: tried for text, tried in self.replaced.items() if text not in forgotten}

    def change(self, state: JobState | None = None, reason: str = "") -> None:
        """Notify waiting clients of a change of state or progress."""
        if state is not None:
            self.state, self.reason = state, reason
        self.version += 1
        event, self.changed_event = self.changed_event, asyncio.Event()
        event.set()

    async def changed(self, seen: int) -> None:
        """Return when the version of the job differs from `seen`."""
        while self.version == seen:
            await self.changed_event.wait()

    async def over(self) -> None:
        """Return when the job is over."""
        while not self.state.over:
            await self.changed(self.version)

    def so_far(self, document: Document) -> Translation:
        """Return the current translation of a document; missing sentences are empty."""
        segments = tuple(self._segment(sentence) for sentence in document.sentences)
        return Translation(document, self.request.target, segments, Signature("", (), "", "id", self.request.target))

    def _segment(self, sentence: Sentence) -> Segment:
        if not is_translatable(sentence):
            return Segment(sentence, text_of(sentence))
        tried = self.attempts.get(text_of(sentence))
        return segment(sentence, tried) if tried else Segment(sentence, "")

    def indices_of(self, texts: frozenset[str]) -> frozenset[int]:
        """Return the indices of the sentences with one of these texts."""
        return frozenset(index for index, sentence in enumerate(self.sentences) if text_of(sentence) in texts)

    @property
    def from_memory(self) -> frozenset[str]:
        """The texts with a human translation."""
        return frozenset(text for text, tried in self.attempts.items() if tried and tried[0].step is Step.IMPORTED)


class Corrections(Protocol):
    """The translation memory of a person's corrections."""

    def imported(self, source: str, target: str, texts: Iterable[str]) -> dict[str, str]:
        """Return the translations of those of `texts` that have one."""

    def imported_sha256(self, source: str, target: str) -> str:
        """Return the SHA-256 of all of them; empty without any."""

    def add_imported(self, source: str, target: str, pairs: Mapping[str, str]) -> None:
        """Store translations; they are on disk when this returns."""

    def remove_imported(self, source: str, target: str, texts: Iterable[str]) -> None:
        """Delete translations."""


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Limits that prevent one client from using all memory or time."""

    body: int = MAX_BYTES + 500_000  # bytes of a request: an article and its options
    body_seconds: float = 60.0  # to receive a request
    read_seconds: float = 60.0  # to read an article
    waiting: int = 500  # articles in the queue
    kept: int = 200  # finished articles that are kept for correction and saving
    characters: int = 50_000_000  # of all kept articles
    turn_seconds: float = 60.0  # of work on one article while others wait
    job_seconds: float = 1800.0  # of work on one article in total
    terms: int = 500  # of a request
    texts: int = 1_000  # of a request to LibreTranslate's API
    addresses: bool = True  # whether web pages may be fetched
