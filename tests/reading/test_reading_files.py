"""Paths, bytes, standard input, encodings, formats and every refusal."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import budget_texts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_checks import PARAGRAPHS, check_spans, said

from translate.errors import (
    DamagedFile,
    EmptyDocument,
    MissingFile,
    NotText,
    ReadingError,
    TooLarge,
    UsageError,
    WartaError,
    WrongLanguage,
)
from translate.reading import FORMATS, MAX_BYTES, MAX_CHARACTERS, MAX_SENTENCES, read, read_bytes, read_text
from translate.reading.formats import format_of

TEXT = "Pasar Baru\n\nHarga “beras” naik — warga mengeluh.\n"
SRT = """1
00:00:01,000 --> 00:00:03,500
Harga beras
naik lagi.

2
00:00:04,000 --> 00:00:06,000
2024 tahun sulit.
"""
ENGLISH = "The mayor opened a new market by the river on Monday and said that traders would pay a low rent. " * 4


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "isi")
    return buffer.getvalue()


def test_source_names_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "berita.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = read(path)
    assert (document.source.name, document.source.format, document.source.encoding) == (str(path), "txt", "utf-8")
    assert document.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.notes == ()
    assert document == read(str(path))


def test_a_string_reads_like_its_bytes() -> None:
    assert read_text(TEXT) == read_bytes(TEXT.encode())


@pytest.mark.parametrize("ending", [e for e in FORMATS if e not in (".docx", ".pdf", ".srt", ".vtt")])
def test_every_text_ending_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"berita{ending.upper()}"
    path.write_text(f"{PARAGRAPHS[0]}\n", encoding="utf-8")
    assert PARAGRAPHS[0] in read(path).text


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr(sys, "stdin", Input())
    document = read("-")
    assert (document.title, document.source.name) == ("Pasar Baru", "-")


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(b"a" * (MAX_BYTES + 2))

    monkeypatch.setattr(sys, "stdin", Input())
    with pytest.raises(TooLarge, match="standard input is larger than 5 MB"):
        read("-")
    assert Input.buffer.tell() == MAX_BYTES + 1


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'wb').write({TEXT.encode()!r})"]):
        assert read(pipe).title == "Pasar Baru"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    document = read_bytes(data)
    assert document.text == TEXT
    assert document.source.encoding == encoding
    assert document.notes == (
        ("the encoding is a guess: cp1252; if letters look wrong, save it as UTF-8",) if encoding == "cp1252" else ()
    )


def test_damaged_utf8_stays_utf8_with_a_note() -> None:
    document = read_bytes(("“beras” — ‘gula’ naik lagi" * 3).encode() + b" \xe2\x80 hari ini.")
    assert "“beras”" in document.text
    assert document.notes == ("1 characters are not valid UTF-8 and were read as \ufffd",)


def test_srt_keeps_cues() -> None:
    document = read_text(SRT, format="srt")
    check_spans(document)
    assert said(document) == [("body", "Harga beras\nnaik lagi."), ("body", "2024 tahun sulit.")]


def test_srt_without_times_is_damaged() -> None:
    with pytest.raises(DamagedFile, match="00:00:01,000"):
        read_bytes(TEXT.encode(), name="a.srt")


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"Harga beras", "catatan", "txt"),
        (b"<p>Harga beras</p>", "catatan", "html"),
        (b"< 5 juta", "catatan", "txt"),
        (b"Harga beras", "-", "txt"),
        (b"Harga beras", "Harga naik. Warga mengeluh", "txt"),
        (b"Harga beras", "arsip/berita 12.3", "txt"),
        (b"Harga beras", "a.MD", "md"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>Harga", "-", "html"),
        (b"%PDF-1.7", "-", "pdf"),
        (zipped("word/document.xml"), "-", "docx"),
    ],
)
def test_format(data: bytes, name: str, expected: str) -> None:
    assert format_of(data, name) == (expected, ())


def test_a_wrong_ending_is_noted() -> None:
    document = read_bytes(b"<!doctype html><title>Pasar</title><p>" + PARAGRAPHS[0].encode(), name="a.txt")
    assert document.source.format == "html"
    assert document.notes == ("named .txt but holds html; read as html",)
    assert format_of(b"%PDF-1.7", "a.docx")[0] == "pdf"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sw", "in Swahili; expected Indonesian"),
        ("gcf", "in another language (gcf); expected"),
        ("zxx", "in another language (zxx); expected"),
        ("jv", "looks Javanese rather than Indonesian"),
        ("ms", "looks Malay rather than Indonesian"),
    ],
)
def test_the_language_found_is_named(code: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate.reading.language.detect", lambda text: (code, 0.99))
    try:
        [heard] = read_text(TEXT * 10).notes
    except WrongLanguage as error:
        heard = str(error)
    assert words in heard


@pytest.mark.parametrize(
    ("data", "name", "error", "words"),
    [
        (b"", "a.txt", EmptyDocument, "a.txt is empty"),
        (b" \n\t ", "a.txt", EmptyDocument, "a.txt is empty"),
        ("\u200b\n".encode(), "a.txt", EmptyDocument, "no words"),
        (b"12 * 3\n---", "a.txt", EmptyDocument, "no words"),
        (b"```\nkode\n```\n", "a.md", EmptyDocument, "no words"),
        (b"<html><body></body></html>", "a.html", EmptyDocument, "no words"),
        (b"a\0b\0c", "a.txt", NotText, "binary"),
        (b"Harga", "a.doc", NotText, "does not read .doc files"),
        (b"Harga", "a.odt", NotText, "expected .txt, .md"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc", NotText, "old Office"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "a.jpg", NotText, "OCR"),
        (b"{\\rtf1 Harga}", "a.txt", NotText, "rich text"),
        (zipped("isi.txt"), "a.zip", NotText, "Unpack"),
        (zipped("mimetype", "content.xml"), "a.odt", NotText, "OpenDocument"),
        (zipped("xl/workbook.xml"), "a.docx", NotText, "Excel"),
        (b"PK\x03\x04rusak", "a.docx", DamagedFile, "damaged"),
        (b"Harga", "a.docx", DamagedFile, "no Word file"),
        (b"Harga", "a.pdf", DamagedFile, "no PDF file"),
        (b"a" * (MAX_BYTES + 1), "a.txt", TooLarge, "larger than 5 MB"),
        (ENGLISH.encode(), "a.txt", WrongLanguage, "English; expected Indonesian. Use `check_language=False`"),
    ],
)
def test_refusals(tmp_path: Path, data: bytes, name: str, error: type[WartaError], words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read(path)
    assert words in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="is not there"):
        read(tmp_path / "tidak-ada.txt")
    with pytest.raises(MissingFile, match="cannot be opened"):
        read("nol\0.txt")


def test_a_folder_names_the_batch_command(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="warta batch"):
        read(tmp_path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "denied")

    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)  # as root every file may be read
    with pytest.raises(ReadingError, match="may not be read"):
        read(path)


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: pytest.fail("it was opened"))
    with pytest.raises(TooLarge):
        read(path)


@pytest.mark.parametrize("format", ["txt", "md", "html", "srt", "docx"])
def test_more_text_than_an_article_has_is_one_line(format: str) -> None:
    paragraph = "Harga beras naik. " * 600
    data = budget_texts.PACKED[format]([paragraph] * (MAX_CHARACTERS // len(paragraph) + 2))
    with pytest.raises(TooLarge, match=r"a\.\w+ has 1,\d+,\d+ characters of text; .*1,000,000\. Split it") as caught:
        read_bytes(data, name=f"a.{format}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("gap", "what"), [("\n", "paragraphs"), (" ", "sentences")])
def test_more_sentences_than_an_article_has_are_one_line(gap: str, what: str) -> None:
    with pytest.raises(TooLarge, match=rf"has \d\d,\d+ {what}; .* at most 20,000"):
        read_text(f"Hujan.{gap}" * (MAX_SENTENCES + 1))


TINY = {
    "a.txt": (b"a\n" * 100_001, "100,001 lines"),
    "a.md": (b"- a\n" * 100_001, "100,001 lines"),
    "b.md": (b"|a" * 100_001, "100,001 table cells"),
    "a.srt": (b"00:00:01,000 --> 00:00:02,000\n" + b"- a\n" * 100_001, "100,002 lines"),
    "a.html": (b"<p>a" * 100_001, "100,001 elements"),
    "b.html": (b"<P " + b"a= '>' " * 1_001 + b">Harga", "1,001 attributes in one element"),
    "c.html": (b"<p " + b"a " * 1_001 + b">Harga", "1,001 attributes in one element"),
    "a.docx": (budget_texts.docx("<w:p/>" * 100_001), "100,001 paragraphs"),
}


@pytest.mark.parametrize("name", TINY)
def test_a_text_of_too_many_parts_is_refused_before_it_is_parsed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in ("txt.read_txt", "markdown.read_markdown", "subtitles.read_subtitles", "html.read_html"):
        monkeypatch.setattr(f"translate.reading.{reader}", lambda *args: pytest.fail("it was parsed"))
    monkeypatch.setattr("translate.reading.docx.units", lambda *args: pytest.fail("its paragraphs were read"))
    data, what = TINY[name]
    with pytest.raises(TooLarge, match=f"{name} has {what}; expected one article, with at most [0-9,]+. Split it"):
        read_bytes(data, name=name)


def test_a_page_with_as_many_attributes_as_may_be_is_read() -> None:
    attributes = " ".join(f"data-{number}='a > b = c'" for number in range(1_000))
    assert read_text(f"<p {attributes}>{PARAGRAPHS[0]}</p>", format="html").text.strip() == PARAGRAPHS[0]


def test_unknown_formats_are_a_wrong_request() -> None:
    with pytest.raises(UsageError, match="expected txt, md"):
        read_text(TEXT, format="pdf")
    with pytest.raises(UsageError, match="expected one of"):
        read_bytes(TEXT.encode(), format="epub")


def test_another_language_is_read_when_asked() -> None:
    assert read_text(ENGLISH, check_language=False).paragraphs


@pytest.mark.parametrize("text", ["The mayor opened a market.", "Rice rose, and people in the town are not happy."])
def test_one_sentence_of_english_is_refused(text: str) -> None:
    with pytest.raises(WrongLanguage, match="seems to be in English"):
        read_text(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Polis menahan dua lelaki pada hari Jumaat kerana mencuri wang.", "Malay"),
        ("Bapak wis ora mangan saka wingi amarga lara.", "Javanese"),
    ],
)
def test_one_sentence_of_a_related_language_is_noted(text: str, language: str) -> None:
    (note,) = read_text(text).notes
    assert f"the text looks {language} rather than Indonesian" in note


@pytest.mark.parametrize(
    "text",
    [
        "Rapat.",
        "Karo dan Ana menonton film The Lord of the Rings di bioskop.",
        "Beliau berkata pejabat itu naik kereta ke Surabaya.",  # words that Malay has, too
        '"We are the champions," kata pelatih itu.',
        "Trailer Game of Thrones dirilis.",
        "PT Bank Mandiri Tbk.",
    ],
)
def test_indonesian_with_words_of_others_is_indonesian(text: str) -> None:
    assert read_text(text).notes == ()


def test_malay_is_at_most_noted() -> None:
    malay = (
        "Kerajaan negeri bercadang membina sebuah pejabat baharu kerana bilangan kakitangan semakin bertambah. "
        "Encik Ahmad berkata wang sebanyak dua juta ringgit telah diperuntukkan bagi projek berkenaan. "
        "Beliau turut menasihatkan orang ramai supaya mematuhi peraturan lalu lintas ketika memandu kereta."
    )
    assert len(read_text(malay).notes) <= 1


def test_indonesian_is_not_refused() -> None:
    assert read_text(" ".join(PARAGRAPHS * 3)).notes == ()


def test_the_detector_is_not_loaded_for_a_short_text() -> None:
    code = (
        "import sys; from translate.reading import read_text; read_text('Harga beras naik.');"
        "heavy = {'py3langid', 'trafilatura', 'pypdf', 'docx', 'torch', 'charset_normalizer'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@settings(deadline=None, max_examples=80)
@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.srt", "a.docx", "a.pdf", "-", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        check_spans(read_bytes(data, name=name, check_language=False), verbatim=name != "a.md", layout=False)
    except WartaError as error:
        assert "\n" not in str(error)


def test_an_article_that_its_words_tell_is_indonesian_needs_no_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(text: str) -> tuple[str, float]:
        raise AssertionError("the detector was asked")

    monkeypatch.setattr("translate.reading.language.detect", asked)
    told = (
        "Polisi mengatakan bahwa mobil itu tidak ada di kantor karena sudah dibawa warga ke pasar. Menurut mereka, "
        "belum ada laporan dari perusahaan, sedangkan uang yang hilang terkait kasus itu akan diganti oleh pemerintah."
    )
    assert not read_text(told).notes
    with pytest.raises(AssertionError, match="was asked"):
        read_text("Kopi Gayo, kopi Toraja, kopi Kintamani, kopi Flores Bajawa, kopi Mandailing, kopi Lintong. " * 4)
