"""Headlines on their way through an engine: what it says of one is written as the source is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol, runtime_checkable

from translate.document import Hypothesis
from translate.language.headlines import as_headline, is_headline

_STOP = re.compile(r"(?<!\b\w)\.$")  # but not of "U.S."


@runtime_checkable
class Heading(Protocol):
    """An engine that writes headlines, unless it is told that another model reads what it says."""

    headlines: bool


def written_as(text: str, made: Hypothesis, *, source: str, target: str) -> Hypothesis:
    """Return an English hypothesis as a headline if the Indonesian `text` is one; else as it is.

    It gets capitals, and loses a full stop at its end that the source has not.
    """
    if (source, target) != ("id", "en") or not is_headline(text):
        return made
    said = made.text if text.rstrip().endswith(".") else _STOP.sub("", made.text)
    return replace(made, text=as_headline(said))
