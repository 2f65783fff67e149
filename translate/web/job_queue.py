"""The job queue and its worker: one article at a time, each model loaded once, corrections saved at once.

The event loop owns the jobs. Models and the memory run in separate threads, so that a correction does not wait for a
model.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from translate.briefing.compose import make_brief
from translate.document import Translation
from translate.language.glossary import Glossary, terms_fingerprint
from translate.translation.attempts import imported_attempts
from translate.translation.pipeline import assemble, text_of
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.translation.signing import sign
from translate.translation.windows import translate_windows
from translate.web.errors import Refused, line_of
from translate.web.job import Attempts, Corrections, JobState, ServerLimits, TranslationJob, TranslationRequest
from translate.web.models import Models
from translate.writers import Output

Result = TypeVar("Result")

STOPPED = "It was stopped."
TOO_LONG = "It takes longer than the server works on one article."


@dataclass(eq=False, slots=True)
class JobQueue:
    """All jobs of a server."""

    models: Models
    memory: Corrections
    policy: Policy = field(default_factory=Policy)
    limits: ServerLimits = field(default_factory=ServerLimits)
    on_note: Callable[[str], None] = lambda line: None  # called with one line about a failure
    dated: bool = True
    jobs: dict[str, TranslationJob] = field(default_factory=dict)  # by id, the oldest first
    waiting: list[TranslationJob] = field(default_factory=list)  # the first one is worked on
    _added: asyncio.Event = field(default_factory=asyncio.Event)
    _model_thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "warta-model"))
    # Slow files must not block requests for finished articles.
    _reading_threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "warta-reading"))
    _memory_thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "warta-memory"))

    # Requests

    def add(self, request: TranslationRequest) -> TranslationJob:
        """Return a new job at the end of the queue.

        Raises:
            Refused: too many articles are waiting.
        """
        job = TranslationJob(request)
        self._make_room(job)
        self.jobs[job.id] = job
        self._enqueue(job)
        return job

    async def read(self, call: Callable[[], Result]) -> Result:
        """Return the result of `call`, which reads an article, from a reading thread.

        Raises:
            Refused: it takes too long.
        """
        reading = asyncio.get_running_loop().run_in_executor(self._reading_threads, call)
        try:
            return await asyncio.wait_for(reading, self.limits.read_seconds)
        except TimeoutError:
            raise Refused(
                503, f"The article could not be read within {self.limits.read_seconds:.0f} s.", "ReadingTooLong"
            ) from None

    def job(self, id: str) -> TranslationJob:
        """Return the job with an id.

        Raises:
            Refused: there is none, or it was dropped to make room.
        """
        if id not in self.jobs:
            raise Refused(
                404, "The server no longer has this article. Its corrections are kept; translate it again.", "NotHeld"
            )
        return self.jobs[id]

    def place(self, job: TranslationJob) -> int:
        """Return the number of jobs ahead of this one."""
        return self.waiting.index(job) if job in self.waiting else 0

    def stop(self, job: TranslationJob) -> None:
        """Stop a job after the current sentences; it can be resumed."""
        if job.state.over:
            return
        job.stop_asked = True
        if job.state is JobState.WAITING:
            self.waiting.remove(job)
            job.change(JobState.STOPPED, STOPPED)
            self._moved()

    def drop(self, job: TranslationJob) -> None:
        """Forget a job."""
        self.jobs.pop(job.id, None)

    def resume(self, job: TranslationJob) -> None:
        """Queue a stopped or failed job again, for its missing sentences."""
        if job.state in (JobState.STOPPED, JobState.FAILED):
            job.spent = 0.0
            self._enqueue(job)

    def set_terms(self, job: TranslationJob, terms: Glossary) -> None:
        """Replace the terms of a job; sentences with a changed term are translated again."""
        if not job.state.over:
            raise Refused(409, "The article is still being translated; add terms when it is done.", "StillTranslated")
        before, after = self._terms(job.request), self.policy.terms + terms
        target = job.request.target
        job.request = replace(job.request, terms=terms)
        job.forget(
            text
            for text in job.attempts
            if terms_fingerprint(text, before, target) != terms_fingerprint(text, after, target)
        )
        job.edition += 1
        self._enqueue(job)

    async def correct(self, job: TranslationJob, index: int, translation: str) -> None:
        """Store a person's translation of a sentence; it is in the memory when this returns.

        Raises:
            Refused: there is no such sentence, or the article is not finished.
            WritingError: the memory cannot be written.
        """
        text, request = self._corrected(job, index), job.request
        pairs = {text: translation}
        await self._in_memory(lambda: self.memory.add_imported("id", request.target, pairs))
        setup = await self._setup(request)
        attempts = await self._in_model(lambda: imported_attempts(pairs, setup.engine, self._policy(request)))
        if text in job.attempts and text not in job.from_memory:
            job.replaced |= {text: job.attempts[text]}
        job.add(attempts)
        await self._finish(job, setup)

    async def withdraw(self, job: TranslationJob, index: int) -> None:
        """Delete a person's translation of a sentence, and restore the model's translation.

        Raises:
            Refused: there is no such sentence, or the article is not finished.
            WritingError: the memory cannot be written.
        """
        text, request = self._corrected(job, index), job.request
        await self._in_memory(lambda: self.memory.remove_imported("id", request.target, [text]))
        machine = job.replaced.get(text)
        job.forget([text])
        if machine is not None:
            job.add({text: machine})
            await self._finish(job, await self._setup(request))
        elif job.state is JobState.DONE:
            job.edition += 1
            self._enqueue(job)

    # Work

    async def work(self) -> None:
        """Process the queue forever."""
        while True:
            while not self.waiting:
                self._added.clear()
                await self._added.wait()
            job = self.waiting[0]
            try:
                await self._run(job)
            except Exception as error:  # any failure of a model; the next article follows
                self.on_note(line_of(error))
                job.change(JobState.FAILED, line_of(error))
            self.waiting.remove(job)
            if job.state is JobState.RUNNING:  # its turn is over before the job is done
                self._enqueue(job)
            self._moved()

    async def warm_up(self, target: str) -> None:
        """Load the model of a language before the first request; an error is reported at that request."""
        if target in self.models.choices:
            name = self.models.pick(target)
            with suppress(Exception):
                await self._in_model(lambda: self.models.setup(name, target))

    def close(self) -> None:
        """Stop the threads after the current sentences."""
        self._model_thread.shutdown(wait=False, cancel_futures=True)
        self._reading_threads.shutdown(wait=False, cancel_futures=True)
        self._memory_thread.shutdown(wait=True)

    async def _run(self, job: TranslationJob) -> None:
        """Work on a job until it is done, stopped, or its turn is over."""
        job.stop_asked, request = False, job.request
        job.change(JobState.RUNNING if self.models.is_loaded(request.model, request.target) else JobState.LOADING)
        setup = await self._setup(request)
        job.change(JobState.RUNNING)
        await self._recall(job, setup)
        started, before, nothing = time.monotonic(), job.spent, Attempts()
        alone = len(self.waiting) < 2  # else what is begun ahead would be lost at the end of the turn
        stream = translate_windows(job.missing, setup, self._policy(request), ahead=alone)
        while attempts := await self._in_model(lambda: next(stream, nothing)):
            job.add(attempts)
            job.change()
            turn = time.monotonic() - started
            job.spent = before + turn
            if not job.missing:
                break
            if job.stop_asked or job.spent > self.limits.job_seconds:
                job.change(JobState.STOPPED, STOPPED if job.stop_asked else TOO_LONG)
                return
            if turn > self.limits.turn_seconds and len(self.waiting) > 1:
                return
        await self._finish(job, setup)

    async def _recall(self, job: TranslationJob, setup: Setup) -> None:
        """Use the memory's human translations for the missing texts."""
        missing, policy = job.missing, self._policy(job.request)
        pairs = await self._in_memory(lambda: self.memory.imported("id", job.request.target, missing))
        if pairs:
            job.add(await self._in_model(lambda: imported_attempts(pairs, setup.engine, policy)))
            job.change()

    async def _finish(self, job: TranslationJob, setup: Setup) -> None:
        """Assemble the translation and its brief, and mark the job done; nothing if sentences are missing again."""
        async with job.lock:
            if job.missing or job.state not in (JobState.RUNNING, JobState.DONE):
                return
            request, attempts = job.request, job.attempts
            if request.report:
                known = await self._in_memory(lambda: self.memory.imported_sha256("id", request.target))
                known = known if job.from_memory else ""
                job.output = await asyncio.to_thread(self._output, request, attempts, setup, known)
            if job.state in (JobState.RUNNING, JobState.DONE):
                job.change(JobState.DONE)

    def _output(self, request: TranslationRequest, attempts: Attempts, setup: Setup, imported_sha256: str) -> Output:
        document = request.documents[0]
        date = datetime.now(UTC).date().isoformat() if self.dated else ""
        policy = self._policy(request)
        signature = sign(document, setup, policy, date)
        if imported_sha256:
            signature = replace(signature, settings=(*signature.settings, ("imported", imported_sha256[:12])))
        segments = assemble(document.sentences, attempts, document.language, request.target, policy)
        translation = Translation(document, request.target, segments, signature)
        return Output(translation, make_brief(translation), original=request.original)

    # The queue

    def _enqueue(self, job: TranslationJob) -> None:
        self.waiting.append(job)
        job.change(JobState.WAITING)
        self._added.set()

    def _moved(self) -> None:
        for job in self.waiting:
            job.change()

    def _make_room(self, job: TranslationJob) -> None:
        """Delete the oldest finished articles.

        Raises:
            Refused: the waiting articles exceed the limits.
        """
        if len(self.waiting) >= self.limits.waiting:
            raise Refused(503, f"{len(self.waiting)} articles are waiting. Try again in a few minutes.", "TooManyWait")
        characters = sum(other.characters for other in self.jobs.values()) + job.characters
        finished = [other for other in self.jobs.values() if other.state.over]
        many = len(finished) - self.limits.kept + 1
        while finished and (many > 0 or characters > self.limits.characters):
            oldest = finished.pop(0)
            many, characters = many - 1, characters - oldest.characters
            del self.jobs[oldest.id]
        if characters > self.limits.characters:
            raise Refused(503, "Too much text is waiting. Try again in a few minutes.", "TooManyWait")

    def _corrected(self, job: TranslationJob, index: int) -> str:
        """Return the source text of a sentence to be corrected."""
        if job.state is not JobState.DONE:
            raise Refused(409, "The article is still being translated; correct it when it is done.", "StillTranslated")
        sentences = job.sentences
        if not 0 <= index < len(sentences) or text_of(sentences[index]) not in job.texts:
            raise Refused(404, f"The article has no sentence {index + 1} that was translated.")
        return text_of(sentences[index])

    def _terms(self, request: TranslationRequest) -> Glossary:
        return self.policy.terms + request.terms

    def _policy(self, request: TranslationRequest) -> Policy:
        return replace(self.policy, glossary=self._terms(request))

    async def _setup(self, request: TranslationRequest) -> Setup:
        return await self._in_model(lambda: self.models.setup(request.model, request.target))

    async def _in_model(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._model_thread, call)

    async def _in_memory(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._memory_thread, call)
