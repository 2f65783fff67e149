"""Transcribe names that a Japanese translation left in Latin letters: from the gazetteer, or into katakana.

Only names that the source has in the same spelling are transcribed, and only whole: "Yokohama" from the gazetteer,
"Rahmad Masud" by pronunciation. Brands, acronyms, organisations and names not in Indonesian spelling stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from translate.language.common_words import is_ordinary
from translate.language.edits import with_edits
from translate.language.gazetteer import organisations, places
from translate.language.gazetteer.matching import find_known
from translate.language.katakana import PARTICLES, in_katakana, katakana
from translate.language.name_words import BRANDS, GIVEN, TRANSLATED
from translate.language.tokens import Token, tokenise
from translate.patterns import regex

WORD = r"[A-Z][a-z]+(?:['’‘`-][A-Za-z]?[a-z]+)*"
RUN = regex(rf"{WORD}(?: (?:(?:bin|binti) )?{WORD})*")
LATIN = regex(r"[A-Za-z0-9.@/_#&'’-]+(?: [A-Za-z0-9.@/_#&'’-]+)*")
LISTING = ("、", "や", "と", "・")  # between the names of a list
ENCLOSED = ("（）", "「」", "『』", "()", "＝＝")  # a short form, an account, a title
JAPANESE = regex("[ぁ-ヺ一-龯]")
LEAST = 3  # letters of a name that is transcribed
TITLED = regex("氏|さん|容疑者|被告|大統領|首相|大臣|知事|市長|県知事|議員|教授|博士|選手|監督|長官|警視|は|が")
COMPANY = frozenset(("PT", "CV", "Tbk", "Bank", "PD", "UD"))  # beside the name of a company
CHARACTERS = regex("[一-龯]{2,}")
KIND = regex("[州県市島]")


def write_names(source: str, text: str) -> str:
    """Return a Japanese translation of an Indonesian sentence with the names left in Latin letters transcribed.

    >>> write_names("Rahmad ke Yokohama dengan Gojek.", "RahmadはGojekでYokohamaへ行った。")
    'ラフマドはGojekで横浜へ行った。'
    """
    # Without a Japanese letter the text was not translated.
    if not JAPANESE.search(text):
        return text
    text = _places_by_characters(source, text)
    return _Names(source).transcribe(text) if RUN.search(text) else text


def _places_by_characters(source: str, text: str) -> str:
    """Return a text in which places that Japanese writes in kanji are: 横浜 for "ヨコハマ"."""
    for place, japanese in _japanese_places(source, tokenise(source)):
        sound = katakana(place) if CHARACTERS.fullmatch(japanese) and japanese not in text else None
        if sound:
            text = re.sub(rf"(?<![ァ-ヺー・]){sound}(?![ァ-ヺー・])", japanese, text)
    return text


class _Names:
    """The names of a source that may be transcribed: its places, and capitalised words that can be names."""

    def __init__(self, source: str) -> None:
        tokens = tokenise(source)
        self.places = dict(_japanese_places(source, tokens))
        kept = {at for _, start, end in find_known(organisations(), source, tokens) for at in range(start, end)}
        kept |= {at + 1 for at, token in enumerate(tokens) if token.text in COMPANY}
        capitals = [(at, token.text) for at, token in enumerate(tokens) if token.capital]
        self.words = {word for at, word in capitals if at not in kept} - {word for at, word in capitals if at in kept}

    def transcribe(self, text: str) -> str:
        """Return a translation with its names transcribed; in a list, either all names are or none."""
        runs = list(LATIN.finditer(text))
        japanese = [self._run(run, text) if RUN.fullmatch(run[0]) else run[0] for run in runs]
        listed = [text[run.end() : after.start()] in LISTING for run, after in pairwise(runs)]
        for order in (range(len(listed)), reversed(range(len(listed)))):
            for at in order:
                if listed[at] and (japanese[at] == runs[at][0] or japanese[at + 1] == runs[at + 1][0]):
                    japanese[at : at + 2] = runs[at][0], runs[at + 1][0]
        return with_edits(text, ((*run.span(), words) for run, words in zip(runs, japanese, strict=True)))

    def _run(self, run: re.Match[str], text: str) -> str:
        """Return a run of words in Japanese; unchanged if one of them has to stay."""
        if text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1] in ENCLOSED:
            return run[0]
        words, japanese, sure, at = run[0].split(), [], False, 0
        while at < len(words):
            end, place = _longest(self.places, words, at)
            if place:
                japanese.append(place)
                sure, at = True, end
                continue
            kana = PARTICLES.get(words[at], "") or self._by_sound(words[at])
            if not kana:
                return run[0]
            japanese.append(kana)
            sure = sure or not is_ordinary(words[at])
            at += 1
        if not sure and not TITLED.match(text, run.end()):
            return run[0]
        whole = "・".join(japanese)
        doubled = KIND.match(text, run.end())
        return whole.removesuffix(doubled[0]) if doubled else whole

    def _by_sound(self, word: str) -> str:
        lower = word.lower()
        generic = lower in TRANSLATED and lower not in GIVEN
        if word not in self.words or word in BRANDS or len(word) < LEAST or generic:
            return ""
        return in_katakana(word)


def _japanese_places(source: str, tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """Yield the Indonesian and the English name of each place in the source, with its Japanese."""
    for entry, start, end in find_known(places(), source, tokens):
        yield source[tokens[start].start : tokens[end - 1].end], entry.ja
        yield entry.en.removeprefix("the "), entry.ja


def _longest(known: Mapping[str, str], words: list[str], at: int) -> tuple[int, str]:
    for end in range(len(words), at, -1):
        if japanese := known.get(" ".join(words[at:end])):
            return end, japanese
    return at, ""
