"""The cost of an article without the engine: processor time and memory of all steps, each article in a process.

    python bench/budgets.py [--bytes 100000] [--seconds 20] [--only txt,md] [--least 1]

Each is read, translated by a fake engine, checked, briefed and written in every format. News is a text of many
different sentences; the other kinds are those of the growth tests, repeated to the size. One that takes more than
`--seconds` of processor time is stopped with a line. Those that take at least `--least` seconds are printed.
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
    """Return the seconds of each step of an article, or the line of its refusal."""
    steps, started = [], process_time()

    def step(name: str) -> None:
        nonlocal started
        now = process_time()
        if now - started >= 0.05:
            steps.append(f"{name} {now - started:.1f}")
        started = now
        print(" ".join(steps), end="\r", flush=True)

    try:
        document = read_bytes(data, name=name, check_language=False)
        step("read")
        translation = Translator("en", engine=FakeEngine(), dated=False).translate(document)
        step("translate")
        output = Output(translation, make_brief(translation))
        step("brief")
        for format in (*WRITTEN, *(("srt",) if name.endswith("srt") else ())):
            data_out = to_bytes(format, output)
            step(format)
            if format == "json":
                translation_from_json(data_out.decode())
                step("back")
    except WartaError as error:
        steps.append(f"refused: {str(error)[:110]}")
    return " ".join(steps)


def measured(data: bytes, name: str, seconds: int) -> tuple[float, int, str]:
    """Return the processor time, peak memory in MB, and printed steps of an article in a separate process."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(reading)
        os.dup2(writing, 1)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds + int(process_time()), seconds + int(process_time()) + 1))
        print("\r" + through(data, name), flush=True)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().replace("\n", "\r").split("\r")
    _, status, usage = os.wait4(child, 0)
    last = next((line for line in reversed(lines) if line), "")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, f"STOPPED after {last}" if status else last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--least", type=float, default=1.0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):  # libraries are loaded once, before the processes part
        for format in ("txt", "md", "html", "srt", "docx", "pdf"):
            through(kinds(1_000)[format, "news"](), f"a.{format}")
    for (format, kind), make in kinds(args.bytes).items():
        if args.only and format not in args.only.split(",") and kind not in args.only.split(","):
            continue
        seconds, megabytes, result = measured(make(), f"berita.{format}", args.seconds)
        if seconds >= args.least or result.startswith("STOPPED"):
            print(f"{format:5} {kind[:40]!r:42} {seconds:6.1f} s {megabytes:5} MB  {result}", flush=True)


if __name__ == "__main__":
    main()
