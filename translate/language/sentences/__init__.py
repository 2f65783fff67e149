"""Sentences of Indonesian news.

`split` finds every mark that could end a sentence and applies rules for Indonesian titles, ranks, firms, addresses,
law, money, quotes and typing slips. Where no rule applies (symbols, other scripts) the library sentencex decides. The
rules come first because most errors in news are breaks that sentencex makes after an abbreviation or misses in a quote.

>>> split("Ia menemui Dr. Rina. “Kami siap!” tegasnya.")
('Ia menemui Dr. Rina. ', '“Kami siap!” tegasnya.')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from translate.language.sentences.rules import DOUBLE_QUOTES, Stop, ends_sentence

__all__ = ["LONGEST", "split"]

# A run of marks, closing quotes and brackets, footnote marks, and white space; or a blank line.
_PLACE = re.compile(
    r"(?P<marks>[.!?…]+|[。！？।؟۔]+)(?P<closers>[\"'“”‘’»)\]」』]*)(?P<notes>(?:\[\^[^\s\]]{1,40}\]|\[\d{1,3}\]|[⁰¹²³⁴-⁹]+)*+)\s*"
    r"|\n[^\S\n]*\n\s*"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s+|\Z")
_CLOSING = frozenset('"”»')
_WINDOW = 100  # characters on each side of a stop that sentencex is shown
# Characters, without white space at the ends. No sentence of news is near it; a longer text (a page without a stop, an
# endless word) is cut, as code that compares all words of a sentence with each other takes quadratic time.
LONGEST = 2_000
_TO_SPACE = re.compile(r"(?s).*\s")
_BLANK = re.compile(r"\s*")


def split(text: str) -> tuple[str, ...]:
    """Return the sentences of one paragraph; joined they are `text`, whatever it contains.

    White space belongs to the sentence it follows, and what leads the text to the first. No sentence is blank unless
    the whole text is. A line break is a space; a blank line ends a sentence. An empty text has no sentences. A sentence
    of more than LONGEST characters is cut behind a word, or inside one that is as long.
    """
    if not text:
        return ()
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    cuts = [0]
    for end in (*_cuts(text), len(text)):
        cuts += [*_shorter(text, max(cuts[-1], first), min(end, last)), end]
    return tuple(text[start:end] for start, end in pairwise(cuts))


def _cuts(text: str) -> Iterator[int]:
    """Return where each sentence but the first begins, in order."""
    cased = any(c.isupper() for c in text)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    sentence, seen, quotes = 0, 0, 0
    for place in _PLACE.finditer(text):
        cut = place.end()
        if place["marks"]:
            quotes += sum(text.count(quote, seen, place.start()) for quote in DOUBLE_QUOTES)
            seen = place.start()
            stop = _stop(text, place, sentence, quotes % 2 == 1, cased)
            if stop.end >= last:
                continue
            verdict = ends_sentence(stop)
            cut = stop.end if (_library_agrees(stop) if verdict is None else verdict) else 0
        if max(sentence, first) < cut < last:
            yield cut
            sentence = cut


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """Return where a sentence is cut that is longer than LONGEST."""
    while end - start > LONGEST:
        words = _TO_SPACE.match(text, start, start + LONGEST)
        beyond = _BLANK.match(text, words.end() if words else start + LONGEST)
        start = beyond.end() if beyond else end
        if start < end:
            yield start


def _stop(text: str, place: re.Match[str], sentence: int, quoted: bool, cased: bool) -> Stop:
    """Return the stop at a place; `quoted`: a double quote is open there, `cased`: the text has capitals."""
    closers, end = place["closers"], place.end()
    if place["notes"]:
        pass  # the mark of a footnote at the end of the sentence
    elif len(closers) == 1 and closers in DOUBLE_QUOTES and end == place.end("closers") and not quoted:
        closers, end = "", end - 1  # no space after the stop, and none is open: the quote opens
    elif not closers and quoted and end > place.end("marks") and text[end : end + 1] in _CLOSING:
        beyond = _SPACE.match(text, end + 1)
        if beyond is not None:  # white space on both sides, and one is open: the quote closes
            closers, end = text[end], beyond.end()
    return Stop(text, sentence, place.start(), place["marks"], closers, end, cased, quoted)


def _library_agrees(stop: Stop) -> bool:
    """Return whether sentencex begins a sentence after the stop.

    It is shown a window, not the text: its time grows with the square of a long text that is not ASCII.
    """
    import sentencex

    low = max(stop.sentence, stop.start - _WINDOW)
    # A lone surrogate cannot be handed to Rust; what takes its place has the same length.
    window = _SURROGATE.sub("\ufffd", stop.text[low : stop.end + _WINDOW])
    found = sentencex.get_sentence_boundaries("id", window)
    return any(low + boundary["start_index"] == stop.end for boundary in found)
