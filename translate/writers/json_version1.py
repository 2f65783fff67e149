"""Convert the English sentences of version 1 of the JSON format into today's values.

The description of an attempt is parsed, since retries depend on it. The reason of a flag is only displayed, so it
stays prose, except for empty and unfinished translations, which are more severe.
"""

from __future__ import annotations

import re

from translate.document import Attempt, Flag, FlagCode, Notice, NoticeCode, Refusal, RefusalCode, Step
from translate.document.flags import Empty, Prose
from translate.writers.json_values import Json, attempt_object, flag_object, notice_object, refusal_object

REWRITTEN = "; numbers rewritten"
STEPS = (
    (Step.AS_ASKED, re.compile("as asked")),
    (Step.WITH_GLOSSARY, re.compile("with the glossary")),
    (Step.NO_REPEAT, re.compile(r"no repeated (?P<ngram>[0-9]+)-grams(?:, (?P<beams>[0-9]+) beams)?")),
    (Step.IN_PARTS, re.compile("in two parts")),
    (Step.IMPORTED, re.compile("from an imported memory")),
    (
        Step.POST_EDIT,
        re.compile(r"post-edited by (?P<model>.*?)(?:; (?:(?P<refused>refused)|no answer): (?P<reason>.*))?", re.S),
    ),
    (Step.FALLBACK, re.compile("by (?P<model>.*)", re.S)),
)


def as_version_2(data: Json) -> Json:
    """Return a file of version 1 converted to version 2."""
    segments = [
        segment | _with_flags(segment) | {"attempts": [attempt_object(_attempt(a)) for a in segment["attempts"]]}
        for segment in data["segments"]
    ]
    brief = data["brief"] and _brief(data["brief"], data["document"]["advertorial"])
    return data | {"segments": segments, "brief": brief}


def _brief(data: Json, mark: str | None) -> Json:
    return data | {
        "headline": _point(data["headline"]),
        "points": [_point(point) for point in data["points"]],
        "notices": [notice_object(notice_of(text, mark), data["language"]) for text in data["notices"]],
    }


def _point(data: Json) -> Json:
    return data | _with_flags(data) | {"refusal": refusal_object(refusal_of(data["note"]))}


def _with_flags(data: Json) -> Json:
    return {"flags": [flag_object(flag_of(flag["code"], flag["note"])) for flag in data["flags"]]}


def _attempt(data: Json) -> Attempt:
    flags = tuple(flag_of(flag["code"], flag["note"]) for flag in data["flags"])
    return attempt_of(data["how"], data["text"], data["score"], flags)


def attempt_of(how: str, text: str, score: float | None, flags: tuple[Flag, ...]) -> Attempt:
    """Return the attempt of version 1 with the description `how`."""
    rewritten = how.endswith(REWRITTEN)
    how = how.removesuffix(REWRITTEN)
    for step, pattern in STEPS:
        if found := pattern.fullmatch(how):
            part = {name: value or "" for name, value in found.groupdict().items()}
            code = RefusalCode.PROSE if part.get("refused") else RefusalCode.FAILED
            refusal = Refusal(code, part["reason"]) if part.get("reason") else None
            ngram, beams = int(part.get("ngram") or 0), int(part.get("beams") or 0)
            return Attempt(step, text, score, flags, part.get("model", ""), ngram, beams, rewritten, refusal)
    return Attempt(Step.UNKNOWN, text, score, flags, rewritten=rewritten)


def is_all_values(attempt: Attempt) -> bool:
    """Return whether an attempt of version 1 was converted completely."""
    unread = attempt.refusal is not None and attempt.refusal.code is RefusalCode.PROSE
    prose = any(isinstance(flag.data, Prose) for flag in attempt.flags)
    return not (unread or prose or attempt.step is Step.UNKNOWN)


def flag_of(code: str, note: str) -> Flag:
    """Return the flag of version 1 with the reason `note`."""
    if note == "the translation is empty":
        return Flag(FlagCode(code), Empty())
    return Flag(FlagCode(code), None if code == FlagCode.UNFINISHED else Prose(note))


def refusal_of(note: str) -> Refusal | None:
    """Return the refusal of version 1; None for an empty note."""
    return Refusal(RefusalCode.PROSE, note) if note else None


def notice_of(text: str, mark: str | None) -> Notice:
    """Return the notice of version 1 with this text; `mark` is the advertorial mark."""
    if mark and mark.strip("()") in text:
        return Notice(NoticeCode.ADVERTORIAL, mark)
    return Notice(NoticeCode.PROSE, text)
