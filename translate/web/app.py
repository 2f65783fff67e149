"""The application and its routes. Nothing in a request names a file on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from translate.errors import WartaError
from translate.web.api import Api
from translate.web.errors import kind_of, line_of, status_of
from translate.web.guard import Access, Guard
from translate.web.job_queue import JobQueue
from translate.web.libretranslate import LibreTranslate
from translate.writers.html import style_sheet

Answer = Callable[[Request], Awaitable[Response]]

# The files of `page/`: path, name, media type.
PAGE = (
    ("/", "index.html", "text/html; charset=utf-8"),
    ("/app.css", "app.css", "text/css; charset=utf-8"),
    ("/app.js", "app.js", "text/javascript; charset=utf-8"),
    ("/words.js", "words.js", "text/javascript; charset=utf-8"),
    ("/icon.svg", "icon.svg", "image/svg+xml"),
)


def build(queue: JobQueue, access: Access | None = None, *, memory_name: str = "") -> ASGIApp:
    """Return the application.

    Args:
        queue: the job queue, started and closed by the application.
        access: the access control.
        memory_name: name of the memory for display.
    """
    guard = Guard(access or Access(), own_token=LibreTranslate.PATHS)

    @asynccontextmanager
    async def working(app: Starlette) -> AsyncIterator[None]:
        work = asyncio.create_task(queue.work())
        warming = asyncio.create_task(queue.warm_up("en"))
        yield
        for task in (work, warming):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        queue.close()

    async def failed(request: Request, error: Exception) -> Response:
        if not isinstance(error, WartaError):
            queue.on_note(line_of(error))
        status = status_of(error) if isinstance(error, WartaError) else 500
        return JSONResponse({"error": line_of(error), "kind": kind_of(error)}, status_code=status)

    guard.app = Starlette(
        routes=[*_page(), *Api(queue, memory_name).routes, *LibreTranslate(queue, guard).routes],
        lifespan=working,
        exception_handlers={
            WartaError: failed,
            HTTPException: _no_address,
            ClientDisconnect: _gone,
            Exception: failed,
        },
    )
    return guard


def _page() -> list[Route]:
    folder = files("translate.web").joinpath("page")
    served = [(address, folder.joinpath(name).read_bytes(), kind) for address, name, kind in PAGE]
    served.append(("/report.css", style_sheet().encode(), "text/css; charset=utf-8"))
    return [Route(address, _constant(data, kind)) for address, data, kind in served]


def _constant(data: bytes, kind: str) -> Answer:
    async def answer(request: Request) -> Response:
        return Response(data, media_type=kind)

    return answer


async def _no_address(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    line = "This method is not for this address." if status == 405 else "There is nothing at this address."
    return JSONResponse({"error": line}, status_code=status)


async def _gone(request: Request, error: Exception) -> Response:
    """Return an answer that is not read: the client has disconnected."""
    return Response(status_code=400)
