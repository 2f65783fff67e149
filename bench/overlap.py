"""The program's own share of a folder's processor time: the most that overlapping could save.

    python bench/overlap.py FOLDER [--to en,ja]

The student's processes take every core while they translate, and the program takes one before and after. So on C cores
a run takes at least (program + processes) / C, and now at most program + processes / C: both are printed for two cores.
Processor time, as wall time is unreliable on a busy machine.
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
    began = time.process_time()
    with TemporaryDirectory() as out:
        job = Job(formats=("txt",), check_language=False)
        words = sum(outcome.words for outcome in translate_files([args.folder], out, engines=engines, job=job))
    own = time.process_time() - began
    for engine in engines:
        engine._model.workers.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    theirs = used.ru_utime + used.ru_stime
    least, most = (own + theirs) / 2, own + theirs / 2
    print(
        f"{words} words: program {own:.2f} s, processes {theirs:.2f} s of processor time; on two cores at least "
        f"{least:.1f} s, and {most:.1f} s at most as it is ({least / most:.2f})"
    )


if __name__ == "__main__":
    main()
