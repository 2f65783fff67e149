"""What is measured for its growth, and the pieces of which the worst texts are made."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from translate.briefing.compose import make_brief
from translate.briefing.facts.mentions import find_mentions
from translate.checks.verbatim import check_verbatim
from translate.document import Translation
from translate.language import headlines
from translate.language.boilerplate import is_caption, split_parts
from translate.language.common_words import is_misspelled, name_before
from translate.language.glossary import expand_terms, place
from translate.language.glossary import find as find_terms
from translate.language.glossary.builtin import builtin
from translate.language.glossary.checking import check_terms
from translate.language.localise import localise
from translate.language.localise.introductions import introduce
from translate.language.names import find_names
from translate.language.numbers import find_quantities
from translate.language.numbers.units import seconds
from translate.language.numbers.vague import find_vague
from translate.language.sentences import split
from translate.language.tokens import tokenise
from translate.language.verbatim import find as find_kept
from translate.language.words import ADDRESS, dangling, size, terms
from translate.reading import read_text
from translate.testing import FakeEngine
from translate.translator import Translator
from translate.util.prompts import harmless
from translate.writers import WRITERS, Output, to_bytes
from translate.writers.json_reading import translation_from_json
from translate.writers.markdown import escape
from translate.writers.notes import visible

Work = Callable[[str], object]


_quantities = find_quantities.__wrapped__  # without its cache: two rules ask for the same texts


def _terms(language: str, text: str) -> object:
    found = find_terms(text, builtin(), language)
    return expand_terms(text, found), place(text, found, language)


def _terms_checked(language: str, text: str) -> object:
    return check_terms(find_terms(text, builtin(), language), text, language)


def _kept_checked(language: str, text: str) -> object:
    return check_verbatim(find_kept(text), text, language)


def _spans(language: str, text: str) -> object:
    return seconds(text, _quantities(text, language), language)


def _introduced(language: str, text: str) -> object:
    """Write out short forms, of which "KPK" is one that the source has: the translation is made of the pieces."""
    return [introduce(f"KPK PKS {sentence}", sentence, language) for sentence in split(text)]


def _figures(language: str, text: str) -> object:
    return [localise("Naik 5 persen.", sentence, "id", language) for sentence in split(text)]


RULES: dict[str, Work] = {
    "sentences": split,
    "parts": partial(split_parts, first=True),
    "parts further down": lambda text: split_parts(f"a {text} b", first=False),
    "captions": is_caption,
    "headlines": headlines.is_headline,
    "sentences as headlines": headlines.as_headline,
    "addresses": lambda text: ADDRESS.sub(" ", text),
    "words": tokenise,
    "names": find_names,
    "mentions": lambda text: [find_mentions(sentence) for sentence in split(text)],
    "misspelled words": is_misspelled,
    "words stuck together": name_before,
    "prompts": harmless,
    "Markdown escapes": escape,
    "control characters": visible,
    **{f"quantities {one}": partial(_quantities, language=one) for one in ("id", "en", "ja")},
    **{f"vague amounts {one}": partial(find_vague, language=one) for one in ("id", "en", "ja")},
    **{f"spans of time {one}": partial(_spans, one) for one in ("id", "en", "ja")},
    **{f"words to compare {one}": partial(terms, language=one) for one in ("id", "en", "ja")},
    **{f"size {one}": partial(size, language=one) for one in ("id", "en", "ja")},
    **{f"dangling {one}": partial(dangling, language=one) for one in ("id", "en", "ja")},
    **{f"terms {one}": partial(_terms, one) for one in ("en", "ja")},
    **{f"terms checked {one}": partial(_terms_checked, one) for one in ("en", "ja")},
    **{f"short forms {one}": partial(_introduced, one) for one in ("en", "ja")},
    **{f"kept pieces checked {one}": partial(_kept_checked, one) for one in ("en", "ja")},
    **{f"figures {one}": partial(_figures, one) for one in ("en", "ja")},
}
KINDS = (
    'a|A|1|一|万|ア|東|.|,|-|(|“|"|「| |…|\n|é|e\u0301|@|#|a |Ab |1 |1, |1.|1,|1.,|1-|0812-|12:|24/10|–24/10|XV|'
    "Rp 1 |%1 |m² |KPK, |"
    "A.B.|a.|a-|a@|(a|“a|「a|あ'|(. |Mr. |PT |KK |DPR |PBB-|www.|http://|Jakarta |dua puluh |satu persen |kata Budi |"
    "Baca juga: |(Adv/|Oleh |foto |ke-"
)
PIECES = tuple(KINDS.split("|"))
# What was quadratic or worse once, for each change to be tested with.
QUICK = (
    ("terms en", "PBB "),
    ("terms en", "ke-"),
    ("terms checked en", "KPK, "),
    ("kept pieces checked en", "m² "),
    ("short forms en", "KPK "),
    ("short forms en", "PKS "),
    ("short forms en", "a"),
    ("short forms en", "(KPK"),
    ("short forms ja", "KPK"),
    ("addresses", "a."),
    ("sentences as headlines", "a "),
    ("mentions", "A.B."),
    ("sentences", "(. "),
    ("misspelled words", "a"),
    ("spans of time ja", "–24/10"),
    ("quantities en", "1,"),
)


def translated(format: str, text: str) -> Translation:
    document = read_text(f"Judul\n\n{text}x.", format=format, check_language=False)
    return Translator(engine=FakeEngine(), dated=False).translate(document)


@lru_cache(maxsize=16)  # the steps of an article are measured one after another
def output_of(format: str, text: str) -> Output:
    translation = translated(format, text)
    return Output(translation, make_brief(translation))


STEPS: dict[str, Callable[[Output], object]] = {
    "brief": lambda output: make_brief(output.translation),
    "json and back": lambda output: translation_from_json(to_bytes("json", output).decode()),
    # Subtitles are written of subtitles alone, which have their own test of growth.
    **{name: partial(to_bytes, name) for name in WRITERS if name not in ("srt", "vtt")},
}
WHOLE_PIECES = tuple(
    (format, piece)
    for format, pieces in {
        "txt": "a\n\n|a|Harga naik. |kata Budi Santo. |1-|Di Kota Xyz. |“a. ",
        "md": "- a\n|`a` |[a](b) |*a* |# a\n\n|**a** b. |a[^1] ",
    }.items()
    for piece in pieces.split("|")
)
