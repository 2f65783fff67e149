"""Warnings of transformers suppressed, and its errors as one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from transformers.utils import logging


@contextmanager
def quiet() -> Iterator[None]:
    """Keep transformers from logging anything below an error and from drawing progress bars."""
    log: Any = logging  # its functions are not typed
    verbosity, bars = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(verbosity)
        if bars:
            log.enable_progress_bar()


def first_line(error: Exception) -> str:
    """Return the first non-empty line of an error, else its class name."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
