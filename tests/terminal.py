"""Run `warta` as a person does: on a terminal of its own (a pty), with keys typed and the screen read."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable

import pytest

pty = pytest.importorskip("pty", reason="a terminal of its own, which this system has not")

PATIENCE = 120  # seconds without a byte


def on_a_terminal(*arguments: str, answer: str = "", watch: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Run `warta` with `answer` typed; return its exit code and all it showed.

    `watch` is called with all that was shown so far, each time that there is more.
    """
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "translate", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    os.write(ours, answer.encode())
    shown = b""
    while select.select([ours], [], [], PATIENCE)[0]:
        try:
            some = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not some:
            break
        shown += some
        if watch:
            watch(shown.decode("utf-8", "replace"))
    os.close(ours)
    return process.wait(), shown.decode("utf-8", "replace")
