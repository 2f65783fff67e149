"""Size limits of articles, and a check that refuses texts on which a parser would take minutes."""

from __future__ import annotations

import re

from translate.errors import TooLarge

MAX_BYTES = 5_000_000  # of a file
MAX_CHARACTERS = 1_000_000  # of text, as in a long novel
MAX_SENTENCES = 20_000  # each takes some kB of memory
MAX_PARTS = 100_000  # lines, cells, elements, paragraphs; each takes a parser up to 0.1 ms, even if empty
MAX_ATTRIBUTES = 1_000  # of one element; the HTML parser compares each with all others
ELEMENT = re.compile(r"<[a-zA-Z]")
TAG = re.compile(r"""<[a-zA-Z](?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+""")
ATTRIBUTE = re.compile(r"""[\s/]++[^\s>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")


def at_most(limit: int, count: int, unit: str, name: str) -> None:
    """Refuse an article called `name` that has more than `limit` of a unit.

    Raises:
        TooLarge: `count` is larger.
    """
    if count > limit:
        raise TooLarge(
            f"{name} has {count:,} {unit}; expected one article, with at most {limit:,}. Split it into several files."
        )


def check_text(text: str, name: str, format: str) -> None:
    """Refuse a text that is too large to parse; takes the time of a few searches.

    Raises:
        TooLarge: it has too many characters, lines, table cells, elements or attributes.
    """
    if format == "html":
        at_most(MAX_PARTS, sum(1 for _ in ELEMENT.finditer(text)), "elements", name)
        most = max((_attributes(tag[0]) for tag in TAG.finditer(text)), default=0)
        at_most(MAX_ATTRIBUTES, most, "attributes in one element", name)
        return
    at_most(MAX_CHARACTERS, len(text), "characters of text", name)
    at_most(MAX_PARTS, sum(1 for line in text.split("\n") if line and not line.isspace()), "lines", name)
    if format == "md":
        at_most(MAX_PARTS, text.count("|"), "table cells", name)


def _attributes(tag: str) -> int:
    """Return the number of attributes of a tag; 0 for tags too short to exceed the limit."""
    return sum(1 for _ in ATTRIBUTE.finditer(tag)) if len(tag) > 2 * MAX_ATTRIBUTES else 0
