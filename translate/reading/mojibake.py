"""Text that was decoded with the wrong encoding before it was saved: "â€œberasâ€" for “beras”."""

from __future__ import annotations

import re

# The first byte of a UTF-8 sequence read as Windows-1252, and what its second can become. Only such text is checked.
SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
SUSPECT = re.compile(f"[ÂÃÄÅÐÑâãïðÎÏ][{SECOND}]")
# A closing quote; its third byte has no character in Windows-1252 and was dropped.
CUT_QUOTE = re.compile(f"â€(?:\ufffd|(?![{SECOND}]))")


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` with doubly decoded lines repaired, and a note with their number.

    >>> repaired("Harga â€œberasâ€\u009d naik.\\nIa pergi ke SÃ£o Paulo.")[0]
    'Harga “beras” naik.\\nIa pergi ke São Paulo.'
    """
    if not SUSPECT.search(text):
        return text, ()
    lines = text.split("\n")
    better = [_line(line) if SUSPECT.search(line) else line for line in lines]
    count = sum(old != new for old, new in zip(lines, better, strict=True))
    if not count:
        return text, ()
    note = f"{count} lines had been decoded twice (“â€”) and were mended"
    return "\n".join(better), (note if count > 1 else note.replace("lines", "line").replace("were", "was"),)


def _line(line: str) -> str:
    import ftfy  # late, since few texts need it

    return ftfy.fix_encoding(CUT_QUOTE.sub("â€\u009d", line))
