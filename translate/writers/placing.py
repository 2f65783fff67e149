"""Where in a translated sentence something stands that stood at words of its source: bold, a link, a tag, a mark.

The words themselves are looked for first (names are, in most languages, written as they were), then what the alignment
says of them. Where neither tells, it stands as far into the sentence as it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate.language.alignment import align
from translate.language.gazetteer import exonyms
from translate.language.word_index import occurrences
from translate.writers.cue_cutting import words_of

Span = tuple[int, int]


def place_words(source: str, span: Span, said: str, language: str, taken: Sequence[Span] = ()) -> Span:
    """Return where a translation says `source[slice(*span)]`, clear of what is taken; empty where no place is left."""
    found = find_words(source, span, said, language, taken)
    if found is not None:
        return found
    start = _as_far(span[0], source, said, language, closes=False)
    end = max(start, _as_far(span[1], source, said, language, closes=True))
    free = max((last for first, last in taken if first <= start), default=0)
    return max(start, free), max(end, free)


def find_words(source: str, span: Span, said: str, language: str, taken: Sequence[Span] = ()) -> Span | None:
    """Return where a translation says `source[slice(*span)]`, clear of what is taken; None where nothing tells."""
    return next((place for place in _found(source, span, said, language) if _is_free(place, taken)), None)


def place_mark(source: str, at: int, said: str, language: str) -> int:
    """Return where in a translation something without words of its own stands, given where it stood."""
    stop = len(source[:at].rstrip()) and source[:at].rstrip()[-1]
    behind = align(source, said, language).behind(at) if source[:at].strip() else 0
    if behind is None:
        return _as_far(at, source, said, language, closes=False)
    # "persen.¹" has its mark behind the stop, "persen¹." before it.
    if source[at:].strip() and not any(map(str.isalnum, source[at:])) and behind <= len(said):
        return len(said.rstrip(".。!?！？ ")) if stop not in (".", "!", "?") else len(said)
    return behind


def _is_free(place: Span, taken: Sequence[Span]) -> bool:
    return all(place[1] <= start or end <= place[0] for start, end in taken)


def _found(source: str, span: Span, said: str, language: str) -> Iterator[Span]:
    shown = source[slice(*span)]
    for words in filter(None, (shown, exonyms(language).get(shown))):
        wanted = span[0] / max(len(source), 1) * len(said)
        yield from sorted(occurrences(words, said), key=lambda place: abs(place[0] - wanted))
    aligned = align(source, said, language).place(*span)
    if aligned is not None:
        yield _with_signs(aligned, shown, said)


def _with_signs(place: Span, shown: str, said: str) -> Span:
    """Return a place with the quote before it and the stop behind it, if what stood in the source had them."""
    start, end = place
    if not shown[:1].isalnum() and not any(map(str.isalnum, said[:start])):
        start = len(said) - len(said.lstrip())
    if not shown[-1:].isalnum() and not any(map(str.isalnum, said[end:])):
        end = len(said.rstrip())
    return start, end


def _as_far(at: int, source: str, said: str, language: str, *, closes: bool) -> int:
    """Return the edge of a word in `said` that is as far in as `at` is in `source`."""
    if not source[:at].strip():
        return 0
    if not source[at:].strip():
        return len(said)
    wanted = round(at * len(said) / len(source))
    edges = [end if closes else start for start, end in words_of(said, language)]
    return min([*edges, len(said) if closes else 0], key=lambda edge: abs(edge - wanted))
