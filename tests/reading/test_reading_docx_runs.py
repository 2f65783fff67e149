"""Runs of Word files: moved, struck, hidden, above the line, a symbol or a formula; packages with a part lost."""

import io
import zipfile

import docx
import pytest
from builders import saved
from docx.oxml import parse_xml
from reading_checks import PARAGRAPHS, check_spans, said

from translate.errors import WartaError
from translate.reading import read_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def with_paragraph(inside: str) -> bytes:
    """A Word file with one paragraph, whose runs are given as XML."""
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {W} {M}>{inside}</w:p>"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'
LOWERED = '<w:vertAlign w:val="subscript"/>'
FRACTION = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
POWER = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
CASES = {
    "moved away": (run("Harga naik.") + f"<w:moveFrom>{run(' Warga resah.')}</w:moveFrom>", "Harga naik.", ()),
    "moved there": (
        run("Harga naik.") + f"<w:moveTo>{run(' Warga resah.')}</w:moveTo>",
        "Harga naik. Warga resah.",
        (),
    ),
    "hidden": (
        run("Harga naik.") + run(" Jangan dimuat.", "<w:vanish/>"),
        "Harga naik.",
        ("1 passage of hidden text not read",),
    ),
    "not hidden": (run("Harga naik.", '<w:vanish w:val="0"/>'), "Harga naik.", ()),
    "struck": (
        run("Harga ") + run("turun ", "<w:strike/>") + run("jatuh ", "<w:dstrike/>") + run("naik."),
        "Harga naik.",
        ("2 struck-out passages not read",),
    ),
    "above the line": (
        run("Luas 12 m") + run("2", RAISED) + run(" dan 5,6") + run("1", RAISED),
        "Luas 12 m² dan 5,6¹",
        (),
    ),
    "below the line": (run("Kadar CO") + run("2", LOWERED) + run(" turun."), "Kadar CO₂ turun.", ()),
    "symbol": (run("Suhu 30") + '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>' + run("C."), "Suhu 30°C.", ()),
    "symbol of a font": (
        run("Daftar ") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" lengkap."),
        "Daftar \ufffd lengkap.",
        ("1 symbol that only a font of the Word file can show, read as \ufffd",),
    ),
    "fraction": (run("Rumus ") + f"<m:oMath>{FRACTION}</m:oMath>", "Rumus (a)/(b)", ()),
    "power": (run("Rumus ") + f"<m:oMath>{POWER}</m:oMath>", "Rumus x²", ()),
}


@pytest.mark.parametrize("label", CASES)
def test_runs(label: str) -> None:
    inside, text, notes = CASES[label]
    document = read_bytes(with_paragraph(inside), name="a.docx")
    check_spans(document)
    assert said(document) == [("body", text)]
    assert document.notes == notes


def test_a_table_with_long_cells_is_the_layout_of_a_page() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = " ".join(PARAGRAPHS * 2)
    table.cell(0, 1).text = "Iklan layanan"
    assert {kind for kind, _ in said(read_bytes(saved(document), name="a.docx"))} == {"body"}


def changed(member: str, content: bytes | None) -> bytes:
    """A Word file with one member of its package replaced, or taken away."""
    data, buffer = with_paragraph(run(PARAGRAPHS[0])), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as copy:
        for name in archive.namelist():
            if name != member:
                copy.writestr(name, archive.read(name))
            elif content is not None:
                copy.writestr(name, content)
    return buffer.getvalue()


with zipfile.ZipFile(io.BytesIO(with_paragraph(run("a")))) as package:
    MEMBERS = package.namelist()


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("content", [None, b"", b"<a/>", b"rusak", b'<?xml version="1.0"?><a xmlns="x"><b></a>'])
def test_any_broken_part_costs_no_more_than_itself(member: str, content: bytes | None) -> None:
    try:
        document = read_bytes(changed(member, content), name="a.docx")
    except WartaError as error:
        assert "\n" not in str(error)
        return
    assert PARAGRAPHS[0] in document.text


def test_a_missing_part_beside_the_text_is_noted() -> None:
    document = read_bytes(changed("docProps/thumbnail.jpeg", None), name="a.docx")
    assert PARAGRAPHS[0] in document.text
    assert document.notes == ("the Word file lacks parts that it names: thumbnail.jpeg",)


def test_a_date_out_of_range_costs_the_date() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>Budi</dc:creator>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">0001-01-01T00:00:00+14:00</dcterms:created></cp:coreProperties>'
    )
    document = read_bytes(changed("docProps/core.xml", core.encode()), name="a.docx")
    assert (document.author, document.date) == ("Budi", None)
    assert document.notes == ("the date of the Word file could not be read",)
