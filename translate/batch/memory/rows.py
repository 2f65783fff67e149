"""Attempts and signatures as columns of the memory's tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from translate.document import Attempt, Signature
from translate.writers.json_values import attempt_from, attempt_object
from translate.writers.json_version1 import attempt_of, flag_of


def undated(maker: Signature) -> Signature:
    """Return a signature without the input and the date, which do not affect segments."""
    return replace(maker, input_sha256="", date="")


def key_of(maker: Signature) -> str:
    """Return the SHA-256 of everything in a signature that affects segments."""
    return hashlib.sha256(json.dumps(asdict(undated(maker)), sort_keys=True).encode()).hexdigest()


def dump_attempts(attempts: Iterable[Attempt]) -> str:
    """Return attempts as JSON; floats are exact."""
    rows = [_without_words(attempt_object(attempt)) for attempt in attempts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def load_attempts(text: str) -> tuple[Attempt, ...]:
    """Return the attempts that `dump_attempts` wrote."""
    return tuple(map(attempt_from, json.loads(text)))


def _without_words(value: Any) -> Any:
    """Return JSON without the fields that are only for display."""
    if isinstance(value, dict):
        return {key: _without_words(item) for key, item in value.items() if key not in ("how", "note")}
    return [_without_words(item) for item in value] if isinstance(value, list) else value


def load_version_2(data: str) -> tuple[Attempt, ...]:
    """Return the attempts of a row that version 2 of the tables wrote."""
    rows = json.loads(data)
    return tuple(attempt_of(how, text, score, tuple(flag_of(*f) for f in flags)) for how, text, score, flags in rows)
