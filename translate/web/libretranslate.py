"""`/translate`, `/languages` and `/detect` in the form of LibreTranslate, so that its clients can be used.

LibreTranslate's API is described at https://docs.libretranslate.com. Texts only: a page in HTML, or a source language
other than Indonesian, is refused with a message.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from translate.document import LANGUAGES, Document
from translate.language.words import has_letters
from translate.reading import read_text
from translate.reading.language import detect
from translate.web.bodies import Fields, body_of, form_of, json_of, kind_of, text_field
from translate.web.errors import Refused
from translate.web.guard import Guard
from translate.web.job import JobState, TranslationRequest
from translate.web.job_queue import JobQueue

SOURCE = "id"


class LibreTranslate:
    """The three routes."""

    PATHS = frozenset({"/translate", "/languages", "/detect"})  # with the token as `api_key` in the body

    def __init__(self, queue: JobQueue, guard: Guard) -> None:
        """Take the queue, and the guard that checks the token."""
        self.queue, self.guard = queue, guard

    @property
    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/translate", self.translate, methods=["POST"]),
            Route("/languages", self.languages, methods=["GET", "POST"]),
            Route("/detect", self.detect, methods=["POST"]),
        ]

    async def translate(self, request: Request) -> Response:
        """Translate a text, or each of a list."""
        fields = await self._fields(request)
        texts, source = _texts(fields, self.queue.limits.texts), text_field(fields, "source", "auto")
        if source not in ("auto", SOURCE):
            raise Refused(400, f"{source} is not supported: Warta translates from Indonesian (id).")
        if text_field(fields, "format", "text") != "text":
            raise Refused(400, "Only the format text is supported. Send the text without its markup.")
        target = text_field(fields, "target", "en")
        model = self.queue.models.pick(target)
        documents = await self.queue.read(lambda: _documents(texts, check_language=source == "auto"))
        read = tuple(document for document in documents if document is not None)
        results = iter(await self._translations(TranslationRequest(read, target, model, report=False)) if read else ())
        # A text without letters stays as it is.
        answers = [text if document is None else next(results) for text, document in zip(texts, documents, strict=True)]
        result: dict[str, Any] = {"translatedText": answers if isinstance(fields["q"], list) else answers[0]}
        if source == "auto":
            found = await self.queue.read(lambda: [_as_detected(text) for text in texts])
            result["detectedLanguage"] = found if isinstance(fields["q"], list) else found[0]
        return JSONResponse(result)

    async def languages(self, request: Request) -> Response:
        """Answer which languages there are, and what each is translated into."""
        await self._fields(request)
        targets = list(self.queue.models.choices)
        return JSONResponse(
            [
                {"code": code, "name": LANGUAGES.get(code, code), "targets": targets if code == SOURCE else []}
                for code in (SOURCE, *targets)
            ]
        )

    async def detect(self, request: Request) -> Response:
        """Answer which language a text seems to be in."""
        fields = await self._fields(request)
        text = text_field(fields, "q")
        language, probability = await self.queue.read(lambda: detect(text))
        return JSONResponse([{"confidence": round(100 * probability), "language": language}])

    async def _translations(self, request: TranslationRequest) -> list[str]:
        job = self.queue.add(request)
        try:
            await job.over()
        finally:
            self.queue.stop(job)  # the client may have disconnected
            self.queue.drop(job)
        if job.state is not JobState.DONE:
            raise Refused(500 if job.state is JobState.FAILED else 503, job.reason)
        return [job.so_far(document).text for document in request.documents]

    async def _fields(self, request: Request) -> Fields:
        """Return the fields of a request, in JSON or as a form, once its token is right."""
        body, kind = await body_of(request, self.queue.limits), kind_of(request)
        if kind == "multipart/form-data":
            raise Refused(415, "Send the fields as JSON, or as application/x-www-form-urlencoded.")
        fields = json_of(body) if kind == "application/json" and body else form_of(body)
        self.guard.check_token(request, text_field(fields, "api_key", request.query_params.get("api_key", "")))
        return fields


def _texts(fields: Fields, most: int) -> list[str]:
    q = fields.get("q", "")
    texts = q if isinstance(q, list) else [q]
    if "q" not in fields or not texts or len(texts) > most:
        raise Refused(400, f"q: expected a text, or a list of at most {most}.")
    return [text_field({"q": text}, "q") for text in texts]


def _as_detected(text: str) -> dict[str, Any]:
    """Return the detected language of a text with its confidence."""
    language, probability = detect(text)
    return {"confidence": round(100 * probability) if language == SOURCE else 0, "language": SOURCE}


def _documents(texts: list[str], *, check_language: bool) -> list[Document | None]:
    return [read_text(text, check_language=check_language) if has_letters(text) else None for text in texts]
