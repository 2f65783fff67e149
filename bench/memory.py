"""Peak memory of whole runs of `warta batch` with a model, over folders of short articles with distinct sentences.

    python bench/memory.py [FILES ...] [--model student] [--sentences 12] [--decoding auto]

Each run is a separate process. The peak is the largest resident memory of any of its processes: the program, or one of
the student's.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from batch import SENTENCES, fill

COUNTS = (10, 100, 1_000)


def child(inbox: str, outbox: str, model: str, decoding: str) -> None:
    command = [sys.executable, "-m", "translate", "batch", inbox, "-o", outbox, "--model", model, "--any-language"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*command, "--decoding", decoding, "--no-retry", "-q"], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{used.ru_maxrss / 1024:.0f} | {used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=int, default=COUNTS)
    parser.add_argument("--model", default="student")
    parser.add_argument("--sentences", type=int, default=SENTENCES, help="of an article")
    parser.add_argument("--decoding", default="auto", help="as `warta batch` takes it")
    args = parser.parse_args()
    print("| articles | peak MiB | processor s |\n|---|---|---|")
    with TemporaryDirectory() as folder:
        for files in args.files:
            inbox, outbox = Path(folder) / f"in-{files}", Path(folder) / f"out-{files}"
            fill(inbox, files, args.sentences)
            command = [sys.executable, __file__, "--child", str(inbox), str(outbox), args.model, args.decoding]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            print(f"| {files} | {output}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main()
