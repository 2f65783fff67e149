"""The cost of an article without the engine: processor time and memory of all steps, each article in a process.

    python bench/budgets.py [--bytes 100000] [--seconds 20] [--only txt,md] [--least 1]

Each is read, translated by a fake engine, checked, briefed and written in every format. News is a text of many
different sentences; the other kinds are those that the tests of growth try, said until the size is reached. One that
takes longer than `--seconds` of the processor is stopped and said. Printed are all that take `--least` seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import resource
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from budget_texts import kinds

from translate.briefing.compose import make_brief
from translate.errors import WartaError
from translate.reading import read_bytes
from translate.testing import FakeEngine
from translate.translator import Translator
from translate.writers import Output, to_bytes
from translate.writers.json_reading import translation_from_json

WRITTEN = ("txt", "md", "html", "docx", "json")


def through(data: bytes, name: str) -> str:
    """Take an article through every step; return the seconds of each, or the line that refuses it."""
    said, begun = [], process_time()

    def step(what: str) -> None:
        nonlocal begun
        now = process_time()
        if now - begun >= 0.05:
            said.append(f"{what} {now - begun:.1f}")
        begun = now
        print(" ".join(said), end="\r", flush=True)

    try:
        document = read_bytes(data, name=name, check_language=False)
        step("read")
        translation = Translator("en", engine=FakeEngine(), dated=False).translate(document)
        step("translate")
        output = Output(translation, make_brief(translation))
        step("brief")
        for format in (*WRITTEN, *(("srt",) if name.endswith("srt") else ())):
            made = to_bytes(format, output)
            step(format)
            if format == "json":
                translation_from_json(made.decode())
                step("back")
    except WartaError as error:
        said.append(f"refused: {str(error)[:110]}")
    return " ".join(said)


def measured(data: bytes, name: str, seconds: int) -> tuple[float, int, str]:
    """Return the processor time, the most memory in MB, and what was said, of an article in a process of its own."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(reading)
        os.dup2(writing, 1)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + int(process_time()), seconds + int(process_time()) + 1))
        print("\r" + through(data, name), flush=True)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        lines = said.read().replace("\n", "\r").split("\r")
    _, status, usage = os.wait4(child, 0)
    last = next((line for line in reversed(lines) if line), "")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, f"STOPPED after {last}" if status else last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--least", type=float, default=1.0)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):  # libraries are loaded once, before the processes part
        for format in ("txt", "md", "html", "srt", "docx", "pdf"):
            through(kinds(1_000)[format, "news"](), f"a.{format}")
    for (format, kind), make in kinds(given.bytes).items():
        if given.only and format not in given.only.split(",") and kind not in given.only.split(","):
            continue
        seconds, megabytes, said = measured(make(), f"berita.{format}", given.seconds)
        if seconds >= given.least or said.startswith("STOPPED"):
            print(f"{format:5} {kind[:40]!r:42} {seconds:6.1f} s {megabytes:5} MB  {said}", flush=True)


if __name__ == "__main__":
    main()
