"""Plain text: paragraphs, wrapped lines, title, headings, lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_checks import check_spans, said

from translate.document import Kind, Role
from translate.errors import EmptyDocument
from translate.reading import read_text
from translate.util.normalise import normalise

ARTICLE = """Harga Beras Naik di Samarinda

Samarinda – Harga beras naik pekan ini. Warga mengeluh.
Pedagang menyebut pasokan berkurang sejak awal bulan.
Penyebab Kenaikan
Hujan deras membuat panen tertunda, kata seorang petani. (Adv/Diskominfo)
Baca juga: Harga cabai ikut naik
Editor: Sari
"""
WRAPPED = """Harga Beras Naik di Samarinda

Samarinda – Harga beras naik pekan ini dan warga mengeluh
karena pasokan dari daerah penghasil berkurang sejak awal
bulan. Pedagang menunggu kiriman berikutnya.

Hujan deras membuat panen tertunda, kata seorang petani di
Kutai Kartanegara. Ia berharap cuaca segera membaik supaya
panen dapat dimulai lagi bulan depan.
"""


def test_one_paragraph_a_line() -> None:
    document = read_text(ARTICLE)
    check_spans(document)
    assert document.title == "Harga Beras Naik di Samarinda"
    assert [paragraph.kind for paragraph in document.paragraphs] == [
        Kind.TITLE,
        Kind.BODY,
        Kind.BODY,
        Kind.HEADING,
        Kind.BODY,
        Kind.BOILERPLATE,
        Kind.BOILERPLATE,
    ]
    assert [(s.text, s.role) for s in document.paragraphs[1].sentences] == [
        ("Samarinda – ", Role.DATELINE),
        ("Harga beras naik pekan ini. ", Role.TEXT),
        ("Warga mengeluh.", Role.TEXT),
    ]
    assert document.advertorial == "(Adv/Diskominfo)"


def test_wrapped_lines_are_joined() -> None:
    document = read_text(WRAPPED)
    check_spans(document)
    assert [kind for kind, _ in said(document)] == ["title", "body", "body"]
    assert document.paragraphs[2].sentences[0].text.startswith("Hujan deras")
    assert "petani di\nKutai" in document.paragraphs[2].text


def test_wrapped_without_blank_lines_between_paragraphs() -> None:
    document = read_text(WRAPPED.replace("berikutnya.\n\nHujan", "berikutnya.\nHujan"))
    assert [kind for kind, _ in said(document)] == ["title", "body", "body"]


def test_joined_lines_are_noted() -> None:
    assert read_text(WRAPPED).notes == ("lines wrapped at about 58 characters were joined to paragraphs",)
    assert read_text(ARTICLE).notes == ()


HYPHENATED = """Harga Beras Naik di Samarinda

Samarinda – Harga beras naik pekan ini dan warga menge-
luh karena pasokan dari daerah penghasil berkurang se-
jak awal bulan. Pedagang di sejumlah kota menunggu, kota-
kota lain tidak, dan wali kota se-
Indonesia berkumpul.
"""


def test_words_broken_at_line_ends_are_joined() -> None:
    document = read_text(HYPHENATED)
    check_spans(document, verbatim=False)
    assert [s.text.replace("\n", " ") for s in document.paragraphs[1].sentences] == [
        "Samarinda – ",
        "Harga beras naik pekan ini dan warga mengeluh karena pasokan dari daerah penghasil berkurang sejak awal "
        "bulan. ",
        "Pedagang di sejumlah kota menunggu, kota-kota lain tidak, dan wali kota se-Indonesia berkumpul.",
    ]
    first = document.paragraphs[1].sentences[1]
    assert "menge-\nluh" in document.text[first.start : first.end]
    assert document.notes == (
        "lines wrapped at about 57 characters were joined to paragraphs",
        "4 words broken at the end of a line were joined",
    )


def test_a_list_of_names_is_not_wrapped() -> None:
    lines = ["Budi Santoso Wijaya", "Rina Lestari Ayuni", "Dedi Hartono Putra", "Sari Wahyu Utami"]
    assert len(read_text("Pemenang Lomba\n\n" + "\n".join(lines)).paragraphs) == 5


def test_a_title_below_read_also_is_another_story() -> None:
    text = "Judul\n\nHarga naik.\n\nBaca Juga:\nLongsor Tutup Jalan Desa\n\nPanen tertunda.\n"
    assert said(read_text(text))[1:] == [
        ("body", "Harga naik."),
        ("boilerplate", "Baca Juga:"),
        ("boilerplate", "Longsor Tutup Jalan Desa"),
        ("body", "Panen tertunda."),
    ]


def test_lines_of_different_length_are_not_wrapped() -> None:
    document = read_text("Daftar pasar yang dibuka\nPasar Pagi\nPasar Segiri di tengah kota\nPasar Ijabah\nPasar Baqa")
    assert len(document.paragraphs) == 5


def test_bullets_and_numbers_are_layout() -> None:
    document = read_text("Bahan\n\n- beras merah\n• gula aren\n1. garam laut\n2) air\n* minyak\n")
    check_spans(document)
    assert said(document)[1:] == [
        ("list", "beras merah"),
        ("list", "gula aren"),
        ("list", "garam laut"),
        ("list", "air"),
        ("list", "minyak"),
    ]


def test_a_first_line_that_ends_with_a_stop_is_no_title() -> None:
    assert read_text("Harga beras naik.\nWarga mengeluh.").title is None


def test_a_question_may_be_a_title() -> None:
    assert read_text("Mengapa Harga Beras Naik?\nPanen tertunda karena hujan.").title == "Mengapa Harga Beras Naik?"


def test_a_single_line_is_no_title() -> None:
    document = read_text("Harga beras naik")
    assert said(document) == [("body", "Harga beras naik")]


def test_a_first_line_with_a_dateline_is_no_title() -> None:
    assert read_text("Samarinda – Harga beras naik\nWarga mengeluh.").title is None


def test_a_mark_above_the_title_is_passed_over() -> None:
    document = read_text("ADVERTORIAL\nPasar Baru Dibuka\nPasar itu ramai.")
    assert document.title == "Pasar Baru Dibuka"
    assert document.paragraphs[0].kind is Kind.BOILERPLATE


def test_what_is_normalised() -> None:
    raw = "\ufeffHar\u00adga\u00a0beras\u200b naik.\r\nCafe\u0301\u2028baru\x0cdibuka\x00\tlagi."
    document = read_text(raw)
    assert document.text == "Harga beras naik.\nCafé\nbaru\ndibuka \tlagi."
    check_spans(document)


@pytest.mark.parametrize(
    ("saved", "meant"),
    [
        ("â€œHargaâ€\u009d naik â€“ kata dia.", "“Harga” naik – kata dia."),
        ("â€œHarga,â€ katanya. Ia ke SÃ£o Paulo.", "“Harga,” katanya. Ia ke São Paulo."),
        ("Itâ€™s dia. Suhunya 30Â°C.", "It’s dia. Suhunya 30°C."),
    ],
)
def test_text_decoded_twice_is_mended_with_a_note(saved: str, meant: str) -> None:
    document = read_text(f"Judul berita\n{saved}\n")
    assert document.text == f"Judul berita\n{meant}\n"
    assert document.notes == ("1 line had been decoded twice (“â€”) and was mended",)


def test_letters_with_accents_are_no_mistake() -> None:
    for text in ("Café Ângela di Århus, “Øresund” – Müller.", "Ã adalah huruf."):
        assert read_text(f"Judul\n{text}\n").notes == ()


def test_joiners_stay_where_they_mean_something() -> None:
    family = "\U0001f469\u200d\U0001f467"
    assert normalise(f"ha\u200drga {family}") == f"harga {family}"


@settings(deadline=None, max_examples=150)
@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


PIECES = st.sampled_from(
    ["\n", "\n\n", "- ", "1. ", "Harga beras naik. ", "Judul", " ", "\t", "\r\n", "(ADV)", "Samarinda – "]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(st.text(max_size=20), PIECES)).map("".join))
def test_any_text_is_empty_or_its_spans_tile_it(text: str) -> None:
    try:
        document = read_text(text, check_language=False)
    except EmptyDocument:
        assert not any(c.isalpha() for c in normalise(text))
        return
    check_spans(document)
