"""The start-up time of commands, beside an older tree of Warta and `import typer, rich`.

    python bench/start.py                       # this tree
    python bench/start.py --beside FOLDER       # a checkout of another commit, the two in turn

Processor time of the process and its children, medians of the rounds, as wall time is unreliable on a busy machine.
Bytecode is written by an uncounted first run. One thread, so that spinning is not counted.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent.parent
ARTICLE = HERE / "samples" / "balikpapan-yokohama.txt"
IMPORTS = [sys.executable, "-c", "import typer, rich"]
COMMANDS = {
    "warta --help": ["--help"],
    "translate --to en --brief": ["translate", str(ARTICLE), "--to", "en", "--brief", "--model", "student"],
    "translate --to ja --brief": ["translate", str(ARTICLE), "--to", "ja", "--brief", "--model", "student-ja"],
}


def processor_time(command: list[str], tree: Path) -> float:
    """Return the seconds of processor time of a command and its children."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(tree), "OMP_NUM_THREADS": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryFile() as out:
        subprocess.run(command, env=environment, stdout=out, stderr=subprocess.STDOUT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", type=Path, help="another tree of Warta")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    trees = [HERE, *([args.beside.resolve()] if args.beside else [])]
    print("| command | s of processor time | beside `import typer, rich` | beside the other tree |\n|---|---|---|---|")
    for name, arguments in COMMANDS.items():
        command = [sys.executable, "-m", "translate", *arguments]
        taken: dict[Path | None, list[float]] = {tree: [] for tree in (None, *trees)}
        for tree in trees:
            processor_time(command, tree)
        for _ in range(args.rounds):
            taken[None].append(processor_time(IMPORTS, HERE))
            for tree in trees:
                taken[tree].append(processor_time(command, tree))
        mine, imports = median(taken[HERE]), median(taken[None])
        other = f"{mine / median(taken[trees[1]]):.2f}" if args.beside else ""
        print(f"| `{name}` | {mine:.2f} | {mine / imports:.1f} | {other} |", flush=True)


if __name__ == "__main__":
    main()
