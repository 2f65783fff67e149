"""The outcome of each file, as values and as `report.json`.

`report.json` is one object:

    format        "warta-batch", with version 1
    finished      false where the run was interrupted or stopped at an error
    targets, formats
    counts        files by status, and "not reached"; a file counts once for each target
    segments      distinct sentences: translated in this run, known from earlier runs, from the memory, imported
    terms         of the glossary: found in the sources, kept in the translations, ignored; each sentence counts its own
    files         [{path, target, status, reason, outputs [..], segments, flags {code: count}, terms, words, seconds,
                  notes}]

`path` is the address where the article is a page of the web. `words` are those of the input, `segments` its sentences.
`seconds` holds the file's share of the time of the sentences that were translated together with it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from translate.document import Translation
from translate.language.glossary import Glossary, tally

NAME = "report.json"


class Status(StrEnum):
    """The status of a file for one target language."""

    DONE = "done"
    FLAGGED = "flagged"  # done, with flagged segments
    SKIPPED = "skipped"  # up to date from an earlier run
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TermCounts:
    """The numbers of glossary terms in sources and translations."""

    found: int = 0
    kept: int = 0

    @property
    def ignored(self) -> int:
        """The number that were not kept."""
        return self.found - self.kept


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one file for one target language."""

    path: str
    target: str
    status: Status
    reason: str = ""  # of a failure, in one line
    outputs: tuple[str, ...] = ()  # paths, also of an earlier run
    segments: int = 0
    words: int = 0
    flags: tuple[tuple[str, int], ...] = ()  # (code, segments), most first
    terms: TermCounts = TermCounts()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()  # on reading the file


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run."""

    files: int  # finished files, failures included
    files_total: int
    share: float  # of the whole work, 0 to 1, estimated by file sizes
    segments: int  # distinct sentences translated so far
    seconds: float  # since the run began


@dataclass(frozen=True, slots=True)
class Tally:
    """The totals of a run."""

    statuses: tuple[tuple[str, int], ...]  # (status, files), every status
    not_reached: int
    segments: int
    words: int
    translated: int  # distinct sentences translated by an engine
    known: int  # distinct sentences translated in an earlier run or window
    remembered: int  # found in the translation memory
    imported: int  # found among the imported translations
    flags: tuple[tuple[str, int], ...]
    terms: TermCounts

    def of(self, status: Status) -> int:
        """Return the number of files with a status, once for each target."""
        return dict(self.statuses)[status]

    @property
    def finished(self) -> bool:
        """Whether every file was processed."""
        return self.not_reached == 0


def counted(codes: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the codes with their counts, most first."""
    return by_count(Counter(codes))


def by_count(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return codes with their counts, most first."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def terms_of(translation: Translation, glossary: Glossary) -> TermCounts:
    """Return the numbers of glossary terms in the translated sentences and in their translations."""
    pairs = [(segment.source.text, segment.text) for segment in translation.segments if segment.attempts]
    return TermCounts(*tally(pairs, translation.target, glossary))


def to_json(outcomes: Sequence[Outcome], tally: Tally, targets: Sequence[str], formats: Sequence[str]) -> bytes:
    """Return the content of `report.json`."""
    report = {
        "format": "warta-batch",
        "version": 1,
        "finished": tally.finished,
        "targets": list(targets),
        "formats": list(formats),
        "counts": {**{str(status): count for status, count in tally.statuses}, "not reached": tally.not_reached},
        "segments": {
            "all": tally.segments,
            "translated": tally.translated,
            "known": tally.known,
            "from the memory": tally.remembered,
            "imported": tally.imported,
        },
        "flags": dict(tally.flags),
        "terms": _terms(tally.terms),
        "words": tally.words,
    }
    # A line for each file: easy to search, and no second copy in memory.
    encode = json.JSONEncoder(ensure_ascii=False).encode  # created once, unlike in `json.dumps`
    lines = (encode(_file(o)) for o in sorted(outcomes, key=lambda o: (o.path, o.target)))
    head = json.dumps(report, ensure_ascii=False, indent=1).removesuffix("\n}")
    text = f'{head},\n "files": [\n' + ",\n".join(lines) + "\n ]\n}\n"
    # Names that are not UTF-8 contain surrogates, which must be escaped.
    return text.encode("utf-8", errors="backslashreplace")


def _file(outcome: Outcome) -> dict[str, object]:
    return {
        "path": outcome.path,
        "target": outcome.target,
        "status": str(outcome.status),
        "reason": outcome.reason,
        "outputs": list(outcome.outputs),
        "segments": outcome.segments,
        "flags": dict(outcome.flags),
        "terms": _terms(outcome.terms),
        "words": outcome.words,
        "seconds": round(outcome.seconds, 3),
        "notes": list(outcome.notes),
    }


def _terms(terms: TermCounts) -> dict[str, int]:
    return {"found": terms.found, "kept": terms.kept, "ignored": terms.ignored}
