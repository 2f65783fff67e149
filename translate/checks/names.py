"""Find names of the source that the translation does not have.

A capital is no proof of a name in Indonesian, which writes bodies, laws and feasts with capitals and has them
translated. So a name is only missed where three things agree: it is a place of the gazetteer, an acronym, or a
capitalised word within a sentence that is no word of the language; it is nowhere in the translation under any spelling
or exonym that is known; and the sentence is no headline, where every word has a capital. A name that was left out and
one that was garbled ("Backpapan") are the same fault.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from translate.document import Flag, FlagCode
from translate.document.flags import LostName, LostNames
from translate.language.clippings import is_clipped
from translate.language.common_words import is_bare_root_with_i, is_common, is_misspelled, is_ordinary, name_before
from translate.language.gazetteer import GazetteerEntry, Table, organisations, places
from translate.language.kana import SURELY_ALIKE, least, nearest, reads_as_written
from translate.language.likeness import alike, most_alike
from translate.language.name_words import COMPASS, EXONYMS, LEAGUES, SAID_OTHERWISE, TRANSLATED
from translate.language.senses import holds
from translate.language.words import ADDRESS

WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
LEAST = 4  # letters; shorter words are too often something else
NEARBY = 60  # characters before a word that are looked at
MOST = 40  # names of a sentence that are asked for; one that has more is a list without an end
HEADLINE_SHARE = 0.7  # of the words with a capital
CLOSE = 0.62  # likeness from which a word is taken for a name gone wrong
PREFIX = 0.7  # of a name, at the least, that a word must begin with to be a form of it
# After these a word is a name that would be an ordinary one elsewhere: "Gunung Sumbing".
NAMING = re.compile(
    r"(?<!\w)(?:Gunung|Desa|Dusun|Kampung|Kelurahan|Kecamatan|Kabupaten|Kota|Sungai|Bukit|Teluk|Selat|"
    r"Danau|Pak|Bu|[Bb]ernama)$"
)
GLUED = re.compile("[a-z.][A-Z]|[A-Z]{3}[a-z]")  # two words without the space between, "FPI.Ia", or more than a name
ROMAN = re.compile("[IVXLC]+")  # "kelas XII"
KATAKANA = re.compile("[ァ-ヺー]+")
# Where names are written with Chinese characters in Japanese, and a person who is.
EAST_ASIA = re.compile(
    r"\b(?:Jepang|Tokyo|Tiongkok|Cina|China|Beijing|Korea|Korsel|Korut|Seoul|Taiwan|Hong Kong|Vietnam)"
)
KANJI_NAMES = re.compile("日本|中国|韓国|朝鮮|台湾|香港|[一-龥]氏")
CLOSE_IN_KANA = 0.82  # "バリックパパン" is "バリクパパン"
TYPING = 7  # letters, from which one letter may be another
SPELLINGS = (
    *(("ph", "f"), ("ck", "k"), ("ch", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("th", "t"), ("sh", "s")),
    *(("oe", "u"), ("dj", "j"), ("y", "i"), ("z", "s"), ("v", "f"), ("w", "f"), ("h", "")),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the source: its words, and what the gazetteer knows of it."""

    text: str
    entry: GazetteerEntry | None = None
    sure: bool = False  # of the gazetteer or an acronym; else only likely


def check_names(source: str, names: list[Name], hypothesis: str, target_language: str) -> list[Flag]:
    """Return NAME_LOST with those of the source's names that are missing, and how sure that is."""
    if target_language == "ja":
        return _flag([_heard(name, hypothesis) for name in _lost_in_japanese(source, names, hypothesis)])
    if target_language != "en":
        return []
    if not names:
        return []
    said = _Said(hypothesis, source)
    lost = [name for name in names if not said.has(name) and not _is_slip(name, hypothesis)]
    return _flag([LostName(name.text, name.sure, said.nearest(name)) for name in lost])


def _is_slip(name: Name, hypothesis: str) -> bool:
    """Return whether a likely name is a slip of typing: an ordinary word gone wrong, or a name with one stuck to it."""
    before = "" if name.sure else name_before(name.text)
    return not name.sure and (is_misspelled(name.text) or before in WORD.findall(hypothesis))


def _flag(lost: list[LostName]) -> list[Flag]:
    return [Flag(FlagCode.NAME_LOST, LostNames(tuple(lost)))] if lost else []


def _heard(name: Name, hypothesis: str) -> LostName:
    """Return how near the likeliest katakana comes, the evidence for a name that the gazetteer does not have."""
    (near, run), word = max((nearest(word, hypothesis), word) for word in name.text.split())
    needed = SURELY_ALIKE if name.sure else least(word)
    return LostName(name.text, name.sure, run, near, needed) if run else LostName(name.text, name.sure)


def _lost_in_japanese(source: str, names: list[Name], hypothesis: str) -> list[Name]:
    """Return the names that a Japanese translation has in no form: places, and what is compared by its sound.

    A name of several words is there when one of them is, since Japanese calls people by one name. Names of countries
    that write with Chinese characters are not asked for.
    """
    lost = [name for name in names if name.sure and not _has_place_in_kana(name, hypothesis)]
    if EAST_ASIA.search(source) or KANJI_NAMES.search(hypothesis):
        return lost
    likely = {name.text for name in names if reads_as_written(name.text) and name.text not in EXONYMS}
    for run in _runs(source, {name.text for name in names if not name.sure}):
        there = any(word.lower() in hypothesis.lower() or nearest(word, hypothesis)[0] >= least(word) for word in run)
        if not there and set(run) <= likely and not any(map(is_misspelled, run)):
            lost.append(Name(" ".join(run)))
    return lost


def _runs(source: str, names: set[str]) -> list[tuple[str, ...]]:
    """Return the names that stand side by side, as first and last names do; each run once."""
    runs: list[tuple[str, ...]] = []
    open_at = -1
    for match in WORD.finditer(source):
        if match[0] not in names:
            continue
        if runs and source[open_at : match.start()] == " ":
            runs[-1] = (*runs[-1], match[0])
        else:
            runs.append((match[0],))
        open_at = match.end()
    return list(dict.fromkeys(runs))


def _has_place_in_kana(name: Name, hypothesis: str) -> bool:
    """Return whether a place is there in Japanese or as it is; of acronyms and countries nothing is known."""
    entry = name.entry
    if entry is None or not entry.ja or name.text.isupper() or name.text.split()[0] in EXONYMS:
        return True  # countries have too many short forms
    if re.sub("[州県市]$", "", entry.ja).replace("・", "") in hypothesis.replace("・", "") or name.text in hypothesis:
        return True
    if nearest(name.text, hypothesis)[0] >= SURELY_ALIKE:
        return True
    own, theirs = KATAKANA.findall(entry.ja), KATAKANA.findall(hypothesis)
    return any(alike(one, other) >= CLOSE_IN_KANA for one in own for other in theirs)


def find_names(source: str) -> list[Name]:
    """Return the names of an Indonesian sentence that its translation must say again, each once."""
    text = ADDRESS.sub(lambda match: " " * len(match[0]), source)
    words = list(WORD.finditer(text))
    capitals = [word for word in words if word[0][0].isupper()]
    shouted = sum(word[0].isupper() for word in words) * 2 > len(words)
    headline = len(capitals) >= HEADLINE_SHARE * len(words) and not text.rstrip(" \"”’'").endswith(".")
    names: dict[str, Name] = {}
    at = 0
    while at < len(words) and len(names) < MOST:
        known = None if shouted else _known(places(), words, at)
        if known:
            entry, end = known
            name = Name(" ".join(word[0] for word in words[at:end]), entry, sure=True)
            names.setdefault(name.text, name)
            at = end
            continue
        word = words[at][0]
        if not shouted and _is_acronym(word):
            if holds(text, words[at].start(), words[at].end()):
                names.setdefault(word, Name(word, _known_body(word), sure=True))
        elif not headline and not shouted and _is_name(text, words, at):
            names.setdefault(word, Name(word))
        at += 1
    return list(names.values())


def _known(table: Table, words: list[re.Match[str]], at: int) -> tuple[GazetteerEntry, int] | None:
    """Return the place that stands at `at`, and where it ends; as part of a longer name it is kept all the more."""
    if words[at][0] not in table.firsts:
        return None
    for size in range(table.longest, 0, -1):
        run = tuple(word[0] for word in words[at : at + size])
        if run in table and len(run) == size and len("".join(run)) >= LEAST:
            return table[run], at + size
    return None


def _known_body(word: str) -> GazetteerEntry | None:
    return organisations().get((word,))


def _is_acronym(word: str) -> bool:
    letters = word.isupper() and word.isalpha() and 3 <= len(word) <= 6
    shouted = len(word) >= LEAST and is_common(word)  # "TIDAK"
    return letters and not shouted and word not in SAID_OTHERWISE and not ROMAN.fullmatch(word)


def _is_name(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Return whether a word is likely a name: a capital within the sentence, and no word of the language."""
    match = words[at]
    word = match[0]
    if GLUED.search(word):
        return False
    before = text[max(0, match.start() - NEARBY) : match.start()].rstrip()
    first = not before or before[-1] in ".!?:;\"“”‘'(–—-/"
    if first or not word[0].isupper() or word.isupper() or len(word) < LEAST:
        return False
    named = NAMING.search(before) is not None and not is_common(word) and not is_clipped(word)
    return named or not is_ordinary(word) or is_bare_root_with_i(word)


class _Said:
    """What a translation says, to look names up in."""

    def __init__(self, hypothesis: str, source: str) -> None:
        self.text, self.source = hypothesis, source
        self.words = WORD.findall(hypothesis)
        self.forms = {_fold(part) for word in self.words for part in (word, *re.split("['’.-]", word)) if part}
        self.forms |= {form.replace(".", "") for form in self.forms}
        self.joined = {_fold(one + other) for one, other in pairwise(self.words)}  # "Bandarlampung"
        self.skeletons = {_skeleton(form) for form in self.forms}
        ours = set(WORD.findall(source))
        self.new = [word for word in self.words if word[0].isupper() and word not in ours]

    def has(self, name: Name) -> bool:
        """Return whether a name is there, in the form of the gazetteer, an exonym, or a spelling near its own."""
        if name.entry is not None and name.sure and not name.text.isupper():
            return self._has_place(name.text, name.entry)
        if name.text.isupper():
            return self._has_acronym(name)
        return self._has_word(name.text)

    def _has_place(self, text: str, entry: GazetteerEntry) -> bool:
        words = [word for word in (*text.split(), *WORD.findall(entry.en)) if word.lower() not in COMPASS | TRANSLATED]
        return not words or any(self._has_word(word) for word in words)

    def _has_word(self, word: str) -> bool:
        if word in EXONYMS:
            begins = [*EXONYMS[word].split(), *(LEAGUES.get(word, "").split() if "Liga" in self.source else ())]
            if any(form.startswith(b) if len(b) > 2 else form == b for form in self.forms for b in begins):
                return True
        folded, bare = _fold(word), _skeleton(word)
        if folded in self.forms or bare in self.skeletons or folded.replace("-", "") in self.forms | self.joined:
            return True
        parts = [part for part in re.split("['’.-]", word) if part != word and (len(part) >= LEAST or part in EXONYMS)]
        if (parts and all(self._has_word(part) for part in parts)) or word.replace("-", " ") in self.text:
            return True
        stem = bare[: max(LEAST, round(PREFIX * len(bare)))]
        if len(bare) >= LEAST and any(skeleton.startswith(stem) for skeleton in self.skeletons):
            return True
        return len(folded) >= TYPING and any(_one_letter_off(folded, form) for form in self.forms)

    def _has_acronym(self, name: Name) -> bool:
        if _fold(name.text) in self.forms:
            return True
        if name.entry is not None:
            wanted = [word for word in WORD.findall(name.entry.en) if len(word) >= LEAST]
            return not wanted or 2 * sum(_fold(word) in self.forms for word in wanted) >= len(wanted)
        initials = "".join(word[0].lower() for word in self.words)
        if name.text.lower() in initials:
            return True  # "search and rescue"
        other = any(word.replace(".", "").isupper() and len(word) > 1 for word in self.new)
        return other or len(self.new) >= len(name.text)

    def nearest(self, name: Name) -> str:
        """Return the word that looks like the name gone wrong, or an empty string."""
        folded = _fold(name.text)
        near = [(_fold(word), word) for word in self.new]
        close = [(alike(folded, form), word) for form, word in near if most_alike(folded, form) >= CLOSE]
        ratio, word = max(close, default=(0.0, ""))
        return word if ratio >= CLOSE else ""


@lru_cache(maxsize=1 << 14)  # the words of a language come again and again
def _fold(word: str) -> str:
    """Return a word in lower case without accents and possessive."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", plain).replace("’", "'")


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str) -> str:
    """Return a word as it sounds, so that "Makedonia" and "Macedonia", "Kristen" and "Christen" begin alike."""
    plain = _fold(word)
    for written, sound in SPELLINGS:
        plain = plain.replace(written, sound)
    return re.sub(r"(.)\1", r"\1", plain)


def _one_letter_off(one: str, other: str) -> bool:
    """Return whether two words of one length differ in one letter, or one has a letter more."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    tails = (one[start + (len(one) >= len(other)) :], other[start + (len(other) >= len(one)) :])
    return tails[0] == tails[1]
