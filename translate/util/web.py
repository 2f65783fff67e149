"""Web addresses."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address


def is_address(text: str) -> bool:
    """Return whether a text is the address of a web page.

    >>> [is_address(text) for text in ("https://contoh.id/a", "HTTP://contoh.id", "contoh.id", "a.txt")]
    [True, True, False, False]
    """
    return text.lower().startswith(("http://", "https://"))


def ip_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that a host is named by; None if it has a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine, by the name "localhost" or a loopback address."""
    ip = ip_of(host)
    return host == "localhost" or (ip is not None and ip.is_loopback)
