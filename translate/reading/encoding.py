"""Detect the encoding of a file and decode it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from translate.errors import NotText
from translate.reading.quiet import quiet

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
META_BYTES = 8_192  # HTML requires it in the first 1024; some pages have it later
STRANGE = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\ufffd]")  # characters that do not occur in text
GUESS_BYTES = 200_000  # enough to detect the encoding
# Damaged UTF-8 is still read as UTF-8 if it has at least this many valid characters for each invalid one.
WHOLE_PER_BROKEN = 4


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text, the name of its encoding, and remarks on the decoding."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str, *, html: bool = False) -> DecodedText:
    """Return `data` as text: by its byte order mark, else as UTF-8, else as a page declares, else by a guess.

    Raises:
        NotText: the bytes are not text in any encoding.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data, len(mark) if encoding == "utf-8" else 0, encoding, name)
    if b"\0" in data:
        raise NotText(
            f"{name} holds binary data, not text; expected an article as .txt, .md, .html, .docx, .pdf, .srt or .vtt. "
            "Save it as one of these and try again."
        )
    with suppress(UnicodeDecodeError):  # then the others are tried
        return DecodedText(data.decode("utf-8"), "utf-8")
    return (_declared(data) if html else None) or _damaged_utf8(data) or _guess(data, name)


def _marked(data: bytes, skip: int, encoding: str, name: str) -> DecodedText:
    try:
        return DecodedText(data[skip:].decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data[skip:].decode(encoding, errors="replace")
        broken = text.count("\ufffd")
    if broken * WHOLE_PER_BROKEN > len(text):
        raise NotText(f"{name} begins like {encoding.upper()} text but is none. Save it as UTF-8 text and try again.")
    return DecodedText(text, encoding, (_broken_note(broken, encoding),))


def _declared(data: bytes) -> DecodedText | None:
    """Decode a page by its own `<meta charset>`."""
    found = META_CHARSET.search(data[:META_BYTES])
    if not found:
        return None
    try:
        encoding = codecs.lookup(found[1].decode("ascii", errors="replace")).name
        # Browsers read Latin-1 as Windows-1252, and pages that declare it count on that.
        encoding = "cp1252" if encoding == "iso8859-1" else encoding
        return DecodedText(data.decode(encoding), encoding)
    except (LookupError, UnicodeError, ValueError):  # unknown, not a text encoding, or the wrong one
        return None


def _damaged_utf8(data: bytes) -> DecodedText | None:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    high = sum(character > "\x7f" for character in text) - broken
    if high < broken * WHOLE_PER_BROKEN:
        return None
    return DecodedText(text, "utf-8", (_broken_note(broken, "utf-8"),))


def _guess(data: bytes, name: str) -> DecodedText:
    """Return the text as Windows-1252, usual for older Indonesian text, unless another encoding fits clearly better."""
    from charset_normalizer import from_bytes

    with quiet():
        best = from_bytes(data[:GUESS_BYTES]).best()
    encoding = best.encoding if best is not None else "cp1252"
    if _latin(data):
        encoding = "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    strange = len(STRANGE.findall(text))
    if strange * 20 > len(text):
        raise NotText(f"{name} is no text that Warta can decode; expected UTF-8. Save it as UTF-8 text and try again.")
    return DecodedText(
        text, encoding, (f"the encoding is a guess: {encoding}; if letters look wrong, save it as UTF-8",)
    )


def _latin(data: bytes) -> bool:
    """Return whether bytes beyond ASCII are rare, as in Latin script with quotes, dashes and accents."""
    return sum(byte > 0x7F for byte in data) * 10 < len(data)


def _broken_note(broken: int, encoding: str) -> str:
    return f"{broken} characters are not valid {encoding.upper()} and were read as \ufffd"
