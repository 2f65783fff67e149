"""Names that beams copy: what is one, when it is begun and gone on with, and what that is worth with real weights."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from firefox_fixtures import engine, model
from hypothesis import example, given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from translate.document import Signature
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.engines.student import Firefox
from translate.models.naming import info_of_firefox
from translate.models.resolve import load_engine
from translate.models.student.capitals import capitalised_words
from translate.models.student.copying import (
    BEGIN_SHARE,
    CONTINUE_PROBABILITY,
    Copier,
    CopyableName,
    Spelling,
    mix,
    names,
)
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.model import StudentModel, load
from translate.models.student.shortlist import distinct
from translate.models.student.store import BUNDLED_FOLDERS
from translate.models.student.workers import DecodeRequest, DecodeResult, Workers

__all__ = ["engine", "model"]  # fixtures

BEAMS = Decoding(beams=4)


@pytest.fixture(scope="module")
def reader() -> SentencePieceProcessor:
    return SentencePieceProcessor(model_file=str(next(BUNDLED_FOLDERS["student"].glob("srcvocab.*"))))


@pytest.fixture(scope="module")
def writer() -> SentencePieceProcessor:
    return SentencePieceProcessor(model_file=str(next(BUNDLED_FOLDERS["student"].glob("trgvocab.*"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kata Sainsbury, harga naik.", ["Sainsbury"]),
        ('Ia, "Hammelgarten", pergi ke (Birkenhead).', ["Hammelgarten", "Birkenhead"]),
        ("Ia pergi ke Ballynagard-Essie.", ["Ballynagard-Essie"]),
        ("Menurut Trumpovsky-nya, FBI salah.", ["Trumpovsky", "FBI"]),
        ("Presiden Indonesia pergi ke Jakarta pada hari Senin.", []),  # words that have a piece of their own
        ("harga naik 5 persen, kata x.", []),
        ("Kata Sainsb日ry, harga naik.", []),  # it could not be written
        ("", []),
    ],
)
def test_a_name_is_a_word_with_a_capital_that_is_cut(
    text: str, expected: list[str], reader: SentencePieceProcessor, writer: SentencePieceProcessor
) -> None:
    source = reader.encode(text)
    found = names(source, reader, writer, {word: word for word in capitalised_words(text)})
    assert [one.text for one in found] == expected
    for one, name in zip(found, expected, strict=True):
        assert name in reader.decode([source[place] for place in one.places])


def test_only_wanted_names_are_copied(reader: SentencePieceProcessor, writer: SentencePieceProcessor) -> None:
    source = reader.encode("Kata Sainsbury dan Hammelgarten.")
    assert [one.text for one in names(source, reader, writer, {"Sainsbury": "Sainsbury"})] == ["Sainsbury"]


def test_a_name_is_spelled_by_the_pieces_that_its_letters_need(
    reader: SentencePieceProcessor, writer: SentencePieceProcessor
) -> None:
    (name,) = names(reader.encode("Ia di Yokohama."), reader, writer, {"Yokohama": "Yokohama"})
    assert writer.id_to_piece(name.begin) == "▁Yokohama"
    for written, piece in enumerate(name.steps):
        assert piece is not None
        assert name.text[written:].startswith(writer.id_to_piece(piece))


def test_a_name_is_written_as_the_target_calls_it(
    reader: SentencePieceProcessor, writer: SentencePieceProcessor
) -> None:
    source = reader.encode("Yunani dan Makedonia.")
    (name,) = names(source, reader, writer, {"Makedonia": "Macedonia"})
    assert (name.text, name.same) == ("Macedonia", False)
    assert reader.decode([source[place] for place in name.places]) == "Makedonia"
    assert any(name.steps)
    assert all(
        piece is None or "Macedonia"[at:].startswith(writer.id_to_piece(piece)) for at, piece in enumerate(name.steps)
    )


PIECES = ["", "", "", "", "▁a", "▁Fla", "keton", "▁B", "ure", "ue", "▁Flake", "ton", '▁"', "Fla", "k", "s", "▁The", "▁"]
PLACED = {piece: number for number, piece in enumerate(PIECES)}
ELSEWHERE = np.array([0, 0, 1, 0, 0], np.float32)


def flaketon(*places: int) -> CopyableName:
    steps = (PLACED["Fla"], None, None, PLACED["keton"], PLACED["ton"], PLACED["ton"], None, None)
    return CopyableName("Flaketon", places, PLACED["▁Fla"], (PLACED["▁Fla"], PLACED["▁Flake"]), steps)


FLAKETON = flaketon(0, 1)
FLABUREUE = CopyableName(
    "Flabureue", (3, 4), PLACED["▁Fla"], (PLACED["▁Fla"],), (None, None, None, PLACED["ure"], *[None] * 5)
)


def parts_of(copier: Copier, attention: Sequence[float] | Floats) -> list[float]:
    """Return the share of the attention at each name."""
    return copier.parts(np.array([attention], np.float32))[0]


def chances(
    found: Sequence[CopyableName], row: str, looked: Sequence[float], before: Floats | None
) -> dict[str, float]:
    """What copying gives each piece behind those of `row`."""
    copier = Copier(found, Spelling(PIECES))
    parts, earlier = parts_of(copier, looked), None if before is None else parts_of(copier, before)
    made = copier.chances("".join(row.split()), parts, earlier)
    return {PIECES[piece]: chance for piece, chance in made.items()}


def test_a_name_is_begun_as_far_as_it_is_looked_at() -> None:
    looked = [0.5, 0.3, 0.1, 0.0, 0.1]
    assert chances([FLAKETON], "", looked, None) == pytest.approx({"▁Fla": BEGIN_SHARE * 0.8})
    both = [FLAKETON, FLABUREUE]
    assert chances(both, "▁a", looked, ELSEWHERE) == pytest.approx({"▁Fla": BEGIN_SHARE * 0.9})  # both begin alike
    assert chances([], "▁a", looked, ELSEWHERE) == {}


def test_behind_a_quote_or_a_space_of_its_own_a_name_begins_without_one() -> None:
    looked, before = [0.5, 0.5, 0, 0, 0], np.array([0.6, 0.4, 0, 0, 0], np.float32)
    assert chances([FLAKETON], '▁a ▁"', looked, before) == pytest.approx({"Fla": BEGIN_SHARE})
    assert chances([FLAKETON], '▁" Fla', looked, before) == pytest.approx({"keton": CONTINUE_PROBABILITY})
    assert chances([FLAKETON], "▁a ▁", looked, before) == pytest.approx({"Fla": BEGIN_SHARE})
    assert chances([FLABUREUE], '▁"', [0, 0, 0, 0.5, 0.5], ELSEWHERE) == {}  # there is no piece for it


def test_what_is_looked_at_decides_how_a_name_goes_on() -> None:
    both, before = [FLAKETON, FLABUREUE], np.array([0.5, 0, 0, 0.5, 0], np.float32)
    assert chances(both, "▁a ▁Fla", [0.6, 0.2, 0, 0.2, 0], before) == pytest.approx(
        {"keton": CONTINUE_PROBABILITY * 0.8, "ure": CONTINUE_PROBABILITY * 0.2}
    )
    assert chances([FLAKETON], "▁Fla", [0.3, 0.1, 0.6, 0, 0], before) == pytest.approx(
        {"keton": CONTINUE_PROBABILITY * 0.8}
    )
    assert chances([FLAKETON], "▁Fla", [0, 0, 1, 0, 0], before) == {}  # another word that begins like the name


def test_a_name_goes_on_behind_what_the_model_spelled_of_it_its_own_way() -> None:
    looked, before = [0.5, 0.5, 0, 0, 0], np.array([0.2, 0, 0.8, 0, 0], np.float32)
    assert chances([FLAKETON], "▁Flake", looked, before) == pytest.approx({"ton": CONTINUE_PROBABILITY})
    assert chances([FLAKETON], "▁a ▁Fla k", looked, ELSEWHERE) == pytest.approx({"ton": CONTINUE_PROBABILITY})
    assert chances([FLAKETON], "▁Fla keton ▁Flake", looked, ELSEWHERE) == pytest.approx({"ton": CONTINUE_PROBABILITY})
    assert chances([FLAKETON], "▁Fla k ton", looked, np.array([0.5, 0.5, 0, 0, 0], np.float32)) == {}  # it is written
    assert chances([FLAKETON], "▁Fla keton s", looked, ELSEWHERE) == {}


def test_a_name_is_not_begun_more_often_than_the_source_has_it_nor_behind_itself() -> None:
    looked, here = [0.5, 0.5, 0, 0, 0], np.array([0.5, 0.5, 0, 0, 0], np.float32)
    assert chances([FLAKETON], "▁Flake ton ▁a", looked, ELSEWHERE) == {}
    twice = [FLAKETON, flaketon(3, 4)]
    for behind in ("▁Fla keton", "▁The"):  # copied, or spelled
        assert chances(twice, behind, looked, here) == {}
    assert chances(twice, "▁Fla keton ▁a", looked, ELSEWHERE) == pytest.approx({"▁Fla": BEGIN_SHARE})
    assert chances(twice, "▁Fla keton ▁a ▁Flake ton ▁The", looked, ELSEWHERE) == {}


def weighed(
    row: str, looked: Sequence[float], before: Sequence[float], name: CopyableName = FLAKETON
) -> dict[str, float]:
    """The chance of each piece behind those of `row`, if the model gives all the same."""
    scores = np.full(len(PIECES), -np.log(len(PIECES)), np.float32)
    copier = Copier([name], Spelling(PIECES))
    copier.weigh(scores, "".join(row.split()), parts_of(copier, looked), parts_of(copier, before))
    assert np.exp(scores).sum() == pytest.approx(1, abs=1e-5)
    return dict(zip(PIECES, np.exp(scores).tolist(), strict=True))


def test_behind_a_whole_name_the_word_is_over_and_the_name_does_not_come_again() -> None:
    here, elsewhere = [0.5, 0.5, 0, 0, 0], [0, 0, 1, 0, 0]
    inside, begins = {"keton", "ure", "ue", "ton", "k", "s"}, {"▁Fla", "▁Flake"}
    for row, looked in (("▁a ▁Fla keton", elsewhere), ("▁Flake ton", here)):
        chances = weighed(row, looked, here)
        assert sum(chances[piece] for piece in inside | begins) == pytest.approx(
            8 / len(PIECES) * (1 - CONTINUE_PROBABILITY)
        )
        assert chances["▁a"] > 1 / len(PIECES)
    for row, before in (("▁Fla keton", elsewhere), ("▁Fla keton ▁a", here), ("▁The", here)):  # nothing is known of it
        assert weighed(row, elsewhere, before)["s"] == pytest.approx(1 / len(PIECES))
    assert weighed("▁Fla", here, here)["keton"] > CONTINUE_PROBABILITY
    word = replace(FLAKETON, same=False)  # of the target: "Flaketons" may be its form
    chances = weighed("▁Fla keton", elsewhere, here, word)
    assert chances["s"] > 1 / len(PIECES) > chances["▁Flake"]


@given(st.lists(st.floats(-9, 9), min_size=4, max_size=9), st.dictionaries(st.integers(0, 3), st.floats(0, 1)))
@example([0.0, 1.0, 2.0, 3.0], {1: 0.25, 3: 0.5})  # so that some chances leave room for the others
def test_a_mixture_is_of_chances(logits: list[float], chances: dict[int, float]) -> None:
    scores = np.array(logits, np.float32)
    scores -= np.logaddexp.reduce(scores)
    before = np.exp(scores)
    mix(scores, chances)
    assert np.exp(scores).sum() == pytest.approx(1, abs=1e-5)
    total = sum(chances.values())
    for piece, chance in enumerate(before):
        if total < 1:
            expected = (1 - total) * chance + chances.get(piece, 0.0)
            assert np.exp(scores[piece]) == pytest.approx(expected, abs=2e-6)


SAID = (
    "Menurut {}, harga beras naik lima persen.",
    "Polisi menangkap {} di rumahnya pada hari Senin.",
    "Gol {} membawa timnya ke final.",
)
CALLED = """
    Sainsbury Birkenhead Hammelgarten Ballynagard Dionisio Kovacic Thorneycroft Subandono Halkett Lithgow Arrizabalaga
    Tweezerman Wiroditan Cahyono Widiastuti Malinovskyi
"""


def every(word: str) -> str:
    return word


@pytest.mark.parametrize(
    "words", [CALLED.split()[:4], pytest.param(CALLED.split(), marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_the_student_keeps_names_it_has_never_seen(words: list[str]) -> None:
    student = load(BUNDLED_FOLDERS["student"], processes=2)
    wanted = [(name, text.format(name)) for name in words for text in SAID]

    def kept(called: Callable[[str], str | None] | None) -> int:
        made = student.translate([text for _, text in wanted], BEAMS, called)
        found = [len(re.findall(rf"\b{name}\b", one.text)) for (name, _), one in zip(wanted, made, strict=True)]
        assert max(found) == 1, "a name came twice"
        return sum(found)

    try:
        copying = kept(every)
        assert copying > kept(None)
        assert copying >= 0.97 * len(wanted)
    finally:
        student.workers.close()


def test_a_name_that_is_whole_gets_no_more_letters(student: Engine) -> None:
    (made,) = student.translate(["Klien kami sudah 24 tahun mengabdi,” kata Budi seusai sidang."], BEAMS)
    assert re.search(r"\bBudi\b", made.text), "with more letters it was Budii"


def test_a_name_that_the_model_begins_to_spell_is_not_begun_anew(student: Engine) -> None:
    text = "Balikpapan – Pemerintah Kota Balikpapan menjajaki kerja sama dengan Kota Yokohama, Jepang."
    (made,) = student.translate([text], BEAMS)
    assert "with Yokohama City, Japan" in made.text


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[DecodeRequest]:
    """What processes were asked for, which answer with the text itself."""
    found: list[DecodeRequest] = []

    def noted(self: Workers, wanted: Sequence[DecodeRequest]) -> list[DecodeResult]:
        found.extend(wanted)
        return [DecodeResult(one.text, -1.0, True) for one in wanted]

    monkeypatch.setattr(Workers, "translate", noted)
    return found


def test_common_words_are_not_copied_though_they_have_a_capital(student: Engine, asked: list[DecodeRequest]) -> None:
    student.translate(["Wali Kota membuka Pameran di Yokohama bersama Widiastuti."], BEAMS)
    assert [one.names for one in asked] == [(("Yokohama", "Yokohama"), ("Widiastuti", "Widiastuti"))]


def test_places_are_called_as_english_calls_them(student: Engine, asked: list[DecodeRequest]) -> None:
    student.translate(["Warga Makedonia pergi ke Yokohama."], BEAMS)
    assert [one.names for one in asked] == [(("Makedonia", "Macedonia"), ("Yokohama", "Yokohama"))]


def test_a_country_that_the_vocabulary_lacks_gets_its_english_name(student: Engine) -> None:
    texts = ["Yunani memiliki provinsi bernama Makedonia.", "Pada tahun 1938, mereka mendukung Cekoslowakia di Munich."]
    made = student.translate(texts, BEAMS)
    assert "Macedonia" in made[0].text
    assert "Czechoslovakia" in made[1].text


def test_of_another_language_every_word_with_a_capital_may_be_a_name(
    engine: Firefox, asked: list[DecodeRequest]
) -> None:
    engine.translate(["Kota e Dalbert moram em Lisboa."], BEAMS)
    assert [one.names for one in asked] == [(("Kota", "Kota"), ("Dalbert", "Dalbert"), ("Lisboa", "Lisboa"))]


def test_into_another_script_no_name_is_copied_from_a_language_whose_sounds_are_not_known(
    firefox_folder: Path, tmp_path: Path, asked: list[DecodeRequest]
) -> None:
    for path in firefox_folder.iterdir():
        (tmp_path / path.name.replace("pten", "ptja")).symlink_to(path)
    model = load(tmp_path, processes=1)
    info = info_of_firefox("pt-ja", model.revision, None, ("pt", "ja"))
    Firefox(model, info, source="pt", target="ja").translate(["Dalbert mora em Lisboa."], BEAMS)
    model.workers.close()
    assert [one.names for one in asked] == [()]


def test_a_signature_says_whether_names_are_copied() -> None:
    copies = {
        (source, target): "|names:copied with beams|"
        in str(Signature("1", (info_of_firefox("model", "r1", None, (source, target)),), "beam-4", source, target))
        for source, target in (("id", "en"), ("id", "ja"), ("pt", "en"), ("pt", "ja"), ("id", "zh"))
    }
    assert [pair for pair, copied in copies.items() if copied] == [("id", "en"), ("id", "ja"), ("pt", "en")]


def test_a_text_without_such_names_is_translated_as_ever(model: StudentModel) -> None:
    texts = ["O preço do arroz subiu 12,5 por cento em outubro, disse o ministro.", "Obrigado!"]
    assert model.translate(texts, BEAMS, every) == model.translate(texts, BEAMS)


KANA = ["", "", "", "", "州", "ラ", "ン", "プン", "・", "ランプ", "は", "バ"]
KANA_PLACED = {piece: number for number, piece in enumerate(KANA)}
LAMPUNG = CopyableName(
    "ランプン",
    (1, 2),
    KANA_PLACED["ランプ"],
    (KANA_PLACED["ラ"], KANA_PLACED["ランプ"]),
    (KANA_PLACED["ランプ"], KANA_PLACED["ン"], KANA_PLACED["プン"], KANA_PLACED["ン"]),
)
AT_THE_NAME, AT_ANOTHER = np.array([0, 0.5, 0.5, 0], np.float32), np.array([1, 0, 0, 0], np.float32)


def kana_chances(row: list[str], before: Floats | None) -> dict[str, float]:
    copier = Copier([LAMPUNG], Spelling(KANA, spaced=False))
    earlier = None if before is None else parts_of(copier, before)
    made = copier.chances("".join(row), parts_of(copier, AT_THE_NAME), earlier)
    return {KANA[piece]: chance for piece, chance in made.items()}


def test_in_japanese_a_name_begins_behind_anything() -> None:
    for row in ([], ["州"], ["バ", "・"], ["は"]):
        assert kana_chances(row, AT_ANOTHER) == pytest.approx({"ランプ": BEGIN_SHARE})


def test_in_japanese_a_name_goes_on_behind_its_letters_whatever_stands_before_them() -> None:
    assert kana_chances(["バ", "ラ", "ン"], AT_THE_NAME) == pytest.approx({"プン": CONTINUE_PROBABILITY})
    assert kana_chances(["州", "ランプ"], AT_THE_NAME) == pytest.approx({"ン": CONTINUE_PROBABILITY})


def test_in_japanese_no_katakana_follows_a_whole_name() -> None:
    copier = Copier([LAMPUNG], Spelling(KANA, spaced=False))
    scores = np.full(len(KANA), -math.log(len(KANA)), np.float32)
    copier.weigh(scores, "ランプン", parts_of(copier, AT_ANOTHER), parts_of(copier, AT_THE_NAME))
    katakana = [KANA_PLACED[piece] for piece in ("ラ", "ン", "プン", "ランプ", "バ")]
    assert np.exp(scores[katakana]) == pytest.approx((1 - CONTINUE_PROBABILITY) / len(KANA), rel=1e-4)
    assert np.exp(scores).sum() == pytest.approx(1, rel=1e-4)


def test_into_japanese_names_are_asked_for_in_katakana_and_short_forms_as_they_are() -> None:
    student = load_engine("student-ja", target="ja")
    made = student.translate(["Gubernur Lampung bertemu Kurniawan dari Tembalang di Kantor BPBD."], Decoding(4, 3))
    assert isinstance(student, Firefox)
    assert [student._name_in_target(word) for word in ("Kurniawan", "Lampung", "BPBD", "Kantor")] == [
        "クルニアワン",
        "ランプン",
        "BPBD",
        None,
    ]
    assert "クルニアワン" in made[0].text
    assert "テンバラン" in made[0].text


NUMBERS = st.lists(st.integers(0, 60)).map(lambda numbers: np.array(numbers, int))


@given(st.lists(NUMBERS))
def test_pieces_are_sorted_as_numpy_does(many: list[Ints]) -> None:
    assert distinct(*many).tolist() == np.unique(np.concatenate([np.array([], int), *many])).tolist()


@pytest.mark.parametrize("spaced", [True, False])
def test_a_spelling_of_some_pieces_is_that_of_these_alone(writer: SentencePieceProcessor, spaced: bool) -> None:
    pieces = [writer.id_to_piece(piece) for piece in range(0, writer.get_piece_size(), 7)]
    subset = Spelling(pieces, spaced=spaced).among(np.arange(0, len(pieces), 3))
    alone = Spelling(pieces[::3], spaced=spaced)
    assert (subset.spaced, subset.inside.tolist()) == (alone.spaced, alone.inside.tolist())
