"""What the servers of the tests share: HTTP on loopback, in a thread of its own, well-behaved or not."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Loopback:
    """A server that is up as long as it is not closed; a subclass says what it answers."""

    def __init__(self) -> None:
        self.cut_after: int | None = None  # bytes of a large file after which the connection breaks
        self.hold: threading.Event | None = None  # waited for where it would break
        self.held = threading.Event()  # set when somebody waits there
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.answer(self)

            do_HEAD = do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        raise NotImplementedError

    def send(
        self,
        request: BaseHTTPRequestHandler,
        status: int,
        data: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        cut: int | None = None,
    ) -> None:
        """Answer; after `cut` bytes the connection breaks, or hangs for as long as it is held."""
        begin(request, status, len(data), headers or {})
        if request.command != "HEAD":
            request.wfile.write(data if cut is None else data[:cut])
        if cut is not None:
            request.close_connection = True
            if self.hold is not None and request.command != "HEAD":
                request.wfile.flush()
                self.held.set()
                self.hold.wait(30)


def begin(request: BaseHTTPRequestHandler, status: int, length: int, headers: dict[str, str]) -> None:
    """Send what stands before the body."""
    request.send_response(status)
    for name, value in {"Content-Length": str(length), "Content-Type": "application/json", **headers}.items():
        request.send_header(name, value)
    request.end_headers()
