"""Measure speed, memory and load time on the same weights: Warta, the plain ways, and the peers' own code.

    for peer in easynmt dl-translate argos; do
      python -m venv PEERS/$peer && PEERS/$peer/bin/pip install -r bench/peers/$peer.txt
    done
    python bench/speed.py --folder KEPT --peers PEERS --write     # half an hour on two idle cores
    python bench/speed.py --folder KEPT --peers PEERS --quick     # a few minutes, to see that all runs

The checkpoints have the shapes of OPUS-MT and NLLB models and random weights, and write exactly `--tokens` tokens a
segment whatever they read: time is measured, not quality. They are made and converted in KEPT (4 GB), which is not
timed. Each way is a process of its own; all ways of a group are loaded at once and take turns on the same articles in
each round, in another order each time; medians of the rounds count. After that come whole runs of `warta batch`.
`--write` puts the tables into bench/history.md and the charts beside it; `--from` does so with figures kept before, and
`--others` takes from them what `--groups` and `--whole` leave out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from speed_articles import Article, indonesian, portuguese
from speed_model import argos_package, for_old_transformers, nllb_shape, opus_shape
from speed_plot import plots
from speed_records import BASE, Figures, Result, Turn, Whole, into, markdown, read, save

HERE = Path(__file__).parent
TRAINING = 300  # articles that the tokenizers are trained on


@dataclass(frozen=True, slots=True)
class Way:
    """One way to translate: what to run, and the number of articles in the available time."""

    group: str
    label: str
    script: str
    what: str  # name of the way, or of a peer's environment
    model: str  # folder in KEPT
    articles: int  # over all rounds
    more: tuple[str, ...] = ()

    def command(self, args: argparse.Namespace) -> list[str]:
        model, tokens = str(args.folder / self.model), str(args.tokens)
        if self.script == "speed_ways.py":
            return [sys.executable, str(HERE / self.script), self.what, model, tokens]
        python = args.peers / self.what / "bin" / "python"
        return [str(python), str(HERE / "peers" / self.script), model, tokens, *self.more]


Versions = dict[str, dict[str, str]]  # by environment, "" for our own: version by package
OURS, OPUS, NLLB = "speed_ways.py", "opus-shape", "nllb-shape"
WAYS = (
    Way("opus", BASE, OURS, "one-by-one", OPUS, 24),
    Way("opus", "Warta, torch", OURS, "torch", OPUS, 100),
    Way("opus", "Warta, CTranslate2 int8", OURS, "ctranslate2", OPUS, 100),
    Way("opus", "raw CTranslate2 int8", OURS, "raw", OPUS, 100),
    Way("opus", "raw CTranslate2 int8, with scores", OURS, "raw-scores", OPUS, 100),
    Way("opus", "EasyNMT, greedy", "easynmt_way.py", "easynmt", OPUS, 40, ("1",)),
    Way("opus", "EasyNMT, its 5 beams", "easynmt_way.py", "easynmt", OPUS, 8, ("5",)),
    Way("opus", "Argos int8, its 4 beams", "argos_way.py", "argos", "argos", 24),
    Way("nllb", BASE, OURS, "one-by-one", NLLB, 4),
    Way("nllb", "Warta, torch", OURS, "torch", NLLB, 20),
    Way("nllb", "Warta, CTranslate2 int8", OURS, "ctranslate2", NLLB, 20),
    Way("nllb", "raw CTranslate2 int8", OURS, "raw", NLLB, 20),
    Way("nllb", "raw CTranslate2 int8, with scores", OURS, "raw-scores", NLLB, 20),
    Way("nllb", "dl-translate, greedy", "dl_translate_way.py", "dl-translate", "nllb-old", 8),
    Way("firefox", "Warta, Firefox", OURS, "firefox", "-", 100),
)
# Engine of bench/speed_whole.py, label, tokens a segment (0: as the model ends), numbers of articles.
WHOLES = (
    ("torch", "Warta, torch", None, (10, 100)),
    ("ctranslate2", "Warta, CTranslate2 int8", None, (10, 100, 1000)),
    ("firefox", "Warta, Firefox", 0, (10, 100, 1000)),
)


class Process:
    """The process of a way, loaded and waiting for articles."""

    def __init__(self, way: Way, args: argparse.Namespace, log: Path) -> None:
        self.way, self.log = way, log
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                way.command(args), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
                env=environment(args),
            )  # fmt: skip
        reply = self._reply()
        self.load: float = reply["load"]
        self.versions: dict[str, str] = reply["versions"]
        self.peak, self.turns, self.articles = 0.0, list[Turn](), 0

    def warm_up(self) -> None:
        """Translate a sentence, for lazy initialisation."""
        self._ask([[["Halo, dunia."]]])

    def take(self, articles: list[Article]) -> None:
        """Translate articles, and record the time."""
        reply = self._ask([article.paragraphs for article in articles])
        segments = sum(len(article.segments) for article in articles)
        words = sum(article.words for article in articles)
        self.turns.append(Turn(segments, words, reply["tokens"], reply["seconds"]))
        self.peak, self.articles = reply["peak"], self.articles + len(articles)

    def end(self) -> None:
        """End the process normally."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _ask(self, articles: object) -> dict[str, Any]:
        assert self.process.stdin is not None
        print(json.dumps(articles), file=self.process.stdin, flush=True)
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.way.label} ({self.way.group}) ended; see {self.log}")
        reply: dict[str, Any] = json.loads(line)
        return reply


def environment(args: argparse.Namespace) -> dict[str, str]:
    """Return the environment variables of all ways. Waiting threads spin briefly, as for Warta's command line."""
    mine = {"PYTHONPATH": str(HERE), "WARTA_CACHE": str(args.folder / "cache"), "HF_HUB_OFFLINE": "1"}
    return {**os.environ, "GOMP_SPINCOUNT": "20000", "TOKENIZERS_PARALLELISM": "false", **mine}


def prepare(args: argparse.Namespace, ways: list[Way], log: Path) -> None:
    """Make missing checkpoints and conversions."""
    lines = [segment for number in range(50_000, 50_000 + TRAINING) for segment in indonesian(number).segments]
    groups = {way.group for way in ways}
    if "opus" in groups:
        argos_package(args.folder / "argos", opus_shape(args.folder / OPUS, lines))
    if "nllb" in groups:
        for_old_transformers(args.folder / "nllb-old", nllb_shape(args.folder / NLLB, lines))
    for way in ways:
        if way.what.endswith("ctranslate2"):
            Process(way, args, log).end()


def compare(args: argparse.Namespace, ways: list[Way], log: Path, deadline: float) -> tuple[list[Result], Versions]:
    """Return the results of the ways of a group, run in turns, and the package versions of each environment."""
    processes = [Process(way, args, log) for way in ways]
    for process in processes:
        process.warm_up()
    most = max(share(way, args) for way in ways)
    for done in range(args.rounds):
        if done and time.monotonic() > deadline:
            break
        articles = [indonesian(number) for number in range(done * most, (done + 1) * most)]
        if args.quick:
            articles = [Article(article.text, article.paragraphs[-1:]) for article in articles]
        for process in processes[done % len(processes) :] + processes[: done % len(processes)]:
            chosen = articles[: share(process.way, args)]
            if process.way.group == "firefox":
                chosen = [portuguese(article, number) for number, article in enumerate(chosen, done * most)]
            process.take(chosen)
            turn = process.turns[-1]
            each = f"{len(chosen)} articles in {turn.seconds:.1f} s, {turn.tokens / turn.segments:.1f} tokens a segment"
            print(f"{process.way.group}, {process.way.label}: {each}", file=sys.stderr, flush=True)
    for process in processes:
        process.end()
    results = [Result(p.way.group, p.way.label, p.articles, tuple(p.turns), p.load, p.peak) for p in processes]
    versions: Versions = {}
    for process in processes:
        theirs = "" if process.way.script == OURS else process.way.what
        versions.setdefault(theirs, {}).update(process.versions)
    return results, versions


def share(way: Way, args: argparse.Namespace) -> int:
    """Return the number of articles of a way in a round."""
    articles: int = way.articles // args.rounds // (12 if args.quick else 1)
    return max(1, articles)


def whole(args: argparse.Namespace, log: Path, deadline: float) -> list[Whole]:
    """Return the results of `warta batch` over growing numbers of articles, for each engine."""
    found = []
    for kind, label, tokens, numbers in WHOLES:
        if kind not in args.whole.split(",") or time.monotonic() > deadline:
            continue
        counts = [max(1, number // 50) for number in numbers[:2]] if args.quick else numbers
        written = str(args.tokens if tokens is None else tokens)
        command = [sys.executable, str(HERE / "speed_whole.py"), kind, str(args.folder / OPUS), written]
        with log.open("ab") as errors:
            command += map(str, counts)
            output = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, env=environment(args)).stdout
        if not output:
            print(f"whole, {label} failed, see {log}", file=sys.stderr, flush=True)  # the other figures are still valid
            continue
        found += [Whole(label, **run) for run in json.loads(output)]
        for run in found[-len(counts) :]:
            print(f"whole, {label}: {run.articles} articles in {run.seconds:.1f} s", file=sys.stderr, flush=True)
    return found


def about(args: argparse.Namespace, versions: Versions, began: float, load: float) -> str:
    """Return the conditions of the measurement."""
    names = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    processor = next((line.split(":")[1].strip() for line in names if line.startswith("model name")), "unknown")
    quick = "QUICK MODE: not to be quoted. " if args.quick else ""
    ran = "; ".join(
        f"{theirs}{': ' * bool(theirs)}{', '.join(' '.join(pair) for pair in found.items())}"
        for theirs, found in versions.items()
    )
    return (
        f"{quick}{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({processor}), load before the run {load:.1f}, "
        f"Python {platform.python_version()}, Warta {version('warta')}; {args.tokens} tokens a segment, at most "
        f"{args.rounds} rounds, {(time.monotonic() - began) / 60:.0f} minutes in all. Versions: {ran}."
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, help="where checkpoints and figures are kept; default: nowhere")
    parser.add_argument("--peers", type=Path, help="folder of the peers' environments; default: without peers")
    parser.add_argument("--groups", default="opus,nllb,firefox")
    parser.add_argument("--whole", default="torch,ctranslate2,firefox", help="engines of the whole runs")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--tokens", type=int, default=24)
    parser.add_argument("--minutes", type=float, default=30, help="after which no further round or run is begun")
    parser.add_argument("--quick", action="store_true", help="few and short articles, one round")
    parser.add_argument("--write", action="store_true", help="put tables and charts into bench/")
    parser.add_argument("--from", dest="kept", type=Path, help="figures.json of an earlier run, in place of a run")
    parser.add_argument("--others", type=Path, help="figures.json of an earlier run, for what is not run now")
    args = parser.parse_args()
    args.rounds = 1 if args.quick else args.rounds
    figures = read(args.kept) if args.kept else measure(args)
    figures = figures.with_others(read(args.others)) if args.others else figures
    tables = markdown(figures)
    print(tables)
    if args.write:
        charts = [f"![{name}]({name}.svg)" for name in plots(figures, HERE)]
        into(HERE / "history.md", "\n".join([tables, "", *charts]))


def measure(args: argparse.Namespace) -> Figures:
    """Return all figures, storing them in the folder as they come."""
    args.folder = (args.folder or Path(tempfile.mkdtemp())).resolve()
    args.folder.mkdir(parents=True, exist_ok=True)
    ways = [way for way in WAYS if way.group in args.groups.split(",") and (way.script == OURS or args.peers)]
    log = args.folder / "errors.log"
    prepare(args, ways, log)
    load, began = os.getloadavg()[0], time.monotonic()
    deadline = began + 60 * args.minutes
    results, versions = list[Result](), Versions()
    for group in dict.fromkeys(way.group for way in ways):
        found, versions_of = compare(args, [way for way in ways if way.group == group], log, deadline)
        results += found
        for theirs, packages in versions_of.items():
            versions.setdefault(theirs, {}).update(packages)
    wholes = whole(args, log, deadline)
    figures = Figures(about(args, versions, began, load), tuple(results), tuple(wholes))
    save(figures, args.folder / "figures.json")
    return figures


if __name__ == "__main__":
    main()
