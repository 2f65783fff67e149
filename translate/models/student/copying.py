"""A copy mechanism for names: a hypothesis copies a name of the source while the model attends to it.

A small model knows few names. It splits the others into pieces and must spell them, often wrongly: "Sainsbury" becomes
"Sciencebury". Its attention, though, shows which word it translates: the first head of the last decoder layer is
trained for that (guided alignment; Chen et al. 2016), since Firefox places tags by it. So the probability of the next
piece is a mixture of the model's and of a copy distribution, as in pointer networks (See et al. 2017), but without
training. A word that is a single piece, such as a month or a well-known country, is left to the model.

How much of a name is written is counted in letters, not pieces, as the model may segment it differently: after "Yo" the
rest of "Yokohama" follows, though the whole is one piece of the target. After a whole name the word ends, and the name
does not repeat; the model alone would write "Mediaiteite" or "Cup Cup". Into Japanese the katakana of the name is
copied; there are no spaces between words, so a name may begin anywhere.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from translate.models.student.capitals import NAME, OPENING
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.shortlist import distinct, places

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


BEGUN = 0.7  # share of the attention at a name that becomes the copy probability of its first piece
CALLED = 0.9  # the same for a name with another form in the target ("Macedonia"), whose source spelling is wrong
WENT_ON = 0.95  # the same for a later piece, when half of the attention or more is at the name
LOOKED = 0.5  # attention at a name from which a piece counts as part of it
CERTAIN = 1 - 1e-6
SPACE = "▁"  # SentencePiece's sign for it


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a source, and the pieces of the target that write it.

    Attributes:
        text: its letters in the target.
        places: indices of its pieces in the source.
        begin: its first piece after a space.
        begins: all pieces that it can begin with.
        steps: the next piece by the number of letters already written, None if there is none; `steps[0]` is its first
            piece after a quote or bracket.
        same: whether it is the source's own name or its transcription. Else it is a word of the target, which may be
            inflected: "Macedonian".
    """

    text: str
    places: tuple[int, ...]
    begin: int
    begins: tuple[int, ...]
    steps: tuple[int | None, ...]
    same: bool = True

    @property
    def pieces(self) -> set[int]:
        """All pieces of the target that may write it."""
        return {self.begin, *self.begins, *(piece for piece in self.steps if piece is not None)}


def names(
    source: Sequence[int], reader: SentencePieceProcessor, writer: SentencePieceProcessor, wanted: Mapping[str, str]
) -> list[Name]:
    """Return the wanted names of a source that the vocabulary splits and the target's vocabulary can spell.

    Args:
        source: pieces of the text.
        reader: the vocabulary of the source.
        writer: the vocabulary of the target.
        wanted: names, each with its form in the target.
    """
    cut = [reader.id_to_piece(piece) for piece in source]
    begins = [at for at, piece in enumerate(cut) if piece.startswith(SPACE)]
    found, prefix = [], prefix_of(writer)
    for begin, end in pairwise([*begins, len(cut)]):
        match = NAME.match("".join(cut[begin:end]).removeprefix(SPACE))
        if match is None or match[1] not in wanted or reader.unk_id() in source[begin:end]:
            continue
        places, at = [], 0
        for place in range(begin, end):
            length = len(cut[place].removeprefix(SPACE))
            if at < match.end(1) and at + length > match.start(1):
                places.append(place)
            at += length
        pieces = writer.encode(wanted[match[1]])
        if len(places) > 1 and writer.unk_id() not in pieces:
            same = not prefix or wanted[match[1]] == match[1]
            found.append(_name(tuple(places), pieces, writer, prefix, same=same))
    return found


def prefix_of(writer: SentencePieceProcessor) -> str:
    """Return the space sign that words of the target begin with; empty if it writes no spaces, as Japanese."""
    return SPACE if writer.id_to_piece(writer.encode("a")[0]).startswith(SPACE) else ""


def _name(
    places: tuple[int, ...], pieces: Sequence[int], writer: SentencePieceProcessor, prefix: str, *, same: bool
) -> Name:
    """Return a name, given the pieces by which the target's vocabulary writes it."""
    parts = [writer.id_to_piece(piece).removeprefix(SPACE) for piece in pieces]
    text = "".join(parts)
    steps = [_longest(text[at:], writer) for at in range(len(text))]
    at = 0
    for part, piece in zip(parts[:-1], pieces[1:], strict=True):
        at += len(part)
        steps[at] = piece
    begins = (writer.piece_to_id(f"{prefix}{text[:length]}") for length in range(1, len(text) + 1))
    return Name(text, places, pieces[0], tuple(item for item in begins if item != writer.unk_id()), tuple(steps), same)


def _longest(letters: str, writer: SentencePieceProcessor) -> int | None:
    """Return the longest piece without a space sign that begins `letters`."""
    pieces = (writer.piece_to_id(letters[:length]) for length in range(len(letters), 0, -1))
    return next((piece for piece in pieces if piece != writer.unk_id()), None)


def numbered(names: Sequence[Name], pieces: Ints) -> list[Name]:
    """Return names with pieces renumbered by their index in `pieces`, which are ascending and contain them all."""
    own = sorted({piece for name in names for piece in name.pieces})
    here = dict(zip(own, np.searchsorted(pieces, np.array(own, int)).tolist(), strict=True))
    return [
        replace(
            name,
            begin=here[name.begin],
            begins=tuple(here[piece] for piece in name.begins),
            steps=tuple(None if piece is None else here[piece] for piece in name.steps),
        )
        for name in names
    ]


class Spelling:
    """The text of the target's pieces, and which of them continue a word or name."""

    def __init__(self, pieces: Iterable[str], *, spaced: bool = True) -> None:
        """Take the text of the pieces, with the space sign, in the order of their numbers.

        Without spaces between words (`spaced`), names are in katakana.
        """
        self.pieces, self.spaced = tuple(pieces), spaced
        goes_on = str.islower if spaced else _is_katakana
        self.inside = np.flatnonzero([goes_on(letters[:1]) for letters in self.pieces])

    def among(self, chosen: Ints) -> Spelling:
        """Return the same for a subset of pieces, given by ascending numbers and renumbered by their index in it."""
        some = Spelling((), spaced=self.spaced)
        some.pieces = tuple(self.pieces[piece] for piece in chosen.tolist())
        some.inside = places(self.inside, chosen)
        return some

    def written(self, text: str, word: str, name: str) -> int:
        """Return how many letters of a name the end of a text already writes; `word` is its last word."""
        if self.spaced:
            return len(word) if name.startswith(word) else 0
        return next((length for length in range(len(name), 0, -1) if text.endswith(name[:length])), 0)


def _is_katakana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == "ー"


class Copier:
    """The copy distribution over the next piece of a hypothesis."""

    def __init__(self, names: Sequence[Name], spelling: Spelling) -> None:
        """Take the names of a source, and the spelling of the target's pieces."""
        self._names = names
        self._places = [np.array(name.places, int) for name in names]
        self._times = Counter(name.text for name in names)
        self._spelling = spelling

    def weigh(self, scores: Floats, row: Sequence[int], attention: Floats, before: Floats | None) -> None:
        """Mix the copy distribution into the natural log-probabilities of the next piece (pieces), in place.

        Args:
            scores: of the model.
            row, attention, before: see `chances`.
        """
        seen, text, inside = self._state(row, attention, before)
        if (refused := self._refused(seen, text)) is not None:
            refuse(scores, refused)
        mix(scores, self._chances(seen, text, inside=inside))

    def chances(self, row: Sequence[int], attention: Floats, before: Floats | None) -> dict[int, float]:
        """Return the copy probability of each piece that continues or begins a name.

        A name is begun at most as many times as the source has it, and never after a piece that was written attending
        to it, which is part of the name already, copied or spelled by the model.

        Args:
            row: the pieces of the hypothesis so far.
            attention: of this step, over the pieces of the source (length of the source).
            before: of the step that wrote the last piece; None at the beginning.
        """
        seen, text, inside = self._state(row, attention, before)
        return self._chances(seen, text, inside=inside)

    def _chances(self, seen: Sequence[_Seen], text: str, *, inside: bool) -> dict[int, float]:
        return _further(seen) or self._begun(seen, text, inside=inside)

    def _state(self, row: Sequence[int], attention: Floats, before: Floats | None) -> tuple[list[_Seen], str, bool]:
        """Return the attention at each name, the text so far, and whether a word has been opened but has no letter.

        That is after a quote, or after a space that is a piece of its own.
        """
        pieces = [self._spelling.pieces[piece] for piece in row]
        text, word = "".join(pieces), _word(pieces)
        written = (self._spelling.written(text, word, name.text) for name in self._names)
        parts = zip(self._names, self._parts(attention), self._parts(before), written, strict=True)
        seen = [_Seen(*values) for values in parts]
        return seen, text, self._spelling.spaced and bool(text) and not word

    def _parts(self, attention: Floats | None) -> list[float]:
        """Return the attention at each name."""
        if attention is None:
            return [0.0] * len(self._names)
        return [float(np.add.reduce(attention[places])) for places in self._places]

    def _begun(self, seen: Sequence[_Seen], text: str, *, inside: bool) -> dict[int, float]:
        chances: defaultdict[int, float] = defaultdict(float)
        for name, part, before, _ in seen:
            there = (before >= LOOKED and not inside) or text.count(name.text) >= self._times[name.text]
            piece = name.steps[0] if inside else name.begin
            if part and piece is not None and not there:
                chances[piece] += (BEGUN if name.same else CALLED) * part
        return chances

    def _refused(self, seen: Sequence[_Seen], text: str) -> Ints | None:
        """Return the pieces that must not follow a copied name at the end of the row; None if no name ends it.

        These are letters, and the beginning of the name if the source does not have it again.
        """
        whole = [name for name, _, before, length in seen if length == len(name.text) and before >= LOOKED]
        longer = any(
            part and any(name.text != item.text and name.text.startswith(item.text) for item in whole)
            for name, part, *_ in seen
        )
        if not whole or longer:
            return None
        again = [item for name in whole if text.count(name.text) >= self._times[name.text] for item in name.begins]
        inside = [self._spelling.inside] if all(name.same for name in whole) else []
        return distinct(np.array(again, int), *inside)


class _Seen(NamedTuple):
    """A name, the attention at it now and at the last piece, and how many of its letters the end of the row writes."""

    name: Name
    part: float
    before: float
    length: int


def _word(pieces: Sequence[str]) -> str:
    """Return the last word of the pieces, without a quote or bracket before it."""
    begin = next((at for at in range(len(pieces) - 1, -1, -1) if pieces[at].startswith(SPACE)), 0)
    return "".join(pieces[begin:]).removeprefix(SPACE).lstrip(OPENING)


def _further(seen: Sequence[_Seen]) -> dict[int, float]:
    chances: defaultdict[int, float] = defaultdict(float)
    for name, part, _, length in seen:
        if 0 < length < len(name.text) and part and (piece := name.steps[length]) is not None:
            chances[piece] += part
    total = sum(chances.values())
    return {piece: WENT_ON * part * min(1 / total, 1 / LOOKED) for piece, part in chances.items()}


def mix(scores: Floats, chances: dict[int, float]) -> None:
    """Mix probabilities of pieces into natural log-probabilities (pieces), in place."""
    total = sum(chances.values())
    if not total:
        return
    chances = {piece: chance * min(1.0, CERTAIN / total) for piece, chance in chances.items()}
    scores += math.log1p(-min(total, CERTAIN))
    for piece, chance in chances.items():
        if chance:
            scores[piece] = np.logaddexp(scores[piece], math.log(chance))


def refuse(scores: Floats, pieces: Ints) -> None:
    """Lower the natural log-probabilities (pieces) or (rows, pieces) of unwanted pieces, in place.

    With probability `WENT_ON` none of them follows; otherwise the model's distribution holds.
    """
    rows = scores.reshape(-1, scores.shape[-1])
    refused = rows.take(pieces, axis=1)
    others = (max(1 - total, 1 - CERTAIN) for total in np.exp(refused).sum(-1).tolist())
    rows += np.array([[math.log(1 - WENT_ON + WENT_ON / other)] for other in others], np.float32)
    rows[:, pieces] = refused + math.log(1 - WENT_ON)
