"""Beam search for Firefox models, from model files to translated texts; runs in this or a worker process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from translate.models.decoding import Decoding
from translate.models.student.beams import SearchRequest, SearchResult, decode
from translate.models.student.copying import Copier, Spelling, names, numbered, prefix_of
from translate.models.student.features import of_words
from translate.models.student.figures import DigitPieces, FigureGuide
from translate.models.student.marian_file import read_compact
from translate.models.student.network import END, NO_PIECES, Network
from translate.models.student.shortlist import Shortlist

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
        self._reader, self._writer = reader, writer
        self._shortlist = Shortlist(shortlist) if shortlist else None
        self._network = Network(*read_compact(model), self._shortlist.common if self._shortlist else None)
        self._pieces = np.array([writer.id_to_piece(piece) for piece in range(writer.get_piece_size())], object)
        self._spaced = bool(prefix_of(writer))
        self._spelling = Spelling(self._pieces, spaced=self._spaced)
        self._digits = DigitPieces(self._pieces)

    def __call__(self, requests: Sequence[Request]) -> list[list[Any]]:
        """Return the answer of `translate.models.student.worker` to each request, in order, decoded as one batch."""
        searches = [self._search(request) for request in requests]
        return list(map(self._answer, searches, decode(self._network, searches)))

    def _answer(self, search: SearchRequest, result: SearchResult) -> list[Any]:
        features = self._features(search.source[:-1], result)
        return ["text", self._writer.decode(list(result.pieces)), result.score, result.complete, features]

    def _features(self, source: Sequence[int], result: SearchResult) -> dict[str, float]:
        """Return the features of a translation of the pieces `source`, by name."""
        pieces = [self._reader.id_to_piece(piece) for piece in source]
        written = [self._pieces[piece] for piece in result.pieces]
        words = of_words(result.last, pieces, written, spaced=self._spaced) if result.last else {}
        candidates = self._shortlist.features(source, result.pieces) if self._shortlist else {}
        return {**result.features, **words, **candidates}

    def _search(self, request: Request) -> SearchRequest:
        text, limit, beams, norepeat, wanted, figures = request
        source = [*self._reader.encode(text), END]
        forms = dict(wanted)
        found = names(source[:-1], self._reader, self._writer, forms)
        spelling, digits, texts = self._spelling, self._digits, self._pieces
        own = NO_PIECES
        if self._shortlist is not None:
            words = [*(forms.get(word, word) for word in text.split()), *(figures or ())]
            spelled = {piece for word in words for piece in self._writer.encode(word)}
            named = (name.pieces for name in found)
            own = self._shortlist.candidates(source, spelled.union(*named))
            chosen = np.concatenate((self._network.common, own))
            found = numbered(found, chosen)
            spelling, digits, texts = spelling.among(chosen), digits.among(chosen), texts[chosen]
        copier = Copier(found, spelling) if found else None
        guide = None if figures is None else FigureGuide(figures, digits)
        return SearchRequest(source, limit, Decoding(beams, norepeat), own, texts.tolist(), copier, guide)
