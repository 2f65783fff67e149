"""Feeds that are watched, on a loopback server: what is fetched, what is remembered, what is said of failures."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from test_address import ARTICLE, Site, site
from test_watch import Looks, Watched, nothing, write

from translate.batch import Job, Outcome, Status
from translate.batch.feeds import AT_ONCE, Feeds
from translate.cli import main
from translate.errors import DamagedFile, FetchError, NotText, TooLarge
from translate.reading import feed as reading
from translate.reading.address import FetchedPage
from translate.reading.feed import FeedItem, fetch_feed, read_feed
from translate.testing import FakeEngine
from translate.translation.setup import Setup

__all__ = ["site"]  # a fixture

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://contoh.id/berita/"><title>Berita</title>
<entry><id>urn:1</id><link rel="edit" href="ubah"/><link rel="alternate" href="satu"/></entry>
<entry><id>urn:2</id><link rel="self" href="dua.atom"/></entry></feed>"""


def rss(*items: str, ttl: str = "") -> bytes:
    return f'<rss version="2.0"><channel><title>Berita</title>{ttl}{"".join(items)}</channel></rss>'.encode()


def item(address: str, id: str = "") -> str:
    guid = f'<guid isPermaLink="false">{id}</guid>' if id else ""
    return f"<item><title>Judul</title><link>{address}</link>{guid}</item>"


def read(data: bytes) -> reading.Feed:
    return read_feed(FetchedPage("https://contoh.id/f", "https://contoh.id/f", data, "xml", ""))


def test_the_items_of_rss_and_atom_are_told_by_their_ids() -> None:
    found = read(rss(item("/satu", "1"), item("https://contoh.id/dua"), item("/lagi", "1"), ttl="<ttl>60</ttl>"))
    assert found.items == (
        FeedItem("1", "https://contoh.id/lagi"),
        FeedItem("https://contoh.id/dua", "https://contoh.id/dua"),
    )
    assert found.pause == 3600 and found.notes == ()
    assert read(ATOM.encode()).items[0] == FeedItem("urn:1", "https://contoh.id/berita/satu")


def test_what_is_wrong_with_a_feed_is_said() -> None:
    assert "without an address were left out: 1" in read(rss("<item><title>a</title></item>", item("/b"))).notes[0]
    broken = read(rss(item("/satu"), item("/dua"))[:-60])
    assert broken.items[0].address == "https://contoh.id/satu" and "broken XML" in broken.notes[0]
    many = read(rss(*(item(f"/{number}") for number in range(reading.MOST_ITEMS + 1))))
    assert len(many.items) == reading.MOST_ITEMS and "lists 1001 items" in many.notes[0]


@pytest.mark.parametrize("data", [b"", b"bukan XML", b'{"items": []}', b"<a/>"])
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(NotText, match=": no feed; expected RSS or Atom"):
        read(data)


def test_a_web_page_that_names_its_feed() -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    with pytest.raises(NotText, match=r"whose feed is https://contoh.id/feed.xml: give that"):
        read(b"<html><head>" + link + b"</head><body><p>Berita.</p></body></html>")


def test_a_feed_reads_no_file_and_no_bomb(tmp_path: Path) -> None:
    (tmp_path / "rahasia").write_text("rahasia", encoding="utf-8")
    entity = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{(tmp_path / "rahasia").as_uri()}">]>'.encode()
    found = read(entity + rss(item("https://contoh.id/&e;"), item("/satu")))
    assert len(found.items) == 2 and not any("rahasia" in one.address for one in found.items)
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE r [<!ENTITY a0 "a">{lines}]>'.encode() + rss(item("/satu", "&a11;"))
    assert all(len(one.id) < 10_000 for one in read(bomb).items)


def lists(site: Site, *items: str, ttl: str = "") -> None:
    site.page("/f", rss(*items, ttl=ttl), "application/rss+xml")


def test_a_feed_is_fetched_by_the_rules_of_addresses(site: Site) -> None:
    lists(site, item("/berita"))
    with pytest.raises(FetchError, match="on this machine or in its network"):
        fetch_feed(f"{site.root}/f")
    assert fetch_feed(f"{site.root}/f", allow_private=True).items[0].address == f"{site.root}/berita"
    assert [path for _, path in site.asked] == ["/robots.txt", "/f"]
    site.page("/f", b"\x89PNG", "image/png")
    with pytest.raises(NotText, match=": of type image/png, which Warta does not read; expected RSS or Atom"):
        fetch_feed(f"{site.root}/f", allow_private=True)
    site.page("/f", rss(" " * reading.MOST_BYTES), "text/xml")
    with pytest.raises(TooLarge, match="expected a feed"):
        fetch_feed(f"{site.root}/f", allow_private=True)
    site.page("/robots.txt", b"User-agent: Warta\nDisallow: /f\n", "text/plain")
    with pytest.raises(FetchError, match=r"robots.txt of 127.0.0.1 asks programs not to fetch"):
        fetch_feed(f"{site.root}/f", allow_private=True)


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def passes(self, seconds: float) -> Callable[[], None]:
        def move() -> None:
            self.time += seconds

        return move


class Desk:
    """A watch of a feed, with what it says."""

    def __init__(self, site: Site, tmp_path: Path) -> None:
        self.site, self.out, self.clock = site, tmp_path / "out", Clock()
        self.notes: list[str] = []

    def watch(self, *between: Callable[[], object], folder: Path | None = None) -> list[Outcome]:
        """Watch, with something done between two looks."""
        address = f"{self.site.root}/f"
        feeds = Feeds([address], self.out, 900, True, self.notes.append, now=lambda: self.clock.time)
        feeds.sleep = lambda seconds: None
        setup = Setup(FakeEngine(default=lambda text: f"{text} (en)"))
        paths = [folder] if folder else []
        watch = Watched(
            paths, self.out, [setup], Job(dated=False), interval=0.01, on_note=self.notes.append, feeds=feeds
        )
        Looks(watch, *between)
        return list(watch.run())

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(asked == path for _, asked in self.site.asked)


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Desk:
    lists(site, item("/berita", "1"))
    return Desk(site, tmp_path)


def test_an_item_is_translated_once_also_after_a_restart_and_under_a_new_address(desk: Desk, site: Site) -> None:
    outcomes = desk.watch(desk.clock.passes(901), nothing)
    assert [(outcome.path, outcome.status is Status.FAILED) for outcome in outcomes] == [(f"{site.root}/berita", False)]
    assert desk.asked("/f") == 2
    assert "Harga beras naik (en)" in Path(outcomes[0].outputs[0]).read_text(encoding="utf-8")
    lists(site, item("/berita?utm_source=rss", "1"), item("/baru", "2"))
    site.page("/baru", ARTICLE.replace(b"beras", b"cabai"))
    outcomes = desk.watch(nothing)
    assert len(outcomes) == 1 and "baru" in outcomes[0].path
    assert (desk.asked("/berita"), desk.asked("/baru"), desk.asked("/berita?utm_source=rss")) == (1, 1, 0)
    assert desk.notes == [f"{site.root}/f: 1 new."] * 2


def test_a_feed_is_asked_when_it_is_due_and_not_before_it_wants_to(desk: Desk, site: Site) -> None:
    lists(site, item("/berita"), ttl="<ttl>30</ttl>")
    desk.watch(desk.clock.passes(1_700), desk.clock.passes(200), nothing)
    assert desk.asked("/f") == 2


def test_what_fails_is_told_once_and_the_rest_goes_on(desk: Desk, site: Site) -> None:
    lists(site, item("/hilang"), item("/berita"), item("ftp://contoh.id/a"))
    later = desk.clock.passes(901)

    def mend() -> None:
        site.page("/hilang", ARTICLE.replace(b"beras", b"cabai"))
        later()

    outcomes = desk.watch(later, later, mend, nothing)
    failed = [outcome.reason for outcome in outcomes if outcome.status is Status.FAILED]
    assert len(failed) == 2
    assert any("404" in one for one in failed) and any("no address of a page" in one for one in failed)
    assert len(outcomes) - len(failed) == 2


def test_a_feed_that_fails_is_told_again_only_after_it_was_well(desk: Desk, site: Site) -> None:
    well = site.answers["/f"]
    later = desk.clock.passes(901)

    def becomes(status: int) -> Callable[[], None]:
        def change() -> None:
            site.answers["/f"] = well if status == 200 else (status, b"", {})
            later()

        return change

    outcomes = desk.watch(becomes(503), later, becomes(200), becomes(503), nothing)
    assert [outcome.status is Status.FAILED for outcome in outcomes] == [False, True, True]
    assert all(f"{site.root}/f: the server answers 503" in outcome.reason for outcome in outcomes[1:])


def test_a_redirect_to_another_host_is_said(desk: Desk, site: Site) -> None:
    other = f"http://localhost:{site.port}/berita"
    site.moves("/lama", other)
    lists(site, item("/lama"))
    desk.watch(nothing)
    assert f"{site.root}/lama led to another host: {other}" in desk.notes


def test_a_folder_and_a_feed_are_watched_together(desk: Desk, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write(inbox / "hujan.txt", "Hujan turun.")
    made = [Path(outcome.outputs[0]).name for outcome in desk.watch(nothing, folder=inbox)]
    assert len(made) == 2 and "hujan.en.txt" in made


def test_many_items_are_translated_as_they_come(desk: Desk, site: Site) -> None:
    for number in range(AT_ONCE + 1):
        site.page(f"/{number}", ARTICLE)
    lists(site, *(item(f"/{number}") for number in range(AT_ONCE + 1)))
    made: list[int] = []
    outcomes = desk.watch(lambda: made.append(len(list(desk.out.glob("*.en.txt")))), nothing, nothing)
    assert made == [AT_ONCE] and len(outcomes) == AT_ONCE + 1


def test_a_page_that_was_deleted_is_fetched_anew(desk: Desk) -> None:
    def delete() -> None:
        for path in (desk.out / ".warta" / "pages").iterdir():
            path.unlink()
        desk.clock.passes(901)()

    desk.watch(delete, nothing, nothing)
    assert desk.asked("/berita") == 2


def test_what_was_seen_and_cannot_be_read_is_an_error(desk: Desk) -> None:
    desk.watch(nothing)
    record = next((desk.out / ".warta" / "feeds").iterdir())
    record.write_text("[]", encoding="utf-8")
    with pytest.raises(DamagedFile, match="Delete it: the feed's items then count as new"):
        desk.watch(nothing)


def test_a_silent_server_does_not_keep_a_watch_from_its_end(desk: Desk, site: Site) -> None:
    def silent(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        site.closing.wait(30)

    asked = threading.Event()
    site.answers["/berita"] = silent
    feeds = Feeds([f"{site.root}/f"], desk.out, allow_private=True)
    assert feeds.listing(asked.is_set).files == () and not site.closing.is_set()


def watch(*arguments: object) -> int:
    return main(["watch", *map(str, arguments), "--model", "identity"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--feed", "contoh.id/f"], "is no address of a page"),
        (["--feed", "https://contoh.id/f", "--offline"], "--offline: a feed is on the network"),
        (["https://contoh.id/f"], "Give the address of a feed with --feed"),
        (["--feed-every", "90"], "--feed-every"),
        ([], "No files were given"),
    ],
)
def test_wrong_usage_is_said_at_once(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watch(*arguments, "-o", tmp_path / "out") == 2
    assert said in capsys.readouterr().err


def test_without_feedparser_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    assert watch("--feed", "https://contoh.id/f", "-o", tmp_path / "out") == 2
    assert "pip install 'warta[feed]'" in capsys.readouterr().err


def test_by_command_line_until_it_is_ended(site: Site, tmp_path: Path) -> None:
    lists(site, item("/berita"), item("/hilang"))
    command = [sys.executable, "-m", "translate", "watch", "--feed", f"{site.root}/f", "-o", str(tmp_path / "out")]
    asked = [*command, "--allow-private", "--model", "identity", "--every", "0.1"]
    process = subprocess.Popen(asked, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if f"{site.root}/berita: " in line or "Error" in line:  # made, or failed
                break
        process.send_signal(signal.SIGINT)
        said += process.stderr.read()
        assert process.wait() == 0
    finally:
        process.kill()
        process.communicate()
    assert re.search(rf"^warta: {re.escape(site.root)}/berita: \d+ sentences to en", said, re.MULTILINE)
    assert "2 new." in said and "/hilang: the server answers 404" not in said.replace(f"{site.root}/hilang: ", "", 1)
    assert "stopped: 1 translation made, 1 failure" in said and "Traceback" not in said
