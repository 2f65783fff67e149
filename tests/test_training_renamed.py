"""Pairs with other names in them."""

from __future__ import annotations

import gzip
import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import renamed as module
from training.lexicon import Candidate
from training.renamed import JOINED, NAME, drawn, renamed, to_draw

NAMES = ["Birkenhead", "Cahyono", "Kovacic", "Sainsbury", "Widiastuti"]
PAIRS = [
    ("Menurut Kovacic, Cahyono menang.", "Cahyono won, Kovacic said; but Kovacic lost."),
    ("Harga beras naik di Jakarta.", "The price of rice rose in Jakarta."),  # not a name to replace
    ("Kovacic pergi.", "He left."),  # on one side only
]


def test_names_are_replaced_alike_on_both_sides() -> None:
    ((source, target),) = renamed(PAIRS, NAMES, random.Random(1))
    first, second = re.findall(r"[A-Z]\w+", source)[1:]
    assert source == f"Menurut {first}, {second} menang."
    assert target == f"{second} won, {first} said; but {first} lost."
    assert (first, second) != ("Kovacic", "Cahyono")


def test_the_same_chance_gives_the_same_pairs() -> None:
    assert list(renamed(PAIRS, NAMES, random.Random(3))) == list(renamed(PAIRS, NAMES, random.Random(3)))


@given(st.integers(0, 10_000))
def test_what_is_drawn_is_a_name_or_the_halves_of_two(seed: int) -> None:
    name = drawn(NAMES, random.Random(seed))
    halves = {first[: (len(first) + 1) // 2] + second[len(second) // 2 :] for first in NAMES for second in NAMES}
    assert name in halves.union(NAMES)


def test_so_many_are_halves() -> None:
    chance = random.Random(0)
    joined = sum(drawn(NAMES, chance) not in NAMES for _ in range(2000)) / 2000
    assert joined == pytest.approx(JOINED * (1 - 1 / len(NAMES)), abs=0.03)  # two halves of one are that one


def test_names_that_have_another_form_in_the_other_language_are_not_drawn() -> None:
    texts = ["Ia di Prancis dan Bandung.", "Orang Prancis, orang Bandung dan PBB.", "Kemarin Satu kali di Wina."] * 2
    known = {"prancis": [Candidate("france", 0.9, 9.0)], "bandung": [Candidate("bandung", 0.9, 9.0)]}
    found = to_draw(texts, known)
    assert "Bandung" in found and "Wina" in found
    assert not {"Prancis", "PBB", "Orang"} & set(found)
    assert all(NAME.fullmatch(name) for name in found)


def test_the_command_writes_pairs_that_training_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs, prose, out = tmp_path / "pairs.tsv", tmp_path / "prose.txt.gz", tmp_path / "renamed.tsv"
    said = [(f"{name} menang.", f"{name} won.") for name in NAMES] + [PAIRS[1]]
    pairs.write_text("".join(f"{source}\t{target}\n" for source, target in said), encoding="utf-8")
    with gzip.open(prose, "wt", encoding="utf-8") as file:
        file.write("".join(f"Ia bertemu {name}, lalu {name} pulang.\n" for name in NAMES))
    monkeypatch.setattr(sys, "argv", ["renamed", str(pairs), "--sentences", str(prose), "--out", str(out)])
    module.main()
    made = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert [source.split()[0] for source, _ in made] == [target.split()[0] for _, target in made]
    assert len(made) == 5 and [source for source, _ in made] != [source for source, _ in said[:5]]
    assert "5 of 6 pairs, with other names of 5" in capsys.readouterr().out
