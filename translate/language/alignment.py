"""Word alignment of a translation with its source, from numbers, names, glossary terms and the lexicon.

No model is needed, so it works for the output of any engine and for human translations. It carries inline markup over:
bold, links, subtitle tags, footnote marks.

>>> translation = "The price of rice rose again."
>>> translation[slice(*align("Harga beras kembali naik.", translation, "en").place(6, 11))]
'rice'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from translate.language.calendar import weekdays_in
from translate.language.gazetteer import exonyms
from translate.language.glossary import builtin
from translate.language.glossary import find as find_terms
from translate.language.kana import nearest
from translate.language.lexicon import translations
from translate.language.numbers import find_quantities
from translate.language.word_index import HIRAGANA, index_of, occurrences
from translate.language.words import STOP_WORDS, WORD
from translate.patterns import regex

# Japanese has no spaces: a change of script separates words well enough.
RUN = regex(r"[\u4e00-\u9fff々〆ヶ]+|[\u30a0-\u30ffー]+|[\u3040-\u309f]+|[A-Za-z0-9.,%]+")
LONGEST = 4  # words of an expression in the lexicon
SAME_VALUE, SAME_WORD, TERM, MEANING, SOUND = 4.0, 3.0, 2.5, 2.0, 2.0  # strength of each kind of evidence
IN_PART, FUNCTION = 1.5, 1.0  # the first word of an expression; a word such as "in"
LEAST_SOUND = 0.6
MOST_WORDS = 300  # of a sentence that is aligned; evidence grows with their square


@dataclass(frozen=True, slots=True)
class _Link:
    """A span of the source, the span of the translation that expresses it, and the strength of the evidence."""

    start: int
    end: int
    target_start: int
    target_end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a source and of its translation, and the links between them."""

    source: str
    translation: str
    words: tuple[tuple[int, int], ...]  # content words of the source
    cells: tuple[tuple[int, int], ...]  # words of the translation; in Japanese, runs of one script
    links: tuple[_Link, ...]
    language: str

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span of the translation that expresses `source[start:end]`; None without evidence."""
        inside = [word for word in self.words if start < word[1] and word[0] < end]
        if not inside:
            return self._function_words(start, end)
        if not any(map(str.isalnum, self.source[:start] + self.source[end:])):
            return _trimmed(self.translation)
        unknown = [word for word in self.words if not self._known(word)]
        # An unlinked word of the translation is in the span with the probability that an unlinked source word is.
        likely = sum(word in inside for word in unknown) / len(unknown) if unknown else 0.0
        wanted = (start + end) / 2 / max(len(self.source), 1) * len(self.translation)
        scores = [self._score(cell, start, end, 2 * likely - 1) for cell in self.cells]
        first, last = _best_run(scores, [abs((a + b) / 2 - wanted) for a, b in self.cells])
        return (self.cells[first][0], self.cells[last][1]) if last >= first else None

    def _function_words(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span that expresses source stop words, if it is no stop word itself: "baru" as "new"."""
        for link in self.links:
            place = link.target_start, link.target_end
            if (
                start <= link.start
                and link.end <= end
                and not _is_function(self.translation[slice(*place)], self.language)
            ):
                return place
        return None

    def behind(self, at: int) -> int | None:
        """Return the offset in the translation after the counterpart of the word before `source[at]`, or None."""
        if not self.source[at:].strip():
            return len(self.translation)
        before = max((link for link in self.links if link.end <= at), key=lambda link: link.end, default=None)
        if before is None or len(WORD.findall(self.source[before.end : at])) > 1:
            return None
        return before.target_end

    def _link_at(self, at: int) -> _Link | None:
        return next((link for link in self.links if link.target_start <= at < link.target_end), None)

    def _known(self, word: tuple[int, int]) -> bool:
        return any(link.start < word[1] and word[0] < link.end for link in self.links)

    def _score(self, cell: tuple[int, int], start: int, end: int, unlinked: float) -> float:
        """Return the evidence, from -1 to 1, that a cell belongs to the counterpart of a source span."""
        link = next(filter(None, map(self._link_at, range(*cell))), None)
        if link is not None:
            score = 0.3 if link.strength < IN_PART else 1.0
            return score if start < link.end and link.start < end else -score
        return -0.02 if _is_function(self.translation[slice(*cell)], self.language) else 0.4 * unlinked


@lru_cache(maxsize=256)
def align(source: str, translation: str, language: str) -> Alignment:
    """Return the alignment of an Indonesian sentence and its translation into "en" or "ja"."""
    spans = [found.span() for found in WORD.finditer(source)]
    if len(spans) > MOST_WORDS:
        spans = []
    words = tuple(span for span in spans if source[slice(*span)].lower() not in STOP_WORDS["id"]) or tuple(spans)
    found = _links(source, translation, language, spans) if spans else []
    # A link of an expression is split into links of its words where they exist: "harga beras", "price of rice".
    links = _chosen(
        [part for link in _chosen(found, source, translation) for part in _parts(link, found)], source, translation
    )
    return Alignment(source, translation, words, tuple(_cells(translation, language, links)), links, language)


def _trimmed(text: str) -> tuple[int, int]:
    """Return the span of a text without white space around it and the full stop at its end."""
    stripped = text.strip().rstrip(".。")
    start = len(text) - len(text.lstrip())
    return start, start + len(stripped)


def _best_run(scores: list[float], distance: list[float]) -> tuple[int, int]:
    """Return the first and last index of the run with the highest sum, of equals the nearest; (0, -1) without one."""
    best, found = (0.0, 0.0), (0, -1)
    total, first = 0.0, 0
    for index, score in enumerate(scores):
        if total <= 0:
            total, first = 0.0, index
        total += score
        if score > 0 and (total, -min(distance[first : index + 1])) > best:
            best, found = (total, -min(distance[first : index + 1])), (first, index)
    return found


def _cells(translation: str, language: str, links: tuple[_Link, ...]) -> Iterator[tuple[int, int]]:
    if language != "ja":
        yield from (found.span() for found in WORD.finditer(translation))
        return
    edges = {edge for link in links for edge in (link.target_start, link.target_end)}
    for run in RUN.finditer(translation):
        cuts = [run.start(), *sorted(edge for edge in edges if run.start() < edge < run.end()), run.end()]
        yield from pairwise(cuts)


def _is_function(word: str, language: str) -> bool:
    if language == "ja":
        return HIRAGANA.fullmatch(word) is not None
    return word.lower() in STOP_WORDS["en"]


def _chosen(found: list[_Link], source: str, translation: str) -> tuple[_Link, ...]:
    """Return links that do not overlap: the strongest win, of equals those whose relative positions are closest."""

    def rank(link: _Link) -> tuple[float, float]:
        distance = abs(link.start / max(len(source), 1) - link.target_start / max(len(translation), 1))
        return -link.strength, distance

    chosen: list[_Link] = []
    source_taken, target_taken = bytearray(len(source)), bytearray(len(translation))
    for link in sorted(found, key=rank):
        if (
            source_taken.find(1, link.start, link.end) < 0
            and target_taken.find(1, link.target_start, link.target_end) < 0
        ):
            source_taken[link.start : link.end] = bytes([1]) * (link.end - link.start)
            target_taken[link.target_start : link.target_end] = bytes([1]) * (link.target_end - link.target_start)
            chosen.append(link)
    return tuple(sorted(chosen, key=lambda link: link.target_start))


def _parts(link: _Link, links: list[_Link]) -> list[_Link]:
    """Return the links of the single words of an expression, or its own link if there are none."""
    if link.strength >= TERM:
        return [link]
    inside = [
        part
        for part in links
        if part.strength >= MEANING
        and (link.start, link.end) != (part.start, part.end)
        and link.start <= part.start <= part.end <= link.end
        and link.target_start <= part.target_start <= part.target_end <= link.target_end
    ]
    return inside or [link]


def _links(source: str, translation: str, language: str, spans: list[tuple[int, int]]) -> list[_Link]:
    """Return all candidate links, which may overlap."""
    found = list(_same_values(source, translation, language))
    source_days, target_days = weekdays_in(source, "id"), weekdays_in(translation, language)
    found += [
        _Link(*source_days[day].span(), *target_days[day].span(), SAME_WORD)
        for day in source_days.keys() & target_days.keys()
    ]
    index = index_of(translation, language)
    for match in find_terms(source, builtin(), language):
        for phrase in match.term.translations(language):
            found += [_Link(match.start, match.end, a, b, TERM + len(phrase) / 100) for a, b in index.places(phrase)]
    places = exonyms(language)
    for at, (start, end) in enumerate(spans):
        word = source[start:end]
        if len(word) > 1 or word.isdecimal():
            found += [_Link(start, end, a, b, SAME_WORD) for a, b in occurrences(word, translation)]
        if word in places:
            found += [_Link(start, end, a, b, SAME_WORD) for a, b in index.places(places[word])]
        for count in range(1, min(LONGEST, len(spans) - at) + 1):
            last = spans[at + count - 1][1]
            for phrase in _meanings(source[start:last], language):
                strength = MEANING + count / 10
                if count == 1 and word.lower() in STOP_WORDS["id"]:
                    strength = FUNCTION
                # The longer of two translations wins: "逮捕", not "捕".
                found += [_Link(start, last, a, b, strength + min(b - a, 20) / 1000) for a, b in index.places(phrase)]
                first, _, more = phrase.partition(" ")
                if more and strength > FUNCTION and first not in STOP_WORDS["en"]:
                    found += [_Link(start, last, a, b, IN_PART) for a, b in index.places(first)]
        if language == "ja" and word[0].isupper():
            found += _by_sound(word, start, end, translation)
    return found


def _same_values(source: str, translation: str, language: str) -> Iterator[_Link]:
    targets = find_quantities(translation, language)
    for quantity in find_quantities(source, "id"):
        for target in targets:
            if quantity.value == target.value:
                yield _Link(quantity.start, quantity.end, target.start, target.end, SAME_VALUE)


def _by_sound(word: str, start: int, end: int, translation: str) -> Iterator[_Link]:
    near, run = nearest(word, translation)
    at = translation.find(run)
    if near >= LEAST_SOUND and run and at >= 0:
        yield _Link(start, end, at, at + len(run), SOUND + near / 10)


def _meanings(form: str, language: str) -> tuple[str, ...]:
    """Return the translations of a word form, or else of the form without "-nya", reduplication or affixes."""
    plain = form.lower()
    for base in (plain, plain.removesuffix("nya"), plain.partition("-")[0], *_bases(plain)):
        if found := translations(base, language):
            return found
    return ()


def _bases(word: str) -> Iterator[str]:
    for prefix in ("di", "ter", "ber", "se", "pe", "ke"):
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            yield word[len(prefix) :]
            yield word[len(prefix) :].removesuffix("kan").removesuffix("i").removesuffix("an")
    yield word.removesuffix("kan").removesuffix("an")
