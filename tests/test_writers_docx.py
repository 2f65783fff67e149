"""The Word file, read back with python-docx and with Warta's own reader."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
import writers_samples as samples
from docx.oxml.ns import qn

from translate.document import Document, Kind, Paragraph, Segment, Sentence, Source, Translation
from translate.errors import WritingError
from translate.reading import read_bytes
from translate.writers import Output, render, to_bytes

OUTPUTS = samples.every_output()


def opened(output: Output) -> Any:
    return docx.Document(io.BytesIO(to_bytes("docx", output)))


def styled(document: Any) -> list[tuple[str, str]]:
    """Return style and text of the paragraphs outside tables; links count as text."""
    return [(p.style.name, p.text) for p in document.paragraphs if p.text]


def bookmarks(document: Any) -> list[str]:
    return [str(mark.get(qn("w:name"))) for mark in document.element.iter(qn("w:bookmarkStart"))]


def anchors(document: Any) -> set[str]:
    found = (link.get(qn("w:anchor")) for link in document.element.iter(qn("w:hyperlink")))
    return {str(anchor) for anchor in found if anchor}


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_link_into_the_document_leads_somewhere_and_once(name: str) -> None:
    document = opened(OUTPUTS[name])
    assert anchors(document) <= set(bookmarks(document))
    assert len(set(bookmarks(document))) == len(bookmarks(document))
    numbers = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)
    assert numbers == [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkEnd"))]


@pytest.mark.parametrize("name", OUTPUTS)
def test_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    order = ["rStyle", "rFonts", "b", "i", "strike", "color", "sz", "highlight", "u", "vertAlign", "lang"]
    paragraph = ["pStyle", "numPr", "pBdr", "shd", "spacing", "ind"]
    document = opened(OUTPUTS[name])
    for tag, known in (("w:rPr", order), ("w:pPr", paragraph)):
        for properties in document.element.body.iter(qn(tag)):
            found = [one.tag.rpartition("}")[2] for one in properties]
            assert found == sorted(found, key=known.index)


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_segment_and_no_signature_is_lost(name: str) -> None:
    output = OUTPUTS[name]
    text = "".join(t.text or "" for t in opened(output).element.body.iter(qn("w:t")))
    if output.whole and name not in ("hostile", "markdown", "markdown with brief"):
        assert all(segment.text in text for segment in output.translation.segments if segment.text.strip())
    made = output.translation.signature if output.brief is None else output.brief.signature
    assert name.startswith("hostile") or str(made) in text


def test_the_brief_stands_on_top_and_the_article_has_its_styles() -> None:
    lines = styled(opened(samples.english()))
    assert lines[0] == ("Title", "Teluk Biru port serves electric ships [1]")
    assert lines[1] == ("Normal", "Machine translation by opus-id-en; not read by a person.")
    assert lines[2:4] == [
        ("Heading 1", "Brief"),
        ("Normal", "Paid content: the article carries the mark (Adv/Diskominfo)."),
    ]
    assert [style for style, _ in lines[4:7]] == ["List Number"] * 3
    assert lines[6] == ("List Number", "Mayor Sri Lestari wants a quiet port, and fishermen agree. [5][6]")
    assert ("Heading 1", "Translation") in lines
    assert ("Heading 2", "Teluk Biru port serves electric ships") in lines
    assert ("Heading 3", "Schedule and fares") in lines
    assert ("List Bullet", "Fare Rp 15,000 per person") in lines
    assert ("Quote", "The sea is our front yard.") in lines
    assert ("Caption", "An electric ship at the quay.") in lines
    assert lines[-1][1] == str((samples.english().brief or samples.japanese_brief()).signature)


def test_without_a_brief_the_title_is_the_title() -> None:
    document = opened(replace(samples.english(), brief=None))
    assert styled(document)[0] == ("Title", "Teluk Biru port serves electric ships")
    assert document.core_properties.title == "Teluk Biru port serves electric ships"
    assert document.core_properties.author == "Rina"


def test_facts_are_a_table_with_their_evidence() -> None:
    (table,) = opened(samples.english()).tables
    cells = [[[p.text for p in cell.paragraphs] for cell in row.cells] for row in table.rows]
    assert cells[0] == [["Dates"], ["23 October 2023 (23/10/2023) [3]"]]
    assert cells[1] == [["Figures"], ["Rp 12.5 billion (Rp 12,5 miliar) [4]", "Rp 15,000 (Rp 15.000) [9]"]]
    assert cells[2] == [["People"], ["Sri Lestari [5]"]]


def test_a_doubted_sentence_is_lit_up_and_explained() -> None:
    document = opened(samples.english())
    lit = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color is not None]
    assert lit == [
        "The city government has prepared a budget of Rp 12.5 billion for the cable network.",
        "(nothing was translated here)",
    ]
    text = "\n".join(p.text for p in document.paragraphs)
    assert "[!1] A number is missing: 65.8 is not in the translation [NUMBER_LOST]; The model was unsure" in text
    assert "\nPemerintah kota menyiapkan anggaran Rp 12,5 miliar untuk 65,8 kilometer jaringan kabel.\n" in text
    assert {"n1", "n2"} <= anchors(document)


def test_a_brief_alone_comes_with_the_sentences_it_rests_on() -> None:
    document = opened(replace(samples.english(), whole=False))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "[6] Local fishermen welcomed the plan.\nNelayan setempat menyambut baik rencana itu." in text
    assert "The sea is our front yard." not in text
    assert anchors(document) == {"s1", "s3", "s4", "s5", "s6", "s9", "n1"}


def test_japanese_has_its_font_its_language_and_no_spaces_between_sentences() -> None:
    document = opened(samples.japanese())
    texts = [p.text for p in document.paragraphs]
    assert "レンバ・ヒジャウの農家は稲を1,250トン収穫した。今年は雨が早く来た。" in texts
    default = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert default.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "Yu Gothic"
    assert default.find(qn("w:lang")).get(qn("w:eastAsia")) == "ja-JP"
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"
        assert not any("Theme" in name for name in fonts.attrib), "a theme font would go before the Japanese one"


def test_the_source_is_marked_as_indonesian_for_the_speller() -> None:
    runs = {run.text: run for p in opened(samples.english()).paragraphs for run in p.runs}
    source = runs["Nelayan setempat menyambut baik rencana itu."]
    assert source._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "id-ID"


def test_numbered_lists_begin_again_each() -> None:
    said = [(Kind.LIST, [("1. Satu", "1. One")]), (Kind.LIST, [("2. Dua", "2. Two")]), (Kind.BODY, [("Isi.", "Text.")])]
    brief = replace(samples.english().brief or samples.japanese_brief(), facts=())
    brief = replace(brief, points=tuple(replace(p, evidence=(0,), flags=()) for p in brief.points[:2]))
    said += [(Kind.LIST, [("3) Tiga", "3) Three")]), (Kind.LIST, [("- Lepas", "- Loose")])]
    document = opened(Output(samples.build(said), brief))
    items = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert [p.text for p in items[-3:]] == ["One", "Two", "Three"]
    ids = [p._p.pPr.numPr.numId.val for p in items]
    assert ids[0] == ids[1] != ids[2] == ids[3] != ids[4] != ids[0]
    numbering = document.part.numbering_part.element
    starts = [numbering.num_having_numId(i).lvlOverride_lst[0].startOverride.val for i in (ids[0], ids[2], ids[4])]
    assert starts == [1, 1, 3]
    assert ("List Bullet", "Loose") in styled(document)


def test_links_of_markdown_are_links_and_only_those_of_the_web() -> None:
    document = opened(Output(samples.markdown()))
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert targets == ["https://laut.example/a_(b)", "https://panduan.example/satu"]
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Dinas Laut says today, run kapal --uji.[^1]" in text
    assert "![photo of the quay](img/dermaga.png)" in text


def test_a_hostile_article_gives_a_file_that_opens() -> None:
    document = opened(samples.hostile())
    text = "\n".join(p.text for p in document.paragraphs)
    assert "<script>" in text and "\N{REPLACEMENT CHARACTER}[2J" in text
    assert not [r for r in document.part.rels.values() if r.is_external]


def test_what_xml_cannot_hold_is_replaced_and_half_a_pair_refused() -> None:
    translation = samples.build([(Kind.BODY, [("Satu.", "One \ufffe two \x0c three.")])])
    said = "One \N{REPLACEMENT CHARACTER} two \N{REPLACEMENT CHARACTER} three."
    assert said in [p.text for p in opened(Output(translation)).paragraphs]
    with pytest.raises(WritingError, match=r"U\+DC00"):
        to_bytes("docx", Output(samples.build([(Kind.BODY, [("Satu.", "One \udc00.")])])))


def dated(translation: Translation, date: str) -> Output:
    return Output(replace(translation, signature=replace(translation.signature, date=date)))


def test_the_file_has_the_date_of_its_signature_and_no_other() -> None:
    translation = samples.one_paragraph().translation
    assert opened(dated(translation, "2026-11-23")).core_properties.created.date().isoformat() == "2026-11-23"
    undated = to_bytes("docx", dated(translation, ""))
    assert opened(dated(translation, "")).core_properties.created is None
    with zipfile.ZipFile(io.BytesIO(undated)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert not re.search(r"python-docx|20\d\d-", core)


def test_our_own_reader_reads_it_back() -> None:
    translation = replace(samples.english(), brief=None)
    document = read_bytes(to_bytes("docx", translation), name="a.docx", check_language=False)
    assert document.title == "Teluk Biru port serves electric ships"
    assert "Local fishermen welcomed the plan." in document.text
    assert {p.kind for p in document.paragraphs} >= {Kind.TITLE, Kind.HEADING, Kind.LIST, Kind.QUOTE, Kind.CAPTION}


def test_rows_of_cells_are_a_table_and_the_source_stands_below_on_request() -> None:
    raw = "Kota | Harga\nBali | 5\n | 7\n"
    spans = [("Kota", "City"), ("Harga", "Price"), ("Bali", "Bali"), ("5", "5"), ("7", "7")]
    sentences = [Sentence(one, raw.index(one), raw.index(one) + len(one)) for one, _ in spans]
    document = Document(raw, tuple(Paragraph((one,), Kind.CELL) for one in sentences), source=Source("a.pdf", "pdf"))
    segments = tuple(Segment(s, said) for s, (_, said) in zip(sentences, spans, strict=True))
    translation = Translation(document, "en", segments, samples.signature())
    (table,) = opened(Output(translation)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["City", "Price"], ["Bali", "5"], ["", "7"]]
    (both,) = opened(Output(translation, bilingual=True)).tables
    assert both.cell(0, 0).text == "City\nKota"
    assert "| City | Price |\n| --- | --- |\n| Bali | 5 |\n|  | 7 |" in render("md", Output(translation))
    assert '<tr><td></td><td><span id="s5"' in render("html", Output(translation))
    assert render("txt", Output(translation)).startswith("City | Price\nBali | 5\n | 7\n")
