"""Read a path, bytes or a string as a `Document`; nothing in a file is run, nothing is fetched.

Each format has a module that finds its blocks; `blocks` splits them into sentences; text between blocks is layout.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from translate.document import Document, Source
from translate.errors import EmptyDocument, MissingFile, ReadingError, TooLarge, UsageError, expect
from translate.reading.blocks import Extract, paragraphs
from translate.reading.encoding import decode
from translate.reading.formats import ENDINGS, format_of
from translate.reading.language import language_notes
from translate.reading.limits import MAX_BYTES, MAX_CHARACTERS, MAX_SENTENCES, at_most, check_text
from translate.reading.mojibake import repaired
from translate.util.normalise import normalise

__all__ = ["FORMATS", "MAX_BYTES", "MAX_CHARACTERS", "MAX_SENTENCES", "load", "read", "read_bytes", "read_text"]

FORMATS = tuple(ENDINGS)  # endings of the files that are read


def read(path: str | Path, *, check_language: bool = True) -> Document:
    """Return the article in a file; "-" reads standard input.

    Args:
        path: a file with one of the endings of `FORMATS`, or without an ending.
        check_language: refuse a text that is surely not Indonesian.

    Raises:
        ReadingError: `MissingFile`, `EmptyDocument`, `NotText`, `TooLarge`, `DamagedFile` or `WrongLanguage`, or
            the file may not be read by this user.
    """
    return read_bytes(load(path), name=str(path), check_language=check_language)


def load(path: str | Path) -> bytes:
    """Return the bytes of a file, or of standard input for "-"; a little more than `MAX_BYTES` at the most.

    Raises:
        MissingFile, TooLarge: as `read`; or ReadingError: it may not be read.
    """
    expect(path, (str, Path), "A file", "its path, or - for standard input")
    name = str(path)
    return sys.stdin.buffer.read(MAX_BYTES + 1) if name == "-" else _load(Path(path), name)


def read_bytes(data: bytes, *, name: str = "text", format: str | None = None, check_language: bool = True) -> Document:
    """Return the article in the bytes of a file.

    Args:
        data: all of them.
        name: of the document's source; its ending names the format if `format` is not given.
        format: "txt", "md", "html", "docx", "pdf", "srt" or "vtt".
        check_language: refuse a text that is surely not Indonesian.

    Raises:
        ReadingError: as `read`, without `MissingFile`.
    """
    expect(data, (bytes, bytearray), "The bytes of a file", "bytes; read_text takes text")
    shown = "standard input" if name == "-" else name
    _bounded(data, shown)
    if not data.strip():
        raise _empty(shown)
    kind, notes = format_of(data, name, format)
    if kind in ("docx", "pdf"):
        extract, encoding = _packed(data, shown, kind), "binary"
    else:
        decoded = decode(data, shown, html=kind == "html")
        notes += decoded.notes
        text, mending = repaired(decoded.text)
        notes += mending
        extract, encoding = _extract(text, shown, kind), decoded.encoding
    source = Source(name, kind, hashlib.sha256(data).hexdigest(), encoding)
    return _document(extract, source, notes, shown, check_language)


def read_text(text: str, *, name: str = "text", format: str = "txt", check_language: bool = True) -> Document:
    """Return the article in a string of format "txt", "md", "html", "srt" or "vtt".

    Raises:
        EmptyDocument: there is nothing in it to translate.
        UsageError: `format` is none of these.
        TooLarge, DamagedFile, WrongLanguage: as `read`.
    """
    expect(text, str, "The text of an article", "a string; read_bytes takes bytes")
    if format not in ("txt", "md", "html", "srt", "vtt"):
        raise UsageError(
            f"A string cannot be {format!r}; expected txt, md, html, srt or vtt. Use read_bytes for others."
        )
    data = text.encode("utf-8", errors="surrogatepass")
    _bounded(data, name)
    if not text.strip():
        raise _empty(name)
    source = Source(name, format, hashlib.sha256(data).hexdigest(), "utf-8")
    text, notes = repaired(text)
    return _document(_extract(text, name, format), source, notes, name, check_language)


def _load(path: Path, name: str) -> bytes:
    """Return the bytes of a file, of which one that is too large is not even opened."""
    try:
        if path.is_dir():
            raise MissingFile(f"{name} is a folder; expected a file. Use `warta batch` to translate a folder.")
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise _too_large(name)
        with path.open("rb") as file:
            # Bounded, since a pipe has no size and a file may grow.
            return _bounded(file.read(MAX_BYTES + 1), name)
    except FileNotFoundError as error:
        raise MissingFile(f"{name} is not there; expected a file to read. Check the path.") from error
    except PermissionError as error:
        raise ReadingError(f"{name} may not be read by this user. Check its permissions.") from error
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise MissingFile(f"{name} cannot be opened ({error}); expected a file to read. Check the path.") from error


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> TooLarge:
    return TooLarge(
        f"{name} is larger than {MAX_BYTES // 1_000_000} MB; expected one article. Cut it into several files."
    )


def _empty(name: str) -> EmptyDocument:
    return EmptyDocument(f"{name} is empty; expected an Indonesian article. Check that it was saved.")


def _packed(data: bytes, name: str, format: str) -> Extract:
    if format == "docx":
        from translate.reading.docx import read_docx

        return read_docx(data, name)
    from translate.reading.pdf import read_pdf

    return read_pdf(data, name)


def _extract(text: str, name: str, format: str) -> Extract:
    if format != "html":  # its reader normalises the text of each block
        text = normalise(text)
    check_text(text, name, format)
    # Each format is imported when it is met: the libraries of some take a second to load.
    if format == "html":
        from translate.reading.html import read_html

        return read_html(text)
    if format == "md":
        from translate.reading.markdown import read_markdown

        return read_markdown(text)
    if format in ("srt", "vtt"):
        from translate.reading.subtitles import read_subtitles

        return read_subtitles(text, name)
    from translate.reading.txt import read_txt

    return read_txt(text)


def _document(extract: Extract, source: Source, notes: tuple[str, ...], name: str, check_language: bool) -> Document:
    # Text counts with its layout, which writers copy. A paragraph has a sentence or more, and is quick to count.
    at_most(MAX_CHARACTERS, len(extract.text), "characters of text", name)
    at_most(MAX_SENTENCES, len(extract.blocks), "paragraphs", name)
    parts = paragraphs(extract)
    at_most(MAX_SENTENCES, sum(len(paragraph.sentences) for paragraph in parts), "sentences", name)
    if not any(character.isalpha() for paragraph in parts for character in paragraph.text):
        why = "; ".join(extract.notes)
        raise EmptyDocument(
            f"{name} has no words to translate{f' ({why})' if why else ''}; expected an Indonesian article. "
            "Check that it is the right file."
        )
    notes += extract.notes
    if check_language:
        notes += language_notes(parts, name)
    return Document(extract.text, parts, "id", source, extract.author, extract.date, notes)
