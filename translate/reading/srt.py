"""Subtitles (.srt): every cue is a paragraph; its number and its times are layout."""

from __future__ import annotations

import re
from itertools import pairwise

from translate.document import Kind
from translate.errors import DamagedFile
from translate.reading.blocks import Block, Extract

TIME = r"\d{1,3}:\d{1,2}:\d{1,2}[,.]\d{1,3}"
TIMES = re.compile(rf"^[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}[^\n]*$", re.M)
NUMBER = re.compile(r"\n[ \t]*\d+[ \t]*\n?\Z")
TAG = re.compile(r"</?(?:b|i|u|font)\b[^>\n]{0,100}>|\{\\[^}\n]{0,40}\}", re.I)


def read_srt(text: str, name: str) -> Extract:
    """Return the cues of a normalised text.

    Raises:
        DamagedFile: no cue has a line of times.
    """
    times = list(TIMES.finditer(text))
    if not times:
        raise DamagedFile(
            f"{name} has no subtitle times such as 00:00:01,000 --> 00:00:04,000; expected a .srt file. "
            "Save it as .txt if it is plain text."
        )
    ends = [_cue_end(text, time.end(), following.start()) for time, following in pairwise(times)]
    blocks: list[Block] = []
    for time, end in zip(times, [*ends, len(text)], strict=True):
        cue = text[time.end() : end]
        if cue.strip():
            start = time.end() + len(cue) - len(cue.lstrip())
            blocks.append(Block(start, start + len(cue.strip()), Kind.BODY))
    notes = ("the subtitles hold style tags such as <i>, which stay in the text",) if TAG.search(text) else ()
    return Extract(text, tuple(blocks), notes=notes)


def _cue_end(text: str, start: int, following: int) -> int:
    """Return where a cue ends whose next line of times is at `following`: before the number of the next cue."""
    found = NUMBER.search(text[start:following])
    return start + found.start() if found else following
