"""A process that translates one text a line for `translate.firefox.workers`; it is run as a script.

fxtranslate holds Python's lock while it translates and binds a model to the thread that loaded it, so only processes
use several cores. Here it can also fail in its own way (a panic of Rust is no `Exception`, and prints) without taking
the program with it.

Started with the paths of model, source vocabulary, target vocabulary and, if there is one, shortlist. Every line out is
a JSON list: ["ready", backend], ["text", translation] or ["error", reason]; every line in is a JSON string.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path


def main(paths: list[str]) -> int:
    """Load the model, then answer until standard input ends, which it does when the program that asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks
    try:
        from fxtranslate import Translator

        translator = Translator(*(Path(path).read_bytes() for path in paths))
        translator.translate("a")  # damage that loading does not meet
    except BaseException as error:
        say("error", reason(error))
        return 1
    say("ready", translator.backend())
    for line in sys.stdin.buffer:
        try:
            kind, answer = "text", translator.translate(json.loads(line))
        except BaseException as error:
            kind, answer = "error", reason(error)
        say(kind, answer)
    return 0


def say(kind: str, text: str) -> None:
    """Write one line to standard output."""
    sys.stdout.buffer.write(json.dumps([kind, text]).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def reason(error: BaseException) -> str:
    """Give an error as one line."""
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
