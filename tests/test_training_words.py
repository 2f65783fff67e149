"""Words that a student is given: from those that share translations, and from those they are formed of."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from invented_words import ADDED, STEMS, parent_with_stems

from training.folder import Model, load, save
from training.lexicon import Candidate, Lexicon
from training.pairs import read
from training.ssru import SOURCES, greedy
from training.student import examples_of
from training.words import ENOUGH, Known, alike, differences, formed, main, names, parted, widened


@pytest.fixture(scope="module")
def model(firefox_folder: Path) -> Model:
    return parent_with_stems(firefox_folder)


@pytest.fixture(scope="module")
def known(model: Model) -> Known:
    return Known(model)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("kantornya", ("kantor", "nya")),
        ("gerai-gerai", ("gerai", "-")),
        ("Gerai-gerai", ("Gerai", "-")),
        ("pro-rakyat", None),
        ("tanya", None),  # what is left is too short to be told from chance
        ("rumah", None),
    ],
)
def test_a_word_is_taken_apart(word: str, parts: tuple[str, str] | None) -> None:
    assert parted(word) == parts


def test_what_an_ending_adds_is_told_from_enough_words(known: Known) -> None:
    enough = STEMS[:ENOUGH]
    words = [*enough, *(f"{stem}nya" for stem in enough)]
    assert len(enough) == ENOUGH
    found = differences(words, known)
    assert found.keys() == {"nya"} and found["nya"] == pytest.approx(ADDED, abs=1e-6)
    assert differences(words[:-1], known) == {}


def test_a_formed_word_is_its_stem_and_what_is_added(known: Known) -> None:
    ways = {"nya": ADDED}
    assert formed("casanya", known, ways) == pytest.approx(known["casa"] + ADDED)
    assert formed("casa-casa", known, ways) is None, "of this way nothing is known"
    assert formed("qrstuvnya", known, ways) is None


def test_a_word_is_like_those_that_share_its_translations(known: Known) -> None:
    forth: Lexicon = {"gubuk": [Candidate("house", 0.4, 3.0), Candidate("hut", 0.2, 2.0), Candidate(",", 0.2, 9.0)]}
    back: Lexicon = {
        "house": [Candidate("casa", 0.3, 9.0), Candidate("gubuk", 0.2, 3.0), Candidate("asing", 0.3, 9.0)],
        "hut": [Candidate("cidade", 0.3, 2.0), Candidate("livro", 0.01, 2.0)],
    }
    made = alike("gubuk", 3, known, forth, back)
    assert made == pytest.approx((0.4 * known["casa"] + 0.2 * known["cidade"]) / 0.6, abs=1e-6)
    assert alike("gubuk", 1, known, forth, back) is None, "seen too seldom"
    assert alike("Gubuk", 3, known, forth, back) == pytest.approx(
        (0.4 * known["Casa"] + 0.2 * known["Cidade"]) / 0.6, abs=1e-6
    )
    assert alike("gubuk", 3, known, {"gubuk": [Candidate("gubuk", 0.9, 3.0)]}, back) is None, "a name"
    assert alike("gubuk", 3, known, forth, {}) is None


def test_a_name_has_its_capital_inside_sentences() -> None:
    texts = ["Warga kota Medan pergi.", "Medan ramai.", "Angka naik.", "Angka, lalu Angka.", "Angka turun.", "Angka"]
    counts = Counter(word for text in texts for word in text.replace(",", "").replace(".", "").split())
    assert names(texts, counts) == {"Medan"}


def test_widening_changes_nothing_else(model: Model) -> None:
    counts = Counter({"gubuk": 5, "sekali": 1, "casa": 9})
    vector = model.student.arrays()[SOURCES][1234]
    wider, more = widened(model, counts, lambda word: None if word == "casa" else vector)
    assert more == 1, "a word that was seen once gets no vector"
    reader = wider.source.processor()
    assert reader.encode_as_pieces("gubuk") == ["▁gubuk"]
    assert wider.student.arrays()[SOURCES][reader.piece_to_id("▁gubuk")] == pytest.approx(vector)
    before = model.student.arrays()[SOURCES]
    assert np.array_equal(wider.student.arrays()[SOURCES][: len(before)], before)


def test_the_command_makes_a_word_understood(
    model: Model, tmp_path: Path, firefox_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjectives = {"grande": "big", "bonita": "beautiful", "velha": "old", "nova": "new", "pequena": "small"}
    lines = [f"A {it} é {word}.\tThe house is {said}." for it in ("casa", "gubuk") for word, said in adjectives.items()]
    pairs, sentences, out = (tmp_path / name for name in ("pairs.tsv", "sentences.txt.gz", "wide"))
    pairs.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with gzip.open(sentences, "wt", encoding="utf-8") as file:
        file.write("A gubuk é nova.\n")
    save(model, tmp_path / "narrow", "iden", examples_of(model, read([pairs])))
    arguments = [tmp_path / "narrow", pairs, "--sentences", sentences, "--out", out]
    monkeypatch.setattr("sys.argv", ["words", *map(str, arguments)])
    main()
    wide = load(out)
    source = wide.source.encode(["A gubuk é nova."])
    assert wide.target.processor().decode(next(greedy(wide.student, source))).lower() == "the house is new."
    narrow = load(tmp_path / "narrow")
    source = narrow.source.encode(["A gubuk é nova."])
    assert "house" not in narrow.target.processor().decode(next(greedy(narrow.student, source))).lower()
