"""Articles of a wanted size in every format: news, and the kinds of text that are worst for a rule."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import partial

from growth_rules import PIECES
from growth_texts import KINDS as READING
from reading_checks import pdf

SAID = (
    "pemerintah kota warga harga beras naik turun pasar jalan rumah sungai banjir sekolah guru siswa petani nelayan "
    "listrik air anggaran proyek polisi hakim menteri gubernur presiden rapat pekan bulan tahun ekonomi ekspor impor"
)
CALLED = "Budi Siti Joko Rahmad Dewi Agus Sri Hendra Kartini Bambang Yusuf Maria Tono Wati Eko Lestari Surya Putri"
WORDS, NAMES = SAID.split(), CALLED.split()
CUE = "{number}\n00:{minutes:02}:{seconds:02},000 --> 00:{minutes:02}:{seconds:02},900\n{text}\n\n"


def news(size: int) -> list[str]:
    """Return paragraphs of sentences, all different, that have about `size` characters together."""
    dice, paragraphs, written = random.Random(size), [], 0
    while written < size:
        paragraph = " ".join(_sentence(dice) for _ in range(4))
        paragraphs.append(paragraph)
        written += len(paragraph) + 2
    return paragraphs


def _sentence(dice: random.Random) -> str:
    name = f"{dice.choice(NAMES)} {dice.choice(NAMES)}{dice.choice(NAMES).lower()}"
    words = " ".join(dice.choices(WORDS, k=dice.randint(4, 10)))
    figure = dice.choice(
        (
            f"{dice.randint(2, 999)} orang",
            f"Rp {dice.randint(1, 99)},{dice.randint(1, 9)} miliar",
            f"{dice.randint(1, 99)} persen",
            f"pada {dice.randint(1, 28)} Mei {dice.randint(1990, 2025)}",
        )
    )
    return f"{words.capitalize()} {figure}, kata {name} di Kota {dice.choice(NAMES)}."


def text(format: str, parts: list[str]) -> bytes:
    """Return an article of a format whose paragraphs are the given ones."""
    return PACKED[format](parts)


def _docx(parts: list[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{part}</w:t></w:r></w:p>" for part in parts)
    return docx(body)


def docx(body: str, relations: str = "") -> bytes:
    """Return a Word file of a body in XML, and of the relations of its document to other things."""
    types = "http://schemas.openxmlformats.org/package/2006/"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{types}content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        f'xmlns:r="{office}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{types}relationships">{relations}</Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def links(count: int) -> bytes:
    """Return a Word file of a paragraph with so many links, each to another address."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = "".join(
        f'<w:hyperlink r:id="l{n}"><w:r><w:t>Harga {n} naik. </w:t></w:r></w:hyperlink>' for n in range(count)
    )
    relations = "".join(
        f'<Relationship Id="l{n}" Type="{office}/hyperlink" Target="https://a.id/{n}" TargetMode="External"/>'
        for n in range(count)
    )
    return docx(f"<w:p>{body}</w:p>", relations)


def _pdf(parts: list[str]) -> bytes:
    lines = [part[at : at + 90] for part in parts for at in range(0, len(part), 90)]
    return pdf([lines[at : at + 54] for at in range(0, len(lines), 54)], compress=True)


def _srt(parts: list[str]) -> bytes:
    cues = (
        CUE.format(number=n + 1, minutes=n // 60 % 60, seconds=n % 60, text=part.replace(". ", ".\n"))
        for n, part in enumerate(parts)
    )
    return "".join(cues).encode()


PACKED: dict[str, Callable[[list[str]], bytes]] = {
    "txt": lambda parts: "\n\n".join(["Judul Berita", *parts]).encode(),
    "md": lambda parts: "\n\n".join(["# Judul Berita", *parts]).encode(),
    "html": lambda parts: (
        "<html><body><article><h1>Judul Berita</h1>" + "".join(f"<p>{part}</p>" for part in parts)
    ).encode(),
    "srt": _srt,
    "docx": _docx,
    "pdf": _pdf,
}


def packed(pack: Callable[[list[str]], bytes], size: int) -> bytes:
    """Return news of about `size` characters in a format."""
    return pack(news(size))


def _repeated(head: str, piece: str, size: int) -> bytes:
    return (head + piece * (size // len(piece)) + "x").encode()


def kinds(size: int) -> dict[tuple[str, str], Callable[[], bytes]]:
    """Return what makes each kind of article, by its format and name: of about `size` characters."""
    made: dict[tuple[str, str], Callable[[], bytes]] = {
        (format, "news"): partial(packed, pack, size) for format, pack in PACKED.items()
    }
    for format, pieces in {**READING, "txt": [*READING["txt"], *PIECES]}.items():
        head = {"html": "<html><body>", "srt": CUE[10:]}.get(format, "Judul\n\n")
        for piece in pieces:
            made[format, piece] = partial(_repeated, head, piece, size)
    made["docx", "links"] = lambda: links(size // 16)
    return made
