"""The front matter of a Markdown file (YAML between `---`, TOML between `+++`): title, author and date."""

from __future__ import annotations

import re
from dataclasses import dataclass

FENCES = {"---": ("---", "..."), "+++": ("+++",)}
FIELD = re.compile(r"(?P<key>[\w-]{1,40})[ \t]*[:=][ \t]*(?P<value>\S.*)?")
QUOTED = re.compile(r"([\"'])(?P<inner>.*)\1[ \t]*(?:#.*)?")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TITLES, AUTHORS, DATES = ("title", "judul"), ("author", "authors", "penulis"), ("date", "tanggal")
WORDS = 3  # a field of fewer words is a name, a date or a switch


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says. `end` is where it ends, `title` where the words of its title stand."""

    end: int
    title: tuple[int, int] | None
    author: str | None
    date: str | None
    untranslated: tuple[str, ...]  # fields with words that are left as they are


def front_matter(text: str) -> FrontMatter | None:
    """Return the front matter that a normalised text begins with; None if there is none, or it does not end."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in FENCES:
        return None
    last = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in FENCES[fence]), None)
    if last is None:
        return None
    fields = _fields(lines, last)
    title = next((fields[key][1] for key in TITLES if key in fields and fields[key][1]), None)
    left = [key for key, (value, _) in fields.items() if key not in (*TITLES, *AUTHORS) and _worded(value)]
    if title is None and any(key in fields for key in TITLES):
        left.insert(0, next(key for key in TITLES if key in fields))
    author = next((fields[key][0] for key in AUTHORS if key in fields), "").strip("[]\"' ")
    date = ISO_DATE.search(next((fields[key][0] for key in DATES if key in fields), ""))
    end = min(sum(len(line) + 1 for line in lines[: last + 1]), len(text))
    return FrontMatter(end, title, author or None, date.group() if date else None, tuple(left))


def _fields(lines: list[str], last: int) -> dict[str, tuple[str, tuple[int, int] | None]]:
    """Return the value of each field, and where its words stand when they are on its own line."""
    fields: dict[str, tuple[str, tuple[int, int] | None]] = {}
    at, open_key = len(lines[0]) + 1, ""
    for line in lines[1:last]:
        found = FIELD.match(line)
        if found:
            open_key = found["key"].casefold()
            fields.setdefault(open_key, _value(found, at))
        elif open_key and line.strip():  # a value of several lines goes on
            value, _ = fields[open_key]
            fields[open_key] = (f"{value} {line.strip()}", None)
        at += len(line) + 1
    return fields


def _value(found: re.Match[str], at: int) -> tuple[str, tuple[int, int] | None]:
    raw = (found["value"] or "").rstrip()
    if not raw or raw[0] in "|>[{&*!":  # a block, a list, and what else YAML has
        return raw.lstrip("|>+- "), None
    start = at + found.start("value")
    quoted = QUOTED.fullmatch(raw)
    if quoted:
        return quoted["inner"], (start + 1, start + 1 + len(quoted["inner"])) if quoted["inner"].strip() else None
    bare = re.split(r"\s#", raw, maxsplit=1)[0].rstrip()
    return bare, (start, start + len(bare))


def _worded(value: str) -> bool:
    return sum(any(map(str.isalpha, word)) for word in value.split()) >= WORDS
