"""Suppress log lines and warnings of libraries about a file; relevant ones become notes of the document."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

TALKERS = ("trafilatura", "htmldate", "justext", "courlan", "pypdf", "charset_normalizer", "PIL")


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress warnings and log lines of libraries while the block runs.

    Handlers that a program has set up itself still get the log lines: only Python's last resort, which writes to
    stderr when there are none, is kept from them.
    """
    handler = logging.NullHandler()
    loggers = [logging.getLogger(name) for name in TALKERS]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
