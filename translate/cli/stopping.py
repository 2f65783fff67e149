"""Ctrl-C and SIGTERM for resumable work: the first requests a stop, the second ends at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"  # hidden by a progress bar


@contextmanager
def stop_on_signal() -> Iterator[Callable[[], bool]]:
    """Yield a function that returns whether Ctrl-C or SIGTERM was received; a second one ends the process.

    A thread receives the signals, as the main thread may be inside a model for seconds, where Python calls no handler.
    """
    stop_requested = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield stop_requested.is_set
        return
    receiver, sender = socket.socketpair()
    sender.setblocking(False)
    before_fd = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, _ignore_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    threading.Thread(target=_listen, args=(receiver, stop_requested, set(before)), daemon=True).start()
    try:
        yield stop_requested.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        sender.close()  # ends the thread


def _listen(receiver: socket.socket, stop_requested: threading.Event, numbers: set[signal.Signals]) -> None:
    """Handle each signal until the other end is closed."""
    with receiver:
        while number := receiver.recv(1):
            if number[0] not in numbers:
                continue
            if stop_requested.is_set():
                _write(SHOW_CURSOR if sys.stderr.isatty() else b"")
                os._exit(INTERRUPTED)  # finished work is in the journal, and files are written atomically
            stop_requested.set()
            _write(b"\nwarta: finishing the sentences in hand; once more ends at once.\n")


def _ignore_signal(number: int, frame: object) -> None:
    """Replace the default handler."""


def _write(line: bytes) -> None:
    with suppress(OSError):  # not `print`, which the signal may have interrupted
        os.write(2, line)
