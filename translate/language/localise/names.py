"""Write the names that a Japanese translation left in Latin letters in katakana, or as the gazetteer has them.

Only a name that stands in the source with the same letters is written anew, and only whole: "Yokohama" as the gazetteer
has it, "Rahmad Masud" by its sound. Brands, acronyms, bodies of the tables and names that are not spelled as Indonesian
spells stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from translate.language.common_words import is_ordinary
from translate.language.gazetteer import organisations, places
from translate.language.gazetteer.matching import find_known
from translate.language.katakana import PARTICLES, in_katakana, katakana
from translate.language.name_words import BRANDS, GIVEN, TRANSLATED
from translate.language.tokens import Token, tokenise

WORD = r"[A-Z][a-z]+(?:['’‘`-][A-Za-z]?[a-z]+)*"
RUN = re.compile(rf"{WORD}(?: (?:(?:bin|binti) )?{WORD})*")
LATIN = re.compile(r"[A-Za-z0-9.@/_#&'’-]+(?: [A-Za-z0-9.@/_#&'’-]+)*")
LISTING = ("、", "や", "と", "・")  # between the names of a list
ENCLOSED = ("（）", "「」", "『』", "()", "＝＝")  # a short form, an account, a title
JAPANESE = re.compile("[ぁ-ヺ一-龯]")
LEAST = 3  # letters of a name that is written by its sound
TITLED = re.compile("氏|さん|容疑者|被告|大統領|首相|大臣|知事|市長|県知事|議員|教授|博士|選手|監督|長官|警視|は|が")
COMPANY = frozenset(("PT", "CV", "Tbk", "Bank", "PD", "UD"))  # what stands beside the name of a company
CHARACTERS = re.compile("[一-龯]{2,}")
KIND = re.compile("[州県市島]")


def write_names(source: str, text: str) -> str:
    """Return a Japanese translation of an Indonesian sentence with the names it left in Latin letters in Japanese.

    >>> write_names("Rahmad ke Yokohama dengan Gojek.", "RahmadはGojekでYokohamaへ行った。")
    'ラフマドはGojekで横浜へ行った。'
    """
    # Without a Japanese letter it is no translation, but what was left as it was.
    if not JAPANESE.search(text):
        return text
    text = _places_by_characters(source, text)
    return _Names(source).written(text) if RUN.search(text) else text


def _places_by_characters(source: str, text: str) -> str:
    """Return a text with the places that Japanese writes with Chinese characters so: "ヨコハマ" is 横浜."""
    for place, said in _said(source, tokenise(source)):
        sound = katakana(place) if CHARACTERS.fullmatch(said) and said not in text else None
        if sound:
            text = re.sub(rf"(?<![ァ-ヺー・]){sound}(?![ァ-ヺー・])", said, text)
    return text


class _Names:
    """What may be written anew: places of the source, and capitalised words of it that can be names."""

    def __init__(self, source: str) -> None:
        tokens = tokenise(source)
        self.places = dict(_said(source, tokens))
        kept = {at for _, start, end in find_known(organisations(), source, tokens) for at in range(start, end)}
        kept |= {at + 1 for at, token in enumerate(tokens) if token.text in COMPANY}
        capitals = [(at, token.text) for at, token in enumerate(tokens) if token.capital]
        self.words = {word for at, word in capitals if at not in kept} - {word for at, word in capitals if at in kept}

    def written(self, text: str) -> str:
        """Return the text with its runs in Japanese; of a list of brands all stay as they are."""
        runs = list(LATIN.finditer(text))
        said = [self._run(run, text) if RUN.fullmatch(run[0]) else run[0] for run in runs]
        listed = [text[run.end() : after.start()] in LISTING for run, after in pairwise(runs)]
        for order in (range(len(listed)), reversed(range(len(listed)))):
            for at in order:
                if listed[at]:
                    stays = [said[at] == runs[at][0], said[at + 1] == runs[at + 1][0]]
                    said[at], said[at + 1] = (runs[at][0], runs[at + 1][0]) if any(stays) else (said[at], said[at + 1])
        parts, end = [], 0
        for run, words in zip(runs, said, strict=True):
            parts += [text[end : run.start()], words]
            end = run.end()
        return "".join([*parts, text[end:]])

    def _run(self, run: re.Match[str], text: str) -> str:
        """Return a run of words in Japanese; as it is where one of them has to stay."""
        if text[run.start() - 1 : run.start()] + text[run.end() : run.end() + 1] in ENCLOSED:
            return run[0]
        words, said, sure, at = run[0].split(), [], False, 0
        while at < len(words):
            end, place = _longest(self.places, words, at)
            if place:
                said.append(place)
                sure, at = True, end
                continue
            kana = PARTICLES.get(words[at], "") or self._by_sound(words[at])
            if not kana:
                return run[0]
            said.append(kana)
            sure = sure or not is_ordinary(words[at])
            at += 1
        if not sure and not TITLED.match(text, run.end()):
            return run[0]
        whole = "・".join(said)
        doubled = KIND.match(text, run.end())
        return whole.removesuffix(doubled[0]) if doubled else whole

    def _by_sound(self, word: str) -> str:
        lower = word.lower()
        generic = lower in TRANSLATED and lower not in GIVEN
        if word not in self.words or word in BRANDS or len(word) < LEAST or generic:
            return ""
        return in_katakana(word)


def _said(source: str, tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """Yield each place of the source, as it is written there and as English has it, with its Japanese."""
    for entry, start, end in find_known(places(), source, tokens):
        yield source[tokens[start].start : tokens[end - 1].end], entry.ja
        yield entry.en.removeprefix("the "), entry.ja


def _longest(known: Mapping[str, str], words: list[str], at: int) -> tuple[int, str]:
    for end in range(len(words), at, -1):
        if said := known.get(" ".join(words[at:end])):
            return end, said
    return at, ""
