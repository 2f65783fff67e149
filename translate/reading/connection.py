"""Requests for web pages, to checked hosts, within limits of time and size.

A host name is resolved once and the connection goes to that IP address, so that a second answer of the name server
cannot point into the local network (DNS rebinding). No proxy, no cookies, no automatic redirects.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from translate.errors import FetchError, UsageError
from translate.reading import MAX_BYTES

if TYPE_CHECKING:
    from httpx2 import Client, Response

AGENT = "Warta"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of a fetch."""

    connect: float = 10.0  # seconds
    read: float = 15.0  # seconds without a byte
    total: float = 60.0  # seconds in total, redirects and robots.txt included
    bytes: int = MAX_BYTES
    addresses: int = 4  # IP addresses of a host that are tried


@contextmanager
def connected(address: str, limits: FetchLimits, *, allow_private: bool) -> Iterator[Connection]:
    """Open the connection of one fetch.

    Args:
        address: as the user gave it, for messages.
        limits: of time and size; the time begins now.
        allow_private: whether a host may be on this machine or in its network.
    """
    import httpx2

    ends = time.monotonic() + limits.total
    timeout = httpx2.Timeout(limits.read, connect=limits.connect)
    headers = {
        "User-Agent": f"{AGENT}/{version('warta')}",
        "Accept": "text/html, text/*;q=0.9, */*;q=0.5",
        "Accept-Language": "id, *;q=0.5",
        "Accept-Encoding": "identity",  # nothing that unpacks to a thousand times its size
    }
    with httpx2.Client(timeout=timeout, headers=headers, trust_env=False, follow_redirects=False) as http:
        yield Connection(http, address, limits, allow_private, ends)


@dataclass(frozen=True, slots=True)
class Connection:
    """Makes the requests of one fetch within its time limit."""

    http: Client
    address: str  # as the user gave it
    limits: FetchLimits
    allow_private: bool
    ends: float  # seconds of the monotonic clock

    @contextmanager
    def get(self, parts: SplitResult) -> Iterator[Response]:
        """Return the response to a GET request; all IP addresses of the host are checked first.

        Raises:
            FetchError: its host is unknown, private, or does not answer.
        """
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
        """Return the IP addresses of a host.

        Raises:
            FetchError: it has none, or a private one.
        """
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"{host} is unknown; expected the host of a page. Check the address.") from error
        places = list(dict.fromkeys(str(place[4][0]).partition("%")[0] for place in results))
        private = [place for place in places if is_private(place)]
        if private and not self.allow_private:
            raise FetchError(
                f"{host} is {private[0]}, on this machine or in its network, and was not contacted. "
                "`allow_private` allows it."
            )
        return places

    def read(self, response: Response, most: int) -> bytes:
        """Return the first `most` bytes of a response.

        Raises:
            FetchError: the time limit is exceeded.
        """
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            self._in_time()
            if len(data) >= most:
                break
        return bytes(data[:most])

    def _in_time(self) -> None:
        if time.monotonic() > self.ends:
            raise FetchError(f"not there after {self.limits.total:.0f} s. Try again later.", subject=self.address)

    def _failed(self, parts: SplitResult, error: Exception) -> FetchError:
        import httpx2

        if isinstance(error, httpx2.TimeoutException):
            return FetchError(
                f"{parts.netloc} does not answer in time. Try again later, or save the page in a browser."
            )
        reason = " ".join(str(error).split()) or type(error).__name__
        return FetchError(f"{parts.netloc} cannot be reached ({reason[:200]}). Check the address and the connection.")


def checked(address: str) -> SplitResult:
    """Return the parts of an address.

    Raises:
        UsageError: it is not the address of a page, or contains a password.
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
    """Return whether an IP address is on this machine, in its network, or not assigned.

    >>> [is_private(place) for place in ("127.0.0.1", "10.1.2.3", "::ffff:192.168.0.1", "fe80::1", "93.184.216.34")]
    [True, True, True, True, False]
    """
    ip: Any = ipaddress.ip_address(place)
    inner = [ip]
    if ip.version == 6:
        inner += [address for address in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if address is not None]
        if ip in ipaddress.ip_network("64:ff9b::/96"):  # IPv4 behind a gateway
            inner.append(ipaddress.ip_address(int(ip) & 0xFFFFFFFF))
        inner = inner[1:] if ip.ipv4_mapped is not None else inner
    return any(not address.is_global or address.is_multicast for address in inner)
