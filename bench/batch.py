"""The cost of a batch without its model: memory, time and journal for 100 and 2,000 short articles.

    python bench/batch.py [FILES ...]

With the fake engine, so that only Warta's own work is measured. Each run is a separate process; its peak resident
memory is read from the system.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

NOUNS = ("harga", "beras", "warga", "kota", "jalan", "hujan", "pasar", "kepala", "desa", "hari", "rapat", "sekolah")
SENTENCES = 12  # of an article
COUNTS = (100, 2_000)


def fill(inbox: Path, files: int, sentences: int = SENTENCES) -> None:
    """Write articles of distinct sentences."""
    inbox.mkdir()
    for i in range(files):
        texts = [
            f"{NOUNS[(i + k) % 12].title()} {NOUNS[(i * k + 1) % 12]} nomor {i * sentences + k} kini ada di "
            f"{NOUNS[k % 12]} yang lama itu."
            for k in range(sentences)
        ]
        (inbox / f"berita-{i:05}.txt").write_text(" ".join(texts) + "\n", encoding="utf-8")


def child(inbox: Path, outbox: Path) -> None:
    """Run once and print the figures."""
    from translate.batch import Batch, Job
    from translate.batch.discovery import discover
    from translate.testing import FakeEngine
    from translate.translation.setup import Setup

    engine = FakeEngine(default=lambda text: "Then " + text.lower())
    started = time.perf_counter()
    batch = Batch(discover([inbox], outbox), outbox, [Setup(engine)], Job(check_language=False))
    for _ in batch.run():
        pass
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts in KiB
    journal = (outbox / ".warta" / "journal.sqlite").stat().st_size / 1e6
    firsts = [len(texts) for texts, decoding in engine.history if not decoding.no_repeat_ngram]
    mean = f"{sum(firsts) / len(firsts):.0f} sentences a call" if firsts else "no call"
    print(f"{seconds:.1f} s, peak {peak:.0f} MiB, journal {journal:.1f} MB, {mean}", flush=True)


def main(counts: list[int]) -> None:
    with TemporaryDirectory() as folder:
        for files in counts:
            inbox, outbox = Path(folder) / f"in-{files}", Path(folder) / f"out-{files}"
            fill(inbox, files)
            for run in ("first run", "nothing to do"):
                command = [sys.executable, __file__, "--child", str(inbox), str(outbox)]
                output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
                print(f"{files} files of {SENTENCES} sentences, {run}: {output}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(count) for count in sys.argv[1:]] or list(COUNTS))
