"""Texts as the student reads them best: which words in small letters and which apart, and what comes of it."""

from __future__ import annotations

import pytest
from firefox_fixtures import model
from hypothesis import given
from hypothesis import strategies as st
from sentencepiece import SentencePieceProcessor

from translate.document import Hypothesis
from translate.language.common_words import is_common
from translate.models.decoding import Decoding
from translate.models.engines.base import Engine
from translate.models.student.model import StudentModel
from translate.models.student.readable import apart, dated, in_small_letters, readable, together
from translate.models.student.store import BUNDLED_FOLDERS

__all__ = ["model"]  # a fixture

READER = SentencePieceProcessor(model_file=str(next(BUNDLED_FOLDERS["student"].glob("srcvocab.*"))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Eks Kepala Dinas Dituntut 6 Tahun Penjara dalam Perkara Korupsi",
            "Eks kepala Dinas dituntut 6 tahun penjara dalam perkara korupsi",
        ),
        # The first word keeps its capital.
        ("Pemerintah Siapkan Rp 12,5 Triliun", "Pemerintah siapkan Rp 12,5 triliun"),
        ("Banjir di Semarang, Kata Presiden Jokowi", "Banjir di Semarang, kata Presiden Jokowi"),
        ("SIARAN PERS: harga beras naik.", "siaran pers: harga beras naik."),
        ("Menghancurkan rumah itu sulit, kata Andi.", "menghancurkan rumah itu sulit, kata Andi."),
        # Elsewhere a word that has a piece with its capital is read by it, and names and abbreviations are kept.
        ("Kementerian Keuangan dan Bank Indonesia bertemu di Jakarta.", None),
        ("Eden Hazard mencetak gol di Bone.", None),
        ("Perdana Menteri Theresa May tiba di Birmingham pada 29 September.", None),
        ("AS dan KPK serta PLTS dan BUMN.", None),
        ("Kementerian Keuangan", None),
        ("", None),
    ],
)
def test_which_words_are_read_in_small_letters(text: str, expected: str | None) -> None:
    assert in_small_letters(text, is_common, READER) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('mengancam untuk "menghancurkan" mereka', 'mengancam untuk " menghancurkan" mereka'),
        ("akan “menolak dan memblokir.”", "akan “ menolak dan memblokir.”"),
        ("(dengan membeli musik) kelompok pro-kemerdekaan", "( dengan membeli musik) kelompok pro- kemerdekaan"),
        # Read as well where it stands, one word twice, a name, or part of an address.
        ('"yang itu" dan "Menghancurkan"', None),
        ("berapi-api, Gading-gading dan gereja-gereja", None),
        ("surat ke warga-menghancurkan@menghancurkan.id atau https://a.id/b-menghancurkan/", None),
    ],
)
def test_which_words_are_read_behind_a_space(text: str, expected: str | None) -> None:
    assert apart(text, READER) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Menurut wali kota, ibu kota pindah.", "Menurut walikota, ibu kota pindah."),
        ("Wali Kota Semarang", "Walikota Semarang"),
        ("kabar dari diri nya", None),
        # Each word is read well, the two are no word, or the second is a name.
        ("kerja sama di atas rumah sakit", None),
        ("kota wali", None),
        ("di Serang", None),
        ("wali-wali kota", None),
    ],
)
def test_which_words_are_read_as_one(text: str, expected: str | None) -> None:
    assert together(text, READER) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pada Senin (23/10/2023).", "pada Senin (23 Oktober 2023)."),
        ("Surat 05/02/2024 itu", "Surat 5 Februari 2024 itu"),
        ("nomor 23/13/2023", "nomor 23/13/2023"),
        ("nomor 12/23/10/2023 dan 5/2", "nomor 12/23/10/2023 dan 5/2"),
    ],
)
def test_the_month_of_a_date_is_read_as_a_word(text: str, expected: str) -> None:
    assert dated(text, READER) == expected


def test_initials_are_left_to_the_model() -> None:
    text = "Sepanjang sidang, A.S. dan J.K. Rowling menunduk."  # "A.S." is a country, or somebody who is accused
    assert readable(text, is_common, READER) == text


WORDS = [
    "wali",
    "Kota",
    "Menghancurkan",
    "Dituntut",
    "Penjara",
    "DITUNTUT",
    "Jakarta",
    "Gereja-gereja",
    "Sainsbury",
    "di",
    "87",
    "AS",
]
SIGNS = ["", " ", ", ", '"', ' "', "(", " (", "-", "/", ". "]


@given(st.lists(st.sampled_from(WORDS + SIGNS), max_size=12).map("".join))
def test_only_letters_change_and_never_into_more_pieces(text: str) -> None:
    made = readable(text, lambda word: True, READER)
    assert "".join(made.lower().split()) == "".join(text.lower().split())
    assert len(READER.encode(made)) <= len(READER.encode(text))


def test_a_headline_is_read_as_its_words_are_in_a_sentence(student: Engine) -> None:
    headlines = [
        "Eks Kepala Dinas Dituntut 6 Tahun Penjara dalam Perkara Korupsi Irigasi",
        "SIARAN PERS: PT Cahaya Lintang Energi Tbk. Resmikan PLTS Terapung 60 MW",
        "SIARAN PERS: Pemerintah Kota Resmikan Jembatan Baru",
    ]
    first, second, third = (one.text for one in student.translate(headlines, Decoding(beams=4)))
    assert "6 Years in Jail" in first
    assert "Irrigation Corruption" in first
    assert second.startswith("Press Release: ")
    assert "Bridge" in third


def test_a_capital_is_given_back_where_it_was_taken_away(student: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def echoed(self: StudentModel, texts: list[str], *_: object) -> list[Hypothesis]:
        return [Hypothesis(text) for text in texts]

    monkeypatch.setattr(StudentModel, "translate", echoed)
    texts = ["“SIARAN PERS: harga", "SIARAN PERS: harga", "iPhone naik", "Harga iPhone", "menghancurkan rumah", "?"]
    small = '"menghancurkan rumah"'  # gets a space, and had no capital
    assert student.translate([small], Decoding())[0].text == '" menghancurkan rumah"'
    made = [one.text for one in student.translate(texts, Decoding())]
    assert made == ["“ Siaran pers: harga", "Siaran pers: harga", *texts[2:]]


def test_a_model_with_one_vocabulary_gets_texts_as_they_are(model: StudentModel) -> None:
    assert model.readable("SIARAN PERS: Dituntut", is_common) == "SIARAN PERS: Dituntut"


def test_texts_are_encoded_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # For a list of texts sentencepiece starts threads, which cost a hundred times what they encode.
    text, encode = "Menteri Dituntut Soal “banjir” 3/4/2024 di Wali Kota", SentencePieceProcessor.encode

    def encode_one(reader: SentencePieceProcessor, text: object) -> object:
        assert isinstance(text, str)
        return encode(reader, text)

    monkeypatch.setattr(SentencePieceProcessor, "encode", encode_one)
    assert readable(text, is_common, READER) != text
