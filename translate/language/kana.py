"""Compare an Indonesian name with a katakana transcription by pronunciation.

Katakana has no way to write most syllables of a name as they are, and each has more than one usual spelling (`Jember`:
ジュンブル, ジェンブル), so both sides are reduced to a rough sound: one letter for sounds that katakana merges
(l and r, v and b, m and n before a consonant), without h, and with vowels counting half, since the vowel after a
consonant that has none of its own is the transcriber's choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from translate.language.likeness import alike, most_alike
from translate.patterns import regex

ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タ-トテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "y": "ヤ-ユ-ヨ", "r": "ラリルレロ", "w": "ワヰ-ヱヲ", "g": "ガギグゲゴ", "z": "ザ-ズゼゾ",
    "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
SOUNDS = {kana: row + vowel for row, line in ROWS.items() for kana, vowel in zip(line, "aiueo", strict=True)}
SOUNDS |= {"ジ": "ji", "ヂ": "ji", "チ": "ci", "ツ": "tu", "ン": "n", "ヴ": "bu", "ー": "", "ッ": ""}
SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ia", "ュ": "iu", "ョ": "io", "ヮ": "wa"}
RUN = regex("[ァ-ヺー]{2,}")
# Spellings of one sound in Indonesian, in its old orthography and in Arabic names; applied in this order.
FOLDED = (
    *(("oe", "u"), ("dj", "j"), ("tj", "c"), ("ngg", "G"), ("ng(?=[aiueo])", "G"), ("ng", "n"), ("ny", "ni")),
    *(("sy|sh", "s"), ("[gkdtb]h", lambda match: match[0][0]), ("ch", "c"), ("ph|f", ""), ("x", "ks"), ("q", "k")),
    *(("v", "b"), ("rl", "rul"), ("l", "r"), ("z", "s"), ("y", "i"), ("w", "u"), ("h", ""), ("m(?=[bpm])", "n")),
    ("G", "ng"),
)
# Second pronunciations of some letters.
SOUND_VARIANTS = (("c", "k"), ("z", "j"), ("zi", "ji"), ("j", "y"), ("kh", "h"), ("ti", "ci"))
# Similarity from which a name counts as found. Of 1,527 names of news and their katakana 96 per cent reach it
# (the others are slips of the source, or names written with characters), of the katakana of other texts 1.6 per cent,
# of the same katakana gone wrong in the middle 7 per cent.
ALIKE = 0.75
LEAST_PART = 3  # katakana of a name that may be a part of a longer run
KEPT = 4096  # sounds that are remembered
SURELY_ALIKE = 0.9  # for a place whose Japanese is known: only another spelling of the same
# Not Indonesian spelling: the name is of another language and may not be pronounced as it is spelled.
STARTS = "[bdgkpt]r|[bgkps]l|[dks]w|sr|ng|ny|sy|kh|dh|dj|tj|gh|mb|nd|.?"
FOREIGN = regex(
    rf"[^a-z]|^(?!(?:{STARTS})[aiueo])|sh|th|ph|gh|wh|ck|ch|x|q|v|c(?![aiueo])|w(?![aiueo])|ea|ee|eo|oo|ou|[aiueo]{{3}}"
    r"|([^gs])\1|[^aiueo]{4}|(?!ng)[^aiueo]{2}$|(?<!n)g$|[cejpvwz]$|[^aiueoh]y$|(?:er|es|ton|son|tion|um)$"
)


@lru_cache(KEPT)
def sound(name: str) -> str:
    """Return the rough sound of a name in Latin letters.

    >>> sound("Palembang"), sound("Lukman Hakim")
    ('parenban', 'rukman akim')
    """
    plain = name.lower()
    for written, form in FOLDED:
        plain = re.sub(written, form, plain)
    return re.sub(r"(.)\1", r"\1", plain)


@lru_cache(KEPT)
def sound_of_kana(run: str) -> str:
    """Return the rough sound of a run of katakana.

    >>> sound_of_kana("パレンバン")
    'parenban'
    """
    sounds = ""
    for kana in run:
        if kana in SMALL:
            sounds = (sounds[:-1] if sounds[-1:] in "aiueo" else sounds) + SMALL[kana]
        else:
            sounds += SOUNDS.get(kana, "")
    return sound(sounds)


@lru_cache(256)  # the checks ask for the names of a sentence again and again
def nearest(name: str, text: str) -> tuple[float, str]:
    """Return the highest similarity of a name with a katakana run of a text, between 0 and 1, and that run.

    A name may be foreign despite its spelling, so c is compared as in "Cirebon" and "Oscar", j also as in "Johan".
    """
    name_sounds, best = _pronunciations(name), (0.0, "")
    for part, kana_sound in _katakana(name, text).items():
        for name_sound in name_sounds:
            if _compared(most_alike, name_sound, kana_sound) >= best[0]:
                best = max(best, (_compared(alike, name_sound, kana_sound), part))
    return best


def compare_runs(name: str, text: str) -> list[tuple[float, str]]:
    """Return the similarity of each katakana run of a text with a name, and the run."""
    name_sounds = _pronunciations(name)
    return [
        (max(_compared(alike, name_sound, kana_sound) for name_sound in name_sounds), part)
        for part, kana_sound in _katakana(name, text).items()
    ]


def _katakana(name: str, text: str) -> dict[str, str]:
    """Return the katakana runs of a text that may be the name, each with its pronunciation."""
    return {part: sound_of_kana(part) for run in RUN.findall(text) for part in _parts(run, _size(name))}


def likeness(name: str, run: str) -> float:
    """Return the similarity of a katakana run with a name, between 0 and 1."""
    return max(_compared(alike, name_sound, sound_of_kana(run)) for name_sound in _pronunciations(name))


def _pronunciations(name: str) -> set[str]:
    """Return the possible pronunciations of a name in Latin letters."""
    name = name.lower()
    return {sound(name), *(sound(name.replace(letters, form)) for letters, form in SOUND_VARIANTS if letters in name)}


def _size(name: str) -> int:
    """Return the approximate number of katakana of a name: one for each vowel and each consonant without one."""
    return len(re.findall("[^aiueo]?[aiueo]|[^aiueo]", sound(name)))


def _parts(run: str, size: int) -> set[str]:
    """Return a run of katakana, and where it is longer than a name, its beginning and end: "ハリケーンローザ"."""
    cut = size + 1
    return {run, run[:cut], run[-cut:]} if size >= LEAST_PART and len(run) > cut + 1 else {run}


def reads_as_written(name: str) -> bool:
    """Return whether a name has Indonesian spelling; only then can its katakana be derived from its letters."""
    return FOREIGN.search(name.lower()) is None


def _compared(ratio: Callable[[str, str], float], first: str, second: str) -> float:
    """Return the similarity of two pronunciations by a string ratio; consonants count twice."""
    consonants, full = (_consonants(first), _consonants(second)), ratio(first, second)
    return (2 * ratio(*consonants) + full) / 3 if all(consonants) else full


@lru_cache(KEPT)
def _consonants(form: str) -> str:
    return re.sub("[aiueo ]", "", form).replace("m", "n")
