"""Flags, attempts, refusals, notices and figures as JSON, and back: `docs/json.md` describes them.

Values also have their English wording for display, which is not read.
"""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from typing import Any, cast, get_args

from translate.document import (
    Attempt,
    Clock,
    Day,
    Figure,
    Flag,
    FlagCode,
    FlagData,
    Notice,
    NoticeCode,
    QuantityKind,
    Refusal,
    RefusalCode,
    Step,
    Value,
)
from translate.document.flags import LostName
from translate.writers.wording import attempt_text, flag_reason, notice_text, refusal_text

Json = dict[str, Any]

# The class of a flag's data by name: "length_ratio".
KINDS: dict[str, type] = {re.sub("(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in get_args(FlagData)}
NAMES = {kind: name for name, kind in KINDS.items()}


def figure_object(figure: Figure) -> Json:
    """Return a figure: its value is a date or time in ISO 8601, a number in digits, or characters."""
    result: Json = {"kind": str(figure.kind), "value": plain_value(figure.value), "text": figure.text}
    if figure.currency:
        result["currency"] = figure.currency
    if isinstance(figure.value, Clock) and figure.value.zone:
        result["zone"] = figure.value.zone
    return result


def plain_value(value: Value) -> str:
    """Return a value as text; a number in digits, since some JSON readers lose precision of large numbers.

    Trailing zeros ("1.70") are kept for display.
    """
    if not isinstance(value, Decimal):
        return str(value)
    digits = f"{value:f}"
    return digits.partition(".")[0] if value == value.to_integral_value() else digits


def figure_from(data: Json) -> Figure:
    """Return the figure of an object."""
    kind = QuantityKind(data["kind"])
    return Figure(kind, value_from(kind, data["value"], data.get("zone")), data["text"], data.get("currency"))


def value_from(kind: QuantityKind, text: str, zone: str | None = None) -> Value:
    """Return the value of a text from `plain_value`."""
    if kind is QuantityKind.DATE:
        return Day.parse(text)
    if kind is QuantityKind.TIME:
        hour, minute = text.split(":")
        return Clock(int(hour), int(minute), zone)
    return text if kind is QuantityKind.OPAQUE else Decimal(text)


def flag_object(flag: Flag) -> Json:
    """Return a flag with its code, data and wording."""
    return {"code": str(flag.code), "data": _data(flag.data), "note": flag_reason(flag)}


def flag_from(data: Json) -> Flag:
    """Return the flag of an object."""
    return Flag(FlagCode(data["code"]), _data_from(data["data"]))


def _data(data: FlagData | None) -> Json | None:
    if data is None:
        return None
    return {"kind": NAMES[type(data)], **{field.name: _plain(getattr(data, field.name)) for field in fields(data)}}


def _plain(value: Any) -> Any:
    if isinstance(value, Figure):
        return figure_object(value)
    if isinstance(value, LostName):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _data_from(data: Json | None) -> FlagData | None:
    if data is None:
        return None
    values = {name: _value_from(name, value) for name, value in data.items() if name != "kind"}
    return cast(FlagData, KINDS[data["kind"]](**values))


def _value_from(name: str, value: Any) -> Any:
    if name == "figure":
        return figure_from(value)
    if name == "figures":
        return tuple(map(figure_from, value))
    if name == "names":
        return tuple(LostName(**item) for item in value)
    return tuple(value) if isinstance(value, list) else value


def attempt_object(attempt: Attempt) -> Json:
    """Return an attempt with its fields and their wording."""
    return {
        "step": str(attempt.step),
        "model": attempt.model,
        "no_repeat_ngram": attempt.no_repeat_ngram,
        "beams": attempt.beams,
        "rewritten": attempt.rewritten,
        "refusal": refusal_object(attempt.refusal),
        "how": attempt_text(attempt),
        "text": attempt.text,
        "score": attempt.score,
        "confidence": attempt.confidence,
        "flags": [flag_object(flag) for flag in attempt.flags],
    }


def attempt_from(data: Json) -> Attempt:
    """Return the attempt of an object."""
    return Attempt(
        Step(data["step"]),
        data["text"],
        data["score"],
        tuple(map(flag_from, data["flags"])),
        data["model"],
        data["no_repeat_ngram"],
        data["beams"],
        data["rewritten"],
        refusal_from(data["refusal"]),
        data.get("confidence"),  # older files have none
    )


def refusal_object(refusal: Refusal | None) -> Json | None:
    """Return a refusal with the fields of its code, and its wording; None without one."""
    if refusal is None:
        return None
    result: Json = {"code": str(refusal.code)}
    if refusal.figure:
        result["figure"] = figure_object(refusal.figure)
    if refusal.flag:
        result["flag"] = flag_object(refusal.flag)
    result |= {name: value for name in ("text", "count", "limit", "share") if (value := getattr(refusal, name))}
    return result | {"note": refusal_text(refusal)}


def refusal_from(data: Json | None) -> Refusal | None:
    """Return the refusal of an object."""
    if data is None:
        return None
    figure, flag = data.get("figure"), data.get("flag")
    return Refusal(
        RefusalCode(data["code"]),
        data.get("text", ""),
        figure_from(figure) if figure else None,
        flag_from(flag) if flag else None,
        data.get("count", 0),
        data.get("limit", 0),
        data.get("share", 0.0),
    )


def notice_object(shown: Notice, language: str) -> Json:
    """Return a notice with the fields of its code, and its wording."""
    result: Json = {"code": str(shown.code)}
    result |= {name: value for name in ("text", "count", "total") if (value := getattr(shown, name))}
    if shown.segments:
        result["segments"] = list(shown.segments)
    if shown.refusal:
        result["refusal"] = refusal_object(shown.refusal)
    return result | {"note": notice_text(shown, language)}


def notice_from(data: Json) -> Notice:
    """Return the notice of an object."""
    return Notice(
        NoticeCode(data["code"]),
        data.get("text", ""),
        data.get("count", 0),
        data.get("total", 0),
        tuple(data.get("segments", ())),
        refusal_from(data.get("refusal")),
    )
