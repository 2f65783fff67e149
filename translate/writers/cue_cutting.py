"""Split text for the screen: over cues in proportion to their duration, and into balanced lines.

>>> cut("The price of rice rose again, traders said on Monday.", [1, 1], "en")
['The price of rice rose again,', 'traders said on Monday.']
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

# Columns of a line; full-width characters take two.
LINE = {"ja": 32}
LINE_ELSEWHERE = 42
# Cost of a cut by its place, added to the squared deviation of each part from its share.
SENTENCE, CLAUSE, WORD, INSIDE = 0.0, 0.05, 0.12, 0.4
MOST_TRIED = 300_000  # limit of the dynamic programme; longer texts are cut at the nearest places
ENDS, PAUSES = "。！？!?.…", "、,;:；：」』）)”’"
NOT_FIRST = "、。，．・！？!?,.;:」』）)】〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々ゝゞヽヾ％%…"
NOT_LAST = "「『（(【〈《“‘"
HIRAGANA = re.compile("[\u3041-\u309f]")


def width(text: str) -> int:
    """Return the width of a text in columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, shares: Sequence[float], language: str) -> list[str]:
    """Return `text` in one part per share, of about these proportions, split at pauses.

    With too few possible splits the last parts are empty.
    """
    text = text.strip()
    places = list(_places(text, language))[:-1]
    count = min(len(shares), len(places) + 1)
    if count <= 1:
        return [text, *[""] * (len(shares) - 1)]
    ends = [0, *(end for end, _ in places), len(text)]
    costs = [0.0, *(cost for _, cost in places), 0.0]
    until = [0, *accumulate(map(width, text))]
    columns = [until[end] for end in ends]
    wanted = [share / (sum(shares[:count]) or 1) for share in shares[:count]]
    if count * len(ends) ** 2 > MOST_TRIED:
        return [*_parts(text, ends, _nearest(columns, wanted)), *[""] * (len(shares) - count)]
    # best[part][j]: minimum cost of the parts so far if the last ends at ends[j], with the start of the last.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
    for part, share in enumerate(wanted):
        reached: dict[int, tuple[float, int]] = {}
        last = part == count - 1
        for j in [len(ends) - 1] if last else range(part + 1, len(ends) - (count - part - 1)):
            tried = (
                (before + ((columns[j] - columns[i]) / columns[-1] - share) ** 2 + costs[j], i)
                for i, (before, _) in best[-1].items()
                if i < j
            )
            reached[j] = min(tried)
        best.append(reached)
    cuts, j = [len(ends) - 1], len(ends) - 1
    for reached in reversed(best[1:]):
        j = reached[j][1]
        cuts.append(j)
    cuts.reverse()
    return [*_parts(text, ends, cuts), *[""] * (len(shares) - count)]


def _parts(text: str, ends: Sequence[int], cuts: Sequence[int]) -> list[str]:
    return [text[ends[i] : ends[j]].strip() for i, j in pairwise(cuts)]


def _nearest(columns: Sequence[int], wanted: Sequence[float]) -> list[int]:
    """Return the ends of the parts at the nearest places, for texts too long for the optimum."""
    cuts, last = [0], len(columns) - 1
    for part, until in enumerate(accumulate(wanted[:-1]), 1):
        column = until * columns[-1]
        at = bisect_left(columns, column)
        if at > 0 and column - columns[at - 1] < columns[min(at, last)] - column:
            at -= 1
        cuts.append(min(max(at, cuts[-1] + 1), last - (len(wanted) - part)))
    return [*cuts, last]


def in_lines(text: str, least: int, language: str) -> str:
    """Return a text in lines of similar length: at least `least`, and as many as fit the screen."""
    limit = LINE.get(language, LINE_ELSEWHERE)
    places = [0, *(end for end, _ in _places(text, language))]
    most = len(places) - 1
    widest = max((width(text[begin:end].strip()) for begin, end in pairwise(places)), default=0)
    limit = max(limit, widest)  # an unsplittable part is one line
    count = min(max(least, -(-width(text) // limit), 1), max(most, 1))
    while True:
        lines = [line for line in cut(text, [1.0] * count, language) if line]
        if count >= most or all(width(line) <= limit for line in lines):
            return "\n".join(lines)
        count += 1


def words_of(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the words of a text, without surrounding punctuation; of Japanese, its phrases."""
    if language != "ja":
        yield from (found.span() for found in re.finditer(r"[\w'’-]+", text))
        return
    at = 0
    for place, cost in _places(text, language):
        if cost <= WORD or place == len(text):
            yield at, place
            at = place


def _places(text: str, language: str) -> Iterator[tuple[int, float]]:
    """Yield the possible cuts of a text with their costs; the end is the last."""
    if language == "ja" and not re.search(r"\s", text):
        yield from _japanese_places(text)
        return
    for found in re.finditer(r"\S+", text):
        yield found.end(), _cost(found[0][-1], WORD)


def _japanese_places(text: str) -> Iterator[tuple[int, float]]:
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if after in NOT_FIRST or before in NOT_LAST or (before + after).isascii():
            continue
        phrase = HIRAGANA.match(before) is not None and HIRAGANA.match(after) is None
        yield at, _cost(before, WORD if phrase or after in NOT_LAST else INSIDE)
    yield len(text), SENTENCE


def _cost(last: str, otherwise: float) -> float:
    return SENTENCE if last in ENDS else CLAUSE if last in PAUSES else otherwise
