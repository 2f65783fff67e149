"""Forms of words: which are told, how their vectors are drawn, and words that are cut now and then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from invented_words import STEMS, parent_with_stems

from training.cutting import cut
from training.folder import Model, load
from training.forms import CAPITAL, OFTEN, WEIGHT, capitals, drawn, forms, main
from training.parent import reading
from training.ssru import SOURCES
from training.words import ENOUGH
from translate.models.student.marian_file import Floats
from translate.models.student.store import BUNDLED_FOLDERS

RARE = STEMS[0]


@pytest.mark.parametrize(
    ("form", "way", "word"),
    [
        ("kantornya", "nya", "kantor"),
        ("gerai-gerai", "-", "gerai"),
        ("bermain", "ber", "main"),
        ("ditulis", "di", "menulis"),
        ("disiapkan", "di", "menyiapkan"),
        ("dipakai", "di", "memakai"),
        ("dikirim", "di", "mengirim"),
        ("dibawa", "di", "membawa"),
    ],
)
def test_a_form_and_its_word_are_told(form: str, way: str, word: str) -> None:
    assert list(forms([form, word])) == [(form, way, word)]


def test_what_only_looks_like_a_form_is_none() -> None:
    assert list(forms(["tanya", "ta", "beri", "i", "diri", "meri", "pro-rakyat", "pro", "Kantornya", "Kantor"])) == []


def test_a_capital_makes_a_name_where_the_word_is_not_common_and_not_much_rarer() -> None:
    words = {"Harga": -9.0, "harga": -8.9, "May": -9.5, "may": -7.9, "Zabek": -14.0, "zabek": -11.0, "Rosa": -11.0}
    assert set(capitals(words)) == {("Harga", CAPITAL, "harga"), ("Zabek", CAPITAL, "zabek")}


@pytest.fixture(scope="module")
def model(firefox_folder: Path) -> Model:
    """One that reads a rare form by a vector that is not what it should be."""
    made = parent_with_stems(firefox_folder)
    return reading(made, {f"▁{RARE}nya": (-9.0, made.student.arrays()[SOURCES][2000])})


def vectors(model: Model) -> Callable[[str], Floats]:
    """Return what finds the vector of a word."""
    found, reader = model.student.arrays()[SOURCES], model.source.processor()
    return lambda word: found[reader.piece_to_id(f"▁{word}")]


@pytest.mark.parametrize("times", [0, WEIGHT, 10 * WEIGHT])
def test_the_rarer_a_form_the_less_its_own_vector_counts(model: Model, times: int) -> None:
    counts = Counter({word: OFTEN + 1 for stem in STEMS for word in (stem, f"{stem}nya")})
    counts |= {RARE: 1000}
    counts[f"{RARE}nya"] = times
    made, moved = drawn(model, counts)
    before, after = vectors(model), vectors(made)
    own = times / (times + WEIGHT)
    told = [f"{stem}nya" for stem in STEMS if counts[f"{stem}nya"] >= OFTEN]
    mean = np.mean([before(form) - before(form.removesuffix("nya")) for form in told], 0)
    expected = own * before(f"{RARE}nya") + (1 - own) * (before(RARE) + mean)
    np.testing.assert_allclose(after(f"{RARE}nya"), expected, atol=1e-5)
    assert moved["nya"] == 1, "the others are as often as their words"
    np.testing.assert_array_equal(after(STEMS[1]), before(STEMS[1]))


def test_a_difference_that_few_words_tell_draws_nothing(model: Model) -> None:
    counts = Counter({word: OFTEN + 1 for stem in STEMS[: ENOUGH - 2] for word in (stem, f"{stem}nya")})
    made, moved = drawn(model, counts | Counter({RARE: 1000}))
    assert not moved
    np.testing.assert_array_equal(vectors(made)(f"{RARE}nya"), vectors(model)(f"{RARE}nya"))


def test_the_command_writes_a_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    lines = ["Harga naik di sana.\tPrices rise there.", "Keterlambatan itu panjang.\tThe delay is long."]
    pairs.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "sys.argv", ["forms", str(BUNDLED_FOLDERS["student"]), str(pairs), "--out", str(tmp_path / "out")]
        )
        main()
    assert capsys.readouterr().out == "none: the pairs have too few words\n"
    assert load(tmp_path / "out").source.data == load(BUNDLED_FOLDERS["student"]).source.data


def test_some_whole_words_are_cut_and_the_text_stays() -> None:
    source = load(BUNDLED_FOLDERS["student"]).source
    reader = source.processor()
    texts = ["Pemerintah mengatakan bahwa perusahaan itu bertanggung jawab.", 'Ia "tidak tahu", kata penyidik.'] * 20
    rows = [[(pieces, [7, 0]) for pieces in source.encode(texts)]]
    (same,), (some,), (every,) = (list(cut(rows, reader, part, 0)) for part in (0.0, 0.3, 1.0))
    assert same == rows[0]
    assert some != rows[0]
    assert len({tuple(pieces) for pieces, _ in some}) > 2, "not the same words each time"
    for (pieces, target), text in zip(every, texts, strict=True):
        assert reader.decode(pieces[:-1]) == text
        assert (pieces[-1], target) == (0, [7, 0])
    more, less = (sum(len(pieces) for pieces, _ in row) for row in (every, rows[0]))
    assert more > less
