"""The articles that an RSS or Atom feed lists.

feedparser reads the many kinds of feeds, broken XML too. It gets only the bytes, so it fetches nothing
itself and expands no external entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from translate.errors import NotText, UsageError
from translate.reading.address import ContentKind, FetchedPage, fetch
from translate.reading.connection import FetchLimits

MOST_ITEMS = 1_000
MOST_BYTES = 2_000_000  # a malicious feed of this size takes feedparser a minute
# Media types under which feeds are served; the content is checked by parsing.
MEDIA = (
    *("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml"),
    *("text/html", "application/xhtml+xml"),
)
FEED = ContentKind("a feed", "RSS or Atom", dict.fromkeys(MEDIA, "xml"), format="xml")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a feed lists."""

    id: str  # stable identifier in the feed, also if the address changes
    address: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The items of a feed."""

    items: tuple[FeedItem, ...]  # in feed order, without duplicates
    pause: float = 0.0  # minimum seconds between two fetches, as the feed requests
    notes: tuple[str, ...] = ()


def check_feeds_can_be_read() -> None:
    """Check that feedparser is installed.

    Raises:
        UsageError: it is not.
    """
    try:
        import feedparser  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "feedparser":
            raise
        raise UsageError("A feed needs feedparser, which is not installed: pip install 'warta[feed]'") from None


def fetch_feed(address: str, *, allow_private: bool = False) -> Feed:
    """Return what the feed at an address lists.

    Raises:
        FetchError, TooLarge, UsageError: as `translate.reading.address.fetch`.
        NotText: it is not a feed.
    """
    return read_feed(fetch(address, allow_private=allow_private, limits=FetchLimits(bytes=MOST_BYTES), kind=FEED))


def read_feed(page: FetchedPage) -> Feed:
    """Return what a fetched page lists as a feed.

    Raises:
        NotText: it is not a feed.
    """
    import feedparser

    headers = {"content-location": page.address, "content-type": "application/xml"}
    parsed = feedparser.parse(
        BytesIO(page.data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.get("version"):
        raise NotText(f"no feed; expected {FEED.expected}.{_hint(parsed)}", subject=page.requested)
    listed = [_item(entry) for entry in parsed.entries[:MOST_ITEMS]]
    items = tuple({item.id: item for item in listed if item}.values())
    notes = list(page.notes)
    if parsed.get("bozo"):
        notes.append(f"{page.requested} is broken XML; what could be read was taken.")
    if missing := listed.count(None):
        notes.append(f"{page.requested}: items without an address were left out: {missing}.")
    if len(parsed.entries) > MOST_ITEMS:
        notes.append(f"{page.requested} lists {len(parsed.entries)} items; the first {MOST_ITEMS} were taken.")
    return Feed(items, _pause(parsed.feed), tuple(notes))


def _item(entry: Any) -> FeedItem | None:
    address = entry.get("link") or ""
    return FeedItem(entry.get("id") or address, address) if address else None


def _pause(feed: Any) -> float:
    """Return the seconds that RSS requests between two fetches (`ttl`, in minutes)."""
    ttl = str(feed.get("ttl") or "")
    return 60.0 * int(ttl) if ttl.isdecimal() and len(ttl) < 6 else 0.0


def _hint(parsed: Any) -> str:
    """Return a sentence with the feed that a web page links to; empty without one."""
    for address in _named(parsed):
        return f" It is a web page, whose feed is {address}: give that."
    return " Give the address of the feed itself."


def _named(found: Any) -> Iterator[str]:
    for link in found.feed.get("links", []):
        if link.get("rel") == "alternate" and link.get("type") in ("application/rss+xml", "application/atom+xml"):
            yield str(link.get("href"))
