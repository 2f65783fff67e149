"""The JSON API, which the page uses too: `docs/serve.md` describes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import PurePath
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from translate.document import LANGUAGES
from translate.web.bodies import Fields, body_of, json_of, kind_of, request_from, terms_from, text_field
from translate.web.errors import Refused
from translate.web.fragments import Json, article_object, rows_object, state_object
from translate.web.job import JobState, TranslationJob, TranslationRequest
from translate.web.job_queue import JobQueue
from translate.writers import WRITERS, to_bytes

HEARTBEAT = 15.0  # seconds between empty events, which detect a closed connection
TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "txt": "text/plain; charset=utf-8",
}


class Api:
    """The routes below /api/."""

    def __init__(self, queue: JobQueue, memory_name: str = "") -> None:
        """Take the queue, and the name of the memory for display."""
        self.queue, self.memory_name = queue, memory_name

    @property
    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/api/about", self.about),
            Route("/api/translate", self.translate, methods=["POST"]),
            Route("/api/jobs", self.add, methods=["POST"]),
            Route("/api/jobs/{id}", self.job),
            Route("/api/jobs/{id}/events", self.events),
            Route("/api/jobs/{id}/file", self.file),
            Route("/api/jobs/{id}/stop", self.stop, methods=["POST"]),
            Route("/api/jobs/{id}/go-on", self.resume, methods=["POST"]),
            Route("/api/jobs/{id}/terms", self.terms, methods=["POST"]),
            Route("/api/jobs/{id}/corrections", self.correct, methods=["POST"]),
            Route("/api/jobs/{id}/corrections/{number:int}", self.withdraw, methods=["DELETE"]),
        ]

    async def about(self, request: Request) -> Response:
        """Answer with the available models and options, and the limits."""
        targets = [
            {"code": code, "name": LANGUAGES.get(code, code), "models": [asdict(choice) for choice in choices]}
            for code, choices in self.queue.models.choices.items()
        ]
        answer = {"warta": version("warta"), "targets": targets, "formats": list(WRITERS), "memory": self.memory_name}
        return JSONResponse(answer | {"most_bytes": self.queue.limits.body, "waiting": len(self.queue.waiting)})

    async def translate(self, request: Request) -> Response:
        """Translate an article and answer with the JSON of `docs/json.md` when it is done."""
        job = self.queue.add(await self._request(request))
        await job.over()
        return await self._file(job, "json")

    async def add(self, request: Request) -> Response:
        """Put an article into the queue, and answer at once with its id and its place."""
        job = self.queue.add(await self._request(request))
        return JSONResponse(state_object(self.queue, job), status_code=202)

    async def job(self, request: Request) -> Response:
        """Answer how far an article is."""
        return JSONResponse(state_object(self.queue, self._job(request)))

    async def events(self, request: Request) -> Response:
        """Answer with server-sent events until the article is done, stopped or failed."""
        return StreamingResponse(self._events(self._job(request)), media_type="text/event-stream")

    async def file(self, request: Request) -> Response:
        """Answer with the translation as a file."""
        return await self._file(self._job(request), request.query_params.get("format", "json"))

    async def stop(self, request: Request) -> Response:
        """End the work on an article."""
        job = self._job(request)
        self.queue.stop(job)
        return JSONResponse(state_object(self.queue, job))

    async def resume(self, request: Request) -> Response:
        """Resume an article that was stopped or has failed."""
        job = self._job(request)
        self.queue.resume(job)
        return JSONResponse(state_object(self.queue, job))

    async def terms(self, request: Request) -> Response:
        """Replace the terms of an article."""
        job, fields = self._job(request), await self._fields(request)
        self.queue.set_terms(job, terms_from(fields, job.request.target, self.queue.limits.terms))
        return JSONResponse(state_object(self.queue, job))

    async def correct(self, request: Request) -> Response:
        """Store a person's translation of a sentence, and answer when it is on disk."""
        job, fields = self._job(request), await self._fields(request)
        number, text = fields.get("sentence"), " ".join(text_field(fields, "translation").split())
        if not isinstance(number, int) or not text:
            raise Refused(
                400, 'Expected the number of a sentence and its translation: {"sentence": 1, "translation": "..."}.'
            )
        await self.queue.correct(job, number - 1, text)
        return await self._article(job)

    async def withdraw(self, request: Request) -> Response:
        """Delete a person's translation of a sentence from the memory."""
        job = self._job(request)
        await self.queue.withdraw(job, request.path_params["number"] - 1)
        return await self._article(job)

    async def _article(self, job: TranslationJob) -> Response:
        """Answer with the progress and content of an article."""
        how_far = state_object(self.queue, job)
        return JSONResponse(how_far | await asyncio.to_thread(article_object, job))

    def _job(self, request: Request) -> TranslationJob:
        return self.queue.job(request.path_params["id"])

    async def _fields(self, request: Request) -> Fields:
        return json_of(await body_of(request, self.queue.limits))

    async def _request(self, request: Request) -> TranslationRequest:
        """Return the request of an article: a JSON object, or a file with options in the query."""
        body = await body_of(request, self.queue.limits)
        fields: Fields = dict(request.query_params)
        data: bytes | None = body
        if kind_of(request) == "application/json":
            fields, data = json_of(body), None
        return await self.queue.read(lambda: request_from(fields, data, self.queue.models, self.queue.limits))

    async def _file(self, job: TranslationJob, format: str) -> Response:
        if format not in WRITERS:
            raise Refused(400, f"There is no format {format!r}; expected one of {', '.join(WRITERS)}.")
        if job.reason:
            raise Refused(500 if job.state is JobState.FAILED else 503, job.reason)
        if job.state is not JobState.DONE or job.output is None:
            raise Refused(409, "The article is not done; it can be saved when it is.", "StillTranslated")
        data = await asyncio.to_thread(to_bytes, format, job.output)
        stem = PurePath(job.request.documents[0].source.name).stem
        name = f"{stem if stem not in ('', 'text') else 'article'}.{job.request.target}.{format}"
        disposition = f"attachment; filename=\"article.{job.request.target}.{format}\"; filename*=UTF-8''{quote(name)}"
        return Response(
            data, media_type=TYPES.get(format, "application/octet-stream"), headers={"Content-Disposition": disposition}
        )

    async def _events(self, job: TranslationJob) -> AsyncIterator[str]:
        """Yield the current article, then each change, then the report."""
        edition, sent, version = -1, 0, -1
        while True:
            is_new = edition != job.edition or job.state is JobState.DONE
            # Read together, as the job continues while the fragments are made.
            done, edition, version, state = tuple(job.attempts), job.edition, job.version, job.state
            how_far = state_object(self.queue, job)
            if is_new:
                yield _event("article", await asyncio.to_thread(article_object, job))
            elif len(done) > sent:
                changed = job.indices_of(frozenset(done[sent:]))
                yield _event("rows", await asyncio.to_thread(rows_object, job, changed))
            sent = len(done)
            yield _event("state", how_far)
            if state.over and job.version == version:
                return
            while job.version == version:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await job.changed(version)
                except TimeoutError:
                    yield ": still here\n\n"


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
