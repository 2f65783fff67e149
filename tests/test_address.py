"""Articles fetched from addresses, on a loopback server: what is asked, what is refused, what is said of it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback

from translate import Translator
from translate.batch import pages
from translate.errors import FetchError, NotText, TooLarge, UsageError
from translate.reading.address import fetch, read_address
from translate.reading.connection import FetchLimits, checked, is_private
from translate.testing import FakeEngine

ARTICLE = (
    b"<html><head><title>Harga beras naik</title></head><body><article><h1>Harga beras naik</h1>"
    b"<p>Harga beras di pasar itu naik lima persen sejak Senin lalu.</p>"
    b"<p>Pedagang berharap pasokan dari daerah lain segera datang.</p></article>"
    b"<script>document.title = 'lain'</script></body></html>"
)
Answer = tuple[int, bytes, dict[str, str]]


class Site(Loopback):
    """Answers by path; `asked` are the hosts and paths of the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, str]] = []
        self.closing = threading.Event()
        super().__init__()
        self.page("/berita", ARTICLE)

    def page(self, path: str, data: bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> None:
        self.answers[path] = (status, data, {"Content-Type": kind})

    def moves(self, path: str, to: str) -> None:
        self.answers[path] = (302, b"", {"Location": to})

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append((str(request.headers["Host"]), request.path))
        found = self.answers.get(request.path, (404, b"", {}))
        found(request) if callable(found) else self.send(request, found[0], found[1], found[2])

    def close(self) -> None:
        self.closing.set()
        super().close()

    @property
    def port(self) -> str:
        return self.root.rpartition(":")[2]


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    yield server
    server.close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the hosts of the test are called, and where a name server says they are: each answer is given once."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *arguments: Any, **named: Any) -> Any:
        if host in known:
            if not known[host]:
                raise AssertionError(f"{host} is looked up more often than it is asked")
            host = known[host].pop(0)
        elif host.endswith(".example"):
            raise socket.gaierror("unknown")
        return real(host, port, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_page_becomes_an_article_that_names_its_address_and_its_time(site: Site) -> None:
    document = read_address(f"{site.root}/berita", allow_private=True)
    assert document.title == "Harga beras naik" and document.source.name == f"{site.root}/berita"
    assert document.source.fetched.endswith("Z") and "document.title" not in document.text
    assert [path for _, path in site.asked] == ["/robots.txt", "/berita"]
    translator = Translator(engine=FakeEngine())
    signature = str(translator.translate(document).signature)
    assert f"|address:{site.root}/berita|fetched:{document.source.fetched}|" in signature
    translator.dated = False
    assert "fetched:" not in str(translator.translate(document).signature), "a run that can be repeated has no clock"


def test_this_machine_and_its_network_are_not_asked_unless_allowed(site: Site, names: dict[str, list[str]]) -> None:
    with pytest.raises(FetchError, match=r"127.0.0.1 is 127.0.0.1, on this machine or in its network"):
        fetch(f"{site.root}/berita")
    names["contoh.example"] = ["127.0.0.1"]
    with pytest.raises(FetchError, match=r"contoh.example is 127.0.0.1, on this machine"):
        fetch("http://contoh.example/berita")
    assert site.asked == []


@pytest.mark.parametrize(
    "place",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "224.0.0.1", "::1"),
        *("fc00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"),
    ],
)
def test_private_places(place: str) -> None:
    assert is_private(place)
    assert not is_private("1.1.1.1") and not is_private("2606:4700::1111")


def test_the_place_that_was_looked_at_is_the_one_connected_to(site: Site, names: dict[str, list[str]]) -> None:
    # One look-up for robots.txt, one for the page; a third, by the library that connects, would be an error.
    names["contoh.example"] = ["127.0.0.1", "127.0.0.1"]
    page = fetch(f"http://contoh.example:{site.port}/berita", allow_private=True)
    assert page.data == ARTICLE
    assert site.asked == [(f"contoh.example:{site.port}", path) for path in ("/robots.txt", "/berita")]


def test_a_redirect_is_followed_and_another_host_is_said(site: Site, names: dict[str, list[str]]) -> None:
    names["satu.example"], names["dua.example"] = ["127.0.0.1"] * 3, ["127.0.0.1"] * 2
    site.moves("/lama", "/baru")
    site.moves("/baru", f"http://dua.example:{site.port}/berita")
    page = fetch(f"http://satu.example:{site.port}/lama", allow_private=True)
    assert page.address == f"http://dua.example:{site.port}/berita"
    assert page.notes == (f"{page.requested} led to another host: {page.address}",)
    assert ("dua.example:" + site.port, "/robots.txt") in site.asked, "its rules hold there"


def test_a_redirect_into_the_network_is_refused(
    site: Site, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("translate.reading.connection.is_private", lambda place: place != "127.0.0.1")
    names["luar.example"] = ["127.0.0.1"] * 2
    site.moves("/a", "http://10.0.0.7/rahasia")
    with pytest.raises(FetchError, match=r"10.0.0.7 is 10.0.0.7, on this machine or in its network"):
        fetch(f"http://luar.example:{site.port}/a")


@pytest.mark.parametrize("to, said", [("/a", "/a: more than 5 redirects"), ("file:///etc/passwd", "no address")])
def test_a_redirect_that_leads_nowhere_is_refused(site: Site, to: str, said: str) -> None:
    site.moves("/a", to)
    with pytest.raises((FetchError, UsageError), match=said):
        fetch(f"{site.root}/a", allow_private=True)


def test_robots_txt_is_kept_to(site: Site) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /berita\n", "text/plain")
    with pytest.raises(FetchError, match=r"asks programs not to fetch this page"):
        fetch(f"{site.root}/berita", allow_private=True)
    site.page("/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: Warta\nAllow: /berita\n", "text/plain")
    assert fetch(f"{site.root}/berita", allow_private=True).data == ARTICLE
    site.page("/robots.txt", b"", status=503)
    with pytest.raises(FetchError, match=r"robots.txt: the server answers 503"):
        fetch(f"{site.root}/berita", allow_private=True)


def test_sizes_have_limits(site: Site) -> None:
    site.page("/besar", b"a" * 3_000, "text/plain")
    with pytest.raises(TooLarge, match=": larger than"):
        fetch(f"{site.root}/besar", allow_private=True, limits=FetchLimits(bytes=2_999))
    assert len(fetch(f"{site.root}/besar", allow_private=True, limits=FetchLimits(bytes=3_000)).data) == 3_000


def test_a_server_that_is_silent_or_slow_is_left(site: Site) -> None:
    def silent(request: BaseHTTPRequestHandler) -> None:
        site.closing.wait(20)

    def slow(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        while not site.closing.wait(0.02):
            request.wfile.write(b"a")
            request.wfile.flush()

    site.answers |= {"/diam": silent, "/lambat": slow}
    with pytest.raises(FetchError, match="does not answer in time"):
        fetch(f"{site.root}/diam", allow_private=True, limits=FetchLimits(read=0.1))
    with pytest.raises(FetchError, match="not there after"):
        fetch(f"{site.root}/lambat", allow_private=True, limits=FetchLimits(total=0.2))


@pytest.mark.parametrize(
    "path, kind, status, error, said",
    [
        ("/x", "text/html", 404, FetchError, "the server answers 404"),
        ("/x.jpg", "image/jpeg", 200, NotText, ": of type image/jpeg, which Warta does not read"),
        ("/x", "application/json", 200, NotText, "of type application/json"),
    ],
)
def test_what_is_no_article_is_said(
    site: Site, path: str, kind: str, status: int, error: type[Exception], said: str
) -> None:
    site.page(path, b"{}", kind, status)
    with pytest.raises(error, match=said):
        fetch(f"{site.root}{path}", allow_private=True)


def test_the_encoding_that_the_server_names_counts(site: Site) -> None:
    site.page("/a.txt", "Ribuan warga “pulang” ke kampung.".encode("cp1252"), "text/plain; charset=windows-1252")
    page = fetch(f"{site.root}/a.txt", allow_private=True)
    assert page.data.decode() == "Ribuan warga “pulang” ke kampung." and page.format == "txt"


@pytest.mark.parametrize(
    "address",
    ["ftp://contoh.id/a", "https://", "https://budi:rahasia@contoh.id/", "https://contoh.id/a b", "http://[::1"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        checked(address)


def test_an_unknown_host_and_a_closed_port_are_one_line(site: Site, names: dict[str, list[str]]) -> None:
    with pytest.raises(FetchError, match=r"takada.example is unknown"):
        fetch("https://takada.example/")
    port = site.port
    site.close()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/", allow_private=True)


def test_a_batch_fetches_each_page_once_and_says_which_failed(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "alamat.txt"
    file.write_text(f"# berita\n{site.root}/berita\n\n{site.root}/hilang\n{site.root}/berita\n", encoding="utf-8")
    addresses = pages.addresses_in(file)
    waited: list[float] = []
    listing = pages.fetch_missing(addresses, tmp_path / "kept", allow_private=True, sleep=waited.append)
    assert [(found.source, found.path.suffix) for found in listing.files] == [(f"{site.root}/berita", ".html")]
    ((address, reason),) = listing.failures
    assert address == f"{site.root}/hilang" and reason.startswith("the server answers 404")
    assert waited[0] == 0 and 0 < waited[1] <= pages.PAUSE, "the second page of a host is waited for"
    asked = len(site.asked)
    again = pages.fetch_missing(addresses[:1], tmp_path / "kept", allow_private=True, sleep=waited.append)
    assert again.files == listing.files and len(site.asked) == asked
    path = listing.files[0].path
    page = pages.page_in(path)
    assert page.requested == f"{site.root}/berita"
    metadata = path.with_name(f"{path.name}.json")
    metadata.write_text(metadata.read_text(encoding="utf-8").replace('"requested"', '"asked"'), encoding="utf-8")
    assert pages.page_in(path) == page, "folders of earlier versions are read"


def test_a_file_of_addresses_holds_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("contoh.id/berita\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"'contoh.id/berita' is no address"):
        pages.addresses_in(tmp_path / "a.txt")
