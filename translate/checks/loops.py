"""Find repetition loops of a decoder.

Four signs, each compared with the source, whose own repetitions are allowed: a run of words (of characters
in Japanese) that follows upon itself; a run that is repeated after at most a conjunction; a punctuation mark or letters
repeated many times; and the compression ratio that Whisper uses for the same purpose (Radford et al., "Robust Speech
Recognition via Large-Scale Weak Supervision", 2022, section 4.5: text that gzip makes more than 2.4 times smaller is a
loop).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from translate.document import Flag, FlagCode
from translate.document.flags import Compression, Loop

# How often a run of so many words must follow upon itself. Two short ones do in good prose ("very, very"), three
# in lists and chants; an immediate repetition of four or more words is not.
WORD_LOOPS = {1: 4, 2: 3, 3: 3, 4: 2}
# The same for Japanese characters, where two or three are one word ("いろいろ", "ますます").
CHARACTER_LOOPS = {1: 7, 2: 4, 3: 4, 4: 3, 5: 3, 6: 3, 7: 3, 8: 2}
LONGEST = {"words": 16, "characters": 40}  # of a run that is searched for
TWICE = 2  # minimum repetitions of longer runs, and of a run of the source that excuses its translation
COMPRESSION = 2.4  # Whisper's threshold
# A run of so many words (characters) at three places, when the source has no such thing, is a loop with variations.
SPREAD = {"words": 5, "characters": 14}
SPREAD_TIMES = 3


@dataclass(frozen=True, slots=True)
class Doubling:
    """A minimum length of a repeated n-gram, and the maximum gap to its repetition."""

    least: int
    gap: int


# "There are similarities and there are similarities". In 1,997 sentences of human translators, where the source has
# nothing alike, none has such a run but for two slips of the pen ("none of the of the").
DOUBLED = {
    "words": (Doubling(3, 2), Doubling(2, 0)),
    "characters": (Doubling(8, 4), Doubling(6, 0)),
}
# Marks ("........") and the letters of a word ("comescomescomes"); leaders of a table are in the source as well.
STUTTERS = (re.compile(r"([^\w\s])(?:\s?\1){7,}"), re.compile(r"([^\W\d_]{2,10}?)\1{3,}"))
# A run of so many words, repeated in the source within up to so many words, excuses its translation.
SOURCE_DOUBLED = (Doubling(2, 6), Doubling(1, 0))


def check_loops(source: str, hypothesis: str, target_language: str) -> list[Flag]:
    """Return REPETITION with the run that is repeated, how often, and the compression ratio."""
    unit = "characters" if target_language == "ja" else "words"
    tokens, loops = _tokens(hypothesis, unit, hyphens=True), WORD_LOOPS if unit == "words" else CHARACTER_LOOPS
    ratio = compression_ratio(hypothesis)
    run, times = longest_loop(tokens, loops, LONGEST[unit])
    if run and _is_chant(source, times):
        run = ()
    if not run:
        run, times = _spread(tokens, SPREAD[unit])
        if times < SPREAD_TIMES or _spread(_tokens(source, "words"), 3)[0]:
            run = ()
    glue = "" if unit == "characters" else " "
    if not run:
        run, times = _doubled_here(tokens, source, unit), TWICE
    if not run:
        run, times = _stutter(hypothesis, source)
    if run:
        shown = glue.join(run[:8]) + ("..." if len(run) > 8 else "")
        return [Flag(FlagCode.REPETITION, Loop(shown, times, ratio))]
    if ratio > COMPRESSION and ratio > 1.3 * compression_ratio(source):
        return [Flag(FlagCode.REPETITION, Compression(ratio, COMPRESSION))]
    return []


def _is_chant(source: str, times: int) -> bool:
    """Return whether the source has a repetition itself, at least half as often as the translation."""
    source_times = longest_loop(_tokens(source, "words"), {}, LONGEST["words"])[1]
    return source_times > 1 and times <= 2 * source_times


def compression_ratio(text: str) -> float:
    """Return the zlib compression ratio of a text."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def _tokens(text: str, unit: str, *, hyphens: bool = False) -> list[str]:
    """Return the words in lower case, or the letters and digits, by `unit`; `hyphens` splits words at them.

    In Indonesian a hyphen joins one word ("kapal-kapal"); in a translation it may join the repetitions of a loop.
    """
    if unit == "words":
        return re.findall(r"[^\W_]+(?:['’][^\W_]+)*" if hyphens else r"[^\W_]+(?:['’-][^\W_]+)*", text.lower())
    return [character for character in text if character.isalnum()]


def longest_loop(tokens: list[str], loops: dict[int, int], longest: int) -> tuple[tuple[str, ...], int]:
    """Return the n-gram with the most immediate repetitions above its limit, and their number; else nothing."""
    best: tuple[tuple[str, ...], int] = ((), 1)
    for size in _distances(tokens, 1, min(longest, len(tokens) // 2)):
        needed, equal = loops.get(size, TWICE), 0
        for at in range(len(tokens) - size):
            equal = equal + 1 if tokens[at] == tokens[at + size] else 0
            times = equal // size + 1
            if times >= needed and times > best[1]:
                run = tuple(tokens[at + 1 : at + 1 + size])
                best = best if all(token.isdigit() for token in run) else (run, times)
    return best


def _distances(tokens: list[str], least: int, most: int) -> list[int]:
    """Return the distances from `least` to `most` at which a token comes again, in order; most texts have few."""
    found: set[int] = set()
    last: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        before = last.setdefault(token, [])
        found.update(at - place for place in before[-most:] if at - place <= most)
        before.append(at)
    return sorted(distance for distance in found if distance >= least)


def _doubled_here(tokens: list[str], source: str, unit: str) -> tuple[str, ...]:
    """Return an n-gram that is repeated nearby without a counterpart in the source, else nothing."""
    run = max((doubled(tokens, limits, LONGEST[unit]) for limits in DOUBLED[unit]), key=len)
    words = _tokens(source, "words") if run else []
    return () if any(doubled(words, limits, LONGEST["words"]) for limits in SOURCE_DOUBLED) else run


def doubled(tokens: list[str], limits: Doubling, longest: int) -> tuple[str, ...]:
    """Return the longest n-gram that is repeated within the limits, else nothing; digits alone do not count."""
    best: tuple[str, ...] = ()
    for shift in _distances(tokens, limits.least, min(longest + limits.gap, len(tokens) - 1)):
        equal = 0
        for at in range(len(tokens) - shift):
            if tokens[at] != tokens[at + shift]:
                equal = 0
                continue
            equal += 1
            size = min(equal, shift)
            if size >= limits.least and shift - size <= limits.gap and size > len(best):
                run = tuple(tokens[at + 1 - size : at + 1])
                best = best if all(token.isdigit() for token in run) else run
    return best


def _stutter(hypothesis: str, source: str) -> tuple[tuple[str, ...], int]:
    """Return a repeated punctuation mark or letters of a word without a counterpart in the source."""
    for stutter in STUTTERS:
        for match in stutter.finditer(hypothesis):
            cry = len(match[1]) > 1 and len(set(match[1])) == 1  # "NOOOOOO"
            if not cry and not stutter.search(source):
                return (match[1],), len(re.sub(r"\s", "", match[0])) // len(match[1])
    return (), 1


def _spread(tokens: list[str], size: int) -> tuple[tuple[str, ...], int]:
    """Return the n-gram of this size with the most occurrences that do not overlap, and their number."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(tokens) - size + 1):
        run = tuple(tokens[at : at + size])
        seen = places.setdefault(run, [])
        if not seen or at >= seen[-1] + size:
            seen.append(at)
    best = max(places, key=lambda run: len(places[run]), default=())
    times = len(places.get(best, []))
    return (best, times) if times > 1 else ((), times)
