"""A page of the web, fetched when somebody gives its address: one request, no script run, nothing else loaded.

The host is looked up once and that very address is connected to, so that a second answer of its name server cannot lead
into the network this machine stands in. Redirects are followed here, each looked at like the first. What robots.txt
asks of programs is kept (RFC 9309). No proxy is used, no cookie is kept.
"""

from __future__ import annotations

import codecs
import ipaddress
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from translate.document import Document
from translate.errors import FetchError, NotText, TooLarge, UsageError
from translate.reading import MAX_BYTES, read_bytes
from translate.reading.formats import ENDINGS, READ

if TYPE_CHECKING:
    from httpx2 import Client, Response

AGENT = "Warta"
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
# Media types that say little of what comes, and the format where the ending of the address says nothing either.
VAGUE = {"": "html", "application/octet-stream": "html", "text/plain": "txt"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What is wanted of an address."""

    what: str  # "one article"
    expected: str  # the formats it may have, for a person
    formats: Mapping[str, str]  # by media type
    format: str = ""  # the only one there is, whatever the media type says


ARTICLE = Kind("one article", READ, FORMATS)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may take."""

    connect: float = 10.0  # seconds
    read: float = 15.0  # seconds without a byte
    whole: float = 60.0  # seconds for all of it, redirects and robots.txt included
    bytes: int = MAX_BYTES
    addresses: int = 4  # of one host that are tried


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    asked: str  # the address as it was given
    address: str  # that it led to
    data: bytes  # text is in UTF-8 where the server named another encoding
    format: str  # "html", "txt", ...
    fetched: str  # ISO 8601 in UTC, to the second
    notes: tuple[str, ...] = ()


def read_address(
    address: str, *, allow_private: bool = False, check_language: bool = True, limits: Limits | None = None
) -> Document:
    """Return the article at an address.

    Args:
        address: of http or https.
        allow_private: whether it may be on this machine or in its network.
        check_language: refuse a text that is surely not Indonesian.
        limits: of time and size.

    Raises:
        FetchError: it cannot be fetched, or must not be.
        UsageError: it is no address.
        ReadingError: what came is no article, as `translate.reading.read` says it.
    """
    page = fetch(address, allow_private=allow_private, limits=limits or Limits())
    return read_page(page, check_language=check_language)


def read_page(page: Page, *, check_language: bool = True) -> Document:
    """Return the article in a page that was fetched.

    Raises:
        ReadingError: as `translate.reading.read_bytes`.
    """
    document = read_bytes(page.data, name=page.asked, format=page.format, check_language=check_language)
    source = replace(document.source, fetched=page.fetched)
    return replace(document, source=source, notes=(*page.notes, *document.notes))


def fetch(
    address: str,
    *,
    allow_private: bool = False,
    limits: Limits | None = None,
    kind: Kind = ARTICLE,
) -> Page:
    """Return what an address gives.

    Args:
        address: of http or https.
        allow_private: whether it may be on this machine or in its network.
        limits: of time and size.
        kind: what is wanted; anything else is refused.

    Raises:
        FetchError: the host is unknown, private, or does not answer; robots.txt or the server says no.
        TooLarge, NotText: it is no article.
        UsageError: it is no address.
    """
    visit = _Visit(address, allow_private, limits or Limits(), kind)
    with visit.client() as visit.http:
        return visit.page()


class _Visit:
    """One fetch, with its redirects."""

    http: Client

    def __init__(self, address: str, allow_private: bool, limits: Limits, kind: Kind) -> None:
        self.asked, self.allow_private, self.limits, self.kind = address, allow_private, limits, kind
        self.ends = time.monotonic() + limits.whole
        self.robots: dict[str, RobotFileParser] = {}

    @contextmanager
    def client(self) -> Iterator[Client]:
        """Open what makes requests: without proxies, cookies and redirects of its own."""
        import httpx2

        timeout = httpx2.Timeout(self.limits.read, connect=self.limits.connect)
        headers = {
            "User-Agent": f"{AGENT}/{version('warta')}",
            "Accept": "text/html, text/*;q=0.9, */*;q=0.5",
            "Accept-Language": "id, *;q=0.5",
            "Accept-Encoding": "identity",  # nothing that unpacks to a thousand times its size
        }
        with httpx2.Client(timeout=timeout, headers=headers, trust_env=False, follow_redirects=False) as client:
            yield client

    def page(self) -> Page:
        """Follow the address to a page."""
        address = self.asked
        for _ in range(REDIRECTS + 1):
            parts = checked(address)
            if not self._robots(parts).can_fetch(AGENT, address):
                raise FetchError(
                    f"{address}: robots.txt of {parts.hostname} asks programs not to fetch this page, and Warta keeps "
                    "to it. Save the page in a browser, and give the file."
                )
            with self._response(parts) as response:
                if response.status_code not in MOVED or "location" not in response.headers:
                    return self._read(address, parts, response)
                moved = urljoin(address, response.headers["location"])
            if checked(moved).scheme == "http" and parts.scheme == "https":
                raise FetchError(f"{address} leads from https to {moved}, which anybody on the way could change.")
            address = moved
        raise FetchError(f"{self.asked} leads on more than {REDIRECTS} times. Open it in a browser, and save the page.")

    def _read(self, address: str, parts: SplitResult, response: Response) -> Page:
        if response.status_code != 200:
            raise FetchError(
                f"{address}: the server answers {response.status_code} {response.reason_phrase}; expected 200. "
                "Check the address."
            )
        media, _, rest = response.headers.get("content-type", "").partition(";")
        format = self._format_of(media.strip().lower(), parts, address)
        data = _in_utf8(self._bytes(address, response, self.limits.bytes), rest, format)
        fetched = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        first = checked(self.asked)
        notes = (f"{self.asked} led to another host: {address}",) if first.hostname != parts.hostname else ()
        return Page(self.asked, address, data, format, fetched, notes)

    def _format_of(self, media: str, parts: SplitResult, address: str) -> str:
        """Return the format by what the server says, or by the ending of the path where that says nothing."""
        if media in VAGUE:
            return self.kind.format or ENDINGS.get(PurePosixPath(parts.path).suffix.casefold()) or VAGUE[media]
        if media not in self.kind.formats:
            raise NotText(f"{address} is {media}, which Warta does not read; expected {self.kind.expected}.")
        return self.kind.format or self.kind.formats[media]

    def _robots(self, parts: SplitResult) -> RobotFileParser:
        """Return what the host of an address asks of programs; a host without robots.txt asks nothing."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self.robots:
            rules, address = RobotFileParser(), f"{origin}/robots.txt"
            for _ in range(REDIRECTS + 1):
                place = checked(address)
                with self._response(place) as response:
                    if response.status_code in MOVED and "location" in response.headers:
                        address = urljoin(address, response.headers["location"])
                        continue
                    if response.status_code >= 500:
                        raise FetchError(
                            f"{address}: the server answers {response.status_code}, so that nobody knows what it asks "
                            "of programs. Try again later, or save the page in a browser."
                        )
                    found = response.status_code == 200
                    text = self._bytes(address, response, ROBOTS_BYTES, cut=True) if found else b""
                    rules.parse(text.decode("utf-8", errors="replace").splitlines())
                break
            else:
                rules.parse([])
            self.robots[origin] = rules
        return self.robots[origin]

    @contextmanager
    def _response(self, parts: SplitResult) -> Iterator[Response]:
        """Ask for an address at one of the places its host is at, all of which were looked at."""
        import httpx2

        host = parts.hostname or ""
        failure: Exception | None = None
        for place in self._places(parts)[: self.limits.addresses]:
            shown = f"[{place}]" if ":" in place else place
            netloc = f"{shown}:{parts.port}" if parts.port else shown
            pinned = parts._replace(netloc=netloc, fragment="").geturl()
            request = self.http.build_request(
                "GET", pinned, headers={"Host": parts.netloc}, extensions={"sni_hostname": host}
            )
            try:
                response = self.http.send(request, stream=True)
            except httpx2.ConnectError as error:
                failure = error
                self._in_time()
                continue
            except (httpx2.TimeoutException, httpx2.TransportError) as error:
                raise self._failed(parts, error) from error
            try:
                yield response
            except (httpx2.TimeoutException, httpx2.TransportError, httpx2.DecodingError) as error:
                raise self._failed(parts, error) from error
            finally:
                response.close()
            return
        assert failure is not None
        raise self._failed(parts, failure) from failure

    def _places(self, parts: SplitResult) -> list[str]:
        """Return the addresses of a host.

        Raises:
            FetchError: it has none, or one that is private.
        """
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{host} is unknown; expected the host of a page. Check the address.") from error
        places = list(dict.fromkeys(str(place[4][0]).partition("%")[0] for place in found))
        private = [place for place in places if is_private(place)]
        if private and not self.allow_private:
            raise FetchError(
                f"{host} is {private[0]}, on this machine or in its network, and was not asked. "
                "`allow_private` allows it."
            )
        return places

    def _bytes(self, address: str, response: Response, most: int, *, cut: bool = False) -> bytes:
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            self._in_time()
            if len(data) > most:
                if cut:
                    return bytes(data[:most])
                raise TooLarge(f"{address} is larger than {most / 1e6:.0f} MB; expected {self.kind.what}.")
        return bytes(data)

    def _in_time(self) -> None:
        if time.monotonic() > self.ends:
            raise FetchError(f"{self.asked}: not there after {self.limits.whole:.0f} s. Try again later.")

    def _failed(self, parts: SplitResult, error: Exception) -> FetchError:
        import httpx2

        if isinstance(error, httpx2.TimeoutException):
            return FetchError(
                f"{parts.netloc} does not answer in time. Try again later, or save the page in a browser."
            )
        reason = " ".join(str(error).split()) or type(error).__name__
        return FetchError(f"{parts.netloc} cannot be asked ({reason[:200]}). Check the address and the connection.")


def checked(address: str) -> SplitResult:
    """Return the parts of an address.

    Raises:
        UsageError: it is no address of a page, or carries a password.
    """
    try:
        parts = urlsplit(address.strip())
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not address.isprintable() or " " in address.strip():
        raise UsageError(f"{address[:200]!a} is no address of a page; expected one such as https://contoh.id/berita.")
    if "@" in parts.netloc:
        raise UsageError("The address carries a name or password, which signatures would show. Leave it out.")
    return parts


def is_private(place: str) -> bool:
    """Return whether an IP address is on this machine, in its network, or no machine's.

    >>> [is_private(place) for place in ("127.0.0.1", "10.1.2.3", "::ffff:192.168.0.1", "fe80::1", "93.184.216.34")]
    [True, True, True, True, False]
    """
    found: Any = ipaddress.ip_address(place)
    inner = [found]
    if found.version == 6:
        inner += [one for one in (found.ipv4_mapped, found.sixtofour, *(found.teredo or ())) if one is not None]
        if found in ipaddress.ip_network("64:ff9b::/96"):  # IPv4 behind a gateway
            inner.append(ipaddress.ip_address(int(found) & 0xFFFFFFFF))
        inner = inner[1:] if found.ipv4_mapped is not None else inner
    return any(not one.is_global or one.is_multicast for one in inner)


def _in_utf8(data: bytes, parameters: str, format: str) -> bytes:
    """Return the bytes of a text in UTF-8, if the server names an encoding and they are none."""
    name = next((part.partition("=")[2] for part in parameters.split(";") if "charset" in part.lower()), "")
    if not name or format in ("pdf", "docx", "xml"):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(codecs.lookup(name.strip(" \"'")).name).encode("utf-8")
        except (LookupError, UnicodeError, ValueError):  # no such encoding, or not what it says
            return data
    return data
