"""The article text in the JSON-LD of a page (schema.org), for pages that show less."""

from __future__ import annotations

import html
import re
from typing import Any

from translate.util.untrusted import json_from

MARKS = re.compile(r"<[^<>]{1,300}>")
BREAKS = re.compile(r"(?:\r?\n|<br\s*/?>|</p>)+", re.I)
DEEPEST = 12  # levels of the data that are searched


def article_body(tree: Any) -> list[str]:
    """Return the paragraphs of the longest articleBody in the JSON-LD of a page; empty without one."""
    found: list[str] = []
    for script in tree.iter("script") if tree is not None else ():
        if (script.get("type") or "").casefold() == "application/ld+json":
            try:
                found += _bodies(json_from(script.text or ""), DEEPEST)
            except ValueError:
                continue
    longest = max(found, key=len, default="")
    return [plain for line in BREAKS.split(longest) if (plain := _plain(line))]


def _bodies(data: Any, levels: int) -> list[str]:
    if levels == 0:
        return []
    if isinstance(data, list):
        return [body for item in data for body in _bodies(item, levels - 1)]
    if not isinstance(data, dict):
        return []
    own = [data["articleBody"]] if isinstance(data.get("articleBody"), str) else []
    return own + [body for value in data.values() for body in _bodies(value, levels - 1)]


def _plain(line: str) -> str:
    return " ".join(html.unescape(MARKS.sub("", line)).split())
