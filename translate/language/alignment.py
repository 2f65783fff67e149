"""Which words of a translation say which words of its source: by figures, names, the glossary, and the lexicon.

It needs no model, so that it holds for what any engine or person wrote. It places what stands at words: bold, links,
the tags of subtitles, the marks of notes.

>>> said = "The price of rice rose again."
>>> said[slice(*align("Harga beras kembali naik.", said, "en").place(6, 11))]
'rice'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from translate.language.gazetteer import exonyms
from translate.language.glossary import builtin
from translate.language.glossary import find as find_terms
from translate.language.kana import nearest
from translate.language.lexicon import translations
from translate.language.numbers import find_quantities
from translate.language.weekdays import weekdays_in
from translate.language.word_index import HIRAGANA, WORD, index_of, occurrences
from translate.language.words import STOP_WORDS

# Japanese has no spaces: a change of script parts words well enough.
RUN = re.compile(r"[\u4e00-\u9fff々〆ヶ]+|[\u30a0-\u30ffー]+|[\u3040-\u309f]+|[A-Za-z0-9.,%]+")
LONGEST = 4  # words of an expression in the lexicon
SAME_VALUE, SAME_WORD, TERM, MEANING, SOUND = 4.0, 3.0, 2.5, 2.0, 2.0  # how much each kind of evidence counts
IN_PART, FUNCTION = 1.5, 1.0  # the first word of an expression; a word such as "in"
LEAST_SOUND = 0.6
MOST_WORDS = 300  # of a sentence that is aligned; evidence grows with their square


@dataclass(frozen=True, slots=True)
class _Link:
    """Words of the source and what says them in the translation, with how much speaks for it."""

    start: int
    end: int
    said_start: int
    said_end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a source and its translation, and which belong together."""

    source: str
    said: str
    words: tuple[tuple[int, int], ...]  # of the source, those that say something
    cells: tuple[tuple[int, int], ...]  # words of the translation; in Japanese, runs of one script
    links: tuple[_Link, ...]
    language: str

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the translation says `source[start:end]`; None where nothing tells."""
        inside = [word for word in self.words if start < word[1] and word[0] < end]
        if not inside:
            return self._alone(start, end)
        if not any(map(str.isalnum, self.source[:start] + self.source[end:])):
            return _trimmed(self.said)
        unknown = [word for word in self.words if not self._known(word)]
        # A word of the translation that nothing tells of is as likely said by the span as the span has unknown words.
        likely = sum(word in inside for word in unknown) / len(unknown) if unknown else 0.0
        wanted = (start + end) / 2 / max(len(self.source), 1) * len(self.said)
        worths = [self._worth(cell, start, end, 2 * likely - 1) for cell in self.cells]
        first, last = _best_run(worths, [abs((a + b) / 2 - wanted) for a, b in self.cells])
        return (self.cells[first][0], self.cells[last][1]) if last >= first else None

    def _alone(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where stop words by themselves are said, if by a word that is none: "baru" by "new"."""
        for link in self.links:
            place = link.said_start, link.said_end
            if start <= link.start and link.end <= end and not _is_function(self.said[slice(*place)], self.language):
                return place
        return None

    def behind(self, at: int) -> int | None:
        """Return where the translation ends what stands before `source[at]`; None where nothing tells."""
        if not self.source[at:].strip():
            return len(self.said)
        before = max((link for link in self.links if link.end <= at), key=lambda link: link.end, default=None)
        if before is None or len(WORD.findall(self.source[before.end : at])) > 1:
            return None
        return before.said_end

    def _link_at(self, at: int) -> _Link | None:
        return next((link for link in self.links if link.said_start <= at < link.said_end), None)

    def _known(self, word: tuple[int, int]) -> bool:
        return any(link.start < word[1] and word[0] < link.end for link in self.links)

    def _worth(self, cell: tuple[int, int], start: int, end: int, otherwise: float) -> float:
        """Return how much speaks for a cell being part of what says the span: 1 for sure, below 0 against it."""
        link = next(filter(None, map(self._link_at, range(*cell))), None)
        if link is not None:
            worth = 0.3 if link.strength < IN_PART else 1.0
            return worth if start < link.end and link.start < end else -worth
        return -0.02 if _is_function(self.said[slice(*cell)], self.language) else 0.4 * otherwise


@lru_cache(maxsize=256)
def align(source: str, said: str, language: str) -> Alignment:
    """Return the alignment of an Indonesian sentence and its translation into "en" or "ja"."""
    spans = [found.span() for found in WORD.finditer(source)]
    if len(spans) > MOST_WORDS:
        spans = []
    words = tuple(span for span in spans if source[slice(*span)].lower() not in STOP_WORDS["id"]) or tuple(spans)
    found = _links(source, said, language, spans) if spans else []
    # What an expression says as a whole, its words may say one by one: "harga beras", "price of rice".
    links = _chosen([part for link in _chosen(found, source, said) for part in _parts(link, found)], source, said)
    return Alignment(source, said, words, tuple(_cells(said, language, links)), links, language)


def _trimmed(text: str) -> tuple[int, int]:
    """Return where the words of a text begin and end, without the stop behind them."""
    stripped = text.strip().rstrip(".。")
    start = len(text) - len(text.lstrip())
    return start, start + len(stripped)


def _best_run(worths: list[float], far: list[float]) -> tuple[int, int]:
    """Return the first and last index of the run that is worth most, of equals the nearest; (0, -1) if none is."""
    best, found = (0.0, 0.0), (0, -1)
    total, first = 0.0, 0
    for index, worth in enumerate(worths):
        if total <= 0:
            total, first = 0.0, index
        total += worth
        if worth > 0 and (total, -min(far[first : index + 1])) > best:
            best, found = (total, -min(far[first : index + 1])), (first, index)
    return found


def _cells(said: str, language: str, links: tuple[_Link, ...]) -> Iterator[tuple[int, int]]:
    if language != "ja":
        yield from (found.span() for found in WORD.finditer(said))
        return
    edges = {edge for link in links for edge in (link.said_start, link.said_end)}
    for run in RUN.finditer(said):
        cuts = [run.start(), *sorted(edge for edge in edges if run.start() < edge < run.end()), run.end()]
        yield from pairwise(cuts)


def _is_function(word: str, language: str) -> bool:
    if language == "ja":
        return HIRAGANA.fullmatch(word) is not None
    return word.lower() in STOP_WORDS["en"]


def _chosen(found: list[_Link], source: str, said: str) -> tuple[_Link, ...]:
    """Return the links that agree: the strongest first, of equals those whose places are most alike."""

    def rank(link: _Link) -> tuple[float, float]:
        far = abs(link.start / max(len(source), 1) - link.said_start / max(len(said), 1))
        return -link.strength, far

    chosen: list[_Link] = []
    of_source, of_said = bytearray(len(source)), bytearray(len(said))
    for link in sorted(found, key=rank):
        if of_source.find(1, link.start, link.end) < 0 and of_said.find(1, link.said_start, link.said_end) < 0:
            of_source[link.start : link.end] = bytes([1]) * (link.end - link.start)
            of_said[link.said_start : link.said_end] = bytes([1]) * (link.said_end - link.said_start)
            chosen.append(link)
    return tuple(sorted(chosen, key=lambda link: link.said_start))


def _parts(link: _Link, links: list[_Link]) -> list[_Link]:
    """Return the links of the words in an expression, or its own where its words are not said by themselves."""
    inside = [
        one
        for one in links
        if one.strength >= MEANING
        and (link.start, link.end) != (one.start, one.end)
        and link.start <= one.start
        and one.end <= link.end
        and link.said_start <= one.said_start
        and one.said_end <= link.said_end
        and link.strength < TERM
    ]
    return inside or [link]


def _links(source: str, said: str, language: str, spans: list[tuple[int, int]]) -> list[_Link]:
    """Return everything that speaks for words of the source being said by words of the translation."""
    found = list(_same_values(source, said, language))
    days, told_days = weekdays_in(source, "id"), weekdays_in(said, language)
    found += [_Link(*days[one].span(), *told_days[one].span(), SAME_WORD) for one in days.keys() & told_days.keys()]
    index = index_of(said, language)
    for match in find_terms(source, builtin(), language):
        for told in match.term.said(language):
            found += [_Link(match.start, match.end, a, b, TERM + len(told) / 100) for a, b in index.places(told)]
    known = translations(language)
    places = exonyms(language)
    for at, (start, end) in enumerate(spans):
        word = source[start:end]
        if len(word) > 1 or word.isdecimal():
            found += [_Link(start, end, a, b, SAME_WORD) for a, b in occurrences(word, said)]
        if word in places:
            found += [_Link(start, end, a, b, SAME_WORD) for a, b in index.places(places[word])]
        for count in range(1, min(LONGEST, len(spans) - at) + 1):
            last = spans[at + count - 1][1]
            for told in _meanings(source[start:last], known):
                strength = MEANING + count / 10
                if count == 1 and word.lower() in STOP_WORDS["id"]:
                    strength = FUNCTION
                # Of two meanings the one that says more: "逮捕", not "捕".
                found += [_Link(start, last, a, b, strength + min(b - a, 20) / 1000) for a, b in index.places(told)]
                first, _, more = told.partition(" ")
                if more and strength > FUNCTION and first not in STOP_WORDS["en"]:
                    found += [_Link(start, last, a, b, IN_PART) for a, b in index.places(first)]
        if language == "ja" and word[0].isupper():
            found += _by_sound(word, start, end, said)
    return found


def _same_values(source: str, said: str, language: str) -> Iterator[_Link]:
    told = find_quantities(said, language)
    for one in find_quantities(source, "id"):
        for other in told:
            if one.value == other.value:
                yield _Link(one.start, one.end, other.start, other.end, SAME_VALUE)


def _by_sound(word: str, start: int, end: int, said: str) -> Iterator[_Link]:
    near, run = nearest(word, said)
    at = said.find(run)
    if near >= LEAST_SOUND and run and at >= 0:
        yield _Link(start, end, at, at + len(run), SOUND + near / 10)


def _meanings(form: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what a form may be called, or what it is called without "-nya" or its repetition."""
    plain = form.lower()
    for one in (plain, plain.removesuffix("nya"), plain.partition("-")[0], *_bases(plain)):
        if one in known:
            return known[one]
    return ()


def _bases(word: str) -> Iterator[str]:
    for prefix in ("di", "ter", "ber", "se", "pe", "ke"):
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield word[len(prefix) :]
            yield word[len(prefix) :].removesuffix("kan").removesuffix("i").removesuffix("an")
    yield word.removesuffix("kan").removesuffix("an")
