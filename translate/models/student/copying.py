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
from functools import cached_property
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from translate.models.student.capitals import NAME, OPENING
from translate.models.student.marian_file import Floats, Ints
from translate.models.student.network import Ragged
from translate.models.student.shortlist import distinct

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


BEGIN_SHARE = 0.7  # share of the attention at a name that becomes the copy probability of its first piece
EXONYM_SHARE = 0.9  # the same for a name with another form in the target ("Macedonia"), whose source spelling is wrong
CONTINUE_PROBABILITY = 0.95  # the same for a later piece, when half of the attention or more is at the name
LEAST_ATTENTION = 0.01  # attention at a name below which it is neither begun nor goes on
ATTENDED = 0.5  # attention at a name from which a piece counts as part of it
MOST_PROBABILITY = 1 - 1e-6
LOSS = np.float32(math.log(1 - CONTINUE_PROBABILITY))  # in the log-probability of a refused piece
SPACE = "▁"  # SentencePiece's sign for it


@dataclass(frozen=True, slots=True)
class CopyableName:
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
) -> list[CopyableName]:
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
) -> CopyableName:
    """Return a name, given the pieces by which the target's vocabulary writes it."""
    parts = [writer.id_to_piece(piece).removeprefix(SPACE) for piece in pieces]
    text = "".join(parts)
    steps = [_longest(text[at:], writer) for at in range(len(text))]
    at = 0
    for part, piece in zip(parts[:-1], pieces[1:], strict=True):
        at += len(part)
        steps[at] = piece
    begins = (writer.piece_to_id(f"{prefix}{text[:length]}") for length in range(1, len(text) + 1))
    return CopyableName(
        text, places, pieces[0], tuple(item for item in begins if item != writer.unk_id()), tuple(steps), same
    )


def _longest(letters: str, writer: SentencePieceProcessor) -> int | None:
    """Return the longest piece without a space sign that begins `letters`."""
    pieces = (writer.piece_to_id(letters[:length]) for length in range(len(letters), 0, -1))
    return next((piece for piece in pieces if piece != writer.unk_id()), None)


def numbered(names: Sequence[CopyableName], pieces: Ints) -> list[CopyableName]:
    """Return names with pieces renumbered by their index in `pieces`, which contain them all."""
    if not names:
        return []
    index_of = {piece: index for index, piece in enumerate(pieces.tolist())}.__getitem__
    return [
        replace(
            name,
            begin=index_of(name.begin),
            begins=tuple(map(index_of, name.begins)),
            steps=tuple(None if piece is None else index_of(piece) for piece in name.steps),
        )
        for name in names
    ]


class Spelling:
    """Which of the target's pieces continue a word or name."""

    def __init__(self, pieces: Iterable[str], *, spaced: bool = True) -> None:
        """Take the text of the pieces, with the space sign, in the order of their numbers.

        Without spaces between words (`spaced`), names are in katakana.
        """
        continues = str.islower if spaced else _is_katakana
        self.spaced = spaced
        self._is_inside = np.array([continues(letters[:1]) for letters in pieces], bool)

    def among(self, chosen: Ints) -> Spelling:
        """Return the same for a subset of pieces, renumbered by their index in it."""
        subset = Spelling((), spaced=self.spaced)
        subset._is_inside = self._is_inside[chosen]
        return subset

    @cached_property
    def inside(self) -> Ints:
        """The pieces that continue a word or name."""
        return np.flatnonzero(self._is_inside)

    def written(self, text: str, word: str, name: str) -> int:
        """Return how many letters of a name the end of a text already writes; `word` is its last word."""
        if self.spaced:
            return len(word) if name.startswith(word) else 0
        return next((length for length in range(len(name), 0, -1) if text.endswith(name[:length])), 0)


def _is_katakana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == "ー"


class Copier:
    """The copy distribution over the next piece of a hypothesis."""

    def __init__(self, names: Sequence[CopyableName], spelling: Spelling) -> None:
        """Take the names of a source, and the spelling of the target's pieces."""
        self._names = names
        self._times = Counter(name.text for name in names)
        self._places = [np.array(name.places) for name in names]
        self._spelling = spelling

    def parts(self, attention: Floats) -> list[list[float]]:
        """Return for each row of attention (rows, length of the source) its share at each name."""
        shares = np.array([attention[:, places].sum(1) for places in self._places], np.float32)
        found: list[list[float]] = shares.reshape(len(self._places), len(attention)).T.tolist()
        return found

    def weigh(self, scores: Floats, text: str, parts: Sequence[float], before: Sequence[float] | None) -> None:
        """Mix the copy distribution into the natural log-probabilities of the next piece (pieces), in place.

        Args:
            scores: of the model.
            text, parts, before: see `chances`.
        """
        if max(parts, default=0.0) < LEAST_ATTENTION and max(before or (), default=0.0) < ATTENDED:
            return
        states, inside = self._state(text, parts, before)
        if (refused := self._refused(states, text)) is not None:
            refuse(scores, refused)
        mix(scores, self._chances(states, text, inside=inside))

    def chances(self, text: str, parts: Sequence[float], before: Sequence[float] | None) -> dict[int, float]:
        """Return the copy probability of each piece that continues or begins a name.

        A name is begun at most as many times as the source has it, and never after a piece that was written attending
        to it, which is part of the name already, copied or spelled by the model.

        Args:
            text: the pieces of the hypothesis so far, joined.
            parts: the share of the attention of this step at each name.
            before: the same of the step that wrote the last piece; None at the beginning.
        """
        states, inside = self._state(text, parts, before)
        return self._chances(states, text, inside=inside)

    def _chances(self, states: Sequence[_NameState], text: str, *, inside: bool) -> dict[int, float]:
        return _continuations(states) or self._beginnings(states, text, inside=inside)

    def _state(
        self, text: str, parts: Sequence[float], before: Sequence[float] | None
    ) -> tuple[list[_NameState], bool]:
        """Return what is known of each name, and whether a word has been opened but has no letter.

        That is after a quote, or after a space that is a piece of its own.
        """
        word = text.rpartition(SPACE)[2].lstrip(OPENING)
        states = [
            _NameState(name, part, earlier, self._spelling.written(text, word, name.text))
            for name, part, earlier in zip(self._names, parts, before or repeat(0.0), strict=False)
        ]
        return states, self._spelling.spaced and bool(text) and not word

    def _beginnings(self, states: Sequence[_NameState], text: str, *, inside: bool) -> dict[int, float]:
        chances: defaultdict[int, float] = defaultdict(float)
        for name, part, before, _ in states:
            is_used = (before >= ATTENDED and not inside) or text.count(name.text) >= self._times[name.text]
            piece = name.steps[0] if inside else name.begin
            if part >= LEAST_ATTENTION and piece is not None and not is_used:
                chances[piece] += (BEGIN_SHARE if name.same else EXONYM_SHARE) * part
        return chances

    def _refused(self, states: Sequence[_NameState], text: str) -> Ints | None:
        """Return the pieces that must not follow a copied name at the end of the row; None if no name ends it.

        These are letters, and the beginning of the name if the source does not have it again.
        """
        complete = [name for name, _, before, length in states if length == len(name.text) and before >= ATTENDED]
        longer = any(
            part and any(name.text != item.text and name.text.startswith(item.text) for item in complete)
            for name, part, *_ in states
        )
        if not complete or longer:
            return None
        repeated = [
            item for name in complete if text.count(name.text) >= self._times[name.text] for item in name.begins
        ]
        continuing = self._spelling.inside if all(name.same for name in complete) else ()
        return distinct(np.array(continuing, int), np.array(repeated, int))


class _NameState(NamedTuple):
    """A name, the attention at it now and at the last piece, and how many of its letters the end of the row writes."""

    name: CopyableName
    part: float
    before: float
    length: int


def _continuations(states: Sequence[_NameState]) -> dict[int, float]:
    chances: defaultdict[int, float] = defaultdict(float)
    for name, part, _, length in states:
        if 0 < length < len(name.text) and part >= LEAST_ATTENTION and (piece := name.steps[length]) is not None:
            chances[piece] += part
    total = sum(chances.values())
    return {piece: CONTINUE_PROBABILITY * part * min(1 / total, 1 / ATTENDED) for piece, part in chances.items()}


def mix(scores: Floats, chances: dict[int, float]) -> None:
    """Mix probabilities of pieces into natural log-probabilities (pieces), in place."""
    total = sum(chances.values())
    if not total:
        return
    scores += math.log1p(-min(total, MOST_PROBABILITY))
    for piece, chance in chances.items():
        if chance:
            scores[piece] = _added(float(scores[piece]), math.log(chance * min(1.0, MOST_PROBABILITY / total)))


def _added(one: float, other: float) -> float:
    """Return the logarithm of the sum of two probabilities, given theirs; `np.logaddexp` takes longer."""
    most = max(one, other)
    return most + math.log1p(math.exp(min(one, other) - most))


def refuse(scores: Floats, pieces: Ints) -> None:
    """Lower the natural log-probabilities of unwanted pieces, in place.

    With probability `CONTINUE_PROBABILITY` none of them follows; otherwise the model's distribution holds.

    Args:
        scores: of each piece as the next one.
        pieces: those that are not wanted.
    """
    refused = scores[pieces]
    scores += _gain(np.exp(refused).sum(dtype=np.float64))
    scores[pieces] = refused + LOSS


def refuse_of_each(scores: Ragged, pieces: Sequence[Ints]) -> None:
    """Do the same for rows of scores, given the unwanted pieces of each row."""
    counts = np.array([len(refused) for refused in pieces])
    rows = np.flatnonzero(counts)
    if not len(rows):
        return
    places = np.concatenate([begin + refused for begin, refused in zip(scores.begins.tolist(), pieces, strict=True)])
    refused = scores.flat[places]
    gains = np.zeros(len(pieces), np.float32)
    gains[rows] = _gain(np.add.reduceat(np.exp(refused), np.cumsum(counts[rows]) - counts[rows], dtype=np.float64))
    scores.flat[:] += scores.each(gains)
    scores.flat[places] = refused + LOSS


def _gain(refused: Any) -> Any:
    """Return what the log-probabilities of the other pieces gain, given the probability of the refused ones."""
    others = np.maximum(1 - refused, 1 - MOST_PROBABILITY)
    return np.log(1 - CONTINUE_PROBABILITY + CONTINUE_PROBABILITY / others).astype(np.float32)
