"""The front matter of a Markdown file (YAML between `---`, TOML between `+++`): title, author and date.

>>> unescaped(r'Harga \"beras\" naik', '"').text
'Harga "beras" naik'
>>> as_value('Price: "high"', "", toml=False), as_value("It's", "'", toml=False), as_value("It's", "'", toml=True)
('"Price: \\\\"high\\\\""', "It''s", 'It’s')
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from translate.util.markup import Plain

FENCES = {"---": ("---", "..."), "+++": ("+++",)}
FIELD = re.compile(r"(?P<key>[\w-]{1,40})[ \t]*[:=][ \t]*(?P<value>\S.*)?")
QUOTED = re.compile(r"([\"'])(?P<inner>.*)\1[ \t]*(?:#.*)?")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TITLES, AUTHORS, DATES = ("title", "judul"), ("author", "authors", "penulis"), ("date", "tanggal")
# YAML 1.2, section 5.7, and TOML 1.0; what else is escaped stays as it is.
ESCAPED = re.compile(r"\\(?:[\"\\/nt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2})")
ESCAPES = {"n": " ", "t": " "}
# Texts that YAML cannot have as a plain, unquoted scalar.
NOT_BARE = re.compile(
    r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?::(?:\s|$)|\s#)|.*\s$|(?:true|false|null|yes|no|on|off|~|[\d.+-]+)$|$", re.I
)
WORDS = 3  # a field of fewer words is a name, a date or a switch


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a file. `end` is its end offset, `title` the span of its title."""

    end: int
    title: tuple[int, int] | None
    author: str | None
    date: str | None
    untranslated: tuple[str, ...]  # fields of prose that are not translated


def front_matter(text: str) -> FrontMatter | None:
    """Return the front matter at the start of a normalised text; None if there is none, or it has no end."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in FENCES:
        return None
    last = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in FENCES[fence]), None)
    if last is None:
        return None
    fields = _fields(lines, last)
    title = next((fields[key][1] for key in TITLES if key in fields and fields[key][1]), None)
    untranslated = [key for key, (value, _) in fields.items() if key not in (*TITLES, *AUTHORS) and _has_words(value)]
    if title is None and any(key in fields for key in TITLES):
        untranslated.insert(0, next(key for key in TITLES if key in fields))
    author = next((fields[key][0] for key in AUTHORS if key in fields), "").strip("[]\"' ")
    date = ISO_DATE.search(next((fields[key][0] for key in DATES if key in fields), ""))
    end = min(sum(len(line) + 1 for line in lines[: last + 1]), len(text))
    return FrontMatter(end, title, author or None, date.group() if date else None, tuple(untranslated))


def _fields(lines: list[str], last: int) -> dict[str, tuple[str, tuple[int, int] | None]]:
    """Return the value of each field, with its span if it is on the line of the field."""
    fields: dict[str, tuple[str, tuple[int, int] | None]] = {}
    at, open_key = len(lines[0]) + 1, ""
    for line in lines[1:last]:
        found = FIELD.match(line)
        if found:
            open_key = found["key"].casefold()
            fields.setdefault(open_key, _value(found, at))
        elif open_key and line.strip():  # another line of the value
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


def _has_words(value: str) -> bool:
    return sum(any(map(str.isalpha, word)) for word in value.split()) >= WORDS


def quote_before(text: str, at: int) -> str:
    """Return the quote before the value at an offset of the front matter, "" for an unquoted value."""
    before = text[max(0, at - 1) : at]
    return before if before in ('"', "'") else ""


def unescaped(raw: str, quote: str) -> Plain:
    """Return the unescaped text of a value in these quotes, with the offset of each character."""
    value: list[str] = []
    places: list[int] = []
    pattern = {'"': ESCAPED, "'": re.compile("''")}.get(quote)
    at = 0
    for found in pattern.finditer(raw) if pattern else ():
        value += raw[at : found.start()]
        places += range(at, found.start())
        value.append("'" if quote == "'" else _character(found[0][1:]))
        places.append(found.start())
        at = found.end()
    return Plain("".join(value) + raw[at:], (*places, *range(at, len(raw))))


def _character(code: str) -> str:
    if len(code) == 1:
        return ESCAPES.get(code, code)
    number = int(code[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def as_value(text: str, quote: str, *, toml: bool) -> str:
    """Return a text escaped for these quotes; an unquoted value gets quotes if YAML requires them."""
    text = " ".join(text.split())
    if quote == "'":  # TOML has no way to write one between these
        return text.replace("'", "’" if toml else "''")
    escaped = re.sub(r'["\\]', r"\\\g<0>", text)
    if quote == '"':
        return escaped
    return f'"{escaped}"' if NOT_BARE.match(text) else text
