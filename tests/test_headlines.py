"""Headlines: which texts are, how they are written in English, and that a model reads them so."""

from __future__ import annotations

import re

import pytest

from translate.document import Hypothesis
from translate.language.headlines import as_headline, as_sentence, is_headline, written_as
from translate.models.decoding import Decoding
from translate.models.engines.pivot import Pivot
from translate.models.resolve import load_engine
from translate.testing import FakeEngine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harga Beras Naik di Jakarta", True),
        ("Gol Menit ke-87 Bawa Pesisir FC", True),
        ("Presiden Joko Widodo tiba di Jakarta", False),
        ("Kementerian Keuangan", False),  # a name may be all there is
        ("", False),
    ],
)
def test_a_headline_has_capitals_but_in_its_particles(text: str, expected: bool) -> None:
    assert is_headline(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the price of rice rises in Jakarta: what now?", "The Price of Rice Rises in Jakarta: What Now?"),
        ('"a good year" for an iPhone seller\'s well-being', '"A Good Year" for an iPhone Seller\'s Well-Being'),
        ("87th minute goal, 2-1", "87th Minute Goal, 2-1"),
        ("", ""),
    ],
)
def test_an_english_headline(text: str, expected: str) -> None:
    assert as_headline(text) == expected
    assert as_headline(expected) == expected


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Harga Beras Naik di Jakarta", "Rice prices rise in Jakarta.", "Rice Prices Rise in Jakarta"),
        ("Harga Beras Naik di AS", "Rice prices rise in the U.S.", "Rice Prices Rise in the U.S."),
        ("Harga Beras Naik di Jakarta.", "Rice prices rise in Jakarta.", "Rice Prices Rise in Jakarta."),
        ("Harga beras naik di Jakarta", "Rice prices rise in Jakarta.", "Rice prices rise in Jakarta."),
    ],
)
def test_what_is_said_of_a_headline_is_written_as_one(text: str, said: str, expected: str) -> None:
    made = Hypothesis(said, -0.5, complete=False)
    assert written_as(text, made, source="id", target="en") == Hypothesis(expected, -0.5, complete=False)
    for source, target in (("id", "ja"), ("pt", "en")):
        assert written_as(text, made, source=source, target=target) == made


def test_the_student_writes_headlines() -> None:
    engine = load_engine("student", target="en")
    headline, sentence = engine.translate(["Harga Beras Naik di Jakarta", "Harga beras naik di Jakarta."], Decoding())
    assert re.fullmatch(r"Rice Prices? [A-Z][a-z]+ in Jakarta", headline.text)
    assert re.fullmatch(r"[A-Z][a-z ]+ in Jakarta\.", sentence.text)


def test_between_the_legs_of_a_pivot_headlines_are_sentences() -> None:
    second = FakeEngine(source="en", target="ja")
    pivot = Pivot(load_engine("student", target="en"), second)
    pivot.translate(["Pemerintah Menaikkan Harga Beras di Jakarta"], Decoding(beams=4))
    ((asked,), _) = second.history[0]
    assert re.fullmatch("(The )?[Gg]overnment [a-z]+ rice prices? in Jakarta[.]?", asked)


@pytest.mark.parametrize(
    "english, source, sentence",
    [
        ("Police Arrest Thief in Medan", "Polisi Tangkap Pencuri di Medan", "Police arrest thief in Medan"),
        ("KPK Examines US Firm", "KPK Periksa Perusahaan AS", "KPK examines US firm"),
        ("Bank Jago Opens Office", "Bank Jago Buka Kantor", "Bank Jago opens office"),
        ("", "Harga Beras Naik", ""),
    ],
)
def test_a_headline_in_sentence_case_keeps_its_names(english: str, source: str, sentence: str) -> None:
    assert as_sentence(english, source) == sentence
