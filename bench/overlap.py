"""How busy a folder keeps the cores: the program reads, checks and writes while the student's processes translate.

    python bench/overlap.py FOLDER [--to en,ja]

On C cores a run takes at least (program + processes) / C of processor time. What it takes by the clock is compared with
that, so nothing else should run.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from translate.batch import Job, translate_files
from translate.models.resolve import ModelSpec
from translate.models.student import workers
from translate.translation.setup import load_setup

MODELS = {"en": "student", "ja": "student-ja"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", default="en")
    args = parser.parse_args()
    workers.MOST_IN_PROCESS = 0  # as in a long run: nothing is searched in the program itself
    engines: list[Any] = [load_setup(ModelSpec.of(MODELS[to]), to).engine for to in args.to.split(",")]
    began, clock = time.process_time(), time.perf_counter()
    with TemporaryDirectory() as out:
        job = Job(formats=("txt",), check_language=False)
        words = sum(outcome.words for outcome in translate_files([args.folder], out, engines=engines, job=job))
    own, clock = time.process_time() - began, time.perf_counter() - clock
    for engine in engines:
        engine._model.workers.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    theirs = used.ru_utime + used.ru_stime
    least = (own + theirs) / workers.cores()
    print(
        f"{words} words: program {own:.2f} s, processes {theirs:.2f} s of processor time; at least {least:.1f} s on "
        f"{workers.cores()} cores, {clock:.1f} s by the clock ({least / clock:.2f})"
    )


if __name__ == "__main__":
    main()
