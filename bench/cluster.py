"""The Ray runner with one actor and with more: words a second, and the ratio.

    python bench/cluster.py [--articles 300] [--actors 2] [--rounds 3] [--to en]

Short articles of our own (a headline and two paragraphs, about 100 words), in batches of eight, so that each actor has
many; the student with one processor an actor. The numbers of actors take turns. Timed is the work from the first batch
to the last: the start of Ray and the loading of the models are not in it. As actors begin together, the first batch of
another one is nearly done when the clock starts, which flatters two actors by at most 3 %. It needs an idle machine, as
Ray itself uses a part of a core.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from speed_articles import indonesian

from translate.batch import Job, Status
from translate.batch.ray_runner import Cluster, Work, run, translate_on_ray

PARAGRAPHS = 3  # of an article, the headline among them
AT_ONCE = 8  # articles of a batch


def fill(inbox: Path, count: int) -> None:
    """Write short articles, no two alike."""
    inbox.mkdir()
    for number in range(count):
        paragraphs = indonesian(number).text.split("\n\n")[:PARAGRAPHS]
        (inbox / f"{number:05}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")


def words_a_second(inbox: Path, outbox: Path, actors: int, target: str) -> float:
    """Return the speed of one run, from the first rows that are there to the last."""
    reports: list[tuple[float, int]] = []
    made = translate_on_ray(
        [inbox],
        outbox,
        Work(targets=(target,), model="auto", job=Job(check_language=False)),
        Cluster(actors=actors),
        on_progress=lambda done, total: reports.append((time.perf_counter(), done)),
    )
    assert not made.of(Status.FAILED) and not made.deaths
    (began, first), (ended, last) = reports[0], reports[-1]
    return made.words * (last - first) / last / (ended - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--actors", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--to", default="en")
    args = parser.parse_args()
    vars(run)["BATCH"] = AT_ONCE
    taken: dict[int, list[float]] = {1: [], args.actors: []}
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "in"
        fill(inbox, args.articles)
        for turn in range(args.rounds):
            for actors in sorted(taken, reverse=turn % 2 == 1):
                speed = words_a_second(inbox, Path(folder) / f"out-{turn}-{actors}", actors, args.to)
                taken[actors].append(speed)
                print(f"round {turn + 1}, {actors} actors: {speed:.0f} words/s", flush=True)
    print("| actors | words/s, median | ratio |\n|---|---|---|")
    for actors, speeds in taken.items():
        ratio = median(one / alone for one, alone in zip(speeds, taken[1], strict=True))
        print(f"| {actors} | {median(speeds):.0f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
