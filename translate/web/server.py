"""The HTTP server: listens on a port until it is stopped."""

from __future__ import annotations

import socket

import uvicorn
from starlette.types import ASGIApp

from translate.errors import UsageError

GRACE = 3  # seconds for open requests when the server ends
CONNECTIONS = 1000


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises:
        UsageError: the port is in use, or the host is not this machine's.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise UsageError(
            f"`host={host}` `port={port}`: the server cannot listen there ({error.strerror or error}). Another one may "
            "be running; choose another `port`."
        ) from error


def server_of(app: ASGIApp) -> uvicorn.Server:
    """Return the server of an application; `run(sockets=[...])` serves until SIGINT or SIGTERM."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,  # the application reports errors in one line
        log_level="critical",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)
