"""Language identification, offline: by function words and py3langid (https://github.com/adbar/py3langid)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from translate.document import Paragraph, Role
from translate.errors import WrongLanguage
from translate.reading.language_words import is_surely_indonesian, language_by_words

ENOUGH = 200  # letters; in shorter texts only function words count, as detectors guess
READ = 20_000  # characters; of longer texts half from the beginning and half from the end
CERTAIN = 0.9  # minimum probability for a note or refusal
# Languages close to Indonesian: models still translate them somewhat, and detectors confuse them.
RELATED = ("ms", "jv", "ace")


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
