"""The results of bench/speed.py as values for JSON, and their tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import nan
from pathlib import Path
from statistics import median
from typing import Any

BEGIN, END = "<!-- figures of bench/speed.py -->", "<!-- end of the figures -->"
BASE = "one by one, `generate`"
GROUPS = {
    "opus": "OPUS-MT's shape: 6 + 6 layers of 512, vocabulary 54,796, random weights",
    "nllb": "The shape of NLLB-200 distilled 600M: 12 + 12 layers of 1024, vocabulary 256,206, random weights",
    "firefox": "Firefox, Portuguese-English, ends where it likes",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one way in one round."""

    segments: int
    words: int
    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """All turns of one way."""

    group: str
    label: str
    articles: int
    turns: tuple[Turn, ...]
    load: float  # s, with the imports
    peak: float  # MB

    @property
    def words(self) -> float:
        """Words a second, median of the rounds."""
        return median(turn.words / turn.seconds for turn in self.turns)

    @property
    def tokens(self) -> float:
        """Target tokens a second, median of the rounds."""
        return median(turn.tokens / turn.seconds for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Whole:
    """One run of `warta batch` over a number of articles."""

    label: str
    articles: int
    words: int
    seconds: float
    engine: float  # seconds of these in the engine
    peak: float  # MB since the process began
    cpu: float = nan  # processor seconds of the run; runs that were kept from before did not take them
    engine_cpu: float = nan  # of these in the engine

    @property
    def beside(self) -> float:
        """The share of time outside the engine: reading, splitting, checks, writing."""
        return 1 - self.engine / self.seconds

    @property
    def beside_cpu(self) -> float:
        """The same of the processor time, which a busy machine distorts less."""
        return 1 - self.engine_cpu / self.cpu


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of the benchmark."""

    about: str  # machine, versions, settings, in a line each
    results: tuple[Result, ...]
    wholes: tuple[Whole, ...]

    def of(self, group: str) -> tuple[Result, ...]:
        """Return the results of one group of ways, which share their weights."""
        return tuple(result for result in self.results if result.group == group)

    def with_others(self, before: Figures) -> Figures:
        """Return these figures, with missing groups and whole runs from an earlier run."""
        groups, labels = {item.group for item in self.results}, {item.label for item in self.wholes}
        results = tuple(item for item in before.results if item.group not in groups)
        wholes = tuple(item for item in before.wholes if item.label not in labels)
        new = [title.split(",")[0].split(":")[0] for group, title in GROUPS.items() if group in groups]
        new += [f"whole runs of {label}" for label in sorted(labels)]
        about = f"{before.about}\n\nTaken again later ({'; '.join(new)}): {self.about}"
        return Figures(about, results + self.results, wholes + self.wholes)


def save(figures: Figures, path: Path) -> None:
    path.write_text(json.dumps(asdict(figures), indent=1), encoding="utf-8")


def read(path: Path) -> Figures:
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    results = (Result(**{**item, "turns": tuple(Turn(**turn) for turn in item["turns"])}) for item in kept["results"])
    return Figures(kept["about"], tuple(results), tuple(Whole(**item) for item in kept["wholes"]))


def times(result: Result, base: Result | None) -> float | None:
    """Return the speed ratio of two ways, median of their common rounds."""
    if base is None:
        return None
    pairs = zip(result.turns, base.turns, strict=False)
    return median((mine.words / mine.seconds) / (theirs.words / theirs.seconds) for mine, theirs in pairs)


def markdown(figures: Figures) -> str:
    """Return the tables."""
    lines = [figures.about.strip()]
    for group, title in GROUPS.items():
        results = figures.of(group)
        if not results:
            continue
        base = next((result for result in results if result.label == BASE), None)
        lines += ["", f"{title}:", ""]
        lines.append("| way | articles | words/s | target tokens/s | x one by one | peak MB | load s |")
        lines.append("|---|---|---|---|---|---|---|")
        for result in results:
            ratio = times(result, base)
            lines.append(
                f"| {result.label} | {result.articles} | {result.words:,.0f} | {result.tokens:,.0f} "
                f"| {'' if ratio is None else f'{ratio:.1f}'} | {result.peak:,.0f} | {result.load:.1f} |"
            )
        lines += list(_against_raw(results))
    return "\n".join([*lines, "", *_wholes(figures.wholes)]).strip()


def _against_raw(results: tuple[Result, ...]) -> Iterable[str]:
    ways = {result.label: result for result in results}
    mine, raw = ways.get("Warta, CTranslate2 int8"), ways.get("raw CTranslate2 int8")
    if mine and raw:
        ratio = times(mine, raw)
        yield ""
        yield f"Warta has {ratio:.2f} of the speed of raw CTranslate2 (median of {len(mine.turns)} rounds)."


def _wholes(wholes: tuple[Whole, ...]) -> Iterable[str]:
    if not wholes:
        return
    yield "Whole runs of `warta batch`, retries off; peak memory is of the process up to the end of that run:"
    yield ""
    yield "| engine | articles | words/s | s an article | beside the engine | of processor time | peak MB |"
    yield "|---|---|---|---|---|---|---|"
    for run in wholes:
        yield (
            f"| {run.label} | {run.articles:,} | {run.words / run.seconds:,.0f} | {run.seconds / run.articles:.3f} "
            f"| {100 * run.beside:.1f} % | {100 * run.beside_cpu:.1f} % | {run.peak:,.0f} |"
        )


def into(page: Path, tables: str) -> None:
    """Write the tables between the two marks of a page."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}", encoding="utf-8")
