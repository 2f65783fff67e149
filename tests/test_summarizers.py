"""Summarizers choose sentences of the report, in order, and never more than there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate.briefing.summarizers import SUMMARIZERS
from translate.briefing.summarizers.textrank import TextRank, cosine, overlap, page_rank, select
from translate.document import Document, Kind, Paragraph, Role, Sentence
from translate.errors import UsageError
from translate.language.words import dangling, inside_quotes, size, terms

NEWS = (
    "Pemerintah kota membangun tanggul baru di tepi sungai untuk menahan banjir tahunan.",
    "Pemerintah kota mulai membangun tanggul baru di tepi sungai untuk menahan banjir tahunan.",
    "Ya.",
    "Warga pasar berharap tanggul selesai sebelum musim hujan datang pada akhir tahun depan.",
    "“Kami lelah mengungsi setiap tahun karena air sungai selalu masuk sampai ke dapur,” kata seorang warga.",
    "Namun anggaran tanggul sungai itu masih dibahas pemerintah kota bersama dewan sampai bulan depan.",
)


def build_document(*sentences: str, language: str = "id", kind: Kind = Kind.BODY, role: Role = Role.TEXT) -> Document:
    text, made = "", []
    for said in sentences:
        made.append(Sentence(said, len(text), len(text) + len(said), role))
        text += said
    return Document(text, (Paragraph(tuple(made), kind),) if made else (), language)


def joined(*documents: Document) -> Document:
    """Return one document with the paragraphs of several; offsets do not matter to a summarizer."""
    return Document("".join(d.text for d in documents), tuple(p for d in documents for p in d.paragraphs))


@pytest.mark.parametrize("name", SUMMARIZERS)
@pytest.mark.parametrize("count", [1, 2, 6, 50])
def test_no_more_than_asked_and_in_order(name: str, count: int) -> None:
    chosen = SUMMARIZERS[name](build_document(*NEWS), count)
    assert len(chosen) == min(count, len(NEWS))
    assert list(chosen) == sorted(set(chosen))


@pytest.mark.parametrize("name", SUMMARIZERS)
def test_titles_headings_captions_boilerplate_parts_and_lines_without_letters_are_never_chosen(name: str) -> None:
    never = [build_document(NEWS[0], kind=k) for k in (Kind.TITLE, Kind.HEADING, Kind.CAPTION, Kind.BOILERPLATE)]
    never += [build_document(NEWS[0], role=role) for role in Role if role is not Role.TEXT]
    document = joined(*never, build_document("***"), build_document(NEWS[3]))
    assert SUMMARIZERS[name](document, 20) == (len(document.sentences) - 1,)


@pytest.mark.parametrize("name", SUMMARIZERS)
def test_nothing_to_choose_from(name: str) -> None:
    assert SUMMARIZERS[name](Document("", ()), 3) == ()
    assert SUMMARIZERS[name](build_document("Judul", kind=Kind.TITLE), 3) == ()


@pytest.mark.parametrize("name", SUMMARIZERS)
def test_skipped_sentences_give_way_to_the_next(name: str) -> None:
    document = build_document(*NEWS)
    first = SUMMARIZERS[name](document, 2)
    second = SUMMARIZERS[name](document, 2, skip=first)
    assert len(second) == 2 and not set(first) & set(second)


@pytest.mark.parametrize("name", SUMMARIZERS)
def test_less_than_one_sentence_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="expected 1 or more"):
        SUMMARIZERS[name](build_document(*NEWS), 0)


def test_lead_takes_the_first() -> None:
    assert SUMMARIZERS["lead"](build_document(*NEWS), 3) == (0, 1, 2)


def test_textrank_passes_over_a_repetition_a_scrap_a_quotation_and_a_dangling_start() -> None:
    assert SUMMARIZERS["textrank"](build_document(*NEWS), 2) == (0, 3)


def test_textrank_without_prior_finds_the_sentence_that_shares_most() -> None:
    document = build_document(
        "Penyanyi muda merilis album perdana bertema rindu kampung halaman bersama sahabat lamanya.",
        "Harga cabai naik akibat hujan panjang merusak kebun petani cabai sepanjang pekan kemarin.",
        "Petani cabai merugi akibat hujan panjang dan harga cabai di pasar naik sepanjang pekan.",
        "Pasar sepi pembeli lantaran harga naik sepanjang pekan meskipun petani menambah kiriman.",
    )
    assert TextRank(position=0, redundancy=0)(document, 1) == (2,)


def test_redundancy_decides_whether_a_twin_is_taken() -> None:
    document = build_document(*NEWS[:2], NEWS[3])
    assert TextRank(redundancy=0, centrality=1)(document, 2) == (0, 1)
    assert TextRank(redundancy=1, centrality=1)(document, 2) == (0, 2)


def test_japanese_is_compared_by_pairs_of_characters() -> None:
    document = build_document(
        "市は洪水を防ぐため川沿いに新しい堤防を建設している。",
        "市は洪水を防ぐため、川沿いに新しい堤防を建設している。",
        "予算は来月の議会で審議される見通しとなっている。",
        language="ja",
    )
    assert SUMMARIZERS["textrank"](document, 2) == (0, 2)


def test_settings_that_rank_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="damping"):
        TextRank(damping=1)


def test_page_rank_of_a_star_by_hand() -> None:
    ranks = page_rank(overlap([["a", "b"], ["a", "x"], ["b", "y"]]), 0.85)
    # Node 0 is joined to both others: r0 = 0.05 + 0.85 (r1 + r2), r1 = r2 = 0.05 + 0.425 r0.
    assert ranks.tolist() == pytest.approx([0.4865, 0.2568, 0.2568], abs=1e-3)


def test_similarities_of_nothing_shared_and_of_equal_sentences() -> None:
    bags = [["a", "b"], ["a", "b"], ["c"], []]
    assert overlap(bags)[0].tolist() == pytest.approx([0, 2 / (2 * 0.6931), 0, 0], abs=1e-3)
    assert cosine(bags)[0].tolist() == pytest.approx([1, 1, 0, 0])


def test_taking_stops_at_the_end() -> None:
    import numpy as np

    assert select(np.array([0.1, 0.9]), np.eye(2), 5, 0.5) == [1, 0]


def test_words_that_speak_of_the_sentence_before() -> None:
    assert dangling("“Namun, harga naik.", "id") and dangling("Hal itu benar.", "id")
    assert dangling("しかし値上がり", "ja")
    assert not dangling("Iauran warga naik.", "id") and not dangling("Harga naik.", "id") and not dangling("X", "de")


def test_terms_and_size() -> None:
    assert terms("Harga beras yang naik 3,2 persen", "id") == ["harga", "beras", "naik", "3,2", "persen"]
    assert terms("NHKの港", "ja") == ["の港", "nhk"]
    assert size("Harga beras naik", "id") == 3
    assert size("港が開く", "ja") == 2


def test_a_quotation_goes_on_until_it_closes() -> None:
    document = build_document("“Air naik. ", "Kami lari. ", "Kami selamat,” katanya. ", "Hujan reda.")
    assert inside_quotes(document) == {1, 2}
    straight = build_document('"Air naik. ', 'Kami lari," katanya. ', '"Sudah aman," ujarnya. ', "Hujan reda.")
    assert inside_quotes(straight) == {1}


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    assert inside_quotes(joined(build_document("“Air naik. "), build_document("Hujan reda."))) == frozenset()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=8), st.integers(1, 5), st.sampled_from(["id", "en", "ja"]))
def test_any_text_is_ranked(sentences: list[str], count: int, language: str) -> None:
    document = build_document(*sentences, language=language)
    for summarizer in SUMMARIZERS.values():
        chosen = summarizer(document, count)
        assert len(chosen) <= count and all(document.sentences[i].text.strip() for i in chosen)


def test_a_fragment_is_chosen_after_all_else() -> None:
    document = build_document(
        "PT Cahaya Lintang Energi Tbk.",
        "Pembangkit itu dibangun selama sembilan belas bulan di tepi waduk.",
        "Perusahaan menyiapkan tiga program bagi warga di sekitar waduk.",
    )
    assert TextRank()(document, 2) == (1, 2)
    assert TextRank()(document, 3) == (0, 1, 2)
