"""Beams write the figures of the source and no others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from translate.language.numbers.digits import digits_for, digits_of
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.resolve import load_engine
from translate.models.student.copying import refuse, refuse_of_each
from translate.models.student.figures import RUN, DigitPieces, FigureGuide
from translate.models.student.network import Ragged

# An Indonesian sentence, and the figures of a right translation.
RIGHT = {
    "ja": [
        ("Anggaran itu Rp 12,5 triliun, naik 6,71 persen.", "12兆5000億 6.71"),
        ("Sebanyak 1.220 talenta dan 511 atlet ikut serta.", "1220 511"),
        ("Libur Idul Adha 1442 Hijriah dimulai pada Juli.", "1442 7月"),
        ("Komitmen fee itu Rp 2 miliar, bukan Rp 500 ribu.", "20億 50万"),
        ("Pangdam XVII/Cenderawasih datang pukul 13.21 WIB, Minggu (1/9/2019).", "17 13 21 2019 9月 1"),
        ("Masa bakti periode 2014-2019 berakhir tiga bulan lagi.", "2014 2019 3"),
        ("Sekitar 11 ribuan netizen menyukainya.", "1万1000"),
        ("Keduanya tinggal di RT 04 RW 12.", "2 04 12"),
    ],
    "en": [
        ("Anggaran itu Rp 12,5 triliun, naik 6,71 persen.", "12.5 6.71"),
        ("Sebanyak 1.220 talenta dan 511 atlet ikut serta.", "1,220 511"),
        ("Acara dimulai pukul 13.21 WIB, Senin (5/2/2024).", "1:21 13:21 5 2024"),
        ("Musim 2019/2020 dan tahun 1998 dikenang.", "2019-20 1998 98"),
        ("Harga beras Rp 50 ribu per karung.", "50,000 50"),
    ],
}
WRONG = {
    "ja": [
        ("Komitmen fee itu Rp 2 miliar.", "2億 200億"),
        ("Perundingan dimulai pada bulan April.", "204 204月 2月"),
        ("Libur Idul Adha 1442 Hijriah.", "1424 144"),
        ("Sekitar 11 ribuan netizen menyukainya.", "11 11万"),
    ],
    "en": [
        ("Sebanyak 1.220 talenta ikut serta.", "1,202 12 2,120"),
        ("Tenor 10 tahun sebesar 6,71 persen.", "10.71 67"),
    ],
}


@pytest.mark.parametrize(("target", "text", "runs"), [(to, *case) for to, cases in RIGHT.items() for case in cases])
def test_the_figures_of_a_right_translation_may_be_written(target: str, text: str, runs: str) -> None:
    assert set(digits_of(runs)) <= digits_for(text, target)


@pytest.mark.parametrize(("target", "text", "runs"), [(to, *case) for to, cases in WRONG.items() for case in cases])
def test_other_figures_may_not(target: str, text: str, runs: str) -> None:
    assert set(digits_of(runs)).isdisjoint(digits_for(text, target))


@pytest.mark.parametrize(("target", "text"), [(to, text) for to, cases in RIGHT.items() for text, _ in cases])
def test_what_may_be_written_is_a_run_as_the_search_sees_it(target: str, text: str) -> None:
    assert all(RUN.fullmatch(run) for run in digits_for(text, target))


PIECES = ["", "<0x32>", "年", "。", "1", "2", "4", "42", "月", "億", "▁19", ".", "は"]
PLACED = {piece: number for number, piece in enumerate(PIECES)}


def refused(row: list[str], *runs: str) -> set[str]:
    """The pieces whose chance falls behind a row, of pieces that were equally likely."""
    scores = np.full(len(PIECES), -np.log(len(PIECES)), np.float32)
    before = scores.copy()
    unwanted = FigureGuide(runs, DigitPieces(PIECES)).refused("".join(row))
    refuse(scores, unwanted)
    together = Ragged.empty([len(PIECES)], [3])
    together.flat[:] = np.tile(before, 3)
    refuse_of_each(together, [unwanted, unwanted[:0], unwanted])
    np.testing.assert_allclose(together.split([3])[0], [scores, before, scores], atol=1e-6)
    assert np.exp(scores).sum() == pytest.approx(1, abs=1e-3)
    return {piece for piece, now, was in zip(PIECES, scores, before, strict=True) if now < was - 1}


def test_a_run_of_digits_is_begun_only_if_the_source_has_it() -> None:
    assert refused(["は"], "1442") == {"2", "4", "42", "▁19"}
    assert refused([], "1442", "42") == {"2", "▁19"}


def test_a_run_of_digits_goes_on_as_the_source_has_it_and_ends_where_it_ends() -> None:
    assert refused(["は", "1", "4", "4"], "1442") == set(PIECES) - {"2"}
    assert refused(["1", "4", "42"], "1442") == {"1", "2", "4", "42", "月", "億", "▁19"}


def test_what_scales_a_run_is_part_of_it() -> None:
    assert refused(["2"], "2億") == set(PIECES) - {"億"}
    assert refused(["2"], "2") >= {"億", "月"}


def test_a_stop_behind_a_run_may_end_the_sentence_or_go_on() -> None:
    assert "." not in refused(["1"], "1")
    assert "4" in refused(["1", "."], "1")
    assert "4" not in refused(["1", "."], "1.4")


def test_the_names_of_bytes_are_no_digits() -> None:
    assert "<0x32>" not in refused([], "1")


def test_pieces_are_numbered_as_in_a_shortlist() -> None:
    chosen = np.array([2, 4, 6, 10])
    assert DigitPieces(PIECES).among(chosen).with_digits == {1: "1", 2: "4", 3: "▁19"}


@pytest.fixture(scope="module", params=["student", "student-ja"])
def student(request: pytest.FixtureRequest) -> Iterator[Engine]:
    target = "ja" if request.param == "student-ja" else "en"
    yield load_engine(request.param, target=target)


def test_a_student_writes_no_other_figures(student: Engine) -> None:
    texts = [text for text, _ in RIGHT["ja"]] + [
        "Sebanyak 67 pengurus baru dikukuhkan pada periode 1907-1983.",
        "Tenor 2 tahun sebesar 6,13 persen dan tenor 10 tahun sebesar 6,71 persen.",
    ]
    made = student.translate(texts, Decoding(4))
    for text, one in zip(texts, made, strict=True):
        assert set(digits_of(one.text)) <= digits_for(text, student.target), one.text
