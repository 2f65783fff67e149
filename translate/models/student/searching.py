"""Beam search for Firefox models, from model files to translated texts; runs in this or a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.models.decoding import Decoding
from translate.models.student.beams import Decoded, Job, decode
from translate.models.student.copying import Copier, Spelling, names, numbered, prefix_of
from translate.models.student.figures import DigitPieces, FigureGuide
from translate.models.student.marian_file import read_compact
from translate.models.student.network import END, UNKNOWN, Network
from translate.models.student.shortlist import Shortlist
from translate.models.student.word_features import of_words

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

# Text, most pieces, beams, length of n-grams that must not repeat, names to copy with their form in the target, runs of
# digits that may be written (None: any).
Request = tuple[str, int, int, int, list[tuple[str, str]], list[str] | None]


class Searcher:
    """Translates texts with beam search."""

    def __init__(
        self, model: Path, reader: SentencePieceProcessor, writer: SentencePieceProcessor, shortlist: Path | None = None
    ) -> None:
        """Load a model.

        Args:
            model: the file of its weights.
            reader, writer: the vocabularies of source and target.
            shortlist: the file of the likely translations of each piece, if there is one.

        Raises:
            OSError, ValueError, struct.error, KeyError: a file is missing, broken, or of another architecture.
        """
        self._network = Network(*read_compact(model))
        self._reader, self._writer = reader, writer
        self._pieces = writer.id_to_piece(list(range(writer.get_piece_size())))
        self._spaced = bool(prefix_of(writer))
        self._whole = Spelling(self._pieces, spaced=self._spaced)
        self._digits = DigitPieces(self._pieces)
        self._likely = Shortlist(shortlist) if shortlist else None

    def __call__(self, requests: Sequence[Request]) -> list[list[Any]]:
        """Return the answer of `translate.models.student.worker` to each request, in order, decoded as one batch."""
        jobs = [self._job(request) for request in requests]
        return [self._answer(job, made) for job, made in zip(jobs, decode(self._network, jobs), strict=True)]

    def _answer(self, job: Job, made: Decoded) -> list[Any]:
        features = self._features(job.source[:-1], made)
        return ["text", self._writer.decode(list(made.pieces)), made.score, made.complete, features]

    def _features(self, source: Sequence[int], made: Decoded) -> dict[str, float]:
        """Return the features of a translation of the pieces `source`, by name."""
        pieces, written = [self._reader.id_to_piece(piece) for piece in source], [self._pieces[i] for i in made.pieces]
        words = of_words(made.last, pieces, written, spaced=self._spaced) if made.last else {}
        likely = self._likely.features(source, made.pieces) if self._likely else {}
        return {**made.features, **words, **likely}

    def _job(self, request: Request) -> Job:
        text, limit, beams, norepeat, wanted, figures = request
        source = [*self._reader.encode(text), END]
        called = dict(wanted)
        found = names(source[:-1], self._reader, self._writer, called)
        spelling, digits = self._whole, self._digits
        chosen = None
        if self._likely is not None:
            words = [*(called.get(word, word) for word in text.split()), *(figures or ())]
            spelled = {piece for word in words for piece in self._writer.encode(word)}
            named = (name.pieces for name in found)
            chosen = self._likely.candidates(source, spelled.union({END, UNKNOWN}, *named))
            found = numbered(found, chosen)
            if found:
                spelling = self._whole.among(chosen)
            digits = self._digits.among(chosen)
        copier = Copier(found, spelling) if found else None
        guide = None if figures is None else FigureGuide(figures, digits)
        return Job(source, limit, Decoding(beams, norepeat), chosen, copier, guide)
