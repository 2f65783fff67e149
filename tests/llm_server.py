"""A server on loopback that speaks the OpenAI protocol, well or ill; it answers what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback, begin


@dataclass
class Reply:
    """One answer of the server."""

    text: str | None = ""  # of the model
    status: int = 200
    finish: str = "stop"
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None  # instead of JSON
    cut: bool = False  # break off half-way
    wait: float = 0.0  # seconds before the answer
    drip: float = 0.0  # seconds between single bytes


Script = Callable[[str], Reply]


class Server(Loopback):
    """`requests` are the bodies that were asked, `headers` those of each request; `script` makes the replies."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.models = Reply(raw=b'{"data": []}')
        self.gone = threading.Event()
        self.dripped = 0  # bytes
        super().__init__()

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    @property
    def prompts(self) -> list[str]:
        return [request["messages"][-1]["content"] for request in self.requests]

    def close(self) -> None:
        self.gone.set()
        super().close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if request.command == "GET":
            return self._reply(request, self.models)
        body = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.requests.append(body)
        self.headers.append(dict(request.headers.items()))
        self._reply(request, self.script(body["messages"][-1]["content"]))

    def _reply(self, request: BaseHTTPRequestHandler, reply: Reply) -> None:
        self.gone.wait(reply.wait)
        choice = {"message": {"role": "assistant", "content": reply.text}, "finish_reason": reply.finish}
        data = reply.raw if reply.raw is not None else json.dumps({"choices": [choice]}).encode()
        with suppress(OSError):  # the client has hung up
            begin(request, reply.status, len(data), reply.headers)
            if reply.drip:
                for byte in data:
                    if self.gone.is_set():
                        break
                    request.wfile.write(bytes([byte]))
                    request.wfile.flush()
                    self.dripped += 1
                    time.sleep(reply.drip)
            else:
                request.wfile.write(data[: len(data) // 2] if reply.cut else data)
        request.close_connection = True


@contextmanager
def serving(*replies: Reply | str, script: Script | None = None) -> Iterator[Server]:
    """Serve these replies in turn, the last for ever, or what `script` makes of each question."""
    queue = [Reply(reply) if isinstance(reply, str) else reply for reply in replies]
    server = Server(script or (lambda question: queue.pop(0) if len(queue) > 1 else queue[0]))
    try:
        yield server
    finally:
        server.close()
