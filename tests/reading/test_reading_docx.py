"""Word files in document order, with what python-docx's own text passes over."""

import io
import zipfile
from datetime import datetime

import docx
import pytest
from builders import saved
from docx.oxml import parse_xml
from reading_checks import PARAGRAPHS, check_spans, said

from translate.errors import DamagedFile, TooLarge
from translate.reading import read_bytes
from translate.reading.docx import MAX_XML

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_document_order_and_kinds() -> None:
    document = docx.Document()
    document.core_properties.author = "Budi Santoso"
    document.core_properties.created = datetime(2024, 5, 3, 8, 0)
    document.add_heading("Pasar Baru Dibuka", 0)
    document.add_paragraph(f"Balikpapan – {PARAGRAPHS[0]}")
    document.add_heading("Harga", 1)
    table = document.add_table(rows=2, cols=2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ["Kota", "Harga", "Medan", "12 ribu"], strict=True):
        cell.text = text
    document.add_paragraph("Kios sayur", style="List Bullet")
    document.add_paragraph("Pasar ini bagus.", style="Quote")
    document.add_paragraph("Pasar dari atas", style="Caption")
    document.add_paragraph("")
    document.add_paragraph(PARAGRAPHS[1])
    found = read_bytes(saved(document), name="berita.docx")
    check_spans(found)
    assert said(found) == [
        ("title", "Pasar Baru Dibuka"),
        ("body", f"Balikpapan – {PARAGRAPHS[0]}"),
        ("heading", "Harga"),
        *[("cell", text) for text in ("Kota", "Harga", "Medan", "12 ribu")],
        ("list", "Kios sayur"),
        ("quote", "Pasar ini bagus."),
        ("caption", "Pasar dari atas"),
        ("body", PARAGRAPHS[1]),
    ]
    assert (found.author, found.date, found.source.format) == ("Budi Santoso", "2024-05-03", "docx")
    assert found.notes == ()
    assert "\n\nKota | Harga\nMedan | 12 ribu\n\n" in found.text


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Harga beras"
    table.cell(0, 2).text = "Naik"
    assert [text for _, text in said(read_bytes(saved(document), name="a.docx"))] == ["Harga beras", "Naik"]


def test_insertions_count_and_deletions_do_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Harga ")
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="1" w:author="a"><w:r><w:t>beras</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="2" w:author="a"><w:r><w:delText>gula</w:delText></w:r></w:del>'))
    paragraph.add_run(" naik.")
    assert said(read_bytes(saved(document), name="a.docx")) == [("body", "Harga beras naik.")]


def test_content_controls_and_text_boxes_are_read() -> None:
    document = docx.Document()
    body = document.element.body
    inside = "<w:p><w:r><w:t>Di dalam kendali.</w:t></w:r></w:p>"
    body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent>{inside}</w:sdtContent></w:sdt>"))
    box = "<w:txbxContent><w:p><w:r><w:t>Di dalam kotak.</w:t></w:r></w:p></w:txbxContent>"
    run = parse_xml(
        f'<w:r {W} {MC}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Di luar kotak.")._p.append(run)
    assert [text for _, text in said(read_bytes(saved(document), name="a.docx"))] == [
        "Di dalam kendali.",
        "Di luar kotak.",
        "Di dalam kotak.",
    ]


def test_headers_and_notes_are_read_behind_the_text_with_a_note() -> None:
    document = docx.Document()
    document.add_paragraph(PARAGRAPHS[0])
    document.sections[0].header.paragraphs[0].text = "Kabar Contoh"
    document.sections[0].footer.paragraphs[0].text = "12"
    found = read_bytes(saved(document), name="a.docx")
    assert said(found) == [("body", PARAGRAPHS[0]), ("boilerplate", "Kabar Contoh")]
    assert found.notes == ("headers of the Word file read, behind the text",)


def test_line_breaks_stay_inside_a_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("Harga beras\nnaik.")
    found = read_bytes(saved(document), name="a.docx")
    check_spans(found)
    assert said(found) == [("body", "Harga beras\nnaik.")]


@pytest.mark.parametrize("cut", [0.3, 0.9])
def test_a_file_cut_off_is_damaged(cut: float) -> None:
    document = docx.Document()
    document.add_paragraph(PARAGRAPHS[0])
    data = saved(document)
    with pytest.raises(DamagedFile, match=r"a\.docx is"):
        read_bytes(data[: int(len(data) * cut)], name="a.docx")


def test_broken_xml_is_damaged() -> None:
    document = docx.Document()
    document.add_paragraph(PARAGRAPHS[0])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    with pytest.raises(DamagedFile, match=r"expected a \.docx") as caught:
        read_bytes(buffer.getvalue(), name="a.docx")
    assert "\n" not in str(caught.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (MAX_XML + 1))
    with pytest.raises(TooLarge, match="unpacks to 30 MB"):
        read_bytes(buffer.getvalue(), name="a.docx")
