"""Both students are trained further by one command."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from training import both
from training.both import STUDENTS, at_once, split_pairs
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine

NEWS = [
    (
        f"Sebanyak {n} rumah di Desa Sukamaju terendam banjir.",
        f"A total of {n} houses in Sukamaju Village were flooded.",
    )
    for n in range(11, 41)
]
CORPUS = "panl-bppt"


def test_data_is_shared_out_the_same_way_each_time_and_no_pair_is_lost(tmp_path: Path) -> None:
    lines = [f"kalimat {n}\tsentence {n}\n" for n in range(100)]
    for kind in ("news", "older"):
        (tmp_path / f"{kind}.en.tsv").write_text("".join(lines), encoding="utf-8")
    split_pairs(STUDENTS[0], tmp_path)
    first = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    split_pairs(STUDENTS[0], tmp_path)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == first
    held, learn = (first[f"{name}.en.tsv"].splitlines(keepends=True) for name in ("held", "learn"))
    assert len(held) == 10
    assert sorted(held + learn) == sorted(lines)


def test_a_run_that_was_begun_is_not_begun_anew(tmp_path: Path) -> None:
    student = STUDENTS[1]
    assert "--start" in student.training(tmp_path, 5, 1200)
    (tmp_path / "run.ja").mkdir()
    (tmp_path / "run.ja" / "progress.json").write_text("{}", encoding="ascii")
    assert "--start" not in student.training(tmp_path, 5, 1200)


def test_a_step_that_fails_ends_the_run(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with pytest.raises(subprocess.CalledProcessError):
        at_once([["-c", "raise SystemExit(3)"], ["-c", f"open({str(done)!r}, 'w').close()"]])
    assert done.exists(), "the other was not waited for"


@pytest.mark.slow
def test_data_goes_in_and_two_models_come_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news, corpora, avoid = tmp_path / "news.tsv.gz", tmp_path / "corpora", tmp_path / "avoid"
    for folder in (corpora, avoid):
        folder.mkdir()
    with gzip.open(news, "wt", encoding="utf-8") as file:
        file.writelines(f"{a}\t{b}\t{n}棟の家が浸水した。\n" for n, (a, b) in enumerate(NEWS, 11))
    for target, kind in (("en", CORPUS), ("ja", "kyoto-wiki")):
        with gzip.open(corpora / f"train.id-{target}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{kind}\t{a} Lagi.\t{b}\n" for a, b in NEWS)
    words = [str(news), "--corpora", str(corpora), "--avoid", str(avoid), "--work", str(tmp_path / "work")]
    monkeypatch.setattr(sys, "argv", ["both", *words, "--seconds", "3"])
    both.main()
    for target in ("en", "ja"):
        (made,) = load_engine(str(tmp_path / "work" / target), target=target).translate([NEWS[0][0]], Decoding(2))
        assert "11" in made.text
