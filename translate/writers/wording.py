"""Word values such as flags, refusals and notices in English or Japanese, by the tables of `words`.

The wording is only for display; programs read the fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from translate.document import Attempt, Flag, Notice, Refusal, Signature, Step
from translate.document.flags import (
    Compression,
    CurrencyChanged,
    Figures,
    ForeignLetters,
    LengthRatio,
    LostName,
    LostNames,
    LostVerbatim,
    LowConfidence,
    Prose,
    Untranslated,
)
from translate.language.numbers import format_quantity
from translate.writers.words import (
    BEAMS,
    DRAFTING,
    ESTIMATED,
    FLAGS,
    GRADE,
    GRADE_DRAFT,
    MORE,
    NAME,
    NO_ANSWER,
    NOTICES,
    REFUSALS,
    REFUSED,
    REWRITTEN,
    SCRIPTS,
    SOUNDING,
    SPELT,
    STEPS,
    SURE,
    Words,
)

LANGUAGES = ("en", "ja")
# Maximum numbers of listed figures, names and words of a flag.
MOST_FIGURES, MOST_NAMES, MOST_WORDS = 4, 3, 6
MOST_DIGITS = 6  # decimals


def grade(signature: Signature, language: str = "en") -> str:
    """Return the label of a translation: "Machine draft by the student; not read by a person."."""
    names = list(dict.fromkeys(model.id for model in signature.models))
    words = GRADE_DRAFT if DRAFTING.issuperset(names) else GRADE
    return _in(words, language).format((" and " if language != "ja" else "と").join(names) or "?")


def flag_reason(flag: Flag, language: str = "en") -> str:
    """Return the reason of a flag as one clause: "65.8 is not in the translation"; empty if it has no data."""
    data = flag.data
    if isinstance(data, Prose):
        return data.text
    words = FLAGS.get((flag.code, type(data)))
    if words is None:
        return ""
    more: dict[str, object] = {}
    if isinstance(data, Figures):
        parts = dict.fromkeys(format_quantity(figure, _known(language)) for figure in data.figures)
        more = _listed(list(parts), MOST_FIGURES, language, last=" and ")
    elif isinstance(data, CurrencyChanged):
        more = {"figure": format_quantity(data.figure, _known(language))}
    elif isinstance(data, LostNames):
        sure = any(name.sure for name in data.names)
        names = [_name(name, language) for name in data.names]
        more = _listed(names, MOST_NAMES, language) | {"sure": _in(SURE[sure], language)}
    elif isinstance(data, LostVerbatim):
        more = _listed([_in(NAME, language).format(_Quoted(text)) for text in data.texts], MOST_NAMES, language)
    elif isinstance(data, Untranslated):
        listed = " ".join(data.words[:MOST_WORDS]) + " ..." * (len(data.words) > MOST_WORDS)
        more = {"listed": listed, "count": len(data.words)}
    elif isinstance(data, LengthRatio):
        more = {"value": distinct_from(data.ratio, data.limit, 2)}
    elif isinstance(data, Compression):
        more = {"value": distinct_from(data.ratio, data.limit, 1)}
    elif isinstance(data, LowConfidence):
        words = ESTIMATED if data.estimated else words
        bound = f"{data.least:g}"
        bound = max(bound, f"{data.least:.2f}", key=len)  # as the user gave it, at least two decimals
        more = {"value": distinct_from(data.confidence, data.least, 2), "bound": bound}
    elif isinstance(data, ForeignLetters):
        more = {"script": SCRIPTS.get(data.script, data.script) if language == "ja" else data.script}
    return _in(words, language).format(data, **more)


def attempt_text(attempt: Attempt, language: str = "en") -> str:
    """Return a description of an attempt: "no repeated 3-grams, 3 beams"."""
    parts = [STEPS[attempt.step]]
    if attempt.step is Step.NO_REPEAT and attempt.beams:
        parts.append(BEAMS)
    if attempt.refusal:
        parts.append(NO_ANSWER if attempt.unanswered else REFUSED)
    if attempt.rewritten:
        parts.append(REWRITTEN)
    why = refusal_text(attempt.refusal, language) if attempt.refusal else ""
    return "".join(_in(part, language).format(attempt, reason=why) for part in parts)


def refusal_text(refusal: Refusal, language: str = "en") -> str:
    """Return the reason of a refusal as one clause: "Rp 15 billion is not in its evidence"."""
    figure = format_quantity(refusal.figure, _known(language)) if refusal.figure else ""
    colon = "：" if language == "ja" else ": "
    flag = f"{colon}{flag_reason(refusal.flag, language)}" if refusal.flag else ""
    return _in(REFUSALS[refusal.code], language).format(refusal, figure=figure, flag=flag)


def notice_text(value: Notice, language: str = "en") -> str:
    """Return a notice as a sentence."""
    singular = value.count == 1
    return _in(NOTICES[value.code], language).format(
        value,
        have="has" if singular else "have",
        them="it" if singular else "them",
        segments=_joined([str(index + 1) for index in value.segments], language),
        reason=refusal_text(value.refusal, language) if value.refusal else "",
    )


def distinct_from(value: float, bound: float, digits: int) -> str:
    """Return a value with at least `digits` decimals, enough to distinguish it from its bound.

    >>> beside(0.6971, 0.7, 2), beside(0.31, 0.7, 2)
    ('0.697', '0.31')
    """
    while digits < MOST_DIGITS and float(f"{value:.{digits}f}") == bound != value:
        digits += 1
    return f"{value:.{digits}f}"


@dataclass(frozen=True, slots=True)
class _Quoted:
    text: str


def _in(words: Words, language: str) -> str:
    return words[language == "ja"]


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"


def _joined(parts: list[str], language: str) -> str:
    return ("、" if language == "ja" else ", ").join(parts)


def _name(name: LostName, language: str) -> str:
    words = (SOUNDING if name.needed else SPELT) if name.nearest else NAME
    return _in(words, language).format(name)


def _listed(parts: list[str], most: int, language: str, *, last: str = ", ") -> dict[str, object]:
    """Return fields with a list as one text and its verb; `last` is the separator before the last part in English."""
    are = "is" if len(parts) == 1 else "are"
    if len(parts) > most:
        parts = [*parts[:most], _in(MORE, language).format(len(parts) - most)]
    if language != "ja" and len(parts) > 1:
        parts = [*parts[:-2], f"{parts[-2]}{last}{parts[-1]}"]
    return {"listed": _joined(parts, language), "are": are}
