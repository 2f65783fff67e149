"""Fetch a web page by its address: one request, without scripts and further resources.

Redirects are followed, each checked like the first address. robots.txt is obeyed (RFC 9309).
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin

from translate.document import Document
from translate.errors import FetchError, NotText, TooLarge
from translate.reading import read_bytes
from translate.reading.connection import AGENT, Connection, FetchLimits, checked, connected
from translate.reading.formats import ENDINGS, READ

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

    from httpx2 import Response

REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)
ROBOTS_BYTES = 500_000  # RFC 9309 asks for as much
FORMATS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
# Vague media types, and the format that is assumed if the ending of the address is unknown too.
VAGUE = {"": "html", "application/octet-stream": "html", "text/plain": "txt"}


@dataclass(frozen=True, slots=True)
class ContentKind:
    """The kind of content expected at an address."""

    description: str  # of the expected content: "one article"
    expected: str  # the accepted formats, for messages
    formats: Mapping[str, str]  # by media type
    format: str = ""  # fixed format, whatever the media type


ARTICLE = ContentKind("one article", READ, FORMATS)


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """The response of an address."""

    requested: str  # the address as it was given
    address: str  # after redirects
    data: bytes  # text is in UTF-8 where the server named another encoding
    format: str  # "html", "txt", ...
    fetched: str  # ISO 8601 in UTC, to the second
    notes: tuple[str, ...] = ()


def read_address(
    address: str, *, allow_private: bool = False, check_language: bool = True, limits: FetchLimits | None = None
) -> Document:
    """Return the article at an address.

    Args:
        address: of http or https.
        allow_private: whether it may be on this machine or in its network.
        check_language: refuse a text that is surely not Indonesian.
        limits: of time and size.

    Raises:
        FetchError: it cannot or must not be fetched.
        UsageError: it is not an address.
        ReadingError: the content is not an article; the kinds are those of `translate.reading.read`.
    """
    page = fetch(address, allow_private=allow_private, limits=limits or FetchLimits())
    return read_page(page, check_language=check_language)


def read_page(page: FetchedPage, *, check_language: bool = True) -> Document:
    """Return the article in a page that was fetched.

    Raises:
        ReadingError: as `translate.reading.read_bytes`.
    """
    document = read_bytes(page.data, name=page.requested, format=page.format, check_language=check_language)
    source = replace(document.source, fetched=page.fetched)
    return replace(document, source=source, notes=(*page.notes, *document.notes))


def fetch(
    address: str,
    *,
    allow_private: bool = False,
    limits: FetchLimits | None = None,
    kind: ContentKind = ARTICLE,
) -> FetchedPage:
    """Return the content of an address.

    Args:
        address: of http or https.
        allow_private: whether it may be on this machine or in its network.
        limits: of time and size.
        kind: the expected content; anything else is refused.

    Raises:
        FetchError: the host is unknown, private, or does not answer; robots.txt or the server refuses.
        TooLarge, NotText: it is not an article.
        UsageError: it is not an address.
    """
    limits = limits or FetchLimits()
    with connected(address, limits, allow_private=allow_private) as connection:
        return _Visit(address, connection, limits.bytes, kind).page()


class _Visit:
    """One fetch, with its redirects."""

    def __init__(self, address: str, connection: Connection, most: int, kind: ContentKind) -> None:
        self.requested, self.connection, self.most, self.kind = address, connection, most, kind
        self.robots: dict[str, RobotFileParser] = {}

    def page(self) -> FetchedPage:
        """Follow the address to a page."""
        address = self.requested
        for _ in range(REDIRECTS + 1):
            parts = checked(address)
            if not self._robots(parts).can_fetch(AGENT, address):
                raise FetchError(
                    f"robots.txt of {parts.hostname} asks programs not to fetch this page, and Warta obeys. Save "
                    "the page in a browser, and give the file.",
                    subject=address,
                )
            with self.connection.get(parts) as response:
                if response.status_code not in MOVED or "location" not in response.headers:
                    return self._read(address, parts, response)
                moved = urljoin(address, response.headers["location"])
            if checked(moved).scheme == "http" and parts.scheme == "https":
                raise FetchError(f"it redirects from https to {moved}, which is not encrypted.", subject=address)
            address = moved
        raise FetchError(
            f"more than {REDIRECTS} redirects. Open it in a browser, and save the page.", subject=self.requested
        )

    def _read(self, address: str, parts: SplitResult, response: Response) -> FetchedPage:
        if response.status_code != 200:
            raise FetchError(
                f"the server answers {response.status_code} {response.reason_phrase}; expected 200. Check the address.",
                subject=address,
            )
        media, _, rest = response.headers.get("content-type", "").partition(";")
        format = self._format_of(media.strip().lower(), parts, address)
        data = self.connection.read(response, self.most + 1)
        if len(data) > self.most:
            raise TooLarge(f"larger than {self.most / 1e6:.0f} MB; expected {self.kind.description}.", subject=address)
        data = _in_utf8(data, rest, format)
        fetched = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        first = checked(self.requested)
        notes = (f"{self.requested} led to another host: {address}",) if first.hostname != parts.hostname else ()
        return FetchedPage(self.requested, address, data, format, fetched, notes)

    def _format_of(self, media: str, parts: SplitResult, address: str) -> str:
        """Return the format by the media type, or by the ending of the path if that is vague."""
        if media in VAGUE:
            return self.kind.format or ENDINGS.get(PurePosixPath(parts.path).suffix.casefold()) or VAGUE[media]
        if media not in self.kind.formats:
            raise NotText(
                f"of type {media}, which Warta does not read; expected {self.kind.expected}.", subject=address
            )
        return self.kind.format or self.kind.formats[media]

    def _robots(self, parts: SplitResult) -> RobotFileParser:
        """Return the robots.txt rules of a host; without the file everything is allowed."""
        from urllib.robotparser import RobotFileParser  # loads ssl, which a run over files need not do

        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.robots:
            rules, address = RobotFileParser(), f"{origin}/robots.txt"
            for _ in range(REDIRECTS + 1):
                place = checked(address)
                with self.connection.get(place) as response:
                    if response.status_code in MOVED and "location" in response.headers:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if response.status_code >= 500:
                        raise FetchError(
                            f"the server answers {response.status_code}, so its rules for programs are "
                            "unknown. Try again later, or save the page in a browser.",
                            subject=address,
                        )
                    exists = response.status_code == 200
                    text = self.connection.read(response, ROBOTS_BYTES) if exists else b""
                    rules.parse(text.decode("utf-8", errors="replace").splitlines())
                break
            else:
                rules.parse([])
            self.robots[origin] = rules
        return self.robots[origin]


def _in_utf8(data: bytes, parameters: str, format: str) -> bytes:
    """Return the bytes of a text as UTF-8 if the server names another encoding."""
    name = next((part.partition("=")[2] for part in parameters.split(";") if "charset" in part.lower()), "")
    if not name or format in ("pdf", "docx", "xml"):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(codecs.lookup(name.strip(" \"'")).name).encode("utf-8")
        except (LookupError, UnicodeError, ValueError):  # no such encoding, or the wrong one
            return data
    return data
