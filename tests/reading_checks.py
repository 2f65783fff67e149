"""What holds for every document that was read, whatever its format, and small files to read."""

from __future__ import annotations

import zlib

from translate.document import Document

PARAGRAPHS = [
    "Pemerintah kota membuka pasar baru di tepi sungai pada Senin pagi yang cerah.",
    "Wali kota mengatakan pasar itu menampung dua ratus pedagang kecil. Sewanya murah.",
    "Warga menyambut baik pasar baru tersebut karena dekat dari rumah mereka.",
]


def check_spans(document: Document, *, verbatim: bool = True, layout: bool = True) -> None:
    """Sentences tile their paragraphs and say what stands in the text; nothing readable is outside them."""
    at = 0
    outside = []
    for paragraph in document.paragraphs:
        assert paragraph.sentences
        assert paragraph.start >= at
        outside.append(document.text[at : paragraph.start])
        at = paragraph.start
        for sentence in paragraph.sentences:
            assert sentence.start == at
            assert sentence.end > sentence.start
            if verbatim:
                assert document.text[sentence.start : sentence.end] == sentence.text
            at = sentence.end
    outside.append(document.text[at:])
    assert at <= len(document.text)
    if layout:
        assert not [c for c in "".join(outside) if c.isalpha()]


def said(document: Document) -> list[tuple[str, str]]:
    """Kind and text of every paragraph."""
    return [(paragraph.kind.value, paragraph.text) for paragraph in document.paragraphs]


def pdf(pages: list[list[str]], *, title: str = "", author: str = "", compress: bool = False) -> bytes:
    """A valid PDF with a line of text for each string; an empty string is a gap, a page of no lines is blank."""
    return _pdf([_drawn(lines) for lines in pages], title, author, compress)


def drawn(*texts: str) -> bytes:
    """A PDF of one page with text objects as they are given, in the operators of PDF."""
    return _pdf(["\n".join(f"BT {text} ET" for text in texts).encode("cp1252")], "", "", False)


def _pdf(streams: list[bytes], title: str, author: str, compress: bool) -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    information = f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20240503080000+08'00') >>"
    objects.append(information.encode("cp1252"))
    kids = []
    for stream in streams:
        coded = zlib.compress(stream) if compress else stream
        code = b" /Filter /FlateDecode" if compress else b""
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(coded), code, coded))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _numbered(objects)


def _drawn(lines: list[str]) -> bytes:
    drawn = b"BT /F1 11 Tf 14 TL 60 780 Td\n"
    for line in lines:
        escaped = line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        drawn += b"(%s) Tj T*\n" % escaped if line else b"T*\n"
    return drawn + b"ET" if lines else b""


def _numbered(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
