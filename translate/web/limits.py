"""Limits of the server."""

from __future__ import annotations

from dataclasses import dataclass

from translate.reading import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits that prevent one client from using all memory or time."""

    body: int = MAX_BYTES + 500_000  # bytes of a request: an article and its options
    body_seconds: float = 60.0  # to receive a request
    read_seconds: float = 60.0  # to read an article
    waiting: int = 500  # articles in the queue
    kept: int = 200  # finished articles that are kept for correction and saving
    characters: int = 50_000_000  # of all kept articles
    turn_seconds: float = 60.0  # of work on one article while others wait
    job_seconds: float = 1800.0  # of work on one article in total
    terms: int = 500  # of a request
    texts: int = 1_000  # of a request to LibreTranslate's API
    addresses: bool = True  # whether web pages may be fetched
