"""Every sentence is handed over whole, in order, within the budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate.document import Role, Sentence
from translate.models.splitting import fit, halve
from translate.translation.pipeline import is_translatable


def words(text: str) -> int:
    return len(text.split())


def sentence(text: str, role: Role = Role.TEXT) -> Sentence:
    return Sentence(text, 0, len(text), role)


@given(st.text(), st.integers(min_value=1, max_value=7))
def test_nothing_is_lost_and_the_order_is_kept(text: str, budget: int) -> None:
    assert "".join(fit(text, words, budget)) == text


@given(st.text(alphabet="ab ,;:.", max_size=200), st.integers(min_value=2, max_value=9))
def test_what_is_translated_is_within_the_budget(text: str, budget: int) -> None:
    for piece in fit(text, len, budget):
        assert len(piece.strip()) <= budget


def test_a_single_character_over_the_budget_is_handed_over_whole() -> None:
    assert fit("a", lambda text: 5, 3) == ("a",)


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Hujan sejak pagi; jalan tergenang, kata warga.", ("Hujan sejak pagi; ", "jalan tergenang, kata warga.")),
        ("Harga naik 1,5 persen, kata BPS kemarin.", ("Harga naik 1,5 persen, ", "kata BPS kemarin.")),
        ("satu dua tiga empat", ("satu dua ", "tiga empat")),
        ("Ya, saya tidak akan pernah datang lagi ke sana", ("Ya, saya tidak akan ", "pernah datang lagi ke sana")),
    ],
)
def test_the_cut_falls_where_a_reader_would_pause(text: str, halves: tuple[str, ...]) -> None:
    assert halve(text) == halves


def test_a_lone_word_is_cut_only_when_that_is_allowed() -> None:
    assert halve("https://contoh.id/berita") != ("https://contoh.id/berita",)
    assert halve("https://contoh.id/berita", within_words=False) == ("https://contoh.id/berita",)


@pytest.mark.parametrize("text", ["***", "-", "1.", "65,8", "…", " "])
def test_without_letters_it_never_reaches_a_model(text: str) -> None:
    assert not is_translatable(sentence(text))


@pytest.mark.parametrize("role", [Role.DATELINE, Role.CREDIT, Role.ADVERTORIAL])
def test_names_and_marks_pass_through_whole(role: Role) -> None:
    assert not is_translatable(sentence("Kabar Contoh, Balikpapan – ", role))
