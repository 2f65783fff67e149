"""Detect the format of bytes, by content before the file name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from translate.errors import DamagedFile, NotText, UsageError

ENDINGS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".srt": "srt",
    ".vtt": "vtt",
}
READ = ".txt, .md, .html, .docx, .pdf, .srt or .vtt"
# First bytes of other files that users give, the name of the format, and advice.
OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .ppt)", "Open it and save it as .docx"),
    (b"{\\rtf", "a rich text file (.rtf)", "Open it and save it as .docx"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Run OCR over it and save the text as .txt"),
    (b"\x89PNG\r\n", "a picture (PNG)", "Run OCR over it and save the text as .txt"),
    (b"GIF8", "a picture (GIF)", "Run OCR over it and save the text as .txt"),
    (b"II*\0", "a picture (TIFF)", "Run OCR over it and save the text as .txt"),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z)", "Unpack it first"),
    (b"Rar!", "a compressed file (RAR)", "Unpack it first"),
)
# Possible text before a page: white space, comments, an XML declaration. Possessive quantifiers avoid backtracking over
# many comments.
BEFORE_PAGE = rb"(?:\s++|<!--(?:(?!-->).){0,2000}+-->|<\?xml[^>]{0,200}+>)*+"
PAGE = re.compile(BEFORE_PAGE + rb"<(?:!doctype\s+html|html)\b", re.I | re.S)
TAG = re.compile(rb"\s*<(?:[a-z][a-z0-9]{0,15}[\s/>]|!--|\?xml)", re.I)
PDF_WITHIN = 1024  # bytes; readers accept junk before the header so far
BOM = b"\xef\xbb\xbf"


def format_of(data: bytes, name: str, format: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the format of `data` and a note if the name suggests another.

    Args:
        data: all bytes of the file.
        name: its name, whose ending is considered; "-" and names without an ending are ignored.
        format: as the caller gives it; treated like the ending of a name.

    Raises:
        NotText: a format that Warta does not read.
        DamagedFile: named as a Word or PDF file, but is not one.
    """
    if format is not None and format not in ENDINGS.values():
        raise UsageError(f"{format!r} is no format; expected one of {', '.join(dict.fromkeys(ENDINGS.values()))}.")
    ending = PurePath(name).suffix.casefold() if name != "-" else ""
    named = format or ENDINGS.get(ending)
    magic = _magic(data, name)
    if magic is not None:
        note = f"named {ending} but holds {magic}; read as {magic}" if named != magic and ending else ""
        return magic, (note,) if note else ()
    if named is None and ending and not _no_ending(ending):
        raise NotText(f"{name}: Warta does not read {ending} files; expected {READ}. Save it as one of these.")
    if named in ("docx", "pdf"):
        kind = "Word" if named == "docx" else "PDF"
        raise DamagedFile(f"{name} is no {kind} file, whatever its name says. Save it again, or save its text as .txt.")
    return named or ("html" if TAG.match(_without_mark(data)[:4_000]) else "txt"), ()


def _magic(data: bytes, name: str) -> str | None:
    """Return the format identified by the first bytes; None for plain text."""
    for start, description, advice in OTHER_FILES:
        if data.startswith(start):
            raise NotText(f"{name} is {description}, which Warta does not read; expected {READ}. {advice}.")
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data, name)
    return "html" if PAGE.match(_without_mark(data)[:4_000]) else None


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFile(
            f"{name} is a damaged Word file or archive ({error}); expected a whole .docx. Copy or save it again."
        ) from error
    if any(member.startswith("word/") for member in members):
        return "docx"
    kinds = {"xl/": "an Excel file", "ppt/": "a PowerPoint file", "content.xml": "an OpenDocument file (.odt)"}
    known = (kind for start, kind in kinds.items() if any(member.startswith(start) for member in members))
    description = next(known, "an archive (.zip)")
    advice = "Unpack it first" if "archive" in description else "Save it as .docx"
    raise NotText(f"{name} is {description}, which Warta does not read; expected {READ}. {advice}.")


def _no_ending(ending: str) -> bool:
    """Return whether a suffix is part of the name: "Berita 12.3", "Harga naik. Warga mengeluh"."""
    return not re.fullmatch(r"\.[a-z][a-z0-9]{0,9}|\.\d[a-z]{1,3}|\.7z", ending)


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(BOM)
