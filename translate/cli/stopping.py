"""Ctrl-C and SIGTERM where work that is done must be kept: the first asks to end, the second ends at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"  # which a bar of progress hides


@contextmanager
def stop_when_asked() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether Ctrl-C or SIGTERM came; a second one ends the process at once.

    A thread is told of signals: the main thread may be inside a model for seconds, where Python calls no handler.
    """
    stop_requested = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only it may set handlers
        yield stop_requested.is_set
        return
    receiver, sender = socket.socketpair()
    sender.setblocking(False)
    before_fd = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGTERM)}
    threading.Thread(target=_listen, args=(receiver, stop_requested, set(before)), daemon=True).start()
    try:
        yield stop_requested.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        sender.close()  # ends the thread


def _listen(receiver: socket.socket, stop_requested: threading.Event, numbers: set[signal.Signals]) -> None:
    """Act on each signal as it comes, until the other end is closed."""
    with receiver:
        while number := receiver.recv(1):
            if number[0] not in numbers:
                continue
            if stop_requested.is_set():
                _write(SHOW_CURSOR if sys.stderr.isatty() else b"")
                os._exit(INTERRUPTED)  # what is done is in the journal, and no file is ever half-written
            stop_requested.set()
            _write(b"\nwarta: finishing the sentences in hand; once more ends at once.\n")


def _nothing(number: int, frame: object) -> None:
    """Keep the signal from doing what it does by default."""


def _write(line: bytes) -> None:
    with suppress(OSError):  # not print: the signal may have come in the middle of one
        os.write(2, line)
