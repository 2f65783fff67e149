"""The local page's server in a thread of the test, with engines that the test can hold."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from translate.batch.memory import Memory
from translate.document import Hypothesis
from translate.models.decoding import Decoding
from translate.testing import FakeEngine
from translate.translation.retry import Policy
from translate.translation.setup import Setup
from translate.web.app import build
from translate.web.guard import Access
from translate.web.job import ServerLimits
from translate.web.job_queue import JobQueue
from translate.web.models import ModelChoice, Models
from translate.web.server import listen, server_of

ENGLISH = {
    "Harga beras naik.": "The price of rice rises.",
    "Warga mengeluh.": "People complain.",
    "Harga cabai naik 12 persen.": "The price of chili rises.",  # the number is lost: a doubt
    "Hujan turun di kota penyangga.": "Rain falls in the buffer city.",
}
JAPANESE = {"Harga beras naik.": "米の価格が上がる。", "Warga mengeluh.": "住民が不満を述べる。"}
ARTICLE = "Harga beras naik.\n\nWarga mengeluh. Harga cabai naik 12 persen.\n\nHujan turun di kota penyangga.\n"
CHOICES = {
    "en": (ModelChoice("fake", "MIT", "chrF 99", "For tests."), ModelChoice("held", "MIT", draft=True)),
    "ja": (ModelChoice("fake", "CC-BY-NC-4.0", non_commercial=True),),
}


class HeldEngine(FakeEngine):
    """Waits in each call until it may go on; says when it is in one."""

    def __init__(self, replies: Mapping[str, str]) -> None:
        super().__init__(dict(replies))
        self.go, self.inside = threading.Event(), threading.Event()

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        self.inside.set()
        assert self.go.wait(30), "nobody let the engine go on"
        return super().translate(texts, decoding)


@dataclass
class Running:
    """A server that is up."""

    root: str
    http: httpx2.Client
    memory: Path
    queue: JobQueue
    held: HeldEngine
    engines: dict[str, FakeEngine]  # the fake ones, by target
    notes: list[str]

    def translate(self, text: str = ARTICLE, **fields: object) -> str:
        """Put an article into the queue and give its id."""
        answer = self.http.post("/api/jobs", json={"text": text, **fields})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def events(self, id: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the events of an article until it is done."""
        with self.http.stream("GET", f"/api/jobs/{id}/events") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = list(answer.iter_lines())
        names = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
        data = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        return list(zip(names, data, strict=True))

    def done(self, text: str = ARTICLE, **fields: object) -> str:
        """Translate an article to its end and give its id."""
        id = self.translate(text, **fields)
        name, state = self.events(id)[-1]
        assert (name, state["state"]) == ("state", "done"), state
        return id

    def saved(self, id: str) -> dict[str, Any]:
        """Return the JSON file of an article."""
        made: dict[str, Any] = self.http.get(f"/api/jobs/{id}/file?format=json").json()
        return made

    def said(self, id: str) -> list[str]:
        """Return the translated sentences of an article."""
        return [segment["target"] for segment in self.saved(id)["segments"]]


@contextmanager
def running(
    folder: Path, *, access: Access | None = None, limits: ServerLimits | None = None, policy: Policy | None = None
) -> Iterator[Running]:
    """Serve on a free port of loopback until the block ends."""
    held = HeldEngine(ENGLISH)
    engines = {"en": FakeEngine(ENGLISH), "ja": FakeEngine(JAPANESE, target="ja")}
    notes: list[str] = []

    def load(name: str, target: str) -> Setup:
        return Setup(held if name == "held" else engines[target])

    path = folder / "memory.sqlite"
    with listen("127.0.0.1", 0) as listening, Memory(path, durable=True) as memory:
        queue = JobQueue(
            Models(CHOICES, load),
            memory,
            policy or Policy(),
            limits or ServerLimits(),
            on_note=notes.append,
            dated=False,
        )
        server = server_of(build(queue, access, memory_name="memory.sqlite"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        root = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            with httpx2.Client(base_url=root, timeout=30) as http:
                yield Running(root, http, path, queue, held, engines, notes)
        finally:
            held.go.set()
            server.should_exit = True
            thread.join(30)
    assert not thread.is_alive()
