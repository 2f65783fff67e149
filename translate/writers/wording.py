"""Word values such as flags, refusals and notices in English or Japanese, by the table of `words`.

The wording is only for display; programs read the fields.
"""

from __future__ import annotations

from translate.document import TARGETS, Attempt, Flag, Notice, Refusal, Signature, Step
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
from translate.writers.words import WORDS, words

# The bundled models, whose translations are drafts.
DRAFTING = frozenset({"student", "student-ja"})
# Maximum numbers of listed figures, names and words of a flag.
MOST_FIGURES, MOST_NAMES, MOST_WORDS = 4, 3, 6
MOST_DIGITS = 6  # decimals


def grade(signature: Signature, language: str = "en") -> str:
    """Return the label of a translation: "Machine draft by the student; not read by a person."."""
    names = list(dict.fromkeys(model.id for model in signature.models))
    key = "grade.draft" if DRAFTING.issuperset(names) else "grade.other"
    return words(key, language).format((" and " if language != "ja" else "と").join(names) or "?")


def flag_reason(flag: Flag, language: str = "en") -> str:
    """Return the reason of a flag as one clause: "65.8 is not in the translation"; empty if it has no data."""
    data = flag.data
    if isinstance(data, Prose):
        return data.text
    key = f"reason.{flag.code}.{type(data).__name__}"
    if key not in WORDS:
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
        more = _listed(names, MOST_NAMES, language) | {"sure": words(f"sure.{sure}", language)}
    elif isinstance(data, LostVerbatim):
        texts = [_name(LostName(text, sure=True), language) for text in data.texts]
        more = _listed(texts, MOST_NAMES, language)
    elif isinstance(data, Untranslated):
        listed = " ".join(data.words[:MOST_WORDS]) + " ..." * (len(data.words) > MOST_WORDS)
        more = {"listed": listed, "count": len(data.words)}
    elif isinstance(data, LengthRatio):
        more = {"value": distinct_from(data.ratio, data.limit, 2)}
    elif isinstance(data, Compression):
        more = {"value": distinct_from(data.ratio, data.limit, 1)}
    elif isinstance(data, LowConfidence):
        key = "reason.LOW_SCORE.estimated" if data.estimated else key
        bound = f"{data.least:g}"
        bound = max(bound, f"{data.least:.2f}", key=len)  # as the user gave it, at least two decimals
        more = {"value": distinct_from(data.confidence, data.least, 2), "bound": bound}
    elif isinstance(data, ForeignLetters):
        script = f"script.{data.script}"
        more = {"script": words(script, language) if script in WORDS else data.script}
    return words(key, language).format(data, **more)


def attempt_text(attempt: Attempt, language: str = "en") -> str:
    """Return a description of an attempt: "no repeated 3-grams, 3 beams"."""
    parts = [f"step.{attempt.step}"]
    if attempt.step is Step.NO_REPEAT and attempt.beams:
        parts.append("attempt.beams")
    if attempt.refusal:
        parts.append("attempt.no_answer" if attempt.unanswered else "attempt.refused")
    if attempt.rewritten:
        parts.append("attempt.rewritten")
    why = refusal_text(attempt.refusal, language) if attempt.refusal else ""
    return "".join(words(part, language).format(attempt, reason=why) for part in parts)


def refusal_text(refusal: Refusal, language: str = "en") -> str:
    """Return the reason of a refusal as one clause: "Rp 15 billion is not in its evidence"."""
    figure = format_quantity(refusal.figure, _known(language)) if refusal.figure else ""
    flag = f"{words('label.colon', language)}{flag_reason(refusal.flag, language)}" if refusal.flag else ""
    return words(f"refusal.{refusal.code}", language).format(refusal, figure=figure, flag=flag)


def notice_text(value: Notice, language: str = "en") -> str:
    """Return a notice as a sentence."""
    singular = value.count == 1
    return words(f"notice.{value.code}", language).format(
        value,
        have="has" if singular else "have",
        them="it" if singular else "them",
        segments=_joined([str(index + 1) for index in value.segments], language),
        reason=refusal_text(value.refusal, language) if value.refusal else "",
    )


def distinct_from(value: float, bound: float, digits: int) -> str:
    """Return a value with at least `digits` decimals, enough to distinguish it from its bound.

    >>> distinct_from(0.6971, 0.7, 2), distinct_from(0.31, 0.7, 2)
    ('0.697', '0.31')
    """
    while digits < MOST_DIGITS and float(f"{value:.{digits}f}") == bound != value:
        digits += 1
    return f"{value:.{digits}f}"


def _known(language: str) -> str:
    return language if language in TARGETS else "en"


def _joined(parts: list[str], language: str) -> str:
    return ("、" if language == "ja" else ", ").join(parts)


def _name(name: LostName, language: str) -> str:
    key = ("listed.sounding" if name.needed else "listed.spelt") if name.nearest else "listed.name"
    return words(key, language).format(name)


def _listed(parts: list[str], most: int, language: str, *, last: str = ", ") -> dict[str, object]:
    """Return fields with a list as one text and its verb; `last` is the separator before the last part in English."""
    are = "is" if len(parts) == 1 else "are"
    if len(parts) > most:
        parts = [*parts[:most], words("listed.more", language).format(len(parts) - most)]
    if language != "ja" and len(parts) > 1:
        parts = [*parts[:-2], f"{parts[-2]}{last}{parts[-1]}"]
    return {"listed": _joined(parts, language), "are": are}
