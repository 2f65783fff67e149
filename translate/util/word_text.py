"""The text of a paragraph of a Word file as a reader sees it.

Insertions of tracked changes count, deletions do not. Struck and hidden runs are skipped and counted, superscript and
subscript digits become Unicode characters, formulas become one line.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from translate.util.normalise import lowered, raised

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXTBOX = f"{WORD}txbxContent"
BREAKS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
# Not text of a paragraph: properties, deleted or moved text, and text boxes, which are units of their own.
SKIPPED = frozenset((TEXTBOX, FALLBACK, f"{WORD}pPr", f"{WORD}rPr", f"{WORD}moveFrom", f"{WORD}del"))
OFF = ("0", "false", "off", "none")
# Private-use characters of the font Symbol in Unicode.
SYMBOLS = {
    0xF0B0: "°", 0xF0B1: "±", 0xF0A3: "≤", 0xF0B3: "≥", 0xF0B4: "×", 0xF0B7: "•", 0xF0B9: "≠", 0xF0BB: "≈", 0xF0D7: "·",
    0xF0B8: "÷", 0xF06D: "μ", 0xF057: "Ω", 0xF061: "α", 0xF062: "β",
}  # fmt: skip


@dataclass(slots=True)
class SkippedContent:
    """Counts of skipped content of a Word file, by kind."""

    counts: Counter[str] = field(default_factory=Counter)


def text_of(paragraph: Any, skipped: SkippedContent) -> str:
    """Return the text of a paragraph; skipped content is counted in `skipped`."""
    texts: list[str] = []
    _gather(paragraph, texts, skipped)
    return "".join(texts)


def _gather(element: Any, texts: list[str], skipped: SkippedContent) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{WORD}t":
            texts.append(child.text or "")
        elif tag == f"{WORD}r":
            texts.append(_run(child, skipped))
        elif tag in BREAKS:
            texts.append(BREAKS[tag])
        elif tag == f"{WORD}sym":
            texts.append(symbol(child, skipped))
        elif tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
            texts.append(_formula(child))
        elif tag not in SKIPPED:
            _gather(child, texts, skipped)


def _run(run: Any, skipped: SkippedContent) -> str:
    texts: list[str] = []
    _gather(run, texts, skipped)
    text = "".join(texts)
    properties = run.find(f"{WORD}rPr")
    if properties is None or not text.strip():
        return text
    if is_on(properties, "vanish"):
        skipped.counts["hidden"] += 1
        return ""
    if is_on(properties, "strike") or is_on(properties, "dstrike"):
        skipped.counts["struck"] += 1
        return ""
    place = properties.find(f"{WORD}vertAlign")
    if place is None:
        return text
    return {"superscript": raised, "subscript": lowered}.get(place.get(f"{WORD}val"), str)(text)


def is_on(properties: Any, name: str) -> bool:
    """Return whether a property of a run is switched on."""
    found = properties.find(f"{WORD}{name}")
    return found is not None and (found.get(f"{WORD}val") or "1").casefold() not in OFF


def symbol(element: Any, skipped: SkippedContent) -> str:
    """Return the character of a symbol; a symbol without Unicode character becomes U+FFFD and is counted."""
    try:
        code = int(element.get(f"{WORD}char") or "", 16)
    except ValueError:
        code = 0
    if code in SYMBOLS and (element.get(f"{WORD}font") or "").casefold() == "symbol":
        return SYMBOLS[code]
    if 0x20 <= code < 0xD800:
        return chr(code)
    skipped.counts["symbol"] += 1
    return "\ufffd"


def _formula(element: Any) -> str:
    """Return a formula on one line: (a)/(b), x², √(x)."""
    name = element.tag.removeprefix(MATH) if isinstance(element.tag, str) else ""
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"({_part(element, 'num')})/({_part(element, 'den')})"
    if name == "rad":
        return f"{raised(_part(element, 'deg'))}√({_part(element, 'e')})"
    if name in ("sSup", "sSub", "sSubSup"):
        below, above = _part(element, "sub"), _part(element, "sup")
        return _part(element, "e") + _set(below, lowered, "_") + _set(above, raised, "^")
    return "".join(_formula(child) for child in element)


def _part(element: Any, name: str) -> str:
    found = element.find(f"{MATH}{name}")
    return _formula(found) if found is not None else ""


def _set(text: str, turned: Any, mark: str) -> str:
    if not text:
        return ""
    changed = str(turned(text))
    return changed if not any(character in text for character in changed) else f"{mark}({text})"
