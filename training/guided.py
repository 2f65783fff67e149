"""Word links of names and figures between source and target, for guided alignment of the decoder.

Copying of names (`translate.models.student.copying`) uses the first attention head of the last decoder layer, which is
therefore trained on word alignment (guided alignment; Chen et al. 2016). Links are certain for names, unchanged or in
katakana, and for figures, if they occur once on each side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from training.folder import Example, Model
from translate.language.common_words import is_common
from translate.language.gazetteer import exonyms
from translate.language.katakana import katakana
from translate.models.student.capitals import NAME
from translate.models.student.copying import SPACE

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
SHORTEST = 3  # letters of a name in the target


class Link(NamedTuple):
    """Target pieces aligned with a range of source pieces."""

    targets: tuple[int, ...]
    begin: int
    end: int


Links = dict[tuple[tuple[int, ...], tuple[int, ...]], list[Link]]  # by the two sides of an example


def links(model: Model, examples: Sequence[Example], language: str) -> Links:
    """Return the links of examples, by their two sides."""
    reader, writer = model.source.processor(), model.target.processor()
    found: Links = {}
    for source, target in examples:
        if here := list(_links([*source], [*target], reader, writer, language)):
            found[tuple(source), tuple(target)] = here
    return found


def _links(
    source: list[int], target: list[int], reader: SentencePieceProcessor, writer: SentencePieceProcessor, language: str
) -> Iterator[Link]:
    ours = [reader.id_to_piece(piece) for piece in source[:-1]]
    theirs = [writer.id_to_piece(piece) for piece in target[:-1]]
    text, places = "", []
    for number, piece in enumerate(theirs):
        text += piece
        places += [number] * len(piece)
    starts = [at for at, piece in enumerate(ours) if piece.startswith(SPACE)]
    words = [
        (begin, end, "".join(ours[begin:end]).removeprefix(SPACE)) for begin, end in pairwise([*starts, len(ours)])
    ]
    figures = {re.sub(r"\D", "", match[0]): match.span() for match in FIGURE.finditer(text)}
    for begin, end, word in words:
        if figure := FIGURE.search(word):
            digits = re.sub(r"\D", "", figure[0])
            once = sum(digits in re.sub(r"\D", "", other) for *_, other in words) == 1
            if once and digits in figures:
                first, last = figures[digits]
                yield Link(tuple(sorted(set(places[first:last]))), begin, end)
        elif (match := NAME.match(word)) and not is_common(match[1]):
            name = katakana(match[1]) if language == "ja" else exonyms(language).get(match[1], match[1])
            if (
                name
                and len(name) >= SHORTEST
                and text.count(name) == 1
                and sum(match[1] in words_of_pair for *_, words_of_pair in words) == 1
            ):
                at = text.index(name)
                yield Link(tuple(sorted(set(places[at : at + len(name)]))), begin, end)
