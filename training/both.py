"""Continue the training of both students in parallel, and export them with their shortlists.

    python -m training.both NEWS.tsv.gz [MORE.tsv ...] --corpora CORPORA --avoid EVALUATION --avoid samples --work WORK

It continues from the bundled students, on the pairs of news and a sample of the older ones, and writes WORK/en and
WORK/ja. Ten minutes (`--seconds 600`) are for a GPU shared by both, with larger batches; on CPUs each has one core. The
same command with the same WORK continues.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

SHIPPED = Path(__file__).parents[1] / "translate"
HELD_OUT = 400  # held-out pairs of news
TOKENS = {"cuda": 6000, "cpu": 1200}  # target tokens of a step
INITIAL_SHARE = 0.2  # share of the initial weights in the exported mean


@dataclass(frozen=True, slots=True)
class Student:
    """The settings of a student's training.

    Attributes:
        target: language.
        start: folder of the initial model.
        rates: options of `training.student`.
        corpora: names of the corpora of older pairs; empty for all.
        older: number of older pairs.
    """

    target: str
    start: Path
    rates: tuple[str, ...]
    corpora: tuple[str, ...]
    older: int

    @property
    def pair(self) -> str:
        """The pair of languages, as in file names."""
        return f"id{self.target}"

    def data(self, news: Sequence[Path], corpora: Path, avoid: Sequence[Path], work: Path) -> list[list[str]]:
        """Return the commands that write the pairs, as arguments of Python."""
        common = ["--target", self.target, "--model", str(self.start)]
        common += [word for folder in avoid for word in ("--avoid", str(folder))]
        only = ["--only", *self.corpora] if self.corpora else []
        read = ["-m", "training.news"]
        return [
            [*read, *map(str, news), *common, "--out", str(work / f"news.{self.target}.tsv")],
            [*read, "--corpora", str(corpora), *only, *common, "--out", str(work / f"older.{self.target}.tsv")],
        ]

    def training(self, work: Path, seconds: float, tokens: int) -> list[str]:
        """Return the command for the training."""
        run, pairs = work / f"run.{self.target}", (work / f"{kind}.{self.target}.tsv" for kind in ("learn", "some"))
        begin = [] if (run / "progress.json").exists() else ["--start", str(self.start)]
        settings = ["--seconds", str(seconds), "--tokens", str(tokens), "--smooth", "0.1", "--guide", *self.rates]
        held = ["--held", str(work / f"held.{self.target}.tsv")]
        learn = ["-m", "training.student", *map(str, pairs), "--pair", self.pair, "--work", str(run)]
        return [*learn, *begin, *settings, *held]

    def writing(self, work: Path) -> list[list[str]]:
        """Return the commands that write the model and its shortlist."""
        out, run = str(work / self.target), str(work / f"run.{self.target}")
        blend = ["--with", str(self.start), "--part", str(INITIAL_SHARE), "--pair", self.pair]
        pairs = [str(work / f"{kind}.{self.target}.tsv") for kind in ("news", "older")]
        return [
            ["-m", "training.student", "--export", run, *blend, "--out", out],
            ["-m", "training.shortlist", out, *pairs, "--pair", self.pair],
        ]


STUDENTS = (
    Student(
        "en",
        SHIPPED / "_student",
        ("--rate", "2.5e-4", "--decoder", "0.5", "--targets", "0.2"),
        ("panl-bppt", "geovedi-testdata", "iwslt17-ted-devtest", "bucc20-news-valid"),
        12_000,
    ),
    Student(
        "ja",
        SHIPPED / "_student_ja",
        ("--rate", "6e-4", "--encoder", "0.3", "--sources", "0.3", "--decoder", "1", "--targets", "1"),
        (),
        9_000,
    ),
)


def split_pairs(student: Student, work: Path) -> None:
    """Split the pairs into training and held-out data, and sample the older ones; deterministic."""
    chance = random.Random(7)
    for kind, split in (("news", ("held", "learn")), ("older", ("some", ""))):
        lines = (work / f"{kind}.{student.target}.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
        chance.shuffle(lines)
        first = min(HELD_OUT, len(lines) // 10) if kind == "news" else student.older
        for name, part in zip(split, (lines[:first], lines[first:]), strict=True):
            if name:
                (work / f"{name}.{student.target}.tsv").write_text("".join(part), encoding="utf-8")


def at_once(commands: Sequence[Sequence[str]]) -> None:
    """Run Python commands in parallel.

    Raises:
        CalledProcessError: one failed, after all have ended.
    """
    running = [subprocess.Popen([sys.executable, *command]) for command in commands]
    ended = [process.wait() for process in running]
    for command, code in zip(commands, ended, strict=True):
        if code:
            raise subprocess.CalledProcessError(code, [sys.executable, *command])


def main() -> None:
    """Prepare missing data, train, and export both models."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path, nargs="+", help="lines of Indonesian, English and Japanese")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the older pairs")
    parser.add_argument("--avoid", type=Path, action="append", default=[], help="folder of evaluation texts")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=600.0, help="of training")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    unprepared = [student for student in STUDENTS if not (args.work / f"some.{student.target}.tsv").exists()]
    for step in zip(
        *(student.data(args.news, args.corpora, args.avoid, args.work) for student in unprepared), strict=True
    ):
        at_once(step)
    for student in unprepared:
        split_pairs(student, args.work)
    tokens = TOKENS["cuda" if torch.cuda.is_available() else "cpu"]
    at_once([student.training(args.work, args.seconds, tokens) for student in STUDENTS])
    for step in zip(*(student.writing(args.work) for student in STUDENTS), strict=True):
        at_once(step)


if __name__ == "__main__":
    main()
