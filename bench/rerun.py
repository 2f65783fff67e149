"""The time of `warta batch` with nothing to do, beside an older tree of Warta.

    python bench/rerun.py                        # 10,000 files of one sentence, the engine `identity`
    python bench/rerun.py --model student --files 1000 --beside FOLDER

The folder is translated once, uncounted, which takes about a minute for 10,000 files. Then each tree runs the same
command again, in turn. Seconds as in `start.py`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from batch import fill
from start import HERE, Taken, measured, medians, ratios


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--model", default="identity")
    parser.add_argument("--beside", type=Path, help="another tree of Warta")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    trees = [HERE, *([args.beside.resolve()] if args.beside else [])]
    with TemporaryDirectory() as folder:
        inbox, outbox = Path(folder) / "in", Path(folder) / "out"
        fill(inbox, args.files, sentences=1)
        command = [sys.executable, "-m", "translate", "batch", str(inbox), "-o", str(outbox), "--model", args.model]
        command += ["--no-date", "--any-language"]
        taken: dict[Path, list[Taken]] = {tree: [] for tree in trees}
        for tree in trees:
            measured(command, tree)
        for _ in range(args.rounds):
            for tree in trees:
                taken[tree].append(measured(command, tree))
    mine = medians(taken[HERE])
    print("| files | s of processor time, by the clock | | beside the other tree | |\n|---|---|---|---|---|")
    other = ratios(mine, medians(taken[trees[1]])) if args.beside else " |"
    print(f"| {args.files} | {mine.processor:.2f} | {mine.clock:.2f} | {other} |")


if __name__ == "__main__":
    main()
