"""Find translations in the wrong script or in the source language."""

from __future__ import annotations

import re
from functools import lru_cache

from translate.document import Flag, FlagCode
from translate.document.flags import ForeignLetters, JapaneseShare, NoKana, SimplifiedCharacters, Untranslated
from translate.language.common_words import is_common, is_derived
from translate.language.data import word_lists
from translate.language.edits import with_edits
from translate.language.gazetteer import given_names, named_bodies, organisations, places
from translate.language.gazetteer.matching import known_at
from translate.language.lexicon import equivalents, is_english
from translate.language.name_words import ENGLISH_TOO
from translate.language.tokens import tokenise
from translate.language.words import ADDRESS
from translate.patterns import regex

KANA = "\u3041-\u309f\u30a1-\u30ff\uff66-\uff9f"
HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
SCRIPTS = {
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Cyrillic": "\u0400-\u052f",
    "Arabic": "\u0600-\u06ff",
    "Thai": "\u0e00-\u0e7f",
    "Devanagari": "\u0900-\u097f",
    "Greek": "\u0370-\u03ff",
    "Hebrew": "\u0590-\u05ff",
    "Tamil": "\u0b80-\u0bff",
}
JAPANESE = {"kana": KANA, "Chinese characters": HAN}
FOREIGN_LETTERS = 2  # one Greek letter may be a unit or a variant of a virus
# Minimum share of Japanese letters; some models leave names in Latin letters.
JAPANESE_SHARE = 0.3
FEW_LETTERS = 8  # letters; a shorter translation may be a name
# Characters from which a Japanese text has kana; a headline of ten may have none.
KANA_NEEDED_FROM = 16
KANA_NEEDED_IN_SENTENCE = 8  # with a full stop, so not a headline
_LISTS = word_lists("translate.checks", "data/indonesian.txt")
FUNCTION_WORDS = _LISTS["function_words"]
FUNCTION_WORDS_ALLOWED = 1  # one may be in a quoted title
COPIED_RUN = 3  # consecutive lower-case Indonesian words: longer than a term
COPIED_SHARE = 0.5  # share of the lower-case words of the source; English has some too ("data", "bank", "virus")
COPIED_AT_LEAST = 3
COPIED_IN_JAPANESE = 2  # Japanese writes no lower-case Indonesian word
HEADLINE_SHARE = 0.7  # of the words of a headline have a capital
COPIED_IN_HEADLINE = 2  # words with a capital that are no names; those that English has too do not count
NAMED_IN_HEADLINES = (places, organisations, named_bodies)
GLUED_TO_FIGURE = regex(r"\b[A-Za-z]+[0-9]+\b")  # "Liputan6"
LEAST_KNOWN = 4  # least letters of a word that the lexicon alone identifies
ASIDE = regex(r"[(（\[「『\"“'‘][^()（）「」“”]{0,60}[)）\]」』\"”'’]")
PLACE_HEADS = _LISTS["place_heads"]
# Names of companies and clubs, which may consist of common words.
COMPANY = regex(
    r"\b(?:PT|CV)\.? (?:[A-Z][\w-]+ ){1,5}?(?:Tbk\b|(?=\(|[^A-Z]|$))|\b(?:PT|CV)\.? [A-Z][\w-]+ [A-Z][\w-]+"
    r"|\b[A-Z][\w-]+ (?:FC|United|City)\b"
)
# The shape of a verb, with any root; ENGLISH_TOO has the English words of this shape.
VERB = regex("(?:men[cdgjty]|mem[bp]|ber|ter)[a-z]{4,}|di[a-z]{3,}(?:kan|i)")
# Words in Latin letters; in "banjirの" without the Japanese particle.
WORD = regex(r"[A-Za-z\u00c0-\u024f]+(?:-[A-Za-z\u00c0-\u024f]+)*")


def check_script(source: str, hypothesis: str, target_language: str) -> list[Flag]:
    """Return WRONG_SCRIPT with the letters of another script, or the share of expected letters."""
    scripts = SCRIPTS if target_language == "ja" else SCRIPTS | JAPANESE
    for name, letters in scripts.items() if not hypothesis.isascii() else ():
        found = re.findall(f"[{letters}]", hypothesis)
        if len([letter for letter in found if letter not in source]) >= FOREIGN_LETTERS:
            return [Flag(FlagCode.WRONG_SCRIPT, ForeignLetters(name, len(found)))]
    return _japanese(source, hypothesis) if target_language == "ja" else []


def _japanese(source: str, hypothesis: str) -> list[Flag]:
    letters = [character for character in hypothesis if character.isalpha()]
    kana, han = re.findall(f"[{KANA}]", hypothesis), re.findall(f"[{HAN}]", hypothesis)
    share = (len(kana) + len(han)) / len(letters) if letters else 1.0
    if share < JAPANESE_SHARE and len(letters) >= FEW_LETTERS and _has_words(source):
        return [Flag(FlagCode.WRONG_SCRIPT, JapaneseShare(share))]
    simplified = [character for character in han if _is_simplified(character)]
    if simplified and (not kana or len(simplified) > 2):
        return [Flag(FlagCode.WRONG_SCRIPT, SimplifiedCharacters("".join(simplified[:5])))]
    sentence = hypothesis.rstrip().endswith("。")
    if not kana and len(han) >= (KANA_NEEDED_IN_SENTENCE if sentence else KANA_NEEDED_FROM):
        return [Flag(FlagCode.WRONG_SCRIPT, NoKana(len(han)))]
    return []


def _is_simplified(character: str) -> bool:
    """Return whether a character is simplified Chinese: in GB 2312 but not in JIS X 0208."""
    try:
        character.encode("shift_jis")
    except UnicodeEncodeError:
        return bool(character.encode("gb2312", errors="ignore"))
    return False


def check_echo(source: str, hypothesis: str, target_language: str) -> list[Flag]:
    """Return SOURCE_ECHO with the source words that the translation copies.

    Names do not count, nor do acronyms: only words that are in lower case on both sides, and not the "dan" of a name
    such as "Badan Meteorologi dan Geofisika". A kept term ("onde-onde") has no affix, so one word with an affix is
    enough.
    """
    source_words, hypothesis_words = _lower_words(source), _lower_words(hypothesis)
    untranslated = _left_in_headline(source, hypothesis)
    if untranslated:
        return _echo(untranslated, len(WORD.findall(source)))
    copied = [word for word in hypothesis_words if word in set(source_words)]
    known = _by_lexicon(copied, hypothesis)
    if known:
        return _echo(known, len(source_words))
    derived = [word for word in copied if (is_derived(word) or VERB.fullmatch(word)) and word not in ENGLISH_TOO]
    if target_language == "ja":
        untranslated = [word for word in copied if len(word) > 3 or word in FUNCTION_WORDS]
        own = derived or [word for word in untranslated if is_common(word) and word not in ENGLISH_TOO]
        is_copy = _same(source, hypothesis) and any(map(is_common, copied))
        enough = own or is_copy or len(set(untranslated)) >= COPIED_IN_JAPANESE
        return _echo(untranslated or own or copied, len(source_words)) if enough else []
    functions = [word for word in copied if word in FUNCTION_WORDS]
    share = len(set(copied)) / len(set(source_words)) if source_words else 0.0
    if (
        derived
        or len(functions) > FUNCTION_WORDS_ALLOWED
        or _longest_run(source, hypothesis) >= COPIED_RUN
        or (share >= COPIED_SHARE and len(set(copied)) >= COPIED_AT_LEAST)
        or (copied and _same(source, hypothesis) and (functions or len(copied) > 1))
    ):
        return _echo(copied, len(source_words))
    return []


def _by_lexicon(copied: list[str], hypothesis: str) -> list[str]:
    """Return the copied words that are not nouns in the lexicon and not English: "apung", "juta".

    Words in quotes and brackets are excluded, as they may be explained. Nouns may be names of dishes or garments: of
    8,000 good translations 34 have one, and 2 another word.
    """
    outside = set(_lower_words(ASIDE.sub(" ", hypothesis)))
    return [word for word in copied if word in outside and len(word) >= LEAST_KNOWN and _is_untranslated(word)]


@lru_cache(4096)
def _is_untranslated(word: str) -> bool:
    known = equivalents(word)
    if known is None or known.word_class in ("n", "x", "intj") or word in ENGLISH_TOO:
        return False
    return not is_english(word) and not any(word in translation.lower() for translation in known.en)


def _has_words(source: str) -> bool:
    """Return whether a text is more than a name: it has a lower-case word, or two Indonesian words."""
    return bool(_lower_words(source)) or sum(is_common(word) for word in WORD.findall(source)) >= COPIED_IN_HEADLINE


def _left_in_headline(source: str, hypothesis: str) -> list[str]:
    """Return the Indonesian words that the translation of a headline copies; its words are capitalised.

    A word after "Jalan", "Pasar" or "Taman" is mostly the name of that street, market or park and may stay, unless it
    is a verb. So may places and bodies of the tables, words joined to digits ("Liputan6"), and titles in quotes.
    """
    text = GLUED_TO_FIGURE.sub(" ", COMPANY.sub(" ", ADDRESS.sub(" ", source)))
    text = _without_known_names(text, hypothesis)
    words, hypothesis_words = WORD.findall(text), set(_words(ASIDE.sub(" ", hypothesis)))
    capitals = sum(word[0].isupper() for word in words)
    if capitals < HEADLINE_SHARE * len(words) or source.rstrip().endswith("."):
        return []
    untranslated, in_name = [], False
    for word in words:
        lower = word.lower()
        in_name = lower in PLACE_HEADS or (in_name and not VERB.fullmatch(lower))
        is_indonesian = (
            (is_common(lower) or lower in FUNCTION_WORDS) and lower not in ENGLISH_TOO and not is_english(lower)
        )
        if word in hypothesis_words and not in_name and is_indonesian and word not in given_names():
            untranslated.append(word)
    return (
        untranslated
        if len(set(untranslated)) >= COPIED_IN_HEADLINE or any(is_derived(word) for word in untranslated)
        else []
    )


def _without_known_names(headline: str, hypothesis: str) -> str:
    """Return a headline without the places and bodies of the tables that its translation has as they are written."""
    tokens, edits, at = tokenise(headline), list[tuple[int, int, str]](), 0
    while at < len(tokens):
        ends = [known[1] for table in NAMED_IN_HEADLINES if (known := known_at(table(), headline, tokens, at))]
        if ends:
            span = tokens[at].start, tokens[max(ends) - 1].end
            edits += [(*span, " ")] if headline[slice(*span)] in hypothesis else []
        at = max([at + 1, *ends])
    return with_edits(headline, edits)


def _echo(copied: list[str], words: int) -> list[Flag]:
    return [Flag(FlagCode.SOURCE_ECHO, Untranslated(tuple(copied), words))]


def _same(source: str, hypothesis: str) -> bool:
    return bool(_lower_words(source)) and WORD.findall(source.lower()) == WORD.findall(hypothesis.lower())


@lru_cache(maxsize=64)  # each text is used several times in a row
def _words(text: str) -> tuple[str, ...]:
    """Return the words, without those of addresses."""
    return tuple(WORD.findall(ADDRESS.sub(" ", text)))


def _lower_words(text: str) -> list[str]:
    """Return the words in lower case, without those that join two capitalised words to one name."""
    words = list(_words(text))
    if len(words) > 1 and words[0].istitle() and not words[1][0].isupper() and is_derived(words[0]):
        words[0] = words[0].lower()  # capitalised as the first word
    padded = ["", *words, ""]
    return [
        word
        for before, word, after in zip(padded, words, padded[2:], strict=False)
        if word.islower() and not (before[:1].isupper() and after[:1].isupper())
    ]


def _longest_run(source: str, hypothesis: str) -> int:
    """Return the longest run of lower-case Indonesian words that the translation copies in source order."""
    source_words, hypothesis_words = _words(source), _words(hypothesis)
    best, above = 0, [0] * (len(hypothesis_words) + 1)
    for mine in source_words:
        row = [0] * (len(hypothesis_words) + 1)
        for at, word in enumerate(hypothesis_words, 1):
            if word == mine and word.islower() and len(word) > 1 and (is_common(word) or word in FUNCTION_WORDS):
                row[at] = above[at - 1] + 1
                best = max(best, row[at])
        above = row
    return best
