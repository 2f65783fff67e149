"""What Warta's values are called in words, with the table of `words`.

Nothing reads these words back; whoever wants to know more reads the fields.
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
# Of figures, names and words of a flag so many are written out.
MOST_FIGURES, MOST_NAMES, MOST_WORDS = 4, 3, 6
MOST_DIGITS = 6  # of a value behind its point


def grade(signature: Signature, language: str = "en") -> str:
    """Return the label of a translation: "Machine draft by the student; not read by a person."."""
    names = list(dict.fromkeys(model.id for model in signature.models))
    words = GRADE_DRAFT if DRAFTING.issuperset(names) else GRADE
    return _in(words, language).format((" and " if language != "ja" else "と").join(names) or "?")


def reason(flag: Flag, language: str = "en") -> str:
    """Return what a flag found, as one clause: "65.8 is not in the translation"; empty where the code says it all."""
    data = flag.data
    if isinstance(data, Prose):
        return data.text
    words = FLAGS.get((flag.code, type(data)))
    if words is None:
        return ""
    more: dict[str, object] = {}
    if isinstance(data, Figures):
        said = dict.fromkeys(format_quantity(figure, _known(language)) for figure in data.figures)
        more = _listed(list(said), MOST_FIGURES, language, last=" and ")
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
        more = {"value": beside(data.ratio, data.limit, 2)}
    elif isinstance(data, Compression):
        more = {"value": beside(data.ratio, data.limit, 1)}
    elif isinstance(data, LowConfidence):
        words = ESTIMATED if data.estimated else words
        bound = f"{data.least:g}"
        bound = max(bound, f"{data.least:.2f}", key=len)  # as the user gave it, two digits at least
        more = {"value": beside(data.confidence, data.least, 2), "bound": bound}
    elif isinstance(data, ForeignLetters):
        more = {"script": SCRIPTS.get(data.script, data.script) if language == "ja" else data.script}
    return _in(words, language).format(data, **more)


def how(attempt: Attempt, language: str = "en") -> str:
    """Return how an attempt came about: "no repeated 3-grams, 3 beams"."""
    parts = [STEPS[attempt.step]]
    if attempt.step is Step.NO_REPEAT and attempt.beams:
        parts.append(BEAMS)
    if attempt.refusal:
        parts.append(NO_ANSWER if attempt.unanswered else REFUSED)
    if attempt.rewritten:
        parts.append(REWRITTEN)
    why = refused(attempt.refusal, language) if attempt.refusal else ""
    return "".join(_in(part, language).format(attempt, reason=why) for part in parts)


def refused(refusal: Refusal, language: str = "en") -> str:
    """Return why a line was not taken, as one clause: "Rp 15 billion is not in its evidence"."""
    figure = format_quantity(refusal.figure, _known(language)) if refusal.figure else ""
    colon = "：" if language == "ja" else ": "
    flag = f"{colon}{reason(refusal.flag, language)}" if refusal.flag else ""
    return _in(REFUSALS[refusal.code], language).format(refusal, figure=figure, flag=flag)


def notice(told: Notice, language: str = "en") -> str:
    """Return a notice as a sentence."""
    one = told.count == 1
    return _in(NOTICES[told.code], language).format(
        told,
        have="has" if one else "have",
        them="it" if one else "them",
        segments=_joined([str(index + 1) for index in told.segments], language),
        reason=refused(told.refusal, language) if told.refusal else "",
    )


def beside(value: float, bound: float, digits: int) -> str:
    """Return a value with as many digits as it takes, `digits` at least, to read as another than its bound.

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


def _joined(said: list[str], language: str) -> str:
    return ("、" if language == "ja" else ", ").join(said)


def _name(name: LostName, language: str) -> str:
    words = (SOUNDING if name.needed else SPELT) if name.nearest else NAME
    return _in(words, language).format(name)


def _listed(said: list[str], most: int, language: str, *, last: str = ", ") -> dict[str, object]:
    """Return a list as one text, with the verb that agrees with it; `last` stands before its last part in English."""
    are = "is" if len(said) == 1 else "are"
    if len(said) > most:
        said = [*said[:most], _in(MORE, language).format(len(said) - most)]
    if language != "ja" and len(said) > 1:
        said = [*said[:-2], f"{said[-2]}{last}{said[-1]}"]
    return {"listed": _joined(said, language), "are": are}
