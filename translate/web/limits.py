"""Limits of the server."""

from __future__ import annotations

from dataclasses import dataclass

from translate.reading import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one client from taking all memory or all time."""

    body: int = MAX_BYTES + 500_000  # bytes of a request: an article, and what is asked with it
    body_seconds: float = 60.0  # in which a request must have arrived
    read_seconds: float = 60.0  # in which an article must have been read
    waiting: int = 500  # articles in the queue
    kept: int = 200  # finished articles that can still be corrected and saved
    characters: int = 50_000_000  # of all articles that are held
    turn_seconds: float = 60.0  # of work on one article before the others that wait have theirs
    job_seconds: float = 1800.0  # of work on one article altogether
    terms: int = 500  # a request brings
    texts: int = 1_000  # a request in LibreTranslate's form brings
    addresses: bool = True  # whether pages are fetched whose address is given
