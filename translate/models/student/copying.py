"""Names copied by attention: a hypothesis goes on with a name's letters while the model attends to the name.

A small model knows few names. It cuts the others into pieces and must spell them, which it often does wrongly:
"Sainsbury" becomes "Sciencebury". What it looks at tells which word it translates, though: the first head of the last
decoder layer is trained to say so (guided alignment; Chen et al. 2016), since Firefox places tags by it. So the chance
of the next piece is a mixture of what the model gives it and of copying, as in pointer networks (See et al. 2017); here
nothing is trained for it. A word with a piece of its own, a month or a well-known country, is left to the model.

How far a name is written is told by its letters and not by its pieces, as the model may cut it its own way: behind
"Yo", the rest of "Yokohama" follows, though that is one piece of the target. Behind a whole name the word is over,
and the name does not come again: the model, which does not know it, would write "Mediaiteite", or "Cup Cup". Into
Japanese it is the name's katakana that is copied; words are not set apart there, so a name may begin anywhere.
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

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor


BEGUN = 0.7  # of what a hypothesis looks at a name goes to its first piece
CALLED = 0.9  # the same of a name that the target calls otherwise, as "Macedonia": how the source spells it is wrong
WENT_ON = 0.95  # the same of a later piece, when half of the looking or more is at the name
LOOKED = 0.5  # of the looking from which on a piece is one of the name
CERTAIN = 1 - 1e-6
SPACE = "▁"  # SentencePiece's sign for it


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a source, and the pieces of the target that write it.

    Attributes:
        text: its letters in the target.
        places: of its pieces in the source.
        begin: the piece it begins with behind a space.
        begins: that, and the others that it might be begun with.
        steps: the piece that follows when so many of its letters are written, None where there is none; the first is
            what it begins with behind a quote or bracket.
        same: whether the source writes it so, too, or by its sound. Else it is a word of the target, which the model
            may go on with: "Macedonia" to "Macedonian".
    """

    text: str
    places: tuple[int, ...]
    begin: int
    begins: tuple[int, ...]
    steps: tuple[int | None, ...]
    same: bool = True

    @property
    def pieces(self) -> set[int]:
        """All pieces of the target that it may be written with."""
        return {self.begin, *self.begins, *(piece for piece in self.steps if piece is not None)}


def names(
    source: Sequence[int], reader: SentencePieceProcessor, writer: SentencePieceProcessor, wanted: Mapping[str, str]
) -> list[Name]:
    """Return the wanted names in a source's pieces: those that the vocabulary cuts, and the target can spell.

    Args:
        source: pieces of the text.
        reader: the vocabulary they are of.
        writer: the vocabulary of the target.
        wanted: names, each with what it is called in the target.
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
    """Return the sign that a target's words begin with; nothing where words are not set apart, as in Japanese."""
    return SPACE if writer.id_to_piece(writer.encode("a")[0]).startswith(SPACE) else ""


def _name(
    places: tuple[int, ...], pieces: Sequence[int], writer: SentencePieceProcessor, prefix: str, *, same: bool
) -> Name:
    """Return a name that the target writes with these pieces when nothing of it is written."""
    parts = [writer.id_to_piece(piece).removeprefix(SPACE) for piece in pieces]
    text = "".join(parts)
    steps = [_longest(text[at:], writer) for at in range(len(text))]
    at = 0
    for part, piece in zip(parts[:-1], pieces[1:], strict=True):
        at += len(part)
        steps[at] = piece
    begins = (writer.piece_to_id(f"{prefix}{text[:length]}") for length in range(1, len(text) + 1))
    return Name(text, places, pieces[0], tuple(one for one in begins if one != writer.unk_id()), tuple(steps), same)


def _longest(letters: str, writer: SentencePieceProcessor) -> int | None:
    """Return the longest piece that letters inside a word begin with."""
    pieces = (writer.piece_to_id(letters[:length]) for length in range(len(letters), 0, -1))
    return next((piece for piece in pieces if piece != writer.unk_id()), None)


def numbered(names: Sequence[Name], pieces: Ints) -> list[Name]:
    """Return names with pieces numbered as they are among `pieces`, which are ascending and hold them all."""

    def here(piece: int) -> int:
        return int(np.searchsorted(pieces, piece))

    return [
        replace(
            name,
            begin=here(name.begin),
            begins=tuple(map(here, name.begins)),
            steps=tuple(None if piece is None else here(piece) for piece in name.steps),
        )
        for name in names
    ]


class Spelling:
    """How the pieces of a target are written, and the numbers of those that go on with a word or name."""

    def __init__(self, pieces: Iterable[str], *, spaced: bool = True) -> None:
        """Take the pieces as they are written, with the sign for a space, in the order of their numbers.

        Where words are not `spaced`, names are in katakana.
        """
        self.pieces, self.spaced = tuple(pieces), spaced
        goes_on = str.islower if spaced else _is_katakana
        self.inside = np.array([piece for piece, letters in enumerate(self.pieces) if goes_on(letters[:1])], int)

    def written(self, text: str, word: str, name: str) -> int:
        """Return how many letters of a name a text ends with, whose last word is `word`."""
        if self.spaced:
            return len(word) if name.startswith(word) else 0
        return next((length for length in range(len(name), 0, -1) if text.endswith(name[:length])), 0)


def _is_katakana(letter: str) -> bool:
    return "ァ" <= letter <= "ヺ" or letter == "ー"


class Copier:
    """What says how likely copying makes the next piece of a hypothesis."""

    def __init__(self, names: Sequence[Name], spelling: Spelling) -> None:
        """Take the names of a source, and how the target is written."""
        self._names = names
        self._times = Counter(name.text for name in names)
        self._spelling = spelling

    def weigh(self, scores: Floats, row: Sequence[int], attention: Floats, before: Floats | None) -> None:
        """Mix what copying says into the natural log-probabilities of the next piece (pieces), in place.

        Args:
            scores: of the model, which look at `attention`.
            row, attention, before: see `chances`.
        """
        seen, text, inside = self._state(row, attention, before)
        if (refused := self._refused(seen, text)) is not None:
            refuse(scores, refused)
        mix(scores, self._chances(seen, text, inside=inside))

    def chances(self, row: Sequence[int], attention: Floats, before: Floats | None) -> dict[int, float]:
        """Return the chance that copying has, by the pieces it goes on with.

        A name is begun as many times as the source has it, and never behind a piece that was written looking at it:
        that is the name already, copied or spelled in the model's own way.

        Args:
            row: the pieces that the hypothesis has so far.
            attention: what of its looking is at each piece of the source (length of the source).
            before: the same when the last piece was written; None at the beginning.
        """
        seen, text, inside = self._state(row, attention, before)
        return self._chances(seen, text, inside=inside)

    def _chances(self, seen: Sequence[_Seen], text: str, *, inside: bool) -> dict[int, float]:
        return _further(seen) or self._begun(seen, text, inside=inside)

    def _state(self, row: Sequence[int], attention: Floats, before: Floats | None) -> tuple[list[_Seen], str, bool]:
        """Return what was seen of each name, what is written, and whether it ends inside a word.

        That is behind a quote, or behind a space that is a piece of its own.
        """
        pieces = [self._spelling.pieces[piece] for piece in row]
        text, word = "".join(pieces), _word(pieces)
        seen = [
            _Seen(name, _part(attention, name), _part(before, name), self._spelling.written(text, word, name.text))
            for name in self._names
        ]
        return seen, text, self._spelling.spaced and bool(text) and not word

    def _begun(self, seen: Sequence[_Seen], text: str, *, inside: bool) -> dict[int, float]:
        chances: defaultdict[int, float] = defaultdict(float)
        for name, part, before, _ in seen:
            there = (before >= LOOKED and not inside) or text.count(name.text) >= self._times[name.text]
            piece = name.steps[0] if inside else name.begin
            if part and piece is not None and not there:
                chances[piece] += (BEGUN if name.same else CALLED) * part
        return chances

    def _refused(self, seen: Sequence[_Seen], text: str) -> Ints | None:
        """Return the pieces that must not follow a copied name at the end of the row.

        These are letters, and what the name begins with if the source has it no more times. None where no name ends
        the row.
        """
        whole = [name for name, _, before, length in seen if length == len(name.text) and before >= LOOKED]
        longer = any(
            part and any(name.text != one.text and name.text.startswith(one.text) for one in whole)
            for name, part, *_ in seen
        )
        if not whole or longer:
            return None
        again = [one for name in whole if text.count(name.text) >= self._times[name.text] for one in name.begins]
        inside = self._spelling.inside if all(name.same for name in whole) else ()
        return np.unique(np.array([*inside, *again], int))


class _Seen(NamedTuple):
    """A name, what of the looking is at it now and was at the last piece, and how many of its letters end the row."""

    name: Name
    part: float
    before: float
    length: int


def _part(attention: Floats | None, name: Name) -> float:
    return 0.0 if attention is None else float(attention[list(name.places)].sum())


def _word(pieces: Sequence[str]) -> str:
    """Return the letters of the word that pieces end with, without a quote or bracket before it."""
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
    """Mix chances into the natural log-probabilities of the next piece (pieces), in place."""
    total = sum(chances.values())
    if not total:
        return
    chances = {piece: chance * min(1.0, CERTAIN / total) for piece, chance in chances.items()}
    scores += math.log1p(-min(total, CERTAIN))
    for piece, chance in chances.items():
        if chance:
            scores[piece] = np.logaddexp(scores[piece], math.log(chance))


def refuse(scores: Floats, pieces: Ints) -> None:
    """Lower the natural log-probabilities of pieces that are not to follow (pieces), in place.

    `WENT_ON` is the chance that none of `pieces` follows; else they may as they might have.
    """
    refused = scores[pieces]
    others = max(1 - float(np.exp(refused).sum()), 1 - CERTAIN)
    scores += math.log(1 - WENT_ON + WENT_ON / others)
    scores[pieces] = refused + math.log(1 - WENT_ON)
