"""A Word file made of a Word file: the same document in another language."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import docx
import pytest
from builders import saved
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from translate import Translator
from translate.briefing.compose import make_brief
from translate.document import Translation
from translate.errors import WritingError
from translate.language.glossary import NO_TERMS
from translate.reading import read_bytes
from translate.testing import FakeEngine
from translate.translation.retry import Policy
from translate.writers import Output, to_bytes

SAID = {
    "Pemerintah Kota Balikpapan bekerja sama dengan Yokohama.": "Balikpapan's government works with Yokohama.",
    "Itu penting bagi warga.": "That matters to residents.",
    "Baca laporan BPS hari ini.": "Read the report of BPS today.",
    "Rapat pertama": "First meeting",
    "Kota": "City",
    "Penduduk": "People",
    "Kabar Kota": "City News",
    "Halaman 1": "Page 1",
    "Gambar kota dari laut.": "A picture of the city from the sea.",
    "Catatan kaki yang panjang.": "A long footnote.",
}
FOOTNOTES = (
    f'<w:footnotes {nsdecls("w")}><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>'
    "<w:r><w:t> Catatan kaki yang panjang.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def picture() -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def field(paragraph: Any, instruction: str, shown: str) -> None:
    for kind in ("begin", instruction, "separate", shown, "end"):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText" if kind == instruction else "w:t")
            mark.text = kind
        run._r.append(mark)


def article() -> Any:
    document = docx.Document()
    first = document.add_paragraph("Pemerintah Kota ", style="Heading 1")
    first.add_run("Balikpapan").bold = True
    first.add_run(" bekerja sama dengan ")
    first.add_run("Yokohama").italic = True
    first.add_run(". Itu penting bagi warga.")
    second = document.add_paragraph("Baca laporan ")
    link = OxmlElement("w:hyperlink")
    target = second.part.relate_to("https://bps.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), target)
    link.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>BPS</w:t></w:r>"))
    second._p.append(link)
    second.add_run(" hari ini.")
    document.add_paragraph("Rapat pertama", style="List Number")
    table = document.add_table(rows=2, cols=2, style="Light Grid")
    for cell, text in zip(table._cells, ("Kota", "Penduduk", "Balikpapan", "700.000"), strict=True):
        cell.text = text
    shown = document.add_paragraph("Gambar kota")
    shown.add_run().add_picture(picture())
    shown.add_run(" dari laut.")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Kabar Kota"
    section.footer.paragraphs[0].add_run("Halaman ")
    field(section.footer.paragraphs[0], " PAGE ", "1")
    return document


def with_footnote(document: Any) -> bytes:
    """Return the file with a footnote at the end of its first paragraph; python-docx has no call for one."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    run = parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>')
    document.paragraphs[0]._p.append(run)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, FOOTNOTES.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    return saved(document)


def translated(data: bytes, said: Mapping[str, str] = SAID, target: str = "en") -> Translation:
    document = read_bytes(data, name="a.docx", check_language=False)
    engine = FakeEngine(said, target=target)
    return Translator(engine=engine, dated=False, policy=Policy(glossary=NO_TERMS)).translate(document)


def rewritten(data: bytes, said: Mapping[str, str] = SAID, *, plain: bool = False, bilingual: bool = False) -> Any:
    output = Output(translated(data, said), plain=plain, bilingual=bilingual, original=data)
    return docx.Document(io.BytesIO(to_bytes("docx", output)))


def looks(paragraph: Any) -> list[tuple[str, bool | None, bool | None]]:
    return [(run.text, run.bold, run.italic) for run in paragraph.runs if run.text]


def test_words_are_translated_and_all_else_stays() -> None:
    data = with_footnote(article())
    made = rewritten(data, plain=True)
    first, second, item, shown = made.paragraphs
    assert (first.style.name, item.style.name) == ("Heading 1", "List Number")
    assert looks(first) == [
        ("Balikpapan", True, None),
        ("'s government works with ", None, None),
        ("Yokohama", None, True),
        (".", None, None),
        (" ", None, None),
        ("That matters to residents.", None, None),
    ]
    assert first._p.findall(f".//{qn('w:footnoteReference')}"), "the mark of the footnote"
    assert [link.address for link in second.hyperlinks] == ["https://bps.example"]
    assert second.hyperlinks[0].text == "BPS" and second.text == "Read the report of BPS today."
    assert [cell.text for cell in made.tables[0]._cells] == ["City", "People", "Balikpapan", "700,000"]
    assert made.tables[0].style.name == "Light Grid"
    assert len(made.inline_shapes) == 1 and shown.text == "A picture of the city from the sea."
    assert made.sections[0].header.paragraphs[0].text == "City News"
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text == "Page 1" and footer._p.findtext(f".//{qn('w:instrText')}") == " PAGE "
    notes = next(r.target_part for r in made.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.FOOTNOTES)
    assert b"A long footnote." in notes.blob and b"Catatan" not in notes.blob


def test_the_file_ends_with_its_grade_and_a_flag_is_a_comment() -> None:
    said = SAID | {"Itu penting bagi warga.": "", "Kabar Kota": ""}
    data = saved(article())
    made = rewritten(data, said)
    assert [comment.text.split(":")[0] for comment in made.comments] == ["[!1] TOO_SHORT"]
    assert "> Itu penting bagi warga." in next(iter(made.comments)).text
    last = [paragraph.text for paragraph in made.paragraphs][-4:]
    assert last[0].startswith("Machine translation by fake; not read by a person. Flags on 2 of ")
    assert last[1].startswith("[!2] Shorter than expected") and last[1].endswith("Kabar Kota"), "of a header"
    assert last[2].startswith("On the reading of the file: headers") and last[3].startswith("warta:")
    again = Output(translated(data, said), original=data)
    assert to_bytes("docx", again) == to_bytes("docx", Output(translated(data, said), original=data))


def test_bilingual_has_the_source_in_grey_below_each_paragraph() -> None:
    made = rewritten(saved(article()), plain=True, bilingual=True)
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[:2] == [
        "Balikpapan's government works with Yokohama. That matters to residents.",
        "Pemerintah Kota Balikpapan bekerja sama dengan Yokohama. Itu penting bagi warga.",
    ]
    grey = made.paragraphs[1].runs[0]
    assert str(grey.font.color.rgb) == "595959" and made.paragraphs[1].style.name == "Normal"
    assert made.tables[0]._cells[0].text == "City\nKota" and made.tables[0]._cells[3].text == "700,000"


def test_bold_stands_at_what_says_its_words_and_struck_text_stays() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Harga ")
    paragraph.add_run("sangat tinggi").bold = True
    paragraph.add_run(" di pasar. ")
    paragraph.add_run("Kemarin").font.strike = True
    paragraph.add_run("Luasnya 5,6 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" saja.")
    said = {"Harga sangat tinggi di pasar.": "Prices are high at market.", "Luasnya 5,6 m2 saja.": "Only 5.6 m2."}
    made = rewritten(saved(document), said, plain=True).paragraphs[0]
    assert looks(made)[:3] == [("Prices are ", None, None), ("high", True, None), (" at market.", None, None)]
    struck = [run.text for run in made.runs if run.font.strike]
    assert struck == ["Kemarin"] and " Kemarin Only" in made.text and made.text.endswith("Only 5.6 m².")


def test_what_was_deleted_or_moved_under_review_is_not_there_twice() -> None:
    document = docx.Document()
    words = "<w:r><w:t>{}</w:t></w:r>"
    document.add_paragraph()._p.extend(
        parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a">{words.format(text)}</w:{tag}>')
        for tag, text in (("ins", "Harga naik "), ("moveTo", "hari ini."), ("moveFrom", "hari ini."))
    )
    made = rewritten(saved(document), {"Harga naik hari ini.": "Prices rose today."}, plain=True)
    assert [paragraph.text for paragraph in made.paragraphs] == ["Prices rose today."]
    assert not made.element.findall(f".//{qn('w:moveFrom')}")


def test_a_symbol_and_a_formula_stay_what_they_are() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Suhu ")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'))
    paragraph.add_run(" 30 dan ")
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    paragraph._p.append(parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>x+1</m:t></m:r></m:oMath>'))
    paragraph.add_run(" tetap.")
    made = rewritten(saved(document), {"Suhu X1 dan X2 tetap.": "Heat X1 and X2 stay."}, plain=True)
    shown = made.paragraphs[0]._p
    assert len(shown.findall(f".//{qn('w:sym')}")) == 1 and len(shown.findall(f"{{{math}}}oMath")) == 1
    assert made.paragraphs[0].text == "Heat  30 and  stay.", "neither is there as text as well"


def test_text_boxes_are_translated_and_their_fallback_is_gone() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Di dalam kotak.</w:t></w:r></w:p></w:txbxContent>"
    run = parse_xml(
        f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    document.add_paragraph("Di luar kotak.")._p.append(run)
    said = {"Di luar kotak.": "Outside.", "Di dalam kotak.": "Inside."}
    made = rewritten(saved(document), said, plain=True)
    texts = [text.text for text in made.element.iter(qn("w:t"))]
    assert sorted(texts) == ["Inside.", "Outside."]


def test_japanese_has_its_font_and_its_language() -> None:
    data = saved(article())
    translation = translated(data, {"Kota": "都市"}, "ja")
    made = docx.Document(io.BytesIO(to_bytes("docx", Output(translation, original=data, plain=True))))
    run = made.tables[0]._cells[0].paragraphs[0].runs[0]._r
    assert run.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "Yu Gothic"
    assert run.find(f".//{qn('w:lang')}").get(qn("w:val")) == "ja-JP"


def test_another_file_than_the_one_translated_is_refused() -> None:
    other = docx.Document()
    other.add_paragraph("Berita lain.")
    output = Output(translated(saved(article())), original=saved(other))
    with pytest.raises(WritingError, match=r"a.docx is not the Word file that was translated"):
        to_bytes("docx", output)


def test_what_is_written_is_read_again_without_a_word_lost() -> None:
    data = with_footnote(article())
    made = to_bytes("docx", Output(translated(data), original=data, plain=True))
    found = read_bytes(made, name="b.docx", check_language=False)
    assert [p.text.strip() for p in found.paragraphs] == [
        "Balikpapan's government works with Yokohama. That matters to residents.",
        *("Read the report of BPS today.", "First meeting", "City", "People", "Balikpapan", "700,000"),
        *("A picture of the city from the sea.", "A long footnote.", "City News", "Page 1"),
    ]
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_a_brief_stands_on_top_and_leads_to_its_sentences() -> None:
    data = saved(article())
    translation = translated(data)
    output = Output(translation, make_brief(translation, points=1), original=data)
    made = docx.Document(io.BytesIO(to_bytes("docx", output)))
    assert made.paragraphs[0].text == "Brief" and made.paragraphs[1].text == "Read the report of BPS today. [3]"
    names = {mark.get(qn("w:name")) for mark in made.element.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in made.element.iter(qn("w:hyperlink"))} - {None}
    assert anchors and anchors <= names
    assert read_bytes(to_bytes("docx", output), name="b.docx", check_language=False).text.startswith("Brief")


def test_letters_written_in_two_characters_are_the_same_file() -> None:
    document = docx.Document()
    document.add_paragraph("Kafe\u0301 Ibu\u200b buka.")
    made = rewritten(saved(document), {"Kafé Ibu buka.": "Ibu's café is open."}, plain=True)
    assert made.paragraphs[0].text == "Ibu's café is open."
