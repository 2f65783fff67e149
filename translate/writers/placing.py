"""Project inline markup (bold, links, tags, footnote marks) from a source sentence onto its translation.

The words themselves are searched first, since most names are copied, then the word alignment is used; else the
position is proportional.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate.language.alignment import align
from translate.language.gazetteer import exonyms
from translate.language.word_index import occurrences
from translate.writers.cue_cutting import words_of

Span = tuple[int, int]


def place_words(source: str, span: Span, translation: str, language: str, occupied: Sequence[Span] = ()) -> Span:
    """Return the span for `source[slice(*span)]` in a translation, apart from occupied spans; empty if none is free."""
    found = find_words(source, span, translation, language, occupied)
    if found is not None:
        return found
    start = _proportional(span[0], source, translation, language, closes=False)
    end = max(start, _proportional(span[1], source, translation, language, closes=True))
    free = max((last for first, last in occupied if first <= start), default=0)
    return max(start, free), max(end, free)


def find_words(source: str, span: Span, translation: str, language: str, occupied: Sequence[Span] = ()) -> Span | None:
    """Return the same as `place_words`; None without evidence."""
    return next(
        (place for place in _candidates(source, span, translation, language) if _is_free(place, occupied)), None
    )


def place_mark(source: str, at: int, translation: str, language: str) -> int:
    """Return the offset in a translation for an empty mark at an offset of the source."""
    stop = len(source[:at].rstrip()) and source[:at].rstrip()[-1]
    offset = align(source, translation, language).behind(at) if source[:at].strip() else 0
    if offset is None:
        return _proportional(at, source, translation, language, closes=False)
    # "persen.¹" has its mark after the full stop, "persen¹." before it.
    if source[at:].strip() and not any(map(str.isalnum, source[at:])) and offset <= len(translation):
        return len(translation.rstrip(".。!?！？ ")) if stop not in (".", "!", "?") else len(translation)
    return offset


def _is_free(place: Span, occupied: Sequence[Span]) -> bool:
    return all(place[1] <= start or end <= place[0] for start, end in occupied)


def _candidates(source: str, span: Span, translation: str, language: str) -> Iterator[Span]:
    shown = source[slice(*span)]
    for words in filter(None, (shown, exonyms(language).get(shown))):
        target_offset = span[0] / max(len(source), 1) * len(translation)
        yield from sorted(occurrences(words, translation), key=lambda place: abs(place[0] - target_offset))
    aligned = align(source, translation, language).place(*span)
    if aligned is not None:
        yield _with_signs(aligned, shown, translation)


def _with_signs(place: Span, shown: str, translation: str) -> Span:
    """Return a span extended by the opening quote or the final stop, if the span in the source included them."""
    start, end = place
    if not shown[:1].isalnum() and not any(map(str.isalnum, translation[:start])):
        start = len(translation) - len(translation.lstrip())
    if not shown[-1:].isalnum() and not any(map(str.isalnum, translation[end:])):
        end = len(translation.rstrip())
    return start, end


def _proportional(at: int, source: str, translation: str, language: str, *, closes: bool) -> int:
    """Return the word boundary in the translation at the relative position of `at` in the source."""
    if not source[:at].strip():
        return 0
    if not source[at:].strip():
        return len(translation)
    target_offset = round(at * len(translation) / len(source))
    edges = [end if closes else start for start, end in words_of(translation, language)]
    return min([*edges, len(translation) if closes else 0], key=lambda edge: abs(edge - target_offset))
