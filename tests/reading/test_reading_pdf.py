"""PDF files: lines to paragraphs, hyphens, running headers, blank and encrypted pages."""

import io

import pypdf
import pytest
from reading_checks import check_spans, drawn, pdf, said

from translate.errors import DamagedFile, EmptyDocument, TooLarge
from translate.reading import pdf_pages, read_bytes

FIRST = [
    "KABAR CONTOH | Edisi 12",
    "",
    "Pasar Baru Dibuka di Balikpapan",
    "",
    "Balikpapan – Pemerintah kota membuka pasar baru di tepi sungai pada hari",
    "Senin. Wali kota mengatakan pembukaan pasar itu bagian dari rencana pem-",
    "bangunan kota. Kota-kota lain akan menyusul, dan pasar di tengah kota-",
    "kota itu dibuka tahun depan.",
    "Warga menyambut baik pasar baru tersebut karena letaknya dekat dari rumah",
    "dan harga sewanya murah. Pedagang kecil mendapat tempat yang layak untuk",
    "",
    "Halaman 1 dari 3",
]
SECOND = [
    "KABAR CONTOH | Edisi 12",
    "",
    "berjualan setiap hari. Sewa kios dibayar tiap bulan kepada dinas pasar.",
    "",
    "Sambutan Warga",
    "",
    "Seorang pedagang bernama Budi berkata ia senang sekali dengan kiosnya yang",
    "baru di lantai dua.",
    "",
    "Halaman 2 dari 3",
]
THIRD = [
    "KABAR CONTOH | Edisi 12",
    "",
    "Pasar dibuka tiap hari sampai sore.",
    "",
    "(Adv/Diskominfo)",
    "",
    "Halaman 3 dari 3",
]


@pytest.mark.parametrize("compress", [False, True])
def test_pages_become_paragraphs(compress: bool) -> None:
    document = read_bytes(pdf([FIRST, SECOND, THIRD], author="Budi Santoso", compress=compress), name="berita.pdf")
    check_spans(document)
    assert said(document) == [
        ("title", "Pasar Baru Dibuka di Balikpapan"),
        (
            "body",
            "Balikpapan – Pemerintah kota membuka pasar baru di tepi sungai pada hari Senin. Wali kota mengatakan "
            "pembukaan pasar itu bagian dari rencana pembangunan kota. Kota-kota lain akan menyusul, dan pasar di "
            "tengah kota-kota itu dibuka tahun depan.",
        ),
        (
            "body",
            "Warga menyambut baik pasar baru tersebut karena letaknya dekat dari rumah dan harga sewanya murah. "
            "Pedagang kecil mendapat tempat yang layak untuk berjualan setiap hari. Sewa kios dibayar tiap bulan "
            "kepada dinas pasar.",
        ),
        ("heading", "Sambutan Warga"),
        ("body", "Seorang pedagang bernama Budi berkata ia senang sekali dengan kiosnya yang baru di lantai dua."),
        ("body", "Pasar dibuka tiap hari sampai sore."),
        ("boilerplate", "(Adv/Diskominfo)"),
    ]
    assert (document.author, document.date) == ("Budi Santoso", "2024-05-03")
    assert document.notes == (
        "left out as page headers, footers and numbers: KABAR CONTOH | Edisi 12; Halaman 1 dari 3; Halaman 2 dari 3; "
        "Halaman 3 dari 3",
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("rencana pem-", "bangunan kota", "pembangunan"),
        ("warga kota-", "kota besar", "kota-kota"),
        ("ia berlari-", "lari kecil", "berlari-lari"),
        ("mereka tolong-", "menolong di sana", "tolong-menolong"),
        ("sayur-", "mayur segar", "sayur-mayur"),
        ("bolak-", "balik ke pasar", "bolak-balik"),
        ("warga se-", "Indonesia datang", "se-Indonesia"),
        ("hari ke-", "10 pasar buka", "ke-10"),
        ("mereka meng-", "unjungi pasar", "mengunjungi"),
        ("ke-", "duanya datang", "keduanya"),
    ],
)
def test_hyphens_at_line_ends(first: str, second: str, expected: str) -> None:
    filler = "Pemerintah kota membuka pasar baru di tepi sungai itu dan "
    lines = [filler + first, second + " pada hari Senin yang cerah itu sampai sore hari."]
    assert f" {expected} " in read_bytes(pdf([lines]), name="a.pdf").text


PAGE = [
    "Pemerintah kota membuka pasar baru di tepi sungai pada hari Senin yang cerah itu",
    "dan warga menyambutnya dengan baik.",
]
OTHER = [
    "Pedagang kecil mendapat tempat yang layak untuk berjualan setiap hari di sana,",
    "kata wali kota kepada wartawan.",
]


@pytest.mark.parametrize(
    ("pages", "kept", "dropped"),
    [
        ([[*PAGE, "", "Beras (ton)", "1200", "Jagung (ton)", "850"]], ["1200", "850"], []),
        ([[*PAGE, "", "7"]], [], ["7"]),
        ([[*PAGE, "", "1.250"]], ["1.250"], []),
        ([[*PAGE, "", "Halaman 1 dari 3"]], [], ["Halaman 1 dari 3"]),
        ([[*PAGE, "", "- 4 -"]], [], ["- 4 -"]),
        ([[*PAGE, "", "12"], [*OTHER, "", "13"]], [], ["12", "13"]),
        ([[*PAGE, "", "1200"], [*OTHER, "", "850"]], ["1200", "850"], []),
        ([[*PAGE, "", "Beras 12 ton"], [*OTHER, "", "Beras 90 ton"]], ["Beras 12 ton", "Beras 90 ton"], []),
        ([["Kabar 1", "", *PAGE], ["Kabar 2", "", *OTHER]], [], ["Kabar 1", "Kabar 2"]),
    ],
)
def test_figures_at_edges_are_page_numbers_only_when_they_behave_like_them(
    pages: list[list[str]], kept: list[str], dropped: list[str]
) -> None:
    document = read_bytes(pdf(pages), name="a.pdf", check_language=False)
    for line in kept:
        assert line in document.text
    notes = "; ".join(document.notes)
    assert ("left out" in notes) is bool(dropped)
    for line in dropped:
        assert line in notes
        assert line not in document.text.split("\n")


def test_a_headline_over_two_lines_is_one() -> None:
    document = read_bytes(
        drawn(
            "/F1 20 Tf 24 TL 60 780 Td (Banjir Rendam Ratusan Rumah) Tj T* (di Sukamulya) Tj",
            "/F1 11 Tf 14 TL 60 720 Td (Hujan deras turun sejak Senin malam dan merendam permukiman warga.) Tj",
        ),
        name="a.pdf",
    )
    assert said(document) == [
        ("title", "Banjir Rendam Ratusan Rumah di Sukamulya"),
        ("body", "Hujan deras turun sejak Senin malam dan merendam permukiman warga."),
    ]


def test_rows_of_a_table_stay_rows() -> None:
    cells = [("Beras", "1200", "ton kering"), ("Jagung", "850", "ton"), ("Kedelai", "77", "ton")]
    table = [
        f"/F1 11 Tf 1 0 0 1 60 {680 - 14 * i} Tm ({a}) Tj 1 0 0 1 200 {680 - 14 * i} Tm ({b}) Tj 100 0 Td ({c}) Tj"
        for i, (a, b, c) in enumerate(cells)
    ]
    text = "/F1 11 Tf 14 TL 60 720 Td (Pemerintah desa mencatat hasil panen pada pekan ini di balai desa.) Tj"
    document = read_bytes(drawn(text, *table), name="a.pdf")
    assert said(document)[1:] == [
        ("cell", "Beras 1200 ton kering"),
        ("cell", "Jagung 850 ton"),
        ("cell", "Kedelai 77 ton"),
    ]
    assert "Beras 1200 ton kering\nJagung 850 ton\nKedelai 77 ton" in document.text


def test_cells_that_are_drawn_one_by_one_stay_apart() -> None:
    cells = [("Barang", "Senin", "Selasa"), ("Cabai merah", "60.000", "72.500"), ("Beras", "14.500", "15.200")]
    table = [
        f"/F1 11 Tf 1 0 0 1 {60 + 140 * column} {680 - 14 * row} Tm ({cell}) Tj"
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
    ]
    text = "/F1 11 Tf 14 TL 60 720 Td (Pemerintah desa mencatat hasil panen pada pekan ini di balai desa.) Tj"
    document = read_bytes(drawn(text, *table), name="a.pdf")
    assert said(document)[1:] == [("cell", cell) for line in cells for cell in line]
    assert "\nCabai merah | 60.000 | 72.500\nBeras | 14.500 | 15.200" in document.text


def test_a_page_without_text_is_noted() -> None:
    document = read_bytes(pdf([THIRD, []]), name="a.pdf")
    assert document.notes[0] == "page 2 without text: if there are scanned pictures, run OCR over the file first"


def test_a_scanned_file_has_nothing_to_translate() -> None:
    with pytest.raises(EmptyDocument, match="pages 1, 2 without text"):
        read_bytes(pdf([[], []]), name="a.pdf")


def encrypted(user: str, owner: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([THIRD])))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_password_is_asked_for_in_plain_words() -> None:
    with pytest.raises(DamagedFile, match=r"a\.pdf is encrypted with a password"):
        read_bytes(encrypted("rahasia", "pemilik"), name="a.pdf")


def test_a_file_that_only_forbids_changes_is_read() -> None:
    assert "Pasar dibuka" in read_bytes(encrypted("", "pemilik"), name="a.pdf").text


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n" + b"x" * 2000, pdf([FIRST])[:300]])
def test_damage_is_said_in_one_line(data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises((DamagedFile, EmptyDocument)) as caught:
        read_bytes(data, name="a.pdf")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("limit", "most"), [("MAX_PAGE_OPERATORS", 100), ("MAX_PAGE_CHARACTERS", 2_000), ("MAX_PAGE_BYTES", 2_000)]
)
def test_a_page_that_draws_too_much_is_left_out_and_said(
    limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_pages, limit, most)
    document = read_bytes(pdf([FIRST, ["Harga beras naik."] * 200, SECOND], compress=True), name="a.pdf")
    assert "Pasar Baru Dibuka di Balikpapan" in document.text
    assert "beras" not in document.text
    assert "page 2 left out: more is drawn there than on a page of text" in document.notes


@pytest.mark.parametrize(("limit", "most"), [("MAX_OPERATORS", 100), ("MAX_BYTES", 2_000)])
def test_a_file_that_draws_too_much_is_refused(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, limit, most)
    with pytest.raises(TooLarge, match=r"a\.pdf draws more than .* MB; expected an article of at most"):
        read_bytes(pdf([["Harga beras naik."] * 100] * 2, compress=True), name="a.pdf")


def test_a_book_is_refused() -> None:
    with pytest.raises(TooLarge, match=r"a\.pdf has 301 pages; expected an article of at most 300 pages"):
        read_bytes(pdf([["Harga"]] * 301), name="a.pdf")


def test_a_date_that_is_none_costs_the_date() -> None:
    document = read_bytes(pdf([FIRST]).replace(b"D:20240503080000+08", b"D:20249999999999+99"), name="a.pdf")
    assert document.date is None
    assert any("could not be read" in note for note in document.notes)


@pytest.mark.parametrize("stated", [b"D:20240503080000Z'", b"D:20240503", b"20240503080000"])
def test_a_date_is_read_however_its_time_is_written(stated: bytes) -> None:
    document = read_bytes(pdf([FIRST]).replace(b"D:20240503080000+08'00'", stated), name="a.pdf")
    assert document.date == "2024-05-03"
    assert not any("could not be read" in note for note in document.notes)
