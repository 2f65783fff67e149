"""A folder run that can be killed: `python batch_driver.py INBOX OUTBOX [SECONDS_A_BATCH [CALL:NUMBER [both]]]`.

It uses the fake engine. With "fsync:3" it kills itself in the third `os.fsync`, with "replace:3" before the third
rename, with "renamed:3" just after it. With "both" it goes into two languages, with briefs. SIGTERM ends it as `warta
batch` is ended. It prints "ready" before the work, "at work" in each batch that takes its time, and after the work its
sums, as one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from translate.batch import Batch, Job
from translate.batch.discovery import discover
from translate.cli.stopping import stop_on_signal
from translate.document import Hypothesis
from translate.models.decoding import Decoding
from translate.testing import FakeEngine
from translate.translation.setup import Setup

NOUNS = (
    *("harga", "beras", "warga", "kota", "jalan", "hujan", "pasar", "kepala"),
    *("desa", "hari", "rapat", "sekolah", "air", "sungai", "kapal"),
)


def fill(inbox: Path, files: int, sentences: int = 6) -> None:
    """Write articles in several folders; some sentences stand in all of them."""
    for i in range(files):
        path = inbox / f"bagian {i % 4}" / f"berita-{i:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = " ".join(
            f"{NOUNS[(i + k) % 15].title()} {NOUNS[(i * k + 1) % 15]} nomor {i * sentences + k} itu kini ada di "
            f"{NOUNS[k % 15]}."
            for k in range(sentences)
        )
        path.write_text(f"{text}\n\nWarga mengeluh kepada kepala desa.\n", encoding="utf-8")


def outputs(outbox: Path) -> dict[str, bytes]:
    """Return every file that a user would see, but the report, which tells of one run."""
    paths = [path for path in outbox.rglob("*") if path.is_file() and ".warta" not in path.parts]
    return {str(path.relative_to(outbox)): path.read_bytes() for path in paths if path.name != "report.json"}


def english(text: str) -> str:
    """Something that depends on the whole text, passes most checks and fails some."""
    return "Then " + text.lower().replace("a", "o").replace("7", "8").replace("nomor", "number")


class SlowEngine(FakeEngine):
    """Takes its time, so that a kill can meet it at work."""

    seconds = 0.0

    def translate(self, texts: Sequence[str], decoding: Decoding, *, headlines: bool = True) -> list[Hypothesis]:
        if self.seconds:
            print("at work", flush=True)
            time.sleep(self.seconds)
        return super().translate(texts, decoding)


def die_at(point: str) -> None:
    """Replace the function of `os` so that its n-th call kills the process."""
    name, number = point.split(":")
    real: Callable[..., Any] = getattr(os, "replace" if name == "renamed" else name)
    calls = 0

    def dying(*args: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == int(number) and name == "renamed":
            real(*args, **options)
        if calls == int(number):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)

    setattr(os, "replace" if name == "renamed" else name, dying)


def main(inbox: Path, outbox: Path, seconds: float = 0.0, *, both: bool = False) -> dict[str, int]:
    """Run once and give the sums."""
    engines = [SlowEngine(default=english, target=target) for target in (("en", "ja") if both else ("en",))]
    for engine in engines:
        engine.seconds = seconds
    job = Job(formats=("txt", "json", "html"), dated=False, check_language=False, brief=both)
    with stop_on_signal() as stop:
        batch = Batch(discover([inbox], outbox), outbox, list(map(Setup, engines)), job, stop=stop)
        print("ready", flush=True)  # who kills waits for this, or would only ever meet the imports
        for _ in batch.run():
            pass
    tally = batch.tally
    return {**dict(tally.statuses), "not reached": tally.not_reached, "translated": tally.translated}


if __name__ == "__main__":
    if len(sys.argv) > 4:
        die_at(sys.argv[4])
    slowness, asked = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0, sys.argv[5:] == ["both"]
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), slowness, both=asked)))
