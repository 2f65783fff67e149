"""A process that translates one text a line for `translate.models.student.workers`; it is run as a script.

fxtranslate holds Python's lock while it translates and binds a model to the thread that loaded it, so only processes
use several cores. Here it can also fail in its own way (a panic of Rust is no `Exception`, and prints) without taking
the program with it. What it cannot do, beams, `translate.models.student.network` does from the same files.

Started with the paths of model, source vocabulary, target vocabulary and, if there is one, shortlist. Every line in is
a JSON list: [text, most pieces, beams, tokens of a run that must not come twice, names that beams may copy, each with
what it is called in the target]. Every line out is one: ["ready", backend], ["text", translation, mean log-probability
or null, whether it ended or null] or ["error", reason].
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from functools import cache
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
            text, limit, beams, norepeat, wanted = json.loads(line)
            if beams == 1 and not norepeat:
                answer: list[object] = [translator.translate(text), None, None]
            else:
                answer = searching(*paths[:3])(text, limit, beams, norepeat, wanted)
            say("text", *answer)
        except BaseException as error:
            say("error", reason(error))
    return 0


@cache
def searching(model: str, source: str, target: str) -> Callable[[str, int, int, int, list[list[str]]], list[object]]:
    """Return what translates with beams; the files are read at the first text that wants them."""
    sys.path.append(str(Path(__file__).parents[3]))  # the package is beside what runs this, wherever that is
    from sentencepiece import SentencePieceProcessor

    from translate.models.decoding import Decoding
    from translate.models.student.copying import Copier, Spelling, names
    from translate.models.student.marian_file import read
    from translate.models.student.network import END, Network, search

    network = Network(*read(Path(model)))
    reader, writer = (SentencePieceProcessor(model_file=path) for path in (source, target))
    spelling = Spelling(writer.id_to_piece(piece) for piece in range(writer.get_piece_size()))

    def translated(text: str, limit: int, beams: int, norepeat: int, wanted: list[list[str]]) -> list[object]:
        source = reader.encode(text)
        found = names(source, reader, writer, {name: called for name, called in wanted})
        copier = Copier(found, spelling) if found else None
        made = search(network, [*source, END], limit, Decoding(beams, norepeat), copier)
        return [writer.decode(list(made.pieces)), made.score, made.complete]

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
