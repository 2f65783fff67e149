"""A small server of Remote Settings on loopback: records of Firefox models, and their files as attachments."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from hub_server import send

RECORDS = "/v1/buckets/main/collections/translations-models-v2/records"


class Records:
    """Serves what was published; `requests` are the paths that were asked for, `ranges` the bytes of attachments."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.attachments: dict[str, bytes] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}  # path -> what is answered in place of what is there
        self.cut_after: int | None = None  # bytes of an attachment after which the connection breaks
        self.hold: threading.Event | None = None  # waited for where the connection would break
        self.held = threading.Event()  # set when somebody waits there
        self.ignore_ranges = False
        self.requests: list[str] = []
        self.ranges: list[str] = []
        records = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                records.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return self.root + RECORDS

    @property
    def fetched(self) -> list[str]:
        """The attachments that were asked for."""
        return [path for path in self.requests if path.startswith("/attachments/")]

    def publish(self, pair: str, files: Mapping[str, bytes], version: str = "3.1") -> None:
        """Announce files by what they are."""
        joined = pair.replace("-", "")
        for kind, content in files.items():
            location = f"main-workspace/{pair}-{kind}-{version}.zst"
            name = f"{kind}.{joined}.spm" if "vocab" in kind else f"{kind}.{joined}.bin"
            source, target = pair.split("-")
            record = {"name": name, "fileType": kind, "sourceLanguage": source, "targetLanguage": target}
            record |= {"version": version, "decompressedHash": hashlib.sha256(content).hexdigest()}
            self.records.append(record | {"attachment": {"location": location}})
            self.attachments[f"/attachments/{location}"] = zstandard(content)

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.requests.append(path)
        if path in self.answers:
            status, body = self.answers[path]
            send(request, status, body, {})
        elif path == "/v1/":
            base = f"{self.root}/attachments/"
            send(request, 200, json.dumps({"capabilities": {"attachments": {"base_url": base}}}).encode(), {})
        elif path == RECORDS:
            send(request, 200, json.dumps({"data": self.records}).encode(), {})
        elif path in self.attachments:
            self._attachment(request, self.attachments[path])
        else:
            send(request, 404, b"{}", {})

    def _attachment(self, request: BaseHTTPRequestHandler, data: bytes) -> None:
        asked = request.headers.get("Range", "")
        self.ranges.append(asked)
        start = 0 if self.ignore_ranges else int(asked.removeprefix("bytes=").split("-")[0] or 0)
        if start >= len(data):
            return send(request, 416, b"", {"Content-Range": f"bytes */{len(data)}"})
        headers = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        send(request, 206 if start else 200, data[start:], headers, cut=self.cut_after)
        if self.hold is not None:
            request.wfile.flush()
            self.held.set()
            self.hold.wait(30)


def zstandard(content: bytes) -> bytes:
    """Give `content` as a frame of raw blocks: RFC 8878, without any compression."""
    most = 1 << 17
    blocks = [content[at : at + most] for at in range(0, len(content), most)] or [b""]
    parts = [b"\x28\xb5\x2f\xfd\xe0", len(content).to_bytes(8, "little")]
    for index, block in enumerate(blocks):
        parts += [(len(block) << 3 | (index == len(blocks) - 1)).to_bytes(3, "little"), block]
    return b"".join(parts)
