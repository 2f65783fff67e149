"""Subtitle output: the cues of the source with their times, and parts of the translation.

A sentence over several cues is split in proportion to their durations; speaker dashes are kept, and tags are projected
onto the translation. Other sources have no times and are refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from translate.document import Translation, join
from translate.errors import WritingError
from translate.util.cue_text import CuePiece, pieces_of
from translate.util.cues import NOT_CUES, Cue, cues
from translate.writers.base import Output, TextWriter, signatures
from translate.writers.cue_cutting import cut, in_lines, width
from translate.writers.cue_tags import with_tags
from translate.writers.labels import labels_for
from translate.writers.notes import flag_text, note_on_segment, notes_on, tally, visible
from translate.writers.wording import grade

FORMATS = ("srt", "vtt")
# Tags only of WebVTT: classes, voices, karaoke times; and of SubRip: fonts, {\an8}.
FOREIGN = {
    "srt": re.compile(r"</?(?:c|v|lang|ruby|rt)\b[^>\n]*>|<\d{2}:[\d:.]+>", re.I),
    "vtt": re.compile(r"</?font\b[^>\n]*>|</?s>|\{\\[^}\n]*\}", re.I),
}
AT_THE_TOP = re.compile(r"\{\\an[789]\}")
GAP, SHOWN = 1.0, 4.0  # seconds before, and duration of, the last cue with the credits
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """The line of one speaker in a cue of the source, with the index of its paragraph."""

    piece: CuePiece
    cue: int
    paragraph: int


class Subtitles(TextWriter):
    """Writes `.srt` or `.vtt`, from sources in either format."""

    def __init__(self, extension: str) -> None:
        """Take the format: "srt" or "vtt"."""
        self.extension = extension

    def render(self, output: Output) -> str:
        """Return the content of the file as text.

        Raises:
            WritingError: the article is not subtitles, or only the brief is requested.
        """
        translation = output.translation
        source = translation.document.source
        if source.format not in FORMATS or not output.whole:
            found = f"{source.name} is .{source.format}" if output.whole else "a brief has none"
            raise WritingError(
                f"A .{self.extension} file needs the times of subtitles; {found}. Name an output such as .txt or .docx."
            )
        found_cues = cues(translation.document.text)
        texts = _texts(translation, found_cues, escaped=self.extension == "vtt")
        texts = [FOREIGN[self.extension].sub("", text) for text in texts]
        times = list(_times(found_cues))
        if self.extension == "srt":
            return visible(_subrip(output, texts, times)) + "\n"
        return visible(_webvtt(output, found_cues, texts, times)) + "\n"


def made_by(output: Output) -> str:
    """Return the text of the last cue: the model, and the number of flagged sentences."""
    translation = output.translation
    labels = labels_for(translation.target)
    return f"{grade(translation.signature, labels.language)}\n{tally(translation, labels)}"


def _subrip(output: Output, texts: list[str], times: list[tuple[float, float]]) -> str:
    blocks = [f"{n}\n{_clock(a, ',')} --> {_clock(b, ',')}\n{text}" for n, ((a, b), text) in _numbered(times, texts)]
    if not output.plain:
        end = max(b for _, b in times) + GAP
        blocks.append(f"{len(times) + 1}\n{_clock(end, ',')} --> {_clock(end + SHOWN, ',')}\n{made_by(output)}")
    return "\n\n".join(blocks)


def _webvtt(output: Output, found: list[Cue], texts: list[str], times: list[tuple[float, float]]) -> str:
    """Return the file; with the styles, regions, comments and cue names of a WebVTT source."""
    text = output.translation.document.text
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]  # of the lines
    kept = output.translation.document.source.format == "vtt"
    doubts = {} if output.plain else _doubts(output, found)
    blocks = [] if kept else ["WEBVTT"]
    at = 0
    for n, ((begins, ends), shown) in _numbered(times, texts):
        cue = found[n - 1]
        start = starts[cue.line - 1]
        raw = text[cue.start : cue.end]
        place = " line:0" if AT_THE_TOP.search(raw) else ""
        around, name = _around(text[at:start].strip()) if kept else ("", "")
        blocks += [around] if around else []
        blocks += doubts.get(n - 1, [])
        settings = f" {cue.settings}" if cue.settings and kept else place
        head = f"{name}\n" if name else ""
        blocks.append(f"{head}{_clock(begins, '.')} --> {_clock(ends, '.')}{settings}\n{shown}")
        at = cue.end
    if kept and (rest := text[at:].strip()):
        blocks.append(rest)
    if not output.plain:
        signed = [made_by(output), *map(str, signatures(output))]
        blocks.append("NOTE\n" + "\n".join(signed).replace("-->", "→"))
    return "\n\n".join(blocks)


def _around(before: str) -> tuple[str, str]:
    """Return the blocks of WebVTT before a cue, and the name of the cue."""
    *blocks, last = before.split("\n\n")
    if last.split(maxsplit=1)[:1] in [[], *([word] for word in NOT_CUES)]:
        return before, ""
    return "\n\n".join(blocks).strip(), last.strip()


def _doubts(output: Output, found: list[Cue]) -> dict[int, list[str]]:
    """Return the comments on flagged sentences, by the cue of their beginning."""
    labels, notes = labels_for(output.translation.target), notes_on(output)
    result: dict[int, list[str]] = {}
    ends = [cue.end for cue in found]
    for index, segment in enumerate(output.translation.segments):
        if (note := note_on_segment(index, notes)) is None:
            continue
        cue = min(bisect_right(ends, segment.source.start), len(found) - 1)
        reasons = "; ".join(f"{flag.code} - {flag_text(flag, labels)}" for flag in note.flags)
        of = " ".join(segment.source.text.split())
        result.setdefault(cue, []).append(f"NOTE [!{note.number}] {reasons}\n> {of}".replace("-->", "→"))
    return result


def _texts(translation: Translation, found: list[Cue], *, escaped: bool) -> list[str]:
    """Return the text of each cue in the target language, with its tags and its dashes."""
    text = translation.document.text
    of_paragraph: dict[int, list[SpeakerLine]] = {}
    of_cue: dict[int, list[SpeakerLine]] = {}
    for line in _lines(translation, found):
        of_paragraph.setdefault(line.paragraph, []).append(line)
        of_cue.setdefault(line.cue, []).append(line)
    translated: dict[CuePiece, str] = {}
    for number, (_, segments) in enumerate(translation.paragraphs):
        own = of_paragraph.get(number, [])
        shown = join(segments, translation.target) or labels_for(translation.target).empty
        parts = cut(" ".join(shown.split()), [_share(line, own, found, text) for line in own], translation.target)
        for line, part in zip(own, parts, strict=True):
            raw = text[line.piece.start : line.piece.end]
            shown = in_lines(part, raw.count("\n") + 1, translation.target) if part else "…"
            translated[line.piece] = with_tags(shown.replace("-->", "→"), raw, translation.target, escaped=escaped)
    texts = []
    for number, cue in enumerate(found):
        shown, at = "", cue.start
        for line in of_cue.get(number, ()):
            shown += text[at : line.piece.start] + translated[line.piece]
            at = line.piece.end
        texts.append(BLANK_LINES.sub("\n", (shown + text[at : cue.end]).strip("\n")))
    return texts


def _lines(translation: Translation, found: list[Cue]) -> Iterator[SpeakerLine]:
    """Yield the speaker lines of all paragraphs; each has one or more."""
    paragraphs = translation.document.paragraphs
    at = 0
    for number, cue in enumerate(found):
        for piece in pieces_of(translation.document.text, cue.start, cue.end):
            while at < len(paragraphs) and paragraphs[at].end <= piece.start:
                at += 1
            if at < len(paragraphs) and paragraphs[at].start <= piece.start:
                yield SpeakerLine(piece, number, at)


def _share(line: SpeakerLine, own: list[SpeakerLine], found: list[Cue], text: str) -> float:
    """Return the share of a line in its paragraph by duration, or by length without times."""
    known = [_seconds(found[other.cue]) for other in own]
    columns = width(line.piece.words(text))
    if not all(known):
        return float(columns)
    beside = sum(width(piece.words(text)) for piece in pieces_of(text, found[line.cue].start, found[line.cue].end))
    return _seconds(found[line.cue]) * columns / (beside or 1)


def _seconds(cue: Cue) -> float:
    return max(0.0, (cue.ends or 0.0) - (cue.begins or 0.0)) if cue.begins is not None else 0.0


def _times(found: list[Cue]) -> Iterator[tuple[float, float]]:
    """Yield the times of each cue; unreadable ones are interpolated."""
    for number, cue in enumerate(found):
        if cue.begins is not None and cue.ends is not None:
            yield cue.begins, cue.ends
            continue
        before = next((c.ends for c in reversed(found[:number]) if c.ends is not None), 0.0)
        after = next((c.begins for c in found[number + 1 :] if c.begins is not None), before + SHOWN)
        yield before, max(before, after)


def _numbered(
    times: list[tuple[float, float]], texts: list[str]
) -> Iterator[tuple[int, tuple[tuple[float, float], str]]]:
    yield from enumerate(zip(times, texts, strict=True), start=1)


def _clock(seconds: float, mark: str) -> str:
    """Return a time in subtitle format.

    >>> _clock(3661.5, ",")
    '01:01:01,500'
    """
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{mark}{rest % 1000:03}"
