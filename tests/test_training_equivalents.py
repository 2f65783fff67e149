from pathlib import Path

import numpy as np
import pytest

from training.equivalents import ENOUGH, Entry, Equivalents, capital, entries, vectors_from_lexicon
from translate.models.student.marian_file import Floats

LEXICON = [
    Entry("karena", "conj", ("because", "due to")),
    Entry("lantaran", "conj", ("because",)),
    Entry("akibat", "n", ("due to",)),
    Entry("presiden", "n", ("president",)),
    Entry("calon", "n", ("candidate",)),
    Entry("capres", "abbr", ("candidate for president",)),
    Entry("batik", "n", ("batik",)),
]


class Table(dict[str, Floats]):
    """Vectors of words."""


def vector(*numbers: float) -> Floats:
    return np.array(numbers, np.float32)


@pytest.fixture
def known() -> Table:
    return Table(karena=vector(1, 0), akibat=vector(0, 1), presiden=vector(4, 0), calon=vector(0, 2))


def test_a_word_is_read_by_those_that_share_its_equivalents(known: Table) -> None:
    equivalents = Equivalents(LEXICON, known)
    assert np.allclose(equivalents.vector("lantaran"), vector(1, 0))  # type: ignore[arg-type]
    assert np.allclose(equivalents.vector("capres"), vector(2, 1)), "of its words, as none shares it"  # type: ignore[arg-type]
    assert equivalents.vector("batik") is None and equivalents.vector("rumah") is None


def test_a_capital_adds_what_it_adds_to_others(known: Table) -> None:
    words = [Entry(f"kata{'abcdefghijklmnopqrstuvwxyz'[at]}", "n", (f"word {at}",)) for at in range(ENOUGH)]
    assert capital(words, known) is None
    for word in words:
        known[word.form] = vector(0, 0)
        known[word.form.capitalize()] = vector(0, 8)
    assert np.allclose(capital(words, known), vector(0, 8))  # type: ignore[arg-type]
    known["Batik"] = vector(6, 8)
    give = vectors_from_lexicon([*LEXICON, *words], known, lambda _: None)
    for form, wanted in (("batik", vector(6, 0)), ("Lantaran", vector(1, 8)), ("Karena", vector(1, 8))):
        assert np.allclose(give(form), wanted), form  # type: ignore[arg-type]
    assert give("karena") is None and give("BATIK") is None and give("rumah") is None


def test_what_the_lexicon_does_not_tell_is_told_otherwise(known: Table) -> None:
    give = vectors_from_lexicon(LEXICON, known, lambda word: vector(3, 3) if word == "batik" else None)
    assert np.allclose(give("batik"), vector(3, 3))  # type: ignore[arg-type]
    assert give("Batik") is None, "nothing tells what a capital adds"


def test_expressions_of_several_words_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("kota\tn\tcity; town\t都市; 市\nwali kota\tn\tmayor\t市長\n", encoding="utf-8")
    assert entries(path) == [Entry("kota", "n", ("city", "town"))]
