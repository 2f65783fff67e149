"""A process that translates texts for `translate.models.student.workers`; it is run as a script.

fxtranslate holds Python's lock while it translates and binds a model to the thread that loaded it, so only processes
use several cores. Here it can also fail in its own way (a panic of Rust is no `Exception`, and prints) without taking
the program with it. What it cannot do, beams, `translate.models.student.beams` does from the same files.

Started with the paths of model, source vocabulary, target vocabulary and, if there is one, shortlist. Every line in is
a JSON list of requests, each a list: [text, most pieces, beams, tokens of a run that must not come twice, names that
beams may copy, each with what it is called in the target, runs of digits that beams may write or null]. Every line out
is one, for each request in turn:
["ready", backend], ["text", translation, mean log-probability or null, whether it ended or null] or ["error", reason].
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

Request = tuple[str, int, int, int, list[tuple[str, str]], list[str] | None]


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
        requests = json.loads(line)
        for answer in answers(requests, translator, paths):
            say(str(answer[0]), *answer[1:])
    return 0


def answers(requests: list[Request], translator: Any, paths: list[str]) -> list[list[object]]:
    """Return the answer to each request, in order; beams of all of them go on in step."""
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
                found[at] = ["text", translator.translate(request[0]), None, None]
            except BaseException as error:
                found[at] = ["error", reason(error)]
    return [found[at] for at in range(len(requests))]


@cache
def searching(
    model: str, source: str, target: str, shortlist: str | None = None
) -> Callable[[list[Request]], list[list[object]]]:
    """Return what translates with beams; the files are read at the first text that wants them."""
    sys.path.append(str(Path(__file__).parents[3]))  # the package is beside what runs this, wherever that is
    from sentencepiece import SentencePieceProcessor

    from translate.models.decoding import Decoding
    from translate.models.student.beams import Job, decode
    from translate.models.student.copying import Copier, Spelling, names, numbered, prefix_of
    from translate.models.student.figures import DigitPieces, FigureGuide
    from translate.models.student.marian_file import read_compact
    from translate.models.student.network import END, UNKNOWN, Network
    from translate.models.student.shortlist import Shortlist

    network = Network(*read_compact(Path(model)))
    reader, writer = (SentencePieceProcessor(model_file=path) for path in (source, target))
    pieces = [writer.id_to_piece(piece) for piece in range(writer.get_piece_size())]
    spaced = bool(prefix_of(writer))
    whole, likely = Spelling(pieces, spaced=spaced), Shortlist(Path(shortlist)) if shortlist else None
    all_digits = DigitPieces(pieces)

    def job(request: Request) -> Job:
        text, limit, beams, norepeat, wanted, figures = request
        source = [*reader.encode(text), END]
        called = dict(wanted)
        found = names(source[:-1], reader, writer, called)
        spelling, digits = whole, all_digits
        if likely is None:
            output = network.output()
        else:
            words = [*(called.get(word, word) for word in text.split()), *(figures or ())]
            spelled = {piece for word in words for piece in writer.encode(word)}
            chosen = likely.candidates(source, spelled.union({END, UNKNOWN}, *(name.pieces for name in found)))
            output, found = network.output(chosen), numbered(found, chosen)
            spelling = Spelling((pieces[piece] for piece in chosen), spaced=spaced) if found else whole
            digits = all_digits.among(chosen)
        copier = Copier(found, spelling) if found else None
        guide = None if figures is None else FigureGuide(figures, digits)
        return Job(source, limit, Decoding(beams, norepeat), output, copier, guide)

    def translated(requests: list[Request]) -> list[list[object]]:
        made = decode(network, [job(request) for request in requests])
        return [["text", writer.decode(list(one.pieces)), one.score, one.complete] for one in made]

    return translated


def say(kind: str, *what: object) -> None:
    """Write one line to standard output."""
    sys.stdout.buffer.write(json.dumps([kind, *what]).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def reason(error: BaseException) -> str:
    """Return an error as one line."""
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
