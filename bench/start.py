"""The start-up time of commands, beside an older tree of Warta and `import typer, rich`.

    python bench/start.py                       # this tree
    python bench/start.py --beside FOLDER       # a checkout of another commit, the two in turn

Processor time of the process and its children, and time by the clock, which is unreliable on a busy machine: medians of
the rounds. Bytecode is written by an uncounted first run. One thread, so that spinning is not counted.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).parent.parent
ARTICLE = HERE / "samples" / "balikpapan-yokohama.txt"
IMPORTS = [sys.executable, "-c", "import typer, rich"]
COMMANDS = {
    "warta --help": ["--help"],
    "translate --to en --brief": ["translate", str(ARTICLE), "--to", "en", "--brief", "--model", "student"],
    "translate --to ja --brief": ["translate", str(ARTICLE), "--to", "ja", "--brief", "--model", "student-ja"],
}


class Taken(NamedTuple):
    """The seconds that a command took."""

    processor: float  # of the process and its children
    clock: float


def measured(command: list[str], tree: Path) -> Taken:
    """Run a command with the package of a tree, and return what it took."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile() as out:
        # `python -m` prefers the package in the working folder to that of PYTHONPATH.
        subprocess.run(command, env=environment, cwd=tree, stdout=out, stderr=subprocess.STDOUT, check=True)
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, clock)


def runs(command: list[str], tree: Path) -> bool:
    """Return whether a command runs with the package of a tree, which writes its bytecode; an older one may lack it."""
    try:
        measured(command, tree)
    except subprocess.CalledProcessError:
        if tree == HERE:
            raise
        return False
    return True


def medians(rounds: list[Taken]) -> Taken:
    """Return the medians of the rounds, each of its own."""
    return Taken(median(taken.processor for taken in rounds), median(taken.clock for taken in rounds))


def ratios(mine: Taken, other: Taken) -> str:
    """Return the ratios as cells of a table."""
    return f"{mine.processor / other.processor:.2f} | {mine.clock / other.clock:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", type=Path, help="another tree of Warta")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    trees = [HERE, *([args.beside.resolve()] if args.beside else [])]
    print("| command | s of processor time, by the clock | | beside `import typer, rich` | | beside the other tree | |")
    print("|---|---|---|---|---|---|---|")
    for name, arguments in COMMANDS.items():
        command = [sys.executable, "-m", "translate", *arguments]
        able = [tree for tree in trees if runs(command, tree)]
        taken: dict[Path | None, list[Taken]] = {tree: [] for tree in (None, *able)}
        for _ in range(args.rounds):
            taken[None].append(measured(IMPORTS, HERE))
            for tree in able:
                taken[tree].append(measured(command, tree))
        mine, imports = medians(taken[HERE]), medians(taken[None])
        other = ratios(mine, medians(taken[able[1]])) if able[1:] else " |"
        print(f"| `{name}` | {mine.processor:.2f} | {mine.clock:.2f} | {ratios(mine, imports)} | {other} |", flush=True)


if __name__ == "__main__":
    main()
