"""Regenerate the tables and charts: `python -m bench`, or `python -m bench NAME ...` for some of them.

    python -m bench --data FOLDER --into TABLES --kept KEPT

FOLDER has data that is not part of the project, under the names below; a table whose files are missing is skipped with
a line. Each table is written to TABLES/NAME.md as its script prints it. KEPT (4 GB) keeps the checkpoints of `speed`,
which also writes its tables and charts into bench/history.md. The exit code is 1 if a script failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
INDOSUM, NEWS, NTREX = "summaries/indosum-dev.jsonl", "news-dev", "ntrex-dev"


@dataclass(frozen=True, slots=True)
class Bench:
    """A table: its name, the script and its arguments; {data} and {kept} are the folders of the options."""

    name: str
    command: tuple[str, ...]
    needs: tuple[str, ...] = ()  # required files in the data folder


BENCHES = (
    Bench("start", ("start.py",)),
    Bench("splitters", ("splitters.py",)),
    Bench("growth", ("growth.py",)),
    Bench("checks-test", ("checks.py", "test")),
    Bench("checks-heldout", ("checks.py", "heldout")),
    Bench("checks-unseen", ("checks.py", "unseen")),
    Bench("checks-news", ("checks_news.py", f"{{data}}/{NEWS}"), (NEWS,)),
    Bench("pages", ("pages.py",)),
    Bench("facts", ("facts.py", f"{{data}}/{INDOSUM}"), (INDOSUM,)),
    Bench("summaries", ("summaries.py", f"{{data}}/{INDOSUM}", "--skip", "300"), (INDOSUM,)),
    Bench("batch", ("batch.py", "100", "500", "2000")),
    Bench("rerun", ("rerun.py",)),
    Bench("memory", ("memory.py", "10", "100")),
    Bench("scores", ("scores.py", "{kept}/scores")),
    Bench("encoder-decoder", ("encoder_decoder.py", "{kept}/encoder-decoder")),
    Bench("ended-rows", ("ended_rows.py", f"{{data}}/{NEWS}/news-dev", "{kept}/encoder-decoder"), (NEWS,)),
    Bench("cluster", ("cluster.py",)),
    Bench("budgets", ("budgets.py",)),
    Bench("shortlist-en", ("shortlist.py", f"{{data}}/{NEWS}/news-dev", "--target", "en"), (NEWS,)),
    Bench("shortlist-ja", ("shortlist.py", f"{{data}}/{NEWS}/news-dev", "--target", "ja"), (NEWS,)),
    Bench("quality-news", ("quality.py", f"{{data}}/{NEWS}/news-dev"), (NEWS,)),
    Bench("quality-ntrex", ("quality.py", f"{{data}}/{NTREX}/ntrex"), (NTREX,)),
    Bench("firefox", ("firefox.py",)),
    Bench("glossary", ("glossary.py",)),
    Bench("speed", ("speed.py", "--folder", "{kept}", "--write")),
)


def main(argv: list[str] | None = None) -> int:
    """Run the named benches, one after another; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [bench.name for bench in BENCHES]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(names)}")
    parser.add_argument("--data", type=Path, help="folder of what is not part of the project")
    parser.add_argument("--into", type=Path, default=Path("bench-tables"), help="folder of the tables")
    parser.add_argument("--kept", type=Path, default=Path("bench-kept"), help="folder of the checkpoints of `speed`")
    args = parser.parse_args(argv)
    if unknown := [name for name in args.names if name not in names]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(names)}")
    args.into.mkdir(parents=True, exist_ok=True)
    failed = False
    for bench in BENCHES:
        if args.names and bench.name not in args.names:
            continue
        if missing := [need for need in bench.needs if args.data is None or not (args.data / need).exists()]:
            print(f"{bench.name}: left out, as --data has no {', '.join(missing)}", flush=True)
            continue
        script, *rest = (part.format(data=args.data, kept=args.kept) for part in bench.command)
        run = subprocess.run([sys.executable, str(HERE / script), *rest], stdout=subprocess.PIPE, text=True)
        if run.returncode:
            failed = True
            print(f"{bench.name}: {script} failed with code {run.returncode}", flush=True)
            continue
        (args.into / f"{bench.name}.md").write_text(run.stdout, encoding="utf-8")
        print(f"{bench.name}: {args.into / f'{bench.name}.md'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
