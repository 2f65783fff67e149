"""Language identification, offline: by function words and py3langid (https://github.com/adbar/py3langid).

A listed word distinguishes its language from Indonesian. It counts in lower case or at the beginning: "Karo" and "Ana"
may be names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from translate.document import Paragraph, Role
from translate.errors import WrongLanguage
from translate.language.common_words import is_common
from translate.language.data import word_lists

ENOUGH = 200  # letters; in shorter texts only function words count, as detectors guess
READ = 20_000  # characters; of longer texts half from the beginning and half from the end
CERTAIN = 0.9  # minimum probability for a note or refusal
# Languages close to Indonesian: models still translate them somewhat, and detectors confuse them.
RELATED = ("ms", "jv", "ace")

_LISTS = word_lists("translate.reading", "data/words.txt")
INDONESIAN, NOT_MALAY, ENGLISH = _LISTS["indonesian"], _LISTS["not_malay"], _LISTS["english"]
MALAY, RATHER_MALAY, JAVANESE = _LISTS["malay"], _LISTS["rather_malay"], _LISTS["javanese"]
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Minimums for certainly Indonesian text: the share of listed words (0.34 at the median in news), and the number of
# different words that Malay lacks.
SURE_SHARE, SURE_WORDS = 0.25, 3


def language_notes(paragraphs: Iterable[Paragraph], name: str) -> tuple[str, ...]:
    """Return a note if the text seems to be in a language close to Indonesian.

    One sentence is most often enough for English, Malay and Javanese, as bench/languages.py measures; other languages
    are detected from ENOUGH letters on.

    Raises:
        WrongLanguage: it is surely in another language.
    """
    text = " ".join(s.text for p in paragraphs for s in p.sentences if s.role is Role.TEXT)
    if len(text) > READ:
        text = f"{text[: READ // 2]} {text[-READ // 2 :]}"
    language = language_by_words(text)
    if not language:
        # Before the detector, whose model takes 0.5 s to unpack: as long as ten sentences take to translate.
        if is_surely_indonesian(text):
            return ()
        if sum(character.isalpha() for character in text) < ENOUGH:
            return ()
        language, probability = detect(text)
        if language == "id" or probability < CERTAIN:
            return ()
    if language in RELATED:
        return (f"the text looks {_name(language)} rather than Indonesian; its translation may be poor",)
    raise WrongLanguage(
        f"{name} seems to be in {_name(language)}; expected Indonesian. "
        "Use `check_language=False` to translate it anyway."
    )


def language_by_words(text: str) -> str:
    """Return "en", "ms" or "jv" if the function words of a text are of that language rather than Indonesian, else "".

    >>> [language_by_words(text) for text in ("Rice rose by the end.", "Polis menahan lelaki itu.", "Polisi datang.")]
    ['en', 'ms', '']
    """
    words = _words_of(text)
    indonesian = _count(words, INDONESIAN)
    english, javanese = _count(words, ENGLISH), _count(words, JAVANESE)
    if javanese >= 2 and javanese > max(indonesian, english):
        return "jv"
    others = set(words) - ENGLISH
    if english > 2 * indonesian and (english >= 2 or 3 * sum(map(is_common, others)) < len(others)):
        return "en"
    named = [word.lower() for word in WORD.findall(text)]  # "Jumaat" and "Parti" count capitalised too
    malay = 3 * _count(named, MALAY) + _count(words, RATHER_MALAY)
    return "ms" if malay >= 3 and malay > 3 * _count(named, NOT_MALAY) else ""


def is_surely_indonesian(text: str) -> bool:
    """Return whether the function words of a text show that it is certainly Indonesian; False for short texts.

    >>> is_surely_indonesian("Polisi mengatakan bahwa mobil itu tidak ada di kantor karena sudah dibawa warga.")
    True
    >>> is_surely_indonesian("Harga beras naik.")
    False
    """
    words = _words_of(text)
    telling = NOT_MALAY.intersection(words)
    listed = _count(words, INDONESIAN | NOT_MALAY)
    return len(telling) >= SURE_WORDS and listed >= SURE_SHARE * len(words) and MALAY.isdisjoint(words)


def _words_of(text: str) -> list[str]:
    found = WORD.findall(text)
    return [word for word in found if word.islower()] + [word.lower() for word in found[:1] if not word.islower()]


def _count(words: Sequence[str], listed: frozenset[str]) -> int:
    return sum(word in listed for word in words)


def detect(text: str) -> tuple[str, float]:
    """Return the most likely language of `text` (ISO 639 code) and its probability."""
    language, probability = _identifier().classify(text)
    return str(language), float(probability)


def _name(language: str) -> str:
    """Return the English name of a language by its code, as CLDR has it."""
    from babel import Locale  # late: it takes 50 ms, which only these messages need

    names = {**Locale("en").languages, "zxx": None}  # "No linguistic content" is no language
    return names.get(language) or f"another language ({language})"


@cache
def _identifier() -> Any:
    # Late: unpacking its model takes 0.6 s and 130 MB, which a short text need not pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
