"""A small server of Remote Settings on loopback: records of Firefox models, and their files as attachments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

from loopback import Loopback

RECORDS = "/v1/buckets/main/collections/translations-models-v2/records"


class Records(Loopback):
    """Serves what was published; `requests` are the paths that were asked for, `ranges` the bytes of attachments.

    Only attachments are ever cut.
    """

    def __init__(self) -> None:
        self.records: list[dict[str, Any]] = []
        self.attachments: dict[str, bytes] = {}
        self.answers: dict[str, tuple[int, bytes]] = {}  # path -> what is answered in place of what is there
        self.ignore_ranges = False
        self.requests: list[str] = []
        self.ranges: list[str] = []
        super().__init__()

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

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path
        self.requests.append(path)
        if path in self.answers:
            status, body = self.answers[path]
            self.send(request, status, body, {})
        elif path == "/v1/":
            base = f"{self.root}/attachments/"
            self.send(request, 200, json.dumps({"capabilities": {"attachments": {"base_url": base}}}).encode(), {})
        elif path == RECORDS:
            self.send(request, 200, json.dumps({"data": self.records}).encode(), {})
        elif path in self.attachments:
            self._attachment(request, self.attachments[path])
        else:
            self.send(request, 404, b"{}", {})

    def _attachment(self, request: BaseHTTPRequestHandler, data: bytes) -> None:
        asked = request.headers.get("Range", "")
        self.ranges.append(asked)
        start = 0 if self.ignore_ranges else int(asked.removeprefix("bytes=").split("-")[0] or 0)
        if start >= len(data):
            return self.send(request, 416, b"", {"Content-Range": f"bytes */{len(data)}"})
        headers = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if start else {}
        self.send(request, 206 if start else 200, data[start:], headers, cut=self.cut_after)


def zstandard(content: bytes) -> bytes:
    """Return `content` as a frame of raw blocks: RFC 8878, without any compression."""
    most = 1 << 17
    blocks = [content[at : at + most] for at in range(0, len(content), most)] or [b""]
    parts = [b"\x28\xb5\x2f\xfd\xe0", len(content).to_bytes(8, "little")]
    for index, block in enumerate(blocks):
        parts += [(len(block) << 3 | (index == len(blocks) - 1)).to_bytes(3, "little"), block]
    return b"".join(parts)
