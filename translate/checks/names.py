"""Find names of the source that the translation lacks.

`translate.language.names` finds the names. A name is lost if the translation contains none of its known spellings and
exonyms, whether it was omitted or garbled ("Backpapan").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from translate.document import Flag, FlagCode
from translate.document.flags import LostName, LostNames
from translate.language.common_words import is_misspelled, is_ordinary, name_before
from translate.language.gazetteer import GazetteerEntry
from translate.language.kana import ALIKE, SURELY_ALIKE, compare_runs, nearest, reads_as_written
from translate.language.lexicon import is_english
from translate.language.likeness import alike, most_alike
from translate.language.name_words import COMPASS, EXONYMS, GIVEN, IN_JAPANESE, LEAGUES, TRANSLATED
from translate.language.names import LEAST, Name, is_word
from translate.language.tokens import tokenise
from translate.patterns import regex

BRACKETED = regex(r" ?\([^()]*\)$")  # the short form behind a body's name
DOTTED = regex(r"\b(?:[A-Za-z]\.){2,}")  # "U.S."
CLOSE = 0.62  # similarity from which a word is a garbled name
PREFIX = 0.7  # minimum share of a name that a form of it begins with
KATAKANA = regex("[ァ-ヺー]+")
# Countries whose names Japanese writes with Chinese characters, and a person named so.
EAST_ASIA = regex(r"\b(?:Jepang|Tokyo|Tiongkok|Cina|China|Beijing|Korea|Korsel|Korut|Seoul|Taiwan|Hong Kong|Vietnam)")
KANJI_NAMES = regex(r"日本|中国|韓国|朝鮮|台湾|香港|(?<![一-龥])(?![同両各])[一-龥]{1,3}(?<![者長員官手家相臣督授])氏")
SYLLABLE = regex("(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?[aeiou]{1,3}(?:ng?|r)?")
# A romanised Japanese name.
ROMAJI = regex(
    "(?=.*(?:sh|ch|ts|[kgrhmn]y[uo]))(?:(?:sh|ch|ts|[kgnhbpmr]y|[kgsztdnhbpmrwyjf])?[aiueo]{1,2}|n(?![aiueo]))+"
)
NOT_OF_EAST_ASIA = regex("[aiueo][rshml][bcdfgjkmpstw]|[rsdt]$")
HAN = regex("[一-龯]")
KIND = regex("[州県市]$")
FOREIGN_ALIKE = 0.55  # the same for names not in Indonesian spelling
MISSING_SOUND = 0.6  # below this a word of a longer name is missing
CLOSE_IN_KANA = 0.82  # "バリックパパン" is "バリクパパン"
TYPING = 7  # letters, from which one may be a typing error
SPELLINGS = (
    *(("ph", "f"), ("ck", "k"), ("ch", "k"), ("x", "ks"), ("q", "k"), ("c", "k"), ("th", "t"), ("sh", "s")),
    *(("oe", "u"), ("dj", "j"), ("y", "i"), ("z", "s"), ("v", "f"), ("w", "f"), ("h", "")),
)


def check_names(source: str, names: list[Name], hypothesis: str, target_language: str) -> list[Flag]:
    """Return NAME_LOST with the missing names and their certainty."""
    if target_language == "ja":
        return _flag([_by_sound(name, hypothesis) for name in _lost_in_japanese(source, names, hypothesis)])
    if target_language != "en":
        return []
    if not names:
        return []
    translation = _HypothesisWords(hypothesis, source)
    lost = [name for name in names if not translation.has(name) and not _is_slip(name, hypothesis)]
    lost += [Name(word) for word in _translated(source, names, hypothesis) if Name(word) not in lost]
    return _flag([LostName(name.text, name.sure, translation.nearest(name)) for name in lost])


def _translated(source: str, names: list[Name], hypothesis: str) -> list[str]:
    """Return the ordinary words within names of people that were translated: "Karya" of "Budi Labor Sumadi".

    Such a word is between two names, and another capitalised word is between the same two in the hypothesis.
    """
    known = {name.text for name in names if not name.sure}
    tokens = tokenise(source)
    lost = []
    for first, middle, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
        joined = source[first.end : middle.start] == source[middle.end : last.start] == " "
        if not joined or last.text not in known or middle.text in known or not is_ordinary(middle.text):
            continue
        named = first.text in known or first.text.lower() in GIVEN or not is_ordinary(first.text)
        if named and middle.capital and first.capital and not middle.text.isupper():
            other = re.search(rf"\b{re.escape(first.text)} ([A-Z]\w+) {re.escape(last.text)}\b", hypothesis)
            lost += [middle.text] if other and other[1] != middle.text else []
    return lost


def _is_slip(name: Name, hypothesis: str) -> bool:
    """Return whether a likely name is a misspelled common word, or a name with a word glued to it."""
    before = "" if name.sure else name_before(name.text)
    return not name.sure and (is_misspelled(name.text) or before in _words(hypothesis))


def _flag(lost: list[LostName]) -> list[Flag]:
    return [Flag(FlagCode.NAME_LOST, LostNames(tuple(lost)))] if lost else []


def _by_sound(name: Name, hypothesis: str) -> LostName:
    """Return the similarity of the likeliest katakana, for a name that is not in the gazetteer."""
    (near, run), word = max((nearest(word, hypothesis), word) for word in name.text.split())
    needed = SURELY_ALIKE if name.sure else _least(word)
    return LostName(name.text, name.sure, run, near, needed) if run else LostName(name.text, name.sure)


def _lost_in_japanese(source: str, names: list[Name], hypothesis: str) -> list[Name]:
    """Return the names that a Japanese translation has in no form: places, and names compared by sound.

    A name of several words is present if one of them is, since Japanese calls people by one name; but if a word has no
    similar sound at all, the name is garbled. In articles about East Asia names are written with Chinese characters
    and are not required.
    """
    lost = [name for name in names if name.sure and not _has_place_in_kana(name, hypothesis)]
    east = bool(EAST_ASIA.search(source) or KANJI_NAMES.search(hypothesis))
    likely = {name.text for name in names if not name.sure}
    near = _assigned(sorted(likely), hypothesis)
    for words in _runs(source, likely):
        run = tuple(word for word in words if _is_comparable(word, east=east))
        if any(ROMAJI.fullmatch(word.lower()) for word in words) and HAN.search(hypothesis):
            continue  # "Mitsubishi" is 三菱
        if not run or _is_joined(words, hypothesis) or any(_is_heard_otherwise(word, hypothesis) for word in run):
            continue
        unmatched = [word for word in run if near[word] < _least(word)]
        if len(unmatched) == len(run) and all(near[word] < _least(word) for word in words):
            lost.append(Name(" ".join(run)))
        else:
            lost += [Name(word) for word in unmatched if near[word] < MISSING_SOUND and reads_as_written(word)]
    return lost


def _is_joined(run: tuple[str, ...], hypothesis: str) -> bool:
    """Return whether a name is there with its words separated in another way: "Tulangbawang" トゥラン・バワン."""
    return nearest("".join(run), hypothesis.replace("・", ""))[0] >= ALIKE


def _assigned(words: list[str], hypothesis: str) -> dict[str, float]:
    """Return the similarity of words to katakana of a text; a run counts for its most similar word only.

    A word in Latin letters in the text needs no katakana.
    """
    near = {word: 1.0 if word.lower() in hypothesis.lower() else 0.0 for word in words}
    absent = [word for word, likeness in near.items() if not likeness]
    found = [(*pair, word) for word in absent for pair in compare_runs(word, hypothesis)]
    used: set[str] = set()
    for likeness, run, word in sorted(found, reverse=True):
        if not near[word] and not any(run in other or other in run for other in used):
            near[word] = likeness
            used.add(run)
    return near


def _is_comparable(word: str, *, east: bool) -> bool:
    """Return whether katakana can be compared with a word: a name, and neither a country nor a word of English.

    Where East Asia is spoken of (`east`), only names that cannot be of there.
    """
    if word in EXONYMS or is_misspelled(word) or (east and not NOT_OF_EAST_ASIA.search(word.lower())):
        return False
    if SYLLABLE.fullmatch(word.lower()) or is_english(word):
        return False  # "Wang" is 王
    return reads_as_written(word) or "-" not in word


def _is_heard_otherwise(word: str, hypothesis: str) -> bool:
    """Return whether a word is there by its meaning: a sign of the zodiac, or a government by its capital."""
    return any(form in hypothesis for form in IN_JAPANESE.get(word, "").split())


def _least(word: str) -> float:
    return ALIKE if reads_as_written(word) else FOREIGN_ALIKE


def _runs(source: str, names: set[str]) -> list[tuple[str, ...]]:
    """Return the names that stand side by side, as first and last names do; each run once."""
    runs: list[tuple[str, ...]] = []
    open_at = -1
    for token in tokenise(source):
        if token.text not in names:
            continue
        if runs and source[open_at : token.start] == " ":
            runs[-1] = (*runs[-1], token.text)
        else:
            runs.append((token.text,))
        open_at = token.end
    return list(dict.fromkeys(runs))


def _has_place_in_kana(name: Name, hypothesis: str) -> bool:
    """Return whether a place is there in Japanese or as it is; of acronyms and countries nothing is known."""
    entry = name.entry
    if entry is None or not entry.ja or (name.text.isupper() and not KIND.search(entry.ja)):
        return True
    if _is_heard_otherwise(name.text, hypothesis):
        return True
    if name.text.split()[0] in EXONYMS and not KIND.search(entry.ja):
        return True  # countries have too many short forms
    if KIND.sub("", entry.ja).replace("・", "") in hypothesis.replace("・", "") or name.text in hypothesis:
        return True
    if nearest(name.text, hypothesis)[0] >= SURELY_ALIKE:
        return True
    katakana, hypothesis_katakana = KATAKANA.findall(entry.ja), KATAKANA.findall(hypothesis)
    return any(alike(one, other) >= CLOSE_IN_KANA for one in katakana for other in hypothesis_katakana)


class _HypothesisWords:
    """The words of a translation, to search names in."""

    def __init__(self, hypothesis: str, source: str) -> None:
        self.text, self.source = hypothesis, source
        self.words = _words(hypothesis)
        self.forms = {_fold(part) for word in self.words for part in (word, *re.split("['’-]", word)) if part}
        self.joined = {_fold(one + other) for one, other in pairwise(self.words)}  # "Bandarlampung"
        self.skeletons = {_skeleton(form) for form in self.forms}
        source_words = set(_words(source))
        self.new = [word for word in self.words if word[0].isupper() and word not in source_words]

    def has(self, name: Name) -> bool:
        """Return whether a name is there, in the form of the gazetteer, an exonym, or a spelling near its own."""
        if name.entry is not None and name.sure and not name.text.isupper():
            return self._has_place(name.text, name.entry)
        if name.text.isupper():
            return self._has_acronym(name)
        return self._has_word(name.text)

    def _has_place(self, text: str, entry: GazetteerEntry) -> bool:
        words = [word for word in (*text.split(), *_words(entry.en)) if word.lower() not in COMPASS | TRANSLATED]
        return not words or any(self._has_word(word) for word in words)

    def _has_word(self, word: str) -> bool:
        if word in EXONYMS:
            begins = [*EXONYMS[word].split(), *(LEAGUES.get(word, "").split() if "Liga" in self.source else ())]
            if any(form.startswith(b) if len(b) > 2 else form == b for form in self.forms for b in begins):
                return True
        folded, bare = _fold(word), _skeleton(word)
        if folded in self.forms or bare in self.skeletons or folded.replace("-", "") in self.forms | self.joined:
            return True
        parts = [part for part in re.split("['’-]", word) if part != word and (len(part) >= LEAST or part in EXONYMS)]
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
            wanted = [word for word in _words(BRACKETED.sub("", name.entry.en)) if len(word) >= LEAST]
            return not wanted or 2 * sum(_fold(word) in self.forms for word in wanted) >= len(wanted)
        initials = "".join(word[0].lower() for word in self.words)
        if name.text.lower() in initials:
            return True  # "search and rescue"
        other = any(word.isupper() and len(word) > 1 for word in self.new)
        return other or len(self.new) >= len(name.text)

    def nearest(self, name: Name) -> str:
        """Return the word that looks like a garbled form of the name, or ""."""
        folded = _fold(name.text)
        near = [(_fold(word), word) for word in self.new]
        close = [(alike(folded, form), word) for form, word in near if most_alike(folded, form) >= CLOSE]
        ratio, word = max(close, default=(0.0, ""))
        return word if ratio >= CLOSE else ""


def _words(text: str) -> list[str]:
    """Return the words of a text, those of single letters and stops without their stops: "U.S." is "US"."""
    undotted = DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    return [token.text for token in tokenise(undotted) if is_word(token)]


@lru_cache(maxsize=1 << 14)  # words of a language recur often
def _fold(word: str) -> str:
    """Return a word in lower case without accents and possessive."""
    plain = word.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"['’]s?$", "", plain).replace("’", "'")


@lru_cache(maxsize=1 << 14)
def _skeleton(word: str) -> str:
    """Return a phonetic key, equal for "Makedonia" and "Macedonia", "Kristen" and "Christen"."""
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
