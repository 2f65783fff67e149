"""A process that translates texts for `translate.models.student.workers`; it is run as a script.

fxtranslate holds Python's lock while it translates and binds a model to the thread that loaded it, so only processes
use several cores. A crash here (a panic of Rust is no `Exception`, and prints) does not end the
program. Beam search, which fxtranslate lacks, is done by `translate.models.student.beams` from the same files.

Started with the paths of model, source vocabulary, target vocabulary and, if there is one, shortlist. Every input line
is a JSON list of requests, each a list: [text, most pieces, beams, length of n-grams that must not repeat, names that
beam search may copy with their forms in the target, runs of digits that it may write or null]. Every output line is the
answer to one request, in order:
["ready", backend], ["text", translation, mean log-probability or null, whether it ended or null, features by name] or
["error", reason].
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from translate.models.student.searching import Request


def main(paths: list[str]) -> int:
    """Load the model, then answer requests until standard input ends, which it does when the parent process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is handled by the parent process
    try:
        from fxtranslate import Translator

        translator = Translator(*(Path(path).read_bytes() for path in paths))
        translator.translate("a")  # finds damage that loading does not
    except BaseException as error:
        send("error", reason(error))
        return 1
    send("ready", translator.backend())
    for line in sys.stdin.buffer:
        requests = json.loads(line)
        for answer in answers(requests, translator, paths):
            send(str(answer[0]), *answer[1:])
    return 0


def answers(requests: list[Request], translator: Any, paths: list[str]) -> list[list[object]]:
    """Return the answer to each request, in order; those with beam search are decoded as one batch."""
    searched = [at for at, (_, _, beams, norepeat, *_) in enumerate(requests) if beams > 1 or norepeat]
    found: dict[int, list[object]] = {}
    try:
        if searched:
            found = dict(zip(searched, searching(*paths)([requests[at] for at in searched]), strict=True))
    except BaseException as error:
        if len(requests) == 1:
            return [["error", reason(error)]]
        return [answer for request in requests for answer in answers([request], translator, paths)]
    for at, request in enumerate(requests):
        if at not in found:
            try:
                found[at] = ["text", translator.translate(request[0]), None, None, {}]
            except BaseException as error:
                found[at] = ["error", reason(error)]
    return [found[at] for at in range(len(requests))]


@cache
def searching(
    model: str, source: str, target: str, shortlist: str | None = None
) -> Callable[[list[Request]], list[list[object]]]:
    """Return the searcher; its files are read at the first request for beam search."""
    sys.path.append(str(Path(__file__).parents[3]))  # as a script it may not find its package
    from sentencepiece import SentencePieceProcessor

    from translate.models.student.searching import Searcher

    reader, writer = (SentencePieceProcessor(model_file=path) for path in (source, target))
    return Searcher(Path(model), reader, writer, Path(shortlist) if shortlist else None)


def send(kind: str, *values: object) -> None:
    """Write one line to standard output."""
    sys.stdout.buffer.write(json.dumps([kind, *values]).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def reason(error: BaseException) -> str:
    """Return an error as one line."""
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
