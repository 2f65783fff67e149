"""Names that a student misreads: which they are, and that they are copied when their pieces are out of use."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from training.folder import load, save
from training.misread import SENTENCES, Uses, is_name, main, misread, uses, whole_words
from training.parent import reading
from training.ssru import SOURCES
from training.student import examples_of
from translate.models.decoding import Decoding
from translate.models.resolve import load_engine
from translate.models.student.store import BUNDLED_FOLDERS


@pytest.mark.parametrize(
    ("word", "used", "expected"),
    [
        ("Widodo", Uses(capital=1248, small=0, kept=10, changed=2), True),
        ("Clarion", Uses(capital=2), True),
        ("Clarion", Uses(), True),
        ("Haris", Uses(capital=198, small=2, changed=3), True),  # the pairs left him out
        ("Sukesti", Uses(capital=2, changed=3), False),
        ("Prekursor", Uses(capital=34, small=3), False),
        ("Brand", Uses(capital=43, small=153, kept=2), False),
        ("Kolombo", Uses(capital=3, changed=14), True),  # so does it here
        ("Selindung", Uses(capital=3, changed=14), False),
        ("Skotlandia", Uses(kept=1, changed=90), True),  # the gazetteer knows what to write
        ("Korsel", Uses(capital=90, kept=9), False),  # it does, and that is two words
        ("Brigjen", Uses(capital=168, changed=2), False),  # a rank
    ],
)
def test_what_texts_and_pairs_say_of_a_word(word: str, used: Uses, expected: bool) -> None:
    assert is_name(word, used) == expected


def test_uses_are_counted() -> None:
    texts = ["Kata Widodo, widodo itu Widodo.", "Skotlandia kalah."]
    pairs = [
        ("Widodo tiba, kata Widodo.", "Widodo's plane landed."),
        ("Widodo tiba.", "He arrived."),
        ("Skotlandia kalah.", "Scotland lost."),
    ]
    found = dict(uses(["Widodo", "Skotlandia", "Clarion"], texts, pairs))
    assert found == {"Widodo": Uses(2, 1, 1, 1), "Skotlandia": Uses(1, 0, 1, 0), "Clarion": Uses()}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda text: text, ["Skotlandia"]),
        (lambda text: text.replace("Skotlandia", "Scotland"), []),
        (lambda text: "Rice went up.", ["Widodo", "Skotlandia"]),
        (lambda text: "Mr. Widodo and Scotland." if "Polisi" in text else "Rice went up.", ["Widodo", "Skotlandia"]),
        (lambda text: "Rice went up." if "Polisi" in text else "Mr. Widodo and Scotland.", []),
    ],
)
def test_a_word_is_misread_that_most_translations_lack(said: Callable[[str], str], expected: list[str]) -> None:
    def translated(texts: list[str]) -> list[str]:
        assert len(texts) == 2 * len(SENTENCES)
        return list(map(said, texts))

    assert misread(["Widodo", "Skotlandia"], translated) == expected


@pytest.mark.slow
def test_the_command_has_a_misread_name_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    student = load(BUNDLED_FOLDERS["student"])
    reader = student.source.processor()
    house = student.student.arrays()[SOURCES][reader.piece_to_id("▁rumah")]
    wrong = reading(student, {"▁Vrakolsen": (-9.0, house)})
    pairs, sentences, out = (tmp_path / name for name in ("pairs.tsv", "sentences.txt.gz", "out"))
    pairs.write_text("Vrakolsen tiba di Jakarta.\tVrakolsen arrived in Jakarta.\n", encoding="utf-8")
    with gzip.open(sentences, "wt", encoding="utf-8") as file:
        file.write("Kata Vrakolsen, harga beras naik.\n")
    save(wrong, tmp_path / "wrong", "iden", examples_of(wrong, [("Harga beras naik.", "Rice prices rose.")]))
    # The whole vocabulary would take minutes.
    monkeypatch.setattr("training.misread.whole_words", lambda vocabulary: whole_words(vocabulary)[-40:])
    arguments = [tmp_path / "wrong", pairs, "--sentences", sentences, "--out", out]
    monkeypatch.setattr("sys.argv", ["misread", *map(str, arguments)])
    main()
    assert "Vrakolsen" in whole_words(wrong.source)
    assert "Vrakolsen" not in whole_words(load(out).source)
    (weights,) = (tmp_path / "wrong").glob("model.*")
    assert (out / weights.name).read_bytes() == weights.read_bytes()
    text = "Polisi menangkap Vrakolsen di Jakarta."
    before, after = (load_engine(str(folder), target="en") for folder in (tmp_path / "wrong", out))
    assert "Vrakolsen" not in before.translate([text], Decoding(beams=4))[0].text
    assert "Vrakolsen" in after.translate([text], Decoding(beams=4))[0].text
